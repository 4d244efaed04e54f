"""An officer's way to a quiz and its result; answering stands in taking.py (pages) and phone.py (script)."""

from typing import Any

from flask import Response, abort, url_for

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.quizzes import policy, queries, rules, services
from forum_app.quizzes.forms import StepForm
from forum_app.quizzes.models import Attempt, Quiz
from forum_app.quizzes.queries.late import late_of
from forum_app.quizzes.views.blueprint import blueprint
from forum_app.registration.models import Registration

QUIZ = "/forums/<forum_code>/me/quizzes/<uuid:quiz_id>"


@blueprint.route("/forums/<forum_code>/me/quizzes")
@allow(policy.may_take, forum=Forum)
def my_quizzes(forum: Forum) -> Response:
    """Every quiz that was opened so far, and where one stands with it."""
    return answer(page="quizzes/my_quizzes.html", rows=queries.list_of_officer(own_registration(forum)))


@blueprint.route(QUIZ, methods=["GET", "POST"])
@allow(policy.may_take, forum=Forum, quiz=Quiz)
def start(forum: Forum, quiz: Quiz) -> Response:
    """What to expect, and the button that starts the clock. A quiz that is asked live begins in the room."""
    if is_asked_live(quiz):
        return answer(to=url_for("live.own", forum_code=forum.code, quiz_id=quiz.id))
    registration, at = own_registration(forum), clock.now()
    attempt = queries.find_attempt(quiz, registration)
    goes_again = attempt is not None and may_go_again(attempt)
    if attempt is not None and is_over(attempt) and not goes_again:
        return answer(to=quiz_url("result", quiz))
    form = StepForm()
    if form.validate_on_submit():
        try:
            attempt = services.start_attempt(
                quiz, registration, actor=current_actor(), at=at, language=current_language()
            )
            return answer(to=quiz_url("take", quiz, position=rules.first_open(queries.list_screens(attempt))))
        except Refusal as refusal:
            form.refuse(refusal)
    begun = None if goes_again else attempt
    until = rules.time_is_up_at(begun.started_at if begun else at, quiz.limit_minutes)
    return answer(
        page="quizzes/start.html",
        status=form.status,
        form=form,
        quiz=quiz,
        attempt=begun,
        until=until,
        goes_again=goes_again,
        left=rules.attempts_left(attempt.number if attempt else 0, quiz.attempts_allowed),
    )


@blueprint.route(f"{QUIZ}/result")
@allow(policy.may_take, forum=Forum, quiz=Quiz)
def result(forum: Forum, quiz: Quiz) -> Response:
    """Before release: what was handed in. After it: each question with the right answer and the reason."""
    registration = own_registration(forum)
    attempt = queries.find_attempt(quiz, registration)
    if attempt is None or not is_over(attempt):
        return answer(to=quiz_url("start", quiz))
    if quiz.state is not rules.State.RELEASED:
        screens = queries.list_screens(attempt)
        return answer(
            page="quizzes/handed_in.html",
            quiz=quiz,
            attempt=attempt,
            answered=len(screens) - len(rules.unanswered(screens)),
            total=len(screens),
            late=late_of([attempt])[attempt.id],
            goes_again=may_go_again(attempt),
        )
    counting = queries.find_counting(quiz, registration) or abort(404)
    counts = counting.attempt
    return answer(
        page="quizzes/result.html",
        quiz=quiz,
        attempt=counts,
        made=counting.made,
        explained=queries.list_explained(counts) if queries.may_explain(quiz) else None,
        sheet=queries.sheet_of(counts),
        late=late_of([counts])[counts.id],
    )


def own_registration(forum: Forum) -> Registration:
    """The reader's own registration; the policy has seen that it is there."""
    return queries.find_own(forum, current_actor().person_id) or abort(404)


def is_asked_live(quiz: Quiz) -> bool:
    """True as long as its questions may only be seen one by one, when the trainer asks them."""
    return quiz.behaviour == "live" and not quiz.is_over


def is_over(attempt: Attempt) -> bool:
    """True when the attempt can only be looked at: handed in, or its quiz closed."""
    return attempt.submitted_at is not None or attempt.quiz.is_over


def may_go_again(attempt: Attempt) -> bool:
    """True when its quiz is open and allows this person one attempt more."""
    quiz = attempt.quiz
    return quiz.state is rules.State.OPEN and rules.may_begin_another(
        rules.Try(attempt.started_at, attempt.submitted_at),
        attempt.number,
        allowed=quiz.attempts_allowed,
        limit_minutes=quiz.limit_minutes,
        at=clock.now(),
    )


def quiz_url(page: str, quiz: Quiz, **more: Any) -> str:
    """The address of one of an officer's pages of a quiz."""
    return url_for(f"quizzes.{page}", forum_code=quiz.forum.code, quiz_id=quiz.id, **more)
