"""Sheets of an exercise on paper: every officer's own, what the group shares, and the trainer's key."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext, pgettext

from forum_app.exercises import queries
from forum_app.exercises.models import ExerciseRun
from forum_app.exercises.rules.exhibit import Block, Exhibit
from forum_app.kernel.bilingual import LANGUAGES, Bilingual
from forum_app.kernel.document.pdf import render
from forum_app.kernel.i18n import in_language
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.templating import template_folder
from forum_app.registration.models import Registration

ALONE = frozenset({"form", "letter", "sketch", "key"})
"""Kinds that are handed over, filed or hung up by themselves, so that each begins a page."""
WORDS = {
    "name": N_("Name"),
    "badge": N_("Badge number"),
    "group": N_("For the group"),
    "key": N_("Trainer's key: not for officers"),
    "invented": N_("Everything on this sheet is invented."),
    "planted": N_("What was planted"),
    "right": N_("Right answers"),
    "question": N_("Question"),
    "answer": N_("Answer"),
    "answers": N_("Answers officer by officer"),
    "cut": N_("Cut along the lines."),
    "metres": N_("metres"),
    "version": N_("Version %(number)s"),
}


def officers_papers(run: ExerciseRun, people: Sequence[Registration], *, languages: str) -> bytes:
    """One PDF: first what the whole group shares, then each officer's sheets with name and badge number."""
    papers = run.exercise_set.content["papers"]
    sheets = _begun([_sheet(paper) for paper in papers if paper["for"] == "group"])
    own = [paper for paper in papers if paper["for"] == "officers"]
    for registration in people:
        exhibits = queries.exhibits_of(run, registration)
        person = _person(registration)
        sheets += _begun([_sheet(paper, person=person) for paper in own])
        sheets += [_exhibit_sheet(exhibit, person) for exhibit in exhibits]
    return _render(run, sheets, languages=languages)


def trainers_key(run: ExerciseRun, people: Sequence[Registration], *, languages: str) -> bytes:
    """What is right and what was planted: of the fixed sheets first, then officer by officer."""
    sheets = [_sheet(paper) for paper in run.exercise_set.content["papers"] if paper["for"] == "trainer"]
    keys = [(one, queries.exhibits_of(run, one)) for one in people] if run.exercise_set.content["generate"] else []
    if keys:
        answers = {"title": _both(WORDS["answers"]), "blocks": _answer_blocks(keys)}
        sheets.append({**answers, "person": None, "mark": "key", "alone": True})
    return _render(run, sheets, languages=languages)


def _begun(sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sheets of one officer, or of the group: the first begins a page, and so does what follows a private one."""
    return [
        {**sheet, "alone": sheet["alone"] or before is None or before["person"] != sheet["person"]}
        for before, sheet in zip([None, *sheets], sheets, strict=False)
    ]


def _sheet(paper: Mapping[str, Any], *, person: dict[str, Any] | None = None) -> dict[str, Any]:
    """A sheet of the content; `anonymous` ones are the officer's own business and carry no name."""
    shown = None if paper.get("anonymous") else person
    mark = "" if person is not None else ("key" if paper["for"] == "trainer" else "group")
    return {
        "title": paper["title"],
        "note": paper.get("note"),
        "blocks": paper["blocks"],
        "person": shown,
        "mark": mark,
        "alone": paper["kind"] in ALONE or bool(paper.get("anonymous")),
    }


def _exhibit_sheet(exhibit: Exhibit, person: dict[str, Any]) -> dict[str, Any]:
    """A generated exhibit with its questions and room to write; the same questions stand on the officer's page."""
    blocks: list[Block] = [{"text": exhibit.task.as_dict()}, *exhibit.blocks]
    for number, question in enumerate(exhibit.questions, 1):
        ask = Bilingual(f"{number}. {question.ask.km}", f"{number}. {question.ask.en}")
        if question.options:
            blocks += [{"text": ask.as_dict()}, {"checks": [option.as_dict() for option in question.options]}]
        else:
            blocks.append({"lines": 1, "label": ask.as_dict()})
    return {"title": exhibit.title.as_dict(), "blocks": blocks, "person": person, "mark": "", "alone": True}


def _answer_blocks(keys: Iterable[tuple[Registration, list[Exhibit]]]) -> list[Block]:
    """For each officer what was planted and the answers, in the order of the officer's own sheets."""
    blocks: list[Block] = []
    for registration, exhibits in keys:
        blocks.append({"head": _heading(registration)})
        blocks += [{"list": [one.title.as_dict(), *(row.as_dict() for row in one.planted)]} for one in exhibits]
        rows = [
            [question.ask.as_dict(), question.right_text.as_dict()]
            for exhibit in exhibits
            for question in exhibit.questions
        ]
        columns = [{"label": _both(WORDS["question"]), "width": 3}, {"label": _both(WORDS["answer"]), "width": 2}]
        blocks.append({"table": {"columns": columns, "rows": rows}})
    return blocks


def _heading(registration: Registration) -> dict[str, str]:
    name, badge = registration.name, registration.badge
    return {lang: f"{badge} {name.in_language(lang)}" for lang in LANGUAGES}


def _person(registration: Registration) -> dict[str, Any]:
    return {"badge": registration.badge, "name": registration.name.as_dict()}


def _both(message: str, **values: Any) -> dict[str, str]:
    """A sentence of the catalogue in both languages."""
    found = {}
    for lang in LANGUAGES:
        with in_language(lang):
            found[lang] = gettext(message, **values)
    return found


def _render(run: ExerciseRun, sheets: list[dict[str, Any]], *, languages: str) -> bytes:
    langs = list(LANGUAGES) if languages == "both" else [languages]
    with in_language(langs[0]):
        pages = gettext("Page {n} of {m}")
    forum = run.forum
    data = {
        "langs": langs,
        "title": run.title.as_dict(),
        "code": run.code,
        "words": {name: _both(text, number=run.exercise_set.version) for name, text in WORDS.items()},
        "sheets": sheets,
        "foot": f"{run.code} – {forum.title.in_language(langs[0])} – {forum.code}",
        "pages": pages,
        "sample": _sample() if forum.is_sample else "",
    }
    return render(template_folder("exercises") / "papers.typ", data)


def _sample() -> str:
    with in_language("km"):
        return f"{pgettext('tag of sample data', 'Sample')} SAMPLE"
