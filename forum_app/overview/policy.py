"""Who may see the first pages."""

from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles


@roles("administrator", "organiser")
def may_remove_the_sample(actor: Actor) -> bool:
    """Whoever organises a forum of their own (never a sample account)."""
    return forums_policy.may_start_a_forum(actor) and not getattr(actor, "is_sample", False)


@roles("administrator", "organiser", "lead_trainer", "trainer")
def may_translate(actor: Actor, forum: Forum) -> bool:
    """Trainers and organisers: they see the questions anyway, and answer for what is taught."""
    return forums_policy.may_teach(actor, forum)
