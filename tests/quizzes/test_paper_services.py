"""Sheets of one's own, and answers typed from them."""

import pytest
from sqlalchemy import select

from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.kernel.identifiers import check_character
from forum_app.quizzes import queries, rules, services
from forum_app.quizzes.models import Answer, AnswerArrival, Attempt, Quiz, QuizSheet, SheetEntry
from forum_app.quizzes.rules import paper
from forum_app.registration.models import Registration
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz, take_quiz
from tests.factories.registration import make_registration
from tests.quizzes.acting import answer, moment

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def forum() -> Forum:
    return make_forum()


@pytest.fixture
def quiz(forum: Forum) -> Quiz:
    return make_quiz(forum, opened=moment(forum))


@pytest.fixture
def person(forum: Forum) -> Registration:
    return make_registration(forum, badge_number=17)


def print_for(quiz: Quiz, *people: Registration, language: str = "km") -> list[QuizSheet]:
    return services.prepare_sheets(quiz, people, language=language, actor=None, at=moment(quiz.forum))


def type_in(sheet: QuizSheet, letters: str, clock_time: str = "10:40") -> int:
    return services.enter_sheet(sheet, letters, actor=None, at=moment(sheet.quiz.forum, clock_time))


def right_letters(sheet: QuizSheet) -> str:
    printed = queries.sheet_for(sheet)
    keys = queries.keys_of([sheet.quiz_id])[sheet.quiz_id]
    chosen = [list(keys[screen.question_id].solution["right"]) for screen in printed.screens]
    return paper.write_line(chosen, [queries.on_paper(screen) for screen in printed.screens])


def kept() -> list[tuple[str, bool, int]]:
    rows = db.session.scalars(select(Answer).order_by(Answer.sequence))
    return [(row.device, row.is_late, row.sequence) for row in rows]


class TestPrinting:
    def test_a_sheet_has_a_code_that_checks_itself_and_is_made_once(self, quiz: Quiz, person: Registration) -> None:
        (sheet,) = print_for(quiz, person)
        assert (len(sheet.code), check_character(sheet.code[:-1])) == (6, sheet.code[-1])
        (again,) = print_for(quiz, person, language="en")
        assert (again.id, again.code, again.language) == (sheet.id, sheet.code, "en")

    def test_paper_and_phone_ask_in_the_same_order(self, forum: Forum, quiz: Quiz, person: Registration) -> None:
        (sheet,) = print_for(quiz, person)
        attempt = services.start_attempt(quiz, person, actor=None, at=moment(forum))
        on_phone = queries.list_screens(attempt)
        assert [screen.choices for screen in queries.sheet_for(sheet).screens] == [one.choices for one in on_phone]
        other = make_registration(forum, badge_number=18)
        begun = services.start_attempt(quiz, other, actor=None, at=moment(forum))
        assert print_for(quiz, other)[0].seed == begun.seed

    def test_printing_keeps_the_questions_from_then_on(self, forum: Forum, person: Registration) -> None:
        quiz = make_quiz(forum)
        print_for(quiz, person)
        assert quiz.frozen_at == moment(forum)
        assert quiz.module is not None
        data = services.QuizData(code="Q1", title=quiz.title, question_count=2, modules=[quiz.module])
        with pytest.raises(rules.AlreadyOpened):
            services.change_quiz(quiz, data, actor=None)

    def test_nobody_of_another_forum_gets_a_sheet(self, quiz: Quiz) -> None:
        with pytest.raises(paper.NobodyToPrint):
            print_for(quiz, make_registration(make_forum("TEST-2")))

    def test_who_has_none_is_listed_unless_they_answered_on_a_phone(self, forum: Forum, quiz: Quiz) -> None:
        printed, on_phone, neither = (make_registration(forum, badge_number=badge) for badge in (1, 2, 3))
        print_for(quiz, printed)
        take_quiz(quiz, on_phone, right=[True], at=moment(forum))
        assert queries.list_without_sheet(quiz) == [neither]


