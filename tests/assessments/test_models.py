"""What the tables of skill assessment hold by themselves."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError, IntegrityError

from forum_app.assessments.models import Level, Mark, Observation, SignOff
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction, violated
from tests.factories.assessments import make_observation, make_practical, make_rubric, make_trainer
from tests.factories.forums import make_forum
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")


def observation(*, is_signed: bool = False) -> Observation:
    forum = make_forum()
    return make_observation(make_practical(forum), make_registration(forum), make_trainer(forum), is_signed=is_signed)


@pytest.mark.parametrize(("values", "name"), [({"level": 5}, "ck_marks_level"), ({"level": 0}, "ck_marks_level")])
def test_a_mark_lies_between_one_and_four(values: dict[str, Any], name: str) -> None:
    mark = observation().marks[0]
    with pytest.raises(IntegrityError) as broken, transaction() as session:
        session.execute(update(Mark).where(Mark.id == mark.id).values(**values))
    assert violated(broken.value) == name


def test_a_sign_off_has_a_time_and_a_result_together() -> None:
    found = observation()
    with pytest.raises(IntegrityError) as broken, transaction() as session:
        session.execute(update(Observation).where(Observation.id == found.id).values(passed=True))
    assert violated(broken.value) == "ck_observations_signed_off"


def test_sign_offs_are_never_changed() -> None:
    observation(is_signed=True)
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(update(SignOff).values(reason="later"))


def test_the_wording_of_a_level_is_empty_for_not_observed() -> None:
    criterion = make_rubric().criteria[0]
    assert criterion.level_text(3) == Bilingual("កម្រិត 3", "Seen 1.3")
    assert criterion.level_text(None) == Bilingual()
    assert [level.number for level in criterion.levels if isinstance(level, Level)] == [1, 2, 3, 4]
