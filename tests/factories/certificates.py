"""Certificates and the facts they rest on."""

from typing import Any

from forum_app.certificates import services
from forum_app.certificates.models import Certificate
from forum_app.certificates.rules import Facts
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.identifiers import uuid7
from forum_app.registration.models import Registration
from tests.factories.accounts import make_person
from tests.factories.registration import make_registration

LONGEST_KM = ("ហ៊ុនសេងហេង", "សុវណ្ណរិទ្ធិពង្សពិសិដ្ឋ")
LONGEST_LATIN = ("HUNSENGHENG", "Sovannarithipong Piseth-Visalsambath")


def make_certificate(
    registration: Registration, kind: str = "participation", *, reason: str = "By decision of the board"
) -> Certificate:
    """A prepared certificate; completion by override."""
    made = services.prepare(
        registration.forum,
        kind,
        [registration],
        actor=None,
        at=clock.now(),
        override_reason=reason if kind == "completion" else "",
    )
    return made[0]


def make_named(forum: Forum, badge_number: int = 1, **values: Any) -> Registration:
    """A registration whose person has these names."""
    return make_registration(forum, badge_number=badge_number, person=make_person(**values))


def make_facts(**values: Any) -> Facts:
    """Somebody who has done everything in a forum of three days; `values` change that."""
    return Facts(
        **{
            "attended_halves": 6,
            "elapsed_halves": 6,
            "total_halves": 6,
            "minutes": 1200,
            "counted_minutes_so_far": 1200,
            "counted_minutes_total": 1200,
            "has_final_check": True,
            "final_percent": 100,
            **values,
        }
    )


def new_id() -> Any:
    """An id of nothing."""
    return uuid7()
