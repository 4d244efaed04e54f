"""What the tests of accounts share: ways to act and to look."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from forum_app.accounts import rules, services
from forum_app.accounts.models import ActivationCode
from forum_app.kernel import clock
from tests.factories.accounts import (
    PIN,
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


def _at_once(work: Any, times: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def open_card(card: ActivationCode, secret: str = PIN, **more: Any) -> services.Opened:
    return services.open_with_card(card, secret, at=clock.now(), wall=clock.wall(), **more)
