"""A phone that was offline hands over its taps: each is judged by itself, and a second arrival changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum_app.accounts.models import Account
from forum_app.assessments import queries, rules
from forum_app.assessments.models import MarkingEvent, Observation, Practical
from forum_app.assessments.rules import Tap
from forum_app.assessments.services.marking import sign_off
from forum_app.assessments.services.taps import keep_refused, open_observation, require_open, take
from forum_app.forums.models import Forum
from forum_app.kernel.database import db, transaction
from forum_app.kernel.refusal import Refusal
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one entry. A refused one has its sentence; `kept` says that the server holds it all the same."""

    id: str
    outcome: str
    refusal: Refusal | None = None
    kept: bool = True


def take_batch(forum: Forum, entries: Sequence[Tap | Refusal], *, actor: Account, at: datetime) -> list[Taken]:
    """Take what a phone sends, in its order. An entry that could not be read is a Refusal with its `id` value.

    One refused entry does not hold up the others. Raises BatchTooLong.
    """
    rules.require_batch_size(len(entries))
    with transaction() as session:
        known = _Known(forum, [one for one in entries if isinstance(one, Tap)], actor)
        found = []
        for entry in entries:
            if isinstance(entry, Refusal):
                found.append(Taken(str(entry.values.get("id", "")), "refused", entry, kept=False))
                continue
            try:
                with session.begin_nested():
                    outcome = _take(known, entry, at)
            except Refusal as refusal:
                found.append(
                    Taken(str(entry.id), "refused", refusal, kept=_kept_all_the_same(known, entry, refusal, at))
                )
            else:
                found.append(Taken(str(entry.id), outcome))
        return found


class _Known:
    """Rows that the batch names, read once."""

    def __init__(self, forum: Forum, taps: Sequence[Tap], actor: Account) -> None:
        self.forum, self.actor = forum, actor
        self.practicals = {one.id: one for one in queries.list_practicals(forum)}
        self.people = queries.list_registrations(forum, {tap.registration_id for tap in taps})
        self.events = queries.list_marking_events({tap.id for tap in taps})

    def of(self, tap: Tap) -> tuple[Practical, Registration]:
        """Raises NotOfThisForum."""
        practical, registration = self.practicals.get(tap.practical_id), self.people.get(tap.registration_id)
        if practical is None or registration is None:
            raise rules.NotOfThisForum
        return practical, registration


def _take(known: _Known, tap: Tap, at: datetime) -> str:
    before = known.events.get(tap.id)
    if before is not None:
        return _again(before, tap, known.actor)
    practical, registration = known.of(tap)
    rules.require_level(tap.level)
    observation = open_observation(practical, registration, actor=known.actor, at=at, as_second=tap.as_second)
    require_open(observation)
    if tap.kind == "sign":
        sign_off(practical, registration, actor=known.actor, at=at)
        known.events[tap.id] = _note_signing(observation, tap, at)
        return "accepted"
    outcome = take(observation, tap, at=at)
    known.events[tap.id] = db.session.get_one(MarkingEvent, tap.id)
    return outcome


def _again(before: MarkingEvent, tap: Tap, actor: Account) -> str:
    """The same entry once more gets the first answer; the same id with other content is refused."""
    if before.digest != tap.digest or before.observation.assessor_id != actor.id:
        raise rules.ChangedAfterwards
    return before.outcome


def _note_signing(observation: Observation, tap: Tap, at: datetime) -> MarkingEvent:
    event = MarkingEvent(
        id=tap.id,
        observation_id=observation.id,
        device=tap.device,
        sequence=tap.sequence,
        kind="sign",
        digest=tap.digest,
        outcome="accepted",
        made_at=tap.made_at,
        received_at=at,
    )
    db.session.add(event)
    db.session.flush()
    return event


def _kept_all_the_same(known: _Known, tap: Tap, refusal: Refusal, at: datetime) -> bool:
    """A mark that came after the sign-off is true all the same: it stays beside the record."""
    if not isinstance(refusal, rules.AlreadySignedOff) or tap.kind == "sign":
        return False
    observation = queries.find_observation(*known.of(tap), known.actor)
    assert observation is not None, "it is signed off"
    keep_refused(observation, tap, at=at)
    known.events[tap.id] = db.session.get_one(MarkingEvent, tap.id)
    return True
