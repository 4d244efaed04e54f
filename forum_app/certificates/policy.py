"""Who may issue certificates, and who may see one."""

from forum_app.certificates.models import Certificate
from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles
from forum_app.registration import policy as registration_policy
from forum_app.registration.models import Registration


@roles("administrator", "organiser")
def may_issue(actor: Actor, thing: Forum | Registration | Certificate) -> bool:
    """Organisers of the forum."""
    return forums_policy.may_organise(actor, thing if isinstance(thing, Forum) else thing.forum)


@roles("participant")
def may_see_own(actor: Actor, forum: Forum) -> bool:
    """Whoever attends the forum."""
    return registration_policy.may_attend(actor, forum)
