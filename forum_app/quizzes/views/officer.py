"""An officer takes a quiz on the phone: one question a screen, every page a plain form first."""

from typing import Any

from flask import Response, abort, flash, jsonify, url_for
from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language, sentence
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.questions.models import Question
from forum_app.quizzes import policy, queries, rules, services
from forum_app.quizzes.forms import AnswerForm, StepForm
from forum_app.quizzes.models import Attempt, Quiz
from forum_app.quizzes.views.blueprint import blueprint
from forum_app.registration.models import Registration

QUIZ = "/forums/<forum_code>/me/quizzes/<uuid:quiz_id>"


@blueprint.route("/forums/<forum_code>/me/quizzes")
@allow(policy.may_take, forum=Forum)
def my_quizzes(forum: Forum) -> Response:
    """Every quiz that was opened so far, and where one stands with it."""
    return answer(page="quizzes/my_quizzes.html", rows=queries.list_of_officer(_own(forum)))


@blueprint.route(QUIZ, methods=["GET", "POST"])
@allow(policy.may_take, forum=Forum, quiz=Quiz)
def start(forum: Forum, quiz: Quiz) -> Response:
    """What to expect, and the button that starts the clock."""
    registration, at = _own(forum), clock.now()
    attempt = queries.find_attempt(quiz, registration)
    if attempt is not None and _is_over(attempt):
        return answer(to=_url("result", quiz))
    form = StepForm()
    if form.validate_on_submit():
        try:
            attempt = services.start_attempt(
                quiz, registration, actor=current_actor(), at=at, language=current_language()
            )
            return answer(to=_url("take", quiz, position=rules.first_open(queries.list_screens(attempt))))
        except Refusal as refusal:
            form.refuse(refusal)
    until = rules.time_is_up_at(attempt.started_at if attempt else at, quiz.limit_minutes)
    return answer(page="quizzes/start.html", status=form.status, form=form, quiz=quiz, attempt=attempt, until=until)


@blueprint.route(f"{QUIZ}/<int:position>", methods=["GET", "POST"])
@allow(policy.may_take, forum=Forum, quiz=Quiz)
def take(forum: Forum, quiz: Quiz, position: int) -> Response:
    """One question; sending it keeps the choice and turns the page, in either direction."""
    attempt = queries.find_attempt(quiz, _own(forum))
    if attempt is None:
        return answer(to=_url("start", quiz))
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            _keep(attempt, position, form)
            return answer(to=_turn(quiz, position, form.go.data))
        except Refusal as refusal:
            form.refuse(refusal)
    elif _is_over(attempt):
        return answer(to=_url("result", quiz))
    screens = queries.list_screens(attempt)
    if not 1 <= position <= len(screens):
        abort(404)
    return answer(page="quizzes/take.html", status=form.status, form=form, **_screen(attempt, screens, position, form))


def _screen(attempt: Attempt, screens: list[rules.Screen], position: int, form: AnswerForm) -> dict[str, Any]:
    screen = screens[position - 1]
    quiz = attempt.quiz
    return {
        "quiz": quiz,
        "attempt": attempt,
        "screen": screen,
        "chosen": form.choice.data or screen.chosen,
        "done": [found.position for found in screens if found.chosen is not None],
        "total": len(screens),
        "seconds": rules.seconds_left(attempt.started_at, quiz.limit_minutes, at=clock.now()),
    }


def _keep(attempt: Attempt, position: int, form: AnswerForm) -> None:
    """Record what was chosen; turning the page without a choice records nothing."""
    question = _question(attempt, position)
    if form.chosen:
        kept = services.record_answer(attempt, question, **_values(form))
        if kept.is_late:
            flash(gettext("The time was up. The answer is kept, but it counts only if the trainer accepts it."), "now")


def _values(form: AnswerForm) -> dict[str, Any]:
    return {
        "chosen": form.chosen,
        "language": current_language(),
        "actor": current_actor(),
        "at": clock.now(),
    }


