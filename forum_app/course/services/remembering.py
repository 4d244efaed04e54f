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
    """The pairs of one area by either side, oldest first."""

    def __init__(self, session: Session, area: str) -> None:
        self._session, self._area = session, area
        self._by_side: dict[str, list[Known]] = defaultdict(list)
        self._order: dict[Known, int] = {}
        columns = (TextPair.hash_km, TextPair.hash_en, TextPair.outdated)
        for row in session.execute(select(*columns).where(TextPair.area == area).order_by(TextPair.id)):
            self._keep((row[0], row[1], row[2]))

    def behind(self, unit: Unit) -> str:
        """The side that is behind; a pair that was not known is from now on."""
        if not (unit.km and unit.en):
            return ""
        km, en = rules.side_hash(unit.km), rules.side_hash(unit.en)
        related = sorted({*self._by_side[f"km{km}"], *self._by_side[f"en{en}"]}, key=self._order.__getitem__)
        found = rules.behind(km, en, related)
        if any(one[:2] == (km, en) for one in related):
            return found
        self._session.add(TextPair(area=self._area, hash_km=km, hash_en=en, outdated=found))
        self._keep((km, en, found))
        return found

    def _keep(self, one: Known) -> None:
        self._order[one] = len(self._order)
        self._by_side[f"km{one[0]}"].append(one)
        self._by_side[f"en{one[1]}"].append(one)


def remember(session: Session, area: str, units: Sequence[Unit], in_file: Sequence[Unit]) -> str:
    """Bring the texts of an area to what holds. Answers the side that is behind somewhere, Khmer before English."""
    memory = _Memory(session, area)
    said = {unit.key: unit for unit in in_file}
    known = {one.key: one for one in session.scalars(select(TextUnit).where(TextUnit.area == area))}
    found = set()
    for position, unit in enumerate(units):
        row = known.pop(unit.key, None)
        if row is None:
            row = TextUnit(key=unit.key, area=area)
            session.add(row)
        file_unit = said.get(unit.key, unit)
        row.position, row.mark, row.km, row.en = position, unit.mark, unit.km, unit.en
        row.file_km, row.file_en, row.outdated = file_unit.km, file_unit.en, memory.behind(unit)
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
