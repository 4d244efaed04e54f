"""The outbox and its page."""

import pytest

from forum_app.accounts.models import Account
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.messages import queries, rules, services
from tests.factories.accounts import make_account
from tests.pages import HouseClient

FORUM = Bilingual("វេទិកាសាកល្បង", "Test forum")


def send(account: Account, key: str = "approved:1", **more: str) -> bool:
    values = {"forum": FORUM, "day": "25"}
    return services.queue(
        account.person, template="registration_approved", values=values, key=key, at=clock.now(), **more
    )


def test_the_same_key_sends_once(context: None) -> None:
    account = make_account()
    assert [send(account), send(account), send(account, "approved:2")] == [True, False, True]
    assert [message.key for message in queries.list_unread(account.person)] == ["approved:2", "approved:1"]
    assert queries.count_unread(account.person_id) == 2


def test_a_sentence_nobody_wrote_is_refused(context: None) -> None:
    with pytest.raises(rules.UnknownMessage):
        services.queue(make_account().person, template="invented", values={}, key="x", at=clock.now())


def test_a_value_speaks_the_readers_language_or_the_other_one() -> None:
    values = {"a": {"km": "ក", "en": "A"}, "b": {"km": "", "en": "B"}, "c": 3}
    assert rules.spoken(values, "km") == {"a": "ក", "b": "B", "c": "3"}
    assert rules.spoken(values, "en") == {"a": "A", "b": "B", "c": "3"}


def test_messages_are_read_in_both_languages_and_marked_as_seen(client: HouseClient) -> None:
    account, other = make_account(), make_account()
    send(account, url="/account")
    send(other, "other")
    client.sign_in(account)
    assert "វេទិកាសាកល្បង" in client.get("/messages").text
    assert "You are registered for Test forum. It begins on 25." in client.speak("en").get("/messages").text
    assert client.post("/messages/seen").status_code == 303
    assert queries.list_unread(account.person) == []
    assert queries.count_unread(other.person_id) == 1
    assert client.get("/messages").status_code == 200


def test_an_empty_inbox_says_so_and_strangers_are_sent_to_the_sign_in(client: HouseClient) -> None:
    assert client.get("/messages").headers["Location"] == "/sign-in?next=/messages"
    client.sign_in(make_account()).speak("en")
    assert "There are no messages for you yet." in client.get("/messages").text
