"""Organisers read the feedback counted; nobody can see who said what."""

from flask import Response

from forum_app.evaluation import policy, queries, rules
from forum_app.evaluation.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel.access import allow
from forum_app.kernel.web.answers import answer


@blueprint.route("/forums/<forum_code>/feedback")
@allow(policy.may_see_results, forum=Forum)
def results(forum: Forum) -> Response:
    """Counts and means by day where at least five answered; texts in no order."""
    return answer(
        page="evaluation/results.html",
        groups=queries.results(forum),
        faces=rules.FACE_NAMES,
        smallest=rules.SMALLEST_GROUP,
    )
