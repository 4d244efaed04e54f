"""What the script of a phone says to the server, and hears: answers in batches, handing in, what the server holds."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.bilingual import LANGUAGES
from forum_app.kernel.i18n import sentence
from forum_app.kernel.refusal import Refusal
from forum_app.quizzes import imports, policy, services
from forum_app.quizzes.models import Attempt, Quiz
from forum_app.quizzes.queries.taking import find_attempt_of
from forum_app.quizzes.rules.arriving import (
    MOST_AT_ONCE,
    Arrived,
    AttemptNotYours,
    NumberTaken,
    TooManyAnswers,
    Verdict,
    clock_is_off,
)
from forum_app.quizzes.views.blueprint import blueprint

QUIZ = "/forums/<forum_code>/me/quizzes/<uuid:quiz_id>"


def refusals_as_json(view: Callable[..., Response]) -> Callable[..., Response]:
    """A refusal reaches the phone as its sentence, in the reader's language."""

    @wraps(view)
    def told(**arguments: Any) -> Response:
        try:
            return view(**arguments)
        except Refusal as refusal:
            response = jsonify({"state": "refused", "why": type(refusal).__name__, "text": sentence(refusal)})
            response.status_code = refusal.status
            return response

    return told


@blueprint.route(f"{QUIZ}/answers", methods=["POST"])
@allow(policy.may_take, forum=Forum, quiz=Quiz)
@refusals_as_json
def receive(forum: Forum, quiz: Quiz) -> Response:
    """Several answers in one call. Says of each what the server holds now."""
    if (request.content_length or 0) > imports.MOST_BYTES:
        raise TooManyAnswers(most=MOST_AT_ONCE)
    at, wall = clock.now(), clock.wall()
    message = imports.read_message(request.get_data(cache=False), now=wall)
    attempt = _own_attempt(quiz, message.attempt_id)
    arrived = services.receive(attempt, message.taps(started_at=attempt.started_at, at=at), at=at)
    told: dict[str, Any] = {"answers": [_told(one) for one in arrived]}
    if clock_is_off(by=message.clock_off_by):
        told["clock"] = gettext("The clock of this phone is wrong. That changes nothing: the server's clock counts.")
    return jsonify(told)


@blueprint.route(f"{QUIZ}/hand-in", methods=["POST"])
@allow(policy.may_take, forum=Forum, quiz=Quiz)
@refusals_as_json
def hand_in(forum: Forum, quiz: Quiz) -> Response:
    """Hand in from the queue of a phone; twice is once."""
    attempt = _own_attempt(quiz, imports.read_attempt(request.get_data(cache=False)))
    services.submit_attempt(attempt, actor=current_actor(), at=clock.now())
    return jsonify({"state": "kept"})


def _own_attempt(quiz: Quiz, attempt_id: UUID) -> Attempt:
    """Raises AttemptNotYours, whether there is such an attempt or not."""
    attempt = find_attempt_of(quiz, attempt_id, current_actor().person_id)
    if attempt is None:
        raise AttemptNotYours
    return attempt


def _told(arrived: Arrived) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sequence": arrived.tap.sequence,
        "question": str(arrived.tap.question_id),
        "state": _state(arrived.refusal),
        "late": arrived.is_late,
        "holds": list(arrived.holds),
        "own": arrived.is_own,
    }
    if arrived.refusal is not None:
        told["text"] = sentence(arrived.refusal)
    if arrived.verdict is not None:
        told["verdict"] = verdict_for_phone(arrived.verdict)
    return told


def _state(refusal: Refusal | None) -> str:
    """`kept`, `refused`, or `renumber`: the phone sends it again with another number."""
    if refusal is None:
        return "kept"
    return "renumber" if isinstance(refusal, NumberTaken) else "refused"


def verdict_for_phone(verdict: Verdict) -> dict[str, Any]:
    """What the person may know now, in both languages."""
    return {
        "is_right": verdict.is_right,
        "is_final": verdict.is_final,
        "chosen": list(verdict.chosen),
        "right": {lang: [words.in_language(lang) for words in verdict.right_words] for lang in LANGUAGES},
        "feedback": {"km": verdict.feedback.km, "en": verdict.feedback.en},
        "source": {"km": verdict.source.km, "en": verdict.source.en},
    }
