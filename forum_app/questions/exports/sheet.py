"""Questions as a workbook that can be read back, and the template that trainers fill in."""

from collections.abc import Iterable, Sequence

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.writer import Book
from forum_app.questions.imports.columns import COLUMN_NAMES, LETTERS, OPTIONS
from forum_app.questions.rules import Kind
from forum_app.questions.rules.draft import QuestionData

BEFORE = ("code", "module", "objective", "kind", "stem_km", "stem_en")
BEHIND = (
    "right",
    "feedback_km",
    "feedback_en",
    "source_km",
    "source_en",
    "law_reference",
    "difficulty",
    "use",
    "unit_km",
    "unit_en",
    "exhibit",
)
_WIDE = 34
_WIDTHS = {"stem_km": _WIDE, "stem_en": _WIDE, "feedback_km": _WIDE, "feedback_en": _WIDE}
HELP: tuple[tuple[str, str, str], ...] = (
    ("single", "ចម្លើយត្រឹមត្រូវ៖ អក្សរមួយ ដូចជា B", "Right answer: one letter, such as B"),
    ("multiple", "អក្សរច្រើន ដូចជា A, C", "several letters, such as A, C"),
    ("true_false", "true ឬ false; មិនចាំបាច់មានជម្រើស", "true or false; no answers needed"),
    ("matching", "ក្នុងក្រឡាជម្រើសនីមួយៗ៖ ឆ្វេង → ស្តាំ", "in each answer: left → right"),
    ("ordering", "សរសេរជម្រើសតាមលំដាប់ត្រឹមត្រូវ", "write the answers in the right order"),
    ("numeric", "ចំនួន ដូចជា 12.5 ឬ 12.5 ± 0.5", "a number, such as 12.5 or 12.5 ± 0.5"),
    ("text", "ពាក្យដែលទទួលយក ខណ្ឌដោយ |", "accepted words, separated by |"),
    ("scenario", "ដូច single ដោយមានករណីក្នុងសំណួរ", "as single, with a case in the question"),
)
"""How each kind is written; both languages stand side by side, as in the head of the sheet."""
TEMPLATE_NAME = N_("Questions")
EXAMPLES: tuple[QuestionData, ...] = (
    QuestionData(
        kind=Kind.SINGLE,
        module="DF",
        stem=Bilingual("តើត្រូវធ្វើអ្វីមុនគេ ចំពោះទូរសព្ទដែលកំពុងបើក?", "What comes first with a phone that is switched on?"),
        options=(
            Bilingual("ថតរូបអេក្រង់ និងកត់ម៉ោង", "Photograph the screen and note the time"),
            Bilingual("បើកមើលសារក្នុងទូរសព្ទ", "Open and read the messages in it"),
            Bilingual("ប្តូរស៊ីមកាតចេញភ្លាម", "Take the SIM card out at once"),
        ),
        right=(0,),
        feedback=Bilingual("សភាពដើមត្រូវកត់ត្រាមុននឹងប៉ះពាល់។", "The state as found is recorded before anything is touched."),
    ),
    QuestionData(
        kind=Kind.ORDERING,
        module="DF",
        stem=Bilingual("សូមរៀបជំហានតាមលំដាប់", "Put the steps in order"),
        options=(
            Bilingual("ថតរូប", "Photograph"),
            Bilingual("បិទស្លាក", "Label"),
            Bilingual("វេចខ្ចប់", "Pack"),
        ),
    ),
    QuestionData(
        kind=Kind.NUMERIC,
        module="DF",
        stem=Bilingual("តើលេខ SHA-256 មានប៉ុន្មានតួ ជាប្រព័ន្ធគោលដប់ប្រាំមួយ?", "How many hexadecimal digits has a SHA-256?"),
        value="64",
    ),
)
"""To be overwritten; true, harmless, and one each of three kinds."""


def headings(options: int = OPTIONS) -> list[str]:
    """The head of the sheet, both languages in one cell."""
    answers = [
        f"ចម្លើយ {letter.upper()} ({km})\nAnswer {letter.upper()} ({en})"
        for letter in LETTERS[:options]
        for km, en in (("ខ្មែរ", "Khmer"), ("អង់គ្លេស", "English"))
    ]
    named = ["\n".join(COLUMN_NAMES[name]) for name in (*BEFORE, *BEHIND)]
    return [*named[: len(BEFORE)], *answers, *named[len(BEFORE) :]]


def questions_sheet(questions: Iterable[QuestionData], *, title: str) -> bytes:
    """An XLSX with one question a row; `imports.reading.read_questions` reads the same questions back."""
    rows = list(questions)
    options = max([OPTIONS, *(len(_answers(data)) for data in rows)])
    book = Book(title=title, creator=title)
    widths = [_WIDTHS.get(name, 14) for name in BEFORE] + [22] * (2 * options)
    widths += [_WIDTHS.get(name, 14) for name in BEHIND]
    sheet = book.sheet("សំណួរ Questions", widths=widths, freeze="E2", repeat=(1, 1))
    sheet.row(headings(options), style="head", height=44)
    for data in rows:
        sheet.row(_row(data, options), style="wrap")
    _explain(book)
    return book.as_bytes()


def template(title: str) -> bytes:
    """The workbook that a trainer fills in, with three questions to be overwritten."""
    return questions_sheet(EXAMPLES, title=title)


def _explain(book: Book) -> None:
    sheet = book.sheet("ជំនួយ Help", widths=(14, 60, 60))
    sheet.row(["\n".join(COLUMN_NAMES["kind"]), "ជាភាសាខ្មែរ", "In English"], style="head", height=44)
    for kind, km, en in HELP:
        sheet.row([kind, km, en], style="wrap")


def _row(data: QuestionData, options: int) -> list[str | int]:
    answers = _answers(data)
    cells: list[str | int] = [data.code, data.module, data.objective, data.kind, data.stem.km, data.stem.en]
    for place in range(options):
        answer = answers[place] if place < len(answers) else Bilingual()
        cells += [answer.km, answer.en]
    cells += [_right(data), data.feedback.km, data.feedback.en, data.source.km, data.source.en]
    return [*cells, data.law_reference, data.difficulty, data.use, data.unit.km, data.unit.en, data.exhibit]


def _answers(data: QuestionData) -> Sequence[Bilingual]:
    """What stands in the columns of answers; pairs as `left → right`."""
    if data.kind == Kind.TRUE_FALSE:
        return ()
    if data.kind != Kind.MATCHING:
        return data.options
    lefts = [*data.options, *[Bilingual()] * (len(data.targets) - len(data.options))]
    return [_arrow(left, right) for left, right in zip(lefts, data.targets, strict=True)]


def _arrow(left: Bilingual, right: Bilingual) -> Bilingual:
    return Bilingual(*(f"{a} → {b}".strip() if a or b else "" for a, b in ((left.km, right.km), (left.en, right.en))))


def _right(data: QuestionData) -> str:
    if data.kind == Kind.TRUE_FALSE:
        return "true" if list(data.right) == [0] else "false"
    if data.kind == Kind.NUMERIC:
        return f"{data.value} ± {data.tolerance}" if data.tolerance else data.value
    if data.kind == Kind.TEXT:
        return " | ".join(data.accepted)
    return ", ".join(LETTERS[place].upper() for place in data.right)
