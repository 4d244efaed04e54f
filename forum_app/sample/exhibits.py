"""Exhibits of the sample: officers answer the questions about their own, the lead trainer shows the results."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from forum_app.accounts.models import Account
from forum_app.accounts.queries import find_account_of
from forum_app.exercises import queries, services
from forum_app.exercises.rules import making
from forum_app.exercises.rules.exhibit import Question
from forum_app.forums.models import Forum
from forum_app.forums.queries import list_staff
from forum_app.programme.queries import find_session
from forum_app.registration.models import Registration

SEED = 1207
"""A stream of its own, so that the rest of the sample stays as it was."""
SURE = 0.8
"""How often an answer is right."""


def answer(forum: Forum, session_code: str, people: Sequence[Registration]) -> None:
    """These people answer in the session, mostly rightly; afterwards the lead trainer shows the results."""
    forum_session = find_session(forum, session_code)
    run = next(one for one in queries.list_runs(forum) if forum_session and one.forum_session_id == forum_session.id)
    random, lead = Random(SEED), _lead_trainer(forum)
    assert forum_session is not None and lead is not None, session_code
    for place, person in enumerate(people):
        questions = making.questions_in(queries.exhibits_of(run, person))
        typed = {one.item: _typed(one, random) for one in questions}
        actor = find_account_of(person.person) or lead
        at = forum_session.starts_at + timedelta(minutes=40, seconds=30 * place)
        services.record_answers(run, person, typed, actor=actor, at=at)
    services.release(run, actor=lead, at=forum_session.ends_at + timedelta(minutes=10))


def _typed(question: Question, random: Random) -> str:
    if random.random() < SURE:
        return question.right
    return str(random.randrange(len(question.options))) if question.options else "?"


def _lead_trainer(forum: Forum) -> Account | None:
    member = next(member for member in list_staff(forum) if member.role == "lead_trainer")
    return find_account_of(member.person)
