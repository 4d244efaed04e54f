"""Pages around marking are accessible and fit a phone: rules, rounds, decisions, grid, reviews, own results."""

from collections.abc import Callable
from typing import Any

import pytest

from forum_app.assessments import queries, services
from forum_app.kernel.bilingual import Bilingual
from tests.factories.accounts import make_account, make_person
from tests.factories.assessments import (
    make_group,
    make_observation,
    make_practical,
    make_rubric,
    make_submission,
    make_trainer,
)
from tests.factories.forums import make_forum
from tests.factories.programme import at, make_session
from tests.factories.registration import make_officer, make_registration

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
DISCUSSED = services.MarkingRules(
    limit_minutes=6,
    needs_lead=False,
    is_written=False,
    second_percent=100,
    second_seed="lotus",
    differ_by=2,
    differ_action="discussion",
    appeal_days=7,
)


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("device", ["phone", "laptop"])
def test_every_page_around_marking_is_accessible(
    request: pytest.FixtureRequest,
    live_server: Any,
    at_time: Callable[[Any], None],
    assert_accessible: Any,
    lang: str,
    device: str,
) -> None:
    forum = make_forum()
    at_time(at(forum, 1, "13:35"))
    make_group(forum)
    forum_session = make_session(forum, start="13:30", end="14:30")
    practical = make_practical(forum, make_rubric(), forum_session=forum_session)
    lead, trainer = make_trainer(forum, "lead_trainer"), make_trainer(forum)
    officer = make_officer(forum, badge_number=21)
    person = queries.queue_of(practical)[0].registration
    work = make_submission(make_registration(forum, badge_number=22, person=make_person("ធីតា")), trainer)
    failed = make_practical(forum, make_rubric("DF-X9"))
    make_observation(failed, person, trainer, levels=(1, 1, 1), is_signed=True)
    services.set_rules(practical, DISCUSSED, actor=lead, at=at(forum, 1, "08:00"))
    make_observation(practical, person, trainer, levels=(4, 3, 3), is_signed=True)
    second = make_account(login="second", is_staff=True)
    make_observation(practical, person, second, levels=(1, 3, 3), is_signed=True)
    services.make_plan(
        forum,
        forum_session,
        places=[services.StationPlace(Bilingual("រោង", "Station"), practical_id=practical.id)],
        round_minutes=20,
        change_minutes=5,
        actor=lead,
    )
    rounds = f"skills/rounds/{forum_session.id}"
    own = (f"skills/{practical.id}/{one}" for one in ("rules", "moderation", "grid"))
    pages = [*own, f"skills/{failed.id}/moderation", "skills/rounds", rounds, f"{rounds}/edit", f"{rounds}/screen"]
    pages += ["skills/trainers", "skills/appeals", "skills/works", f"skills/works/{work.id}"]
    open_page = request.getfixturevalue(device)
    page = open_page(lead, lang=lang)
    _look(page, [f"/forums/TEST-1/{one}" for one in pages], assert_accessible)
    page = open_page(officer, lang=lang)
    mine = ["/forums/TEST-1/me/skills", f"/forums/TEST-1/me/skills/{work.practical_id}/work", "/me/skills"]
    _look(page, mine, assert_accessible)


def _look(page: Any, addresses: list[str], assert_accessible: Any) -> None:
    for address in addresses:
        assert page.goto(address).status == 200, address
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # else a dock lies over half of the foot's links
        assert_accessible(page)
        width = page.viewport_size["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
