"""The pages of case files."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.kernel.database import db, transaction
from forum_app.questions.models import Exhibit, Question
from forum_app.questions.queries import data_of
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.questions import make_exhibit, make_question, make_taught
from tests.pages import HouseClient

pytestmark = pytest.mark.usefixtures("context")
BANK = "/forums/TEST-1/bank"


@pytest.fixture
def trainer(client: HouseClient, at_time: Callable[[Any], None]) -> Account:
    forum = make_forum()
    at_time(at(forum, 2, "10:25"))
    make_taught()
    account = make_staff(forum, "trainer")
    client.sign_in(account)
    return account


def text(response: Any) -> str:
    return unescape(response.get_data(as_text=True))


class TestCases:
    CASE = {
        "module": "DF",
        "title_km": "ករណី",
        "title_en": "A case",
        "text_km": "## ក\n\nអត្ថបទ",
        "text_en": "## A\n\nText",
    }

    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_a_case_is_written_shown_and_listed(self, client: HouseClient, trainer: Account, lang: str) -> None:
        client.speak(lang)
        assert client.get(f"{BANK}/cases").status_code == 200
        assert client.get(f"{BANK}/cases/new").status_code == 200
        response = client.post(f"{BANK}/cases/new", data=self.CASE)
        exhibit = db.session.scalars(select(Exhibit)).one()
        assert response.location == f"{BANK}/cases/{exhibit.id}"
        assert "<h2>A</h2>" in text(client.get(response.location))
        assert "DF-C01" in text(client.get(f"{BANK}/cases"))

    def test_what_a_case_lacks_is_said(self, client: HouseClient, trainer: Account) -> None:
        response = client.speak("en").post(f"{BANK}/cases/new", data={"module": "DF", "title_km": "ក"})
        assert response.status_code == 422
        assert "Write the case in Khmer or in English." in text(response)

    def test_a_case_is_changed(self, client: HouseClient, trainer: Account) -> None:
        exhibit = make_exhibit()
        address = f"{BANK}/cases/{exhibit.id}"
        assert "What happened" in text(client.get(f"{address}/edit"))
        assert client.post(f"{address}/edit", data=self.CASE).location == address
        assert exhibit.text.en == "## A\n\nText"
        refused = client.post(f"{address}/edit", data={**self.CASE, "title_km": "", "title_en": ""})
        assert refused.status_code == 422

    def test_a_case_of_the_course_is_not_changed(self, client: HouseClient, trainer: Account) -> None:
        exhibit = make_exhibit()
        with transaction():
            exhibit.origin = "course"
        response = client.speak("en").post(f"{BANK}/cases/{exhibit.id}/edit", data=self.CASE)
        assert "follows the files of the course" in text(response)

    def test_ticked_drafts_are_put_under_a_case(self, client: HouseClient, trainer: Account) -> None:
        exhibit, one, _other = make_exhibit(), make_question(), make_question("numeric")
        address = f"{BANK}/cases/{exhibit.id}"
        assert "DF-T002" in text(client.get(address))
        client.post(f"{address}/attach", data={"question": [str(one.id)]})
        assert [data_of(q).exhibit for q in db.session.scalars(select(Question).order_by(Question.code))] == [
            "DF-C01",
            "",
        ]
