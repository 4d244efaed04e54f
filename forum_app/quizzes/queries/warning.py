"""What a quiz should be warned of, gathered in a few queries."""

from datetime import datetime

from sqlalchemy import func, or_, select

from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.quizzes import rules
from forum_app.quizzes.models import Quiz, QuizQuestion
from forum_app.quizzes.queries.choosing import list_pools
from forum_app.quizzes.queries.preparing import may_be_asked
from forum_app.quizzes.rules.warnings import Facts, Warned, warnings


def warnings_of(quiz: Quiz, *, at: datetime) -> list[Warned]:
    """What to say to whoever prepares it; nothing once its results are out."""
    if quiz.standing_at(at).state is rules.State.RELEASED:
        return []
    return list(warnings(_facts(quiz)))


def _facts(quiz: Quiz) -> Facts:
    own = select(QuizQuestion.question_id).where(QuizQuestion.quiz_id == quiz.id)
    written = _count(Question.id.in_(own))
    offered = written if quiz.frozen_at else _count(Question.id.in_(own), *may_be_asked(quiz.purpose))
    held = quiz.forum_session
    columns = Question.__table__.c
    return Facts(
        purpose=quiz.purpose,
        entry=quiz.entry,
        release=quiz.release,
        draw=quiz.draw,
        has_session=held is not None,
        session_is_cancelled=held is not None and held.cancelled_at is not None and _has_window(quiz),
        has_window=_has_window(quiz),
        window_is_possible=quiz.window.is_possible,
        closes_itself=quiz.window.closes_at is not None,
        wanted=quiz.question_count,
        offered=offered + (_replaceable(quiz, own) if offered < written else 0),
        withdrawn=written - offered,
        on_hold=_on_hold(quiz),
        one_language=_count(Question.id.in_(own), or_(columns.stem_km == "", columns.stem_en == "")),
        asked_elsewhere=_asked_elsewhere(quiz),
    )


def _has_window(quiz: Quiz) -> bool:
    return quiz.opens_offset_minutes is not None or quiz.closes_offset_minutes is not None


def _count(*conditions: object) -> int:
    return db.session.scalar(select(func.count(Question.id)).where(*conditions)) or 0  # type: ignore[arg-type]


def _subject(quiz: Quiz) -> list[object]:
    """Conditions on questions of the quiz's pools, module or, without either, the whole course."""
    pools = list_pools(quiz)
    if pools:
        objectives = [pool.objective_id for pool in pools if pool.objective_id]
        modules = [pool.module_id for pool in pools if pool.module_id]
        return [or_(Question.objective_id.in_(objectives), Question.module_id.in_(modules))]
    return [Question.module_id == quiz.module_id] if quiz.module_id else []


def _on_hold(quiz: Quiz) -> int:
    use = "prepost" if quiz.purpose in rules.PREPOST else "quiz"
    return _count(Question.legal_hold.is_(True), Question.status != "retired", Question.use == use, *_subject(quiz))


def _replaceable(quiz: Quiz, own: object) -> int:
    """How many others of its subject could take the place of withdrawn ones."""
    return _count(*may_be_asked(quiz.purpose), *_subject(quiz), Question.id.not_in(own))  # type: ignore[arg-type]


def _asked_elsewhere(quiz: Quiz) -> tuple[tuple[str, int], ...]:
    """Other quizzes of the forum with the same questions; a pre- and a post-test are meant to share theirs."""
    own = select(QuizQuestion.question_id).where(QuizQuestion.quiz_id == quiz.id)
    query = (
        select(Quiz.code, func.count())
        .join(QuizQuestion, QuizQuestion.quiz_id == Quiz.id)
        .where(Quiz.forum_id == quiz.forum_id, Quiz.id != quiz.id, QuizQuestion.question_id.in_(own))
        .group_by(Quiz.code, Quiz.position)
        .order_by(Quiz.position, Quiz.code)
    )
    if quiz.purpose in rules.PREPOST:
        query = query.where(Quiz.purpose == "session")
    return tuple((code, count) for code, count in db.session.execute(query))
