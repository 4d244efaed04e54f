"""Prepare, hold, give, correct, void; settings and piles."""

from datetime import date

import pytest
from sqlalchemy import select

from forum_app.certificates import queries, rules, services
from forum_app.certificates.imports import Logo
from forum_app.certificates.models import Certificate, CertificateEvent, CertificateSettings
from forum_app.kernel import clock
from forum_app.kernel.audit import AuditEntry
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.registration.models import Registration
from tests.factories.accounts import make_account, make_person, make_post, make_rank
from tests.factories.assessments import make_observation, make_practical, make_rubric, make_trainer
from tests.factories.attendance import make_check_in
from tests.factories.certificates import make_certificate, make_named
from tests.factories.forums import make_forum
from tests.factories.programme import at, make_session
from tests.factories.quizzes import make_quiz, take_quiz
from tests.factories.registration import make_registration


def states(forum) -> list[str]:
    return list(db.session.scalars(select(Certificate.state).order_by(Certificate.number)))


def events(certificate) -> list[tuple[str, str]]:
    return [(event.event, event.reason) for event, _ in reversed(queries.list_events(certificate))]


def do(verb, certificate, **more):
    return verb(certificate, actor=None, at=clock.now(), **more)


def test_prepare_numbers_in_protocol_order_and_keeps_a_snapshot(context):
    forum = make_forum()
    rank = make_rank(level=80)
    junior = make_registration(forum, badge_number=1)
    senior = make_registration(forum, badge_number=2, rank_id=rank.id)
    made = services.prepare(forum, "participation", [junior, senior], actor=None, at=clock.now())
    assert [(one.registration_id, one.number) for one in made] == [(senior.id, 1), (junior.id, 2)]
    first = made[0]
    assert first.serial.startswith("0001-") and len(first.serial) == 13
    assert first.shown_number == "0001/2024"
    assert first.issued_on == date(2024, 9, 27)
    assert first.snapshot["rank"] == {"km": "អនុសេនីយ៍ឯក", "en": "Captain"}
    assert first.snapshot["dates"]["lunar"] == "ថ្ងៃសុក្រ ១០រោច ខែភទ្របទ ឆ្នាំរោង ឆស័ក ព.ស.២៥៦៨"
    assert first.snapshot["dates"]["km"] == "រាជធានីភ្នំពេញ ថ្ងៃទី២៧ ខែកញ្ញា ឆ្នាំ២០២៤"
    assert first.snapshot["dates"]["en"] == "Phnom Penh, 27 September 2024"
    assert events(first) == [("prepared", "")]


def test_preparing_twice_changes_nothing(context):
    registration = make_registration(make_forum())
    first = make_certificate(registration)
    serial = first.serial
    again = make_certificate(registration)
    assert (again.id, again.serial) == (first.id, serial)
    assert len(db.session.scalars(select(CertificateEvent)).all()) == 1


def test_completion_is_refused_until_it_is_earned(context):
    forum = make_forum()
    make_session(forum)
    registration = make_registration(forum)
    with pytest.raises(rules.NotEligible) as caught:
        services.prepare(forum, "completion", [registration], actor=None, at=clock.now())
    assert caught.value.values == {"name": "សុខ ដារ៉ា"}
    assert states(forum) == []


def test_completion_against_the_rule_keeps_its_reason_and_lists_no_conditions(context):
    forum = make_forum()
    make_session(forum)
    certificate = make_certificate(make_registration(forum), "completion", reason=" Sat the check on paper ")
    assert events(certificate) == [("prepared", "Sat the check on paper")]
    assert certificate.snapshot["requirements"] is None


