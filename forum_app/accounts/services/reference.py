"""Ranks, posts, units, provinces and honorifics: loaded once from the course content, then edited by people."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum_app.accounts import queries, rules
from forum_app.accounts.models import Honorific, Post, Province, Rank, Unit
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction, violated

Row = Honorific | Rank | Post | Province | Unit

_LOADED = ("provinces", "honorifics", "ranks", "posts", "units")


def load_reference(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> int:
    """Add the rows that are missing, by code; what people have edited stays. Returns how many were added.

    `tables` maps `ranks`, `posts`, `units`, `provinces`, `honorifics` to mappings with code, km, en and, where
    the table has it, level, position, service, province, sample.
    """
    added = 0
    with transaction() as session:
        for table in _LOADED:
            model = queries.TABLES[table]
            known = set(session.scalars(select(model.code)))
            for place, row in enumerate(tables.get(table, ())):
                if str(row["code"]) not in known:
                    session.add(_from_content(model, row, place))
                    added += 1
            session.flush()
    return added


def _from_content(model: type[Row], row: Mapping[str, Any], place: int) -> Row:
    values: dict[str, Any] = {"code": str(row["code"]), "name": Bilingual.of(row)}
    if hasattr(model, "level"):
        values["level"] = int(row.get("level", 0))
    if hasattr(model, "position"):
        values["position"] = int(row.get("position", place + 1))
    if hasattr(model, "service") and row.get("service"):
        values["service"] = str(row["service"])
    if model is Unit:
        values["short_name"] = Bilingual(km=str(row.get("short_km") or ""), en=str(row.get("short_en") or ""))
        values["province_id"] = _province_id(row.get("province"))
        values["is_sample"] = bool(row.get("sample", False))
    return model(**values)


def _province_id(code: Any) -> Any:
    if code is None:
        return None
    # YAML reads an unquoted 08 as text and an unquoted 12 as a number.
    return db.session.scalar(select(Province.id).where(Province.code == str(code).zfill(2)))


def add_row(table: str, values: dict[str, Any], *, actor: HasId | None) -> Row:
    """A new row of a table. Raises RowWithoutName, RowCodeTaken."""
    row: Row = queries.TABLES[table]()
    return _save(row, values, table, "accounts.add_table_row", actor)


def change_row(row: Row, values: dict[str, Any], *, actor: HasId) -> Row:
    """Overwrite what the form shows. Raises RowWithoutName, RowCodeTaken."""
    return _save(row, values, type(row).__tablename__, "accounts.change_table_row", actor)


def _save(row: Row, values: dict[str, Any], table: str, verb: str, actor: HasId | None) -> Row:
    if not values["name"]:
        raise rules.RowWithoutName
    try:
        with transaction() as session:
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)
            session.flush()
            audit.record(verb, row, actor=actor, table=table)
            return row
    except IntegrityError as error:
        if violated(error) == f"uq_{table}_code":
            raise rules.RowCodeTaken from error
        raise
