"""The organiser's timetable: one day as a grid of rooms and times; forms for what stands in it."""

from datetime import time

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from forum_app.course.queries import list_modules
from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum, ForumDay
from forum_app.forums.queries import list_days
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.programme import forms, policy, queries, rules, services
from forum_app.programme.models import ForumSession
from forum_app.programme.views.blueprint import blueprint


def _chosen_day(days: list[ForumDay]) -> ForumDay:
    """`?day=2`, else today, else the first day."""
    wanted = request.args.get("day", type=int)
    today = clock.local_day(clock.now())
    by_number = [day for day in days if day.number == wanted]
    return (by_number or [day for day in days if day.day_on == today] or days)[0]


@blueprint.get("/forums/<forum_code>/programme")
@allow(forums_policy.may_work_in, forum=Forum)
def timetable(forum: Forum) -> Response:
    """One day: rooms across, moments down; on a phone the same as a list."""
    days = list_days(forum)
    day = _chosen_day(days)
    sessions, rooms = queries.list_sessions(forum, day=day), queries.list_rooms(forum)
    entries = [rules.Entry(s.starts_at, s.ends_at, s.room_id, s) for s in sessions]
    may_edit = forums_policy.may_organise(current_actor(), forum)
    return answer(
        page="programme/timetable.html",
        days=days,
        day=day,
        rooms=rooms,
        rows=rules.grid(entries, [room.id for room in rooms]),
        cancelled=queries.list_cancelled(forum, day),
        kinds=rules.KIND_NAMES,
        may_edit=may_edit,
    )


def _form_page(forum: Forum, form: forms.SessionForm, forum_session: ForumSession | None) -> Response:
    return answer(page="programme/session.html", status=form.status, form=form, forum_session=forum_session)


@blueprint.route("/forums/<forum_code>/programme/add", methods=["GET", "POST"])
@allow(forums_policy.may_organise, forum=Forum)
def add_session(forum: Forum) -> Response:
    """A new entry; `?day=`, `?start=` and `?room=` come from the empty place that was clicked."""
    lists = list_days(forum), queries.list_rooms(forum), list_modules()
    form = forms.SessionForm(data=_first_guess()).offer(*lists)
    if form.validate_on_submit():
        try:
            forum_session = services.add_session(forum, form.as_data(*lists), actor=current_actor())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Saved."), "saved")
            return answer(to=_day_page(forum, forum_session))
    return _form_page(forum, form, None)


def _first_guess() -> dict[str, object]:
    start = request.args.get("start", "")
    guess: dict[str, object] = {"day": request.args.get("day", "1"), "room": request.args.get("room", "")}
    guess |= {"kind": "presentation", "counts": True, "spoken_language": "km"}
    if len(start) == 5 and start.replace(":", "").isdecimal():
        guess["start"] = time.fromisoformat(start)
    return guess


def _day_page(forum: Forum, forum_session: ForumSession) -> str:
    return url_for("programme.timetable", forum_code=forum.code, day=forum_session.day.number)


@blueprint.route("/forums/<forum_code>/programme/<uuid:forum_session_id>", methods=["GET", "POST"])
@allow(policy.may_change, forum=Forum, forum_session=ForumSession)
def edit_session(forum: Forum, forum_session: ForumSession) -> Response:
    """Change an entry; clashes are refused in words and nothing typed is lost."""
    lists = list_days(forum), queries.list_rooms(forum), list_modules()
    form = forms.SessionForm.of(forum_session).offer(*lists)
    if form.validate_on_submit():
        try:
            services.change_session(forum_session, form.as_data(*lists), actor=current_actor())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Saved."), "saved")
            return answer(to=_day_page(forum, forum_session))
    return _form_page(forum, form, forum_session)


@blueprint.post("/forums/<forum_code>/programme/<uuid:forum_session_id>/cancel")
@allow(policy.may_change, forum=Forum, forum_session=ForumSession)
def cancel_session(forum: Forum, forum_session: ForumSession) -> Response:
    """It will not take place; what hangs on it stays."""
    services.cancel_session(forum_session, actor=current_actor(), at=clock.now())
    return answer(to=_day_page(forum, forum_session))


@blueprint.post("/forums/<forum_code>/programme/<uuid:forum_session_id>/restore")
@allow(policy.may_change, forum=Forum, forum_session=ForumSession)
def restore_session(forum: Forum, forum_session: ForumSession) -> Response:
    """It takes place after all."""
    services.restore_session(forum_session, actor=current_actor())
    return answer(to=_day_page(forum, forum_session))


@blueprint.post("/forums/<forum_code>/programme/<uuid:forum_session_id>/begin")
@allow(policy.may_run, forum=Forum, forum_session=ForumSession)
def begin_session(forum: Forum, forum_session: ForumSession) -> Response:
    """It really begins now."""
    services.open_session(forum_session, actor=current_actor(), at=clock.now())
    return answer(to=_day_page(forum, forum_session))


@blueprint.post("/forums/<forum_code>/programme/<uuid:forum_session_id>/end")
@allow(policy.may_run, forum=Forum, forum_session=ForumSession)
def end_session(forum: Forum, forum_session: ForumSession) -> Response:
    """It really ends now."""
    services.close_session(forum_session, actor=current_actor(), at=clock.now())
    return answer(to=_day_page(forum, forum_session))


@blueprint.route("/forums/<forum_code>/programme/rooms", methods=["GET", "POST"])
@allow(forums_policy.may_organise, forum=Forum)
def rooms(forum: Forum) -> Response:
    """Rooms of the venue, and moving the whole forum to other dates."""
    form, move = forms.RoomForm(), forms.MoveForm(starts_on=forum.starts_on)
    if form.validate_on_submit():
        name = Bilingual(km=form.name_km.data or "", en=form.name_en.data or "")
        try:
            code, capacity = form.code.data or "", form.capacity.data
            services.add_room(forum, code=code, name=name, capacity=capacity, actor=current_actor())
        except Refusal as refusal:
            form.refuse(refusal, form.code)
        else:
            return answer(to=url_for("programme.rooms", forum_code=forum.code))
    listed = queries.list_rooms(forum)
    return answer(page="programme/rooms.html", status=form.status, form=form, move=move, rooms=listed)


@blueprint.post("/forums/<forum_code>/programme/move")
@allow(forums_policy.may_organise, forum=Forum)
def move_forum(forum: Forum) -> Response:
    """Every day and session moves with the first day."""
    move = forms.MoveForm()
    if move.validate_on_submit() and move.starts_on.data:
        services.move_forum(forum, starts_on=move.starts_on.data, actor=current_actor())
        flash(gettext("The forum and all its sessions were moved."), "saved")
    return answer(to=url_for("programme.rooms", forum_code=forum.code))