def test_whoever_has_earned_completion_is_prepared_and_nobody_else(context):
    forum = make_forum()
    make_session(forum, day=1, start="08:00", end="12:00")
    earned, absent = make_registration(forum, badge_number=1), make_registration(forum, badge_number=2)
    make_check_in(earned)
    quiz = make_quiz(forum, purpose="post", opened=at(forum, 1, "11:00"))
    take_quiz(quiz, earned, right=[True] * 4, at=at(forum, 1, "11:01"))
    take_quiz(quiz, absent, right=[True] * 4, at=at(forum, 1, "11:01"))
    made = services.prepare_eligible(forum, "completion", actor=None, at=clock.now())
    assert [one.registration_id for one in made] == [earned.id]
    assert made[0].snapshot["requirements"] == {"minutes_percent": 80, "final_percent": 60, "practicals": True}
    with pytest.raises(rules.NobodyToPrepare):
        services.prepare_eligible(forum, "completion", actor=None, at=clock.now())


def test_participation_is_printed_ahead_for_everybody_expected(context):
    forum = make_forum()
    for number in (1, 2, 3):
        make_registration(forum, badge_number=number)
    make_registration(forum, badge_number=4, status="cancelled")
    assert len(services.prepare_expected(forum, actor=None, at=clock.now())) == 3
    with pytest.raises(rules.NobodyToPrepare):
        services.prepare_expected(forum, actor=None, at=clock.now())


def test_a_kind_that_is_switched_off_is_refused(context):
    registration = make_registration(make_forum())
    services.change_settings(registration.forum, services.SettingsData(participation_on=False), actor=None)
    with pytest.raises(rules.KindSwitchedOff):
        make_certificate(registration)


def test_hold_release_give_leave_their_traces(context):
    certificate = make_certificate(make_registration(make_forum()))
    account = make_account()
    services.hold(certificate, reason="No identity card", actor=account, at=clock.now())
    assert certificate.state == "held"
    services.release(certificate, actor=account, at=clock.now())
    assert services.give(certificate, actor=account, at=clock.now()) is True
    assert certificate.state == "given" and certificate.given_at is not None
    assert services.give(certificate, actor=account, at=clock.now()) is False
    assert events(certificate) == [("prepared", ""), ("held", "No identity card"), ("released", ""), ("given", "")]
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert actions[-3:] == ["certificates.held", "certificates.released", "certificates.given"]


@pytest.mark.parametrize("verb", [services.hold, services.void])
def test_taking_away_needs_a_reason(context, verb):
    certificate = make_certificate(make_registration(make_forum()))
    with pytest.raises(rules.ReasonMissing):
        do(verb, certificate, reason="  ")
    assert certificate.state == "prepared"


def test_a_held_one_is_not_given(context):
    certificate = make_certificate(make_registration(make_forum()))
    do(services.hold, certificate, reason="Wait")
    with pytest.raises(rules.NotPossibleInThisState):
        do(services.give, certificate)


def test_void_is_the_end(context):
    certificate = make_certificate(make_registration(make_forum()))
    do(services.void, certificate, reason="Wrong person")
    assert certificate.state == "void" and certificate.voided_at is not None
    for verb in (services.give, services.correct, services.release):
        with pytest.raises(rules.AlreadyVoid):
            do(verb, certificate)


def test_correct_takes_todays_name_under_the_same_number_with_a_suffix(context):
    registration = make_registration(make_forum())
    certificate = make_certificate(registration)
    do(services.give, certificate)
    number, serial = certificate.number, certificate.serial
    with transaction():
        registration.person.given_name_km = "ដារិទ្ធ"
    assert certificate.name.km == "សុខ ដារ៉ា"
    do(services.correct, certificate, reason="Name misspelt")
    assert (certificate.name.km, certificate.number, certificate.serial) == ("សុខ ដារិទ្ធ", number, serial)
    assert certificate.shown_number == "0001/2024 (2)"
    assert certificate.state == "given"
    assert events(certificate)[-1] == ("corrected", "Name misspelt")


def test_give_many_gives_what_is_prepared_and_leaves_what_is_held(context):
    forum = make_forum()
    made = [make_certificate(make_registration(forum, badge_number=number)) for number in (1, 2, 3)]
    do(services.hold, made[1], reason="Wait")
    assert services.give_many(forum, "participation", actor=None, at=clock.now()) == 2
    assert states(forum) == ["given", "held", "given"]


