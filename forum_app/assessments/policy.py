"""Who may set practicals, assess, see the queue, and read one's own result."""

from forum_app.assessments.models import Appeal, Observation, Practical, Submission
from forum_app.forums import policy as forums_policy
from forum_app.forums import queries as forums_queries
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles
from forum_app.programme.models import ForumSession
from forum_app.registration import policy as registration_policy

Thing = Forum | Practical | ForumSession | Observation | Appeal | Submission
"""What an address of this feature names last."""


def _forum(thing: Thing) -> Forum:
    if isinstance(thing, Observation | Submission):
        return thing.practical.forum
    if isinstance(thing, Appeal):
        return thing.observation.practical.forum
    return thing if isinstance(thing, Forum) else thing.forum


@roles("administrator", "organiser", "lead_trainer", "trainer")
def may_see_queue(actor: Actor, thing: Thing) -> bool:
    """Trainers and organisers see who waits and who is signed off."""
    return forums_policy.may_teach(actor, _forum(thing))


@roles("lead_trainer", "trainer")
def may_assess(actor: Actor, thing: Thing) -> bool:
    """Trainers only: the page tells the officer that nobody else reads the levels."""
    return bool(forums_policy.TEACHING & forums_queries.roles_of(actor.person_id, _forum(thing).id))


@roles("lead_trainer")
def may_reopen_others(actor: Actor, thing: Thing) -> bool:
    """The lead trainer may reopen what another trainer signed off."""
    return "lead_trainer" in forums_queries.roles_of(actor.person_id, _forum(thing).id)


@roles("administrator", "organiser", "lead_trainer")
def may_set_up(actor: Actor, thing: Thing) -> bool:
    """Organisers and the lead trainer choose which exercises are assessed."""
    return forums_policy.may_organise(actor, _forum(thing)) or may_reopen_others(actor, thing)


@roles("administrator", "organiser")
def may_allow_own_unit(actor: Actor, thing: Thing) -> bool:
    """The organiser alone: a trainer cannot allow it to oneself."""
    return forums_policy.may_organise(actor, _forum(thing))


@roles("participant")
def may_see_own(actor: Actor, forum: Forum) -> bool:
    """An officer of this forum."""
    return registration_policy.may_attend(actor, forum)


@roles("participant")
def may_hand_in(actor: Actor, practical: Practical) -> bool:
    """An officer of the practical's forum."""
    return registration_policy.may_attend(actor, practical.forum)
