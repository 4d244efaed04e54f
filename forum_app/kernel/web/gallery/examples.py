"""Examples for the gallery of components (development only): the same page in Khmer and in English."""

from types import SimpleNamespace
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    validators,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.web.forms import Form

TEXTS = {
    "quiz": ("តេស្ត៖ ការការពារតាមផ្លូវច្បាប់", "Quiz: legal safeguards"),
    "start": ("ចាប់ផ្តើមធ្វើតេស្ត", "Start the quiz"),
    "next": ("បន្ទាប់", "Next"),
    "back": ("មុន", "Back"),
    "print": ("បោះពុម្ព", "Print"),
    "cancel": ("លុបចោលការចុះឈ្មោះ", "Cancel the registration"),
    "cancel_what": ("មន្ត្រីនេះនឹងបាត់ពីបញ្ជី ប៉ុន្តែកំណត់ត្រានៅដដែល។", "The officer leaves the list; the record stays."),
    "why_not": ("ដោះស្រាយការជាន់ម៉ោង ១ មុននឹងចេញផ្សាយ។", "Solve 1 clash before publishing."),
    "publish": ("ចេញផ្សាយ", "Publish"),
    "todo": ("ត្រូវធ្វើឥឡូវនេះ", "To do now"),
    "questions": ("សំណួរ", "Questions"),
    "duration": ("រយៈពេល", "Duration"),
    "minutes": ("15 នាទី", "15 minutes"),
    "closes": ("បិទនៅម៉ោង", "Closes at"),
    "now_next": ("ឥឡូវនេះ និងបន្ទាប់", "Now and next"),
    "whole": ("កាលវិភាគទាំងមូល", "Whole programme"),
    "past": ("ការការពារតាមផ្លូវច្បាប់៖ ការឆែកឆេរ ការចាប់យក ការឃាត់ខ្លួន", "Legal safeguards: search, seizure, custody"),
    "child": ("កិច្ចការពារកុមារក្នុងប្រព័ន្ធយុត្តិធម៌", "Child protection in the justice system"),
    "online": ("បទល្មើសប្រឆាំងនឹងកុមារតាមអនឡាញ", "Online offences against children"),
    "hall": ("សាលធំ", "Main hall"),
    "registered": ("ចុះឈ្មោះ", "Registered"),
    "here": ("នៅទីនេះឥឡូវ", "Here now"),
    "not_yet": ("មិនទាន់មក", "Not yet here"),
    "unit": ("អង្គភាព", "Unit"),
    "unit_1": ("ស្នងការដ្ឋាននគរបាលរាជធានីភ្នំពេញ", "Phnom Penh Municipal Police Commissariat"),
    "unit_2": ("ស្នងការដ្ឋាននគរបាលខេត្តកណ្តាល", "Kandal Provincial Police Commissariat"),
    "total": ("សរុប", "Total"),
    "rank_unit": ("អនុសេនីយ៍ឯក – ខេត្តកណ្តាល", "Lieutenant – Kandal"),
    "question": (
        "មន្ត្រីរកឃើញទូរសព្ទដៃមួយនៅកន្លែងកើតហេតុ ដែលកំពុងបើក ហើយមិនជាប់សោ។ តើមន្ត្រីត្រូវធ្វើអ្វីមុនគេ?",
        "An officer finds a mobile phone at the scene, switched on and unlocked. What must be done first?",
    ),
    "a": ("បិទទូរសព្ទភ្លាម រួចកត់ត្រាម៉ោង និងទីកន្លែង", "Switch it off at once, then note time and place"),
    "b": (
        "កត់ត្រាស្ថានភាពទូរសព្ទ និងអ្វីដែលមើលឃើញលើអេក្រង់ រួចផ្តាច់ទូរសព្ទពីបណ្តាញតាមនីតិវិធី",
        "Record its state and what the screen shows, then isolate it from the network by procedure",
    ),
    "c": ("បើកអានសារ រួចកត់ត្រាសារណាដែលពាក់ព័ន្ធ", "Open the messages and note the relevant ones"),
    "criterion": ("ការកាន់ និងថែរក្សាទូរសព្ទ", "Handling and keeping the phone"),
    "level_1": ("មិនទាន់សម្រេច", "Not yet"),
    "level_1_is": ("បើករុករក ឬចុចប្រើទូរសព្ទ", "Browses or uses the phone"),
    "level_3": ("មានសមត្ថភាព", "Competent"),
    "level_3_is": ("ពាក់ស្រោមដៃ ផ្តាច់បណ្តាញតាមនីតិវិធី", "Wears gloves, isolates by procedure"),
    "unseen": ("មិនបានសង្កេត", "Not observed"),
    "kept": ("បានរក្សាទុកក្នុងទូរសព្ទនេះ", "Saved on this phone"),
    "left": ("នៅសល់ 11:24", "11:24 left"),
    "no_line": ("គ្មានបណ្តាញ។ អ្វីដែលអ្នកឆ្លើយ ត្រូវបានទុកក្នុងទូរសព្ទ។", "No network. Your answers are kept on the phone."),
    "empty": ("មិនទាន់មានអ្នកចូលរួមនៅឡើយទេ។", "Nobody is registered yet."),
    "add": ("បន្ថែមអ្នកចូលរួម", "Add a participant"),
    "saved": ("បានរក្សាទុក។", "Saved."),
    "refused": ("តេស្តនេះបានបិទហើយ នៅម៉ោង 10:40។", "This quiz closed at 10:40."),
    "conflict": ("មានអ្នកផ្សេងបានកែរឿងដដែលនេះ មុនអ្នក។", "Somebody else changed the same thing before you."),
    "job": ("កំពុងរៀបចំវិញ្ញាបនបត្រ", "Preparing certificates"),
    "all": ("ទាំងអស់", "All"),
    "absent": ("មានអវត្តមាន", "With absences"),
    "telegram": ("សូមមន្ត្រីទាំង 4 រូប មកដល់មុនម៉ោង 13:30។", "Would the 4 officers please arrive before 13:30."),
    "copy_it": ("ចម្លងសម្រាប់ Telegram", "Copy for Telegram"),
    "save": ("ចុះឈ្មោះ", "Register"),
    "day_1": ("25 កញ្ញា", "25 Sep"),
    "day_2": ("26 កញ្ញា", "26 Sep"),
    "day_3": ("27 កញ្ញា", "27 Sep"),
    "this_afternoon": ("រសៀលនេះ", "This afternoon"),
    "family": ("គោត្តនាម", "Family name"),
    "badge": ("ស្លាក", "Badge"),
    "sex": ("ភេទ", "Sex"),
    "woman": ("ស្រី", "Female"),
    "man": ("ប្រុស", "Male"),
    "phone": ("លេខទូរសព្ទ", "Phone"),
    "phone_hint": ("លេខខ្មែរ ឬលេខឡាតាំងក៏បាន", "Khmer or Latin digits"),
    "phone_error": ("លេខទូរសព្ទខ្វះ 1 ខ្ទង់ ឧទាហរណ៍ 012 345 678", "One digit is missing, for example 012 345 678"),
    "unit_error": ("ជ្រើសអង្គភាព", "Choose a unit"),
    "born": ("ថ្ងៃកំណើត", "Date of birth"),
    "from": ("ចាប់ពីម៉ោង", "From"),
    "seats": ("ចំនួនកន្លែង", "Seats"),
    "remark": ("កំណត់សម្គាល់", "Remark"),
    "agree": ("បង្ហាញឈ្មោះក្នុងបញ្ជីវេទិកា", "Show the name in the forum's list"),
}


