"""Every text with both sides as it holds today, and the memory of which sides once stood together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from forum_app.course import rules
from forum_app.course.models import TextPair, TextUnit
from forum_app.course.rules import Unit

SIDES = ("km", "en")
Known = tuple[str, str, str]


class _Memory:
    """The pairs of one area by either side, oldest first.

    Two texts may share one side (a title and a heading), so a pair became another one only where no text says it any
    more, or where the text of the same key said it.
    """

    def __init__(self, session: Session, area: str, units: Sequence[Unit]) -> None:
        self._session, self._area = session, area
        self._today = {_hashes(unit) for unit in units}
        columns = (TextPair.hash_km, TextPair.hash_en, TextPair.outdated)
        rows = session.execute(select(*columns).where(TextPair.area == area).order_by(TextPair.id))
        self._states: dict[tuple[str, str], str] = {(km, en): outdated for km, en, outdated in rows}
        self._gone: dict[str, list[tuple[int, Known]]] = defaultdict(list)
        for order, ((km, en), outdated) in enumerate(self._states.items()):
            if (km, en) not in self._today:
                self._gone[f"km{km}"].append((order, (km, en, outdated)))
                self._gone[f"en{en}"].append((order, (km, en, outdated)))

    def behind(self, unit: Unit, before: Unit | None) -> str:
        """The side that is behind; a pair that was not known is from now on. `before` is what the same key said."""
        if not (unit.km and unit.en):
            return ""
        km, en = _hashes(unit)
        if (km, en) not in self._states:
            related = [one for _, one in sorted({*self._gone[f"km{km}"], *self._gone[f"en{en}"]})]
            was = _hashes(before) if before else ("", "")
            related += [(*was, self._states[was])] if was in self._states else []
            self._states[km, en] = rules.behind(km, en, related)
            self._session.add(TextPair(area=self._area, hash_km=km, hash_en=en, outdated=self._states[km, en]))
        return self._states[km, en]


def _hashes(unit: Unit) -> tuple[str, str]:
    return rules.side_hash(unit.km), rules.side_hash(unit.en)


def remember(session: Session, area: str, units: Sequence[Unit], in_file: Sequence[Unit]) -> str:
    """Bring the texts of an area to what holds. Answers the side that is behind somewhere, Khmer before English."""
    memory = _Memory(session, area, units)
    said = {unit.key: unit for unit in in_file}
    known = {one.key: one for one in session.scalars(select(TextUnit).where(TextUnit.area == area))}
    found = set()
    for position, unit in enumerate(units):
        row = known.pop(unit.key, None)
        before = Unit(row.key, row.km, row.en) if row else None
        if row is None:
            row = TextUnit(key=unit.key, area=area)
            session.add(row)
        file_unit = said.get(unit.key, unit)
        row.position, row.mark, row.km, row.en = position, unit.mark, unit.km, unit.en
        row.file_km, row.file_en, row.outdated = file_unit.km, file_unit.en, memory.behind(unit, before)
        found.add(row.outdated)
    forget(session, known.values())
    return next((side for side in SIDES if side in found), "")


def forget(session: Session, rows: Iterable[TextUnit]) -> None:
    """Texts that the content no longer has. What was corrected in them stays in the history."""
    session.execute(delete(TextUnit).where(TextUnit.id.in_([one.id for one in rows])))


def forget_area(session: Session, area: str) -> None:
    """All texts of a module that is no longer taught."""
    session.execute(delete(TextUnit).where(TextUnit.area == area))


def mark(session: Session, unit: TextUnit, *, km: str, en: str, outdated: str) -> None:
    """Say how two sides stand to each other: a translator saw both, or what was said is taken back."""
    hashes = {"hash_km": rules.side_hash(km), "hash_en": rules.side_hash(en)}
    is_it = (TextPair.area == unit.area, *(getattr(TextPair, name) == value for name, value in hashes.items()))
    changed = session.scalar(update(TextPair).where(*is_it).values(outdated=outdated).returning(TextPair.id))
    if changed is None:
        session.add(TextPair(area=unit.area, outdated=outdated, **hashes))
        session.flush()
