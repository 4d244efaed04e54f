"""Everything that is decided about a quiz, on one screen."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import BooleanField, FieldList, FormField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.forms import Form, NumberField, TextField
from forum_app.programme import queries as programme_queries
from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Quiz, QuizPool
from forum_app.quizzes.rules import Offset
from forum_app.quizzes.rules.settings import LATEST_MINUTES, MOST_ATTEMPTS, MOST_QUESTIONS
from forum_app.quizzes.services import PoolData, QuizData

NOTHING = ""
BY_HAND = "hand"
SPARE_ROWS = 3
MOST_POOLS = 30
DIFFICULTY_NAMES = {"": N_("Any difficulty"), "1": N_("Easy"), "2": N_("Middling"), "3": N_("Hard")}
WHEN_NAMES = {
    BY_HAND: N_("A trainer does it by hand"),
    "start+": N_("By itself, after the session's start"),
    "start-": N_("By itself, before the session's start"),
    "end+": N_("By itself, after the session's end"),
    "end-": N_("By itself, before the session's end"),
}


class PoolForm(PlainForm):
    """One line of the table of pools."""

    subject = SelectField(validate_choice=False)
    question_count = NumberField(validators=[Optional()])
    difficulty = SelectField(validate_choice=False)


class QuizForm(Form):
    """What is decided about a quiz. Its defaults make a good quiz; what is rarely changed is folded away."""

    code = TextField(
        lazy_gettext("Code"),
        [
            InputRequired(),
            Regexp(r"^[A-Za-z0-9-]{1,20}$", message=lazy_gettext("Use letters, digits and hyphens only.")),
        ],
        description=lazy_gettext("Short and unique in this forum, e.g. Q1."),
    )
    title_km = TextField(lazy_gettext("Title"), [InputRequired()])
    title_en = TextField(lazy_gettext("Title in English"))
    purpose = SelectField(lazy_gettext("What it is for"), [InputRequired()], default="session")
    module = SelectField(
        lazy_gettext("Module"), description=lazy_gettext("A check before or after the course asks about all modules.")
    )
    forum_session = SelectField(lazy_gettext("Session"))
    question_count = NumberField(
        lazy_gettext("Number of questions"), [InputRequired(), NumberRange(1, MOST_QUESTIONS)], default=8
    )
    limit_minutes = NumberField(
        lazy_gettext("Time limit in minutes"),
        [Optional(), NumberRange(1, 240)],
        default=15,
        description=lazy_gettext("Counted from each person's own start. Empty: until the quiz is closed."),
    )
    pass_percent = NumberField(lazy_gettext("Pass mark in percent"), [InputRequired(), NumberRange(0, 100)], default=60)
    pools = FieldList(FormField(PoolForm), max_entries=MOST_POOLS)
    opens_when = SelectField(lazy_gettext("Opens"), [InputRequired()], default=BY_HAND)
    opens_minutes = NumberField(
        lazy_gettext("Minutes (opening)"), [InputRequired(), NumberRange(0, LATEST_MINUTES)], default=0
    )
    closes_when = SelectField(lazy_gettext("Closes"), [InputRequired()], default=BY_HAND)
    closes_minutes = NumberField(
        lazy_gettext("Minutes (closing)"), [InputRequired(), NumberRange(0, LATEST_MINUTES)], default=0
    )
    behaviour = RadioField(lazy_gettext("When officers learn what was right"), [InputRequired()], default="after")
    release = RadioField(lazy_gettext("When results are shown"), [InputRequired()], default="by_hand")
    attempts_allowed = NumberField(
        lazy_gettext("Attempts for each person"),
        [InputRequired(), NumberRange(0, MOST_ATTEMPTS)],
        default=1,
        description=lazy_gettext("0: as many as somebody wants, until the quiz closes."),
    )
    counting = RadioField(lazy_gettext("Of several attempts counts"), [InputRequired()], default="best")
    entry = RadioField(lazy_gettext("Who may take it"), [InputRequired()], default="registered")
    draw = RadioField(lazy_gettext("Which questions each person gets"), [InputRequired()], default="same")
    is_shuffled = BooleanField(
        lazy_gettext("Each person sees questions and answers in another order"),
        default=True,
        description=lazy_gettext("So neighbours cannot compare letters. Questions of one case file stay together."),
    )

    def __init__(self, forum: Forum, quiz: Quiz | None = None) -> None:
        self.stored_pools = queries.list_pools(quiz) if quiz else []
        super().__init__(data=_values(quiz, self.stored_pools))
        self.modules = {module.code: module for module in queries.list_modules()}
        self.position = quiz.position if quiz else len(queries.list_quizzes(forum)) + 1
        self._offer_words()
        self._offer_sessions(forum)
        self._offer_pools()

    def _offer_words(self) -> None:
        for field, names in (
            (self.purpose, rules.PURPOSE_NAMES),
            (self.opens_when, WHEN_NAMES),
            (self.closes_when, WHEN_NAMES),
            (self.behaviour, rules.BEHAVIOUR_NAMES),
            (self.release, rules.RELEASE_NAMES),
            (self.counting, rules.COUNTING_NAMES),
            (self.entry, rules.ENTRY_NAMES),
            (self.draw, rules.DRAW_NAMES),
        ):
            field.choices = [(key, gettext(name)) for key, name in names.items()]

    def _offer_sessions(self, forum: Forum) -> None:
        lang = current_language()
        self.module.choices = [(NOTHING, gettext("All modules"))] + [
            (code, f"{code} – {module.title.in_language(lang)}") for code, module in self.modules.items()
        ]
        self.forum_session.choices = [(NOTHING, gettext("No session"))] + [
            (str(found.id), f"{found.code} – {found.title.in_language(lang)}")
            for found in programme_queries.list_sessions(forum)
        ]

    def _offer_pools(self) -> None:
        """Every line offers the same subjects, each with how many questions there are for it."""
        if not self.is_submitted():
            for _ in range(min(SPARE_ROWS, MOST_POOLS - len(self.pools))):
                self.pools.append_entry()
        counts = queries.count_by_subject(self.purpose.data or "session")
        subjects = _subjects(self.modules.values(), counts)
        self.subjects = {key for lines in subjects.values() for key, _ in lines}
        difficulties = [(key, gettext(name)) for key, name in DIFFICULTY_NAMES.items()]
        for row in self.pools:
            row.form.subject.choices = subjects
            row.form.difficulty.choices = difficulties

    @property
    def shown_details(self) -> set[str]:
        """The folded parts that have something to say: a choice of one's own or an error."""
        own = {name for name in FOLDED if any(_is_own(self[field]) for field in FOLDED[name])}
        return own | ({"pools"} if any(row.form.subject.data for row in self.pools) else set())

    def check_pools(self) -> bool:
        """Says above the table what is wrong in a line; a line without a subject is left out."""
        errors = []
        for number, row in enumerate(self.pools, 1):
            subject, count = row.form.subject.data, row.form.question_count.data
            if subject and subject not in self.subjects:
                errors.append(gettext("Line %(line)s: choose a subject from the list.", line=number))
            elif subject and not (count and 1 <= count <= MOST_QUESTIONS):
                most = MOST_QUESTIONS
                errors.append(gettext("Line %(line)s: say how many, from 1 to %(most)s.", line=number, most=most))
        self.pools.errors = errors
        return not errors

    def quiz_data(self) -> QuizData:
        """What the service needs."""
        return QuizData(
            code=self.code.data or "",
            title=Bilingual(self.title_km.data or "", self.title_en.data or ""),
            purpose=self.purpose.data,
            question_count=self.question_count.data or 1,
            limit_minutes=self.limit_minutes.data,
            pass_percent=self.pass_percent.data or 0,
            modules=[self.modules[self.module.data]] if self.module.data else [],
            pools=self._pool_data(),
            forum_session_id=UUID(self.forum_session.data) if self.forum_session.data else None,
            position=self.position,
            opens=_offset(self.opens_when.data, self.opens_minutes.data),
            closes=_offset(self.closes_when.data, self.closes_minutes.data),
            attempts_allowed=self.attempts_allowed.data or 0,
            is_shuffled=self.is_shuffled.data,
            **{name: self[name].data for name in ("behaviour", "release", "counting", "entry", "draw")},
        )

    def _pool_data(self) -> Sequence[PoolData]:
        found = []
        for row in self.pools:
            subject = _subject(row.form.subject.data)
            if subject is not None:
                kind, key = subject
                difficulty = int(row.form.difficulty.data) if row.form.difficulty.data in ("1", "2", "3") else None
                found.append(
                    PoolData(
                        row.form.question_count.data or 0,
                        objective_id=key if kind == "objective" else None,
                        module_id=key if kind == "module" else None,
                        difficulty=difficulty,
                    )
                )
        return found


