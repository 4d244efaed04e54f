"""Which step follows which, what the wall accepts, what a signal counts."""

from datetime import UTC, datetime

import pytest

from forum_app.kernel.bilingual import Bilingual
from forum_app.live import rules
from forum_app.live.rules import Action, Bar, Phase


@pytest.mark.parametrize(
    ("phase", "position", "action", "after"),
    [
        (Phase.LOBBY, 0, Action.ASK, (Phase.ASKING, 1)),
        (Phase.ASKING, 1, Action.CLOSE, (Phase.CLOSED, 1)),
        (Phase.CLOSED, 1, Action.AGAIN, (Phase.ASKING, 1)),
        (Phase.CLOSED, 1, Action.EXPLAIN, (Phase.EXPLAINED, 1)),
        (Phase.EXPLAINED, 1, Action.ASK, (Phase.ASKING, 2)),
        (Phase.EXPLAINED, 2, Action.END, (Phase.ENDED, 2)),
        (Phase.LOBBY, 0, Action.END, (Phase.ENDED, 0)),
    ],
)
def test_each_step_leads_where_it_should(phase: Phase, position: int, action: Action, after: tuple[Phase, int]) -> None:
    assert rules.next_step(phase, position, 2, action) == after
    assert action in rules.possible(phase, position, 2)


@pytest.mark.parametrize(
    ("phase", "action"),
    [
        (Phase.ASKING, Action.EXPLAIN),
        (Phase.ASKING, Action.END),
        (Phase.LOBBY, Action.CLOSE),
        (Phase.EXPLAINED, Action.AGAIN),
        (Phase.ENDED, Action.ASK),
    ],
)
def test_a_step_out_of_turn_is_refused_and_not_offered(phase: Phase, action: Action) -> None:
    with pytest.raises(rules.StepNotPossible):
        rules.next_step(phase, 1, 2, action)
    assert action not in rules.possible(phase, 1, 2)


def test_after_the_last_question_there_is_only_the_end() -> None:
    with pytest.raises(rules.NoMoreQuestions):
        rules.next_step(Phase.EXPLAINED, 2, 2, Action.ASK)
    assert rules.possible(Phase.EXPLAINED, 2, 2) == [Action.END]


def test_a_question_for_the_wall_has_words_and_an_end() -> None:
    assert rules.require_question("  What if?  ") == "What if?"
    with pytest.raises(rules.QuestionEmpty):
        rules.require_question("   ")
    with pytest.raises(rules.QuestionTooLong) as refused:
        rules.require_question("x" * 301)
    assert refused.value.values == {"most": 300, "length": 301}


def test_signals_are_counted_in_windows_of_three_minutes() -> None:
    moment = datetime(2024, 9, 25, 3, 22, 41, 7, tzinfo=UTC)
    assert rules.bucket(moment) == datetime(2024, 9, 25, 3, 21, tzinfo=UTC)


def test_a_bar_is_a_share_of_those_who_answered() -> None:
    bar = Bar("a", Bilingual(), 1, None)
    assert (bar.share(3), bar.share(0)) == (33, 0)
