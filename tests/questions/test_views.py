"""The pages of the bank: list, one question, writing, life."""

from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.questions.models import Question
from forum_app.questions.queries import data_of
from forum_app.questions.rules.kinds import Kind
from tests.factories.accounts import make_account
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.questions import make_exhibit, make_question, make_taught
from tests.pages import HouseClient

pytestmark = pytest.mark.usefixtures("context")

BANK = "/forums/TEST-1/bank"
PLAIN = {
    "module": "DF",
    "objective": "DF-O1",
    "stem_km": "តើសំណួរនេះសួរអ្វី?",
    "stem_en": "What does it ask?",
    "feedback_km": "ព្រោះដូច្នេះ",
    "feedback_en": "Because it is so",
    "source_km": "មេរៀន",
    "source_en": "The lesson",
    "difficulty": "2",
    "use": "quiz",
}
ROWS = {
    "rows-0-km": "ក",
    "rows-0-en": "a",
    "rows-1-km": "ខ",
    "rows-1-en": "b",
    "rows-2-km": "គ",
    "rows-2-en": "c",
}
TARGETS = {f"rows-{n}-target_{lang}": f"{lang} {n}" for n in range(4) for lang in ("km", "en")}
EXTRA: dict[str, dict[str, Any]] = {
    "single": {**ROWS, "right": "1"},
    "scenario": {**ROWS, "right": "1"},
    "multiple": {**ROWS, "right": ["0", "2"]},
    "true_false": {"right": "1"},
    "matching": {**ROWS, "rows-3-km": "", "rows-3-en": "", **TARGETS},
    "ordering": ROWS,
    "numeric": {"value": "១២,៥", "tolerance": "", "unit_km": "ម៉ោង", "unit_en": "hours"},
    "text": {"accepted": "SHA-256\n\n សា 256 \n"},
}


