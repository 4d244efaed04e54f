"""Reads of materials in use."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum_app.exercises.models import ExerciseAnswer, ExerciseEvent, ExerciseRun, ExerciseSet
from forum_app.exercises.rules import answers, making
from forum_app.exercises.rules.chance import seed_of
from forum_app.exercises.rules.exhibit import Exhibit, Question
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.registration import queries as registration_queries
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Line:
    """How far one officer is with the questions."""

    registration: Registration
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Checked:
    """One question with what was answered."""

    question: Question
    typed: str
    is_right: bool


def list_sets() -> list[ExerciseSet]:
    """Materials that can be used, by code."""
    return list(
        db.session.scalars(select(ExerciseSet).where(ExerciseSet.retired.is_(False)).order_by(ExerciseSet.code))
    )


def find_set(code: str) -> ExerciseSet | None:
    """The current version of an exercise's materials."""
    query = select(ExerciseSet).where(ExerciseSet.code == code, ExerciseSet.retired.is_(False))
    return db.session.scalar(query.order_by(ExerciseSet.version.desc()).limit(1))


def is_used(exercise_set: ExerciseSet) -> bool:
    """True when a forum uses this version."""
    query = select(ExerciseRun.id).where(ExerciseRun.set_id == exercise_set.id)
    return db.session.scalar(query.limit(1)) is not None


def list_runs(forum: Forum) -> list[ExerciseRun]:
    """Exercises of a forum in order, with their materials and session."""
    query = (
        select(ExerciseRun)
        .where(ExerciseRun.forum_id == forum.id)
        .options(selectinload(ExerciseRun.exercise_set), selectinload(ExerciseRun.forum_session))
        .order_by(ExerciseRun.position, ExerciseRun.id)
    )
    return list(db.session.scalars(query))


def has_runs(forum: Forum) -> bool:
    """True when the forum uses the materials of an exercise."""
    return db.session.scalar(select(ExerciseRun.id).where(ExerciseRun.forum_id == forum.id).limit(1)) is not None


def find_run(forum: Forum, code: str) -> ExerciseRun | None:
    """The use of this exercise in a forum."""
    return db.session.scalar(select(ExerciseRun).where(ExerciseRun.forum_id == forum.id, ExerciseRun.code == code))


def newer_set(run: ExerciseRun) -> ExerciseSet | None:
    """Materials that are newer than the run's own."""
    found = find_set(run.code)
    return found if found is not None and found.version > run.exercise_set.version else None


def exhibits_of(run: ExerciseRun, registration: Registration) -> list[Exhibit]:
    """What is made for this officer, the same each time."""
    used = run.exercise_set
    seed = seed_of(run.secret, code=used.code, version=used.version, registration_id=str(registration.id))
    return making.exhibits_of(used.content, seed)


def answers_of(run: ExerciseRun) -> dict[UUID, dict[str, str]]:
    """The answers that count, by registration and item."""
    query = select(ExerciseAnswer).where(ExerciseAnswer.run_id == run.id)
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for row in db.session.scalars(query.order_by(ExerciseAnswer.at, ExerciseAnswer.id)):
        found[row.registration_id][row.item] = row.typed
    return found


def answers_of_officer(run: ExerciseRun, registration: Registration) -> dict[str, str]:
    """The same of one officer."""
    query = select(ExerciseAnswer).where(
        ExerciseAnswer.run_id == run.id, ExerciseAnswer.registration_id == registration.id
    )
    rows = db.session.scalars(query.order_by(ExerciseAnswer.at, ExerciseAnswer.id))
    return {row.item: row.typed for row in rows}


def has_answers(run: ExerciseRun) -> bool:
    """True when somebody has answered."""
    return db.session.scalar(select(ExerciseAnswer.id).where(ExerciseAnswer.run_id == run.id).limit(1)) is not None


def list_history(run: ExerciseRun, registration: Registration) -> list[ExerciseAnswer]:
    """Everything the officer ever answered, oldest first."""
    query = select(ExerciseAnswer).where(
        ExerciseAnswer.run_id == run.id, ExerciseAnswer.registration_id == registration.id
    )
    return list(db.session.scalars(query.order_by(ExerciseAnswer.at, ExerciseAnswer.id)))


def list_events(run: ExerciseRun) -> list[ExerciseEvent]:
    """Releases and what undid them, oldest first."""
    query = select(ExerciseEvent).where(ExerciseEvent.run_id == run.id)
    return list(db.session.scalars(query.order_by(ExerciseEvent.at, ExerciseEvent.id)))


def list_people(forum: Forum, *, group: int | None = None, badge: int | None = None) -> list[Registration]:
    """Who takes part, by badge number; of one group when its number is given, or one person alone."""
    people = [one for one in registration_queries.list_participants(forum) if badge in (None, one.badge_number)]
    kept = [one for one in people if group is None or (one.group is not None and one.group.number == group)]
    return sorted(kept, key=lambda one: (one.badge_number or 9999, one.id))


def list_lines(run: ExerciseRun, people: list[Registration]) -> list[Line]:
    """How far everybody is, in the order given."""
    given = answers_of(run)
    return [_line(run, one, given.get(one.id, {})) for one in people]


def _line(run: ExerciseRun, registration: Registration, given: dict[str, str]) -> Line:
    if not given:  # most rows of a list are of people who have not begun: nothing needs to be made for them
        return Line(registration, 0, 0)
    questions = making.questions_in(exhibits_of(run, registration))
    answered = sum(bool(given.get(question.item)) for question in questions)
    return Line(registration, answered, answers.count_right(questions, given))


def count_questions(run: ExerciseRun) -> int:
    """How many questions each officer has; the same for everybody."""
    content = run.exercise_set.content
    return sum(len(content["words"][name]["questions"]) for name in content["generate"])


def checked(run: ExerciseRun, registration: Registration) -> list[Checked]:
    """Each question of an officer with the answer and whether it is right."""
    given = answers_of_officer(run, registration)
    questions = making.questions_in(exhibits_of(run, registration))
    return [Checked(one, given.get(one.item, ""), answers.is_right(one, given.get(one.item, ""))) for one in questions]
