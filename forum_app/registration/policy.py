"""Who may see and decide registrations."""

from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles
from forum_app.kernel.database import db
from forum_app.registration import queries
from forum_app.registration.models import ImportBatch, Registration


@roles("administrator", "organiser")
def may_manage(actor: Actor, thing: Forum | Registration) -> bool:
    """Organisers of the forum."""
    return forums_policy.may_organise(actor, thing if isinstance(thing, Forum) else thing.forum)


@roles("administrator", "organiser")
def may_manage_list(actor: Actor, batch: ImportBatch) -> bool:
    """Organisers of the forum the list is for."""
    forum = db.session.get(Forum, batch.forum_id)
    return forum is not None and forums_policy.may_organise(actor, forum)


@roles("administrator", "organiser", "desk")
def may_enrol_for(actor: Actor, registration: Registration) -> bool:
    """Organisers and the desk, who see the officer before them."""
    return forums_policy.may_work_the_desk(actor, registration.forum)


@roles("participant")
def may_attend(actor: Actor, forum: Forum) -> bool:
    """Whoever has an approved registration of their own."""
    own = queries.find_of_person(forum, actor.person_id)
    return own is not None and own.status == "approved"
