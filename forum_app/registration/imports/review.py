"""The dry run: what each row of a list would do, with a sentence for everything worth knowing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext

from forum_app.accounts.models import Person
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.khmer.names import full_name
from forum_app.kernel.refusal import N_
from forum_app.registration import queries
from forum_app.registration.imports import cells, lookups, matching
from forum_app.registration.imports.columns import COLUMN_NAMES, key
from forum_app.registration.models import Registration
from forum_app.registration.rules import STATUS_NAMES, Note, RegistrationData

VERDICT_NAMES: dict[str, str] = {
    "error": N_("Has an error"),
    "duplicate": N_("Twice in the list"),
    "change": N_("Will be changed"),
    "new": N_("Will be added"),
    "known": N_("Already there"),
}
"""In the order of the review: what needs the organiser comes first."""

COMPARED = {
    "family_name_km": "family_name_km",
    "given_name_km": "given_name_km",
    "family_name_latin": "family_name_latin",
    "given_name_latin": "given_name_latin",
    "sex": "sex",
    "phone": "phone",
    "officer_id": "officer_id",
    "birth_year": "birth_year",
    "email": "email",
    "rank_id": "rank",
    "post_id": "post",
    "unit_id": "unit",
    "province_id": "province",
    "group_id": "group",
    "note": "note",
}
"""Field of the data: column that names it in a sentence."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the list and what will happen to it."""

    number: int
    data: RegistrationData
    verdict: str
    notes: tuple[Note, ...]
    new_unit: str = ""
    registration: Registration | None = None
    """Who is already in this forum under this row."""
    person: Person | None = None
    """Who is known from another forum."""

    @property
    def name(self) -> Bilingual:
        data = self.data
        return Bilingual(
            km=full_name(data.family_name_km, data.given_name_km, "km"),
            en=full_name(data.family_name_latin, data.given_name_latin, "en"),
        )


