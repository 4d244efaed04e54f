"""A folder of harmless files with its SHA-256 list; one file was altered after the list was made."""

import hashlib

from forum_app.exercises.rules import pictures
from forum_app.exercises.rules.chance import Chance
from forum_app.exercises.rules.exhibit import Exhibit, Words, filled, questions_of, table_block
from forum_app.kernel.bilingual import Bilingual

LIST = "SHA256SUMS.txt"
PICTURE = "drawing.png"
SHOWN = 16
"""So many characters of a hash are printed; eight are asked for."""


def sha256(content: bytes) -> str:
    """The hash as tools print it."""
    return hashlib.sha256(content).hexdigest()


def make(words: Words, chance: Chance) -> Exhibit:
    """The folder, its list, sometimes a file that the list does not know."""
    rows = words["files"]
    listed = {row["name"]: _text(row, chance.between(100, 999)) for row in rows}
    listed[PICTURE] = pictures.png(pictures.drawing(chance))
    altered = chance.choice([row["name"] for row in rows])
    now = {**listed, altered: _altered(listed[altered], chance)}
    is_extra = bool(chance.below(2))
    extra = {words["extra"]["name"]: _text(words["extra"], chance.between(100, 999))} if is_extra else {}
    hashes = "".join(f"{sha256(body)}  {name}\n" for name, body in sorted(listed.items()))
    right = {"altered": altered, "hash": sha256(now[altered]), "match": len(listed) - 1, "unlisted": len(extra)}
    planted = [filled(words["planted"]["altered"], name=altered, hash=right["hash"][:SHOWN])]
    if extra:
        planted.append(filled(words["planted"]["extra"], name=next(iter(extra))))
    printed = [
        [name, sha256(listed[name])[:SHOWN] if name in listed else "–", sha256(body)[:SHOWN]]
        for name, body in sorted({**now, **extra}.items())
    ]
    return Exhibit(
        name="folder",
        title=Bilingual.of(words["title"]),
        task=Bilingual.of(words["task"]),
        files={**now, **extra, LIST: hashes.encode()},
        questions=questions_of("folder", words, right, chance),
        blocks=[table_block(words["columns"], printed)],
        planted=planted,
    )


def _text(row: Words, number: int) -> bytes:
    """Both languages, line by line; `{n}` is a number of this officer's."""
    lines = (pair[lang].format(n=number) for pair in row["lines"] for lang in ("km", "en"))
    return ("\n".join(dict.fromkeys(lines)) + "\n").encode()


def _altered(content: bytes, chance: Chance) -> bytes:
    """One figure changed: nobody sees it by looking, and no hash overlooks it."""
    digits = [place for place, byte in enumerate(content) if 48 <= byte <= 57]
    place = chance.choice(digits)
    other = (content[place] - 48 + chance.between(1, 9)) % 10
    return content[:place] + bytes((48 + other,)) + content[place + 1 :]
