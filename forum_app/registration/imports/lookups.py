"""Ranks, posts, units, provinces and groups as somebody wrote them: by code, in Khmer, in English."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from forum_app.accounts import queries as accounts
from forum_app.accounts.models import Honorific, Post, Province, Rank, Unit
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.programme import queries as programme
from forum_app.programme.models import Group
from forum_app.registration.imports.columns import key

Found = TypeVar("Found")

# Words that lists leave out or put in front; the name alone still says which one is meant.
_PROVINCE_WORDS = tuple(key(word) for word in ("រាជធានី", "ខេត្ត", "province", "capital", "municipality"))


@dataclass(slots=True)
class Lookups:
    """All tables a row points into, loaded once for the whole list."""

    ranks: dict[str, Rank] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    provinces: dict[str, Province] = field(default_factory=dict)
    honorifics: dict[str, Honorific] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    names: dict[Any, Bilingual] = field(default_factory=dict)
    """The name behind each id, to say what changes."""


def load(forum: Forum) -> Lookups:
    """Six queries, whatever the length of the list."""
    found = Lookups(
        ranks=_by_name(accounts.list_ranks()),
        posts=_by_name(accounts.list_posts()),
        units=_by_name(accounts.list_units()),
        provinces=_by_name(accounts.list_provinces()),
        honorifics=_by_name(accounts.list_honorifics()),
        groups={},
    )
    for province in list(found.provinces.values()):
        for text in (province.name.km, province.name.en, province.code.lstrip("0")):
            found.provinces.setdefault(province_key(text), province)
    for group in programme.list_groups(forum):
        for text in (str(group.number), group.name.km, group.name.en):
            if text:
                found.groups.setdefault(group_key(text), group)
    tables: tuple[dict[str, Any], ...] = (
        found.ranks,
        found.posts,
        found.units,
        found.provinces,
        found.honorifics,
        found.groups,
    )
    for table in tables:
        found.names |= {row.id: row.name for row in table.values()}
    return found


def province_key(text: str) -> str:
    """A province without the word province."""
    found = key(text)
    for word in _PROVINCE_WORDS:
        found = found.removeprefix(word).removesuffix(word)
    return found


def group_key(text: str) -> str:
    """A group by its number or name: "ក្រុមទី ១" and "Group 1" are 1."""
    found = key(text)
    for word in ("ក្រុមទី", "ក្រុម", "group"):
        found = found.removeprefix(key(word))
    return found


def _by_name(rows: list[Found]) -> dict[str, Found]:
    table: dict[str, Found] = {}
    for row in rows:
        names: list[Bilingual] = [getattr(row, "name", Bilingual()), getattr(row, "short_name", Bilingual())]
        texts = [str(getattr(row, "code", "")), *(text for name in names for text in (name.km, name.en))]
        for text in texts:
            if key(text):
                table.setdefault(key(text), row)
    return table
