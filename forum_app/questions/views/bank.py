"""The bank as a list, and one question with all that is known about it."""

from dataclasses import asdict, replace
from typing import Any

from flask import Response, request
from flask_babel import gettext

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import i18n
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.bilingual import LANGUAGES
from forum_app.kernel.khmer.numerals import letter
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.paging import page_of
from forum_app.questions import policy, queries, rules
from forum_app.questions.forms import DIFFICULTY_NAMES, NoteForm
from forum_app.questions.models import Question
from forum_app.questions.queries import Wanted
from forum_app.questions.rules.advice import advice
from forum_app.questions.rules.complete import lacks
from forum_app.questions.rules.draft import MOST_OPTIONS
from forum_app.questions.rules.life import EVENT_NAMES, ORIGIN_NAMES
from forum_app.questions.views.blueprint import blueprint

FLAGS = ("held", "one_language", "waiting")
MANY_LETTERS = 100


def wanted() -> Wanted:
    """What the address asks for; a status that does not exist is none."""
    names = [name for name in asdict(Wanted()) if name not in (*FLAGS, "typed")]
    texts: dict[str, Any] = {name: request.args.get(name, "").strip()[:MANY_LETTERS] for name in names}
    if texts["status"] not in rules.STATUS_NAMES:
        texts["status"] = ""
    texts |= {name: bool(request.args.get(name)) for name in FLAGS}
    return Wanted(typed=request.args.get("q", "").strip()[:MANY_LETTERS], **texts)


def kept(looked_for: Wanted) -> dict[str, Any]:
    """The filters as arguments of an address."""
    found = asdict(looked_for)
    found["q"] = found.pop("typed")
    return {name: 1 if value is True else value for name, value in found.items() if value}


@blueprint.get("/forums/<forum_code>/bank")
@allow(policy.may_keep_bank, forum=Forum)
def bank(forum: Forum) -> Response:
    """Every question, searched and filtered."""
    looked_for, reader = wanted(), current_actor()
    modules = queries.list_modules()
    return answer(
        page="questions/bank.html",
        pages=page_of(queries.bank(looked_for, reader)),
        chosen=looked_for,
        kept=kept(looked_for),
        plain=kept(replace(looked_for, status="", waiting=False, held=False, one_language=False)),
        counts=queries.count_by_status(replace(looked_for, status="", waiting=False), reader),
        waiting=queries.count_waiting(reader),
        modules=modules,
        objectives=_objectives(modules, looked_for.module),
        exhibits=queries.list_exhibits(looked_for.module),
        names=rules,
        origins=ORIGIN_NAMES,
        difficulties=DIFFICULTY_NAMES,
    )


def _objectives(modules: list[Module], code: str) -> list[Any]:
    return [one for module in modules if code in ("", module.code) for one in module.current_objectives]


@blueprint.get("/forums/<forum_code>/bank/<uuid:question_id>")
@allow(policy.may_keep_bank, question=Question, forum=Forum)
def show(forum: Forum, question: Question) -> Response:
    """One question: both languages, what is right, what a phone shows, its life and its history."""
    return page_of_question(forum, question)


def page_of_question(forum: Forum, question: Question, form: NoteForm | None = None, step: str = "") -> Response:
    """The page of a question; after a refusal `form` says what it was about, at its `step`."""
    reader = current_actor()
    data = queries.data_of(question)
    found = advice(data, queries.list_beside(data.module, data.code))
    newest = queries.find_newest(question.code)
    form = form or NoteForm()
    return answer(
        page="questions/show.html",
        status=form.status,
        question=question,
        data=data,
        form=form,
        step=step,
        lacking=[i18n.sentence(one) for one in lacks(data)] if question.status == "draft" else [],
        advice=[i18n.sentence(one) for one in found] if question.origin == "own" else [],
        events=queries.list_events(question),
        newest=newest if newest is not None and newest.id != question.id else None,
        is_author=reader.id in queries.authors_of(question),
        may_override=policy.may_override(reader, forum),
        decided=queries.decided_here(question.module).get(question.code, queries.DecidedHere()),
        names=rules,
        event_names=EVENT_NAMES,
        origins=ORIGIN_NAMES,
        difficulties=DIFFICULTY_NAMES,
        letters={lang: [letter(place, lang) for place in range(MOST_OPTIONS)] for lang in LANGUAGES},
        field_names={name: gettext(text) for name, text in rules.FIELD_NAMES.items()},
    )
