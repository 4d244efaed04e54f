"""Organisers and the lead trainer choose what is assessed."""

from uuid import UUID

from flask import Response, flash, url_for
from flask_babel import gettext

from forum_app.assessments import policy, queries, services
from forum_app.assessments.forms import PracticalForm, RulesForm
from forum_app.assessments.models import Practical
from forum_app.assessments.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.programme import queries as programme_queries


@blueprint.route("/forums/<forum_code>/skills/setup", methods=["GET", "POST"])
@allow(policy.may_set_up, forum=Forum)
def setup(forum: Forum) -> Response:
    """The exercises of this forum, and a form for one more."""
    rubrics, sessions = queries.list_rubrics(), programme_queries.list_sessions(forum)
    form = PracticalForm().offer(rubrics, sessions)
    if form.validate_on_submit():
        rubric = next(one for one in rubrics if one.id == UUID(form.rubric.data))
        forum_session = form.chosen_session(sessions)
        tenths = int(form.pass_tenths.data)
        try:
            services.set_practical(
                forum, rubric, forum_session=forum_session, pass_tenths=tenths, actor=current_actor()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Saved."), "saved")
            return answer(to=url_for("assessments.setup", forum_code=forum.code))
    return answer(
        page="assessments/setup.html", status=form.status, form=form, practicals=queries.list_practicals(forum)
    )


@blueprint.route("/forums/<forum_code>/skills/<uuid:practical_id>/rules", methods=["GET", "POST"])
@allow(policy.may_set_up, forum=Forum, practical=Practical)
def marking_rules(forum: Forum, practical: Practical) -> Response:
    """How one practical is marked: time, sign-off, second trainer, appeal. Saving draws the share anew."""
    form = RulesForm(obj=practical)
    if form.validate_on_submit():
        try:
            added = services.set_rules(practical, form.as_rules(), actor=current_actor(), at=clock.now())
        except Refusal as refusal:
            form.refuse(refusal, form.second_seed)
        else:
            flash(gettext("Saved. Drawn for a second trainer: %(count)s more.", count=added), "saved")
            return answer(to=url_for(".marking_rules", forum_code=forum.code, practical_id=practical.id))
    return answer(
        page="assessments/marking_rules.html",
        status=form.status,
        form=form,
        practical=practical,
        drawn=len(queries.drawn_of(practical)),
    )
