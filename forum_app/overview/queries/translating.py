"""Texts of a forum that an organiser wrote in one language only."""

from dataclasses import dataclass
from typing import Any

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.materials import queries as materials
from forum_app.programme import queries as programme


@dataclass(frozen=True, slots=True)
class OneSided:
    """A text with one side missing, and the page on which it is edited."""

    text: Bilingual
    endpoint: str
    target: dict[str, Any]


def one_sided_texts(forum: Forum) -> list[OneSided]:
    """Title of the forum, titles and descriptions of sessions, titles of materials. Nothing of the course."""
    code = {"forum_code": forum.code}
    found = [OneSided(forum.title, "forums.settings", code)]
    for one in programme.list_sessions(forum):
        target = {**code, "forum_session_id": one.id}
        found += [OneSided(text, "programme.edit_session", target) for text in (one.title, one.description)]
    found += [OneSided(one.title, "materials.manage", code) for one in materials.list_materials(forum)]
    return [one for one in found if one.text.missing]
