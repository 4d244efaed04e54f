"""People and accounts."""

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
