"""Evidence to marks and minutes."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.attendance import rules
from forum_app.attendance.rules import CountedSession, Fact, Frame, Presence, Slot
from tests.factories.attendance import make_fact

DAY = UUID(int=1)
MORNING = Slot(
    day_id=DAY,
    day_number=1,
    day_on=date(2024, 9, 25),
    half="morning",
    starts_at=datetime(2024, 9, 25, 1, 0, tzinfo=UTC),
    ends_at=datetime(2024, 9, 25, 5, 0, tzinfo=UTC),
)
AFTERNOON = Slot(
    day_id=DAY,
    day_number=1,
    day_on=date(2024, 9, 25),
    half="afternoon",
    starts_at=datetime(2024, 9, 25, 6, 30, tzinfo=UTC),
    ends_at=datetime(2024, 9, 25, 10, 0, tzinfo=UTC),
)
SLOTS = (MORNING, AFTERNOON)


def lesson(number: int, start: int, minutes: int, slot: Slot = MORNING) -> CountedSession:
    """A counted session, so many minutes after the beginning of a half day."""
    begins = slot.starts_at + timedelta(minutes=start)
    planned = (begins, begins + timedelta(minutes=minutes))
    return CountedSession.of(
        session_id=UUID(int=number), code=f"S{number}", slot=slot, planned=planned, opened_at=None, closed_at=None
    )


FIRST, SECOND, THIRD = lesson(11, 30, 60), lesson(12, 120, 60), lesson(13, 0, 90, AFTERNOON)
AFTER = AFTERNOON.ends_at + timedelta(minutes=1)


def frame(at: datetime = AFTER) -> Frame:
    return Frame(slots=SLOTS, sessions=(FIRST, SECOND, THIRD), at=at)


def statuses(presence: Presence) -> list[str]:
    return [mark.status for mark in presence.halves]


def minutes(presence: Presence) -> list[int]:
    return [mark.minutes for mark in presence.sessions]


def test_a_scan_within_the_grace_minutes_came_and_fills_its_half_as_inferred() -> None:
    found = rules.presence([make_fact(MORNING, "in", 15)], frame())
    assert statuses(found) == ["came", "absent"]
    assert minutes(found) == [60, 60, 0]
    assert (found.minutes, found.inferred_minutes, found.counted_minutes_total) == (120, 120, 210)
    assert (found.attended_halves, found.elapsed_halves, found.total_halves) == (1, 2, 2)


def test_a_scan_after_the_grace_minutes_is_late_and_counts_from_the_arrival() -> None:
    found = rules.presence([make_fact(MORNING, "in", 50)], frame())
    assert statuses(found) == ["late", "absent"]
    assert found.half(1, "morning").is_late
    assert minutes(found) == [40, 60, 0]
    assert [mark.status for mark in found.sessions] == ["late", "came", "absent"]


def test_nobody_is_absent_before_the_half_day_is_over() -> None:
    before = MORNING.starts_at - timedelta(minutes=30)
    assert statuses(rules.presence([], frame(before))) == ["coming", "coming"]
    running = rules.presence([], frame(MORNING.starts_at + timedelta(minutes=40)))
    assert statuses(running) == ["waiting", "coming"]
    assert [mark.status for mark in running.sessions] == ["waiting", "coming", "coming"]
    assert (running.elapsed_halves, running.counted_minutes_so_far) == (1, 10)


def test_whoever_comes_early_has_one_of_one_half_days() -> None:
    found = rules.presence([make_fact(MORNING, "in", -20)], frame(MORNING.starts_at - timedelta(minutes=10)))
    assert (found.attended_halves, found.elapsed_halves) == (1, 1)


def test_the_first_arrival_counts_whatever_comes_later() -> None:
    found = rules.presence([make_fact(MORNING, "in", 60), make_fact(MORNING, "in", 5)], frame())
    assert found.half(1, "morning").at == MORNING.starts_at + timedelta(minutes=5)


def test_in_and_out_are_seen_minutes_and_a_missing_out_is_inferred() -> None:
    facts = [make_fact(MORNING, "in", 0), make_fact(MORNING, "out", 60), make_fact(MORNING, "in", 130)]
    found = rules.presence(facts, frame())
    assert minutes(found) == [30, 50, 0]
    assert found.inferred_minutes == 50


def test_an_out_without_an_in_counts_from_the_beginning_as_inferred() -> None:
    facts = [make_fact(MORNING, "mark", 0, status="came", reason="x"), *session_facts(FIRST, ("out", 20))]
    found = rules.presence(facts, frame())
    assert (found.sessions[0].minutes, found.sessions[0].inferred) == (20, 20)


def test_a_second_out_changes_nothing() -> None:
    found = rules.presence(session_facts(FIRST, ("in", 0), ("out", 20), ("out", 40)), frame())
    assert (found.sessions[0].minutes, found.sessions[0].inferred) == (20, 0)


def session_facts(session: CountedSession, *events: tuple[str, float]) -> list[Fact]:
    start = (session.starts_at - MORNING.starts_at).total_seconds() / 60
    return [make_fact(MORNING, kind, start + after, forum_session_id=session.id) for kind, after in events]


def test_evidence_of_a_session_decides_for_that_session() -> None:
    facts = [make_fact(MORNING, "in", 0), *session_facts(SECOND, ("in", 10), ("out", 40))]
    found = rules.presence(facts, frame())
    assert minutes(found) == [60, 30, 0]
    assert (found.sessions[1].inferred, found.inferred_minutes) == (0, 60)


def test_seen_in_a_session_only_is_here_in_that_half_day() -> None:
    found = rules.presence(session_facts(SECOND, ("in", 30)), frame())
    assert statuses(found) == ["came", "absent"]
    assert minutes(found) == [0, 30, 0]


def test_a_roll_call_marks_a_whole_session() -> None:
    mark = make_fact(MORNING, "mark", 140, forum_session_id=SECOND.id, status="came", source="roll_call")
    found = rules.presence([mark], frame())
    assert (statuses(found), minutes(found)) == (["came", "absent"], [0, 60, 0])
    away = make_fact(MORNING, "mark", 150, forum_session_id=SECOND.id, status="duty", source="roll_call")
    found = rules.presence([make_fact(MORNING, "in", 0), mark, away], frame())
    assert [one.status for one in found.sessions] == ["came", "duty", "absent"]


def test_a_correction_wins_over_an_older_scan() -> None:
    facts = [make_fact(MORNING, "in", 50), make_fact(MORNING, "mark", 300, status="came", reason="bus was late")]
    found = rules.presence(facts, frame())
    mark = found.half(1, "morning")
    assert (mark.status, mark.note, mark.is_late) == ("came", "bus was late", False)
    assert mark.at == MORNING.starts_at + timedelta(minutes=50)
    assert minutes(found)[0] == 60


def test_a_scan_wins_over_an_older_mark_of_absence() -> None:
    facts = [make_fact(MORNING, "mark", -30, status="duty", reason="call"), make_fact(MORNING, "in", 10)]
    assert statuses(rules.presence(facts, frame())) == ["came", "absent"]
    late_mark = make_fact(MORNING, "mark", 60, status="excused", reason="ill")
    found = rules.presence([*facts, late_mark], frame())
    assert statuses(found) == ["excused", "absent"]
    assert [mark.status for mark in found.sessions] == ["excused", "excused", "absent"]
    assert found.half(1, "morning").at is None


def test_a_mark_of_absence_forgets_the_ways_in_before_it() -> None:
    facts = [
        make_fact(MORNING, "in", 0),
        make_fact(MORNING, "mark", 20, status="absent", reason="wrong person"),
        make_fact(MORNING, "in", 130),
        make_fact(MORNING, "out", 150),
    ]
    found = rules.presence(facts, frame())
    assert (statuses(found), minutes(found)) == (["late", "absent"], [0, 20, 0])


def test_what_was_taken_back_is_gone_and_the_slot_is_open_again() -> None:
    first = make_fact(MORNING, "in", 0)
    facts = [first, make_fact(MORNING, "void", 1, voids_id=first.id)]
    assert statuses(rules.presence(facts, frame())) == ["absent", "absent"]
    assert rules.generation(facts) == 1
    assert rules.arrival(facts) is None
    again = [*facts, make_fact(MORNING, "in", 5), make_fact(MORNING, "again", 6)]
    assert statuses(rules.presence(again, frame())) == ["came", "absent"]


def test_minutes_are_counted_against_the_time_a_session_really_had() -> None:
    opened = FIRST.starts_at + timedelta(minutes=10)
    planned = (FIRST.starts_at, FIRST.ends_at)
    values = {"session_id": FIRST.id, "code": "S1", "slot": MORNING, "planned": planned}
    real = CountedSession.of(**values, opened_at=opened, closed_at=opened + timedelta(minutes=40))
    found = rules.presence([make_fact(MORNING, "in", 0)], Frame(slots=SLOTS, sessions=(real,), at=AFTER))
    assert (found.minutes, found.counted_minutes_total) == (40, 40)
    moved = CountedSession.of(**values, opened_at=FIRST.ends_at, closed_at=None)
    assert moved.ends_at - moved.starts_at == timedelta(minutes=60)


def test_half_mark_reads_one_half_day() -> None:
    facts = [make_fact(MORNING, "in", 0), make_fact(AFTERNOON, "in", 60)]
    assert rules.half_mark(facts, AFTERNOON, frame()).status == "late"


def test_an_unknown_half_day_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        rules.presence([], frame()).half(9, "morning")


def test_a_session_that_does_not_count_has_an_empty_mark() -> None:
    found = rules.presence([make_fact(MORNING, "in", 0)], frame())
    assert (found.session(SECOND.id).minutes, found.session(UUID(int=99)).minutes) == (60, 0)
    assert (found.percent, Presence().percent) == (57, 0)


def test_a_half_day_is_counted_by_sex() -> None:
    here = rules.presence([make_fact(MORNING, "in", 0)], frame())
    people = [("female", here), ("male", here), (None, rules.presence([], frame()))]
    count = rules.count_half(people, 0)
    assert (count.registered, count.here, count.women, count.women_here, count.men, count.men_here) == (
        3,
        2,
        1,
        1,
        2,
        1,
    )
    assert rules.tally([here, here]) == {"came": 2, "absent": 2}


def test_the_clock_chooses_the_half_day() -> None:
    assert rules.current_slot(SLOTS, MORNING.starts_at - timedelta(days=1)) == MORNING
    assert rules.current_slot(SLOTS, MORNING.ends_at) == AFTERNOON
    assert rules.current_slot(SLOTS, AFTER) == AFTERNOON
    assert rules.current_slot((), AFTER) is None


def test_the_middle_of_the_pause_divides_the_halves() -> None:
    assert rules.half_of(AFTERNOON.starts_at - timedelta(minutes=15), SLOTS) == AFTERNOON
    assert rules.half_of(MORNING.ends_at - timedelta(minutes=15), SLOTS) == MORNING
    assert rules.half_of(AFTER, ()) is None


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        ("cancelled", rules.WasCancelled),
        ("declined", rules.WasDeclined),
        ("waitlisted", rules.OnTheWaitingList),
        ("pending", rules.NotExpected),
    ],
)
def test_only_approved_people_are_expected(status: str, refusal: type[rules.NotExpected]) -> None:
    with pytest.raises(refusal) as caught:
        rules.require_expected(status)
    assert type(caught.value) is refusal
    rules.require_expected("approved")


def require(slot: Slot, minutes_after: float, *, today: date = MORNING.day_on, is_paper: bool = False) -> None:
    at = slot.starts_at + timedelta(minutes=minutes_after)
    morning = MORNING if slot is AFTERNOON else None
    rules.require_open(slot, morning, at=at, today=today, is_paper=is_paper, shown_time="11:30")


def test_a_desk_records_only_what_is_now() -> None:
    require(MORNING, -60)
    require(AFTERNOON, 0)
    require(AFTERNOON, -120)
    with pytest.raises(rules.HalfNotBegun):
        require(AFTERNOON, -121)
    with pytest.raises(rules.HalfOver):
        require(MORNING, 271)
    with pytest.raises(rules.DayNotBegun):
        require(MORNING, 0, today=date(2024, 9, 24))
    with pytest.raises(rules.DayOver):
        require(MORNING, 0, today=date(2024, 9, 26))


def test_a_signed_sheet_may_be_entered_afterwards_but_not_before() -> None:
    require(MORNING, 600, is_paper=True)
    require(MORNING, 0, today=date(2024, 9, 27), is_paper=True)
    with pytest.raises(rules.HalfNotBegun):
        require(AFTERNOON, -10, is_paper=True)


def test_a_correction_needs_a_reason_and_a_half_day_that_has_begun() -> None:
    at = MORNING.starts_at
    rules.require_correctable(AFTERNOON, "duty", reason="called", at=at)
    with pytest.raises(rules.ReasonMissing):
        rules.require_correctable(MORNING, "came", reason="  ", at=at)
    with pytest.raises(rules.NotYetTime):
        rules.require_correctable(AFTERNOON, "late", reason="x", at=at)


def test_stored_columns_keep_their_order_and_new_ones_join_switched_off() -> None:
    assert rules.sheet_columns(None) == rules.DEFAULT_COLUMNS
    stored = [{"key": "name", "km": "ឈ្មោះ", "en": "Name", "on": True}, {"key": "gone", "km": "", "en": "", "on": True}]
    found = rules.sheet_columns(stored)
    assert found[0] == rules.SheetColumn("name", "ឈ្មោះ", "Name")
    assert {column.key for column in found} == set(rules.COLUMN_KEYS)
    assert not any(column.on for column in found[1:])


KINDS_WITH_STATUS = st.one_of(
    st.tuples(st.sampled_from(["in", "out", "again"]), st.none()),
    st.tuples(st.just("mark"), st.sampled_from(rules.SETTABLE)),
)


@st.composite
def fact_lists(draw: st.DrawFn) -> list[Fact]:
    facts: list[Fact] = []
    for (kind, status), minute, where in draw(
        st.lists(st.tuples(KINDS_WITH_STATUS, st.integers(-30, 600), st.integers(0, 4)), max_size=8)
    ):
        place = {} if where < 2 else {"forum_session_id": (FIRST, SECOND, THIRD)[where - 2].id}
        slot = SLOTS[where % 2]
        facts.append(make_fact(slot, kind, minute, status=status, reason="r" if status else "", **place))
    targets = draw(st.lists(st.sampled_from(facts), max_size=2, unique_by=lambda f: f.id)) if facts else []
    voids = [make_fact(MORNING, "void", draw(st.integers(0, 600)), voids_id=target.id) for target in targets]
    return facts + voids


@given(facts=fact_lists(), data=st.data())
def test_order_and_duplication_of_evidence_never_change_the_result(facts: list[Fact], data: st.DataObject) -> None:
    extra = data.draw(st.lists(st.sampled_from(facts), max_size=4)) if facts else []
    shuffled = data.draw(st.permutations(facts + extra))
    assert rules.presence(shuffled, frame()) == rules.presence(facts, frame())
    assert rules.generation(shuffled) == rules.generation(facts)


@given(facts=fact_lists(), minute=st.integers(-60, 700))
def test_minutes_never_exceed_what_was_held(facts: list[Fact], minute: int) -> None:
    found = rules.presence(facts, frame(MORNING.starts_at + timedelta(minutes=minute)))
    assert 0 <= found.inferred_minutes <= found.minutes <= found.counted_minutes_so_far
    assert found.counted_minutes_so_far <= found.counted_minutes_total == 210
    assert found.attended_halves <= found.elapsed_halves <= found.total_halves == 2