@dataclass(frozen=True, slots=True)
class Review:
    """The whole dry run."""

    rows: tuple[ImportRow, ...]
    new_units: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each verdict, in the order of the review."""
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in VERDICT_NAMES if found[verdict]}

    @property
    def errors_first(self) -> list[ImportRow]:
        """As the organiser wants to read them."""
        order = list(VERDICT_NAMES)
        return sorted(self.rows, key=lambda row: (order.index(row.verdict), row.number))

    def of(self, *verdicts: str) -> list[ImportRow]:
        return [row for row in self.rows if row.verdict in verdicts]


def review(forum: Forum, rows: Iterable[dict[str, Any]], *, this_year: int) -> Review:
    """Judge every row against the forum as it is now. Reads only; the same number of queries for any length."""
    tables = lookups.load(forum)
    readings = [(int(row["row"]), cells.read_row(row, tables, this_year=this_year)) for row in rows]
    datas = [cells.data_of(reading) for _, reading in readings]
    judge = _Judge(forum, tables, datas)
    judged = tuple(judge.row(number, reading, data) for (number, reading), data in zip(readings, datas, strict=True))
    units: dict[str, str] = {}
    for row in judged:
        if row.new_unit:
            units.setdefault(key(row.new_unit), row.new_unit)
    return Review(rows=judged, new_units=tuple(units.values()))


class _Judge:
    """Knows who is in the forum, who is known elsewhere, and which rows came before."""

    def __init__(self, forum: Forum, tables: lookups.Lookups, datas: list[RegistrationData]) -> None:
        registered = queries.list_all(forum)
        self.tables = tables
        self.registered = matching.Crowd((matching.identity_of_registration(r), r) for r in registered)
        self.badges = {r.badge_number: r for r in registered if r.badge_number}
        known = queries.list_people_by_index([matching.identity_of_data(data) for data in datas])
        self.known = matching.Crowd((matching.identity_of_person(person), person) for person in known)
        self.before: matching.Crowd[int] = matching.Crowd()
        self.badge_rows = Counter(data.badge_number for data in datas if data.badge_number)

    def row(self, number: int, reading: cells.Reading, data: RegistrationData) -> ImportRow:
        identity = matching.identity_of_data(data)
        twin = self.before.find_same(identity)
        registration = self.registered.find_same(identity)
        person = None if registration else self.known.find_same(identity, elsewhere=True)
        self._badge(data, registration, reading)
        verdict = self._verdict(reading, twin, registration, data)
        if twin is None and not registration:
            self._alike(identity, reading)
        self.before.add(identity, number)
        return ImportRow(
            number=number,
            data=data,
            verdict=verdict,
            notes=tuple(sorted(reading.notes, key=lambda note: not note.blocks)),
            new_unit=reading.new_unit,
            registration=registration,
            person=person,
        )

    def _verdict(
        self, reading: cells.Reading, twin: int | None, registration: Registration | None, data: RegistrationData
    ) -> str:
        if any(note.blocks for note in reading.notes):
            return "error"
        if twin is not None:
            reading.warn(N_("This is the same person as in row %(row)s, so this row is left out."), row=twin)
            return "duplicate"
        if registration is None:
            return "new"
        changes = self._changes(registration, data)
        reading.notes += changes
        return "change" if changes or reading.new_unit else "known"

    def _badge(self, data: RegistrationData, registration: Registration | None, reading: cells.Reading) -> None:
        number = data.badge_number
        if number is None:
            return
        holder = self.badges.get(number)
        if self.badge_rows[number] > 1:
            reading.block(N_("Badge number %(number)s stands in more than one row."), number=number)
        elif holder is not None and holder is not registration:
            reading.block(
                N_("Badge number %(number)s already belongs to %(name)s."), number=number, name=holder.person.name
            )
        elif registration is not None and registration.badge_number not in (None, number):
            reading.warn(N_("The badge number stays %(number)s; it may already be printed."), number=registration.badge)

    def _changes(self, registration: Registration, data: RegistrationData) -> list[Note]:
        """What the row says that is not stored. An empty cell never erases."""
        notes = []
        for field_name, column in COMPARED.items():
            owner = registration if field_name in REGISTERED else registration.person
            new, old = getattr(data, field_name), getattr(owner, field_name)
            if new not in (None, "") and new != old:
                notes.append(self._change(column, old, new))
        if registration.status in ("cancelled", "declined"):
            old_status = lazy_gettext(STATUS_NAMES[registration.status])
            notes.append(Note(N_("The registration was “%(status)s” and is opened again."), {"status": old_status}))
        return notes

    def _change(self, column: str, old: Any, new: Any) -> Note:
        names = self.tables.names
        values = {
            "column": lazy_gettext(COLUMN_NAMES[column]),
            "old": names.get(old, old) if old not in (None, "") else "–",
            "new": names.get(new, new),
        }
        return Note(N_("%(column)s: “%(old)s” becomes “%(new)s”."), values)

    def _alike(self, identity: matching.Identity, reading: cells.Reading) -> None:
        for what, other in self.before.list_alike(identity):
            sentence = SAME_NAME_ROW if what == "name" else SAME_PHONE_ROW
            reading.warn(sentence, row=other)
        for what, registration in self.registered.list_alike(identity):
            sentence = SAME_NAME if what == "name" else SAME_PHONE
            reading.warn(sentence, badge=registration.badge or "–", name=registration.person.name)


REGISTERED = frozenset({"rank_id", "post_id", "unit_id", "province_id", "group_id", "note"})
SAME_NAME_ROW = N_("Row %(row)s has the same name. Both are kept as two people.")
SAME_PHONE_ROW = N_("Row %(row)s has the same phone number.")
SAME_NAME = N_("%(name)s (badge %(badge)s) is already registered under the same name. Both are kept as two people.")
SAME_PHONE = N_("%(name)s (badge %(badge)s) has the same phone number.")


def complete(row: ImportRow) -> RegistrationData:
    """What is saved for a row about somebody already known: empty cells take what is stored."""
    source = row.registration.person if row.registration else row.person
    if source is None:
        return row.data
    kept: dict[str, Any] = {}
    for name in COMPARED:
        owner = row.registration if row.registration and name in REGISTERED else source
        if getattr(row.data, name) in (None, ""):
            kept[name] = getattr(owner, name, None)
    kept["language"] = source.language if row.data.language == "km" else row.data.language
    kept["honorific_id"] = row.data.honorific_id or source.honorific_id
    if not (row.data.position_km or row.data.position_en):
        position = row.registration.position if row.registration else source.position
        kept["position_km"], kept["position_en"] = position.km, position.en
    if row.registration:
        kept["protocol_number"], kept["kind"] = row.registration.protocol_number, row.registration.kind
    return replace(row.data, **{k: v for k, v in kept.items() if v is not None})
