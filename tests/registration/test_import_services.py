"""Lists that are pasted or uploaded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from forum_app.accounts.models import Account, Unit
from forum_app.kernel.database import db
from forum_app.kernel.spreadsheet import reader
from forum_app.registration import queries, rules, services
from forum_app.registration.models import ImportBatch, Registration, RegistrationEvent
from tests.factories.accounts import make_account, make_unit
from tests.factories.forums import make_forum
from tests.registration.acting import HEADER, NOW, confirm, count, data, register, start

pytestmark = pytest.mark.usefixtures("context")


def test_starting_an_import_saves_nobody_and_keeps_the_cells_encrypted() -> None:
    batch = start(make_forum(), "ប្រាក់\tសុភា\tPRAK\tSophea\tស្រី\tUnit A\t០១២ ៣៤៥ ៦៧៨\t\n")

    assert (batch.state, batch.row_count, count(Registration)) == ("draft", 1, 0)
    raw = db.session.connection().exec_driver_sql("SELECT content FROM import_batches").scalar_one()
    assert "PRAK" not in raw
    assert batch.rows[0]["given_name_latin"] == "Sophea"


def test_confirming_saves_everybody_at_once() -> None:
    forum = make_forum()
    batch = start(forum, "ប្រាក់\tសុភា\tPRAK\tSophea\tស្រី\tUnit A\t012345678\t\nឈឹម\tវិសាល\t\t\tប្រុស\tUnit A\t\t1\n")

    saved = confirm(batch)

    assert saved == batch
    assert (batch.state, batch.summary, batch.rows) == ("confirmed", {"new": 2}, [])
    people = {r.name.km: r for r in queries.list_all(forum)}
    assert {name: r.badge_number for name, r in people.items()} == {"ប្រាក់ សុភា": 2, "ឈឹម វិសាល": 1}
    assert {r.unit.name.en for r in people.values() if r.unit} == {"Unit A"}
    assert count(Unit) == 1
    assert people["ប្រាក់ សុភា"].person.sex == "female"


def test_confirming_twice_changes_nothing() -> None:
    forum = make_forum()
    batch = start(forum, "ប្រាក់\tសុភា\n")
    confirm(batch)

    assert confirm(batch) == batch
    assert (count(Registration), count(RegistrationEvent)) == (1, 1)


def test_the_same_list_again_knows_everybody() -> None:
    forum = make_forum()
    rows = "ប្រាក់\tសុភា\tPRAK\tSophea\tស្រី\tUnit A\t012345678\t1\nឈឹម\tវិសាល\t\t\tប្រុស\tUnit A\t\t2\n"
    confirm(start(forum, rows))

    again = confirm(start(forum, rows))

    assert again.summary == {"known": 2}
    assert count(Registration) == 2


def test_a_list_may_leave_people_to_be_decided_and_new_units_out_of_the_table() -> None:
    forum = make_forum()

    confirm(start(forum, "ប្រាក់\tសុភា\t\t\t\tUnit A\t\t\n"), approve=False, create_units=False)

    registration = queries.list_all(forum)[0]
    assert (registration.status, registration.badge_number) == ("pending", None)
    assert (registration.note, count(Unit)) == ("Unit A", 0)


def test_one_wrong_row_keeps_the_whole_list_from_being_saved() -> None:
    batch = start(make_forum(), "ប្រាក់\tសុភា\nឈឹម\tវិសាល\t\t\t\t\t012\t\n")

    with pytest.raises(rules.RowsInError) as refused:
        confirm(batch)

    assert refused.value.values == {"count": 1}
    assert (batch.state, len(batch.rows), count(Registration)) == ("draft", 2, 0)


def test_wrong_rows_that_are_left_out_wait_in_a_list_of_their_own() -> None:
    forum = make_forum()
    batch = start(forum, "ប្រាក់\tសុភា\nឈឹម\tវិសាល\t\t\t\t\t012\t\n")

    rest = confirm(batch, leave_out=True)

    assert (batch.state, batch.summary) == ("confirmed", {"error": 1, "new": 1})
    assert (rest.state, [row["given_name_km"] for row in rest.rows]) == ("draft", ["វិសាល"])
    assert count(Registration) == 1


def test_a_row_about_somebody_cancelled_opens_the_registration_again() -> None:
    forum = make_forum()
    registration = register(forum, phone="012345678", approved=True, birth_year=1990)
    services.cancel(registration, reason="x", actor=None, at=NOW)

    confirm(start(forum, "ប្រាក់\tសុភា\tPRAK\tSophea\tស្រី\t\t012345678\t\n"))

    assert (registration.status, registration.badge_number) == ("approved", 1)
    assert (registration.person.sex, registration.person.birth_year) == ("female", 1990)


def test_a_list_changes_only_what_it_says() -> None:
    forum = make_forum()
    registration = register(forum, approved=True, kind="guest", protocol_number=3, position_km="ភ្ញៀវ", note="ចំណាំ")

    confirm(start(forum, "ប្រាក់\tសុភា\t\t\tស្រី\tUnit B\t\t\n"))

    assert (registration.kind, registration.protocol_number) == ("guest", 3)
    assert (registration.position.km, registration.note) == ("ភ្ញៀវ", "ចំណាំ")
    assert registration.unit is not None
    assert (registration.unit.name.en, registration.person.sex) == ("Unit B", "female")


def test_a_unit_that_is_written_counts_more_than_the_one_chosen_before() -> None:
    registration = register(make_forum(), unit_id=make_unit().id)

    services.change(registration, data(unit_id=registration.unit_id, new_unit="Unit B"), actor=None, at=NOW)

    assert registration.unit is not None
    assert registration.unit.name.en == "Unit B"


def test_a_settled_list_is_not_discarded_or_confirmed_again() -> None:
    forum = make_forum()
    saved, forgotten = start(forum, "ប្រាក់\tសុភា\n"), start(forum, "ឈឹម\tវិសាល\n")
    confirm(saved)
    services.discard_import(forgotten, actor=None)

    assert (forgotten.state, forgotten.rows) == ("discarded", [])
    with pytest.raises(rules.ListAlreadySettled):
        services.discard_import(saved, actor=None)
    with pytest.raises(rules.ListAlreadySettled):
        confirm(forgotten)


def test_a_draft_that_nobody_settled_is_forgotten_after_a_month() -> None:
    forum = make_forum()
    old = start(forum, "ប្រាក់\tសុភា\n")

    services.start_import(forum, reader.read_text(HEADER + "ឈឹម\tវិសាល\n"), actor=None, at=NOW + timedelta(days=31))

    assert (old.state, old.rows) == ("discarded", [])


def test_six_organisers_approving_at_once_give_six_numbers(app: Flask) -> None:
    forum = make_forum()
    waiting = [register(forum, given_name_km=f"ឈ្មោះ{n}").id for n in range(6)]

    def approve(registration_id: UUID) -> int | None:
        with app.app_context():
            one = db.session.get_one(Registration, registration_id)
            return services.approve(one, actor=None, at=NOW).badge_number

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(approve, waiting))

    assert sorted(number or 0 for number in numbers) == [1, 2, 3, 4, 5, 6]


def test_a_list_confirmed_by_two_at_once_is_saved_once(app: Flask) -> None:
    batch_id, actor_id = start(make_forum(), "ប្រាក់\tសុភា\nឈឹម\tវិសាល\n").id, make_account().id

    def confirm_there(_: int) -> str:
        with app.app_context():
            actor = db.session.get_one(Account, actor_id)
            batch = db.session.get_one(ImportBatch, batch_id)
            return services.confirm_import(batch, actor=actor, at=NOW).state

    with ThreadPoolExecutor(2) as pool:
        states = list(pool.map(confirm_there, range(2)))

    db.session.rollback()  # the snapshot of this thread is from before
    assert (states, count(Registration)) == (["confirmed", "confirmed"], 2)


def test_a_corrected_list_takes_the_place_of_the_first() -> None:
    forum = make_forum()
    wrong = start(forum, "ប្រាក់\tសុភា\t\t\t\t\t012\t\n")

    right = services.replace_import(wrong, reader.read_text(HEADER + "ប្រាក់\tសុភា\n"), actor=None, at=NOW)

    assert (wrong.state, right.state, len(right.rows)) == ("discarded", "draft", 1)


def test_taking_a_list_back_cancels_whom_it_brought_and_deletes_nobody() -> None:
    forum = make_forum()
    stays = register(forum, given_name_km="ដារ៉ា", approved=True)
    batch = start(forum, "ប្រាក់\tសុភា\n")
    with pytest.raises(rules.NotToTakeBack):
        services.undo_import(batch, reason="x", actor=None, at=NOW)
    confirm(batch)

    assert services.undo_import(batch, reason="បញ្ជីខុស", actor=None, at=NOW) == 1

    assert (batch.state, stays.status) == ("undone", "approved")
    assert queries.count_by_status(forum) == {"approved": 1, "cancelled": 1}
