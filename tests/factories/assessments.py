"""Exercises, practicals and marks."""

from typing import Any

from forum_app.accounts.models import Account
from forum_app.assessments import queries, services
from forum_app.assessments.models import Appeal, Observation, Practical, Rubric, Submission
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.programme.models import ForumSession, Group
from forum_app.registration.models import Registration
from tests.factories.forums import make_staff
from tests.factories.programme import at


def rubric_content(code: str = "DF-X1", *, criteria: int = 3, critical: int = 2) -> dict[str, Any]:
    """An exercise.yaml as data; the criterion at place `critical` is critical."""
    return {
        "code": code,
        "title": {"km": "ការអនុវត្តចាប់យកទូរសព្ទ", "en": "Mock seizure of a phone"},
        "task": {"km": "សូមបិទត្រាទូរសព្ទ។", "en": "Seal the phone."},
        "criteria": [
            {
                "name": {"km": f"លក្ខណៈទី{number}", "en": f"Criterion {number}"},
                "critical": number == critical,
                "levels": [{"km": f"កម្រិត {level}", "en": f"Seen {number}.{level}"} for level in range(1, 5)],
            }
            for number in range(1, criteria + 1)
        ],
    }


def make_rubric(code: str = "DF-X1", **values: Any) -> Rubric:
    """An exercise with three criteria of four levels; the second one is critical."""
    services.load_rubric(rubric_content(code, **values))
    rubric = queries.find_rubric(code)
    assert rubric is not None
    return rubric


def make_practical(
    forum: Forum, rubric: Rubric | None = None, *, forum_session: ForumSession | None = None
) -> Practical:
    """The exercise assessed in the forum."""
    return services.set_practical(forum, rubric or make_rubric(), forum_session=forum_session, actor=None)


def make_group(forum: Forum, number: int = 1) -> Group:
    """A group of the forum."""
    with transaction() as session:
        group = Group(forum_id=forum.id, number=number, name=Bilingual(f"ក្រុម {number}", f"Group {number}"))
        session.add(group)
    return group


def make_trainer(forum: Forum, role: str = "trainer") -> Account:
    """A trainer of the forum."""
    return make_staff(forum, role)


def make_observation(
    practical: Practical,
    registration: Registration,
    trainer: Account,
    *,
    levels: tuple[int | None, ...] = (3, 3, 3),
    is_signed: bool = False,
) -> Observation:
    """Marks for the first criteria, signed off if asked."""
    moment = at(practical.forum, 2, "14:00")
    for criterion, level in zip(queries.criteria_of(practical), levels, strict=False):
        services.mark(practical, registration, criterion, level=level, actor=trainer, at=moment)
    if is_signed:
        services.sign_off(practical, registration, actor=trainer, at=moment)
    observation = queries.find_observation(practical, registration, trainer)
    assert observation is not None
    return observation


def make_appeal(registration: Registration, trainer: Account) -> Appeal:
    """A signed-off practical of its own, and an appeal about it."""
    forum = registration.forum
    practical = make_practical(forum, make_rubric(f"{forum.code}-X2"))
    observation = make_observation(practical, registration, trainer, is_signed=True)
    return services.appeal(observation, text="Look again.", actor=trainer, at=at(forum, 2, "15:00"))


def make_submission(registration: Registration, actor: Account) -> Submission:
    """Written work for an exercise of its own."""
    forum = registration.forum
    practical = make_practical(forum, make_rubric(f"{forum.code}-X3"))
    with transaction():
        practical.is_written = True
    moment = at(forum, 2, "15:00")
    return services.hand_in(practical, registration, text="Two gaps.", work=None, actor=actor, at=moment)
