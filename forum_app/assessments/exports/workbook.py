"""The workbook of one exercise: scores, assessors, agreement, items, and what was assessed by which version."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext

from forum_app.assessments import queries, rules
from forum_app.assessments.models import Criterion, Observation, Practical
from forum_app.kernel import clock
from forum_app.kernel.i18n import in_language
from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.writer import Book, Cell, Sheet

SHEETS = {
    "scores": "1 កម្រិត Scores",
    "items": "2 លក្ខណៈ Items",
    "agreement": "3 ភាពស្រប Agreement",
    "about": "4 អំពី About",
}
HEADS = (N_("Badge"), N_("Name (Khmer)"), N_("Name (Latin)"), N_("Try"), N_("Part"), N_("Trainer"))
ENDS = (N_("Mean"), N_("Result"), N_("Signed off"), N_("Counts since"))
PART_NAMES = {
    "first": N_("first trainer"),
    "second": N_("second trainer"),
    "third": N_("third trainer"),
    "agreed": N_("agreed after a discussion"),
}
ITEM_HEADS = (
    N_("Criterion"),
    N_("Level 1"),
    N_("Level 2"),
    N_("Level 3"),
    N_("Level 4"),
    N_("Not observed"),
    N_("Mean"),
)
AGREEMENT_HEADS = (N_("Criterion"), N_("Officers"), N_("Same level"), N_("Weighted kappa"))
KAPPA = N_("Kappa with quadratic weights: Cohen (1968), Fleiss and Cohen (1973). Empty where it is not defined.")


def both(message: str, **values: Any) -> str:
    """A sentence in both languages, Khmer above."""
    with in_language("km"):
        khmer = gettext(message, **values)
    with in_language("en"):
        return f"{khmer}\n{gettext(message, **values)}"


def workbook(practical: Practical, *, at: datetime) -> bytes:
    """All of one exercise as XLSX. For lead trainers: it holds levels by name."""
    criteria = queries.criteria_of(practical)
    views = queries.list_signed(practical)
    book = Book(title=practical.title.en or practical.title.km, creator=practical.forum.code)
    _scores(book, practical, criteria, views)
    _items(book, practical, criteria, [one for one in views if one.released_at is not None])
    _agreement(book, practical, criteria)
    _about(book, practical, at)
    return book.as_bytes()


def _titled(book: Book, practical: Practical, key: str, widths: Sequence[float], *, freeze: str | None = None) -> Sheet:
    sheet = book.sheet(SHEETS[key], widths=widths, freeze=freeze)
    sheet.row([f"{practical.title.km} – {practical.title.en}"], style="title", height=30)
    sheet.row([f"{practical.forum.code} – {practical.rubric.code} – {practical.rubric.version}"], style="subtitle")
    sheet.blank()
    return sheet


def _scores(book: Book, practical: Practical, criteria: Sequence[Criterion], views: Sequence[Observation]) -> None:
    widths = (8, 22, 22, 6, 16, 22, *(9 for _ in criteria), 9, 14, 18, 18)
    sheet = _titled(book, practical, "scores", widths, freeze="D5")
    names = [f"{one.position}. {one.name.km}\n{one.name.en}" for one in criteria]
    sheet.row([both(head) for head in HEADS] + names + [both(head) for head in ENDS], style="head", height=60)
    for view in views:
        person, levels = view.registration, view.levels
        seen = [level for level in levels.values() if level is not None]
        sheet.row(
            [
                Cell(person.badge, "code"),
                person.name.km,
                person.name.en,
                Cell(view.attempt, "count"),
                both(PART_NAMES[view.role]),
                view.assessor.name.km or view.assessor.name.en,
                *(Cell(levels.get(one.id) or "–", "code") for one in criteria),
                Cell(sum(seen) / len(seen), "half") if seen else None,
                both(rules.RESULT_NAMES["passed" if view.passed else "not_yet"]),
                _moment(view.signed_off_at),
                _moment(view.released_at),
            ],
            height=34,
        )


def _moment(at: datetime | None) -> Cell | None:
    return Cell(clock.local(at).replace(tzinfo=None), "moment") if at else None


def _items(book: Book, practical: Practical, criteria: Sequence[Criterion], views: Sequence[Observation]) -> None:
    """How often each level was given, over what counts."""
    sheet = _titled(book, practical, "items", (44, 10, 10, 10, 10, 14, 10))
    sheet.row([both(head) for head in ITEM_HEADS], style="head", height=44)
    for criterion in criteria:
        levels = [view.levels[criterion.id] for view in views if criterion.id in view.levels]
        seen = [level for level in levels if level is not None]
        counts = [Cell(sum(level == number for level in seen), "count") for number in sorted(rules.LEVEL_NAMES)]
        mean = Cell(sum(seen) / len(seen), "half") if seen else None
        name = f"{criterion.name.km}\n{criterion.name.en}"
        sheet.row([Cell(name, "wrap"), *counts, Cell(len(levels) - len(seen), "count"), mean], height=40)


def _agreement(book: Book, practical: Practical, criteria: Sequence[Criterion]) -> None:
    sheet = _titled(book, practical, "agreement", (44, 12, 14, 14))
    sheet.row([both(head) for head in AGREEMENT_HEADS], style="head", height=44)
    for criterion, found in zip(criteria, queries.agreement_of(practical), strict=True):
        share = Cell(found.same / found.n, "percent") if found.n else None
        kappa = Cell(round(found.kappa, 3), "plain") if found.kappa is not None else None
        name = f"{criterion.name.km}\n{criterion.name.en}"
        sheet.row([Cell(name, "wrap"), Cell(found.n, "count"), share, kappa], height=40)
    sheet.blank()
    sheet.row([Cell(both(KAPPA), "plain")], height=44)


def _about(book: Book, practical: Practical, at: datetime) -> None:
    sheet = _titled(book, practical, "about", (44, 40))
    facts = (
        (N_("Version of the rubric"), practical.rubric.version),
        (N_("Mean level that passes"), practical.pass_tenths / 10),
        (N_("Share assessed by a second trainer, in per cent"), practical.second_percent),
        (N_("Word for the draw"), practical.second_seed),
        (N_("Written, by the clock of Phnom Penh"), clock.local(at).replace(tzinfo=None)),
    )
    for head, value in facts:
        sheet.row([both(head), Cell(value, "moment") if isinstance(value, datetime) else value], height=40)