@pytest.fixture
def forum(at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(at(forum, 2, "10:25"))
    make_taught()
    return forum


@pytest.fixture
def trainer(client: HouseClient, forum: Forum) -> Account:
    account = make_staff(forum, "trainer")
    client.sign_in(account)
    return account


def text(response: Any) -> str:
    return unescape(response.get_data(as_text=True))


def only() -> Question:
    return db.session.scalars(select(Question)).one()


def page(question: Question, more: str = "") -> str:
    return f"{BANK}/{question.id}{more}"


class TestList:
    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_an_empty_bank_offers_to_write(self, client: HouseClient, trainer: Account, lang: str) -> None:
        found = text(client.speak(lang).get(BANK))
        assert ("The bank is empty." in found) == (lang == "en")
        assert f"{BANK}/new" in found

    def test_it_is_searched_and_filtered(self, client: HouseClient, trainer: Account) -> None:
        make_question(stem=Bilingual("ឆែកឆេរ", "Search"))
        make_question("numeric", stem=Bilingual("រយៈពេល", "Time limit"))
        client.speak("en")
        assert "DF-T002" not in text(client.get(f"{BANK}?q=earc"))
        assert "DF-T001" not in text(client.get(f"{BANK}?kind=numeric&module=DF&difficulty=2"))
        assert "No question fits this search." in text(client.get(f"{BANK}?q=nothing"))
        assert "DF-T001" in text(client.get(f"{BANK}?status=unheard-of"))

    def test_what_waits_for_the_reader_is_counted_and_listed(
        self, client: HouseClient, trainer: Account, forum: Forum
    ) -> None:
        make_question(status="legal_check", actor=make_account())
        make_question(status="legal_check", actor=trainer)
        found = text(client.speak("en").get(f"{BANK}?waiting=1"))
        assert "Waits for me 1" in found
        assert "DF-T001" in found
        assert "DF-T002" not in found

    def test_the_trainers_first_page_says_what_waits(self, client: HouseClient, trainer: Account) -> None:
        client.speak("en")
        assert "your check" not in text(client.get("/forums/TEST-1/teach"))
        make_question(status="legal_check", actor=make_account())
        assert "1 question waits for your check" in text(client.get("/forums/TEST-1/teach"))

    def test_it_costs_the_same_for_one_and_three_questions(
        self, client: HouseClient, trainer: Account, count_queries: Any
    ) -> None:
        make_question(exhibit=make_exhibit().code)
        with count_queries() as one:
            client.get(BANK)
        for kind in ("multiple", "matching"):
            make_question(kind)
        with count_queries() as three:
            client.get(BANK)
        assert len(three) == len(one)


class TestOneQuestion:
    @pytest.mark.parametrize("lang", ["km", "en"])
    @pytest.mark.parametrize("kind", list(Kind))
    def test_each_kind_is_shown_in_both_languages(
        self, client: HouseClient, trainer: Account, kind: str, lang: str
    ) -> None:
        question = make_question(kind, exhibit=make_exhibit().code, law_reference="CCP Art. 161")
        found = text(client.speak(lang).get(page(question)))
        for words in ("តើសំណួរនេះសួរអ្វី?", "What does it ask?", "Because it is so", "CCP Art. 161", "DF-C01"):
            assert words in found

    def test_an_incomplete_draft_says_what_it_lacks(self, client: HouseClient, trainer: Account) -> None:
        question = make_question(feedback=Bilingual(), objective="")
        found = text(client.speak("en").get(page(question)))
        assert "Write why the right answer is right." in found
        assert "Choose the objective that it asks about." in found
        assert "Send to be checked" not in found

    def test_an_older_version_leads_to_the_newer_one(self, client: HouseClient, trainer: Account, forum: Forum) -> None:
        question = make_question(status="approved")
        client.post(page(question, "/edit"), data={**PLAIN, **EXTRA["single"], "kind": "single", "difficulty": "1"})
        found = text(client.speak("en").get(page(question)))
        assert "There is a newer version of this question." in found

    def test_the_history_shows_both_sides(self, client: HouseClient, trainer: Account) -> None:
        question = make_question(actor=trainer)
        client.post(page(question, "/edit"), data={**PLAIN, **EXTRA["multiple"], "kind": "multiple", "difficulty": "1"})
        found = text(client.speak("en").get(page(question)))
        assert "<del>2</del>" in found
        assert "<ins>1</ins>" in found

    def test_a_question_of_the_course_is_not_changed_but_copied(self, client: HouseClient, trainer: Account) -> None:
        question = make_question(status="approved")
        with transaction():
            question.origin, question.legal_hold = "course", True
        found = text(client.speak("en").get(page(question)))
        assert f"{page(question)}/copy" in found
        assert f"{page(question)}/edit" not in found
        assert "keep this question on hold" in found


class TestWriting:
    @pytest.mark.parametrize("kind", list(Kind))
    def test_a_question_of_each_kind_is_written(
        self, client: HouseClient, trainer: Account, forum: Forum, kind: str
    ) -> None:
        response = client.post(f"{BANK}/new", data={**PLAIN, **EXTRA[kind], "kind": kind, "do": "save"})
        question = only()
        assert response.location == page(question)
        data = data_of(question)
        assert (data.kind, data.module, data.objective, question.status) == (kind, "DF", "DF-O1", "draft")
        written = {
            "right": data.right,
            "first": data.options[:1],
            "targets": len(data.targets),
            "number": (data.value, data.unit.en),
            "accepted": data.accepted,
        }
        first = (Bilingual("ក", "a"),)
        nothing = {"right": (), "first": first, "targets": 0, "number": ("", ""), "accepted": ()}
        expected: dict[str, dict[str, Any]] = {
            "single": {"right": (1,)},
            "scenario": {"right": (1,)},
            "multiple": {"right": (0, 2)},
            "true_false": {"right": (1,), "first": (Bilingual("ពិត", "True"),)},
            "matching": {"targets": 4},
            "ordering": {},
            "numeric": {"number": ("12.5", "hours"), "first": ()},
            "text": {"accepted": ("SHA-256", "សា 256"), "first": ()},
        }
        assert written == nothing | expected[kind]

    def test_rows_that_nobody_filled_in_move_no_right_answer(self, client: HouseClient, trainer: Account) -> None:
        rows = {"rows-0-km": "", "rows-1-km": "ក", "rows-2-km": "ខ", "right": "2"}
        client.post(f"{BANK}/new", data={**PLAIN, **rows, "kind": "single", "do": "save"})
        assert (data_of(only()).options, data_of(only()).right) == ((Bilingual("ក"), Bilingual("ខ")), (1,))

    @pytest.mark.parametrize(
        ("wish", "expected", "right"),
        [
            ("add", ["ក", "ខ", "គ", ""], ["1"]),
            ("remove-0", ["ខ", "គ"], ["0"]),
            ("remove-1", ["ក", "គ"], []),
            ("remove-9", ["ក", "ខ", "គ"], ["1"]),
            ("up-1", ["ខ", "ក", "គ"], ["0"]),
            ("up-2", ["ក", "គ", "ខ"], ["2"]),
            ("up-0", ["ក", "ខ", "គ"], ["1"]),
            ("look", ["ក", "ខ", "គ"], ["1"]),
        ],
    )
    def test_rows_come_go_and_move_without_script(
        self, client: HouseClient, trainer: Account, wish: str, expected: list[str], right: list[str]
    ) -> None:
        found = text(client.post(f"{BANK}/new", data={**PLAIN, **EXTRA["single"], "kind": "single", "do": wish}))
        inputs = [part.partition(">")[0] for part in found.split("<input")]
        value = [tag.partition('value="')[2].partition('"')[0] for tag in inputs]
        shown = [said for tag, said in zip(inputs, value, strict=True) if 'name="rows-' in tag and '-km"' in tag]
        marked = [said for tag, said in zip(inputs, value, strict=True) if 'name="right"' in tag and "checked" in tag]
        assert (shown, marked) == (expected, right)
        assert db.session.scalars(select(Question)).all() == []

    def test_another_kind_keeps_what_was_typed(self, client: HouseClient, trainer: Account) -> None:
        found = text(client.post(f"{BANK}/new", data={**PLAIN, **EXTRA["single"], "kind": "numeric", "do": "kind"}))
        assert 'type="hidden" name="rows-1-km" value="ខ"' in found
        assert 'name="value"' in found

    def test_every_fault_stands_beside_its_field_and_nothing_is_lost(
        self, client: HouseClient, trainer: Account
    ) -> None:
        wrong = {**PLAIN, **ROWS, "kind": "single", "stem_km": "", "stem_en": "", "feedback_km": "នៅសល់", "do": "save"}
        response = client.speak("en").post(f"{BANK}/new", data=wrong)
        found = text(response)
        assert response.status_code == 422
        assert found.count("Write the question in Khmer or in English.") == 2
        assert found.count("Say which answer is right.") == 2
        assert "នៅសល់" in found
        assert 'value="ខ"' in found

    def test_the_form_says_what_gives_the_answer_away(self, client: HouseClient, trainer: Account) -> None:
        long = {"rows-2-km": "ចម្លើយដែលវែងជាងគេទាំងអស់", "rows-2-en": "All of the above", "right": "2"}
        response = client.speak("en").post(
            f"{BANK}/new", data={**PLAIN, **ROWS, **long, "kind": "single", "do": "look"}
        )
        found = text(response)
        assert response.status_code == 200
        assert "In Khmer the right answer is the longest one." in found
        assert "Answer 3 in English speaks about the other answers" in found

    def test_the_address_chooses_kind_module_and_case(self, client: HouseClient, trainer: Account) -> None:
        code = make_exhibit().code
        found = text(client.get(f"{BANK}/new?kind=ordering&exhibit={code}"))
        assert '<option selected value="ordering">' in found
        assert f'<option selected value="{code}">' in found
        assert '<option selected value="single">' in text(client.get(f"{BANK}/new?kind=essay"))

    def test_sending_twice_writes_one_question(self, client: HouseClient, trainer: Account) -> None:
        sent = {**PLAIN, **EXTRA["text"], "kind": "text", "op_id": str(uuid4())}
        first, second = (client.post(f"{BANK}/new", data=sent) for _ in range(2))
        assert first.location == second.location == page(only())

    def test_a_copy_is_a_draft_of_its_own(self, client: HouseClient, trainer: Account) -> None:
        question = make_question(status="retired")
        found = text(client.get(page(question, "/copy")))
        assert "What does it ask?" in found
        client.post(page(question, "/copy"), data={**PLAIN, **EXTRA["single"], "kind": "single"})
        codes = db.session.scalars(select(Question.code).order_by(Question.code)).all()
        assert codes == ["DF-T001", "DF-T002"]


class TestChanging:
    def test_a_draft_is_changed_in_place(self, client: HouseClient, trainer: Account) -> None:
        question = make_question("numeric")
        found = text(client.get(page(question, "/edit")))
        assert 'value="48"' in found
        response = client.post(
            page(question, "/edit"), data={**PLAIN, **EXTRA["numeric"], "kind": "numeric", "value": "49"}
        )
        assert response.location == page(question)
        assert data_of(question).value == "49"

    @pytest.mark.parametrize("kind", list(Kind))
    def test_the_form_shows_a_question_of_each_kind(self, client: HouseClient, trainer: Account, kind: str) -> None:
        assert "What does it ask?" in text(client.get(page(make_question(kind), "/edit")))

    def test_what_somebody_else_changed_meanwhile_is_not_written_over(
        self, client: HouseClient, trainer: Account
    ) -> None:
        question = make_question("numeric")
        sent = {**PLAIN, **EXTRA["numeric"], "kind": "numeric", "seen": "of-yesterday", "value": "7"}
        response = client.speak("en").post(page(question, "/edit"), data=sent)
        assert response.status_code == 422
        assert "Somebody else changed this question in the meantime." in text(response)
        assert 'value="7"' in text(response)

    def test_faults_are_said_when_changing_too(self, client: HouseClient, trainer: Account) -> None:
        question = make_question("text")
        response = client.speak("en").post(page(question, "/edit"), data={**PLAIN, "kind": "text", "accepted": ""})
        assert "Write at least one text that counts as right." in text(response)

    @pytest.mark.parametrize(
        ("status", "sentence"),
        [("approved", "becomes a new version"), ("legal_check", "it is a draft again")],
    )
    def test_the_form_says_what_a_change_means(
        self, client: HouseClient, trainer: Account, status: str, sentence: str
    ) -> None:
        assert sentence in text(client.speak("en").get(page(make_question(status=status), "/edit")))


class TestLife:
    def test_two_people_bring_a_question_to_life(self, client: HouseClient, trainer: Account, forum: Forum) -> None:
        question = make_question(actor=trainer)
        assert client.post(page(question, "/send")).location == page(question)
        refused = client.speak("en").post(page(question, "/pass"))
        assert refused.status_code == 422
        assert "Somebody else has to check it." in text(refused)
        client.sign_in(make_staff(forum, "lead_trainer"))
        for _ in range(2):
            client.get(page(question))
            client.post(page(question, "/pass"))
        assert question.status == "approved"

    def test_a_trainer_gives_no_reason_to_check_their_own(
        self, client: HouseClient, trainer: Account, forum: Forum
    ) -> None:
        question = make_question(actor=trainer, status="legal_check")
        client.post(page(question, "/pass"), data={"note": "គ្មានអ្នកផ្សេង"})
        assert question.status == "legal_check"

    def test_an_organiser_does_and_the_page_shows_it(self, client: HouseClient, forum: Forum) -> None:
        organiser = make_staff(forum, "organiser")
        client.sign_in(organiser)
        question = make_question(actor=organiser, status="legal_check")
        assert "Nobody else can check it" in text(client.speak("en").get(page(question)))
        client.post(page(question, "/pass"), data={"note": "Nobody else is here"})
        assert question.status == "language_check"
        assert "«Nobody else is here»" in text(client.get(page(question)))

    @pytest.mark.parametrize(
        ("status", "step", "after"),
        [
            ("legal_check", "back", "draft"),
            ("draft", "retire", "retired"),
            ("approved", "hold", "approved"),
        ],
    )
    def test_a_step_that_takes_away_wants_a_reason(
        self, client: HouseClient, trainer: Account, status: str, step: str, after: str
    ) -> None:
        question = make_question(status=status)
        refused = client.speak("en").post(page(question, f"/{step}"), data={"note": " "})
        assert refused.status_code == 422
        assert '<a href="#note">Write one line that says why.</a>' in text(refused)
        assert 'id="note" name="note"' in text(refused)
        client.post(page(question, f"/{step}"), data={"note": "Because"})
        assert (question.status, question.legal_hold) == (after, step == "hold")

    def test_a_hold_is_lifted_and_a_question_of_the_course_used_again(
        self, client: HouseClient, trainer: Account
    ) -> None:
        question = make_question(status="approved")
        with transaction():
            question.origin = "course"
        for step in ("hold", "lift", "retire"):
            client.post(page(question, f"/{step}"), data={"note": "Because"})
        assert (question.status, question.legal_hold) == ("retired", False)
        assert "Use it again" in text(client.speak("en").get(page(question)))
        client.post(page(question, "/restore"), data={"note": "Because"})
        assert question.status == "approved"

    def test_what_is_not_complete_is_not_sent(self, client: HouseClient, trainer: Account) -> None:
        question = make_question(objective="")
        response = client.speak("en").post(page(question, "/send"))
        assert "nobody can check it" in text(response)
        assert question.status == "draft"
