"""The verbs of the room."""

from forum_app.live.services.answering import answer_as_guest, answer_as_participant, join, join_as_guest
from forum_app.live.services.running import do, start_run
from forum_app.live.services.wall import ask, settle, signal, support, translate

__all__ = [
    "answer_as_guest",
    "answer_as_participant",
    "ask",
    "do",
    "join",
    "join_as_guest",
    "settle",
    "signal",
    "start_run",
    "support",
    "translate",
]
