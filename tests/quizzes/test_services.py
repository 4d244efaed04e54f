"""Opening, closing and the bank of questions."""

import pytest
from sqlalchemy import select

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.quizzes import queries, rules, services
from forum_app.quizzes.models import QuizEvent
from forum_app.quizzes.rules import State
from tests.factories.forums import make_forum
from tests.factories.programme import make_module
from tests.factories.quizzes import make_bank, make_quiz, question_row
from tests.quizzes.acting import answer, moment, open_attempt

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def forum() -> Forum:
    return make_forum()


class TestBank:
    def test_loading_twice_changes_nothing(self) -> None:
        make_module("DF")
        rows = [question_row("DF-Q1"), question_row("DF-Q2")]
        assert services.load_questions("DF", rows).added == ["DF-Q1", "DF-Q2"]
        before = [(q.id, q.options) for q in db.session.scalars(select(Question))]
        assert not services.load_questions("DF", rows)
        assert [(q.id, q.options) for q in db.session.scalars(select(Question))] == before

    def test_keys_are_random_and_do_not_say_where_the_right_one_stands(self) -> None:
        make_bank(count=8)
        questions = db.session.scalars(select(Question)).all()
        keys = [key for question in questions for key in question.option_keys]
        assert len(set(keys)) == len(keys)
        assert {sorted(q.option_keys).index(q.correct_key) for q in questions} != {1}

    def test_new_words_of_an_unanswered_question_replace_the_old_ones(self) -> None:
        make_bank(count=1)
        old = db.session.scalars(select(Question)).one()
        key = old.correct_key
        services.load_questions("DF", [question_row("DF-Q1", stem={"km": "ថ្មី", "en": "New"})])
        assert (old.version, old.stem.en, old.correct_key) == (1, "New", key)

    def test_new_words_of_an_answered_question_become_a_new_version(self, forum: Forum) -> None:
        quiz, attempt, question = open_attempt(forum, questions=1)
        answer(attempt, question, question.correct_key, moment(forum))
        prepared = make_quiz(forum, code="Q2", questions=1)
        services.load_questions("DF", [question_row("DF-Q1", stem={"km": "ថ្មី", "en": "New"})])
        versions = db.session.scalars(select(Question).order_by(Question.version)).all()
        assert [(q.version, q.status, q.stem.en) for q in versions] == [
            (1, "retired", "What does DF-Q1 ask?"),
            (2, "approved", "New"),
        ]
        assert queries.list_questions(quiz) == [versions[0]]
        assert queries.list_questions(prepared) == [versions[1]]

    def test_a_corrected_key_corrects_results_already_given(self, forum: Forum) -> None:
        quiz, attempt, question = open_attempt(forum, questions=1)
        answer(attempt, question, question.option_keys[2], moment(forum))
        services.submit_attempt(attempt, actor=None, at=moment(forum))
        assert queries.list_scored([quiz])[0].sheet.right == 0
        services.load_questions("DF", [question_row("DF-Q1", correct=2)])
        assert queries.list_scored([quiz])[0].sheet.right == 1

    def test_a_question_that_is_gone_is_retired_and_may_come_back(self) -> None:
        make_bank(count=2)
        assert services.load_questions("DF", [question_row("DF-Q1")]).retired == ["DF-Q2"]
        services.load_questions("DF", [question_row("DF-Q1"), question_row("DF-Q2")])
        assert {q.status for q in db.session.scalars(select(Question))} == {"approved"}

    def test_other_number_of_options_draws_new_keys(self) -> None:
        make_bank(count=1)
        options = [{"km": "ពិត", "en": "True"}, {"km": "មិនពិត", "en": "False"}]
        services.load_questions("DF", [question_row("DF-Q1", kind="true_false", options=options, correct=0)])
        question = db.session.scalars(select(Question)).one()
        assert [option["en"] for option in question.options] == ["True", "False"]
        assert question.correct_key == question.option_keys[0]


