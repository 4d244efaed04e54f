"""Passwords, PINs, names, times and tries."""

from datetime import UTC, datetime, timedelta

import pytest

from forum_app.accounts import rules

NOW = datetime(2024, 9, 26, 3, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "password", ["seven quiet rivers", "ទន្លេប្រាំពីរស្ងៀមស្ងាត់", "x7Kq-Pm3v-Tz", "correct horse battery"]
)
def test_a_long_password_that_nobody_guesses_is_taken(password: str) -> None:
    rules.check_password(password, personal=("Sok", ""))


@pytest.mark.parametrize(
    "password",
    [
        "password12345",
        "P@ssw0rd2024",
        "Police2024!!",
        "policecambodia1",
        "នគរបាលកម្ពុជា",
        "1234567890",
        "abcdefghij",
        "aaaaaaaaaaab",
        "SokDara-1990",
        "0962223344",
    ],
)
def test_a_password_that_everybody_tries_first_is_refused(password: str) -> None:
    with pytest.raises(rules.PasswordTooCommon):
        rules.check_password(password, personal=("SokDara",))


def test_a_password_has_ten_to_128_characters() -> None:
    with pytest.raises(rules.PasswordTooShort):
        rules.check_password("9 letters")
    with pytest.raises(rules.PasswordTooLong):
        rules.check_password("quiet rivers " * 10)


@pytest.mark.parametrize(
    "pin", ["000000", "123456", "111111", "654321", "121212", "123123", "112233", "890123", "012345", "987654"]
)
def test_a_pin_with_a_pattern_is_refused(pin: str) -> None:
    with pytest.raises(rules.PinTooEasy):
        rules.check_pin(pin)


@pytest.mark.parametrize("pin", ["12345", "1234567", "12345a", "", "៧៣៩២៦៤"])
def test_a_pin_has_exactly_six_digits(pin: str) -> None:
    with pytest.raises(rules.PinNotSixDigits):
        rules.check_pin(pin)


def test_a_pin_is_not_part_of_the_phone_number() -> None:
    rules.check_pin("739264", not_these=("+85512345678",))
    with pytest.raises(rules.PinTooEasy):
        rules.check_pin("739264", not_these=("+85512739264",))


def test_a_staff_name_is_tidied_and_odd_ones_are_refused() -> None:
    assert rules.check_login(" Sok.Dara-2 ") == "sok.dara-2"
    for login in ("ab", "សុខ", "sok dara", "-sok", "a" * 41):
        with pytest.raises(rules.LoginNotUsable):
            rules.check_login(login)


def test_staff_are_signed_out_after_two_idle_hours_and_officers_after_twelve() -> None:
    three_hours_ago = NOW - timedelta(hours=3)
    assert rules.is_idle(is_staff=True, last_seen_at=three_hours_ago, kept_until=None, at=NOW)
    assert not rules.is_idle(is_staff=False, last_seen_at=three_hours_ago, kept_until=None, at=NOW)
    assert rules.is_idle(is_staff=False, last_seen_at=NOW - timedelta(hours=12), kept_until=None, at=NOW)


def test_nobody_is_idle_while_a_forum_day_keeps_them() -> None:
    long_ago = NOW - timedelta(hours=30)
    kept = NOW + timedelta(minutes=1)
    assert not rules.is_idle(is_staff=True, last_seen_at=long_ago, kept_until=kept, at=NOW)
    assert rules.is_idle(is_staff=True, last_seen_at=long_ago, kept_until=NOW, at=NOW)


def test_a_sign_in_ends_for_good_after_twelve_hours_or_four_days() -> None:
    assert rules.sign_in_ends(is_staff=True, at=NOW) == NOW + timedelta(hours=12)
    assert rules.sign_in_ends(is_staff=False, at=NOW) == NOW + timedelta(days=4)


def after(failures: int, *, start: rules.Tries | None = None) -> rules.Tries:
    """The count after some tries at the same moment."""
    tries = start or rules.Tries()
    for _ in range(failures):
        tries = rules.count_try(tries, at=NOW)
    return tries


def test_the_fifth_failure_waits_a_minute_and_the_wait_doubles_up_to_fifteen() -> None:
    tries, moment, waits = after(4), NOW, []
    assert tries.blocked_until is None
    for _ in range(7):
        tries = rules.count_try(tries, at=moment)
        assert tries.blocked_until is not None
        waits.append((tries.blocked_until - moment).total_seconds())
        moment = tries.blocked_until
    assert waits == [60, 120, 240, 480, 900, 900, 900]


def test_a_try_during_the_wait_is_refused_and_says_how_long() -> None:
    tries = after(5)
    with pytest.raises(rules.TooManyTries) as caught:
        rules.count_try(tries, at=NOW + timedelta(seconds=20))
    assert caught.value.values == {"seconds": 40}


def test_failures_are_forgotten_after_a_quiet_quarter_of_an_hour() -> None:
    quiet = NOW + timedelta(minutes=15, seconds=1)
    assert rules.count_try(after(4), at=quiet).failures == 1
    assert rules.count_try(after(4), at=NOW + timedelta(minutes=15)).failures == 5
    assert rules.count_try(after(5), at=quiet).failures == 6


def test_a_card_opens_until_it_is_used_replaced_or_expired() -> None:
    later = NOW + timedelta(hours=1)
    rules.check_card(used_at=None, revoked_at=None, expires_at=later, at=NOW)
    with pytest.raises(rules.CardUsed):
        rules.check_card(used_at=NOW, revoked_at=NOW, expires_at=later, at=NOW)
    with pytest.raises(rules.CardReplaced):
        rules.check_card(used_at=None, revoked_at=NOW, expires_at=later, at=NOW)
    with pytest.raises(rules.CardExpired):
        rules.check_card(used_at=None, revoked_at=None, expires_at=NOW, at=NOW)


def test_a_device_is_named_as_its_owner_would() -> None:
    agent = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
    assert rules.device_label(agent) == "Chrome, Android"
    assert rules.device_label("Mozilla/5.0 (iPhone; CPU) Safari/604.1") == "Safari, iPhone"
    assert rules.device_label("curl/8") == ""
