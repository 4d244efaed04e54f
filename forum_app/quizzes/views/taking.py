"""The pages of a quiz: one question a screen, each a plain form first, with the whole quiz in it for the script."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, flash, request
from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.identifiers import random_code
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.templating import in_every_language
from forum_app.quizzes import policy, queries, rules, services
from forum_app.quizzes.forms import AnswerForm, StepForm
from forum_app.quizzes.models import Attempt, Quiz
from forum_app.quizzes.queries.judging import verdicts_of
from forum_app.quizzes.rules import Screen
from forum_app.quizzes.rules.arriving import Verdict, is_judged
from forum_app.quizzes.views.blueprint import blueprint
from forum_app.quizzes.views.officer import QUIZ, is_asked_live, is_over, own_registration, quiz_url
from forum_app.quizzes.views.phone import verdict_for_phone


@blueprint.route(f"{QUIZ}/<int:position>", methods=["GET", "POST"])
@allow(policy.may_take, forum=Forum, quiz=Quiz)
def take(forum: Forum, quiz: Quiz, position: int) -> Response:
    """One question; sending it keeps the answer and turns the page, in either direction."""
    attempt = queries.find_attempt(quiz, own_registration(forum))
    if attempt is None or is_asked_live(quiz):
        return answer(to=quiz_url("start", quiz))
    form = AnswerForm()
    screens = queries.list_screens(attempt)
    if not 1 <= position <= len(screens):
        abort(404)
    chosen: Sequence[str] = screens[position - 1].chosen
    if request.method == "POST":
        try:
            chosen = form.chosen(screens[position - 1].kind, len(screens[position - 1].choices))
            if form.validate_on_submit():
                _keep(attempt, screens[position - 1], chosen)
                return answer(to=_turn(quiz, position, len(screens), form.go.data))
        except Refusal as refusal:
            form.refuse(refusal)
    elif is_over(attempt):
        return answer(to=quiz_url("result", quiz))
    page = _page(attempt, screens)
    screen = screens[position - 1]
    return answer(
        page="quizzes/take.html",
        status=form.status,
        form=form,
        screen=screen,
        chosen=chosen,
        done=[found.position for found in screens if found.is_answered],
        total=len(screens),
        verdict=page["told"].get(screen.question_id),
        **page,
    )


@blueprint.route(f"{QUIZ}/review", methods=["GET", "POST"])
@allow(policy.may_take, forum=Forum, quiz=Quiz)
def review(forum: Forum, quiz: Quiz) -> Response:
    """What is answered and what is not, before handing in."""
    attempt = queries.find_attempt(quiz, own_registration(forum))
    if attempt is None or is_asked_live(quiz):
        return answer(to=quiz_url("start", quiz))
    form = StepForm()
    if form.validate_on_submit():
        try:
            services.submit_attempt(attempt, actor=current_actor(), at=clock.now())
            return answer(to=quiz_url("result", quiz))
        except Refusal as refusal:
            form.refuse(refusal)
    elif is_over(attempt):
        return answer(to=quiz_url("result", quiz))
    screens = queries.list_screens(attempt)
    page = _page(attempt, screens)
    open_again = {question for question, verdict in page["told"].items() if not verdict.is_final}
    return answer(
        page="quizzes/review.html",
        status=form.status,
        form=form,
        missing=rules.unanswered(screens),
        again=[screen.position for screen in screens if screen.question_id in open_again],
        **page,
    )


def _page(attempt: Attempt, screens: list[Screen]) -> dict[str, Any]:
    """What both pages say around their middle; the whole quiz for the script, unless a form turned the page."""
    quiz = attempt.quiz
    verdicts = verdicts_of(attempt)
    common: dict[str, Any] = {
        "quiz": quiz,
        "attempt": attempt,
        "screens": screens,
        "told": verdicts,
        "is_judged": is_judged(quiz.behaviour, quiz.purpose),
        "first_of_case": _first_of_case(screens),
        "page_id": random_code(10),
        "seconds": rules.seconds_left(attempt.started_at, quiz.limit_minutes, at=clock.now()),
    }
    sheets = None if "plain" in request.args else in_every_language("quizzes/_sheets.html", **_sheet(common, verdicts))
    return {**common, "sheets": sheets}


def _sheet(common: dict[str, Any], verdicts: dict[Any, Verdict]) -> dict[str, Any]:
    told = {question: verdict_for_phone(verdict) for question, verdict in verdicts.items()}
    return {**{name: common[name] for name in ("quiz", "screens", "first_of_case")}, "verdicts": told}


def _first_of_case(screens: list[Screen]) -> set[int]:
    """Positions of questions whose case file has not been read just before."""
    before = [None, *(screen.case_file and screen.case_file.id for screen in screens)]
    return {
        screen.position
        for screen, previous in zip(screens, before, strict=False)
        if screen.case_file and screen.case_file.id != previous
    }


def _keep(attempt: Attempt, screen: Screen, chosen: Sequence[str]) -> None:
    """Record what was chosen; turning the page without a choice records nothing."""
    if not chosen:
        return
    question = queries.find_question_at(attempt, screen.position) or abort(404)
    kept = services.record_answer(
        attempt, question, chosen=chosen, language=current_language(), actor=current_actor(), at=clock.now()
    )
    if kept.is_late:
        flash(gettext("The time was up. The answer is kept, but it counts only if the trainer accepts it."), "now")


def _turn(quiz: Quiz, position: int, total: int, go: str | None) -> str:
    """Where a sent question leads: the page before, this one, the page after, or from the last one the overview."""
    if go == "stay":
        return quiz_url("take", quiz, position=position, plain=1)
    if go == "previous" and position > 1:
        return quiz_url("take", quiz, position=position - 1, plain=1)
    if position < total:
        return quiz_url("take", quiz, position=position + 1, plain=1)
    return quiz_url("review", quiz, plain=1)
