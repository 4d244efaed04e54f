"""What the tests of the room share."""

from typing import Any

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.live import services
from forum_app.live.models import LiveRun
from forum_app.live.rules import Action
from forum_app.quizzes.models import Quiz
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz


def moment(forum: Forum, clock_time: str = "10:20") -> Any:
    return at(forum, 2, clock_time)


def make_live(forum: Forum, **values: Any) -> Quiz:
    return make_quiz(forum, behaviour="live", **values)


def start(forum: Forum, *, guests: bool = False, **values: Any) -> LiveRun:
    return services.start_run(make_live(forum, **values), allows_guests=guests, actor=None, at=clock.now())


def step(run: LiveRun, *actions: str) -> LiveRun:
    for action in actions:
        services.do(run, Action(action), seen=run.step, actor=None, at=clock.now())
    return run
