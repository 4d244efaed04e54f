"""Who may check in, correct, export and look."""

from forum_app.attendance.models import Evidence
from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles
from forum_app.registration import policy as registration_policy
from forum_app.registration.models import Registration


def _forum(thing: Forum | Registration | Evidence) -> Forum:
    if isinstance(thing, Forum):
        return thing
    return thing.registration.forum if isinstance(thing, Evidence) else thing.forum


@roles("administrator", "organiser", "desk")
def may_check_in(actor: Actor, thing: Forum | Registration | Evidence) -> bool:
    """The desk and the organisers: they also see the tables they write."""
    return forums_policy.may_work_the_desk(actor, _forum(thing))


@roles("administrator", "organiser")
def may_correct(actor: Actor, thing: Forum | Registration) -> bool:
    """Organisers: what they state overrides what was scanned, with a reason."""
    return forums_policy.may_organise(actor, _forum(thing))


@roles("participant")
def may_see_own(actor: Actor, forum: Forum) -> bool:
    """The person's own record."""
    return registration_policy.may_attend(actor, forum)
