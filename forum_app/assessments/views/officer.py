"""An officer reads what the trainers saw, once they have signed it off."""

from datetime import datetime
from uuid import UUID

from flask import Response, abort, flash, url_for
from flask_babel import gettext

from forum_app.assessments import documents, policy, queries, rules, services
from forum_app.assessments.forms import AppealForm
from forum_app.assessments.models import Observation
from forum_app.assessments.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor, signed_in
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download
from forum_app.registration import queries as registration_queries


@blueprint.route("/forums/<forum_code>/me/skills")
@allow(policy.may_see_own, forum=Forum)
def my_skills(forum: Forum) -> Response:
    """Each practical: wording of the levels and the comment after the sign-off, nothing before it."""
    registration = registration_queries.find_of_person(forum, current_actor().person_id) or abort(404)
    observations = queries.list_of_officer(registration)
    seen = {observation.practical_id for observation in observations}
    return answer(
        page="assessments/my_skills.html",
        observations=observations,
        practise={one.id: _to_practise(one) for one in observations},
        appeals=queries.appeals_of(registration),
        until={
            one.id: rules.appeal_until(one.released_at, one.practical.appeal_days)
            for one in observations
            if one.released_at
        },
        resits=queries.resits_of(registration),
        form=AppealForm(formdata=None),
        waiting=[practical for practical in queries.list_practicals(forum) if practical.id not in seen],
        level_names=rules.LEVEL_NAMES,
        not_observed=rules.NOT_OBSERVED,
        competent=rules.COMPETENT,
    )


def _to_practise(observation: Observation) -> frozenset[UUID]:
    """Criteria below the level that passes."""
    practical = observation.practical
    return rules.failed_items(observation.levels, practical.rubric.asked, pass_tenths=practical.pass_tenths)


def _until(observation: Observation) -> datetime:
    """The last moment of an appeal."""
    assert observation.released_at is not None, "officers see what is released"
    return rules.appeal_until(observation.released_at, observation.practical.appeal_days)


@blueprint.post("/forums/<forum_code>/me/skills/<uuid:observation_id>/appeal")
@allow(policy.may_see_own, forum=Forum)
def appeal(forum: Forum, observation_id: UUID) -> Response:
    """Ask for a second look at one's own result."""
    registration = registration_queries.find_of_person(forum, current_actor().person_id) or abort(404)
    mine = {one.id: one for one in queries.list_of_officer(registration)}
    if observation_id not in mine:
        abort(404)
    text = AppealForm().text.data or ""
    services.appeal(mine[observation_id], text=text, actor=current_actor(), at=clock.now())
    flash(gettext("Your appeal was sent to the lead trainer."), "saved")
    return answer(to=url_for(".my_skills", forum_code=forum.code))


@blueprint.route("/forums/<forum_code>/me/skills/results.pdf")
@allow(policy.may_see_own, forum=Forum)
def my_paper(forum: Forum) -> Response:
    """One's own confirmed results, in both languages."""
    registration = registration_queries.find_of_person(forum, current_actor().person_id) or abort(404)
    content = documents.officer_results(registration, lang=current_language())
    return download(content, name=f"{forum.code}-{registration.badge}-skills.pdf", content_type=PDF, inline=True)


@blueprint.route("/me/skills")
@allow(signed_in)
def my_skill_record() -> Response:
    """One's own practicals over all forums: what, by which version, by whom, when."""
    found = queries.record_of_person(current_actor().person_id)
    return answer(page="assessments/my_skill_record.html", found=found, mean_level=rules.mean_level)
