"""Pages of the organiser, the officer and the public."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from forum_app.certificates import queries, services
from forum_app.certificates.models import Certificate
from forum_app.certificates.views.ceiling import ceiling
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.kernel.jobs import Job
from tests.certificates.test_documents import png
from tests.factories.accounts import make_account, make_unit
from tests.factories.certificates import make_certificate
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import make_session
from tests.factories.registration import make_officer, make_registration

BOARD = "/forums/TEST-1/certificates"


@pytest.fixture(autouse=True)
def _fresh_ceiling():
    ceiling.forget()


def state_of(certificate) -> str:
    found = db.session.scalar(select(Certificate.state).where(Certificate.id == certificate.id))
    db.session.rollback()
    return found


def organiser_pages(certificate) -> list[str]:
    person = certificate.registration_id
    return [
        BOARD,
        f"{BOARD}?kind=completion",
        f"{BOARD}?show=prepared&q=1",
        f"{BOARD}/of/{person}/participation",
        f"{BOARD}/of/{person}/completion",
        f"{BOARD}/giving/participation",
        f"{BOARD}/giving/completion",
        f"{BOARD}/settings",
        f"{BOARD}/book.pdf",
        f"{BOARD}/{certificate.id}.pdf",
    ]


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_organiser_reads_every_page(client, lang):
    forum = make_forum()
    make_session(forum)
    certificate = make_certificate(make_registration(forum, badge_number=1))
    make_registration(forum, badge_number=2)
    client.sign_in(make_staff(forum)).speak(lang)
    for address in organiser_pages(certificate):
        assert client.get(address).status_code == 200, address


def test_others_do_not(client):
    forum, other = make_forum(), make_forum("TEST-2")
    certificate = make_certificate(make_registration(forum))
    for account in (make_staff(forum, "desk"), make_staff(other), make_officer(forum, badge_number=9)):
        client.sign_in(account)
        for address in organiser_pages(certificate):
            assert client.get(address).status_code == 403, address
        assert client.post(f"{BOARD}/{certificate.id}/give").status_code == 403
    assert state_of(certificate) == "prepared"


def test_a_certificate_of_another_forum_is_not_found(client):
    forum, other = make_forum(), make_forum("TEST-2")
    elsewhere = make_certificate(make_registration(other))
    client.sign_in(make_staff(forum))
    assert client.get(f"{BOARD}/{elsewhere.id}.pdf").status_code == 404
    assert client.post(f"{BOARD}/{elsewhere.id}/void", data={"void-reason": "x"}).status_code == 404


def test_the_board_says_what_is_missing_and_no_scores(client):
    forum = make_forum()
    make_session(forum, start="08:00", end="10:00")
    make_registration(forum)
    client.sign_in(make_staff(forum)).speak("en")
    page = client.get(f"{BOARD}?kind=completion").get_data(as_text=True)
    assert "1 hour 36 minutes more of the counted training time" in page
    page = client.get(BOARD).get_data(as_text=True)
    assert "3 more half days" in page


def test_preparing_all_who_are_expected_from_the_board(client):
    forum = make_forum()
    for number in (1, 2):
        make_registration(forum, badge_number=number)
    client.sign_in(make_staff(forum)).speak("en")
    response = client.post(f"{BOARD}/prepare/participation", data={"who": "expected"}, follow_redirects=True)
    assert "2 certificates were prepared." in response.get_data(as_text=True)
    client.post(f"{BOARD}/prepare/completion", data={"who": "expected"})
    assert queries.count_states(forum) == {"participation": {"prepared": 2}}
    response = client.post(f"{BOARD}/prepare/participation", follow_redirects=True)
    assert "There is nobody for whom" in response.get_data(as_text=True)


def test_completion_without_its_conditions_needs_a_reason(client):
    forum = make_forum()
    make_session(forum)
    registration = make_registration(forum)
    client.sign_in(make_staff(forum)).speak("en")
    address = f"{BOARD}/of/{registration.id}/completion/prepare"
    response = client.post(address, data={"override-reason": ""})
    assert response.status_code == 422
    assert "does not meet the requirements" in response.get_data(as_text=True)
    assert client.post(address, data={"override-reason": "On paper"}).status_code == 303
    assert state_of(queries.find_of(registration, "completion")) == "prepared"


def test_hold_release_void_and_correct_from_the_persons_page(client):
    forum = make_forum()
    certificate = make_certificate(make_registration(forum))
    client.sign_in(make_staff(forum)).speak("en")
    act = f"{BOARD}/{certificate.id}"
    refused = client.post(f"{act}/hold", data={"hold-reason": ""})
    assert refused.status_code == 422
    assert "Write the reason." in refused.get_data(as_text=True)
    client.post(f"{act}/hold", data={"hold-reason": "Wait"})
    assert state_of(certificate) == "held"
    assert client.get(f"{act}.pdf").status_code == 409
    client.post(f"{act}/release")
    assert state_of(certificate) == "prepared"
    page = client.post(f"{act}/correct", data={"correct-reason": "Name"}, follow_redirects=True)
    assert "0001/2024 (2)" in page.get_data(as_text=True)
    client.post(f"{act}/void", data={"void-reason": "Wrong person"})
    assert state_of(certificate) == "void"
    late = client.post(f"{act}/correct", data={})
    assert "A void certificate stays void." in late.get_data(as_text=True)


def test_one_tap_gives_and_a_second_changes_nothing(client):
    forum = make_forum()
    certificate = make_certificate(make_registration(forum))
    client.sign_in(make_staff(forum)).speak("en")
    first = client.post(f"{BOARD}/{certificate.id}/give")
    assert first.headers["Location"].endswith("/certificates/giving/participation#c-1")
    again = client.post(f"{BOARD}/{certificate.id}/give", headers={"HX-Request": "true"})
    assert again.status_code == 200
    assert again.get_data(as_text=True).strip().startswith('<li id="c-1" class="is-past">')
    assert len(queries.list_events(certificate)) == 2


def test_the_whole_pile_is_given_at_once(client):
    forum = make_forum()
    made = [make_certificate(make_registration(forum, badge_number=number)) for number in (1, 2)]
    client.sign_in(make_staff(forum))
    client.post(f"{BOARD}/give-all/participation")
    assert [state_of(one) for one in made] == ["given", "given"]


def test_a_small_pile_is_answered_at_once(client):
    forum = make_forum()
    make_certificate(make_registration(forum))
    client.sign_in(make_staff(forum))
    response = client.post(f"{BOARD}/print", data={"kind": "participation"})
    assert response.mimetype == "application/pdf"
    assert len(PdfReader(io.BytesIO(response.data)).pages) == 1


def test_an_empty_pile_is_said(client):
    forum = make_forum()
    client.sign_in(make_staff(forum)).speak("en")
    response = client.post(f"{BOARD}/print", data={"kind": "participation"}, follow_redirects=True)
    assert "There is no certificate to print." in response.get_data(as_text=True)


def test_a_large_pile_is_a_job_with_its_file(client, monkeypatch):
    monkeypatch.setattr(services, "MOST_AT_ONCE", 1)
    forum = make_forum()
    for number in (1, 2, 3):
        make_certificate(make_registration(forum, badge_number=number))
    client.sign_in(make_staff(forum)).speak("en")
    waiting = client.post(f"{BOARD}/print", data={"kind": "participation"})
    page = client.get(waiting.headers["Location"])
    assert "3 sheets are ready, in protocol order." in page.get_data(as_text=True)
    job = db.session.scalars(select(Job)).one()
    assert (job.state, job.done_steps, job.all_steps) == ("done", 3, 3)
    [file] = job.result["files"]
    address = f"{waiting.headers['Location']}/{file}.pdf"
    assert len(PdfReader(io.BytesIO(client.get(address).data)).pages) == 3
    missing = address.replace(file, str(job.id))
    assert client.get(missing).status_code == 404
    other = make_staff(make_forum("TEST-2"))
    assert client.sign_in(other).get(address).status_code == 403
    elsewhere = address.replace("TEST-1", "TEST-2")
    assert client.get(elsewhere).status_code == 404
    assert client.get(elsewhere.removesuffix(f"/{file}.pdf")).status_code == 404


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("state", ["waiting", "running", "failed"])
def test_the_waiting_page_in_every_state(client, lang, state):
    forum = make_forum()
    make_certificate(make_registration(forum))
    job = services.queue_print(forum, None, prepared_only=True, actor=make_account())
    job_id = job.id
    with db.engine.begin() as connection:
        connection.execute(Job.__table__.update().values(state=state, result=None))
    client.sign_in(make_staff(forum)).speak(lang)
    page = client.get(f"{BOARD}/printing/{job_id}").get_data(as_text=True)
    assert ("hx-trigger" in page) is (state != "failed")


def form_of(forum) -> dict[str, str]:
    """The settings form as a browser sends it back unchanged."""
    return {
        "participation_on": "y",
        "completion_on": "y",
        "min_minutes_percent": "80",
        "min_final_percent": "60",
        "needs_practicals": "y",
        "lunar_mode": "auto",
        "number_pattern": "{number}/{year}",
    }


def test_settings_are_saved_with_khmer_digits_and_signers(client):
    forum = make_forum()
    client.sign_in(make_staff(forum))
    data = {**form_of(forum), "min_minutes_percent": "៧៥", "signer2_name_km": "សុខ សុវណ្ណ", "min_halves": "4"}
    assert client.post(f"{BOARD}/settings", data=data).status_code == 303
    saved = queries.settings_of(forum)
    assert (saved.min_minutes_percent, saved.min_halves, len(saved.signers)) == (75, 4, 1)
    assert saved.participation_text == Bilingual()
    page = client.get(f"{BOARD}/settings").get_data(as_text=True)
    assert page.count('value="សុខ សុវណ្ណ"') == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("participation_text_en", "Hello {name}", "{name} is not known."),
        ("number_pattern", "{year}", "The pattern must contain {number}."),
        ("min_final_percent", "101", "between 0 and 100"),
    ],
)
def test_wrong_settings_are_refused_and_nothing_typed_is_lost(client, field, value, sentence):
    forum = make_forum()
    client.sign_in(make_staff(forum)).speak("en")
    response = client.post(f"{BOARD}/settings", data={**form_of(forum), field: value})
    assert response.status_code == 422
    assert sentence in response.get_data(as_text=True)
    assert value in response.get_data(as_text=True)


def test_the_preview_shows_the_paper_and_saves_nothing(client):
    forum = make_forum()
    client.sign_in(make_staff(forum)).speak("en")
    data = {**form_of(forum), "kingdom_header": "y", "preview": "completion"}
    assert "Nobody is approved yet" in client.post(f"{BOARD}/settings", data=data).get_data(as_text=True)
    make_registration(forum)
    response = client.post(f"{BOARD}/settings", data=data)
    assert response.mimetype == "application/pdf"
    assert queries.settings_of(forum).kingdom_header is False


def test_logos_come_and_go(client):
    forum = make_forum()
    client.sign_in(make_staff(forum)).speak("en")
    client.post(f"{BOARD}/logos", data={"logo": (io.BytesIO(png()), "unit.png")})
    [logo] = queries.settings_of(forum).logo_ids
    assert "unit.png" in client.get(f"{BOARD}/settings").get_data(as_text=True)
    wrong = client.post(f"{BOARD}/logos", data={"logo": (io.BytesIO(b"GIF89a"), "x.gif")}, follow_redirects=True)
    assert "not a PNG or JPEG picture" in wrong.get_data(as_text=True)
    client.post(f"{BOARD}/logos/remove", data={"logo": logo})
    assert queries.settings_of(forum).logo_ids == []


def test_renewing_from_the_board(client):
    forum = make_forum()
    certificate = make_certificate(make_registration(forum))
    client.sign_in(make_staff(forum)).speak("en")
    client.post(f"{BOARD}/settings", data={**form_of(forum), "place_en": "Kampot"})
    assert "was made before the last change" in client.get(BOARD).get_data(as_text=True)
    client.post(f"{BOARD}/renew")
    db.session.refresh(certificate)
    assert certificate.snapshot["dates"]["en"].startswith("Kampot")
    db.session.rollback()


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("state", [None, "prepared", "held", "given", "void"])
def test_an_officer_sees_conditions_or_the_paper(client, lang, state):
    forum = make_forum()
    make_session(forum)
    account = make_officer(forum)
    registration = queries.registrations.find_of_person(forum, account.person_id)
    certificate = make_certificate(registration) if state else None
    acts = {"held": services.hold, "given": services.give, "void": services.void}
    if state in acts:
        more = {} if state == "given" else {"reason": "SECRET-REASON"}
        acts[state](certificate, actor=None, at=clock.now(), **more)
    page = client.sign_in(account).speak(lang).get("/forums/TEST-1/me/certificate")
    assert page.status_code == 200
    assert "SECRET-REASON" not in page.get_data(as_text=True)
    paper = client.get("/forums/TEST-1/me/certificate/participation.pdf")
    assert paper.status_code == (200 if state == "given" else 404)


def test_only_participants_reach_their_own_page(client):
    forum = make_forum()
    client.sign_in(make_staff(forum))
    assert client.get("/forums/TEST-1/me/certificate").status_code == 403


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize(
    ("state", "verdict"), [("prepared", "prepared"), ("held", "prepared"), ("given", "valid"), ("void", "void")]
)
def test_the_public_reads_the_verdict_and_what_the_paper_shows(client, lang, state, verdict):
    forum = make_forum()
    unit = make_unit()
    certificate = make_certificate(make_registration(forum, unit_id=unit.id))
    acts = {"held": services.hold, "given": services.give, "void": services.void}
    if state in acts:
        more = {} if state == "given" else {"reason": "SECRET-REASON"}
        acts[state](certificate, actor=None, at=clock.now(), **more)
    response = client.speak(lang).get(f"/verify/{certificate.serial}")
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert f'data-verdict="{verdict}"' in page
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "សុខ ដារ៉ា" in page and "Sok Dara" in page and certificate.serial in page
    assert "SECRET-REASON" not in page
    assert "Kandal" not in page and "កណ្តាល" not in page


def test_unit_and_post_only_where_the_settings_say_so(client):
    forum = make_forum()
    certificate = make_certificate(make_registration(forum, unit_id=make_unit().id))
    services.change_settings(forum, services.SettingsData(verify_shows_unit=True), actor=None)
    assert "Kandal Provincial Police" in client.speak("en").get(f"/verify/{certificate.serial}").get_data(as_text=True)


def test_a_serial_with_one_wrong_character_is_unknown(client):
    certificate = make_certificate(make_registration(make_forum()))
    services.give(certificate, actor=None, at=clock.now())
    serial = certificate.serial
    assert client.get("/verify/certificate").status_code == 404
    for place in range(len(serial)):
        other = "7" if serial[place] != "7" else "8"
        response = client.get(f"/verify/{serial[:place]}{other}{serial[place + 1 :]}")
        assert response.status_code == 404
        page = response.get_data(as_text=True)
        assert 'data-verdict="unknown"' in page
        assert "ដារ៉ា" not in page


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_serial_may_be_typed_in_khmer_digits_and_small_letters(client, lang):
    certificate = make_certificate(make_registration(make_forum()))
    typed = certificate.serial.lower().translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert client.speak(lang).get("/verify").status_code == 200
    response = client.get("/verify", query_string={"serial": typed})
    assert response.headers["Location"] == f"/verify/{certificate.serial}"
    assert client.get("/verify", query_string={"serial": "../x"}).status_code == 404


def test_looking_up_is_limited_per_address(client, monkeypatch):
    client.speak("en")
    standing = clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: standing)  # a new minute in between would count anew
    answers = [client.get("/verify/0001-AAAAAAAA").status_code for _ in range(ceiling.per_minute + 1)]
    assert answers[:-1] == [404] * ceiling.per_minute
    assert answers[-1] == 429


def test_a_sample_says_so_when_it_is_verified(client):
    certificate = make_certificate(make_registration(make_forum(is_sample=True)))
    assert "tag-sample" in client.get(f"/verify/{certificate.serial}").get_data(as_text=True)
