"""Who may hand out materials, see answers, and answer."""

from forum_app.exercises.models import ExerciseRun
from forum_app.forums import policy as forums_policy
from forum_app.forums import queries as forums_queries
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles
from forum_app.registration import policy as registration_policy


def _forum(thing: Forum | ExerciseRun) -> Forum:
    return thing.forum if isinstance(thing, ExerciseRun) else thing


@roles("administrator", "organiser", "lead_trainer", "trainer")
def may_hand_out(actor: Actor, thing: Forum | ExerciseRun) -> bool:
    """Trainers and organisers print sheets and take exhibits; counts, not answers, are shown with them."""
    return forums_policy.may_teach(actor, _forum(thing))


@roles("lead_trainer", "trainer")
def may_see_answers(actor: Actor, thing: Forum | ExerciseRun) -> bool:
    """Trainers only, as the officer's page says: the key, each answer, and the release of results."""
    return bool(forums_policy.TEACHING & forums_queries.roles_of(actor.person_id, _forum(thing).id))


@roles("administrator", "organiser", "lead_trainer")
def may_choose(actor: Actor, thing: Forum | ExerciseRun) -> bool:
    """Organisers and the lead trainer choose whose materials are used, and in which version."""
    forum = _forum(thing)
    held = forums_queries.roles_of(actor.person_id, forum.id)
    return forums_policy.may_organise(actor, forum) or "lead_trainer" in held


@roles("participant")
def may_answer(actor: Actor, thing: Forum | ExerciseRun) -> bool:
    """An officer of this forum, about the own exhibits."""
    return registration_policy.may_attend(actor, _forum(thing))
