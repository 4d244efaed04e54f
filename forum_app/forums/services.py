"""The verbs of a forum, its days and its staff."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum_app.accounts import services as accounts
from forum_app.accounts.models import Account, Person
from forum_app.accounts.queries import find_account, find_account_of, has_real_accounts
from forum_app.forums import queries, rules
from forum_app.forums.models import Forum, ForumDay, StaffMember
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.kernel.refusal import NotFound

CARD_LIVES = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ForumData:
    """What an organiser says about a forum."""

    title: Bilingual
    starts_on: date
    ends_on: date
    code: str = ""
    organiser: Bilingual = Bilingual()
    venue: Bilingual = Bilingual()
    place: Bilingual = Bilingual()
    expected_people: int | None = None


def create_forum(data: ForumData, *, actor: Account | None, at: datetime, is_sample: bool = False) -> Forum:
    """A new forum with its days; whoever creates it organises it.

    Raises EndsBeforeItBegins, TooManyDays, CodeTaken.
    """
    days = rules.days_between(data.starts_on, data.ends_on)
    with transaction() as session:
        code = data.code or _free_code(data)
        if queries.find_forum(code) is not None:
            raise rules.CodeTaken(code=code)
        forum = Forum(
            code=code,
            title=data.title,
            organiser=data.organiser,
            venue=data.venue,
            place=data.place,
            starts_on=data.starts_on,
            ends_on=data.ends_on,
            expected_people=data.expected_people,
            is_sample=is_sample,
            created_at=at,
        )
        session.add(forum)
        session.flush()
        session.add_all(ForumDay(forum_id=forum.id, number=n, day_on=day) for n, day in enumerate(days, start=1))
        if actor is not None:
            session.add(StaffMember(forum_id=forum.id, person_id=actor.person_id, role=rules.Role.ORGANISER))
        audit.record("forums.create", forum, actor=actor)
        return forum


def _free_code(data: ForumData) -> str:
    wanted = rules.code_from(data.title.en, data.starts_on.year)
    code, number = wanted, 2
    while queries.find_forum(code) is not None:
        code, number = f"{wanted}-{number}", number + 1
    return code


def change_forum(forum: Forum, data: ForumData, *, actor: HasId) -> Forum:
    """Change what a forum is called and where it is (its dates move with `programme.services.move_forum`)."""
    with transaction():
        forum.title, forum.organiser = data.title, data.organiser
        forum.venue, forum.place = data.venue, data.place
        forum.expected_people = data.expected_people
        audit.record("forums.change", forum, actor=actor)
        return forum


def add_day(forum: Forum, *, actor: HasId) -> ForumDay:
    """One more day at the end. Raises TooManyDays."""
    with transaction() as session:
        last = queries.list_days(forum)[-1]
        rules.days_between(forum.starts_on, date.fromordinal(last.day_on.toordinal() + 1))
        day = ForumDay(forum_id=forum.id, number=last.number + 1, day_on=date.fromordinal(last.day_on.toordinal() + 1))
        session.add(day)
        forum.ends_on = day.day_on
        audit.record("forums.add_day", forum, actor=actor, number=day.number)
        return day


def remove_last_day(forum: Forum, *, actor: HasId) -> None:
    """Take the last day away. Raises DayStillUsed while something happens on it."""
    try:
        with transaction() as session:
            days = queries.list_days(forum)
            if len(days) == 1:
                raise rules.EndsBeforeItBegins
            forum.ends_on = days[-2].day_on
            session.delete(days[-1])
            session.flush()
            audit.record("forums.remove_day", forum, actor=actor, number=days[-1].number)
    except IntegrityError as error:
        raise rules.DayStillUsed from error


def add_staff(
    forum: Forum, person: Person, *, role: str, function: Bilingual = Bilingual(), actor: HasId | None
) -> StaffMember:
    """Give a person a role in the forum. Raises AlreadyStaff."""
    with transaction() as session:
        query = select(StaffMember).where(
            StaffMember.forum_id == forum.id, StaffMember.person_id == person.id, StaffMember.role == role
        )
        member = session.scalar(query)
        if member is not None and member.ended_at is None:
            raise rules.AlreadyStaff(name=person.name.km or person.name.en)
        if member is None:
            member = StaffMember(forum_id=forum.id, person_id=person.id, role=role)
            session.add(member)
        elif account := find_account_of(person):
            accounts.make_staff(account, actor=actor)
        member.ended_at, member.function = None, function
        session.flush()
        audit.record("forums.add_staff", member, actor=actor, role=role)
        return member


def invite_staff(
    forum: Forum,
    data: accounts.PersonData,
    *,
    login: str,
    role: str,
    function: Bilingual = Bilingual(),
    actor: HasId | None,
    at: datetime,
    is_sample: bool = False,
) -> Account:
    """A new person with a staff account and a role. Raises LoginTaken, NoName, PhoneNotUnderstood."""
    with transaction():
        if find_account(login) is not None:
            raise rules.LoginTaken(login=login)
        person = accounts.add_person(data, actor=actor, at=at, is_sample=is_sample)
        account = accounts.open_account(person, login=login, is_staff=True, actor=actor, at=at)
        add_staff(forum, person, role=role, function=function, actor=actor)
        return account


def end_staff(member: StaffMember, *, actor: HasId, at: datetime) -> None:
    """Take a role back; it counts from now. Whose last role it was is no staff any more. Raises LastOrganiser."""
    with transaction():
        organisers = [m for m in queries.list_staff(member.forum) if m.role == rules.Role.ORGANISER]
        if member.role == rules.Role.ORGANISER and len(organisers) <= 1:
            raise rules.LastOrganiser
        member.ended_at = at
        audit.record("forums.end_staff", member, actor=actor, role=member.role)
        account = account_of(member)
        if account is not None and not account.is_administrator and not queries.list_forums_of(member.person_id):
            accounts.leave_staff(account, actor=actor, at=at)


def account_of(member: StaffMember) -> Account | None:
    """The account a member of staff signs in with."""
    return find_account_of(member.person)


def issue_staff_card(member: StaffMember, *, actor: Account, at: datetime) -> tuple["accounts.IssuedCard", str]:
    """A one-time code for a member of staff, good for three days, and the name to sign in with.

    Raises NotFound without an account or a role, RightsElsewhere.
    """
    account = account_of(member)
    if account is None or member.ended_at is not None:
        raise NotFound
    _require_card_gives_nothing_new(account, actor=actor)
    card = accounts.issue_card(account, purpose="staff", valid_until=at + CARD_LIVES, actor=actor, at=at)
    return card, account.login or account.person.badge_code


def _require_card_gives_nothing_new(account: Account, *, actor: Account) -> None:
    """Who makes a card can choose the password and be that person: never with more rights than one's own."""
    if actor.is_administrator or actor.id == account.id:
        return
    forums = queries.list_forums_of(account.person_id)
    is_more = any(rules.Role.ORGANISER not in queries.roles_of(actor.person_id, forum.id) for forum in forums)
    if account.is_administrator or is_more:
        raise rules.RightsElsewhere(name=account.name.km or account.name.en)


def start_first_forum(
    data: ForumData,
    person: accounts.PersonData,
    *,
    login: str,
    password: str,
    at: datetime,
) -> tuple[Forum, Account]:
    """The first real organiser of an installation and their forum, in one go.

    Raises SignInFirst once a real account exists, LoginTaken, and whatever creating a forum refuses.
    """
    secret = accounts.hash_secret(password)  # slow on purpose, so outside the transaction
    with transaction():
        if has_real_accounts():
            raise rules.SignInFirst
        if find_account(login) is not None:
            raise rules.LoginTaken(login=login)
        found = accounts.add_person(person, actor=None, at=at)
        account = accounts.open_account(found, login=login, is_staff=True, actor=None, at=at)
        account.is_administrator, account.password_hash = True, secret
        forum = create_forum(data, actor=account, at=at)
        return forum, account
