"""Materials of exercises and their use in a forum."""

from functools import cache
from typing import Any

from forum_app.course.imports import content_folder
from forum_app.exercises import imports, queries, services
from forum_app.exercises.models import ExerciseRun, ExerciseSet
from forum_app.exercises.rules.making import GENERATORS
from forum_app.forums.models import Forum
from forum_app.programme.models import ForumSession
from tests.factories.assessments import rubric_content

PAIR = {"km": "ចំណុច", "en": "Point"}


@cache
def words() -> dict[str, Any]:
    """The words of the generated exhibits that ship with the course."""
    return imports.read_words(content_folder())


def paper(whose: str = "officers", **values: Any) -> dict[str, Any]:
    """A sheet with one block of text."""
    kind = "key" if whose == "trainer" else "text"
    return {"code": f"10-{whose}", "title": PAIR, "kind": kind, "for": whose, "blocks": [{"text": PAIR}], **values}


def set_content(
    *generate: str,
    papers: list[dict[str, Any]] | None = None,
    files: list[dict[str, Any]] | None = None,
    is_bare: bool = False,
) -> dict[str, Any]:
    """Sheets for everybody and these generated exhibits: all of them when none is named, none when `is_bare`."""
    names = () if is_bare else generate or tuple(GENERATORS)
    return {
        "papers": papers or [paper("group"), paper("officers"), paper("trainer")],
        "files": files or [],
        "generate": list(names),
        "words": {name: words()[name] for name in names},
    }


def make_set(code: str = "DF-X1", *generate: str, **values: Any) -> ExerciseSet:
    """The current materials of an exercise."""
    content = set_content(*generate, **values)
    services.load_set(rubric_content(code), content, module_code=code.partition("-")[0])
    found = queries.find_set(code)
    assert found is not None
    return found


def make_run(
    forum: Forum, exercise_set: ExerciseSet | None = None, *, forum_session: ForumSession | None = None
) -> ExerciseRun:
    """The materials in use in the forum."""
    return services.use_set(forum, exercise_set or make_set(), forum_session=forum_session, actor=None)


def right_answers(run: ExerciseRun, registration: Any) -> dict[str, str]:
    """What an officer who knows everything would type."""
    exhibits = queries.exhibits_of(run, registration)
    return {question.item: question.right for exhibit in exhibits for question in exhibit.questions}
