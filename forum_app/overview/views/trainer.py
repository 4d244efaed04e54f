"""The trainer's first page: what is on, who is waiting, which quiz to look at."""

from werkzeug.wrappers import Response

from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.forums.queries import list_days
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.web.answers import answer
from forum_app.overview import queries
from forum_app.overview.views.blueprint import blueprint
from forum_app.programme.queries import list_sessions
from forum_app.programme.rules import KIND_NAMES
from forum_app.questions import queries as bank


@blueprint.get("/forums/<forum_code>/teach")
@allow(forums_policy.may_teach, forum=Forum)
def trainer_home(forum: Forum) -> Response:
    """Now and next, practicals with who is waiting, quizzes with how far they are."""
    at = clock.now()
    day = queries.day_shown(list_days(forum), at)
    return answer(
        page="overview/trainer_home.html",
        day=day,
        sessions=list_sessions(forum, day=day),
        quizzes=queries.quizzes_for_trainer(forum),
        practicals=queries.practicals_for_trainer(forum),
        checks=bank.count_waiting(current_actor()),
        kinds=KIND_NAMES,
        at=at,
    )