class TestPreparing:
    def test_only_approved_questions_without_legal_hold_for_this_use_are_picked(self, forum: Forum) -> None:
        module = make_module("DF")
        rows = [
            question_row("DF-Q1"),
            question_row("DF-Q2", legal_hold=True),
            question_row("DF-Q3", use="prepost"),
            question_row("DF-Q4", status="draft"),
        ]
        services.load_questions("DF", rows)
        data = services.QuizData(code="Q1", title=Bilingual("ក", "A"), question_count=2, modules=[module])
        with pytest.raises(rules.TooFewQuestions) as refused:
            services.create_quiz(forum, data, actor=None, at=moment(forum))
        assert refused.value.values == {"found": 1}
        assert queries.list_quizzes(forum) == []

    def test_pre_and_post_test_ask_the_same_reserved_questions_of_all_modules(self, forum: Forum) -> None:
        for code in ("DF", "TR", "DN"):
            make_bank(code, count=3, use="prepost")
            services.load_questions(code, [question_row(f"{code}-Q{n}", use="prepost") for n in (1, 2, 3)])
        asked = []
        for code in ("pre", "post"):
            data = services.QuizData(code=code, title=Bilingual("ក", "A"), purpose=code, question_count=6)
            quiz = services.create_quiz(forum, data, actor=None, at=moment(forum))
            asked.append([question.code for question in queries.list_questions(quiz)])
        assert asked[0] == asked[1]
        assert sorted(code[:2] for code in asked[0]) == ["DF", "DF", "DN", "DN", "TR", "TR"]

    def test_a_code_is_used_once_in_a_forum(self, forum: Forum) -> None:
        make_quiz(forum)
        with pytest.raises(rules.CodeTaken) as refused:
            make_quiz(forum)
        assert refused.value.values == {"code": "Q1"}

    def test_a_prepared_quiz_is_changed_and_picked_anew(self, forum: Forum) -> None:
        quiz = make_quiz(forum)
        module = quiz.module
        assert module is not None
        data = services.QuizData(code="Q1", title=Bilingual("ខ", "B"), question_count=2, modules=[module])
        services.change_quiz(quiz, data, actor=None)
        assert (quiz.title.en, len(queries.list_questions(quiz))) == ("B", 2)

    def test_an_opened_quiz_keeps_its_questions_and_its_time(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=moment(forum))
        module = quiz.module
        assert module is not None
        title = Bilingual("ខ", "B")
        with pytest.raises(rules.AlreadyOpened):
            services.change_quiz(
                quiz, services.QuizData(code="Q1", title=title, question_count=2, modules=[module]), actor=None
            )
        assert len(queries.list_questions(quiz)) == 4
        data = services.QuizData(code="Q1", title=title, question_count=4, modules=[module], pass_percent=70)
        services.change_quiz(quiz, data, actor=None)
        assert (quiz.title.en, quiz.pass_percent) == ("B", 70)


class TestRunning:
    def test_each_step_is_an_event_and_happens_once(self, forum: Forum) -> None:
        quiz = make_quiz(forum)
        for verb in (services.open_quiz, services.close_quiz, services.release_results):
            verb(quiz, actor=None, at=moment(forum))
            verb(quiz, actor=None, at=moment(forum, "11:00"))
        events = db.session.scalars(select(QuizEvent).order_by(QuizEvent.id)).all()
        assert [(event.kind, event.at) for event in events] == [
            ("opened", moment(forum)),
            ("closed", moment(forum)),
            ("released", moment(forum)),
        ]
        assert quiz.state is State.RELEASED

    def test_a_quiz_closed_by_mistake_is_opened_again(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=moment(forum))
        services.close_quiz(quiz, actor=None, at=moment(forum, "10:30"))
        services.open_quiz(quiz, actor=None, at=moment(forum, "10:31"))
        assert quiz.state is State.OPEN

    def test_steps_out_of_order_are_refused(self, forum: Forum) -> None:
        quiz = make_quiz(forum)
        with pytest.raises(rules.QuizNotOpen):
            services.close_quiz(quiz, actor=None, at=moment(forum))
        services.open_quiz(quiz, actor=None, at=moment(forum))
        with pytest.raises(rules.NotYetClosed):
            services.release_results(quiz, actor=None, at=moment(forum))
        services.close_quiz(quiz, actor=None, at=moment(forum))
        services.release_results(quiz, actor=None, at=moment(forum))
        with pytest.raises(rules.AlreadyReleased):
            services.open_quiz(quiz, actor=None, at=moment(forum))
