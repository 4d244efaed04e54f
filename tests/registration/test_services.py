"""Registering, deciding, importing and making cards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.accounts.models import Account, ActivationCode, Person, SignIn, Unit
from forum_app.accounts.queries import find_account_of
from forum_app.accounts.rules import NoName, PhoneNotUnderstood
from forum_app.accounts.services import begin_sign_in
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.database import db, transaction
from forum_app.kernel.spreadsheet import reader
from forum_app.programme.models import Group
from forum_app.registration import queries, rules, services
from forum_app.registration.models import ImportBatch, Registration, RegistrationEvent
from forum_app.registration.services import RegistrationData
from tests.factories.accounts import make_account, make_enrolled, make_person, make_unit
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")
NOW = datetime(2024, 9, 20, 3, 0, tzinfo=UTC)
HEADER = "គោត្តនាម\tនាមខ្លួន\tFamily name\tGiven name\tភេទ\tអង្គភាព\tទូរសព្ទ\tស្លាកលេខ\n"


def data(**values: Any) -> RegistrationData:
    named = {"family_name_km": "ប្រាក់", "given_name_km": "សុភា", "family_name_latin": "PRAK"}
    return RegistrationData(**{**named, "given_name_latin": "Sophea", **values})


def register(forum: Forum, **values: Any) -> Registration:
    return services.register(forum, data(**values), actor=None, at=NOW)


def start(forum: Forum, text: str) -> ImportBatch:
    return services.start_import(forum, reader.read_text(HEADER + text), actor=None, at=NOW)


def confirm(batch: ImportBatch, **choice: Any) -> ImportBatch:
    return services.confirm_import(batch, actor=make_account(), at=NOW, **choice)


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def statuses(registration: Registration) -> list[str]:
    return [event.status for event in queries.list_events(registration)]


def test_registering_adds_a_person_who_waits_for_a_decision() -> None:
    registration = register(make_forum(), phone="០១២ ៣៤៥ ៦៧៨", note="ចំណាំ")

    assert (registration.status, registration.badge_number, registration.note) == ("pending", None, "ចំណាំ")
    assert registration.person.phone == "+85512345678"
    assert registration.name.en == "PRAK Sophea"
    assert find_account_of(registration.person) is None
    assert statuses(registration) == ["pending"]


def test_registering_approved_gives_a_badge_number_and_an_account() -> None:
    forum = make_forum()
    make_registration(forum, badge_number=1)
    make_registration(forum, badge_number=3, person=make_person(), status="cancelled")

    numbers = [register(forum, given_name_km=f"ឈ្មោះ{n}", approved=True).badge_number for n in range(2)]

    assert numbers == [2, 4], "numbers of cancelled people are never given again"
    assert count(Account) == 2


def test_people_of_a_sample_forum_are_samples() -> None:
    assert register(make_forum(is_sample=True)).person.is_sample


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"given_name_km": "", "given_name_latin": ""}, NoName),
        ({"phone": "012"}, PhoneNotUnderstood),
        ({"badge_number": 0}, rules.BadgeNumberOutOfRange),
        ({"birth_year": 2024}, rules.BirthYearNotPossible),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_saved(values: dict[str, Any], refusal: type[Exception]) -> None:
    forum = make_forum()

    with pytest.raises(refusal):
        register(forum, **values)

    assert (count(Registration), count(Person)) == (0, 0)


def test_a_badge_number_belongs_to_one_person() -> None:
    forum = make_forum()
    register(forum, badge_number=7)

    with pytest.raises(rules.BadgeNumberTaken):
        register(forum, badge_number=7, given_name_km="ដារ៉ា")


def test_a_group_of_another_forum_is_refused() -> None:
    forum, other = make_forum(), make_forum("TEST-2")
    with transaction() as session:
        group = Group(forum_id=other.id, number=1)
        session.add(group)

    with pytest.raises(rules.NotOfThisForum):
        register(forum, group_id=group.id)
    with pytest.raises(rules.NotOfThisForum):
        services.assign_group(register(forum), group, actor=None)


def test_a_group_is_given_and_taken() -> None:
    forum = make_forum()
    registration = register(forum)
    with transaction() as session:
        group = Group(forum_id=forum.id, number=1)
        session.add(group)

    assert services.assign_group(registration, group, actor=None).group == group
    assert services.assign_group(registration, None, actor=None).group is None


def test_a_unit_written_by_name_is_added_once() -> None:
    forum = make_forum()
    first = register(forum, new_unit="ស្នងការដ្ឋានសាកល្បង")
    second = register(forum, given_name_km="ដារ៉ា", new_unit="ស្នងការ ដ្ឋានសាកល្បង")
    third = register(forum, given_name_km="វិសាល", new_unit="Test Office")

    assert first.unit_id == second.unit_id
    assert third.unit is not None
    assert (third.unit.name.en, third.unit.name.km) == ("Test Office", "")
    assert count(Unit) == 2


def test_an_officer_id_finds_somebody_of_another_forum_and_keeps_what_is_known() -> None:
    first = register(make_forum(), officer_id="A-77", phone="012345678", email="a@example.org")

    second = services.register(
        make_forum("TEST-2"),
        RegistrationData(family_name_latin="Prak", given_name_latin="Sophea", officer_id="A-77"),
        actor=None,
        at=NOW,
    )

    assert second.person == first.person
    assert (second.person.phone, second.person.email) == ("+85512345678", "a@example.org")
    assert second.person.given_name_km == "សុភា"


def test_an_officer_id_under_another_name_neither_renames_nor_tells_about_somebody_of_another_forum() -> None:
    """A wrong digit, or a guess: the ids of others are printed on many lists."""
    first = register(make_forum(), officer_id="A-77", phone="012345678")

    other = RegistrationData(family_name_latin="Keo", given_name_latin="Vanna", officer_id="A-77")
    second = services.register(make_forum("TEST-2"), other, actor=None, at=NOW)

    assert second.person != first.person
    assert second.person.phone is None
    assert first.person.name.en == "PRAK Sophea"


def test_a_name_alone_does_not_find_somebody_of_another_forum() -> None:
    first = register(make_forum())

    assert register(make_forum("TEST-2")).person != first.person


def test_one_person_registers_once() -> None:
    forum = make_forum()
    register(forum, phone="012345678")

    with pytest.raises(rules.AlreadyRegistered):
        register(forum, phone="012 345 678")
    assert count(Registration) == 1


def test_namesakes_are_two_people() -> None:
    forum = make_forum()

    assert register(forum).person != register(forum).person


def test_a_walk_in_is_let_in_and_waits_to_be_confirmed() -> None:
    forum = make_forum()
    desk = make_staff(forum, "desk")

    walk_in = services.admit_walk_in(forum, data(), actor=desk, at=NOW)

    assert (walk_in.status, walk_in.badge_number) == ("approved", 1)
    assert walk_in.is_walk_in
    assert walk_in.needs_confirmation
    services.confirm_walk_in(walk_in, actor=desk)
    assert not walk_in.needs_confirmation
    assert walk_in.is_walk_in


def test_a_registration_goes_through_its_decisions_and_keeps_them_all() -> None:
    registration = register(make_forum())
    account = make_account()

    services.put_on_waiting_list(registration, actor=account, at=NOW)
    services.approve(registration, actor=account, at=NOW)
    services.cancel(registration, reason=" ឈឺ ", actor=account, at=NOW)
    services.approve(registration, reason="ជាវិញ", actor=account, at=NOW)

    assert statuses(registration) == ["approved", "cancelled", "approved", "waitlisted", "pending"]
    assert queries.list_events(registration)[1].reason == "ឈឺ"
    assert registration.badge_number == 1


def test_what_takes_away_needs_a_reason() -> None:
    registration = register(make_forum())

    for verb in (services.decline, services.cancel):
        with pytest.raises(rules.ReasonMissing):
            verb(registration, reason=" ", actor=None, at=NOW)
    assert registration.status == "pending"


def test_a_decision_that_does_not_follow_is_refused() -> None:
    registration = register(make_forum(), approved=True)

    with pytest.raises(rules.ChangeNotPossible):
        services.decline(registration, reason="no", actor=None, at=NOW)
    with pytest.raises(rules.ChangeNotPossible):
        services.approve(registration, actor=None, at=NOW)
    assert statuses(registration) == ["approved"]


def test_several_are_approved_at_once_and_the_others_stay() -> None:
    forum = make_forum()
    waiting, here = register(forum), register(forum, given_name_km="ដារ៉ា", approved=True)

    assert services.approve_many([waiting, here], actor=None, at=NOW) == 1
    assert {waiting.status, here.status} == {"approved"}


def test_changing_overwrites_person_and_registration() -> None:
    forum = make_forum()
    unit = make_unit()
    registration = register(forum, phone="012345678", approved=True)

    services.change(registration, data(given_name_km="សុភាព", unit_id=unit.id, badge_number=9), actor=None, at=NOW)

    assert registration.person.given_name_km == "សុភាព"
    assert registration.person.phone is None
    assert (registration.unit, registration.badge_number) == (unit, 9)


def test_an_empty_badge_number_keeps_the_one_that_was_given() -> None:
    registration = register(make_forum(), approved=True)

    assert services.change(registration, data(), actor=None, at=NOW).badge_number == 1


def test_a_change_of_what_somebody_else_changed_is_refused() -> None:
    registration = register(make_forum())
    version = registration.version
    services.change(registration, data(note="x"), version=version, actor=None, at=NOW)

    with pytest.raises(rules.ChangedMeanwhile):
        services.change(registration, data(note="y"), version=version, actor=None, at=NOW)
    assert registration.note == "x"


def test_a_taken_badge_number_is_refused_on_change() -> None:
    forum = make_forum()
    register(forum, approved=True)
    second = register(forum, given_name_km="ដារ៉ា", approved=True)

    with pytest.raises(rules.BadgeNumberTaken):
        services.change(second, data(badge_number=1), actor=None, at=NOW)


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


def test_cards_are_made_for_approved_officers_and_live_until_the_first_day_ends() -> None:
    forum = make_forum()
    officer = register(forum, approved=True)
    waiting = register(forum, given_name_km="ដារ៉ា")
    staff = make_staff(forum, "trainer")
    trainer = make_registration(forum, badge_number=50, person=staff.person)

    made = services.issue_cards(forum, [officer, waiting, trainer], actor=None, at=NOW)

    assert [card.registration for card in made] == [officer]
    assert made[0].valid_until == at(forum, 1, "19:00")
    assert count(ActivationCode) == 1


def test_a_card_printed_again_ends_old_sign_ins_and_the_old_code() -> None:
    forum = make_forum()
    officer = register(forum, approved=True)
    account = find_account_of(officer.person)
    assert account is not None
    services.issue_cards(forum, [officer], actor=None, at=NOW)
    begin_sign_in(account, at=clock.wall())

    services.issue_cards(forum, [officer], actor=None, at=at(forum, 2, "09:00"))

    assert [row.ended_at is None for row in db.session.scalars(select(SignIn))] == [False]
    revoked = select(ActivationCode.revoked_at).order_by(ActivationCode.created_at)
    assert [moment is None for moment in db.session.scalars(revoked)] == [False, True]


def test_a_later_forum_of_others_makes_no_card_for_who_has_a_pin_in_a_running_one() -> None:
    """Who makes a card chooses the PIN: the officer's answers and results there would be theirs."""
    first, later = make_forum(), make_forum("TEST-2")
    own, theirs = make_staff(first), make_staff(later)
    officer = make_registration(first, created_at=NOW)
    again = make_registration(later, person=officer.person, created_at=NOW + timedelta(hours=1))
    assert services.issue_cards(later, [again], actor=theirs, at=NOW)
    make_enrolled(find_account_of(officer.person))

    with pytest.raises(rules.HasPinElsewhere):
        services.issue_cards(later, [again], actor=theirs, at=NOW)

    assert services.issue_cards(first, [officer], actor=own, at=NOW)
    assert services.issue_cards(later, [again], actor=make_account(is_administrator=True), at=NOW)
    over = at(first, 3, "23:00") + timedelta(days=1)
    later.ends_on = (over + timedelta(days=2)).date()
    assert services.issue_cards(later, [again], actor=theirs, at=over)


def test_cards_for_nobody_are_refused() -> None:
    forum = make_forum()

    with pytest.raises(rules.NobodyToPrint):
        services.issue_cards(forum, [register(forum)], actor=None, at=NOW)


def test_a_phone_is_enrolled_at_the_desk_without_ending_anything() -> None:
    forum = make_forum()
    officer = register(forum, approved=True)
    account = find_account_of(officer.person)
    assert account is not None
    begin_sign_in(account, at=clock.wall())

    made = services.issue_enrolment(officer, actor=None, at=NOW)

    assert (made.valid_until - NOW).total_seconds() == 600
    assert db.session.scalars(select(SignIn.ended_at)).all() == [None]


def test_a_phone_is_not_enrolled_for_staff_or_for_who_is_not_approved() -> None:
    forum = make_forum()
    trainer = make_registration(forum, person=make_staff(forum, "trainer").person)

    with pytest.raises(rules.StaffCardElsewhere):
        services.issue_enrolment(trainer, actor=None, at=NOW)
    with pytest.raises(rules.NotApproved):
        services.issue_enrolment(register(forum), actor=None, at=NOW)
