"""Who gives feedback, who reads it counted, who types paper slips, who words the questions."""

from forum_app.forums import policy as forums_policy
from forum_app.forums import queries as forums_queries
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles
from forum_app.registration import policy as registration_policy


@roles("participant")
def may_answer(actor: Actor, forum: Forum) -> bool:
    """An officer of the forum."""
    return registration_policy.may_attend(actor, forum)


@roles("administrator", "organiser", "lead_trainer")
def may_see_results(actor: Actor, forum: Forum) -> bool:
    """Organisers and the lead trainer; nobody sees who said what."""
    held = forums_queries.roles_of(actor.person_id, forum.id)
    return "lead_trainer" in held or forums_policy.may_organise(actor, forum)


@roles("administrator", "organiser", "desk")
def may_type_slips(actor: Actor, forum: Forum) -> bool:
    """Whoever holds the pile of paper: the desk and the organisers."""
    return forums_policy.may_work_the_desk(actor, forum)


@roles("administrator", "organiser")
def may_word_questions(actor: Actor, forum: Forum) -> bool:
    """Organisers."""
    return forums_policy.may_organise(actor, forum)
