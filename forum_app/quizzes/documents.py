"""A quiz on paper: a sheet for each person, and the key for the trainers apart from them."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.document.pdf import render
from forum_app.kernel.i18n import in_language
from forum_app.kernel.khmer.numerals import letter
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.templating import template_folder
from forum_app.questions.models import Question
from forum_app.questions.rules import Kind
from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.queries import PrintedSheet
from forum_app.quizzes.rules.paper import write_line
from forum_app.quizzes.rules.screens import Choice, Screen, right_answer

WORDS = {
    "answers": N_("My answers"),
    "how": N_("Cross one letter in each row. Changed your mind? Fill the wrong box and cross the right one."),
    "several": N_("several letters"),
    "pairs": N_("a letter for each item"),
    "steps": N_("letters in the right order"),
    "number": N_("a number"),
    "text": N_("a few words"),
    "case": N_("Case file"),
    "badge": N_("Badge"),
    "code": N_("Sheet"),
    "who": N_("Who sees this: you and the trainers"),
}
KEY_WORDS = {
    "title": N_("Key for the trainers"),
    "secret": N_("Right answers. Do not leave this sheet in the hall."),
    "sheets": N_("Letters of each sheet, as they are typed"),
    "badge": N_("Badge"),
    "code": N_("Sheet"),
    "letters": N_("Right letters"),
    "questions": N_("The questions and what is right"),
}
NOTES: dict[str, str] = {
    Kind.MULTIPLE: "several",
    Kind.MATCHING: "pairs",
    Kind.ORDERING: "steps",
    Kind.NUMERIC: "number",
    Kind.TEXT: "text",
}
LANGUAGES = {"km": ("km",), "en": ("en",), "both": ("km", "en")}
"""What is printed: one language, or each text in both."""


def sheets_pdf(quiz: Quiz, sheets: Sequence[PrintedSheet], *, language: str) -> bytes:
    """One sheet for each person, each beginning on a page of its own, with its own page numbers."""
    data = _frame(quiz, language)
    with in_language(data["lang"]):
        data["words"] = {key: gettext(text) for key, text in WORDS.items()}
    data["sheets"] = [_sheet(found, language) for found in sheets]
    return render(template_folder("quizzes") / "sheets.typ", data, standards=("ua-1",))


def key_pdf(quiz: Quiz, sheets: Sequence[PrintedSheet], questions: Sequence[Question], *, lang: str) -> bytes:
    """Right letters of every sheet, without names, and what is right in every question."""
    data = _frame(quiz, lang)
    with in_language(lang):
        data["words"] = {key: gettext(text) for key, text in KEY_WORDS.items()}
    solutions = {question.id: question for question in questions}
    data["rows"] = [
        [found.sheet.registration.badge, found.sheet.code, _right_letters(found, solutions)] for found in sheets
    ]
    data["questions"] = [_solved(question, lang) for question in questions]
    return render(template_folder("quizzes") / "key.typ", data, standards=("ua-1",))


def note_of(kind: str) -> str:
    """What stands beside a question that takes something else than one letter; empty for the others."""
    return gettext(WORDS[NOTES[kind]]) if kind in NOTES else ""


def _frame(quiz: Quiz, language: str) -> dict[str, Any]:
    lang = LANGUAGES[language][0]
    forum = quiz.forum
    with in_language(lang):
        pages = gettext("Page {n} of {m}")
    return {
        "lang": lang,
        "title": _texts(quiz.title, language),
        "forum": forum.title.in_language(lang),
        "foot": f"{quiz.code} – {forum.code}",
        "pages": pages,
        "sample": "គំរូ SAMPLE" if forum.is_sample else "",
    }


def _texts(text: Bilingual, language: str) -> list[dict[str, str]]:
    """What is printed of a pair, each with its language; the other one where the wanted is not written."""
    wanted = [one for one in LANGUAGES[language] if getattr(text, one)]
    if not wanted:
        wanted = [text.language_shown(LANGUAGES[language][0])]
    return [{"lang": one, "text": getattr(text, one)} for one in wanted]


def _sheet(found: PrintedSheet, language: str) -> dict[str, Any]:
    registration = found.sheet.registration
    seen: set[object] = set()
    questions = []
    for screen in found.screens:
        case = screen.case_file if screen.case_file and screen.case_file.id not in seen else None
        seen |= {case.id} if case else set()
        questions.append({**_question(screen, language), "case": _case(case, language) if case else None})
    return {
        "badge": registration.badge,
        "code": found.sheet.code,
        "name": registration.name.as_dict(),
        "unit": registration.unit.label.in_language("km") if registration.unit else "",
        "questions": questions,
    }


def _case(case: Any, language: str) -> dict[str, Any]:
    """A case file without its Markdown signs: paper has no links."""
    return {"title": _texts(case.title, language), "text": [_plain(one) for one in _texts(case.text, language)]}


def _plain(text: dict[str, str]) -> dict[str, Any]:
    """Paragraphs, and tables as rows of cells."""
    parts: list[dict[str, Any]] = []
    for line in (found.strip() for found in text["text"].splitlines()):
        if line.startswith("|"):
            if not parts or not parts[-1]["rows"]:
                parts.append({"words": "", "rows": []})
            parts[-1]["rows"] += _cells(line)
        elif line:
            parts.append({"words": _without_signs(line), "rows": []})
    return {"lang": text["lang"], "parts": parts}


def _cells(line: str) -> list[list[str]]:
    """The cells of one row; nothing for the rule below the heads."""
    cells = [_without_signs(cell.strip()) for cell in line.strip("|").split("|")]
    return [] if set(line) <= set("|-: ") else [cells]


def _without_signs(line: str) -> str:
    bullet = "• " if line.startswith("- ") else ""
    return bullet + line.removeprefix("- ").lstrip("#").replace("**", "").replace("`", "").strip()


def _question(screen: Screen, language: str) -> dict[str, Any]:
    return {
        "kind": screen.kind,
        "stem": _texts(screen.stem, language),
        "options": _lettered(screen.choices, language),
        "targets": _lettered(screen.targets, language),
        "unit": screen.unit.in_language(LANGUAGES[language][0]),
        "note": NOTES.get(screen.kind, ""),
    }


def _lettered(choices: Sequence[Choice], language: str) -> list[dict[str, Any]]:
    """Each with its letter; in Khmer the Latin one beside it, which is what is typed."""
    lang = LANGUAGES[language][0]
    return [
        {
            "letter": letter(place, lang),
            "typed": letter(place, "en").lower() if lang == "km" else "",
            "text": _texts(choice.text, language),
        }
        for place, choice in enumerate(choices)
    ]


def _right_letters(found: PrintedSheet, questions: dict[Any, Question]) -> str:
    solutions = [questions[screen.question_id] for screen in found.screens]
    right = [right_answer(one.kind, one.solution) for one in solutions]
    return write_line(right, [queries.on_paper(screen) for screen in found.screens])


def _solved(question: Question, lang: str) -> dict[str, Any]:
    lines = rules.answer_lines(question.kind, question.options, question.targets, question.solution, question.unit)
    return {
        "code": question.code,
        "stem": _texts(question.stem, lang),
        "right": [_texts(line.text, lang) for line in lines if line.is_right],
        "feedback": _texts(question.feedback, lang) if question.feedback else [],
    }
