"""The same badge and the same form, several times at the same moment, over real connections."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from forum_app.attendance.models import Evidence
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.kernel.operations import Operation
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.registration import make_registration

TIMES = 5


@pytest.fixture
def desk(app, context, monkeypatch):
    """A desk at five to eight, with one person who comes."""
    forum = make_forum()
    make_session(forum)
    make_registration(forum, badge_number=37)
    staff = make_staff(forum, "desk")
    moment = at(forum, 1, "07:55")
    monkeypatch.setattr(clock, "now", lambda: moment)
    clients = [app.test_client().sign_in(staff) for _ in range(TIMES)]
    address = f"/forums/{forum.code}/desk"
    db.session.remove()
    return clients, address, "37"


def post_at_once(app, clients, address, forms):
    """Send one form from each client at the same moment; answers the responses."""
    start, found = threading.Barrier(len(clients)), []

    def post(client, form):
        start.wait()
        with app.app_context():  # the client looks at the session of its own thread
            found.append(client.post(address, data=form))

    threads = [threading.Thread(target=post, args=pair) for pair in zip(clients, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def count(model):
    """Rows of a table."""
    db.session.rollback()
    return db.session.scalar(select(func.count(model.id)))


def test_one_form_sent_by_five_threads_has_one_effect_and_one_answer(app, desk):
    clients, address, badge = desk
    form = {"who": badge, "op_id": str(uuid4())}
    answers = post_at_once(app, clients, address, [form] * TIMES)
    assert [answer.status_code for answer in answers] == [303] * TIMES
    assert len({answer.headers["Location"] for answer in answers}) <= 2  # the verdict, or the page the form stood on
    assert count(Evidence) == 1
    assert count(Operation) == 1


def test_one_badge_scanned_at_five_tables_is_one_arrival(app, desk):
    clients, address, badge = desk
    answers = post_at_once(app, clients, address, [{"who": badge, "op_id": str(uuid4())} for _ in range(TIMES)])
    assert [answer.status_code for answer in answers] == [303] * TIMES
    assert count(Operation) == TIMES
    arrivals = db.session.scalar(select(func.count(Evidence.id)).where(Evidence.kind == "in"))
    assert arrivals == 1
