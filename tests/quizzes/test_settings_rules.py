"""When a quiz opens and closes by itself, how often it may be taken, and which attempt counts."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forum_app.quizzes import rules
from forum_app.quizzes.rules import Offset, Standing, State, Try, Window

TEN = datetime(2024, 9, 26, 3, 0, tzinfo=UTC)
NEVER = Standing(None, None, None)


def after(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


ELEVEN = after(60)


@dataclass(frozen=True)
class Held:
    """A session from 10:00 to 11:00."""

    starts_at: datetime = TEN
    ends_at: datetime = ELEVEN
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None


WINDOW = Window(after(50), after(65))


def state(done: Standing, minutes: float, *, window: Window = WINDOW, release: str = "by_hand") -> State:
    return rules.standing(done, window, release=release, at=after(minutes)).state


class TestWindow:
    def test_offsets_are_counted_from_the_plan(self) -> None:
        window = Window.around(Held(), Offset("end", -10), Offset("end", 5))
        assert window == Window(after(50), after(65))

    def test_fifteen_minutes_more_move_both(self) -> None:
        window = Window.around(Held(ends_at=after(75)), Offset("end", -10), Offset("end", 5))
        assert window == Window(after(65), after(80))

    def test_the_real_start_and_end_win_over_the_plan(self) -> None:
        held = Held(opened_at=after(7), closed_at=after(52))
        assert Window.around(held, Offset("start", 0), Offset("end", 0)) == Window(after(7), after(52))

    def test_a_session_that_began_after_its_planned_end_keeps_its_length(self) -> None:
        assert Window.around(Held(opened_at=after(90)), Offset("start", 0), Offset("end", 0)).closes_at == after(150)

    @pytest.mark.parametrize("held", [None, Held(cancelled_at=TEN)], ids=["no session", "cancelled"])
    def test_without_a_session_nothing_happens_by_itself(self, held: Held | None) -> None:
        assert Window.around(held, Offset("start", 0), Offset("end", 0)) == Window()

    def test_by_hand_is_no_moment(self) -> None:
        assert Window.around(Held(), Offset("start", None), Offset("end", 5)) == Window(None, after(65))

    def test_a_window_that_closes_before_it_opens_is_refused(self) -> None:
        with pytest.raises(rules.ClosesBeforeItOpens):
            rules.require_possible(Window(after(10), after(10)))
        rules.require_possible(Window(after(10), None))


class TestStanding:
    @pytest.mark.parametrize(
        ("minutes", "expected"),
        [(49, State.PREPARED), (50, State.OPEN), (64, State.OPEN), (65, State.CLOSED), (600, State.CLOSED)],
    )
    def test_it_opens_and_closes_by_itself(self, minutes: float, expected: State) -> None:
        assert state(NEVER, minutes) is expected

    def test_opened_by_hand_it_still_closes_by_itself(self) -> None:
        by_hand = Standing(after(20), None, None)
        assert [state(by_hand, minutes) for minutes in (30, 64, 65)] == [State.OPEN, State.OPEN, State.CLOSED]

    def test_closed_by_hand_it_stays_closed_when_its_window_opens(self) -> None:
        assert state(Standing(after(20), after(30), None), 55) is State.CLOSED

    def test_opened_again_after_its_window_it_waits_for_a_hand(self) -> None:
        assert state(Standing(after(70), None, None), 600) is State.OPEN

    def test_a_session_that_is_made_longer_opens_the_quiz_again(self) -> None:
        assert state(NEVER, 70) is State.CLOSED
        assert state(NEVER, 70, window=Window(after(50), after(80))) is State.OPEN

    def test_results_come_by_themselves_only_where_that_was_decided(self) -> None:
        assert state(NEVER, 65, release="at_close") is State.RELEASED
        assert rules.standing(NEVER, WINDOW, release="at_close", at=after(70)).released_at == after(65)

    def test_released_results_stay_released_when_the_session_moves(self) -> None:
        done = Standing(after(50), after(65), after(66))
        assert state(done, 70, window=Window(after(90), after(99))) is State.RELEASED

    def test_without_a_window_only_hands_move_it(self) -> None:
        assert [state(NEVER, 600, window=Window()), state(Standing(TEN, None, None), 600, window=Window())] == [
            State.PREPARED,
            State.OPEN,
        ]

    def test_an_impossible_window_opens_nothing(self) -> None:
        assert state(NEVER, 70, window=Window(after(60), after(50))) is State.PREPARED

    def test_it_is_over_once_it_is_closed(self) -> None:
        assert not NEVER.is_over
        assert Standing(TEN, after(1), None).is_over


class TestAttempts:
    def test_how_many_are_left(self) -> None:
        assert [rules.attempts_left(1, 3), rules.attempts_left(4, 3), rules.attempts_left(9, 0)] == [2, 0, None]

    def test_another_begins_only_after_the_newest_is_finished(self) -> None:
        running, done = Try(TEN, None), Try(TEN, after(5))
        values: dict[str, Any] = {"allowed": 3, "limit_minutes": 10, "at": after(6)}
        assert [rules.may_begin_another(one, 1, **values) for one in (running, done)] == [False, True]
        assert rules.may_begin_another(running, 1, **{**values, "at": after(11)})
        assert not rules.may_begin_another(running, 1, **{**values, "limit_minutes": None})

    def test_no_more_than_allowed(self) -> None:
        values: dict[str, Any] = {"limit_minutes": None, "at": after(6)}
        assert not rules.may_begin_another(Try(TEN, after(5)), 3, allowed=3, **values)
        assert rules.may_begin_another(Try(TEN, after(5)), 30, allowed=0, **values)

    @pytest.mark.parametrize(("counting", "place"), [("first", 0), ("last", 3), ("best", 1)])
    def test_which_attempt_counts(self, counting: str, place: int) -> None:
        assert rules.which_counts(counting, [40, 80, 80, 60]) == place


def test_a_standing_is_a_value() -> None:
    assert replace(NEVER, opened_at=TEN).state is State.OPEN
