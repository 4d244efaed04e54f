"""Who may put up materials and who may open them."""

from forum_app.accounts.models import Person
from forum_app.forums import policy as forums_policy
from forum_app.forums import queries as forums_queries
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles
from forum_app.kernel.database import db
from forum_app.materials import queries
from forum_app.materials.models import Material
from forum_app.registration import policy as registration_policy
from forum_app.registration import queries as registration_queries


@roles("administrator", "organiser", "lead_trainer", "trainer")
def may_manage(actor: Actor, thing: Forum | Material) -> bool:
    """Organisers and trainers of the forum."""
    return forums_policy.may_teach(actor, thing if isinstance(thing, Forum) else thing.forum)


@roles("administrator", "organiser", "lead_trainer", "trainer", "speaker")
def may_upload(actor: Actor, forum: Forum) -> bool:
    """Speakers too put up what they bring; somebody who may manage publishes it."""
    return may_manage(actor, forum) or "speaker" in forums_queries.roles_of(actor.person_id, forum.id)


@roles("administrator", "organiser", "lead_trainer", "trainer", "speaker")
def may_replace(actor: Actor, material: Material) -> bool:
    """A speaker renews what they brought themselves."""
    if may_manage(actor, material):
        return True
    return may_upload(actor, material.forum) and queries.was_put_up_by(material, actor.person_id)


@roles("administrator", "organiser")
def may_organise(actor: Actor, forum: Forum) -> bool:
    """Organisers decide about held files and limits, and see who opened what is restricted."""
    return forums_policy.may_organise(actor, forum)


@roles("administrator", "organiser")
def may_organise_material(actor: Actor, material: Material) -> bool:
    """The same, of one material."""
    return forums_policy.may_organise(actor, material.forum)


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
    """Staff of the forum; officers once it is published; of what is for law enforcement only, nobody else."""
    if material.law_only and not is_of_the_law(actor, material.forum):
        return False
    if forums_policy.may_work_in(actor, material.forum):
        return True
    return material.is_published and registration_policy.may_attend(actor, material.forum)


def is_of_the_law(actor: Actor, forum: Forum) -> bool:
    """Participants of the forum, whoever holds a rank, and the organisers who answer for it."""
    if forums_policy.may_organise(actor, forum):
        return True
    own = registration_queries.find_of_person(forum, actor.person_id)
    if own is not None:
        return queries.is_for(own)
    person = db.session.get(Person, actor.person_id)
    return person is not None and person.rank_id is not None
