"""Feedback is taken once per officer and day, and without a name."""

import threading
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.course.imports import read_feedback_questions
from forum_app.evaluation import queries, rules, services
from forum_app.evaluation.models import FeedbackAnswer, FeedbackReceipt, FeedbackResponse, FeedbackSurvey
from forum_app.kernel.audit import AuditEntry
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.registration.models import Registration
from tests.factories.accounts import make_account
from tests.factories.evaluation import make_feedback, make_people, make_questions, make_slips, subject_of
from tests.factories.forums import make_forum
from tests.factories.programme import at, make_session
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_loading_questions_twice_changes_nothing_and_retires_what_is_gone() -> None:
    rows = read_feedback_questions()
    assert services.load_questions(rows) == len(rows)
    assert services.load_questions(rows) == 0
    assert services.load_questions(rows[1:]) == len(rows)
    asked = [one.code for one in queries.list_questions(make_forum(), "session")]
    assert asked == [row["code"] for row in rows[1:] if row.get("scope") == "session"]


def test_one_form_is_one_response_one_receipt_and_its_answers() -> None:
    forum = make_forum()
    make_questions(forum)
    make_feedback(make_registration(forum), text="ល្អ។")
    assert (count(FeedbackResponse), count(FeedbackReceipt), count(FeedbackAnswer)) == (1, 1, 5)


def test_nothing_joins_answers_to_a_person() -> None:
    forum = make_forum()
    make_questions(forum)
    registration = make_registration(forum)
    before = count(AuditEntry)
    make_feedback(registration, text="ល្អ។")
    columns = {*FeedbackResponse.__table__.c.keys(), *FeedbackAnswer.__table__.c.keys()}
    assert columns == {"id", "survey_id", "answered_on", "response_id", "question_id", "value", "text", "language"}
    assert FeedbackReceipt.__table__.c.keys() == ["registration_id", "survey_id"]
    response, survey = (
        db.session.scalars(select(FeedbackResponse)).one(),
        db.session.scalars(select(FeedbackSurvey)).one(),
    )
    assert (response.id.version, survey.id.version) == (4, 4)
    assert count(AuditEntry) == before


def test_only_a_sentence_keeps_its_language() -> None:
    forum = make_forum()
    make_questions(forum)
    make_feedback(make_registration(forum), text="More practice.")
    found = set(db.session.execute(select(FeedbackAnswer.language, FeedbackAnswer.text)).all())
    assert found == {("", ""), ("en", "More practice.")}


def test_a_second_form_of_the_same_thing_is_refused() -> None:
    forum = make_forum()
    make_questions(forum)
    make_session(forum)
    registration = make_registration(forum)
    make_feedback(registration)
    with pytest.raises(rules.AlreadyAnswered):
        make_feedback(registration)
    make_feedback(registration, about="day-2", day=2)
    make_feedback(registration, about="D1S01")
    make_feedback(registration, about="forum", day=3)
    assert (count(FeedbackResponse), count(FeedbackSurvey)) == (4, 4)


@pytest.mark.parametrize("time", ["13:59", "07:00"])
def test_outside_its_hours_nothing_is_taken(time: str) -> None:
    forum = make_forum()
    make_questions(forum)
    with pytest.raises(rules.NotOpen):
        make_feedback(make_registration(forum), time=time)
    assert count(FeedbackReceipt) == 0


def test_a_form_of_another_forum_is_refused() -> None:
    forum = make_forum()
    make_questions(forum)
    stranger = make_registration(make_forum("TEST-2"))
    with pytest.raises(rules.NotOpen):
        services.answer(stranger, subject_of(forum), answers={}, at=at(forum, 1, "15:00"))


def test_a_form_that_waited_on_a_phone_counts_when_it_was_filled_in_in_time() -> None:
    forum = make_forum()
    questions = make_questions(forum)
    subject, late = subject_of(forum), at(forum, 3, "09:00")
    answers: dict[UUID, int | str] = {questions[0].id: 5}
    first = make_registration(forum)
    services.answer(first, subject, answers=answers, at=late, filled_in=at(forum, 1, "18:00"))
    other = make_registration(forum, badge_number=2)
    with pytest.raises(rules.NotOpen):
        services.answer(other, subject, answers=answers, at=late, filled_in=at(forum, 1, "13:00"))
    assert count(FeedbackResponse) == 1


