"""The wall of questions as the moderator keeps it and as the hall sees it."""

from typing import Any

from flask import Response, url_for

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.polling import fragment
from forum_app.live import forms, policy, queries, rules, services
from forum_app.live.models import WallQuestion
from forum_app.live.views.blueprint import blueprint
from forum_app.programme.models import ForumSession

WALL = "/forums/<forum_code>/live/sessions/<uuid:forum_session_id>"


@blueprint.get(WALL)
@allow(policy.may_lead, forum=Forum, forum_session=ForumSession)
def moderate(forum: Forum, forum_session: ForumSession) -> Response:
    """Every question of a session, those that wait first, and the signals of the last minutes."""
    return answer(page="live/moderate.html", **_shown(forum_session))


@blueprint.get(f"{WALL}/state")
@allow(policy.may_lead, forum=Forum, forum_session=ForumSession)
def moderate_state(forum: Forum, forum_session: ForumSession) -> Response:
    """The moderator's piece that changes."""
    shown = _shown(forum_session)
    return fragment("live/_signals.html", state=f"{shown['waiting']}-{shown['signals']}", forum=forum, **shown)


def _shown(forum_session: ForumSession) -> dict[str, Any]:
    return {
        "forum_session": forum_session,
        "states": {state: queries.list_wall(forum_session, [state]) for state in rules.WALL_STATES},
        "state_names": rules.WALL_STATES,
        "waiting": queries.count_waiting(forum_session),
        "signals": queries.count_signals(forum_session, at=clock.now()),
        "signal_names": rules.SIGNAL_NAMES,
    }


@blueprint.post("/forums/<forum_code>/live/wall/<uuid:wall_question_id>/<any(waiting, shown, answered, hidden):state>")
@allow(policy.may_lead, forum=Forum, wall_question=WallQuestion)
def settle(forum: Forum, wall_question: WallQuestion, state: str) -> Response:
    """Show, mark as answered, put aside, or let it wait again."""
    services.settle(wall_question, state, actor=current_actor(), at=clock.now())
    return _back(forum, wall_question.forum_session_id)


@blueprint.route("/forums/<forum_code>/live/wall/<uuid:wall_question_id>", methods=["GET", "POST"])
@allow(policy.may_lead, forum=Forum, wall_question=WallQuestion)
def translate(forum: Forum, wall_question: WallQuestion) -> Response:
    """Write the other side of a question."""
    form = forms.WallForm(data={"text_km": wall_question.text.km, "text_en": wall_question.text.en})
    if form.validate_on_submit():
        try:
            services.translate(wall_question, form.text, actor=current_actor())
            return _back(forum, wall_question.forum_session_id)
        except Refusal as refusal:
            form.refuse(refusal)
    return answer(page="live/translate.html", status=form.status, form=form, wall_question=wall_question)


@blueprint.get(f"{WALL}/projector")
@allow(policy.may_lead, forum=Forum, forum_session=ForumSession)
def wall_projector(forum: Forum, forum_session: ForumSession) -> Response:
    """The questions that were let onto the wall, in both languages, without a name."""
    return answer(page="live/wall.html", forum=forum, **_on_the_wall(forum_session))


@blueprint.get(f"{WALL}/projector/state")
@allow(policy.may_lead, forum=Forum, forum_session=ForumSession)
def wall_state(forum: Forum, forum_session: ForumSession) -> Response:
    """The wall's piece that changes."""
    shown = _on_the_wall(forum_session)
    state = "-".join(f"{question.id.hex[-6:]}.{count}.{question.state}" for question, count in shown["wall"])
    return fragment("live/_wall.html", state=state or "empty", forum=forum, **shown)


def _on_the_wall(forum_session: ForumSession) -> dict[str, Any]:
    return {"forum_session": forum_session, "wall": queries.list_wall(forum_session, ["shown", "answered"])}


def _back(forum: Forum, forum_session_id: Any) -> Response:
    return answer(to=url_for("live.moderate", forum_code=forum.code, forum_session_id=forum_session_id))
