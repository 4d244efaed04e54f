"""Who may do what in a forum."""

from forum_app.forums import queries
from forum_app.forums.models import Forum, StaffMember
from forum_app.kernel.access import Actor, roles

TEACHING = frozenset({"trainer", "lead_trainer"})


@roles("administrator", "organiser")
def may_organise(actor: Actor, forum: Forum) -> bool:
    """Organisers of this forum (and the administrator)."""
    return actor.is_administrator or "organiser" in queries.roles_of(actor.person_id, forum.id)


@roles("administrator", "organiser", "desk")
def may_work_the_desk(actor: Actor, forum: Forum) -> bool:
    """Desk volunteers and organisers."""
    return actor.is_administrator or bool({"organiser", "desk"} & queries.roles_of(actor.person_id, forum.id))


@roles("administrator", "organiser", "lead_trainer", "trainer")
def may_teach(actor: Actor, forum: Forum) -> bool:
    """Trainers and organisers."""
    found = queries.roles_of(actor.person_id, forum.id)
    return actor.is_administrator or bool(({"organiser"} | TEACHING) & found)


@roles("administrator", "organiser", "desk", "lead_trainer", "trainer", "speaker")
def may_work_in(actor: Actor, forum: Forum) -> bool:
    """Anybody on the staff of this forum."""
    return actor.is_administrator or bool(queries.roles_of(actor.person_id, forum.id))


@roles("administrator", "organiser")
def may_start_a_forum(actor: Actor) -> bool:
    """Administrators and whoever already organises a forum."""
    return actor.is_administrator or queries.is_organiser_anywhere(actor.person_id)


@roles("administrator", "organiser")
def may_organise_staff(actor: Actor, member: StaffMember) -> bool:
    """Organisers of the member's forum."""
    return may_organise(actor, member.forum)
