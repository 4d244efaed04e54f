"""Forms that write: a question, a case file, a note at a step."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from forum_app.course.models import Module
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.forms import Form, ParagraphField, TextField
from forum_app.questions import queries
from forum_app.questions.models import Exhibit
from forum_app.questions.rules import KIND_NAMES, USE_NAMES, Kind
from forum_app.questions.rules.draft import MOST_OPTIONS, NO_OPTIONS, QuestionData
from forum_app.questions.rules.history import mark_of
from forum_app.questions.rules.kinds import TRUE_FALSE
from forum_app.questions.rules.refusals import QuestionFault, QuestionNotKept

NOTHING = ""
FIRST_ROWS = 4
DIFFICULTY_NAMES = {1: lazy_gettext("Easy"), 2: lazy_gettext("Middling"), 3: lazy_gettext("Hard")}
FIELD_OF = {
    "stem": "stem_km",
    "options": "rows",
    "targets": "rows",
    "unit": "unit_km",
    "feedback": "feedback_km",
    "source": "source_km",
}
"""Where a fault is said, when its field has another name in the form."""
PAIRS = ("stem", "unit", "feedback", "source")
WORDS = ("value", "tolerance", "law_reference", "module", "objective", "exhibit", "kind", "use")


class RowForm(PlainForm):
    """One answer: to choose, a step, or a pair with its two sides."""

    km = TextField()
    en = TextField()
    target_km = TextField()
    target_en = TextField()

    @property
    def option(self) -> Bilingual:
        return Bilingual(self.km.data or "", self.en.data or "")

    @property
    def target(self) -> Bilingual:
        return Bilingual(self.target_km.data or "", self.target_en.data or "")


class PlacesField(Field):
    """Places of the right answers, counted from 0, as radios or boxes beside the rows send them."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = sorted({int(value) for value in valuelist if str(value).isdecimal()})


class QuestionForm(Form):
    """A question in both languages, of any kind. Rows come and go by buttons, so that it works without JavaScript."""

    kind = SelectField(lazy_gettext("How it is answered"))
    stem_km = ParagraphField(lazy_gettext("Question"))
    stem_en = ParagraphField(lazy_gettext("Question in English"))
    rows = FieldList(FormField(RowForm), lazy_gettext("Answers"), max_entries=MOST_OPTIONS)
    right = PlacesField(lazy_gettext("Right answer"))
    value = TextField(lazy_gettext("Right number"))
    tolerance = TextField(
        lazy_gettext("How far off is still right"), description=lazy_gettext("Empty: only exactly this number.")
    )
    unit_km = TextField(
        lazy_gettext("Unit of measure"), description=lazy_gettext("Stands behind the field: hours, kB.")
    )
    unit_en = TextField(lazy_gettext("Unit of measure in English"))
    accepted = ParagraphField(
        lazy_gettext("Texts that count as right"),
        description=lazy_gettext("One on each line, in either script. Capitals, blanks and signs do not matter."),
    )
    feedback_km = ParagraphField(
        lazy_gettext("Why it is right"), description=lazy_gettext("Officers read it when the results are released.")
    )
    feedback_en = ParagraphField(lazy_gettext("Why it is right, in English"))
    source_km = TextField(lazy_gettext("Where to read it"))
    source_en = TextField(lazy_gettext("Where to read it, in English"))
    module = SelectField(lazy_gettext("Module"), [InputRequired()])
    objective = SelectField(
        lazy_gettext("Objective"),
        validate_choice=False,
        description=lazy_gettext("May wait, but nobody checks a question without one."),
    )
    exhibit = SelectField(lazy_gettext("Case file"), validate_choice=False)
    law_reference = TextField(
        lazy_gettext("Article of a law"), description=lazy_gettext("As the lessons write it, e.g. CCP Art. 321.")
    )
    difficulty = RadioField(lazy_gettext("Difficulty"), [InputRequired()], coerce=int)
    use = RadioField(lazy_gettext("Where it is asked"), [InputRequired()])
    seen = HiddenField()

    def __init__(self, data: QuestionData | None = None, *, is_new: bool = False) -> None:
        super().__init__(data=_values(data) if data else {"difficulty": 2, "use": "quiz", "kind": Kind.SINGLE})
        self.focus = ""
        """Name of the field that a fresh row begins with."""
        self.kind.choices = [(key, gettext(name)) for key, name in KIND_NAMES.items()]
        self.use.choices = [(key, gettext(name)) for key, name in USE_NAMES.items()]
        self.difficulty.choices = list(DIFFICULTY_NAMES.items())
        self._offer_places()
        self.objective.flags.required = True  # in the end: a draft may wait for it
        if not self.is_submitted() and data is not None and not is_new:
            self.seen.data = mark_of(data)
        while not self.is_submitted() and len(self.rows) < FIRST_ROWS:
            self.rows.append_entry()

    def _offer_places(self) -> None:
        lang = current_language()
        modules = queries.list_modules()
        self.module.choices = _module_choices(modules)
        self.objective.choices = {
            "–": [(NOTHING, gettext("None yet"))],
            **{
                module.code: [
                    (one.code, f"{one.code} – {one.text.in_language(lang)}") for one in module.current_objectives
                ]
                for module in modules
            },
        }
        self.exhibit.choices = [
            (NOTHING, gettext("None")),
            *((one.code, f"{one.code} – {one.title.in_language(lang)}") for one in queries.list_exhibits()),
        ]

    @property
    def has_rows(self) -> bool:
        """True when the kind shows the list of answers."""
        return self.kind.data not in NO_OPTIONS and self.kind.data != Kind.TRUE_FALSE

    def rearrange(self, wish: str) -> None:
        """Do what a button beside the rows says: `add`, `remove-2`, `up-1`; anything else changes nothing."""
        verb, _, place = wish.partition("-")
        rows, right = [dict(row.data) for row in self.rows], {*self.right.data} if self.right.data else set()
        marked = [(row, number in right) for number, row in enumerate(rows)]
        number = int(place) if place.isdecimal() else -1
        if verb == "add" and len(rows) < MOST_OPTIONS:
            marked.append(({}, False))
            self.focus = f"rows-{len(rows)}-km"
        elif verb == "remove" and 0 <= number < len(rows):
            marked.pop(number)
        elif verb == "up" and 0 < number < len(rows):
            marked[number - 1 : number + 1] = [marked[number], marked[number - 1]]
        while len(self.rows):
            self.rows.pop_entry()
        for row, _is_right in marked:
            self.rows.append_entry(row)
        self.right.data = [place for place, (_row, is_right) in enumerate(marked) if is_right]

    def question_data(self) -> QuestionData:
        """What the service needs. Rows that nobody filled in are left out."""
        rows = [row.form for row in self.rows]
        kept = [number for number, row in enumerate(rows) if row.option or (self._has_pairs and row.target)]
        places = {number: place for place, number in enumerate(kept)}
        options, targets = self._sides([rows[number] for number in kept])
        right = [places[number] for number in self.right.data or () if number in places]
        if self.kind.data == Kind.TRUE_FALSE:
            options, targets, right = list(TRUE_FALSE), [], [number for number in self.right.data or () if number < 2]
        said: dict[str, Any] = {name: getattr(self, name).data or "" for name in WORDS}
        said |= {name: self._pair(name) for name in PAIRS}
        said |= {"options": options, "targets": targets, "right": right}
        accepted = (self.accepted.data or "").splitlines()
        return QuestionData(**said, accepted=accepted, difficulty=self.difficulty.data or 0)

    @property
    def _has_pairs(self) -> bool:
        return bool(self.kind.data == Kind.MATCHING)

    def _sides(self, rows: list[RowForm]) -> tuple[list[Bilingual], list[Bilingual]]:
        """Options and targets; a row whose left side is empty misleads, and stands behind the pairs."""
        if not self._has_pairs:
            return [row.option for row in rows], []
        pairs = [row for row in rows if row.option]
        misleading = [row.target for row in rows if not row.option]
        return [row.option for row in pairs], [*(row.target for row in pairs), *misleading]

    def _pair(self, name: str) -> Bilingual:
        return Bilingual(getattr(self, f"{name}_km").data or "", getattr(self, f"{name}_en").data or "")

    def refuse_all(self, refusal: QuestionNotKept) -> None:
        """Each fault beside its field."""
        for fault in refusal.faults:
            self.refuse(fault, self._field_of(fault))

    def _field_of(self, fault: QuestionFault) -> Field:
        field: Field = self[FIELD_OF.get(fault.field, fault.field)] if fault.field != "code" else self.kind
        return field


