"""What has happened in the sample up to each stage, told by calling services."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from forum_app.accounts.models import Account
from forum_app.accounts.queries import find_account_of
from forum_app.forums import services as forums
from forum_app.forums.models import Forum, ForumDay
from forum_app.forums.queries import list_days, list_staff
from forum_app.kernel.bilingual import Bilingual
from forum_app.programme import services as programme
from forum_app.programme.imports.templates import template_of
from forum_app.quizzes.queries import find_quiz
from forum_app.registration.models import Registration
from forum_app.registration.queries import list_participants
from forum_app.sample import answers, bank, days, exhibits, papers, practicals, room
from forum_app.sample.people import Tables, add_officers, add_staff

SEED = 20240925
WALK_INS = (23, 41)
TEN_EIGHTEEN = time(10, 18)
"""The last arrival of day 2: the sample stands at 10:20."""
PLACE = {"IJPF-2024": Bilingual("រាជធានីភ្នំពេញ", "Phnom Penh"), "SEMINAR-2023": Bilingual("ខេត្តសៀមរាប", "Siem Reap")}
AWAY_DAY_ONE = (
    ("duty", "បេសកកម្មបន្ទាន់របស់អង្គភាព"),
    ("excused", "មានច្បាប់ ដោយសារជំងឺ"),
    ("absent", "គ្មានដំណឹង បានទូរសព្ទទៅអង្គភាព"),
    ("absent", "គ្មានដំណឹង បានទូរសព្ទទៅអង្គភាព"),
)


def set_up(data: dict[str, Any], *, at: datetime) -> Forum:
    """Everything that stands before the first day."""
    tables = Tables.load()
    forum = forums.create_forum(
        forums.ForumData(
            code=data["code"],
            title=Bilingual.of(data["title"]),
            organiser=Bilingual.of(data["organiser"]),
            venue=Bilingual.of(data["venue"]),
            place=PLACE[data["code"]],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            expected_people=data.get("capacity"),
        ),
        actor=None,
        at=at,
        is_sample=True,
    )
    organiser = add_staff(forum, data["staff"], tables=tables, at=at)
    programme.fill_from_template(forum, template_of({"summary": None, **data}), actor=organiser)
    add_officers(forum, data["people"], tables=tables, actor=organiser, at=at + timedelta(days=10))
    answers.prepare(forum, data["quizzes"], actor=organiser, at=at)
    practicals.prepare(forum, data["practicals"], actor=organiser)
    papers.prepare(forum, actor=organiser, at=at)
    return forum


def organiser_of(forum: Forum) -> Account:
    """The account that acts for the organisers of a sample forum."""
    member = next(member for member in list_staff(forum) if member.role == "organiser" and member.person.name.km)
    account = find_account_of(member.person)
    assert account is not None
    return account


def until_day_two(forum: Forum) -> None:
    """Day 1 as it was, and day 2 until 10:20."""
    random, actor = Random(SEED), organiser_of(forum)
    day_one, day_two, _day_three = list_days(forum)
    people = list_participants(forum)
    _attend(forum, day_one, people, (58, 61), actor=actor, random=random)
    present, _others = days.split(people, here=56, random=random)
    for code, skill in (("D1S04", 0.48), ("D1S07", 0.74), ("D1S10", 0.7)):
        _take_and_finish(forum, code, present, skill=skill, actor=actor, random=random)
    practicals.assess(forum, "D1S12", present, signed=44, marked=4, random=random)
    exhibits.answer(forum, "D1S12", present[:40])
    here, _missing = days.split(people, here=51, random=random)
    ten_eighteen = programme.instant(forum, day_two.day_on, TEN_EIGHTEEN)
    days.arrive(forum, day_two, "morning", here, actor=actor, random=random, until=ten_eighteen)
    others = [person for person in here if person.badge_number != days.SHOWN_BADGE]
    quiz = find_quiz(forum, "D2S03")
    assert quiz is not None
    answers.take(quiz, others[:45], writing=others[45:48], skill=0.68, actor=actor, random=random)
    bank.write(forum, at=programme.instant(forum, day_one.day_on, day_one.afternoon_ends))
    room.prepare_live(forum, actor=actor, at=ten_eighteen)
    room.ask(forum, day_two, here, actor=actor)
    papers.hand_feedback(forum, day_one, people[:52], actor=actor, random=random)
    _walk_ins(people)


def _attend(
    forum: Forum,
    day: ForumDay,
    people: Sequence[Registration],
    here: tuple[int, int],
    *,
    actor: Account,
    random: Random,
) -> None:
    """A whole day: so many came in the morning, so many in the afternoon; reasons for some of the others."""
    for half, count in zip(("morning", "afternoon"), here, strict=True):
        came, away = days.split(people, here=min(count, len(people)), random=random)
        days.arrive(forum, day, half, came, actor=actor, random=random)
        evening = programme.instant(forum, day.day_on, day.afternoon_ends)
        days.explain(day, half, away, AWAY_DAY_ONE, actor=actor, at=evening)


def _take_and_finish(
    forum: Forum, code: str, people: Sequence[Registration], *, skill: float, actor: Account, random: Random
) -> None:
    quiz = find_quiz(forum, code)
    assert quiz is not None, code
    answers.take(quiz, people, skill=skill, actor=actor, random=random)
    answers.finish(quiz, actor=actor)


def _walk_ins(people: Sequence[Registration]) -> None:
    """Two of the sixty-four came with a driver and without a nomination: their units have to confirm."""
    for person in people:
        if person.badge_number in WALK_INS:
            person.is_walk_in = person.needs_confirmation = True


def until_the_end(forum: Forum, data: dict[str, Any]) -> None:
    """The rest of day 2 and all of day 3; certificates prepared, given, one void."""
    random, actor = Random(SEED + 1), organiser_of(forum)
    _day_one, day_two, day_three = list_days(forum)
    people = list_participants(forum)
    late, _away = days.split(people, here=60, random=random)
    days.arrive(forum, day_two, "afternoon", late, actor=actor, random=random)
    _attend(forum, day_three, people, (61, 60), actor=actor, random=random)
    open_quiz = find_quiz(forum, "D2S03")
    assert open_quiz is not None
    answers.finish(open_quiz, actor=actor)
    for quiz in data["quizzes"]:
        if quiz["session"] not in ("D1S04", "D1S07", "D1S10", "D2S03"):
            skill = 0.8 if quiz["purpose"] == "post" else 0.72
            _take_and_finish(forum, quiz["session"], late, skill=skill, actor=actor, random=random)
    practicals.assess(forum, "D1S12", people, signed=62, marked=0, random=random)
    practicals.assess(forum, "D2S09", late, signed=58, marked=2, random=random)
    practicals.assess(forum, "D3S12", late, signed=57, marked=0, random=random)
    exhibits.answer(forum, "D3S12", late[:40])
    papers.hand_feedback(forum, day_two, people[:48], actor=actor, random=random)
    papers.hand_feedback(forum, day_three, people[:46], actor=actor, random=random)
    papers.hand_forum_feedback(forum, people[:50], random=random)
    papers.certify(forum, actor=actor, at=programme.instant(forum, day_three.day_on, day_three.afternoon_ends))


def finish_seminar(forum: Forum, data: dict[str, Any]) -> None:
    """The small forum, over since long ago: certificates given, one void."""
    random, actor = Random(SEED + 2), organiser_of(forum)
    (day,) = list_days(forum)
    people = list_participants(forum)
    for half in ("morning", "afternoon"):
        days.arrive(forum, day, half, people, actor=actor, random=random)
    for quiz in data["quizzes"]:
        _take_and_finish(forum, quiz["session"], people, skill=0.75, actor=actor, random=random)
    for row in data["practicals"]:
        practicals.assess(forum, row["session"], people, signed=len(people), marked=0, random=random)
    at = programme.instant(forum, day.day_on, day.afternoon_ends)
    void = {row["badge_number"]: Bilingual.of(row["reason"]).km for row in data["certificates"]["void"]}
    papers.certify_seminar(forum, void=void, actor=actor, at=at)
