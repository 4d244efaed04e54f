"""Trainers and organisers run quizzes and read what the hall knew; names are for trainers only."""

from uuid import UUID

from flask import Response, url_for

from forum_app.forums.models import Forum
from forum_app.kernel import clock, qr
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.polling import fragment
from forum_app.quizzes import policy, queries, rules, services
from forum_app.quizzes.models import Attempt, Quiz
from forum_app.quizzes.queries.late import late_of
from forum_app.quizzes.views.blueprint import blueprint

STEPS = {"open": services.open_quiz, "close": services.close_quiz, "release": services.release_results}


@blueprint.route("/forums/<forum_code>/quizzes")
@allow(policy.may_run, forum=Forum)
def results_list(forum: Forum) -> Response:
    """Every quiz of the forum with its state, how far the hall is, and what can be done next."""
    quizzes = queries.list_quizzes(forum)
    if services.settle(quizzes, at=clock.now()):
        quizzes = queries.list_quizzes(forum)
    return answer(
        page="quizzes/results_list.html",
        quizzes=quizzes,
        progress=queries.count_progress(forum),
        nobody=queries.Progress(),
        may_set_up=policy.may_set_up(current_actor(), forum),
    )


@blueprint.route("/forums/<forum_code>/quizzes/<uuid:quiz_id>/<any(open, close, release):step>", methods=["POST"])
@allow(policy.may_run, forum=Forum, quiz=Quiz)
def run(forum: Forum, quiz: Quiz, step: str) -> Response:
    """Open, close or release."""
    STEPS[step](quiz, actor=current_actor(), at=clock.now())
    return answer(to=url_for("quizzes.results_list", forum_code=forum.code))


@blueprint.route("/forums/<forum_code>/quizzes/<uuid:quiz_id>")
@allow(policy.may_run, forum=Forum, quiz=Quiz)
def results(forum: Forum, quiz: Quiz) -> Response:
    """Distribution and facility, without a name: this page may stand on the wall."""
    scored = queries.list_scored([quiz])
    keys = queries.keys_of([quiz.id])[quiz.id]
    return answer(
        page="quizzes/results.html",
        quiz=quiz,
        progress=queries.count_progress(forum).get(quiz.id, queries.Progress()),
        people=len(scored),
        is_shown=rules.may_be_shown(len(scored)),
        smallest=rules.SMALLEST_GROUP,
        passed=sum(found.sheet.passed for found in scored),
        distribution=rules.distribution([found.sheet for found in scored], len(keys)),
        facilities=rules.facilities(keys, [found.chosen for found in scored]),
        questions={question.id: question for question in queries.list_questions(quiz)},
        may_see_people=policy.may_see_people(current_actor(), quiz),
    )


@blueprint.route("/forums/<forum_code>/quizzes/<uuid:quiz_id>/people")
@allow(policy.may_see_people, forum=Forum, quiz=Quiz)
def people(forum: Forum, quiz: Quiz) -> Response:
    """Person by person in order of badge numbers, never of scores; for trainers only."""
    registrations = queries.list_people_of(quiz)
    order: dict[UUID, int] = {key: place for place, key in enumerate(registrations)}
    attempts = sorted(queries.list_attempts(quiz), key=lambda attempt: order[attempt.registration_id])
    return answer(
        page="quizzes/people.html",
        quiz=quiz,
        attempts=attempts,
        registrations=registrations,
        admissions=queries.admissions_of(quiz),
        sheets={found.attempt.id: found.sheet for found in queries.list_scored([quiz])},
        late=late_of(attempts),
    )


@blueprint.route("/forums/<forum_code>/quizzes/attempts/<uuid:attempt_id>/accept-late", methods=["POST"])
@allow(policy.may_see_people, forum=Forum, attempt=Attempt)
def accept_late(forum: Forum, attempt: Attempt) -> Response:
    """Let this person's late answers count."""
    quiz_id = attempt.quiz_id
    services.accept_late(attempt, actor=current_actor(), at=clock.now())
    return answer(to=url_for("quizzes.people", forum_code=forum.code, quiz_id=quiz_id))


@blueprint.route("/forums/<forum_code>/quizzes/attempts/<uuid:attempt_id>/decline-late", methods=["POST"])
@allow(policy.may_see_people, forum=Forum, attempt=Attempt)
def decline_late(forum: Forum, attempt: Attempt) -> Response:
    """Leave it at this person's answers in time."""
    quiz_id = attempt.quiz_id
    services.decline_late(attempt, actor=current_actor(), at=clock.now())
    return answer(to=url_for("quizzes.people", forum_code=forum.code, quiz_id=quiz_id))


@blueprint.route("/forums/<forum_code>/quizzes/<uuid:quiz_id>/projector")
@allow(policy.may_run, forum=Forum, quiz=Quiz)
def projector(forum: Forum, quiz: Quiz) -> Response:
    """For the wall while a quiz is open: the code that leads a phone to it, and how many have handed in."""
    address = qr.address(url_for("quizzes.start", forum_code=forum.code, quiz_id=quiz.id))
    return answer(
        page="quizzes/projector.html", quiz=quiz, code=qr.data_uri(address), progress=_progress_of(forum, quiz)
    )


@blueprint.route("/forums/<forum_code>/quizzes/<uuid:quiz_id>/projector/state")
@allow(policy.may_run, forum=Forum, quiz=Quiz)
def projector_state(forum: Forum, quiz: Quiz) -> Response:
    """The piece of the wall that changes."""
    far = _progress_of(forum, quiz)
    state = f"{quiz.state}-{far.submitted}-{far.in_progress}"
    return fragment("quizzes/_hall.html", state=state, forum=forum, quiz=quiz, progress=far)


def _progress_of(forum: Forum, quiz: Quiz) -> queries.Progress:
    return queries.count_progress(forum).get(quiz.id, queries.Progress())
