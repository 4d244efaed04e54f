"""Restricted files: who sees them, stamped copies, and every opening written down."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel import clock, files
from forum_app.kernel.database import db, transaction
from forum_app.kernel.files import StoredFile
from forum_app.kernel.safe_files import fence, limits
from forum_app.materials import queries, services
from forum_app.materials.models import HandedCopy, Material, MaterialView
from forum_app.registration.models import Registration
from tests.factories import crafted
from tests.factories.accounts import make_account, make_rank
from tests.factories.forums import make_forum, make_staff
from tests.factories.materials import make_file, make_lesson, upload
from tests.factories.programme import at, make_module, make_session
from tests.factories.registration import make_officer, make_registration
from tests.pages import HouseClient

HOME = "/forums/TEST-1"
pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def forum(at_time: Callable[[Any], None]) -> Forum:
    found = make_forum()
    at_time(at(found, 1, "10:00"))
    return found


def path_of(material: Material) -> str:
    return f"{HOME}/me/materials/{material.id}/km"


def texts(content: bytes) -> list[str]:
    """The words on each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("label", ["amber", "red"])
def test_each_reader_gets_a_copy_with_their_own_stamp(client: HouseClient, forum: Forum, label: str) -> None:
    material = make_file(forum, content=crafted.pdf(pages=3), label=label)
    kept = files.read(material.files[0][1])
    officer = make_officer(forum)
    answer = client.sign_in(officer).get(path_of(material))
    line = f"{officer.person.badge_code} {clock.local(at(forum, 1, '10:00')):%Y-%m-%d %H:%M} TLP:{label.upper()}"
    assert (answer.status_code, [page.count(line) for page in texts(answer.data)]) == (200, [2, 2, 2])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert files.read(material.files[0][1]) == kept
    (handed,) = queries.list_handed(material)
    assert (handed.stamp, handed.person_id, handed.sha256) == (line, officer.person_id, answer.get_etag()[0])
    assert [view.registration.person_id for view in queries.list_openings(material)] == [officer.person_id]


def test_every_opening_of_a_restricted_file_is_written_down(client: HouseClient, forum: Forum) -> None:
    material, plain = make_file(forum, label="amber"), make_file(forum)
    client.sign_in(make_officer(forum))
    for _ in range(3):
        client.get(path_of(material))
        client.get(path_of(plain))
    assert [len(queries.list_handed(one)) for one in (material, plain)] == [3, 0]
    assert [len(queries.list_openings(one)) for one in (material, plain)] == [3, 1]


