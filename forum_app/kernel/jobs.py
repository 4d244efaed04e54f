"""Background work that cannot be lost.

A job is a row written in the business transaction; a huey task works it off after the commit; a sweep
picks up what a crash left behind. A job may run twice: handlers must not mind. Progress stands in the row.
"""

import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from huey import Huey, MemoryHuey, crontab
from huey.storage import SqliteStorage
from sqlalchemy import JSON, CheckConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.kernel import clock, logs
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import (
    BUSY_TIMEOUT_MS,
    Base,
    WithId,
    after_commit,
    db,
    journal_mode,
    sqlite_module,
    transaction,
)

ATTEMPTS = 3
STALE = timedelta(minutes=5)

Handler = Callable[["Job"], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}
_hourly: list[Callable[[], object]] = []


class Job(WithId, Base):
    """One piece of work and how far it is."""

    __tablename__ = "jobs"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),)

    kind: Mapped[str]
    """Which handler does it, e.g. `certificates.print`."""
    key: Mapped[str | None] = mapped_column(unique=True)
    """The same key is the same work: asked for twice, done once."""
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    done_steps: Mapped[int] = mapped_column(default=0)
    all_steps: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    owner_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that works off jobs of this kind; it returns the result to keep."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def hourly(chore: Callable[[], object]) -> None:
    """Have this done every hour while the server runs; it must not mind being left out or done twice."""
    _hourly.append(chore)


def do_chores() -> None:
    """What is to be done every hour; one that fails keeps none of the others from being done."""
    for chore in _hourly:
        try:
            chore()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next chore is another matter
            logs.logger().error("chore.failed", exc_info=error)
            db.session.rollback()


def queue(kind: str, payload: dict[str, Any], *, owner: HasId | None = None, key: str | None = None) -> Job:
    """Write a job inside `transaction()`; it starts after the commit. The same key gives the same row."""
    existing = db.session.scalar(select(Job).where(Job.key == key)) if key else None
    if existing is not None:
        return existing
    at = clock.wall()
    job = Job(kind=kind, payload=payload, key=key, owner_id=owner.id if owner else None, created_at=at, touched_at=at)
    db.session.add(job)
    db.session.flush()
    job_id = job.id
    after_commit(lambda: _dispatch(job_id))
    return job


def progress(job: Job, done: int, total: int) -> None:
    """Say how far the work is; the page that waits reads it."""
    with transaction():
        job.done_steps, job.all_steps, job.touched_at = done, total, clock.wall()


def run(job_id: UUID) -> None:
    """Work off one job. Safe to call twice: a finished or freshly running job is left alone."""
    if not _claim(job_id):
        return
    job = db.session.get_one(Job, job_id)
    try:
        result = _handlers[job.kind](job)
    except Exception as error:  # noqa: BLE001 - whatever a handler raises, the row must say so
        logs.logger().error("job.failed", kind=job.kind, job=str(job_id), exc_info=error)
        _finish(job_id, state="waiting" if job.attempts < ATTEMPTS else "failed", result=None)
        return
    _finish(job_id, state="done", result=result)


def _claim(job_id: UUID) -> bool:
    with transaction() as session:
        job = session.get(Job, job_id, with_for_update=True)
        fresh = clock.wall() - STALE
        if job is None or job.state in ("done", "failed") or (job.state == "running" and job.touched_at > fresh):
            return False
        job.state, job.attempts, job.touched_at = "running", job.attempts + 1, clock.wall()
        return True


def _finish(job_id: UUID, *, state: str, result: dict[str, Any] | None) -> None:
    db.session.rollback()
    with transaction() as session:
        job = session.get_one(Job, job_id)
        job.state, job.result, job.touched_at = state, result, clock.wall()


def sweep() -> int:
    """Run what a crash or a restart left waiting. Returns how many jobs were looked at."""
    before = clock.wall() - timedelta(seconds=20)
    query = select(Job.id).where(Job.state.in_(("waiting", "running")), Job.touched_at < before)
    found = list(db.session.scalars(query))
    db.session.rollback()
    for job_id in found:
        run(job_id)
    return len(found)


class SafeSqliteStorage(SqliteStorage):
    """huey's SQLite storage through the same safe library and settings as ours."""

    def _create_connection(self) -> Any:
        connection = sqlite_module.connect(
            self.filename, timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False, isolation_level=None
        )
        connection.execute(f"PRAGMA journal_mode={journal_mode()}")
        connection.execute("PRAGMA synchronous=FULL")
        return connection


def init(app: Flask) -> None:
    """Make the queue the settings ask for: `sqlite` (default), `inline`, or a redis/postgresql address."""
    app.extensions["huey"] = make_huey(app)


def make_huey(app: Flask) -> Huey:
    """A huey with one task (run a job) and one periodic sweep, both inside an application context."""
    huey = _storage(app)

    @huey.task(name="run_job")  # type: ignore[untyped-decorator]
    def run_job(job_id: str) -> None:
        with app.app_context():
            run(UUID(job_id))

    @huey.periodic_task(crontab(minute="*"), name="sweep_jobs")  # type: ignore[untyped-decorator]
    def sweep_jobs() -> None:
        with app.app_context():
            sweep()

    @huey.periodic_task(crontab(minute="17"), name="chores")  # type: ignore[untyped-decorator]
    def chores() -> None:
        with app.app_context():
            do_chores()

    app.extensions["run_job"] = run_job
    return huey


def _storage(app: Flask) -> Huey:
    settings = app.config["FORUM"]
    if settings.jobs == "inline":
        return MemoryHuey("forum", immediate=True, utc=True)
    if settings.jobs.startswith("redis"):
        from huey import RedisHuey  # noqa: PLC0415 - optional dependency

        return RedisHuey("forum", url=settings.jobs)
    if settings.jobs.startswith("postgresql"):
        from huey import PostgresHuey  # noqa: PLC0415 - optional dependency

        return PostgresHuey("forum", dsn=settings.jobs)
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    return Huey("forum", storage_class=SafeSqliteStorage, filename=str(settings.data_folder / "jobs.sqlite3"))


def _dispatch(job_id: UUID) -> None:
    app = current_app
    if app.config["FORUM"].jobs == "inline":
        run(job_id)
    else:
        app.extensions["run_job"](str(job_id))


def start_consumer(app: Flask) -> Callable[[], None]:
    """Start the in-process worker thread. Returns what stops it."""
    consumer = app.extensions["huey"].create_consumer(workers=1, periodic=True, check_worker_health=False)
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    consumer.start()
    for number, handler in before.items():
        signal.signal(number, handler)  # huey takes the signals for itself, and the server never heard Ctrl-C

    def stop() -> None:
        consumer.stop(graceful=True)

    return stop