class TestTyping:
    def test_a_sheet_becomes_a_handed_in_attempt_from_paper(self, quiz: Quiz, person: Registration) -> None:
        (sheet,) = print_for(quiz, person)
        assert type_in(sheet, right_letters(sheet)) == 4
        attempt = db.session.scalars(select(Attempt)).one()
        assert (attempt.seed, attempt.submitted_at) == (sheet.seed, moment(quiz.forum, "10:40"))
        assert kept() == [("paper", False, number) for number in (1, 2, 3, 4)]
        assert queries.list_scored([quiz])[0].sheet.percent == 100

    def test_who_typed_it_stays_readable_with_each_correction(self, forum: Forum, quiz: Quiz) -> None:
        trainer = make_staff(forum, "trainer")
        (sheet,) = print_for(quiz, make_registration(forum))
        for letters, clock_time in (("a a a a", "10:40"), ("a a b -", "10:41")):
            services.enter_sheet(sheet, letters, actor=trainer, at=moment(forum, clock_time))
        rows = db.session.scalars(select(SheetEntry).order_by(SheetEntry.at))
        assert [(row.letters, row.actor_id) for row in rows] == [("a a a a", trainer.id), ("a a b -", trainer.id)]
        assert queries.get_letters(sheet) == "a a b -"

    def test_a_correction_changes_what_counts_and_keeps_what_was(self, quiz: Quiz, person: Registration) -> None:
        (sheet,) = print_for(quiz, person)
        right = right_letters(sheet).split()
        type_in(sheet, " ".join(right))
        type_in(sheet, " ".join(["-", *right[1:]]))
        assert queries.list_scored([quiz])[0].sheet.right == 3
        assert len(list(db.session.scalars(select(AnswerArrival)))) == 5
        assert type_in(sheet, " ".join(right)) == 4
        assert queries.list_scored([quiz])[0].sheet.right == 4

    def test_a_sheet_typed_after_the_closing_counts_in_time(self, quiz: Quiz, person: Registration) -> None:
        (sheet,) = print_for(quiz, person)
        services.close_quiz(quiz, actor=None, at=moment(quiz.forum, "10:35"))
        type_in(sheet, right_letters(sheet), "14:00")
        assert queries.list_scored([quiz])[0].sheet.percent == 100

    def test_nothing_is_typed_before_the_opening_or_after_the_release(self, forum: Forum, person: Registration) -> None:
        quiz = make_quiz(forum)
        (sheet,) = print_for(quiz, person)
        with pytest.raises(paper.PaperNotOpen):
            type_in(sheet, "a a a a")
        services.open_quiz(quiz, actor=None, at=moment(forum))
        services.close_quiz(quiz, actor=None, at=moment(forum, "10:30"))
        services.release_results(quiz, actor=None, at=moment(forum, "10:31"))
        with pytest.raises(paper.PaperAfterRelease):
            type_in(sheet, "a a a a")

    def test_answers_of_a_phone_are_never_overwritten(self, forum: Forum, quiz: Quiz, person: Registration) -> None:
        (sheet,) = print_for(quiz, person)
        attempt = services.start_attempt(quiz, person, actor=None, at=moment(forum))
        question = queries.list_questions_of(attempt)[0]
        answer(attempt, question, question.correct_key, moment(forum, "10:25"))
        with pytest.raises(paper.AnsweredOnPhone):
            type_in(sheet, "a a a a")
        assert [line.state for line in queries.list_sheets(quiz)] == ["phone"]

    def test_who_only_opened_it_on_a_phone_may_still_hand_in_paper(
        self, forum: Forum, quiz: Quiz, person: Registration
    ) -> None:
        (sheet,) = print_for(quiz, person)
        attempt = services.start_attempt(quiz, person, actor=None, at=moment(forum))
        type_in(sheet, "a a a a")
        assert db.session.scalars(select(Attempt)).one() is attempt

    def test_a_letter_that_cannot_be_keeps_nothing(self, quiz: Quiz, person: Registration) -> None:
        (sheet,) = print_for(quiz, person)
        with pytest.raises(paper.LetterImpossible):
            type_in(sheet, "a a e a")
        assert (kept(), list(db.session.scalars(select(Attempt)))) == ([], [])


class TestFinding:
    @pytest.mark.parametrize("typed", ["17", "១៧", "#017"])
    def test_by_badge_number_in_either_digits(self, quiz: Quiz, person: Registration, typed: str) -> None:
        (sheet,) = print_for(quiz, person)
        assert queries.find_sheet_of(quiz, typed) == sheet

    def test_by_code_however_it_is_typed_and_only_of_this_quiz(self, forum: Forum, quiz: Quiz) -> None:
        (sheet,) = print_for(quiz, make_registration(forum))
        assert queries.find_sheet_of(quiz, f" {sheet.code[:3].lower()}-{sheet.code[3:]}") == sheet
        other = make_quiz(forum, code="Q2", opened=at(forum, 2, "10:20"))
        assert queries.find_sheet_of(other, sheet.code) is None
