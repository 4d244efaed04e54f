"""A phone in the hall: join with one tap, answer, see what was right. Participants and, where allowed, guests."""

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, session, url_for
from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor, public
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.ceiling import Ceiling
from forum_app.kernel.web.polling import fragment
from forum_app.live import forms, queries, rules, services
from forum_app.live.models import LiveGuest, LiveRun
from forum_app.live.rules import Phase
from forum_app.live.views.blueprint import blueprint
from forum_app.questions.models import Question
from forum_app.quizzes import policy as quizzes_policy
from forum_app.quizzes import queries as quiz_queries
from forum_app.quizzes.models import Attempt, Quiz
from forum_app.registration.models import Registration

TRIES = Ceiling(600, rules.TooManyTries)
"""A hotel of two hundred phones is one address."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who holds the phone: a participant with an attempt, a guest, or somebody who has not joined."""

    registration: Registration | None = None
    attempt: Attempt | None = None
    guest: LiveGuest | None = None

    @property
    def has_joined(self) -> bool:
        return self.attempt is not None or self.guest is not None


@blueprint.get("/forums/<forum_code>/me/live/<uuid:quiz_id>")
@allow(quizzes_policy.may_take, forum=Forum, quiz=Quiz)
def own(forum: Forum, quiz: Quiz) -> Response:
    """From the own quizzes to the lobby; before there is one, back to the list."""
    run = queries.find_run(quiz)
    if run is None:
        flash(gettext("The trainer has not opened this live quiz yet."), "now")
        return answer(to=url_for("quizzes.my_quizzes", forum_code=forum.code))
    return answer(to=url_for("live.join", code=run.code))


@blueprint.route("/live", methods=["GET", "POST"])
@public
def enter() -> Response:
    """Type the code from the projector."""
    form = forms.CodeForm()
    if form.validate_on_submit():
        try:
            TRIES.check()
            return answer(to=url_for("live.join", code=_find(form.code.data or "").code))
        except Refusal as refusal:
            form.refuse(refusal, form.code)
    return answer(page="live/enter.html", status=form.status, form=form)


@blueprint.route("/live/<code>", methods=["GET", "POST"])
@public
def join(code: str) -> Response:
    """The lobby with its one button; who has joined sees the question of now."""
    TRIES.check()
    run = _find(code)
    reader, form = _reader(run), forms.PlainForm()
    if form.validate_on_submit():
        try:
            _join(run, reader)
            return answer(to=url_for("live.join", code=run.code))
        except Refusal as refusal:
            form.refuse(refusal)
    if not reader.has_joined:
        return answer(page="live/join.html", status=form.status, form=form, run=run, reader=reader)
    return answer(page="live/play.html", form=forms.AnswerForm(formdata=None), **_shown(run, reader))


@blueprint.post("/live/<code>/answer")
@public
def give(code: str) -> Response:
    """Send a choice; another one takes its place until the trainer closes the question."""
    run, form = _find(code), forms.AnswerForm()
    reader = _reader(run)
    if form.validate_on_submit():
        try:
            _keep(run, reader, form)
            return answer(to=url_for("live.join", code=run.code))
        except Refusal as refusal:
            form.refuse(refusal)
    if not reader.has_joined:
        return answer(to=url_for("live.join", code=run.code))
    return answer(page="live/play.html", status=form.status, form=form, **_shown(run, reader))


@blueprint.get("/live/<code>/state")
@public
def play_state(code: str) -> Response:
    """The piece of the phone's page that changes."""
    run = _find(code)
    shown = _shown(run, _reader(run))
    state = f"{run.step}-{'.'.join(shown['chosen'])}"
    return fragment("live/_play.html", state=state, form=forms.AnswerForm(formdata=None), **shown)


def _find(code: str) -> LiveRun:
    run = queries.find_run_by_code(code)
    if run is None:
        raise rules.NoSuchRun
    return run


def _reader(run: LiveRun) -> Reader:
    actor = current_actor()
    own = quiz_queries.find_own(run.forum, actor.person_id) if actor else None
    if own is not None:
        return Reader(registration=own, attempt=quiz_queries.find_attempt(run.quiz, own))
    token = session.get("live", {}).get(run.code)
    return Reader(guest=queries.find_guest(run, token) if token else None)


def _join(run: LiveRun, reader: Reader) -> None:
    if reader.registration is not None:
        services.join(run, reader.registration, actor=current_actor(), at=clock.now(), language=current_language())
    elif not reader.has_joined:
        session["live"] = {**session.get("live", {}), run.code: services.join_as_guest(run, at=clock.now())}


def _keep(run: LiveRun, reader: Reader, form: forms.AnswerForm) -> None:
    question = queries.current_question(run)
    if question is None or str(question.id) != form.question.data:
        raise rules.QuestionNotAsked
    said: dict[str, Any] = {"chosen": form.chosen(question), "language": current_language(), "at": clock.now()}
    if reader.guest is not None:
        services.answer_as_guest(run, reader.guest, question, **said)
    elif reader.registration is not None:
        services.answer_as_participant(run, reader.registration, question, actor=current_actor(), **said)
    else:
        raise rules.NotJoined


def _shown(run: LiveRun, reader: Reader) -> dict[str, Any]:
    """What the phone shows. What is right is in it only once the trainer has explained the question."""
    question = queries.current_question(run) if run.phase != Phase.ENDED else None
    chosen = _chosen(reader, question) if question else []
    told = question is not None and run.phase == Phase.EXPLAINED
    return {
        "run": run,
        "reader": reader,
        "question": question,
        "order": queries.order_of(run, question) if question else [],
        "chosen": chosen,
        "total": queries.total_of(run),
        "is_right": question.key.is_right(chosen) if question is not None and told and chosen else None,
        "right_keys": question.right_keys if question is not None and told else [],
    }


def _chosen(reader: Reader, question: Question) -> list[str]:
    if reader.guest is not None:
        held = queries.find_guest_answer(reader.guest, question)
        return held.chosen if held else []
    answered = queries.find_answer(reader.attempt, question) if reader.attempt else None
    return answered.chosen if answered else []