def _values(data: QuestionData) -> dict[str, Any]:
    pairs = {name: getattr(data, name) for name in PAIRS}
    return {
        **{name: getattr(data, name) for name in WORDS},
        **{f"{name}_{lang}": getattr(pair, lang) for name, pair in pairs.items() for lang in ("km", "en")},
        "difficulty": data.difficulty,
        "accepted": "\n".join(data.accepted),
        "right": list(data.right),
        "rows": [] if data.kind == Kind.TRUE_FALSE else _rows(data),
    }


def _rows(data: QuestionData) -> list[dict[str, str]]:
    empty = Bilingual()
    count = max(len(data.options), len(data.targets))
    options = [*data.options, *[empty] * (count - len(data.options))]
    targets = [*data.targets, *[empty] * (count - len(data.targets))]
    return [
        {"km": option.km, "en": option.en, "target_km": target.km, "target_en": target.en}
        for option, target in zip(options, targets, strict=True)
    ]


class NoteForm(Form):
    """Why a question goes back, is retired or held; or why an organiser checks their own."""

    note = TextField(lazy_gettext("Reason"))


class ExhibitForm(Form):
    """A case file in both languages."""

    module = SelectField(lazy_gettext("Module"), [InputRequired()])
    title_km = TextField(lazy_gettext("Title"))
    title_en = TextField(lazy_gettext("Title in English"))
    text_km = ParagraphField(
        lazy_gettext("The case"),
        description=lazy_gettext("Invented, without real names. ## begins a heading, - a line of a list."),
    )
    text_en = ParagraphField(lazy_gettext("The case in English"))

    def __init__(self, exhibit: Exhibit | None = None) -> None:
        super().__init__(data=_exhibit_values(exhibit) if exhibit else None)
        self.module.choices = _module_choices(queries.list_modules())

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_km.data or "", self.title_en.data or "")

    @property
    def text(self) -> Bilingual:
        return Bilingual(self.text_km.data or "", self.text_en.data or "")

    def refuse_all(self, refusal: QuestionNotKept) -> None:
        """Each fault beside its field."""
        for fault in refusal.faults:
            self.refuse(fault, self[{"title": "title_km", "text": "text_km"}.get(fault.field, fault.field)])


def _exhibit_values(exhibit: Exhibit) -> dict[str, Any]:
    return {
        "module": exhibit.module.code,
        "title_km": exhibit.title.km,
        "title_en": exhibit.title.en,
        "text_km": exhibit.text.km,
        "text_en": exhibit.text.en,
    }


def _module_choices(modules: Sequence[Module]) -> list[tuple[str, str]]:
    lang = current_language()
    return [(module.code, f"{module.code} – {module.title.in_language(lang)}") for module in modules]
