"""What a quiz that gives feedback with each answer says of an attempt's answers."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.quizzes.models import AnswerArrival, Attempt
from forum_app.quizzes.queries.arriving import answers_of, arrivals_of
from forum_app.quizzes.rules.arriving import Verdict, is_judged
from forum_app.quizzes.rules.screens import in_words, right_answer


def verdicts_of(attempt: Attempt) -> dict[UUID, Verdict]:
    """By question, what may be told now. Nothing in quizzes that wait for their release. Two queries."""
    quiz = attempt.quiz
    if not is_judged(quiz.behaviour, quiz.purpose):
        return {}
    if quiz.behaviour == "immediate":
        judged = {answer.question_id: [answer.chosen] for answer in reversed(answers_of(attempt))}
    else:
        judged = _tries(arrivals_of(attempt))
    questions = db.session.scalars(select(Question).where(Question.id.in_(judged)))
    return {question.id: _verdict(question, judged[question.id], quiz.behaviour) for question in questions}


def texts_of(question: Question) -> dict[str, Bilingual]:
    """The words of options and targets by their key."""
    return {one["key"]: Bilingual.of(one) for one in (*question.options, *question.targets)}


def _tries(arrivals: Iterable[AnswerArrival]) -> dict[UUID, list[list[str]]]:
    found: dict[UUID, list[list[str]]] = {}
    for arrival in arrivals:
        found.setdefault(arrival.question_id, []).append(arrival.chosen)
    return found


def _verdict(question: Question, tries: list[list[str]], behaviour: str) -> Verdict:
    """A mastery quiz ends a question with its first right try; an immediate one with its only one."""
    right = next((place for place, chosen in enumerate(tries) if question.key.is_right(chosen)), None)
    count = len(tries) if right is None else right + 1
    chosen = tries[count - 1]
    if right is None and behaviour == "mastery":
        return Verdict(is_right=False, is_final=False, chosen=chosen, tries=count)
    return Verdict(
        is_right=right is not None,
        is_final=True,
        chosen=chosen,
        tries=count,
        right=right_answer(question.kind, question.solution),
        right_words=in_words(question.kind, right_answer(question.kind, question.solution), texts_of(question)),
        feedback=question.feedback,
        source=question.source,
    )
