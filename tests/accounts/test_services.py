"""Signing in, cards, devices, people and tables."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.accounts import queries, rules, services
from forum_app.accounts.models import SignInThrottle
from forum_app.accounts.services import hashing
from forum_app.kernel import clock
from forum_app.kernel.database import db
from tests.accounts.acting import _at_once, authenticate, fail
from tests.factories.accounts import (
    PASSWORD,
    PIN,
    make_account,
    make_card,
    make_enrolled,
    make_staff_account,
)


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
