"""Check-in, undo, corrections and settings against a real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from forum_app.attendance import queries, rules, services
from forum_app.attendance.models import Evidence
from forum_app.kernel.audit import AuditEntry
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.registration.models import Registration
from tests.factories.accounts import make_person, make_rank
from tests.factories.attendance import day_of, make_check_in
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")


def kinds(registration: Registration) -> list[str]:
    return [row.kind for row in queries.list_evidence(registration)]


def status(registration: Registration, day: int, half: str, clock_time: str = "18:00") -> str:
    return queries.presence_of(registration, at=at(registration.forum, day, clock_time)).half(day, half).status


def test_check_in_twice_answers_already_and_keeps_one_first_row() -> None:
    registration = make_registration(make_forum())
    first = make_check_in(registration, clock_time="08:12", device="Table 2")
    again = make_check_in(registration, clock_time="08:30", device="Table 1")
    assert (first.already, again.already) == (False, True)
    assert (again.at, again.device) == (first.at, "Table 2")
    assert kinds(registration) == ["in", "again"]
    assert db.session.scalar(select(func.count()).where(AuditEntry.action == "attendance.check_in")) == 1


def test_six_desks_at_once_keep_one_first_row(app: Flask) -> None:
    forum = make_forum()
    registration_id, day_id = make_registration(forum).id, day_of(forum).id
    moment, barrier = at(forum, 1, "08:00"), Barrier(6)
    db.session.rollback()

    def desk(_number: int) -> bool:
        with app.app_context():
            registration = db.session.get_one(Registration, registration_id)
            day = day_of(registration.forum)
            assert day.id == day_id
            barrier.wait()
            answer = services.check_in(registration, day=day, half="morning", source="scan", actor=None, at=moment)
            db.session.remove()
            return answer.already

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(desk, range(6)))
    assert answers == [False] + [True] * 5
    db.session.rollback()
    found = db.session.scalars(select(Evidence.kind).where(Evidence.registration_id == registration_id))
    assert sorted(found) == ["again"] * 5 + ["in"]


def test_late_is_said_at_once() -> None:
    registration = make_registration(make_forum())
    assert not make_check_in(registration, clock_time="08:15").is_late
    assert make_check_in(registration, half="afternoon", clock_time="13:46").is_late


def test_evidence_cannot_be_changed() -> None:
    make_check_in(make_registration(make_forum()))
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(Evidence.__table__.update().values(reason="x"))


def test_who_is_cancelled_is_refused_and_leaves_no_row() -> None:
    registration = make_registration(make_forum(), status="cancelled")
    with pytest.raises(rules.WasCancelled):
        make_check_in(registration)
    assert kinds(registration) == []


def test_a_day_that_is_over_is_refused() -> None:
    forum = make_forum()
    registration = make_registration(forum)
    with pytest.raises(rules.DayOver):
        make_check_in(registration, at=at(forum, 2, "08:00"))


def test_a_signed_sheet_is_entered_afterwards_and_counts_from_the_beginning() -> None:
    forum = make_forum()
    registration = make_registration(forum)
    answer = make_check_in(registration, source="paper", at=at(forum, 2, "17:30"))
    assert answer.at == at(forum, 1, "08:00")
    assert (answer.is_late, status(registration, 1, "morning")) == (False, "came")


def test_undo_opens_the_slot_again() -> None:
    forum = make_forum()
    registration = make_registration(forum)
    make_check_in(registration, clock_time="07:50")
    undo = {"day": day_of(forum), "half": "morning", "actor": None}
    services.undo_check_in(registration, **undo, at=at(forum, 1, "07:51"))
    assert status(registration, 1, "morning") == "absent"
    assert not make_check_in(registration, clock_time="07:55").already
    assert kinds(registration) == ["in", "void", "in"]
    with pytest.raises(rules.DayOver):
        services.undo_check_in(registration, **undo, at=at(forum, 2, "07:51"))


def test_undo_without_an_arrival_is_refused() -> None:
    forum = make_forum()
    with pytest.raises(rules.NothingToUndo):
        services.undo_check_in(
            make_registration(forum), day=day_of(forum), half="morning", actor=None, at=at(forum, 1, "08:00")
        )


def test_a_correction_is_a_further_row_with_its_reason() -> None:
    forum = make_forum()
    registration, organiser = make_registration(forum), make_staff(forum)
    values = {"day": day_of(forum), "half": "morning", "actor": organiser, "at": at(forum, 1, "17:00")}
    with pytest.raises(rules.ReasonMissing):
        services.correct(registration, status="duty", reason=" ", **values)
    services.correct(registration, status="duty", reason="Called to the unit", **values)
    assert status(registration, 1, "morning") == "duty"
    row = queries.list_evidence(registration)[0]
    assert (row.kind, row.source, row.reason, row.actor_id) == (
        "mark",
        "correction",
        "Called to the unit",
        organiser.id,
    )


def test_whoever_comes_after_a_mark_of_absence_is_first_again() -> None:
    forum = make_forum()
    registration = make_registration(forum)
    make_check_in(registration, clock_time="07:50")
    services.correct(
        registration, day=day_of(forum), half="morning", status="absent", reason="Badge of a colleague", actor=None,
        at=at(forum, 1, "08:05"),
    )  # fmt: skip
    assert not make_check_in(registration, clock_time="08:10").already
    assert status(registration, 1, "morning") == "came"


def test_many_are_ticked_in_one_act_or_not_at_all() -> None:
    forum = make_forum()
    people = [make_registration(forum, badge_number=number) for number in (1, 2)]
    people.append(make_registration(forum, badge_number=3, status="declined"))
    values = {"day": day_of(forum), "half": "morning", "source": "list", "actor": None, "at": at(forum, 1, "08:00")}
    with pytest.raises(rules.NobodyTicked):
        services.check_in_many([], **values)
    with pytest.raises(rules.WasDeclined):
        services.check_in_many(people, **values)
    assert queries.count_evidence(forum) == 0
    assert [answer.already for answer in services.check_in_many(people[:2], **values)] == [False, False]


def test_counts_by_unit_are_the_same_queries_for_one_and_for_three(count_queries: object) -> None:
    forum = make_forum()
    day = day_of(forum)
    make_check_in(make_registration(forum, badge_number=1))
    db.session.commit()

    def measured() -> int:
        db.session.expire_all()
        forum.id, day.id  # noqa: B018 - loads the two rows outside the measurement
        with count_queries() as seen:  # type: ignore[operator]
            counts = queries.day_counts(forum, day=day, half="morning")
            queries.presences(forum)
            queries.list_missing(forum, day=day, half="morning")
        assert counts.missing == counts.total - counts.here
        return len(seen)

    one = measured()
    for number in (2, 3):
        make_registration(forum, badge_number=number, person=make_person(f"ដារ៉ា{number}"))
    assert measured() <= one + 1  # people are loaded once somebody is missing
    counts = queries.day_counts(forum, day=day, half="morning")
    assert (counts.total, counts.here, counts.missing) == (3, 1, 2)
    assert [row.badge for row in queries.list_missing(forum, day=day, half="morning")] == ["002", "003"]


def test_presence_counts_the_sessions_that_count() -> None:
    forum = make_forum()
    registration = make_registration(forum)
    make_session(forum, "D1S01", start="09:00", end="10:00")
    make_session(forum, "D1S02", start="10:00", end="10:30", kind="break", counts=False)
    make_check_in(registration, clock_time="08:00")
    found = queries.presences(forum, at=at(forum, 1, "09:30"))[registration.id]
    assert (found.minutes, found.counted_minutes_so_far, found.counted_minutes_total) == (30, 30, 60)


def test_settings_are_kept_and_used() -> None:
    forum = make_forum()
    rank, organiser = make_rank(), make_staff(forum)
    services.change_counting(forum, grace_minutes=5, currency="USD", rate=10, rates=[(rank.id, 20)], actor=organiser)
    services.change_counting(forum, grace_minutes=5, currency="USD", rate=10, rates=[(rank.id, 25)], actor=organiser)
    assert queries.rates_of(forum) == {rank.id: 25}
    assert make_check_in(make_registration(forum), clock_time="08:06").is_late
    sheet = services.SheetData(
        columns=rules.DEFAULT_COLUMNS[:2], landscape=False, order="protocol", kingdom=True, lunar=False,
        signer_post=Bilingual("ប្រធាន", "Head"), signer_name=Bilingual(),
    )  # fmt: skip
    services.change_sheet(forum, sheet, actor=organiser)
    found = queries.settings_of(forum)
    assert (found.sheet_order, found.grace_minutes, found.signer_post.en) == ("protocol", 5, "Head")
