"""An officer reads what the trainers saw, once they have signed it off."""

from flask import Response, abort

from forum_app.assessments import policy, queries, rules
from forum_app.assessments.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.web.answers import answer
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
        waiting=[practical for practical in queries.list_practicals(forum) if practical.id not in seen],
        level_names=rules.LEVEL_NAMES,
        not_observed=rules.NOT_OBSERVED,
    )
