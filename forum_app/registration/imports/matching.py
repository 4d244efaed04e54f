"""Whom a row means: the same person, somebody who looks alike, or nobody yet.

Two officers of one unit may share a name, and merging them would lose one: only an officer id (over forums
together with the name), or the name together with the phone number or (where a phone is missing) the unit, makes
two entries one person.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from forum_app.accounts.models import Person
from forum_app.kernel import secrets
from forum_app.kernel.khmer.names import full_name
from forum_app.kernel.khmer.text import search_key
from forum_app.registration.models import Registration
from forum_app.registration.rules import RegistrationData

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells people apart. Phone and officer id are blind indexes."""

    km: str
    latin: str
    phone: str | None = None
    officer_id: str | None = None
    unit_id: UUID | None = None
    badge_number: int | None = None

    def same_name(self, other: "Identity") -> bool:
        """Equal in every script that both are written in, and in one at least."""
        pairs = [(self.km, other.km), (self.latin, other.latin)]
        shared = [(mine, yours) for mine, yours in pairs if mine and yours]
        return bool(shared) and all(mine == yours for mine, yours in shared)

    def shares_a_name(self, other: "Identity") -> bool:
        """Equal in one script: in the other it is often spelt anew."""
        return self.km == other.km != "" or self.latin == other.latin != ""

    def is_same_as(self, other: "Identity") -> bool:
        """True when both are one person for certain enough to be saved as one."""
        if self.officer_id and other.officer_id:
            return self.officer_id == other.officer_id
        if not self.same_name(other):
            return False
        if self.badge_number and self.badge_number == other.badge_number:
            return True
        if self.phone and other.phone:
            return self.phone == other.phone
        return self.unit_id == other.unit_id or not (self.unit_id and other.unit_id)

    def is_known_elsewhere_as(self, other: "Identity") -> bool:
        """The same over forums of different organisers: a name alone never is, nor an officer id alone.

        Whoever is found is written over and shown, so a wrong digit or a guess must not be enough.
        """
        if self.officer_id and other.officer_id:
            return self.officer_id == other.officer_id and self.shares_a_name(other)
        return bool(self.phone) and self.phone == other.phone and self.same_name(other)

    def handles(self) -> list[tuple[str, str]]:
        """Under which it is found by whoever may be the same or alike."""
        pairs = [("km", self.km), ("latin", self.latin), ("phone", self.phone), ("officer", self.officer_id)]
        return [(kind, value) for kind, value in pairs if value]


def identity_of_data(data: RegistrationData) -> Identity:
    """Of a row or a form."""
    return Identity(
        km=search_key(full_name(data.family_name_km, data.given_name_km, "km")),
        latin=search_key(full_name(data.family_name_latin, data.given_name_latin, "en")),
        phone=secrets.blind_index(data.phone, purpose="phone") if data.phone else None,
        officer_id=secrets.blind_index(data.officer_id, purpose="officer_id") if data.officer_id else None,
        unit_id=data.unit_id,
        badge_number=data.badge_number,
    )


def identity_of_person(person: Person) -> Identity:
    """Of somebody stored."""
    name = person.name
    return Identity(
        km=search_key(name.km),
        latin=search_key(name.en),
        phone=person.phone_index,
        officer_id=person.officer_id_index,
        unit_id=person.unit_id,
    )


def identity_of_registration(registration: Registration) -> Identity:
    """Of somebody in this forum: the unit and the badge are the forum's."""
    person = identity_of_person(registration.person)
    return Identity(
        km=person.km,
        latin=person.latin,
        phone=person.phone,
        officer_id=person.officer_id,
        unit_id=registration.unit_id,
        badge_number=registration.badge_number,
    )


class Crowd(Generic[Thing]):
    """Everybody already there, found by name, phone or officer id."""

    def __init__(self, members: Iterable[tuple[Identity, Thing]] = ()) -> None:
        self._found: dict[tuple[str, str], list[tuple[Identity, Thing]]] = defaultdict(list)
        for identity, thing in members:
            self.add(identity, thing)

    def add(self, identity: Identity, thing: Thing) -> None:
        for key in identity.handles():
            self._found[key].append((identity, thing))

    def find_same(self, wanted: Identity, *, elsewhere: bool = False) -> Thing | None:
        """Whoever is the same person, or None."""
        for identity, thing in self._near(wanted):
            if wanted.is_known_elsewhere_as(identity) if elsewhere else wanted.is_same_as(identity):
                return thing
        return None

    def list_alike(self, wanted: Identity) -> list[tuple[str, Thing]]:
        """(`name` or `phone`, thing) of everybody who shares a name or a phone number."""
        alike: dict[int, tuple[str, Thing]] = {}
        for identity, thing in self._near(wanted):
            if wanted.km == identity.km != "" or wanted.latin == identity.latin != "":
                alike.setdefault(id(thing), ("name", thing))
            elif wanted.phone and wanted.phone == identity.phone:
                alike.setdefault(id(thing), ("phone", thing))
        return list(alike.values())

    def _near(self, wanted: Identity) -> list[tuple[Identity, Thing]]:
        return [member for key in wanted.handles() for member in self._found.get(key, [])]
