"""Who may put up materials and who may open them."""

from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles
from forum_app.materials.models import Material
from forum_app.registration import policy as registration_policy


@roles("administrator", "organiser", "lead_trainer", "trainer")
def may_manage(actor: Actor, thing: Forum | Material) -> bool:
    """Organisers and trainers of the forum."""
    return forums_policy.may_teach(actor, thing if isinstance(thing, Forum) else thing.forum)


@roles("participant")
def may_see_own(actor: Actor, forum: Forum) -> bool:
    """An officer of the forum."""
    return registration_policy.may_attend(actor, forum)


@roles("administrator", "organiser", "desk", "lead_trainer", "trainer", "speaker", "participant")
def may_read(actor: Actor, forum: Forum) -> bool:
    """Officers and staff of the forum read its lessons."""
    return registration_policy.may_attend(actor, forum) or forums_policy.may_work_in(actor, forum)


@roles("administrator", "organiser", "desk", "lead_trainer", "trainer", "speaker", "participant")
def may_open(actor: Actor, material: Material) -> bool:
    """Staff of the forum; officers once it is published."""
    if forums_policy.may_work_in(actor, material.forum):
        return True
    return material.is_published and registration_policy.may_attend(actor, material.forum)
