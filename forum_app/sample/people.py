"""People of a sample forum: staff, officers, their accounts."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from forum_app.accounts import services as accounts
from forum_app.accounts.models import Account, Honorific, Person, Post, Province, Rank, Unit
from forum_app.accounts.queries import find_account, find_account_of
from forum_app.forums import services as forums
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.programme.queries import list_groups
from forum_app.registration import services as registration
from forum_app.registration.models import Registration
from forum_app.sample import credentials

SEX = {"f": "female", "m": "male"}
ROLE_OF_LEAD = "lead_trainer"


@dataclass(frozen=True, slots=True)
class Tables:
    """Ids of the reference tables by code."""

    rank: dict[str, UUID]
    post: dict[str, UUID]
    unit: dict[str, UUID]
    province: dict[str, UUID]
    honorific: dict[str, UUID]

    @classmethod
    def load(cls) -> "Tables":
        found = [_ids(model) for model in (Rank, Post, Unit, Province, Honorific)]
        return cls(*found)


def _ids(model: Any) -> dict[str, UUID]:
    return {row.code: row.id for row in db.session.scalars(select(model))}


def add_staff(forum: Forum, rows: list[dict[str, Any]], *, tables: Tables, at: datetime) -> Account:
    """Everybody who works in the forum. Returns the first organiser."""
    first: Account | None = None
    for row in rows:
        role = ROLE_OF_LEAD if row.get("lead") else row["role"]
        data = accounts.PersonData(
            **_names(row),
            sex=SEX.get(row.get("sex") or ""),
            phone=row.get("phone"),
            language=row.get("language") or "km",
            rank_id=tables.rank.get(row.get("rank") or ""),
            honorific_id=tables.honorific.get(row.get("honorific") or ""),
        )
        function = Bilingual.of(row.get("function"))
        account = forums.invite_staff(
            forum, data, login=row["login"], role=role, function=function, actor=first, at=at, is_sample=True
        )
        first = first or account
    assert first is not None, "a sample forum has an organiser"
    return first


def add_officers(
    forum: Forum, rows: list[dict[str, Any]], *, tables: Tables, actor: Account, at: datetime
) -> list[Registration]:
    """Registrations in every status, with badge numbers and groups as the file says."""
    groups = {group.number: group.id for group in list_groups(forum)}
    return [_add_officer(forum, row, tables=tables, groups=groups, actor=actor, at=at) for row in rows]


def _add_officer(
    forum: Forum, row: dict[str, Any], *, tables: Tables, groups: dict[int, UUID], actor: Account, at: datetime
) -> Registration:
    status = row.get("status") or "approved"
    data = registration.RegistrationData(
        **_names(row),
        sex=SEX.get(row.get("sex") or ""),
        phone=row.get("phone"),
        officer_id=row.get("officer_id"),
        birth_year=row.get("birth_year"),
        language=row.get("language") or "km",
        honorific_id=tables.honorific.get(row.get("honorific") or ""),
        rank_id=tables.rank.get(row.get("rank") or ""),
        post_id=tables.post.get(row.get("post") or ""),
        unit_id=tables.unit.get(row.get("unit") or ""),
        province_id=tables.province.get(str(row.get("province") or "").zfill(2)),
        group_id=groups.get(row.get("group") or 0),
        badge_number=row.get("badge_number") if status == "approved" else None,
        approved=status == "approved",
    )
    made = registration.register(forum, data, actor=actor, at=at)
    made.person.is_sample = True
    reason = Bilingual.of(row.get("reason")).in_language("km") or "–"
    if status == "declined":
        registration.decline(made, reason=reason, actor=actor, at=at)
    elif status == "cancelled":
        registration.approve(made, actor=actor, at=at)
        registration.cancel(made, reason=reason, actor=actor, at=at)
    elif status == "waitlisted":
        registration.put_on_waiting_list(made, actor=actor, at=at)
    elif status == "nominated":
        made.status = "nominated"
    account = find_account_of(made.person)
    if account is not None:
        account.is_sample = True
    return made


def _names(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "family_name_km": row.get("family_km") or "",
        "given_name_km": row.get("given_km") or "",
        "family_name_latin": row.get("family_latin") or "",
        "given_name_latin": row.get("given_latin") or "",
    }


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the report: who can sign in, and how."""

    role: str
    login: str
    password: str
    forum: str
    person: Person

    def as_dict(self) -> dict[str, str]:
        name = self.person.name
        values = {"role": self.role, "login": self.login, "password": self.password, "forum": self.forum}
        return {**values, "name_km": name.km, "name_en": name.en}


def give_passwords(folder: Path, entries: list[tuple[str, str]], *, at: datetime) -> None:
    """Give each (key, login) its password of this data folder, once."""
    for key, login in entries:
        account = find_account(login)
        if account is not None and account.password_hash is None:
            accounts.set_password(account, credentials.password_for(folder, key), actor=None, at=at, check=False)
