"""What the database itself holds to be true of evidence."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from forum_app.attendance.models import Evidence
from forum_app.kernel.database import transaction, violated
from tests.factories.attendance import day_of
from tests.factories.forums import make_forum
from tests.factories.programme import at
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"kind": "went"}, "kind"),
        ({"source": "guess"}, "source"),
        ({"kind": "mark"}, "mark_has_status"),
        ({"status": "came"}, "mark_has_status"),
        ({"kind": "void"}, "void_has_target"),
        ({"source": "correction"}, "correction_has_reason"),
        ({"half": None, "day_id": None}, "one_place"),
        ({"day_id": None}, "half_has_day"),
        ({"half": "night"}, "half"),
    ],
)
def test_a_row_that_says_nothing_definite_is_refused(wrong: dict[str, Any], constraint: str) -> None:
    forum = make_forum()
    registration, moment = make_registration(forum), at(forum, 1, "08:00")
    row = {"registration_id": registration.id, "forum_id": forum.id, "day_id": day_of(forum).id, "half": "morning"}
    row |= {"kind": "in", "source": "scan", "at": moment, "recorded_at": moment, **wrong}
    with pytest.raises(IntegrityError) as caught, transaction() as session:
        session.add(Evidence(**row))
    assert violated(caught.value) == f"ck_attendance_evidence_{constraint}"


def test_one_slot_has_one_first_arrival() -> None:
    forum = make_forum()
    registration, moment = make_registration(forum), at(forum, 1, "08:00")
    row = {"registration_id": registration.id, "forum_id": forum.id, "day_id": day_of(forum).id, "half": "morning"}
    row |= {"kind": "in", "source": "scan", "at": moment, "recorded_at": moment, "slot_key": "x"}
    with pytest.raises(IntegrityError) as caught, transaction() as session:
        session.add_all([Evidence(**row), Evidence(**row)])
    assert violated(caught.value) == "uq_attendance_evidence_slot_key"
