"""Questions in and out through the pages: looked at first, all or nothing, taken back."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.questions import queries, services
from forum_app.questions.exports.sheet import questions_sheet
from forum_app.questions.imports.reading import read_questions
from forum_app.questions.models import Question, QuestionImport
from forum_app.questions.rules.draft import QuestionData
from forum_app.questions.services.exchanging import ErrorsLeft, ImportSettled, NothingToTakeOver
from tests.factories.forums import make_forum, make_staff
from tests.factories.quizzes import make_bank
from tests.pages import HouseClient

pytestmark = pytest.mark.usefixtures("context")
GIFT = "Which comes first?{=Photograph ~Label ~Pack}\n\nThe hash proves identity{T}"


@pytest.fixture
def forum() -> Forum:
    make_bank("DF", count=1)
    return make_forum()


@pytest.fixture
def trainer(forum: Forum, client: HouseClient) -> Account:
    account = make_staff(forum, "trainer")
    client.sign_in(account)
    return account


def bring(text: str = GIFT, *, module: str = "DF", name: str = "") -> QuestionImport:
    batch, _ = services.start_import(text.encode(), source_name=name, module=module, actor=None, at=clock.now())
    return batch


def confirm(batch: QuestionImport, **values: Any) -> QuestionImport:
    return services.confirm_import(batch, actor=None, at=clock.now(), **values)


def own() -> list[tuple[str, str]]:
    query = select(Question.stem_en, Question.status).where(Question.origin == "own").order_by(Question.code)  # type: ignore[attr-defined]
    return [tuple(row) for row in db.session.execute(query)]


class TestServices:
    def test_a_file_becomes_drafts_and_goes_again(self, forum: Forum) -> None:
        batch = confirm(bring())
        assert own() == [("Which comes first?", "draft"), ("The hash proves identity", "draft")]
        assert (batch.state, batch.content, batch.summary["new"]) == ("confirmed", b"", 2)

    def test_the_same_file_again_changes_nothing(self, forum: Forum) -> None:
        confirm(bring())
        again = bring()
        assert services.review_import(again).counts == {"error": 0, "new": 0, "change": 0, "known": 2}
        with pytest.raises(NothingToTakeOver):
            confirm(again)

    def test_another_key_changes_the_question_it_is_about(self, forum: Forum) -> None:
        confirm(bring())
        confirm(bring(GIFT.replace("=Photograph ~Label", "~Photograph =Label")))
        question = db.session.scalars(select(Question).where(Question.code == "DF-T001")).one()
        assert question.option_text(question.correct_key).en == "Label"
        assert len(own()) == 2

    def test_a_question_of_the_course_is_not_changed_by_a_file(self, forum: Forum) -> None:
        known = queries.data_of(queries.list_newest()[0])
        book = questions_sheet([QuestionData(**{**_plain(known), "feedback": Bilingual("ថ្មី", "New")})], title="x")
        batch, seen = services.start_import(book, source_name="q.xlsx", module="", actor=None, at=clock.now())
        assert [type(fault).__name__ for fault in seen.judged[0].item.faults] == ["FollowsTheCourse"]
        with pytest.raises(ErrorsLeft):
            confirm(batch)
        with pytest.raises(NothingToTakeOver):
            confirm(batch, leave_out=True)

    def test_errors_are_left_out_only_when_somebody_says_so(self, forum: Forum) -> None:
        batch = bring(f"{GIFT}\n\nAn essay{{}}")
        with pytest.raises(ErrorsLeft) as refused:
            confirm(batch)
        assert refused.value.values == {"number": 1}
        assert own() == []
        assert confirm(batch, leave_out=True).summary["error"] == 1
        assert len(own()) == 2

    def test_a_question_without_a_module_has_no_place(self, forum: Forum) -> None:
        seen = services.review_import(bring(module=""))
        assert {type(fault).__name__ for one in seen.judged for fault in one.item.faults} == {"ModuleUnknown"}

    def test_taking_back_retires_what_is_still_a_draft(self, forum: Forum) -> None:
        batch = confirm(bring())
        first = db.session.scalars(select(Question).where(Question.code == "DF-T001")).one()
        first.status = "legal_check"
        db.session.commit()
        assert services.undo_import(batch, actor=None, at=clock.now()) == 1
        assert [status for _, status in own()] == ["legal_check", "retired"]

    def test_what_is_settled_stays_settled(self, forum: Forum) -> None:
        batch = bring()
        services.discard_import(batch, actor=None, at=clock.now())
        for act in (services.discard_import, services.undo_import, services.confirm_import):
            with pytest.raises(ImportSettled):
                act(batch, actor=None, at=clock.now())
        assert (own(), batch.content) == ([], b"")

    def test_five_hundred_questions_cost_as_many_queries_as_two_hundred(
        self, forum: Forum, count_queries: Callable[[], Any]
    ) -> None:
        counted = []
        for start, number in ((0, 200), (1000, 500)):
            text = "\n\n".join(f"Question {start + n}{{=right {n} ~wrong}}" for n in range(number))
            key = bring(text).id
            with count_queries() as seen:
                confirm(db.session.get_one(QuestionImport, key))
            counted.append(len([one for one in seen if not one.startswith("INSERT")]))
        assert counted[0] == counted[1]
        assert db.session.scalar(select(func.count()).where(Question.origin == "own")) == 700


def _plain(data: QuestionData) -> dict[str, Any]:
    return {name: getattr(data, name) for name in QuestionData.__dataclass_fields__}


class TestPages:
    def test_a_file_is_looked_at_then_saved_then_taken_back(
        self, client: HouseClient, forum: Forum, trainer: Account
    ) -> None:
        url = f"/forums/{forum.code}/bank/files"
        assert client.get(url).status_code == 200
        sent = client.post(url, data={"module": "DF", "file": (BytesIO(GIFT.encode()), "q.gift")})
        batch = db.session.scalars(select(QuestionImport)).one()
        review = f"{url}/{batch.id}"
        assert sent.location == review
        page = client.get(review).get_data(as_text=True)
        assert "Which comes first?" in page
        assert own() == []
        assert client.post(review, data={}).location == review
        assert len(own()) == 2
        assert client.get(review).status_code == 200
        assert client.post(f"{review}/undo").location == review
        assert [status for _, status in own()] == ["retired", "retired"]
        assert client.get(url).status_code == 200

    def test_a_file_that_is_none_says_so_and_keeps_what_was_pasted(
        self, client: HouseClient, forum: Forum, trainer: Account
    ) -> None:
        url = f"/forums/{forum.code}/bank/files"
        sent = client.speak("en").post(url, data={"module": "DF", "pasted": "Dear colleagues"})
        assert sent.status_code == 422
        page = sent.get_data(as_text=True)
        assert "This file is none that questions come in" in page
        assert "Dear colleagues" in page
        assert db.session.scalars(select(QuestionImport)).all() == []

    def test_discarding_forgets_the_file(self, client: HouseClient, forum: Forum, trainer: Account) -> None:
        batch = bring(f"{GIFT}\n\nAn essay{{}}")
        review = f"/forums/{forum.code}/bank/files/{batch.id}"
        assert client.post(review, data={}).status_code == 409 or client.get(review).status_code == 200
        assert client.post(f"{review}/discard").location == f"/forums/{forum.code}/bank/files"
        assert client.get(review).status_code == 200
        assert own() == []

    @pytest.mark.parametrize("form", ["xlsx", "xml", "gift"])
    def test_the_bank_goes_out_and_comes_back_the_same(
        self, client: HouseClient, forum: Forum, trainer: Account, form: str
    ) -> None:
        confirm(bring())
        sent = client.get(f"/forums/{forum.code}/bank/files/out?module=DF&form={form}")
        name = "q.xlsx" if form == "xlsx" else "q.txt"
        back = [item.data for item in read_questions(sent.get_data(), name)]
        kept = {question.code: queries.data_of(question) for question in queries.list_newest()}
        assert len(back) == 3
        assert [data and (data.stem, tuple(data.options), tuple(data.right)) for data in back] == [
            (data.stem, tuple(data.options), tuple(data.right)) for data in kept.values()
        ]

    def test_the_template_is_a_file_that_can_be_brought_back(
        self, client: HouseClient, forum: Forum, trainer: Account
    ) -> None:
        sent = client.get(f"/forums/{forum.code}/bank/files/template")
        assert all(item.is_sound for item in read_questions(sent.get_data(), "t.xlsx"))

    def test_an_officer_reaches_nothing_of_it(self, client: HouseClient, forum: Forum) -> None:
        client.sign_in(make_staff(forum, "desk"))
        assert client.get(f"/forums/{forum.code}/bank/files").status_code == 403
