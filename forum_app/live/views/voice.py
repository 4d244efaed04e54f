"""An officer speaks up without a name: a question for the wall, "I have it too", too fast, not clear."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.live import forms, policy, queries, rules, services
from forum_app.live.models import WallQuestion
from forum_app.live.views.blueprint import blueprint
from forum_app.programme.models import ForumSession
from forum_app.quizzes.queries import find_own
from forum_app.registration.models import Registration

VOICE = "/forums/<forum_code>/me/sessions/<uuid:forum_session_id>/voice"


@blueprint.route(VOICE, methods=["GET", "POST"])
@allow(policy.may_speak_up, forum=Forum, forum_session=ForumSession)
def speak_up(forum: Forum, forum_session: ForumSession) -> Response:
    """Ask, signal, and see what others asked."""
    form = forms.AskForm()
    if form.validate_on_submit():
        try:
            services.ask(forum_session, text=form.text.data or "", at=clock.now())
            flash(gettext("Your question is with the moderator. Nobody sees who asked it."), "saved")
            return _back(forum, forum_session)
        except Refusal as refusal:
            form.refuse(refusal, form.text)
    wall = queries.list_wall(forum_session, ["shown", "answered"])
    supported = queries.list_supported(_own(forum).id, [question for question, _ in wall])
    return answer(
        page="live/voice.html",
        status=form.status,
        form=form,
        forum_session=forum_session,
        wall=wall,
        supported=supported,
        signals=rules.SIGNAL_NAMES,
        most=rules.LONGEST_QUESTION,
    )


@blueprint.post(f"{VOICE}/<any(fast, unclear):kind>")
@allow(policy.may_speak_up, forum=Forum, forum_session=ForumSession)
def signal(forum: Forum, forum_session: ForumSession, kind: str) -> Response:
    """One tap to the speaker."""
    services.signal(forum_session, _own(forum), kind=kind, at=clock.now())
    flash(gettext("The speaker sees it, without a name."), "saved")
    return _back(forum, forum_session)


@blueprint.post("/forums/<forum_code>/me/wall/<uuid:wall_question_id>/support")
@allow(policy.may_support, forum=Forum, wall_question=WallQuestion)
def support(forum: Forum, wall_question: WallQuestion) -> Response:
    """I have this question too."""
    services.support(wall_question, _own(forum))
    return _back(forum, wall_question.forum_session)


def _own(forum: Forum) -> Registration:
    return find_own(forum, current_actor().person_id) or abort(404)


def _back(forum: Forum, forum_session: ForumSession) -> Response:
    return answer(to=url_for("live.speak_up", forum_code=forum.code, forum_session_id=forum_session.id))
