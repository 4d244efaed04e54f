"""What an officer's first page is made of."""

from dataclasses import dataclass
from datetime import datetime

from forum_app.certificates import queries as certificates
from forum_app.certificates.rules import Missing
from forum_app.evaluation import queries as evaluation
from forum_app.forums.models import ForumDay
from forum_app.kernel import clock
from forum_app.materials import queries as materials
from forum_app.materials.models import Material
from forum_app.quizzes import queries as quizzes
from forum_app.quizzes.models import Quiz
from forum_app.registration.models import Registration


def next_thing(own: Registration, *, at: datetime) -> Quiz | ForumDay | None:
    """The one thing to do: an open quiz, else the day whose feedback is asked for, else nothing."""
    open_now = quizzes.list_open_for(own, at=at)
    return open_now[0] if open_now else evaluation.open_form_for(own, at=at)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The own certificate in short: its state, and what is missing for the kind that is nearest."""

    state: str
    missing: tuple[Missing, ...]


def certificate_outlook(own: Registration) -> Outlook:
    """Participation while it is missing, then completion; a certificate that exists says its own state."""
    kinds = certificates.own_kinds(own, certificates.settings_of(own.forum))
    given = [kind for kind in kinds if kind.certificate is not None]
    for kind in kinds:
        if not kind.is_earned:
            missing = tuple(one.missing for one in kind.conditions if one.missing is not None)
            return Outlook(given[-1].certificate.state if given and given[-1].certificate else "not_yet", missing)
    state = given[-1].certificate.state if given and given[-1].certificate else "earned"
    return Outlook(state, ())


def materials_today(own: Registration, *, at: datetime) -> list[Material]:
    """Published materials of today's sessions, at most four."""
    today = clock.local_day(at)
    groups = materials.by_session(own.forum, published_only=True, law_too=materials.is_for(own))
    found = [material for group in groups if group.day_on == today for material in group.materials]
    return found[:4]
