"""People and accounts."""

from datetime import timedelta
from typing import Any

from forum_app.accounts import services
from forum_app.accounts.models import Account, Person, Post, Rank, Unit
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction


def make_person(given_km: str = "ដារ៉ា", family_km: str = "សុខ", **values: Any) -> Person:
    """A person; Latin names default to Dara Sok."""
    data = services.PersonData(
        **{
            "family_name_km": family_km,
            "given_name_km": given_km,
            "family_name_latin": "Sok",
            "given_name_latin": "Dara",
            "sex": "male",
            **values,
        }
    )
    return services.add_person(data, actor=None, at=clock.now())


def make_account(
    person: Person | None = None, *, login: str | None = None, is_staff: bool = False, is_administrator: bool = False
) -> Account:
    """An account of a (new) person."""
    with transaction():
        account = services.open_account(
            person or make_person(), login=login, is_staff=is_staff, actor=None, at=clock.now()
        )
        account.is_administrator = is_administrator
    return account


def make_rank(code: str = "captain", level: int = 40) -> Rank:
    """A rank."""
    with transaction() as session:
        rank = Rank(code=code, name=Bilingual("អនុសេនីយ៍ឯក", "Captain"), level=level)
        session.add(rank)
    return rank


def make_post(code: str = "chief", level: int = 50) -> Post:
    """A post."""
    with transaction() as session:
        post = Post(code=code, name=Bilingual("អធិការ", "Inspector"), level=level)
        session.add(post)
    return post


def make_unit(code: str = "kandal") -> Unit:
    """A unit."""
    with transaction() as session:
        unit = Unit(code=code, name=Bilingual("ស្នងការដ្ឋាននគរបាលខេត្តកណ្តាល", "Kandal Provincial Police"))
        session.add(unit)
    return unit


PIN = "739264"
PASSWORD = "seven quiet rivers"


def make_staff_account(login: str = "sok.dara", password: str = PASSWORD) -> Account:
    """A staff account that can sign in with a password."""
    account = make_account(login=login, is_staff=True)
    services.set_password(account, password, actor=None, at=clock.wall(), check=False)
    return account


def make_enrolled(account: Account | None = None, *, pin: str = PIN) -> tuple[Account, str]:
    """An officer's account with a PIN and one enrolled phone; the second value is the phone's cookie."""
    account = account or make_account()
    services.set_pin(account, pin, actor=None)
    _device, token = services.enrol_device(account, label="Chrome, Android", at=clock.wall())
    return account, token


def make_card(account: Account, purpose: str = "card", *, hours: float = 8) -> services.IssuedCard:
    """A card valid for some hours of forum time."""
    now = clock.now()
    return services.issue_card(account, purpose=purpose, valid_until=now + timedelta(hours=hours), actor=None, at=now)
