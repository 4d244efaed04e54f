"""Signing in, cards, devices, people and tables."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.accounts import queries, rules, services
from forum_app.accounts.models import Account, ActivationCode, Device, Rank, SignIn, SignInThrottle, Unit
from forum_app.accounts.services import hashing
from forum_app.kernel import clock
from forum_app.kernel.audit import AuditEntry
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
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


def authenticate(login: str, secret: str, device: str = "", *, after_seconds: int = 0) -> services.Proved:
    at = clock.wall() + timedelta(seconds=after_seconds)
    return services.authenticate(login, secret, device_token=device, at=at)


def fail(login: str, times: int = 1) -> list[str]:
    """Names of the refusals of wrong tries."""
    seen = []
    for _ in range(times):
        with pytest.raises(rules.Refusal) as caught:
            authenticate(login, "not the password")
        seen.append(type(caught.value).__name__)
    return seen


class TestSignIn:
    def test_a_staff_name_and_password_open_the_account(self, context: None) -> None:
        account = make_staff_account()
        assert authenticate(" Sok.Dara ", PASSWORD).account.id == account.id

    def test_a_badge_code_may_be_typed_small_with_gaps_or_in_khmer_digits(self, context: None) -> None:
        account = make_staff_account()
        badge = account.person.badge_code
        typed = f"{badge[:4]}-{badge[4:]}".lower().translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
        assert authenticate(typed, PASSWORD).account.id == account.id

    def test_a_pin_opens_only_on_an_enrolled_phone_of_that_account(self, context: None) -> None:
        account, phone = make_enrolled()
        _other, other_phone = make_enrolled()
        badge = account.person.badge_code
        assert authenticate(badge, PIN, phone).device is not None
        assert authenticate("", "៧៣៩២៦៤", phone).account.id == account.id
        for token in ("", "invented", other_phone):
            with pytest.raises(rules.PinNeedsDevice):
                authenticate(badge, PIN, token)

    def test_a_pin_of_an_unknown_name_gets_the_same_answer(self, context: None) -> None:
        with pytest.raises(rules.PinNeedsDevice):
            authenticate("nobody", PIN)

    def test_a_revoked_phone_does_not_take_the_pin(self, context: None) -> None:
        account, phone = make_enrolled()
        device = queries.find_device(phone)
        assert device is not None
        services.revoke_device(device, actor=account, at=clock.wall())
        services.revoke_device(device, actor=account, at=clock.wall())
        with pytest.raises(rules.PinNeedsDevice):
            authenticate(account.person.badge_code, PIN, phone)

    def test_a_closed_account_and_an_unknown_one_get_the_same_refusal(self, context: None) -> None:
        account = make_staff_account()
        services.close_account(account, actor=None, at=clock.wall())
        for login in ("sok.dara", "nobody"):
            with pytest.raises(rules.WrongSignIn):
                authenticate(login, PASSWORD)

    def test_the_same_work_is_done_for_an_unknown_name(self, context: None, monkeypatch: pytest.MonkeyPatch) -> None:
        make_staff_account()
        make_account(login="no.password")
        seen: list[str | None] = []
        real = hashing.matches
        monkeypatch.setattr(hashing, "matches", lambda stored, secret: (seen.append(stored), real(stored, secret))[1])
        for login in ("sok.dara", "nobody", "no.password"):
            fail(login)
        assert len(seen) == 3
        assert not real(None, "nobody signs in with this")

    def test_a_password_of_more_than_128_characters_is_never_hashed(
        self, context: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_staff_account()
        monkeypatch.setattr(hashing, "matches", lambda *_: pytest.fail("hashed"))
        with pytest.raises(rules.WrongSignIn):
            authenticate("sok.dara", "x" * 129)

    def test_hashing_happens_outside_the_transaction(self, context: None, monkeypatch: pytest.MonkeyPatch) -> None:
        depths: list[int] = []
        real = hashing._hasher

        class Spy:
            def hash(self, secret: str) -> str:
                depths.append(db.session().info.get("depth", 0))
                return real.hash(secret)

            def verify(self, stored: str, secret: str) -> bool:
                depths.append(db.session().info.get("depth", 0))
                return real.verify(stored, secret)

            def check_needs_rehash(self, stored: str) -> bool:
                return True

        monkeypatch.setattr(hashing, "_hasher", Spy())
        account = make_staff_account()
        before = account.password_hash
        authenticate("sok.dara", PASSWORD)
        assert account.password_hash != before
        services.open_with_card(
            services.find_card_by_token(make_card(make_account()).token, at=clock.now()),
            PIN,
            at=clock.now(),
            wall=clock.wall(),
        )
        assert len(depths) == 4
        assert set(depths) == {0}

    def test_ten_seconds_in_the_queue_of_hashes_is_enough(self, context: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hashing, "PATIENCE_SECONDS", 0.01)
        monkeypatch.setattr(hashing, "_places", threading.BoundedSemaphore(1))
        with hashing._one_of_two(), pytest.raises(rules.ServerBusy):
            hashing.hash_secret("anything")

    def test_hashes_are_argon2id_with_the_figures_of_the_design(self, context: None) -> None:
        assert services.hash_secret("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


class TestThrottle:
    def test_five_failures_make_one_account_wait_and_no_other(self, context: None) -> None:
        make_staff_account()
        other = make_staff_account(login="chan.thy")
        assert fail("sok.dara", 6) == ["WrongSignIn"] * 5 + ["TooManyTries"]
        assert authenticate("chan.thy", PASSWORD).account.id == other.id

    def test_the_right_password_must_wait_too_but_never_for_ever(self, context: None) -> None:
        make_staff_account()
        fail("sok.dara", 5)
        with pytest.raises(rules.TooManyTries):
            authenticate("sok.dara", PASSWORD)
        assert authenticate("sok.dara", PASSWORD, after_seconds=61)

    def test_a_success_wipes_the_count(self, context: None) -> None:
        make_staff_account()
        fail("sok.dara", 4)
        authenticate("sok.dara", PASSWORD)
        assert fail("sok.dara", 5) == ["WrongSignIn"] * 5

    def test_staff_name_and_badge_code_share_one_count(self, context: None) -> None:
        account = make_staff_account()
        fail("sok.dara", 3)
        assert fail(account.person.badge_code, 3) == ["WrongSignIn", "WrongSignIn", "TooManyTries"]

    def test_an_unknown_name_is_counted_alike(self, context: None) -> None:
        assert fail("nobody", 6) == ["WrongSignIn"] * 5 + ["TooManyTries"]

    def test_who_only_knows_a_badge_code_cannot_keep_its_owners_phone_waiting(self, context: None) -> None:
        account, phone = make_enrolled()
        fail(account.person.badge_code, 6)
        assert authenticate(account.person.badge_code, PIN, phone)

    def test_tries_at_the_same_moment_are_all_counted(self, app: Flask, context: None) -> None:
        make_staff_account()
        seen: list[str] = []

        def guess() -> None:
            with app.app_context():
                try:
                    authenticate("sok.dara", "not the password")
                except rules.Refusal as refusal:
                    seen.append(type(refusal).__name__)

        _at_once(guess, 10)
        assert sorted(seen) == ["TooManyTries"] * 5 + ["WrongSignIn"] * 5

    def test_names_nobody_has_are_forgotten_after_a_day(self, context: None) -> None:
        fail("nobody")
        with pytest.raises(rules.WrongSignIn):
            authenticate("somebody", "x", after_seconds=90_000)
        assert db.session.scalar(select(func.count()).select_from(SignInThrottle)) == 1


def _at_once(work: Any, times: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class TestKeeping:
    def test_a_forum_day_keeps_an_enrolled_phone_signed_in(
        self, context: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        account, phone = make_enrolled()
        closing = clock.wall() + timedelta(hours=20)
        monkeypatch.setattr(services, "keep_alive_rules", services.keep_alive_rules)
        services.keep_alive_rules.extend([lambda *_: None, lambda *_: closing, lambda *_: closing - timedelta(hours=1)])
        try:
            kept = services.kept_until(account, at=clock.now())
        finally:
            del services.keep_alive_rules[-3:]
        token = services.begin_sign_in(account, device=queries.find_device(phone), kept_until=kept, at=clock.wall())
        assert queries.find_live_sign_in(token, at=clock.wall() + timedelta(hours=19))
        assert queries.find_live_sign_in(token, at=clock.wall() + timedelta(hours=21)) is None

    def test_last_seen_is_written_at_most_once_a_minute(self, context: None) -> None:
        account, phone = make_enrolled()
        at = clock.wall()
        token = services.begin_sign_in(account, device=queries.find_device(phone), at=at)
        found = queries.find_live_sign_in(token, at=at)
        assert found is not None
        services.note_seen(found, kept_until=None, at=at + timedelta(seconds=59))
        assert found.last_seen_at == at
        later = at + timedelta(seconds=61)
        services.note_seen(found, kept_until=later + timedelta(hours=5), at=later)
        assert (found.last_seen_at, found.kept_until) == (later, later + timedelta(hours=5))

    def test_a_browser_that_is_not_enrolled_is_not_kept(self, context: None) -> None:
        at = clock.wall()
        found = queries.find_live_sign_in(services.begin_sign_in(make_account(), at=at), at=at)
        assert found is not None
        services.note_seen(found, kept_until=at + timedelta(hours=9), at=at + timedelta(minutes=2))
        assert found.kept_until is None

    def test_an_ended_sign_in_never_works_again(self, context: None) -> None:
        account, at = make_account(), clock.wall()
        first, second = services.begin_sign_in(account, at=at), services.begin_sign_in(account, at=at)
        services.end_sign_in(first, at=at)
        services.end_sign_in(first, at=at)
        services.end_sign_in("unknown", at=at)
        assert queries.find_live_sign_in(first, at=at) is None
        assert services.sign_out_elsewhere(account, but_token=second, at=at) == 0
        third = services.begin_sign_in(account, at=at)
        assert queries.count_other_sign_ins(account, third, at=at) == 1
        assert services.sign_out_elsewhere(account, but_token=third, at=at) == 1
        assert queries.find_live_sign_in(second, at=at) is None
        assert queries.find_live_sign_in(third, at=at)


def open_card(card: ActivationCode, secret: str = PIN, **more: Any) -> services.Opened:
    return services.open_with_card(card, secret, at=clock.now(), wall=clock.wall(), **more)


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
