"""Background work that cannot be lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app.kernel import clock, jobs
from forum_app.kernel.database import db, journal_mode, transaction
from forum_app.kernel.jobs import Job
from forum_app.kernel.settings import Settings
from tests.factories.accounts import make_account


@pytest.fixture
def worked(context, monkeypatch):
    """A kind of job that remembers what it was given."""
    seen: list[dict] = []

    def handle(job):
        seen.append(job.payload)
        return {"done": len(seen)}

    monkeypatch.setitem(jobs._handlers, "test.note", handle)
    return seen


def queue(payload=None, **values):
    with transaction():
        return jobs.queue("test.note", payload or {}, **values)


def put(state, *, touched=timedelta(), attempts=0):
    """A job as a crash may leave it."""
    at = clock.wall() - touched
    with transaction() as session:
        job = Job(kind="test.note", payload={}, state=state, attempts=attempts, created_at=at, touched_at=at)
        session.add(job)
    return job


def test_a_job_runs_after_the_commit_and_keeps_its_result(worked):
    owner = make_account()
    job = queue({"id": 7}, owner=owner)
    db.session.refresh(job)
    assert worked == [{"id": 7}]
    assert (job.state, job.result, job.attempts, job.owner_id) == ("done", {"done": 1}, 1, owner.id)


def test_a_job_of_a_transaction_that_failed_never_was(worked):
    def fail():
        with transaction():
            jobs.queue("test.note", {})
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert worked == []
    assert db.session.scalar(select(Job)) is None


def test_the_same_key_is_the_same_work(worked):
    first, second = queue(key="print-1"), queue(key="print-1")
    assert first.id == second.id
    assert len(worked) == 1


def test_a_finished_job_is_left_alone(worked):
    job = queue()
    jobs.run(job.id)
    assert len(worked) == 1


def test_a_job_that_fails_is_tried_three_times_and_then_stays_failed(context, monkeypatch):
    def fail(job):
        raise ValueError("no printer")

    monkeypatch.setitem(jobs._handlers, "test.note", fail)
    job = queue()
    for attempts, state in ((1, "waiting"), (2, "waiting"), (3, "failed"), (3, "failed")):
        db.session.refresh(job)
        assert (job.attempts, job.state) == (attempts, state)
        jobs.run(job.id)


def test_what_a_handler_left_half_done_is_rolled_back(context, monkeypatch):
    def half(job):
        job.payload = {"changed": True}
        raise ValueError("stop")

    monkeypatch.setitem(jobs._handlers, "test.note", half)
    job = queue({"changed": False})
    db.session.refresh(job)
    assert job.payload == {"changed": False}


def test_the_sweep_picks_up_what_a_crash_left(worked):
    put("waiting", touched=timedelta(minutes=1))
    put("running", touched=timedelta(minutes=6), attempts=1)
    assert jobs.sweep() == 2
    assert {job.state for job in db.session.scalars(select(Job))} == {"done"}


def test_the_sweep_leaves_what_is_being_worked_on(worked):
    put("running", touched=timedelta(minutes=1), attempts=1)
    put("waiting")
    jobs.sweep()
    assert worked == []


def test_progress_stands_in_the_row(context):
    job = put("running")
    jobs.progress(job, 3, 64)
    assert (job.done_steps, job.all_steps) == (3, 64)


def test_the_queue_uses_the_safe_library_and_writes_through(tmp_path, app):
    class Stub:
        config = {"FORUM": Settings(tmp_path, mode="test")}

    storage = jobs._storage(Stub()).storage
    connection = storage.conn if hasattr(storage, "conn") else storage._create_connection()
    assert connection.execute("PRAGMA journal_mode").fetchone()[0].upper() == journal_mode()
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    connection.close()
