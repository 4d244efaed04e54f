"""Who may take a quiz, run it, prepare it and read its results."""

from forum_app.forums import policy as forums_policy
from forum_app.forums import queries as forums_queries
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles
from forum_app.quizzes.models import Attempt, Quiz
from forum_app.quizzes.queries.taking import takes_part


def _forum(thing: Forum | Quiz | Attempt) -> Forum:
    if isinstance(thing, Attempt):
        return thing.quiz.forum
    return thing.forum if isinstance(thing, Quiz) else thing


@roles("participant")
def may_take(actor: Actor, thing: Forum | Quiz) -> bool:
    """Whoever has an approved registration in the quiz's forum."""
    return takes_part(_forum(thing), actor.person_id)


@roles("administrator", "organiser", "lead_trainer", "trainer")
def may_run(actor: Actor, thing: Forum | Quiz) -> bool:
    """Trainers and organisers open, close and release, and see figures without names."""
    return forums_policy.may_teach(actor, _forum(thing))


@roles("administrator", "organiser", "lead_trainer", "trainer")
def may_set_up(actor: Actor, thing: Forum | Quiz) -> bool:
    """Organisers and trainers prepare quizzes."""
    return forums_policy.may_teach(actor, _forum(thing))


@roles("lead_trainer", "trainer")
def may_see_people(actor: Actor, thing: Forum | Quiz | Attempt) -> bool:
    """Trainers only: the officer's page promises that nobody else sees a person's answers."""
    held = forums_queries.roles_of(actor.person_id, _forum(thing).id)
    return bool(forums_policy.TEACHING & held)
