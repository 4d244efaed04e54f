"""All exhibits of one officer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from forum_app.exercises.rules import chat, custody, folder, photo, triage
from forum_app.exercises.rules.answers import KINDS as QUESTION_KINDS
from forum_app.exercises.rules.chance import Chance
from forum_app.exercises.rules.exhibit import Exhibit, Question, Words

__all__ = ["GENERATORS", "QUESTION_KINDS", "exhibits_of", "questions_in"]

GENERATORS: dict[str, Callable[[Words, Chance], Exhibit]] = {
    "folder": folder.make,
    "photo": photo.make,
    "chat": chat.make,
    "custody": custody.make,
    "triage": triage.make,
}


def exhibits_of(content: Mapping[str, Any], seed: bytes) -> list[Exhibit]:
    """The exhibits that a set of materials asks for; each has its own chance, so that one more changes no other."""
    return [GENERATORS[name](content["words"][name], Chance(seed, name)) for name in content["generate"]]


def questions_in(exhibits: Sequence[Exhibit]) -> list[Question]:
    """Every question of an officer, in the order of the sheets."""
    return [question for exhibit in exhibits for question in exhibit.questions]
