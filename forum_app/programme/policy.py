"""Who may see and change the programme."""

from forum_app.forums import policy as forums_policy
from forum_app.kernel.access import Actor, roles
from forum_app.programme.models import ForumSession


@roles("administrator", "organiser")
def may_change(actor: Actor, forum_session: ForumSession) -> bool:
    """Organisers of the session's forum."""
    return forums_policy.may_organise(actor, forum_session.forum)


@roles("administrator", "organiser", "lead_trainer", "trainer")
def may_run(actor: Actor, forum_session: ForumSession) -> bool:
    """Whoever says that a session really begins or ends."""
    return forums_policy.may_teach(actor, forum_session.forum)