def texts() -> dict[str, Bilingual]:
    """The example texts as pairs."""
    return {key: Bilingual(km, en) for key, (km, en) in TEXTS.items()}


def example_form(lang: str, *, wrong: bool) -> Form:
    """A form with one field of every kind, empty or wrongly filled."""
    word = {key: pair[0 if lang == "km" else 1] for key, pair in TEXTS.items()}
    sexes = [SelectChoice("f", word["woman"]), SelectChoice("m", word["man"])]
    units = (("", "–"), ("1", word["unit_1"]), ("2", word["unit_2"]))
    needed = [validators.InputRequired(message=word["unit_error"])]

    class ExampleForm(Form):
        family_km = StringField(word["family"], needed)
        family_en = StringField(word["family"])
        sex = RadioField(word["sex"], choices=sexes, default="m")
        unit = SelectField(word["unit"], needed, choices=[SelectChoice(value, label) for value, label in units])
        phone = StringField(word["phone"], description=word["phone_hint"])
        born = DateField(word["born"])
        starts = TimeField(word["from"])
        seats = IntegerField(word["seats"])
        remark = TextAreaField(word["remark"])
        agree = BooleanField(word["agree"])

    form = ExampleForm(prefix="wrong" if wrong else "plain", meta={"csrf": False})
    form.family_km.data, form.family_en.data = "ប្រាក់", "Prak"
    if wrong:
        form.phone.data = "០១២ ៣៤៥ ៦៧"
        form.phone.errors = [word["phone_error"]]
        form.unit.errors = [word["unit_error"]]
        form.sex.errors = [word["unit_error"]]
    return form


def day(label: str, morning: SimpleNamespace, afternoon: SimpleNamespace) -> SimpleNamespace:
    """One column of the half-day table."""
    return SimpleNamespace(label=label, morning=morning, afternoon=afternoon)


def half(state: str, **more: Any) -> SimpleNamespace:
    """One cell of it."""
    return SimpleNamespace(**{"state": state, "word": None, "time": None} | more)


def context(lang: str) -> dict[str, Any]:
    """Everything gallery.html needs beside the names every template has."""
    pairs = texts()
    word = {key: pair.in_language(lang) for key, pair in pairs.items()}
    days = [
        SimpleNamespace(
            label=word["day_1"], morning=half("present", time="07:52"), afternoon=half("late", time="13:31")
        ),
        SimpleNamespace(
            label=word["day_2"], morning=half("absent"), afternoon=half("waiting", word=word["this_afternoon"])
        ),
        SimpleNamespace(label=word["day_3"], morning=half("duty"), afternoon=half("later")),
    ]
    return {
        "t": word,
        "days": days,
        "name": Bilingual("នួន ពិសិដ្ឋ", "Nuon Piseth"),
        "foreigner": Bilingual("", "Margarethe Lindqvist-Owusu"),
        "khmer_only": Bilingual("ភស្តុតាង", ""),
        "english_only": Bilingual("", "Evidence"),
        "plain_form": example_form(lang, wrong=False),
        "wrong_form": example_form(lang, wrong=True),
        "pages": SimpleNamespace(pages=4, page=2, has_prev=True, has_next=True, prev_num=1, next_num=3),
    }
