"""The verbs of the programme."""

from dataclasses import replace
from datetime import date, time

import pytest

from forum_app.forums.models import Forum
from forum_app.forums.queries import list_days
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.programme import queries, rules, services
from forum_app.programme.imports import templates
from tests.factories.accounts import make_account
from tests.factories.forums import make_forum
from tests.factories.programme import at, make_session


def session_data(forum: Forum, **values: object) -> services.SessionData:
    base = services.SessionData(
        day=list_days(forum)[0], start=time(9), end=time(10), kind="presentation", title=Bilingual("វគ្គ", "Session")
    )
    return replace(base, **values)  # type: ignore[arg-type]


def test_a_session_gets_the_next_code_and_the_instant_of_its_local_time(context: None) -> None:
    forum = make_forum()
    added = services.add_session(forum, session_data(forum), actor=None)
    assert added.code == "D1S01"
    assert added.starts_at == at(forum, 1, "09:00")
    assert added.minutes == 60


def test_a_room_that_is_taken_is_refused_with_time_and_title_and_nothing_is_saved(context: None) -> None:
    forum = make_forum()
    room = services.add_room(forum, code="HALL", name=Bilingual("សាលធំ", "Main hall"), actor=None)
    services.add_session(forum, session_data(forum, room_id=room.id), actor=None)
    with pytest.raises(rules.RoomTaken) as caught:
        services.add_session(forum, session_data(forum, room_id=room.id, start=time(9, 30)), actor=None)
    title = queries.list_sessions(forum)[0].title
    assert caught.value.values == {"start": "09:00", "end": "10:00", "code": "D1S01", "title": title}
    assert len(queries.list_sessions(forum)) == 1


def test_a_cancelled_session_frees_its_room_and_cannot_come_back_while_it_is_taken(context: None) -> None:
    forum, actor = make_forum(), make_account()
    room = services.add_room(forum, code="HALL", name=Bilingual("សាលធំ", "Main hall"), actor=None)
    first = services.add_session(forum, session_data(forum, room_id=room.id), actor=None)
    services.cancel_session(first, actor=actor, at=at(forum, 1, "07:00"))
    services.add_session(forum, session_data(forum, room_id=room.id), actor=None)
    with pytest.raises(rules.RoomTaken):
        services.restore_session(first, actor=actor)


def test_a_used_code_is_refused(context: None) -> None:
    forum = make_forum()
    services.add_session(forum, session_data(forum, code="X1"), actor=None)
    with pytest.raises(rules.CodeTaken):
        services.add_session(forum, session_data(forum, code="X1"), actor=None)


def test_moving_the_forum_moves_days_and_sessions_together(context: None) -> None:
    forum = make_forum()
    moved = make_session(forum, day=2)
    before = moved.starts_at
    services.move_forum(forum, starts_on=date(2024, 9, 26), actor=make_account())
    assert [day.day_on for day in list_days(forum)] == [date(2024, 9, 26), date(2024, 9, 27), date(2024, 9, 28)]
    assert (moved.starts_at - before).days == 1
    services.move_forum(forum, starts_on=date(2024, 9, 20), actor=make_account())
    assert forum.ends_on == date(2024, 9, 22)


def test_every_template_fills_an_empty_programme_without_a_clash_and_only_an_empty_one(context: None) -> None:
    for number, template in enumerate(templates.list_templates()):
        forum = make_forum(f"F{number}", days=template.days)
        assert services.fill_from_template(forum, template, actor=None) == len(template.sessions)
        assert len(queries.list_sessions(forum)) == len(template.sessions)
        with pytest.raises(rules.ProgrammeNotEmpty):
            services.fill_from_template(forum, template, actor=None)


def test_a_template_with_more_days_than_the_forum_is_refused_and_leaves_nothing(context: None) -> None:
    forum = make_forum(days=1)
    with pytest.raises(rules.TemplateHasMoreDays):
        services.fill_from_template(forum, templates.list_templates()[-1], actor=None)
    db.session.rollback()
    assert queries.list_rooms(forum) == []


def test_rows_of_a_workbook_are_saved_all_or_none(context: None) -> None:
    forum, actor = make_forum(days=1), make_account()
    row = templates.SessionRow(day=1, start=time(8), end=time(9), kind="quiz", title=Bilingual("តេស្ត", ""), room="សាលធំ")
    with pytest.raises(rules.OutsideTheForum):
        services.fill_from_rows(forum, [row, replace(row, day=2)], actor=actor)
    assert queries.list_sessions(forum) == []
    assert services.fill_from_rows(forum, [row], actor=actor) == 1
    assert queries.list_rooms(forum)[0].name.km == "សាលធំ"


def test_a_session_really_begins_and_ends_once(context: None) -> None:
    forum, actor = make_forum(), make_account()
    running = make_session(forum)
    services.close_session(running, actor=actor, at=at(forum, 1, "09:05"))
    assert running.closed_at is None
    services.open_session(running, actor=actor, at=at(forum, 1, "09:05"))
    services.open_session(running, actor=actor, at=at(forum, 1, "09:20"))
    services.close_session(running, actor=actor, at=at(forum, 1, "10:02"))
    assert (running.opened_at, running.closed_at) == (at(forum, 1, "09:05"), at(forum, 1, "10:02"))
