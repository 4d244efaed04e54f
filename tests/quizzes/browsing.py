"""What the tests of quizzes share: ways to act and to look."""

from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.kernel.database import db
from forum_app.quizzes.models import Answer, Attempt, Quiz
from forum_app.registration.models import Registration
from tests.pages import HouseClient

CANARY = "CANARY"


def mine(quiz: Quiz, tail: str = "") -> str:
    return f"/forums/{quiz.forum.code}/me/quizzes/{quiz.id}{tail}"


def staff(quiz: Quiz, tail: str = "") -> str:
    return f"/forums/{quiz.forum.code}/quizzes/{quiz.id}{tail}"


def registration_of(account: Account) -> Registration:
    return db.session.scalars(select(Registration).where(Registration.person_id == account.person_id)).one()


def begin(client: HouseClient, quiz: Quiz) -> Attempt:
    answer = client.post(mine(quiz))
    assert (answer.status_code, answer.location) == (303, mine(quiz, "/1"))
    return db.session.scalars(select(Attempt).where(Attempt.quiz_id == quiz.id)).one()


def held() -> list[tuple[list[str], str, bool]]:
    return [(row.chosen, row.language, row.is_late) for row in db.session.scalars(select(Answer))]
