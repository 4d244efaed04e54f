"""A trainer asks a quiz live: the list, the steps on the own phone, the projector."""

from typing import Any

from flask import Response, url_for

from forum_app.forums.models import Forum
from forum_app.kernel import clock, qr
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.polling import fragment
from forum_app.live import forms, policy, queries, rules, services
from forum_app.live.models import LiveRun
from forum_app.live.rules import Action, Phase
from forum_app.live.views.blueprint import blueprint
from forum_app.programme import queries as programme
from forum_app.quizzes import rules as quiz_rules
from forum_app.quizzes.models import Quiz

RUN = "/forums/<forum_code>/live/<uuid:quiz_id>"


@blueprint.get("/forums/<forum_code>/live")
@allow(policy.may_lead, forum=Forum)
def room(forum: Forum) -> Response:
    """The live quizzes of the forum, and the wall and signals of the session of now."""
    at = clock.now()
    now_on = queries.find_session_now(forum, at=at)
    today = clock.local_day(at)
    sessions = [one for one in programme.list_counted_sessions(forum) if clock.local_day(one.starts_at) == today]
    return answer(
        page="live/room.html",
        rows=queries.list_live_quizzes(forum),
        now_on=now_on,
        signals=queries.count_signals(now_on, at=at) if now_on else {},
        signal_names=rules.SIGNAL_NAMES,
        waiting=queries.count_waiting(now_on) if now_on else 0,
        sessions=sessions,
    )


@blueprint.route(RUN, methods=["GET", "POST"])
@allow(policy.may_lead, forum=Forum, quiz=Quiz)
def lead(forum: Forum, quiz: Quiz) -> Response:
    """The quiz in the trainer's hand: what is asked, how many have answered, the next step."""
    run = queries.find_run(quiz)
    form = forms.StepForm() if run else forms.StartForm()
    if form.validate_on_submit():
        try:
            _go_on(quiz, run, form)
            return answer(to=url_for("live.lead", forum_code=forum.code, quiz_id=quiz.id))
        except Refusal as refusal:
            form.refuse(refusal)
    page = "live/lead.html" if run else "live/start.html"
    return answer(page=page, status=form.status, form=form, quiz=quiz, **(_shown(run) if run else {}))


def _go_on(quiz: Quiz, run: LiveRun | None, form: Any) -> None:
    if run is None:
        services.start_run(quiz, allows_guests=form.allows_guests.data, actor=current_actor(), at=clock.now())
    else:
        action = Action(form.action.data)
        services.do(run, action, seen=form.seen.data, actor=current_actor(), at=clock.now())


def _shown(run: LiveRun) -> dict[str, Any]:
    """What the trainer's page and the projector show of a run."""
    question, total = queries.current_question(run), queries.total_of(run)
    hall = queries.hall_of(run, question)
    is_counted = run.phase in {Phase.CLOSED, Phase.EXPLAINED} and quiz_rules.may_be_shown(hall.answered)
    join = url_for("live.join", code=run.code)
    return {
        "run": run,
        "question": question,
        "total": total,
        "hall": hall,
        "bars": queries.list_bars(run, question) if question and is_counted else [],
        "order": queries.order_of(run, question) if question else [],
        "smallest": quiz_rules.SMALLEST_GROUP,
        "actions": rules.possible(Phase(run.phase), run.position, total),
        "join_url": qr.address(join),
        "join_qr": qr.data_uri(qr.address(join)),
    }


def _state(shown: dict[str, Any]) -> str:
    hall = shown["hall"]
    return f"{shown['run'].step}-{hall.joined}-{hall.answered}"


@blueprint.get(f"{RUN}/state")
@allow(policy.may_lead, forum=Forum, quiz=Quiz)
def lead_state(forum: Forum, quiz: Quiz) -> Response:
    """The trainer's piece that changes."""
    shown = _shown(_run(quiz))
    form = forms.StepForm(formdata=None)
    return fragment("live/_lead.html", state=_state(shown), forum=forum, quiz=quiz, form=form, **shown)


@blueprint.get(f"{RUN}/projector")
@allow(policy.may_lead, forum=Forum, quiz=Quiz)
def projector(forum: Forum, quiz: Quiz) -> Response:
    """What the hall sees: code and QR, the question in both languages, the count, the answers, what was right."""
    return answer(page="live/projector.html", quiz=quiz, forum=forum, **_shown(_run(quiz)))


@blueprint.get(f"{RUN}/projector/state")
@allow(policy.may_lead, forum=Forum, quiz=Quiz)
def projector_state(forum: Forum, quiz: Quiz) -> Response:
    """The projector's piece that changes."""
    shown = _shown(_run(quiz))
    return fragment("live/_projector.html", state=_state(shown), forum=forum, quiz=quiz, **shown)


def _run(quiz: Quiz) -> LiveRun:
    run = queries.find_run(quiz)
    if run is None:
        raise rules.NoSuchRun
    return run
