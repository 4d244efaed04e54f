"""Every POST may arrive twice: at once, or a day later."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask, request
from sqlalchemy import func, select

from forum_app.accounts.models import Rank
from forum_app.kernel import clock, operations
from forum_app.kernel.access import public
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.kernel.operations import Operation
from forum_app.kernel.web.answers import answer


@public
def add_rank():
    if request.form.get("wrong"):
        return answer(page="errors/page.html", status=422, title="T", text="t", code=422)
    with transaction() as session:
        rank = Rank(code=uuid4().hex, name=Bilingual("ក", "A"), level=1)
        session.add(rank)
    return answer(to=f"/ranks/{rank.code}")


@public
def add_rank_by_call():
    with transaction() as session:
        rank = Rank(code=uuid4().hex, name=Bilingual("ក", "A"), level=1)
        session.add(rank)
        operations.settle({"json": {"code": rank.code}})
        return {"code": rank.code}


@pytest.fixture(scope="module", autouse=True)
def addresses(small: Flask):
    """Two addresses that write, without the CSRF check."""
    small.add_url_rule("/try/add", "try.add", add_rank, methods=["GET", "POST"])
    small.add_url_rule("/try/only-post", "try.only_post", add_rank, methods=["POST"])
    small.add_url_rule("/try/call", "try.call", add_rank_by_call, methods=["POST"])
    small.config["WTF_CSRF_ENABLED"] = False
    yield
    small.config["WTF_CSRF_ENABLED"] = True


@pytest.fixture
def ranks(small):
    """How many ranks there are."""

    def count():
        with small.app_context():
            return db.session.scalar(select(func.count(Rank.id)))

    return count


def test_the_second_arrival_gets_the_first_answer_and_does_nothing(visitor, ranks):
    data = {"op_id": str(uuid4())}
    first, before = visitor.post("/try/add", data=data), ranks()
    second = visitor.post("/try/add", data=data)
    assert (second.status_code, second.headers["Location"]) == (303, first.headers["Location"])
    assert ranks() == before


def test_a_call_gets_its_json_again(visitor, ranks):
    header = {"X-Operation-Id": str(uuid4())}
    first, before = visitor.post("/try/call", headers=header), ranks()
    assert visitor.post("/try/call", headers=header).json == first.json
    assert ranks() == before


def test_two_arrivals_at_once_have_one_effect_and_one_answer(small, ranks):
    data, before, found = {"op_id": str(uuid4())}, ranks(), []
    start = threading.Barrier(4)

    def post():
        client = small.test_client()
        start.wait()
        found.append(client.post("/try/add", data=data))

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [response.status_code for response in found] == [303] * 4
    assert ranks() == before + 1


def test_a_form_that_was_wrong_may_be_sent_again_with_the_same_id(visitor, ranks):
    data, before = {"op_id": str(uuid4())}, ranks()
    assert visitor.post("/try/add", data=data | {"wrong": "1"}).status_code == 422
    assert visitor.post("/try/add", data=data).status_code == 303
    assert ranks() == before + 1


def test_the_id_of_another_form_is_refused(visitor, ranks):
    data = {"op_id": str(uuid4())}
    visitor.post("/try/add", data=data)
    before = ranks()
    assert visitor.post("/try/only-post", data=data).status_code == 409
    assert ranks() == before


def test_the_id_of_another_person_is_refused(visitor, member, ranks):
    data = {"op_id": str(uuid4())}
    visitor.post("/try/add", data=data)
    before = ranks()
    assert member.post("/try/add", data=data).status_code == 409
    assert ranks() == before


@pytest.mark.parametrize("op_id", ["", "no id", "1"])
def test_an_id_that_is_none_is_no_operation(visitor, ranks, op_id):
    before = ranks()
    assert visitor.post("/try/add", data={"op_id": op_id}).status_code == 303
    assert visitor.post("/try/add", data={"op_id": op_id}).status_code == 303
    assert ranks() == before + 2


@pytest.mark.parametrize(
    ("referrer", "leads_to"),
    [("http://localhost/people?page=2", "/people"), ("http://evil.example/people", "/"), ("", "/")],
)
def test_an_address_that_cannot_be_opened_leads_back_to_its_page(small, visitor, referrer, leads_to):
    identifier = uuid4()
    with small.app_context(), transaction() as session:
        session.add(Operation(id=identifier, actor_id=None, endpoint="try.only_post", at=clock.wall()))
    found = visitor.post("/try/only-post", data={"op_id": str(identifier)}, headers={"Referer": referrer})
    assert (found.status_code, found.headers["Location"]) == (303, leads_to)


def test_an_operation_does_not_outlive_its_request(visitor):
    visitor.post("/try/add", data={"op_id": str(uuid4()), "wrong": "1"})
    assert operations.pending() is None


def test_operations_are_forgotten_after_thirty_days(small):
    old, new = uuid4(), uuid4()
    with small.app_context():
        with transaction() as session:
            for identifier, days in ((old, 31), (new, 29)):
                at = clock.wall() - timedelta(days=days)
                session.add(Operation(id=identifier, actor_id=None, endpoint="x", at=at))
        assert operations.forget_old(at=clock.wall()) == 1
        assert db.session.get(Operation, old) is None
        assert db.session.get(Operation, new) is not None
