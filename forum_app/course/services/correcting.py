"""A translator's file: kept, judged, taken over, taken back. The words in force lie over those of the files."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.course import queries, rules
from forum_app.course.imports import Words
from forum_app.course.models import TextBatch, TextCorrection, TextUnit
from forum_app.course.rules import Unit
from forum_app.course.services import remembering
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import db, transaction

MOST_ROWS = 6000
"""The whole course has about half as many texts."""


def keep_batch(
    to: str, rows: Sequence[rules.TypedRow], *, source_name: str, actor: HasId | None, by: str, at: datetime
) -> TextBatch:
    """Keep a file for the dry run; nothing is changed yet. Raises NothingToDo when it has no row."""
    if not rows:
        raise rules.NothingToDo
    with transaction() as session:
        batch = TextBatch(
            language=to,
            rows=[asdict(row) for row in rows[:MOST_ROWS]],
            source_name=source_name[:200],
            made_by_id=actor.id if actor else None,
            made_by=by,
            created_at=at,
        )
        session.add(batch)
        session.flush()
        audit.record("course.keep_translations", batch, actor=actor, rows=len(rows))
        return batch


def judge_batch(batch: TextBatch) -> list[rules.Verdict]:
    """What every row of a draft would do to the texts of today."""
    rows = [rules.TypedRow(**row) for row in batch.rows]
    units = {unit.key: unit for unit in queries.list_units(keys=[row.key for row in rows])}
    seen: set[str] = set()
    verdicts = []
    for row in rows:
        unit = units.get(row.key)
        today = _as_unit(unit) if unit else None
        is_behind = unit is not None and unit.outdated == batch.language
        verdicts.append(rules.judge(row, today, to=batch.language, is_behind=is_behind, seen=seen))
        seen.add(row.key)
    return verdicts


def verdicts_of(batch: TextBatch) -> list[rules.Verdict]:
    """What a file would do, or did: a settled one tells what was decided then."""
    if batch.state == "draft":
        return judge_batch(batch)
    return [rules.Verdict(**{**one, "row": rules.TypedRow(**one["row"])}) for one in batch.rows]


def take_over(batch: TextBatch, *, actor: HasId | None, at: datetime) -> set[str]:
    """Write down what the sound rows correct and answer the areas that changed. Inside the transaction that loads them.

    Raises NotWaiting, NothingToDo.
    """
    with transaction() as session:
        require_state(session, batch, "draft")
        verdicts = judge_batch(batch)
        taken = [one for one in verdicts if one.state in ("change", "confirm")]
        if not taken:
            raise rules.NothingToDo
        units = {unit.key: unit for unit in queries.list_units(keys=[one.row.key for one in taken])}
        for one in taken:
            _correct(session, batch, one, units[one.row.key])
        batch.state, batch.applied_at = "applied", at
        batch.rows = [asdict(one) for one in verdicts if one.state != "same"]
        audit.record("course.take_over_translations", batch, actor=actor, texts=len(taken))
        return {unit.area for unit in units.values()}


def take_back(batch: TextBatch, *, actor: HasId | None, at: datetime) -> set[str]:
    """The words from before hold again. Raises NotWaiting, LaterCorrections."""
    with transaction() as session:
        require_state(session, batch, "applied")
        if queries.has_later_corrections(batch):
            raise rules.LaterCorrections
        batch.state, batch.undone_at = "undone", at
        corrections = queries.list_corrections(batch)
        units = {unit.key: unit for unit in queries.list_units(keys=[one.key for one in corrections])}
        for one in corrections:
            if one.key in units:
                pair = {one.language: one.before, rules.Side(one.language).other: one.source}
                remembering.mark(session, units[one.key], **pair, outdated=one.was_outdated)
        audit.record("course.take_back_translations", batch, actor=actor, texts=len(corrections))
        return {unit.area for unit in units.values()}


def discard(batch: TextBatch, *, actor: HasId | None) -> None:
    """Forget a file that was not taken over. Raises NotWaiting."""
    with transaction() as session:
        require_state(session, batch, "draft")
        batch.state, batch.rows = "discarded", []
        audit.record("course.discard_translations", batch, actor=actor)


def require_state(session: Session, batch: TextBatch, state: str) -> None:
    """Raises NotWaiting unless the batch, read under its lock, is in this state."""
    session.execute(select(TextBatch.id).where(TextBatch.id == batch.id).with_for_update())
    if batch.state != state:
        raise rules.NotWaiting


def words_that_hold(in_files: Sequence[Unit]) -> Words:
    """What corrections say otherwise than the files, for `CourseContent.with_words`.

    A paragraph has its number as key; when paragraphs were put before it in the files, it is known by its words.
    """
    units = {unit.key: unit for unit in in_files}
    found: dict[tuple[str, str], str] = {}
    for (key, lang), chain in active_chains().items():
        settled = rules.settle(units[key].side(lang), chain) if key in units else None
        if settled and settled.state == "waiting":
            found[key, lang] = settled.text
        elif "/text/" in key and (settled is None or settled.state == "overtaken"):
            moved = _moved_to(key, lang, chain, in_files)
            found.update({(moved, lang): chain[-1][1]} if moved else {})
    return found


def active_chains() -> Mapping[tuple[str, str], list[tuple[str, str]]]:
    """Before and after of every correction in force, oldest first, by key and language."""
    query = (
        select(TextCorrection)
        .join(TextCorrection.batch)
        .where(TextBatch.state == "applied", TextCorrection.before != TextCorrection.after)
        .order_by(TextBatch.applied_at, TextCorrection.id)
    )
    chains: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for one in db.session.scalars(query):
        chains[one.key, one.language].append((one.before, one.after))
    return chains


def _moved_to(key: str, lang: str, chain: Sequence[tuple[str, str]], units: Sequence[Unit]) -> str:
    """The key of the one paragraph that now says what was corrected; empty when there is none, or more than one."""
    path = key.rpartition("/")[0]
    before = rules.side_hash(chain[0][0])
    same = [one.key for one in units if one.key.startswith(f"{path}/") and rules.side_hash(one.side(lang)) == before]
    return same[0] if len(same) == 1 else ""


def _correct(session: Session, batch: TextBatch, one: rules.Verdict, unit: TextUnit) -> None:
    lang = batch.language
    source = unit.side(rules.Side(lang).other)
    session.add(
        TextCorrection(
            batch_id=batch.id,
            key=unit.key,
            language=lang,
            source=source,
            before=one.before,
            after=one.after,
            was_outdated=unit.outdated,
            note=one.row.note,
        )
    )
    pair = {lang: one.after, rules.Side(lang).other: source}
    remembering.mark(session, unit, **pair, outdated="")


def _as_unit(unit: TextUnit) -> Unit:
    return Unit(unit.key, unit.km, unit.en, unit.mark)
