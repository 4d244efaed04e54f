"""Who knows what in the sample, and in which language they read: what makes its item statistics look like real ones."""

from random import Random

from forum_app.questions.models import Question
from forum_app.quizzes.models import Quiz
from forum_app.registration.models import Registration

MISREAD = ("D2S03", 4)
"""A question that the Khmer readers of the sample misunderstood: what the alarm for a translation looks like."""


def reads_in(person: Registration) -> str:
    """One in four reads quizzes in English, so that the two languages can be compared."""
    return "en" if (person.badge_number or 1) % 4 == 0 else person.person.language


def chance_of(quiz: Quiz, place: int, question: Question, person: Registration, *, skill: float) -> float:
    """How likely this person knows the question at this place of the quiz.

    Hard questions are hard for everybody, and able people are able in all of them.
    """
    ability = Random(f"ability {person.badge_number}").gauss(0, 0.14)
    chance = skill - 0.12 * (question.difficulty - 2) + ability
    if (quiz.code, place) == MISREAD:
        chance += -0.35 if reads_in(person) == "km" else 0.25
    return chance
