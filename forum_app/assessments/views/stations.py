"""The round plan: made by the organiser, shown to everybody, on the projector and on paper."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext

from forum_app.assessments import documents, policy, queries, services
from forum_app.assessments.forms import PlanForm
from forum_app.assessments.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download
from forum_app.programme import queries as programme_queries
from forum_app.programme.models import ForumSession

PLAN = "/forums/<forum_code>/skills/rounds/<uuid:forum_session_id>"


@blueprint.route("/forums/<forum_code>/skills/rounds")
@allow(policy.may_see_queue, forum=Forum)
def round_plans(forum: Forum) -> Response:
    """The sessions that have practicals or a plan."""
    plans = {one.forum_session_id: one for one in queries.list_plans(forum)}
    of_practicals = [one.forum_session for one in queries.list_practicals(forum) if one.forum_session]
    sessions = {one.id: one for one in [*of_practicals, *(plan.forum_session for plan in plans.values())]}
    return answer(
        page="assessments/round_plans.html",
        sessions=sorted(sessions.values(), key=lambda one: one.starts_at),
        plans=plans,
        may_set_up=policy.may_set_up(current_actor(), forum),
    )


@blueprint.route(PLAN)
@allow(policy.may_see_queue, forum=Forum, forum_session=ForumSession)
def round_plan(forum: Forum, forum_session: ForumSession) -> Response:
    """Stations across, rounds down, and who has not been seen yet at each practical."""
    found = queries.find_plan(forum_session)
    if found is None:
        return answer(to=url_for(".edit_plan", forum_code=forum.code, forum_session_id=forum_session.id))
    practicals = {one.practical.id: one.practical for one in found.stations if one.practical}
    return answer(
        page="assessments/round_plan.html",
        forum_session=forum_session,
        found=found,
        running=found.now(clock.now()),
        unseen=[(one, queries.not_seen(one)) for one in practicals.values()],
        late=queries.late_arrivals(forum_session),
        may_set_up=policy.may_set_up(current_actor(), forum),
    )


@blueprint.route(f"{PLAN}/screen")
@allow(policy.may_see_queue, forum=Forum, forum_session=ForumSession)
def round_screen(forum: Forum, forum_session: ForumSession) -> Response:
    """For the projector: the running round in large letters; no names of people."""
    found = queries.find_plan(forum_session) or abort(404)
    return answer(
        page="assessments/round_screen.html",
        forum_session=forum_session,
        found=found,
        running=found.now(clock.now()),
    )


@blueprint.route(f"{PLAN}/plan.pdf")
@allow(policy.may_see_queue, forum=Forum, forum_session=ForumSession)
def round_paper(forum: Forum, forum_session: ForumSession) -> Response:
    """The plan on one sheet, in both languages."""
    found = queries.find_plan(forum_session) or abort(404)
    content = documents.round_plan(found, forum_session, lang=current_language())
    return download(content, name=f"{forum.code}-{forum_session.code}-rounds.pdf", content_type=PDF, inline=True)


@blueprint.route(f"{PLAN}/edit", methods=["GET", "POST"])
@allow(policy.may_set_up, forum=Forum, forum_session=ForumSession)
def edit_plan(forum: Forum, forum_session: ForumSession) -> Response:
    """Stations and times; the rotation is worked out."""
    form = PlanForm.of(queries.find_plan(forum_session))
    form.offer(queries.list_practicals(forum), programme_queries.list_rooms(forum), queries.list_trainers(forum))
    if form.validate_on_submit():
        try:
            services.make_plan(forum, forum_session, actor=current_actor(), **form.as_values())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Saved."), "saved")
            return answer(to=url_for(".round_plan", forum_code=forum.code, forum_session_id=forum_session.id))
    return answer(
        page="assessments/plan_form.html",
        status=422 if form.was_sent and (form.errors or form.refusals) else 200,
        form=form,
        forum_session=forum_session,
        group_count=len(programme_queries.list_groups(forum)),
    )