def test_an_empty_form_and_a_wrong_face_are_refused() -> None:
    forum = make_forum()
    questions = make_questions(forum)
    registration, subject = make_registration(forum), subject_of(forum)
    moment = at(forum, 1, "15:00")
    with pytest.raises(rules.NothingSaid):
        services.answer(registration, subject, answers={questions[-1].id: "  ", UUID(int=1): 5}, at=moment)
    with pytest.raises(rules.NoSuchFace):
        services.answer(registration, subject, answers={questions[0].id: 9}, at=moment)
    assert count(FeedbackReceipt) == 0


def test_a_session_that_somebody_gives_is_asked_about_and_a_meal_is_not() -> None:
    forum = make_forum()
    make_session(forum)
    make_session(forum, "D1S02", start="10:00", end="10:30", kind="break")
    make_session(forum, "D1S03", start="10:30", end="11:00", cancelled_at=at(forum, 1, "08:00"))
    abouts = [subject.about for subject in queries.list_subjects(forum)]
    assert abouts == ["D1S01", "day-1", "day-2", "day-3", "forum"]


def test_the_day_stands_first_among_open_forms_then_the_newest_session() -> None:
    forum = make_forum()
    make_questions(forum)
    make_session(forum)
    make_session(forum, "D1S02", start="10:00", end="11:00")
    registration = make_registration(forum)
    evening = at(forum, 1, "16:00")
    assert [one.about for one in queries.list_open(registration, at=evening)] == ["day-1", "D1S02", "D1S01"]
    make_feedback(registration, about="D1S02")
    assert [one.about for one in queries.list_open(registration, at=evening)] == ["day-1", "D1S01"]


def test_the_day_waits_on_the_first_page_until_it_is_answered() -> None:
    forum = make_forum()
    make_questions(forum)
    registration = make_registration(forum)
    assert queries.open_form_for(registration, at=at(forum, 1, "13:00")) is None
    day = queries.open_form_for(registration, at=at(forum, 2, "09:00"))
    assert day is not None and day.number == 1
    make_feedback(registration)
    assert queries.open_form_for(registration, at=at(forum, 2, "09:00")) is None


def test_results_need_five_people() -> None:
    forum = make_forum()
    make_questions(forum)
    people = make_people(forum, 5)
    for registration in people[:4]:
        make_feedback(registration, face=5, text="ល្អ។")
    found = queries.results_of(subject_of(forum))
    assert (found.forms, found.is_shown, [one.comments for one in found.results]) == (4, False, [[]] * 5)
    assert [one.counted for one in found.faces] == [rules.Counted(answers=4)] * 4
    make_feedback(people[4], face=1, text="More practice, please. 012 345 678")
    found = queries.results_of(subject_of(forum))
    assert (found.forms, found.faces[0].counted.mean) == (5, 4.2)
    comments = found.texts[0].comments
    assert sorted((one.language, one.text) for one in comments) == [
        ("en", "More practice, please. …"),
        *[("km", "ល្អ។")] * 4,
    ]


def test_each_subject_is_counted_for_itself() -> None:
    forum = make_forum()
    make_questions(forum)
    make_session(forum)
    for registration in make_people(forum, 5):
        make_feedback(registration, about="D1S01", face=3)
    found = {one.subject.about: one for one in queries.results_of_all(forum)}
    assert {about: one.forms for about, one in found.items()} == {
        "D1S01": 5,
        "day-1": 0,
        "day-2": 0,
        "day-3": 0,
        "forum": 0,
    }
    assert [one.counted.mean for one in found["D1S01"].faces] == [3.0, 3.0]


def test_slips_of_paper_count_like_phones() -> None:
    forum = make_forum()
    make_questions(forum)
    make_feedback(make_registration(forum), face=5)
    make_slips(forum, slips=4, counts={1: 3, 2: 1})
    found = queries.results_of(subject_of(forum))
    assert found.forms == 5
    assert found.faces[0].counted == rules.Counted(5, {1: 3, 2: 1, 3: 0, 4: 0, 5: 1}, 2.0)


def test_slips_typed_again_replace_what_stood_there() -> None:
    forum = make_forum()
    questions = make_questions(forum)
    make_slips(forum, slips=6)
    subject, actor = subject_of(forum), make_account(login="desk", is_staff=True)
    data = services.SlipsData(7, {questions[0].id: (0, 0, 0, 0, 7)}, {questions[-1].id: ["ល្អ។", " ", "Good."]})
    services.type_slips(subject, data, seen=1, actor=actor)
    found = queries.slips_of(subject)
    assert found == queries.Slips(7, 2, {questions[0].id: {5: 7}}, {questions[-1].id: ["Good.", "ល្អ។"]})


def test_two_people_typing_the_same_pile_do_not_overwrite_each_other() -> None:
    forum = make_forum()
    make_questions(forum)
    make_slips(forum)
    actor = make_account(login="desk", is_staff=True)
    with pytest.raises(rules.TypedMeanwhile):
        services.type_slips(subject_of(forum), services.SlipsData(3), seen=0, actor=actor)