def test_a_broken_download_goes_on_with_the_same_copy(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    material = make_file(forum, content=crafted.pdf(pages=9), label="amber")
    client.sign_in(make_officer(forum))
    whole = client.get(path_of(material))
    at_time(at(forum, 1, "10:30"))
    going_on = {"Range": "bytes=1000-", "If-Range": whole.headers["ETag"]}
    rest = client.get(path_of(material), headers=going_on)
    assert (rest.status_code, whole.data[:1000] + rest.data) == (206, whole.data)
    assert (len(queries.list_handed(material)), len(queries.list_openings(material))) == (1, 1)


def test_a_part_asked_for_first_is_an_opening_too(client: HouseClient, forum: Forum) -> None:
    material = make_file(forum, label="amber")
    answer = client.sign_in(make_officer(forum)).get(path_of(material), headers={"Range": "bytes=0-"})
    assert (answer.status_code, len(queries.list_handed(material)), len(queries.list_openings(material))) == (206, 1, 1)


def test_a_reader_has_one_copy_at_a_time_and_it_goes_after_a_while(forum: Forum) -> None:
    material, officer = make_file(forum, label="amber"), make_officer(forum)
    file = material.files[0][1]
    for _ in range(2):
        services.hand_out(material, file, language="km", actor=officer, at=at(forum, 1, "10:00"))
    copies = queries.list_copies(file, officer)
    assert [copy.owner_id for copy in copies] == [officer.id]
    files.clean_up(at=clock.wall() + services.handing.KEPT * 2)
    assert (queries.list_copies(file, officer), files.is_here(file), len(queries.list_handed(material))) == (
        [],
        True,
        2,
    )


def test_a_copy_of_one_reader_is_never_anothers(forum: Forum) -> None:
    material = make_file(forum, label="amber")
    file = material.files[0][1]
    first, second = make_officer(forum), make_officer(forum, badge_number=2)
    own = services.hand_out(material, file, language="km", actor=first, at=at(forum, 1, "10:00"))
    other = services.hand_out(material, file, language="km", actor=second, at=at(forum, 1, "10:00"), goes_on=True)
    assert (own.id == other.id, own.owner_id, other.owner_id) == (False, first.id, second.id)


def test_red_cannot_be_fetched_in_parts_after_the_forum(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    material = make_file(forum, label="red")
    client.sign_in(make_officer(forum))
    client.get(path_of(material))
    at_time(at(forum, 3, "18:00").replace(year=2025))
    assert client.get(path_of(material), headers={"Range": "bytes=0-"}).status_code == 403


def test_an_old_restricted_file_of_another_kind_goes_to_staff_alone(client: HouseClient, forum: Forum) -> None:
    material = make_file(forum, name="a.png", content=crafted.png())
    with transaction():
        material.label = "amber"  # from before restricted files had to be PDFs
    page = client.sign_in(make_officer(forum)).speak("en").get(path_of(material))
    assert (page.status_code, "could not be stamped" in page.text) == (409, True)
    assert client.sign_in(make_staff(forum, "trainer")).get(path_of(material)).data == crafted.png()
    assert [handed.stamp for handed in queries.list_handed(material)] == [""]


def test_a_stamp_that_breaks_down_hands_nothing_out(forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    material, officer = make_file(forum, label="amber"), make_officer(forum)
    monkeypatch.setattr(fence, "WORKER", "no_such_module")
    with pytest.raises(limits.CannotBeStamped):
        services.hand_out(material, material.files[0][1], language="km", actor=officer, at=at(forum, 1, "10:00"))
    assert queries.list_handed(material) == []
    assert db.session.scalar(select(StoredFile).where(StoredFile.owner_id.is_not(None))) is None


def test_law_enforcement_only_is_hidden_from_guests_and_outside_speakers(client: HouseClient, forum: Forum) -> None:
    forum_session = make_session(forum)
    material = make_file(forum, law_only=True, forum_session=forum_session)
    guest, ranked = make_account(), make_account()
    for number, one in enumerate((guest, ranked), 2):
        make_registration(forum, badge_number=number, person=one.person, kind="guest")
    rank = make_rank()
    with transaction():
        ranked.person.rank_id = rank.id
    everybody: list[tuple[Account, int]] = [
        (make_officer(forum), 200),
        (guest, 403),
        (ranked, 200),
        (make_staff(forum, "organiser"), 200),
        (make_staff(forum, "speaker"), 403),
    ]
    assert [client.sign_in(one).get(path_of(material)).status_code for one, _ in everybody] == [
        status for _, status in everybody
    ]
    client.sign_in(guest)
    for page in (f"{HOME}/me/materials", f"{HOME}/me/sessions/{forum_session.id}"):
        assert str(material.id) not in client.get(page).text
    assert "LAW ENFORCEMENT ONLY" in texts(client.sign_in(ranked).get(path_of(material)).data)[0]


@pytest.mark.parametrize("lang", ["km", "en"])
def test_organisers_see_who_opened_it_by_time(client: HouseClient, forum: Forum, lang: str) -> None:
    material = make_file(forum, label="amber")
    officer = make_officer(forum)
    client.sign_in(officer).get(path_of(material))
    organiser = make_staff(forum)
    page = client.sign_in(organiser).speak(lang).get(f"{HOME}/materials/{material.id}/openings")
    assert (page.status_code, page.text.count(officer.person.badge_code)) == (200, 1)
    assert (
        client.sign_in(make_staff(forum, "trainer")).get(f"{HOME}/materials/{material.id}/openings").status_code == 403
    )
    empty = make_file(forum)
    assert client.sign_in(organiser).get(f"{HOME}/materials/{empty.id}/openings").status_code == 200


def test_the_page_of_openings_costs_the_same_for_one_and_three(
    client: HouseClient, forum: Forum, count_queries: Callable[[], Any]
) -> None:
    material = make_file(forum, label="amber")
    material_id, organiser_id = material.id, make_staff(forum).id
    file_id = material.files[0][1].id

    def measure() -> int:
        client.sign_in(db.session.get_one(Account, organiser_id)).get(f"{HOME}/materials/{material_id}/openings")
        with count_queries() as seen:
            client.get(f"{HOME}/materials/{material_id}/openings")
        return len(seen)

    def opened(number: int) -> None:
        officer = make_officer(db.session.scalars(select(Forum)).one(), badge_number=number)
        with transaction() as session:
            session.add_all(
                [
                    HandedCopy(material_id=material_id, file_id=file_id, language="km", person_id=officer.person_id,
                               at=clock.wall(), stamp="x", sha256="0", size_bytes=1),
                    MaterialView(material_id=material_id, registration_id=registration_of(officer), language="km",
                                 at=clock.wall()),
                ]
            )  # fmt: skip

    opened(1)
    one = measure()
    opened(2)
    opened(3)
    assert measure() == one


def registration_of(officer: Account) -> Any:
    """The id of an officer's registration."""
    return db.session.scalars(select(Registration.id).where(Registration.person_id == officer.person_id)).one()


def test_staff_fetch_any_version_and_restricted_ones_stamped(client: HouseClient, forum: Forum) -> None:
    material = make_file(forum, content=crafted.pdf(pages=2))
    trainer = make_staff(forum, "trainer")
    services.replace_file(material, "km", upload("b.pdf"), actor=trainer, at=at(forum, 1, "09:00"))
    client.sign_in(trainer)
    old = f"{HOME}/materials/{material.id}/versions/km/1"
    assert client.get(old).data == crafted.pdf(pages=2)
    assert client.get(f"{HOME}/materials/{material.id}/versions/km/9").status_code == 404
    with transaction():
        material.law_only = True
    assert client.get(old).status_code == 403
    organiser = make_staff(forum)
    assert organiser.person.badge_code in texts(client.sign_in(organiser).get(old).data)[0]


def test_no_leaf_of_a_red_lesson_opens_after_the_forum(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    module = make_module()
    make_lesson(forum, module, label="red", law_only=True)
    client.sign_in(make_officer(forum))
    pages = (f"{HOME}/me/read/{module.code}", f"{HOME}/me/read/{module.code}?leaf=1")
    assert [client.get(page).status_code for page in pages] == [200, 200]
    at_time(at(forum, 3, "18:00").replace(year=2025))
    assert [client.get(page).status_code for page in pages] == [403, 403]
    assert [lesson.law_only for lesson in queries.list_lessons(forum)] == [False]
