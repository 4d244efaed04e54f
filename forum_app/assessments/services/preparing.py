"""Loading exercises from the course content and setting them in a forum."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_app.assessments import queries, rules
from forum_app.assessments.models import Criterion, Level, Observation, Practical, Rubric
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.programme.models import ForumSession


def load_rubric(data: Mapping[str, Any], *, module_code: str | None = None, actor: HasId | None = None) -> bool:
    """Bring one exercise to what its exercise.yaml says; True when something changed.

    Wording that somebody was already marked by is kept: the new wording becomes a new version, and practicals
    in which nobody was marked yet move to it.
    """
    with transaction() as session:
        old = queries.find_rubric(data["code"])
        if old is not None and _as_content(old) == _content(data):
            return False
        if old is not None and not queries.was_marked(old):
            rubric = old
            rubric.criteria.clear()
            session.flush()
        else:
            rubric = Rubric(code=data["code"], version=old.version + 1 if old else 1)
            session.add(rubric)
        _write(session, rubric, data, module_code or data["code"].partition("-")[0])
        session.flush()
        if old is not None and old is not rubric:
            _replace(session, old, rubric)
        audit.record("assessments.load_rubric", rubric, actor=actor, code=rubric.code, version=rubric.version)
        return True


def _content(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": Bilingual.of(data["title"]),
        "task": Bilingual.of(data.get("task")),
        "criteria": [
            (Bilingual.of(row["name"]), bool(row.get("critical")), [Bilingual.of(text) for text in row["levels"]])
            for row in data["criteria"]
        ],
    }


def _as_content(rubric: Rubric) -> dict[str, Any]:
    return {
        "title": rubric.title,
        "task": rubric.task,
        "criteria": [(one.name, one.critical, [level.text for level in one.levels]) for one in rubric.criteria],
    }


def _write(session: Session, rubric: Rubric, data: Mapping[str, Any], module_code: str) -> None:
    content = _content(data)
    rubric.title, rubric.task = content["title"], content["task"]
    rubric.module_id = session.scalar(select(Module.id).where(Module.code == module_code))
    for position, (name, critical, texts) in enumerate(content["criteria"], 1):
        levels = [Level(number=number, text=text) for number, text in enumerate(texts, 1)]
        rubric.criteria.append(Criterion(position=position, name=name, critical=critical, levels=levels))


def _replace(session: Session, old: Rubric, new: Rubric) -> None:
    old.retired = True
    marked = select(Observation.practical_id)
    untouched = update(Practical).where(Practical.rubric_id == old.id, Practical.id.not_in(marked))
    session.execute(untouched.values(rubric_id=new.id))


def set_practical(
    forum: Forum,
    rubric: Rubric,
    *,
    forum_session: ForumSession | None = None,
    pass_tenths: int = rules.DEFAULT_PASS_TENTHS,
    actor: HasId | None,
) -> Practical:
    """Have an exercise assessed in a forum. Raises AlreadySet, PassMarkOutOfRange."""
    rules.require_pass_tenths(pass_tenths)
    try:
        with transaction() as session:
            count = session.scalar(select(func.count()).where(Practical.forum_id == forum.id)) or 0
            practical = Practical(
                forum_id=forum.id,
                rubric_id=rubric.id,
                forum_session_id=forum_session.id if forum_session else None,
                pass_tenths=pass_tenths,
                position=count + 1,
            )
            session.add(practical)
            session.flush()
            audit.record("assessments.set_practical", practical, actor=actor, rubric=rubric.code)
            return practical
    except IntegrityError as error:
        raise rules.AlreadySet from error