def test_the_first_own_question_takes_the_shipped_ones_over() -> None:
    forum = make_forum()
    make_questions(forum)
    actor = make_account(login="organiser", is_staff=True)
    data = services.QuestionData("session", "faces", Bilingual("សំណួរ", "Question"))
    services.add_question(forum, data, actor=actor)
    asked = queries.list_questions(forum, "session")
    assert [one.code for one in asked] == ["session-useful", "session-clear", "session-line", "own-1"]
    assert {one.forum_id for one in asked} == {forum.id}
    assert {one.forum_id for one in queries.list_questions(make_forum("TEST-2"), "session")} == {None}


def test_six_questions_are_enough() -> None:
    forum = make_forum()
    make_questions(forum)
    actor = make_account(login="organiser", is_staff=True)
    data = services.QuestionData("day", "faces", Bilingual("សំណួរ", "Question"))
    services.add_question(forum, data, actor=actor)
    with pytest.raises(rules.TooManyQuestions):
        services.add_question(forum, data, actor=actor)


def test_a_question_without_answers_is_worded_anew_in_place() -> None:
    forum = make_forum()
    first = make_questions(forum)[0]
    actor = make_account(login="organiser", is_staff=True)
    changed = services.change_question(forum, first, Bilingual("ថ្មី", "New"), actor=actor)
    again = services.change_question(forum, changed, Bilingual("ថ្មី", "New"), actor=actor)
    assert (again.id, again.code) == (changed.id, first.code)
    assert queries.list_questions(forum)[0].text.en == "New"


def test_a_question_with_answers_keeps_the_wording_that_was_read() -> None:
    forum = make_forum()
    first = make_questions(forum)[0]
    actor = make_account(login="organiser", is_staff=True)
    for registration in make_people(forum, 5):
        make_feedback(registration, face=2)
    services.change_question(forum, first, Bilingual("ថ្មី", "New"), actor=actor)
    own = next(one for one in queries.list_questions(forum) if one.text.en == "New")
    make_feedback(make_registration(forum, badge_number=99), about="day-2", day=2)
    services.change_question(forum, own, Bilingual("ថ្មីទៀត", "Newer"), actor=actor)
    asked = [one.text.en for one in queries.list_questions(forum)]
    assert (asked.count("New"), asked.count("Newer")) == (0, 1)
    day_one = queries.results_of(subject_of(forum, "day-1"))
    assert (first.text.en, 2.0) in [(one.question.text.en, one.counted.mean) for one in day_one.faces]
    day_two = queries.results_of(subject_of(forum, "day-2"))
    assert [one.question.text.en for one in day_two.faces if one.counted.answers] != []


def test_a_question_taken_out_is_asked_no_longer_and_cannot_be_worded() -> None:
    forum = make_forum()
    first = make_questions(forum)[0]
    actor = make_account(login="organiser", is_staff=True)
    services.retire_question(forum, first, actor=actor)
    assert first.code not in [one.code for one in queries.list_questions(forum)]
    with pytest.raises(rules.QuestionNotYours):
        services.retire_question(forum, first, actor=actor)


def test_a_forum_that_takes_everything_out_begins_with_the_shipped_set_anew() -> None:
    forum = make_forum()
    make_questions(forum)
    actor = make_account(login="organiser", is_staff=True)
    for _ in range(3):
        services.retire_question(forum, queries.list_questions(forum, "session")[0], actor=actor)
    asked = queries.list_questions(forum, "session")
    assert (asked[0].code, asked[0].forum_id) == ("session-useful", None)
    changed = services.change_question(forum, asked[0], Bilingual("ថ្មី", "New"), actor=actor)
    assert (changed.code, changed.forum_id) == ("own-1", forum.id)


def test_six_taps_at_once_leave_one_form(app: Flask) -> None:
    forum = make_forum()
    questions = make_questions(forum)
    key = make_registration(forum).id
    answers, moment, refused = {questions[0].id: 5}, at(forum, 1, "15:00"), []
    db.session.rollback()

    def tap() -> None:
        with app.app_context():
            registration = db.session.get_one(Registration, key)
            try:
                services.answer(registration, subject_of(registration.forum), answers=answers, at=moment)
            except Exception as error:
                refused.append(type(error))

    threads = [threading.Thread(target=tap) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [rules.AlreadyAnswered] * 5
    assert (count(FeedbackResponse), count(FeedbackReceipt), count(FeedbackAnswer)) == (1, 1, 1)
