"""Printing and typing in, as trainers and organisers see it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.quizzes import documents, queries, services
from forum_app.quizzes.models import Quiz, QuizSheet, SheetEntry
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_registration
from tests.pages import HouseClient
from tests.quizzes.browsing import CANARY, staff

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def forum(at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(at(forum, 2, "10:25"))
    return forum


@pytest.fixture
def quiz(forum: Forum) -> Quiz:
    return make_quiz(forum, opened=at(forum, 2, "10:20"))


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def sheet_of(quiz: Quiz, badge: int = 17) -> QuizSheet:
    person = make_registration(quiz.forum, badge_number=badge)
    return services.prepare_sheets(quiz, [person], language="km", actor=None, at=at(quiz.forum, 2, "10:20"))[0]


class TestPrinting:
    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_every_participant_gets_a_sheet_of_their_own(
        self, client: HouseClient, forum: Forum, quiz: Quiz, lang: str
    ) -> None:
        for badge in (1, 2):
            make_registration(forum, badge_number=badge)
        client.sign_in(make_staff(forum, "organiser")).speak(lang)
        assert client.get(staff(quiz, "/paper")).status_code == 200
        sent = client.post(staff(quiz, "/paper"), data={"language": lang, "whom": "all"})
        made = client.get(sent.location)
        assert made.content_type == "application/pdf"
        found = pages(made.data)
        codes = [sheet.code for sheet in db.session.scalars(select(QuizSheet))]
        assert [code in page for code, page in zip(codes, found, strict=True)] == [True, True]
        assert client.get(staff(quiz, "/paper")).status_code == 200

    def test_only_those_without_a_sheet(self, client: HouseClient, forum: Forum, quiz: Quiz) -> None:
        sheet_of(quiz)
        make_registration(forum, badge_number=18)
        client.sign_in(make_staff(forum, "trainer"))
        sent = client.post(staff(quiz, "/paper"), data={"language": "km", "whom": "missing"})
        assert len(pages(client.get(sent.location).data)) == 1
        again = client.post(staff(quiz, "/paper"), data={"language": "both", "whom": "missing"})
        assert again.status_code == 422

    def test_without_sheets_there_is_a_sentence_instead_of_a_pdf(self, client: HouseClient, quiz: Quiz) -> None:
        client.sign_in(make_staff(quiz.forum, "trainer")).speak("en")
        page = client.get(staff(quiz, "/paper/sheets.pdf"), follow_redirects=True)
        assert "No sheet has been made yet." in page.get_data(as_text=True)

    def test_a_sheet_tells_nothing_that_is_right_and_the_key_has_no_name(self, quiz: Quiz) -> None:
        sheet = sheet_of(quiz)
        printed = queries.printed_sheets(quiz, [sheet])
        paper = "".join(pages(documents.sheets_pdf(quiz, printed, language="en")))
        key = "".join(pages(documents.key_pdf(quiz, printed, queries.list_preview(quiz), lang="en")))
        name = sheet.registration.name.en
        assert (CANARY in paper, name in paper) == (False, True)
        assert (CANARY in key, name in key, sheet.code in key) == (True, False, True)

    def test_the_key_is_for_trainers_only(self, client: HouseClient, forum: Forum, quiz: Quiz) -> None:
        sheet_of(quiz)
        for role, status in (("organiser", 403), ("trainer", 200)):
            client.sign_in(make_staff(forum, role))
            assert client.get(staff(quiz, "/paper/key.pdf")).status_code == status
            assert client.get(staff(quiz, "/paper/typing")).status_code == status


class TestTyping:
    @pytest.fixture
    def trainer(self, client: HouseClient, forum: Forum) -> HouseClient:
        return client.sign_in(make_staff(forum, "trainer")).speak("en")

    def test_badge_enter_letters_enter(self, trainer: HouseClient, quiz: Quiz) -> None:
        sheet = sheet_of(quiz)
        place = staff(quiz, "/paper/typing")
        page = trainer.post(place, data={"who": "17", "letters": "", "shown": ""}).get_data(as_text=True)
        assert (sheet.registration.name.en in page, sheet.code in page) == (True, True)
        sent = trainer.post(place, data={"who": "17", "letters": "a b - a", "shown": sheet.code})
        assert sent.location == place
        assert "017: 3 answers kept." in trainer.get(place).get_data(as_text=True)
        shown = trainer.get(f"{place}?who={sheet.code}").get_data(as_text=True)
        assert 'value="a b - a"' in shown

    def test_letters_typed_under_one_name_never_go_to_another(self, trainer: HouseClient, quiz: Quiz) -> None:
        first, second = sheet_of(quiz, 17), sheet_of(quiz, 18)
        page = trainer.post(staff(quiz, "/paper/typing"), data={"who": "18", "letters": "a b c d", "shown": first.code})
        assert page.status_code == 200
        assert second.code in page.get_data(as_text=True)
        assert list(db.session.scalars(select(SheetEntry))) == []

    @pytest.mark.parametrize(
        ("who", "letters", "sentence"),
        [
            ("99", "a", "No sheet was printed for “99”."),
            ("17", "a b", "The sheet has 4 questions, but 2 answers were typed."),
            ("17", "a b e d", "Question 3 has no answer “e”. Its letters go from a to d."),
        ],
    )
    def test_what_cannot_be_is_said_and_what_was_typed_stays(
        self, trainer: HouseClient, quiz: Quiz, who: str, letters: str, sentence: str
    ) -> None:
        sheet_of(quiz)
        refused = trainer.post(staff(quiz, "/paper/typing"), data={"who": who, "letters": letters, "shown": ""})
        page = refused.get_data(as_text=True)
        assert (refused.status_code, sentence in page, f'value="{letters}"' in page) == (422, True, True)

    def test_before_the_opening_the_page_says_so(self, trainer: HouseClient, forum: Forum) -> None:
        quiz = make_quiz(forum)
        sheet_of(quiz)
        page = trainer.post(staff(quiz, "/paper/typing"), data={"who": "17", "letters": "a a a a", "shown": ""})
        assert "Open the quiz first" in page.get_data(as_text=True)

    def test_the_pages_cost_the_same_for_one_and_three_sheets(
        self, trainer: HouseClient, quiz: Quiz, count_queries: Any
    ) -> None:
        quiz_id, costs = quiz.id, []
        for badges in ([1], [2, 3]):
            for badge in badges:
                sheet_of(db.session.get_one(Quiz, quiz_id), badge)
            for tail in ("/paper", "/paper/typing", "/paper/sheets.pdf", "/paper/key.pdf"):
                place = staff(db.session.get_one(Quiz, quiz_id), tail)
                db.session.rollback()
                with count_queries() as seen:
                    trainer.get(place)
                costs.append((tail, len(seen)))
        assert costs[:4] == costs[4:]