FOLDED = {
    "window": ("opens_when", "opens_minutes", "closes_when", "closes_minutes"),
    "attempts": ("behaviour", "release", "attempts_allowed", "counting"),
    "entry": ("entry", "draw", "is_shuffled"),
}
"""Which fields are folded away together; their defaults are good for most quizzes."""


def _is_own(field: Any) -> bool:
    return bool(field.errors) or field.data not in (field.default, None)


def _subjects(modules: Iterable[Module], counts: dict[tuple[UUID, int], int]) -> dict[str, list[tuple[str, str]]]:
    """Modules and their objectives, each with the number of questions that may be asked."""
    lang = current_language()
    found = {"–": [(NOTHING, gettext("No line"))]}
    for module in modules:
        lines = [(f"module:{module.id}", _line(gettext("The whole module"), module.id, counts))]
        lines += [
            (f"objective:{one.id}", _line(f"{one.code} – {one.text.in_language(lang)}", one.id, counts))
            for one in module.current_objectives
        ]
        found[f"{module.code} – {module.title.in_language(lang)}"] = lines
    return found


def _line(name: str, key: UUID, counts: dict[tuple[UUID, int], int]) -> str:
    num = sum(counts.get((key, difficulty), 0) for difficulty in (1, 2, 3))
    there = ngettext("%(num)s approved question", "%(num)s approved questions", num)
    return str(gettext("%(name)s (%(there)s)", name=name, there=there))


