"""Loading, using, answering, releasing."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from forum_app.exercises import queries, services
from forum_app.exercises.models import ExerciseAnswer, ExerciseSet
from forum_app.exercises.rules import refusals
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.database import db, transaction
from tests.factories.accounts import make_person
from tests.factories.assessments import make_trainer, rubric_content
from tests.factories.exercises import make_run, make_set, paper, right_answers, set_content
from tests.factories.forums import make_forum
from tests.factories.programme import at
from tests.factories.registration import make_registration


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


def load(content: dict[str, Any]) -> bool:
    return services.load_set(rubric_content(), content, module_code="DF")


def changed_content() -> dict[str, Any]:
    return set_content(papers=[paper("officers", kind="form"), paper("trainer")])


def versions() -> list[tuple[int, bool]]:
    query = select(ExerciseSet.version, ExerciseSet.retired).order_by(ExerciseSet.version)
    return [tuple(row) for row in db.session.execute(query)]


def test_loading_twice_changes_nothing_and_unused_materials_are_changed_in_place(context: None) -> None:
    assert (load(set_content()), load(set_content()), load(changed_content())) == (True, False, True)
    assert versions() == [(1, False)]


def test_materials_in_use_become_a_new_version_and_the_forum_keeps_its_own(forum: Forum) -> None:
    run = make_run(forum)
    assert load(changed_content()) is True
    assert versions() == [(1, True), (2, False)]
    assert run.exercise_set.version == 1
    newer = queries.newer_set(run)
    assert newer is not None and newer.version == 2


def test_a_run_moves_to_newer_materials_until_somebody_has_answered(forum: Forum) -> None:
    run, lead = make_run(forum), make_trainer(forum, "lead_trainer")
    moment = at(forum, 1, "09:00")
    with pytest.raises(refusals.NothingNewer):
        services.renew_run(run, actor=lead, at=moment)
    load(changed_content())
    services.renew_run(run, actor=lead, at=moment)
    assert (run.exercise_set.version, [one.kind for one in queries.list_events(run)]) == (2, ["renewed"])
    registration = make_registration(forum)
    services.record_answers(run, registration, {"folder.match": "6"}, actor=lead, at=moment)
    load(set_content())
    with pytest.raises(refusals.AlreadyAnswered):
        services.renew_run(run, actor=lead, at=moment)


def test_a_forum_uses_the_materials_of_an_exercise_once(forum: Forum) -> None:
    make_run(forum)
    with pytest.raises(refusals.AlreadyInUse):
        make_run(forum)
    (run,) = queries.list_runs(forum)
    assert (queries.find_run(forum, "DF-X1"), queries.has_runs(forum)) == (run, True)


def test_answers_are_kept_as_rows_and_what_did_not_change_adds_none(forum: Forum) -> None:
    run, registration, actor = make_run(forum), make_registration(forum), make_trainer(forum)
    first = {"folder.match": "5", "folder.unlisted": ""}
    assert services.record_answers(run, registration, first, actor=actor, at=at(forum, 1, "09:00")) == 1
    assert services.record_answers(run, registration, first, actor=actor, at=at(forum, 1, "09:01")) == 0
    second = {"folder.match": "6"}
    assert services.record_answers(run, registration, second, actor=actor, at=at(forum, 1, "09:02")) == 1
    assert [row.typed for row in queries.list_history(run, registration)] == ["5", "6"]
    assert queries.answers_of_officer(run, registration) == second
    assert queries.answers_of(run)[registration.id] == second


def test_whoever_answers_everything_rightly_has_everything_right(forum: Forum) -> None:
    run, registration, actor = make_run(forum), make_registration(forum), make_trainer(forum)
    answers = right_answers(run, registration)
    services.record_answers(run, registration, answers, actor=actor, at=at(forum, 1, "09:00"))
    (line,) = queries.list_lines(run, [registration])
    assert (line.answered, line.right) == (len(answers), len(answers)) == (queries.count_questions(run),) * 2
    assert all(one.is_right for one in queries.checked(run, registration))


def test_two_officers_have_other_exhibits_and_each_the_same_again(forum: Forum) -> None:
    run = make_run(forum)
    one, other = make_registration(forum), make_registration(forum, badge_number=2, person=make_person("ធីតា"))
    assert queries.exhibits_of(run, one) == queries.exhibits_of(run, one)
    assert right_answers(run, one) != right_answers(run, other)


def test_release_closes_the_answers_and_taking_it_back_opens_them(forum: Forum) -> None:
    run, registration, trainer = make_run(forum), make_registration(forum), make_trainer(forum)
    moment = at(forum, 1, "10:00")
    with pytest.raises(refusals.NotReleased):
        services.take_back(run, actor=trainer, at=moment)
    services.release(run, actor=trainer, at=moment)
    with pytest.raises(refusals.AlreadyReleased):
        services.release(run, actor=trainer, at=moment)
    with pytest.raises(refusals.AnswersClosed):
        services.record_answers(run, registration, {"folder.match": "6"}, actor=trainer, at=moment)
    services.take_back(run, actor=trainer, at=moment)
    assert services.record_answers(run, registration, {"folder.match": "6"}, actor=trainer, at=moment) == 1
    assert [one.kind for one in queries.list_events(run)] == ["released", "taken_back"]
    assert audit.first_broken_sequence() is None


def test_whoever_is_not_approved_or_of_another_forum_cannot_answer(forum: Forum) -> None:
    run, trainer = make_run(forum), make_trainer(forum)
    waiting = make_registration(forum, status="pending", badge_number=None)
    elsewhere = make_registration(make_forum("OTHER"), badge_number=1, person=make_person("ធីតា"))
    for registration in (waiting, elsewhere):
        with pytest.raises(refusals.NotExpected):
            services.record_answers(run, registration, {}, actor=trainer, at=at(forum, 1, "09:00"))


def test_an_answer_to_a_question_that_is_not_asked_keeps_the_others_away(forum: Forum) -> None:
    run, registration, trainer = make_run(forum), make_registration(forum), make_trainer(forum)
    typed = {"folder.match": "6", "song.title": "x"}
    with pytest.raises(refusals.NoSuchItem):
        services.record_answers(run, registration, typed, actor=trainer, at=at(forum, 1, "09:00"))
    assert queries.has_answers(run) is False


def test_the_database_refuses_to_change_an_answer(forum: Forum) -> None:
    run, registration, trainer = make_run(forum), make_registration(forum), make_trainer(forum)
    services.record_answers(run, registration, {"folder.match": "6"}, actor=trainer, at=at(forum, 1, "09:00"))
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.scalars(select(ExerciseAnswer)).one().typed = "7"


def test_the_same_answers_at_once_from_two_devices_are_kept_once(app: Flask, forum: Forum) -> None:
    run, registration, trainer = make_run(forum), make_registration(forum), make_trainer(forum)
    ids = [(type(one), one.id) for one in (run, registration, trainer)]
    moment = at(forum, 1, "09:00")
    failures: list[BaseException] = []

    def send() -> None:
        with app.app_context():
            try:
                rows = [db.session.get_one(model, key) for model, key in ids]
                services.record_answers(rows[0], rows[1], {"folder.match": "6"}, actor=rows[2], at=moment)
            except BaseException as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()  # look again
    assert failures == []
    assert db.session.scalar(select(func.count()).select_from(ExerciseAnswer)) == 1


def test_a_set_without_title_of_a_module_is_loaded_all_the_same(context: None) -> None:
    assert make_set("ZZ-X1", "photo").module_id is None
