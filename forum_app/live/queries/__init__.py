"""Reads of what happens in the room."""

from forum_app.live.queries.runs import (
    current_question,
    find_answer,
    find_guest,
    find_guest_answer,
    find_run,
    find_run_by_code,
    find_running,
    hall_of,
    list_bars,
    list_live_quizzes,
    order_of,
    total_of,
)
from forum_app.live.queries.wall import (
    count_signals,
    count_waiting,
    find_session_now,
    list_supported,
    list_wall,
    voter_of,
)

__all__ = [
    "count_signals",
    "count_waiting",
    "current_question",
    "find_answer",
    "find_guest",
    "find_guest_answer",
    "find_run",
    "find_run_by_code",
    "find_running",
    "find_session_now",
    "hall_of",
    "list_bars",
    "list_live_quizzes",
    "list_supported",
    "list_wall",
    "order_of",
    "total_of",
    "voter_of",
]