def test_changed_settings_reach_prepared_ones_only_when_renewed(context):
    forum = make_forum()
    prepared, given = (make_certificate(make_registration(forum, badge_number=number)) for number in (1, 2))
    do(services.give, given)
    data = services.SettingsData(place=Bilingual("ខេត្តកំពត", "Kampot"), issued_on=date(2024, 10, 1))
    settings = services.change_settings(forum, data, actor=None)
    assert prepared.snapshot["dates"]["en"] == "Phnom Penh, 27 September 2024"
    assert [one.id for one in queries.list_outdated(forum, settings)] == [prepared.id]
    assert services.renew(forum, actor=None, at=clock.now()) == 1
    assert prepared.snapshot["dates"]["en"] == "Kampot, 1 October 2024"
    assert prepared.issued_on == date(2024, 10, 1)
    assert prepared.suffix == 0
    assert given.snapshot["dates"]["en"] == "Phnom Penh, 27 September 2024"
    assert queries.list_outdated(forum, queries.settings_of(forum)) == []


def test_saving_the_same_settings_changes_nothing(context):
    forum = make_forum()
    first = services.change_settings(forum, services.SettingsData(), actor=None)
    assert first.version == 1
    assert db.session.scalars(select(AuditEntry.action)).all() == []
    services.change_settings(forum, services.SettingsData(hours_on=True), actor=None)
    assert db.session.scalars(select(CertificateSettings.version)).all() == [2]


def test_empty_signers_are_not_kept(context):
    empty = {part: {"km": "", "en": ""} for part in ("post", "rank", "name")}
    signer = {**empty, "name": {"km": "សុខ សុវណ្ណ", "en": ""}}
    settings = services.change_settings(make_forum(), services.SettingsData(signers=(empty, signer)), actor=None)
    assert settings.signers == [signer]


@pytest.mark.parametrize(
    ("mode", "text", "lunar"),
    [
        ("auto", "", "ថ្ងៃសុក្រ ១០រោច ខែភទ្របទ ឆ្នាំរោង ឆស័ក ព.ស.២៥៦៨"),
        ("override", "ថ្ងៃសុក្រ 11រោច", "ថ្ងៃសុក្រ ១១រោច"),
        ("override", "", "ថ្ងៃសុក្រ ១០រោច ខែភទ្របទ ឆ្នាំរោង ឆស័ក ព.ស.២៥៦៨"),
    ],
)
def test_the_lunar_line_is_computed_or_as_written(context, mode, text, lunar):
    registration = make_registration(make_forum())
    services.change_settings(registration.forum, services.SettingsData(lunar_mode=mode, lunar_text=text), actor=None)
    assert make_certificate(registration).snapshot["dates"]["lunar"] == lunar


def test_dotted_dates_hold_no_digit(context):
    registration = make_registration(make_forum())
    services.change_settings(registration.forum, services.SettingsData(lunar_mode="dotted"), actor=None)
    dates = make_certificate(registration).snapshot["dates"]
    assert dates["dotted"] is True
    assert not any(character.isdigit() for line in ("lunar", "km", "en") for character in dates[line])


def test_the_post_as_printed_stands_before_the_table_of_posts(context):
    forum = make_forum()
    post = make_post()
    own = make_registration(forum, badge_number=1, post_id=post.id, position=Bilingual("នាយរងការិយាល័យ", ""))
    table = make_registration(forum, badge_number=2, post_id=post.id)
    assert make_certificate(own).snapshot["post"] == {"km": "នាយរងការិយាល័យ", "en": ""}
    assert make_certificate(table).snapshot["post"] == {"km": "អធិការ", "en": "Inspector"}


def test_hours_and_year_of_birth_only_where_the_settings_say_so(context):
    forum = make_forum()
    make_session(forum, start="08:00", end="10:30")
    plain = make_certificate(make_named(forum, 1, birth_year=1990)).snapshot
    assert (plain["hours"], plain["birth_year"]) == (None, None)
    services.change_settings(forum, services.SettingsData(hours_on=True, birth_on=True), actor=None)
    counted = make_certificate(make_named(forum, 2, birth_year=1990)).snapshot
    assert (counted["hours"], counted["birth_year"]) == (2, 1990)
    services.change_settings(forum, services.SettingsData(hours_on=True, hours_value=18), actor=None)
    assert make_certificate(make_named(forum, 3)).snapshot["hours"] == 18


