"""Twenty invented officers as an office keeps them in Excel: Khmer heads, mixed digits, names in two scripts."""

from forum_app.kernel.khmer.digits import khmer_digits

HEADS = ("ល.រ", "គោត្តនាម", "នាមខ្លួន", "ឈ្មោះឡាតាំង", "ភេទ", "ឋានន្តរស័ក្តិ", "អង្គភាព", "លេខទូរស័ព្ទ")
FAMILY = (
    ("សុខ", "SOK"), ("ចាន់", "CHAN"), ("ហេង", "HENG"), ("លី", "LY"), ("ម៉ៅ", "MAO"),
    ("កែវ", "KEO"), ("ទេព", "TEP"), ("នួន", "NUON"), ("ពេជ្រ", "PICH"), ("ឡុង", "LONG"),
)  # fmt: skip
GIVEN = (("វិសាល", "Visal"), ("ស្រីមុំ", "Sreymom"))
UNITS = ("អធិការដ្ឋាននគរបាលស្រុកសំរោង", "ការិយាល័យនគរបាលយុត្តិធម៌ខេត្តតាកែវ")


def names() -> list[tuple[str, str]]:
    """The twenty names: Khmer, Latin."""
    return [(f"{fkm} {gkm}", f"{flat} {glat}") for gkm, glat in GIVEN for fkm, flat in FAMILY]


def pasted() -> str:
    """The list as the clipboard brings it: a row per line, tabs between the cells."""
    rows = [HEADS]
    for number, (km, latin) in enumerate(names(), 1):
        phone = f"012 345 6{number:02d}"
        family, given = km.split(" ", 1)
        rows.append((
            khmer_digits(str(number)), family, given, latin, "ស" if number > 10 else "ប", "អនុសេនីយ៍ឯក",
            UNITS[number % 2], khmer_digits(phone) if number % 2 else phone,
        ))  # fmt: skip
    return "\n".join("\t".join(row) for row in rows)