def _question(attempt: Attempt, position: int) -> Question:
    return queries.find_question_at(attempt, position) or abort(404)


def _turn(quiz: Quiz, position: int, go: str | None) -> str:
    """Where a sent question leads: the page before, the page after, or from the last one the overview."""
    if go == "previous" and position > 1:
        return _url("take", quiz, position=position - 1)
    if position < quiz.question_count:
        return _url("take", quiz, position=position + 1)
    return _url("review", quiz)


@blueprint.route(f"{QUIZ}/<int:position>/save", methods=["POST"])
@allow(policy.may_take, forum=Forum, quiz=Quiz)
def save(forum: Forum, quiz: Quiz, position: int) -> Response:
    """One tap, sent by quiz.js while the page stays. Says in JSON what the server now holds."""
    form = AnswerForm()
    try:
        attempt = queries.find_attempt(quiz, _own(forum))
        if attempt is None:
            raise rules.NotStarted
        question = _question(attempt, position)
        kept = services.record_answer(attempt, question, **_values(form))
        return jsonify({"saved": True, "late": kept.is_late, "sequence": form.sequence.data or 0})
    except Refusal as refusal:
        response = jsonify({"saved": False, "text": sentence(refusal)})
        response.status_code = refusal.status
        return response


@blueprint.route(f"{QUIZ}/review", methods=["GET", "POST"])
@allow(policy.may_take, forum=Forum, quiz=Quiz)
def review(forum: Forum, quiz: Quiz) -> Response:
    """What is answered and what is not, before handing in."""
    attempt = queries.find_attempt(quiz, _own(forum))
    if attempt is None:
        return answer(to=_url("start", quiz))
    form = StepForm()
    if form.validate_on_submit():
        try:
            services.submit_attempt(attempt, actor=current_actor(), at=clock.now())
            return answer(to=_url("result", quiz))
        except Refusal as refusal:
            form.refuse(refusal)
    elif _is_over(attempt):
        return answer(to=_url("result", quiz))
    screens = queries.list_screens(attempt)
    seconds = rules.seconds_left(attempt.started_at, quiz.limit_minutes, at=clock.now())
    return answer(
        page="quizzes/review.html",
        status=form.status,
        form=form,
        quiz=quiz,
        attempt=attempt,
        screens=screens,
        missing=rules.unanswered(screens),
        seconds=seconds,
    )


@blueprint.route(f"{QUIZ}/result")
@allow(policy.may_take, forum=Forum, quiz=Quiz)
def result(forum: Forum, quiz: Quiz) -> Response:
    """Before release: what was handed in. After it: each question with the right answer and the reason."""
    attempt = queries.find_attempt(quiz, _own(forum))
    if attempt is None or not _is_over(attempt):
        return answer(to=_url("start", quiz))
    if quiz.state is not rules.State.RELEASED:
        screens = queries.list_screens(attempt)
        answered = len(screens) - len(rules.unanswered(screens))
        return answer(page="quizzes/handed_in.html", quiz=quiz, attempt=attempt, answered=answered, total=len(screens))
    explained = queries.list_explained(attempt) if queries.may_explain(quiz) else None
    sheet = queries.sheet_of(attempt)
    return answer(page="quizzes/result.html", quiz=quiz, attempt=attempt, explained=explained, sheet=sheet)


def _own(forum: Forum) -> Registration:
    """The reader's own registration; the policy has seen that it is there."""
    return queries.find_own(forum, current_actor().person_id) or abort(404)


def _is_over(attempt: Attempt) -> bool:
    """True when the attempt can only be looked at: handed in, or its quiz closed."""
    return attempt.submitted_at is not None or attempt.quiz.is_over


def _url(page: str, quiz: Quiz, **more: Any) -> str:
    return url_for(f"quizzes.{page}", forum_code=quiz.forum.code, quiz_id=quiz.id, **more)
