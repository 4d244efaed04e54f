"""The analysis and what was learned, on a laptop and on a trainer's phone."""

from collections.abc import Callable
from typing import Any

import pytest

from forum_app.forums.models import Forum
from tests.browser.conftest import LiveServer
from tests.factories.forums import make_forum, make_staff
from tests.quizzes.analysing import make_learned, make_taken

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
WIDER = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def forum(live_server: LiveServer) -> Forum:
    return make_forum()


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("device", ["phone", "laptop"])
def test_the_analysis_is_accessible_and_fits(
    request: pytest.FixtureRequest, forum: Forum, assert_accessible: Callable[[Any], None], device: str, lang: str
) -> None:
    quiz = make_taken(forum)
    page = request.getfixturevalue(device)(make_staff(forum, "trainer"), lang=lang)
    page.goto(f"/forums/TEST-1/quizzes/{quiz.id}/analysis")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert not page.evaluate(WIDER)
    assert_accessible(page)


@pytest.mark.parametrize("device", ["phone", "laptop"])
def test_what_was_learned_is_accessible_and_fits(
    request: pytest.FixtureRequest, forum: Forum, assert_accessible: Callable[[Any], None], device: str
) -> None:
    make_learned(forum)
    page = request.getfixturevalue(device)(make_staff(forum, "trainer"))
    page.goto("/forums/TEST-1/quizzes/gain")
    assert not page.evaluate(WIDER)
    assert_accessible(page)
