"""Cards, people, tables and the audit of sign-in."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.accounts import queries, rules, services
from forum_app.accounts.models import Account, ActivationCode, Device, Rank, SignIn, Unit
from forum_app.kernel import clock
from forum_app.kernel.audit import AuditEntry
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from tests.accounts.acting import _at_once, authenticate, fail, open_card
from tests.factories.accounts import (
    PASSWORD,
    PIN,
    make_account,
    make_card,
    make_enrolled,
    make_person,
    make_rank,
    make_staff_account,
)


class TestCards:
    def test_the_database_keeps_only_hashes_of_a_card(self, context: None) -> None:
        card = make_card(make_account())
        row = db.session.scalars(select(ActivationCode)).one()
        kept = " ".join(str(value) for value in vars(row).values())
        assert card.code not in kept
        assert card.token not in kept
        assert len(card.code) == 10
        assert card.printed_code == f"{card.code[:5]}-{card.code[5:]}"

    def test_a_card_is_found_by_its_token_and_by_its_two_codes(self, context: None) -> None:
        account = make_account()
        card = make_card(account)
        by_token = services.find_card_by_token(card.token, at=clock.now())
        typed = f" {card.printed_code.lower()} "
        assert services.find_card_by_code(account.person.badge_code, typed, at=clock.now()).id == by_token.id

    def test_using_a_card_sets_the_pin_enrols_the_phone_and_signs_in(self, context: None) -> None:
        account = make_account()
        card = services.find_card_by_token(make_card(account).token, at=clock.now())
        opened = open_card(card, label="Chrome, Android")
        assert queries.find_live_sign_in(opened.sign_in_token, at=clock.wall())
        assert authenticate(account.person.badge_code, PIN, opened.device_token).account.id == account.id
        assert [device.label for device in queries.list_devices(account)] == ["Chrome, Android"]

    def test_a_card_is_used_once(self, context: None) -> None:
        card = services.find_card_by_token(make_card(make_account()).token, at=clock.now())
        open_card(card)
        with pytest.raises(rules.CardUsed):
            open_card(card)

    def test_twenty_people_with_one_card_at_once_open_it_exactly_once(self, app: Flask, context: None) -> None:
        account = make_account()
        card = make_card(account)
        opened: list[services.Opened] = []
        refused: list[str] = []
        ready = threading.Barrier(20)

        def use() -> None:
            with app.app_context():
                row = services.find_card_by_token(card.token, at=clock.now())
                db.session.rollback()
                ready.wait(timeout=30)
                try:
                    opened.append(open_card(row))
                except rules.Refusal as refusal:
                    refused.append(type(refusal).__name__)

        _at_once(use, 20)
        assert len(opened) == 1
        assert refused == ["CardUsed"] * 19
        db.session.rollback()
        assert db.session.scalar(select(func.count(Device.id))) == 1

    def test_five_wrong_codes_kill_the_card(self, context: None) -> None:
        account = make_account()
        card = make_card(account)
        badge = account.person.badge_code
        for _ in range(5):
            with pytest.raises(rules.CardNotRight):
                services.find_card_by_code(badge, "0000000000", at=clock.now())
        with pytest.raises(rules.CardReplaced):
            services.find_card_by_code(badge, card.code, at=clock.now())
        with pytest.raises(rules.CardReplaced):
            services.find_card_by_token(card.token, at=clock.now())

    def test_four_wrong_codes_do_not(self, context: None) -> None:
        account = make_account()
        card = make_card(account)
        for _ in range(4):
            with pytest.raises(rules.CardNotRight):
                services.find_card_by_code(account.person.badge_code, "0000000000", at=clock.now())
        assert services.find_card_by_code(account.person.badge_code, card.code, at=clock.now())

    def test_an_unknown_badge_or_token_is_a_card_that_is_not_right(self, context: None) -> None:
        with pytest.raises(rules.CardNotRight):
            services.find_card_by_code("00000000", "0000000000", at=clock.now())
        with pytest.raises(rules.CardNotRight):
            services.find_card_by_token("invented", at=clock.now())

    def test_the_card_of_a_closed_account_opens_nothing(self, context: None) -> None:
        account = make_account()
        card = make_card(account)
        services.close_account(account, actor=None, at=clock.wall())
        with pytest.raises(rules.CardNotRight):
            services.find_card_by_token(card.token, at=clock.now())

    def test_a_card_expires(self, context: None) -> None:
        card = make_card(make_account(), hours=-1)
        with pytest.raises(rules.CardExpired):
            services.find_card_by_token(card.token, at=clock.now())

    def test_printing_again_kills_the_old_card_and_ends_old_sign_ins(self, context: None) -> None:
        account = make_account()
        old = make_card(account)
        token = services.begin_sign_in(account, at=clock.wall())
        new = make_card(account)
        with pytest.raises(rules.CardReplaced):
            services.find_card_by_token(old.token, at=clock.now())
        assert queries.find_live_sign_in(token, at=clock.wall()) is None
        assert services.find_card_by_token(new.token, at=clock.now())

    def test_a_code_for_a_further_phone_ends_no_sign_in_and_leaves_the_card(self, context: None) -> None:
        account = make_account()
        card = make_card(account)
        token = services.begin_sign_in(account, at=clock.wall())
        first = make_card(account, "enrol")
        make_card(account, "enrol")
        assert queries.find_live_sign_in(token, at=clock.wall())
        assert services.find_card_by_token(card.token, at=clock.now())
        with pytest.raises(rules.CardReplaced):
            services.find_card_by_token(first.token, at=clock.now())

    def test_a_further_phone_asks_for_the_pin_that_is_known(self, context: None) -> None:
        account, _phone = make_enrolled()
        card = services.find_card_by_token(make_card(account, "enrol").token, at=clock.now())
        assert services.asks_for_known_secret(card)
        with pytest.raises(rules.WrongSignIn):
            open_card(card, "846251")
        opened = open_card(card, "៧៣៩២៦៤")
        assert authenticate("", PIN, opened.device_token).account.id == account.id
        assert len(queries.list_devices(account)) == 2

    def test_choosing_a_new_pin_ends_sign_ins_and_the_old_pin(self, context: None) -> None:
        account, phone = make_enrolled()
        card = services.find_card_by_token(make_card(account).token, at=clock.now())
        token = services.begin_sign_in(account, at=clock.wall())
        open_card(card, "846251")
        assert queries.find_live_sign_in(token, at=clock.wall()) is None
        with pytest.raises(rules.WrongSignIn):
            authenticate("", PIN, phone)

    def test_the_same_browser_is_enrolled_once(self, context: None) -> None:
        account, phone = make_enrolled()
        card = services.find_card_by_token(make_card(account).token, at=clock.now())
        open_card(card, device_token=phone)
        assert len(queries.list_devices(account)) == 1
        assert queries.find_device(phone) is None

    def test_an_easy_pin_leaves_the_card_unused(self, context: None) -> None:
        card = services.find_card_by_token(make_card(make_account()).token, at=clock.now())
        with pytest.raises(rules.PinTooEasy):
            open_card(card, "123456")
        assert open_card(card)

    def test_an_officer_may_choose_a_longer_password_and_staff_must(self, context: None) -> None:
        officer = make_account()
        open_card(services.find_card_by_token(make_card(officer).token, at=clock.now()), PASSWORD)
        assert authenticate(officer.person.badge_code, PASSWORD)
        staff = make_account(login="chan.thy", is_staff=True)
        card = services.find_card_by_token(make_card(staff, "staff").token, at=clock.now())
        with pytest.raises(rules.PasswordTooShort):
            open_card(card, PIN)
        with pytest.raises(rules.PasswordTooCommon):
            open_card(card, "chan.thy-2024")
        open_card(card, PASSWORD)
        assert authenticate("chan.thy", PASSWORD)


class TestPeople:
    def test_an_account_is_opened_once_and_may_become_staff(self, context: None) -> None:
        person = make_person()
        first = services.open_account(person, actor=None, at=clock.now())
        again = services.open_account(person, login="Sok.Dara", is_staff=True, actor=None, at=clock.now())
        assert again.id == first.id
        assert (again.login, again.is_staff) == ("sok.dara", True)

    def test_a_staff_name_belongs_to_one_account(self, context: None) -> None:
        make_staff_account()
        with pytest.raises(rules.LoginTaken):
            make_account(login="SOK.DARA")

    def test_a_new_password_ends_every_other_sign_in(self, context: None) -> None:
        account, at = make_staff_account(), clock.wall()
        here, there = services.begin_sign_in(account, at=at), services.begin_sign_in(account, at=at)
        services.set_password(account, "eleven slow herons", actor=account, at=at, but_token=here)
        assert queries.find_live_sign_in(here, at=at)
        assert queries.find_live_sign_in(there, at=at) is None

    def test_the_first_organiser_is_an_administrator_without_a_password(self, context: None) -> None:
        data = services.PersonData(given_name_km="ដារ៉ា", family_name_km="សុខ")
        account = services.create_organiser(data, login="sok.dara", at=clock.now())
        assert (account.is_administrator, account.is_staff, account.password_hash) == (True, True, None)
        assert fail("sok.dara") == ["WrongSignIn"]

    def test_a_name_in_one_script_is_needed_and_a_phone_is_complete(self, context: None) -> None:
        with pytest.raises(rules.NoName):
            make_person(given_km="", given_name_latin="")
        with pytest.raises(rules.PhoneNotUnderstood):
            make_person(phone="12")
        with pytest.raises(rules.PhoneNotUnderstood):
            make_person(phone="no number")
        person = make_person(phone="០១២ ៣៤៥ ៦៧៨")
        assert person.phone == "+85512345678"
        data = services.PersonData(given_name_km="សុភា", phone=" ", officer_id="៧៧")
        changed = services.change_person(person, data, actor=None)
        assert (changed.phone, changed.officer_id, changed.name.km) == (None, "77", "សុភា")

    def test_the_language_of_a_person_is_kept(self, context: None) -> None:
        account = make_account()
        services.set_language(account, "en", actor=account)
        assert (account.language, account.person.language) == ("en", "en")


class TestTables:
    def test_reference_tables_are_loaded_once_and_what_people_edited_stays(self, context: None) -> None:
        tables = {
            "provinces": [{"code": "08", "km": "ខេត្តកណ្តាល", "en": "Kandal"}],
            "honorifics": [{"code": "mr", "km": "លោក", "en": "Mr", "sex": "m"}],
            "ranks": [{"code": "captain", "km": "អនុសេនីយ៍ឯក", "en": "Captain", "level": 40, "service": "police"}],
            "units": [{"code": "kandal", "km": "ស្នងការ", "en": "Kandal Police", "province": 8, "sample": True}],
        }
        assert services.load_reference(tables) == 4
        rank = db.session.scalars(select(Rank)).one()
        services.change_row(rank, {"name": Bilingual("ផ្សេង", "Other")}, actor=make_account())
        assert services.load_reference(tables) == 0
        assert rank.name == Bilingual("ផ្សេង", "Other")
        unit = db.session.scalars(select(Unit)).one()
        assert (unit.is_sample, unit.province and unit.province.code) == (True, "08")

    def test_a_code_stands_once_in_a_table_and_a_row_has_a_name(self, context: None) -> None:
        actor = make_account()
        make_rank("captain")
        with pytest.raises(rules.RowCodeTaken):
            services.add_row("ranks", {"code": "captain", "name": Bilingual("ខ", "x")}, actor=actor)
        with pytest.raises(rules.RowWithoutName):
            services.add_row("ranks", {"code": "major", "name": Bilingual()}, actor=actor)
        row = services.add_row("ranks", {"code": "major", "name": Bilingual(en="Major"), "level": 50}, actor=actor)
        assert queries.find_row("ranks", row.id) is row
        assert [found.code for found in queries.list_table("ranks")] == ["major", "captain"]


def test_every_verb_of_sign_in_is_in_the_audit_without_secrets(context: None) -> None:
    account = make_account()
    card = make_card(account)
    open_card(services.find_card_by_token(card.token, at=clock.now()))
    entries = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)))
    assert [entry.action for entry in entries][-4:] == [
        "accounts.issue_card",
        "accounts.enrol_device",
        "accounts.sign_in",
        "accounts.use_card",
    ]
    written = str([entry.details for entry in entries])
    assert PIN not in written
    assert card.code not in written


def test_accounts_are_listed_staff_first(context: None) -> None:
    officer = make_account()
    staff = make_staff_account()
    assert [account.id for account in queries.list_accounts()] == [staff.id, officer.id]
    with transaction() as session:
        assert session.scalar(select(func.count(SignIn.id))) == 0
        assert session.get(Account, officer.id) is officer
