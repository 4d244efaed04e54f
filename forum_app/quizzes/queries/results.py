"""How far the hall is, and what attempts are worth."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, selectinload

from forum_app.accounts.models import Person
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.questions.rules import Key
from forum_app.quizzes import rules
from forum_app.quizzes.models import Answer, Attempt, Quiz, QuizQuestion
from forum_app.quizzes.queries.asking import asked_in, plan_of
from forum_app.quizzes.queries.preparing import list_quizzes
from forum_app.quizzes.queries.taking import list_of_officer
from forum_app.quizzes.rules import ScoreSheet
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a quiz is in the hall."""

    submitted: int = 0
    in_progress: int = 0


def count_progress(forum: Forum) -> dict[UUID, Progress]:
    """Attempts handed in and still running, by quiz."""
    query = (
        select(Attempt.quiz_id, func.count(Attempt.submitted_at), func.count())
        .where(Attempt.forum_id == forum.id)
        .group_by(Attempt.quiz_id)
    )
    rows = db.session.execute(query)
    return {quiz: Progress(submitted=done, in_progress=all_ - done) for quiz, done, all_ in rows}


@dataclass(frozen=True, slots=True)
class Scored:
    """An attempt that counts, with what was chosen in time and what it is worth."""

    attempt: Attempt
    chosen: dict[UUID, list[str]]
    sheet: ScoreSheet


def list_scored(quizzes: Sequence[Quiz]) -> list[Scored]:
    """One attempt a person: the one that counts of those handed in or left behind when their quiz was closed.

    Four queries, whatever the size.
    """
    by_id = {quiz.id: quiz for quiz in quizzes}
    keys = keys_of(by_id)
    attempts = db.session.scalars(
        select(Attempt).where(Attempt.quiz_id.in_(by_id)).order_by(Attempt.started_at, Attempt.id)
    ).all()
    chosen = _chosen_in_time(by_id)
    asked = asked_in(attempts, by_id.values())
    over = {quiz.id for quiz in quizzes if quiz.is_over}

    def scored(attempt: Attempt) -> Scored:
        own = {question: keys[attempt.quiz_id][question] for question in asked[attempt.id]}
        sheet = rules.score(own, chosen[attempt.id], pass_percent=by_id[attempt.quiz_id].pass_percent)
        return Scored(attempt=attempt, chosen=chosen[attempt.id], sheet=sheet)

    finished = [scored(attempt) for attempt in attempts if attempt.submitted_at or attempt.quiz_id in over]
    return _one_a_person(finished, by_id)


def _one_a_person(finished: Sequence[Scored], quizzes: Mapping[UUID, Quiz]) -> list[Scored]:
    """Of each person's attempts of a quiz the one that counts there."""
    by_person: dict[tuple[UUID, UUID], list[Scored]] = defaultdict(list)
    for found in sorted(finished, key=lambda found: found.attempt.number):
        by_person[found.attempt.quiz_id, found.attempt.registration_id].append(found)
    counting = {
        tries[rules.which_counts(quizzes[quiz].counting, [found.sheet.percent for found in tries])].attempt.id
        for (quiz, _person), tries in by_person.items()
    }
    return [found for found in finished if found.attempt.id in counting]


def sheet_of(attempt: Attempt) -> ScoreSheet:
    """What one attempt is worth."""
    quiz = attempt.quiz
    chosen = _chosen_in_time([quiz.id], attempt.id)[attempt.id]
    keys = keys_of([quiz.id])[quiz.id]
    own = {question: keys[question] for question in plan_of(quiz).asks(attempt.seed)}
    return rules.score(own, chosen, pass_percent=quiz.pass_percent)


def keys_of(quiz_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, Key]]:
    """What is right in every question that a quiz asks or may ask, by quiz."""
    query = (
        select(QuizQuestion.quiz_id, Question.id, Question.kind, Question.solution)
        .join(Question, Question.id == QuizQuestion.question_id)
        .where(QuizQuestion.quiz_id.in_(list(quiz_ids)))
        .order_by(QuizQuestion.position)
    )
    found: dict[UUID, dict[UUID, Key]] = defaultdict(dict)
    for quiz, question, kind, solution in db.session.execute(query):
        found[quiz][question] = Key(kind, solution)
    return found


def _chosen_in_time(quiz_ids: Iterable[UUID], attempt_id: UUID | None = None) -> dict[UUID, dict[UUID, list[str]]]:
    query = (
        select(Answer.attempt_id, Answer.question_id, Answer.chosen)
        .join(Answer.attempt)
        .where(Attempt.quiz_id.in_(list(quiz_ids)))
        .where(Answer.is_late.is_(False) | Attempt.late_accepted_at.is_not(None))
        .order_by(Answer.is_late)  # where both stand and late ones count, the late one is what was meant
    )
    if attempt_id is not None:
        query = query.where(Answer.attempt_id == attempt_id)
    found: dict[UUID, dict[UUID, list[str]]] = defaultdict(dict)
    for attempt, question, chosen in db.session.execute(query):
        found[attempt][question] = chosen
    return found


def final_scores(forum: Forum, *, released_only: bool = True) -> dict[UUID, int | None]:
    """Percent of the final check by registration; the best counts where a forum has several checks.

    Unless `released_only` is off, a check counts only once its results are released: whatever shows a
    certificate to its officer must not tell a result before the trainer does. Who is missing took none.
    """
    finals = [quiz for quiz in list_quizzes(forum) if quiz.purpose == "post"]
    if released_only:
        finals = [quiz for quiz in finals if quiz.state is rules.State.RELEASED]
    best: dict[UUID, int | None] = {}
    for scored in list_scored(finals):
        registration = scored.attempt.registration_id
        best[registration] = max(best.get(registration) or 0, scored.sheet.percent)
    return best


def scores_of(registration: Registration) -> list[tuple[Quiz, ScoreSheet]]:
    """The person's own released results, in the order of the quizzes."""
    quizzes = [quiz for quiz, _ in list_of_officer(registration) if quiz.state is rules.State.RELEASED]
    own = {
        scored.attempt.quiz_id: scored.sheet
        for scored in list_scored(quizzes)
        if scored.attempt.registration_id == registration.id
    }
    return [(quiz, own[quiz.id]) for quiz in quizzes if quiz.id in own]


def list_people_of(quiz: Quiz) -> dict[UUID, Registration]:
    """Registrations behind the attempts of a quiz, with names, by id, in order of badge numbers."""
    query = (
        select(Registration)
        .join(Registration.person)
        .where(Registration.id.in_(select(Attempt.registration_id).where(Attempt.quiz_id == quiz.id)))
        .options(contains_eager(Registration.person), selectinload(Registration.unit))
        .order_by(Registration.badge_number.nulls_last(), Person.sort_key)
    )
    return {registration.id: registration for registration in db.session.scalars(query)}


def count_late(quiz: Quiz) -> dict[UUID, int]:
    """Late answers by attempt."""
    query = (
        select(Answer.attempt_id, func.count())
        .join(Answer.attempt)
        .where(Attempt.quiz_id == quiz.id, Answer.is_late.is_(True))
        .group_by(Answer.attempt_id)
    )
    return dict(db.session.execute(query).all())


def list_attempts(quiz: Quiz) -> list[Attempt]:
    """Every attempt of a quiz."""
    return list(db.session.scalars(select(Attempt).where(Attempt.quiz_id == quiz.id).order_by(Attempt.number)))
