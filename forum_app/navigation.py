"""The menus of every role, in one visible table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, session, url_for
from flask_babel import gettext

from forum_app.forums import queries
from forum_app.kernel import clock
from forum_app.kernel.access import current_actor
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.templating import show_date, show_time


@dataclass(frozen=True, slots=True)
class Item:
    """One tab or dock entry: label, endpoint (with a `forum_code`), icon, roles that see it."""

    label: str
    endpoint: str
    icon: str
    roles: frozenset[str]


ORGANISER = frozenset({"organiser"})
DESK = frozenset({"organiser", "desk"})
TEACHING = frozenset({"organiser", "lead_trainer", "trainer"})
EVERYBODY = DESK | TEACHING

STAFF_TABS = (
    Item(N_("Dashboard"), "overview.dashboard", "home", ORGANISER),
    Item(N_("Teaching"), "overview.trainer_home", "note", frozenset({"lead_trainer", "trainer"})),
    Item(N_("Participants"), "registration.people", "users", ORGANISER),
    Item(N_("Programme"), "programme.timetable", "cal", EVERYBODY),
    Item(N_("Desk"), "attendance.desk", "scan", DESK),
    Item(N_("Attendance"), "attendance.matrix", "file", DESK),
    Item(N_("Quizzes"), "quizzes.results_list", "note", TEACHING),
    Item(N_("Question bank"), "questions.bank", "file", TEACHING),
    Item(N_("In the room"), "live.room", "talk", TEACHING),
    Item(N_("Skills"), "assessments.queue", "badge", TEACHING),
    Item(N_("Materials"), "materials.manage", "book", TEACHING | {"speaker"}),
    Item(N_("Certificates"), "certificates.register", "cert", ORGANISER),
    Item(N_("Feedback"), "evaluation.results", "talk", frozenset({"organiser", "lead_trainer"})),
    Item(N_("Feedback on paper"), "evaluation.papers", "talk", frozenset({"desk"})),
    Item(N_("Forum"), "forums.settings", "edit", ORGANISER),
)
OFFICER_DOCK = (
    Item(N_("Home"), "overview.my_day", "home", frozenset()),
    Item(N_("Programme"), "overview.my_programme", "cal", frozenset()),
    Item(N_("Materials"), "materials.my_materials", "book", frozenset()),
    Item(N_("My record"), "attendance.my_record", "badge", frozenset()),
)


def init(app: Flask) -> None:
    """Give every page its menu and the forum it is about."""
    app.context_processor(names)


def names() -> dict[str, Any]:
    """`forum` and `menu` of the page, and whether it shows sample data."""
    forum = g.get("loaded", {}).get("forum")
    actor = current_actor()
    found: dict[str, Any] = {"forum": forum, "clock_banner": _clock_banner()}
    if forum is None or actor is None:
        return found
    held = queries.roles_of(actor.person_id, forum.id)
    if actor.is_administrator:
        held |= ORGANISER
    items = STAFF_TABS if held and not _is_officer_page() else OFFICER_DOCK
    menu = _entries((item for item in items if not item.roles or item.roles & held), forum.code)
    return found | {"menu": menu, "sample": forum.is_sample, "setting_up": session.get("setup") == forum.code}


def _clock_banner() -> dict[str, str] | None:
    """The sample's clock with its two buttons; nothing on a real installation."""
    settings = current_app.config["FORUM"]
    if settings.mode != "demo" or not clock.is_demo_folder(settings.data_folder):
        return None
    return {"now_text": f"{show_date(clock.now(), 'day_month')} – {show_time(clock.now())}"}


def _is_officer_page() -> bool:
    return str(request.url_rule).startswith("/forums/<forum_code>/me")


def _entries(items: Iterable[Item], code: str) -> list[dict[str, Any]]:
    """Menu entries; the current one has the longest address that the page lies at or below."""
    urls = {item: url_for(item.endpoint, forum_code=code) for item in items}
    here = max((url for url in urls.values() if _is_at_or_below(url)), key=len, default="")
    return [
        {"label": gettext(item.label), "url": url, "icon": item.icon, "current": url == here}
        for item, url in urls.items()
    ]


def _is_at_or_below(url: str) -> bool:
    """The officer's home lies above every page of the dock, so it must match exactly."""
    return request.path == url or (request.path.startswith(f"{url}/") and not url.endswith("/me"))