def _subject(value: str | None) -> tuple[str, UUID] | None:
    kind, _, key = (value or "").partition(":")
    try:
        return (kind, UUID(key)) if kind in ("module", "objective") else None
    except ValueError:
        return None


def _offset(when: str | None, minutes: int | None) -> Offset:
    if not when or when == BY_HAND:
        return Offset("start", None)
    return Offset(when[:-1], (minutes or 0) * (-1 if when.endswith("-") else 1))


def _when(anchor: str, minutes: int | None) -> tuple[str, int]:
    if minutes is None:
        return BY_HAND, 0
    return f"{anchor}{'-' if minutes < 0 else '+'}", abs(minutes)


def _values(quiz: Quiz | None, pools: Sequence[QuizPool]) -> dict[str, Any]:
    if quiz is None:
        return {}
    opens_when, opens_minutes = _when(quiz.opens_from, quiz.opens_offset_minutes)
    closes_when, closes_minutes = _when(quiz.closes_from, quiz.closes_offset_minutes)
    return {
        **{name: getattr(quiz, name) for name in KEPT},
        "title_km": quiz.title.km,
        "title_en": quiz.title.en,
        "module": quiz.module.code if quiz.module else NOTHING,
        "forum_session": str(quiz.forum_session_id or NOTHING),
        "opens_when": opens_when,
        "opens_minutes": opens_minutes,
        "closes_when": closes_when,
        "closes_minutes": closes_minutes,
        "pools": [
            {
                "subject": f"objective:{pool.objective_id}" if pool.objective_id else f"module:{pool.module_id}",
                "question_count": pool.question_count,
                "difficulty": str(pool.difficulty or ""),
            }
            for pool in pools
        ],
    }


KEPT = (
    "code", "purpose", "question_count", "limit_minutes", "pass_percent", "behaviour", "release", "attempts_allowed",
    "counting", "entry", "draw", "is_shuffled",
)  # fmt: skip