def test_four_logos_and_no_fifth(context):
    forum = make_forum()
    logo = Logo("a.png", b"\x89PNG", "image/png")
    for _ in range(4):
        services.add_logo(forum, logo, actor=None)
    with pytest.raises(rules.TooManyLogos):
        services.add_logo(forum, logo, actor=None)
    first = queries.settings_of(forum).logo_ids[0]
    services.remove_logo(forum, first, actor=None)
    assert first not in queries.settings_of(forum).logo_ids
    assert len(queries.list_files(queries.settings_of(forum).logo_ids)) == 3


def test_a_pile_is_in_protocol_order_without_held_and_void(context):
    forum = make_forum()
    rank = make_rank(level=80)
    make_registration(forum, badge_number=1)
    for number in (2, 3):
        make_registration(forum, badge_number=number)
    senior = make_registration(forum, badge_number=4, rank_id=rank.id, person=make_person(given_km="សុខា"))
    made = {one.registration.badge_number: one for one in services.prepare_expected(forum, actor=None, at=clock.now())}
    make_certificate(senior, "completion")
    do(services.hold, made[1], reason="Wait")
    do(services.void, made[2], reason="Wrong")
    do(services.give, made[3])
    pile = services.list_to_print(forum, None, prepared_only=False)
    assert [(one.registration.badge_number, one.kind) for one in pile] == [
        (4, "participation"),
        (4, "completion"),
        (3, "participation"),
    ]
    only = services.list_to_print(forum, "participation", prepared_only=True)
    assert [one.registration.badge_number for one in only] == [4]


def test_nothing_to_print_is_said(context):
    with pytest.raises(rules.NothingToPrint):
        services.list_to_print(make_forum(), None, prepared_only=True)


def test_an_officer_reads_only_released_results_and_the_organiser_all(context):
    forum = make_forum()
    registration = make_registration(forum)
    quiz = make_quiz(forum, purpose="post", opened=at(forum, 1, "11:00"))
    take_quiz(quiz, registration, right=[True] * 4, at=at(forum, 1, "11:01"))
    assert queries.facts_for(registration).final_percent is None
    assert queries.facts_for(registration, released_only=False).final_percent == 100
    assert queries.facts_of_forum(forum)[registration.id].final_percent == 100


def test_an_exercise_in_two_sessions_is_asked_once(context):
    forum = make_forum()
    rubric = make_rubric()
    first = make_practical(forum, rubric, forum_session=make_session(forum, "D1S01"))
    make_practical(forum, rubric, forum_session=make_session(forum, "D1S02", start="10:00", end="11:00"))
    done, waiting = make_registration(forum, badge_number=1), make_registration(forum, badge_number=2)
    make_observation(first, done, make_trainer(forum), is_signed=True)
    facts = queries.facts_of_forum(forum)
    assert [one.is_signed_off for one in facts[done.id].practicals] == [True]
    assert [one.is_signed_off for one in facts[waiting.id].practicals] == [False]
    assert facts[done.id].practicals[0].title == rubric.title


@pytest.mark.parametrize("people", [1, 3])
def test_the_board_asks_the_same_few_questions_whatever_the_size(context, count_queries, people):
    forum = make_forum()
    for number in range(1, people + 1):
        make_registration(forum, badge_number=number)
    services.prepare_expected(forum, actor=None, at=clock.now())
    forum = db.session.get_one(type(forum), forum.id)
    settings = queries.settings_of(forum)
    with count_queries() as seen:
        entries = queries.board(forum, "participation", settings)
        assert [entry.state for entry in entries] == ["prepared"] * people
        assert all(isinstance(entry.registration, Registration) for entry in entries)
    assert len(seen) <= 22
