"""Who may work on the question bank. Nothing of it is reachable for officers: it holds what is right."""

from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles


@roles("administrator", "organiser", "lead_trainer", "trainer")
def may_keep_bank(actor: Actor, forum: Forum) -> bool:
    """Trainers and organisers of the forum from whose pages the bank is opened."""
    return forums_policy.may_teach(actor, forum)


@roles("administrator", "organiser")
def may_override(actor: Actor, forum: Forum) -> bool:
    """Organisers may check what they wrote themselves when they say why."""
    return forums_policy.may_organise(actor, forum)
