"""The organiser's pages of people, lists and cards, in both languages."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from forum_app.accounts.models import Account, SignIn
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.registration import queries
from forum_app.registration.models import ImportBatch, Registration
from tests.factories.accounts import make_account, make_person, make_unit
from tests.factories.forums import make_forum, make_staff
from tests.factories.registration import make_officer, make_registration
from tests.factories.workbooks import make_workbook, make_workbook_by
from tests.pages import HouseClient

PEOPLE = "/forums/TEST-1/people"
LIST = "គោត្តនាម\tនាមខ្លួន\tភេទ\tទូរសព្ទ\nប្រាក់\tសុភា\tស្រី\t០១២ ៣៤៥ ៦៧៨\nឈឹម\tវិសាល\tប្រុស\t\n"


@pytest.fixture
def forum(client: HouseClient) -> Forum:
    """A forum whose organiser is signed in."""
    forum = make_forum()
    client.sign_in(make_staff(forum))
    return forum


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def only_batch() -> ImportBatch:
    return db.session.scalars(select(ImportBatch).where(ImportBatch.state == "draft")).one()


def pages(forum: Forum) -> list[str]:
    one = make_registration(forum, badge_number=None, status="pending", needs_confirmation=True)
    return [
        PEOPLE,
        f"{PEOPLE}/add",
        f"{PEOPLE}/import",
        f"{PEOPLE}/cards",
        f"{PEOPLE}/{one.id}",
        f"{PEOPLE}/{one.id}/enrol",
    ]


@pytest.mark.parametrize("lang", ["km", "en"])
def test_every_page_opens_for_the_organiser_in_both_languages(client: HouseClient, forum: Forum, lang: str) -> None:
    client.speak(lang)
    for path in pages(forum):
        assert client.get(path).status_code == 200, path


def test_no_page_opens_for_anybody_else(client: HouseClient, forum: Forum) -> None:
    paths = pages(forum)
    other = make_staff(make_forum("TEST-2"))
    strangers: list[Account] = [
        other,
        make_staff(forum, "trainer"),
        make_officer(forum, badge_number=9),
        make_account(),
    ]
    for account in strangers:
        client.sign_in(account)
        assert [client.get(path).status_code for path in paths] == [403] * len(paths)


def test_the_desk_enrols_phones_and_sees_no_list(client: HouseClient, forum: Forum) -> None:
    one = make_registration(forum)
    client.sign_in(make_staff(forum, "desk"))

    assert client.get(PEOPLE).status_code == 403
    page = client.post(f"{PEOPLE}/{one.id}/enrol")
    assert page.status_code == 200
    assert one.person.badge_code in page.get_data(as_text=True)
    assert "data:image/svg" in page.get_data(as_text=True)


def test_a_person_of_another_forum_is_not_found(client: HouseClient, forum: Forum) -> None:
    other = make_registration(make_forum("TEST-2"))

    assert client.get(f"{PEOPLE}/{other.id}").status_code == 404
    assert client.post(f"{PEOPLE}/{other.id}/approve").status_code == 404


def test_the_list_is_searched_in_both_scripts_and_by_badge_number(client: HouseClient, forum: Forum) -> None:
    make_registration(forum, badge_number=12, person=make_person("កណ្តាល", "លី", given_name_latin="Kandal"))
    make_registration(forum, badge_number=13, person=make_person("វិសាល", "ឈឹម", given_name_latin="Visal"))

    for typed in ("កណ្ដាល", "លី", "kandal", "012", "១២"):
        text = client.get(PEOPLE, query_string={"q": typed}).get_data(as_text=True)
        assert ("លី កណ្តាល" in text, "ឈឹម វិសាល" in text) == (True, False), typed


def test_the_list_is_filtered_by_status_and_unit(client: HouseClient, forum: Forum) -> None:
    unit = make_unit()
    make_registration(forum, badge_number=1, person=make_person("ក"), unit_id=unit.id)
    make_registration(forum, badge_number=None, person=make_person("ខ"), status="pending")

    def names(**query: Any) -> list[bool]:
        text = client.get(PEOPLE, query_string=query).get_data(as_text=True)
        return ["សុខ ក<" in text, "សុខ ខ<" in text]

    assert names(status="approved") == [True, False]
    assert names(status="pending") == [False, True]
    assert names(unit=str(unit.id)) == [True, False]
    assert names(status="nonsense", unit="nonsense") == [True, True]


def test_the_list_costs_the_same_for_one_and_three(client: HouseClient, forum: Forum, count_queries: Any) -> None:
    costs = []
    for number in (1, 2, 3):
        unit = make_unit(f"unit-{number}")
        make_registration(forum, badge_number=number, person=make_person(), unit_id=unit.id)
        client.get(PEOPLE)
        with count_queries() as seen:
            client.get(PEOPLE)
        costs.append(len(seen))
    assert costs[0] == costs[2], costs


def test_whoever_is_ticked_is_approved(client: HouseClient, forum: Forum) -> None:
    first = make_registration(forum, badge_number=None, status="pending")
    second = make_registration(forum, badge_number=None, status="pending", person=make_person())
    elsewhere = make_registration(make_forum("TEST-2"), badge_number=None, status="pending", person=make_person())
    ticked = {"person": [str(first.id), str(elsewhere.id), "nonsense"]}

    response = client.post(f"{PEOPLE}/approve?status=pending", data=ticked)

    assert (response.status_code, response.location) == (303, f"{PEOPLE}?status=pending")
    assert [r.status for r in (first, second, elsewhere)] == ["approved", "pending", "pending"]


def test_the_workbook_holds_exactly_what_the_list_shows(client: HouseClient, forum: Forum) -> None:
    make_registration(forum, badge_number=1, person=make_person("=1+1", phone="012345678"))
    make_registration(forum, badge_number=None, person=make_person("ខ"), status="pending")

    response = client.get(f"{PEOPLE}/workbook?status=approved")

    sheet = load_workbook(io.BytesIO(response.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[:5] for row in rows] == [(1, "សុខ", "=1+1", "Sok", "Dara")]
    assert sheet["C4"].data_type == "s"
    assert rows[0][10] == "+85512345678"


def form(**values: Any) -> dict[str, Any]:
    named = {"family_name_km": "ប្រាក់", "given_name_km": "សុភា", "sex": "female", "new_unit": "Unit A"}
    return {**named, "language": "km", "kind": "participant", **values}


def test_a_person_is_registered_by_form(client: HouseClient, forum: Forum) -> None:
    response = client.post(f"{PEOPLE}/add", data=form(approved="y", phone="០១២ ៣៤៥ ៦៧៨", badge_number="៧"))

    one = queries.list_all(forum)[0]
    assert (response.status_code, response.location) == (303, f"{PEOPLE}/{one.id}")
    assert (one.status, one.badge_number, one.person.phone) == ("approved", 7, "+85512345678")
    assert one.unit is not None
    assert one.unit.name.en == "Unit A"


@pytest.mark.parametrize("lang", ["km", "en"])
def test_what_is_wrong_in_the_form_is_said_and_what_was_typed_stays(
    client: HouseClient, forum: Forum, lang: str
) -> None:
    client.speak(lang)
    wrong = form(given_name_km="", new_unit="", phone="01", badge_number="abc", birth_year="x")
    page = client.post(f"{PEOPLE}/add", data=wrong)

    text = page.get_data(as_text=True)
    assert (page.status_code, count(Registration)) == (422, 0)
    assert 'value="ប្រាក់"' in text
    assert 'href="#given_name_km"' in text
    assert 'href="#unit_id"' in text
    assert 'href="#badge_number"' in text
    assert client.post(f"{PEOPLE}/add", data=form(phone="01")).get_data(as_text=True).count('href="#phone"') == 1


def test_switching_the_language_inside_the_form_keeps_what_was_typed(client: HouseClient, forum: Forum) -> None:
    page = client.post(f"{PEOPLE}/add", data=form(switch_lang="en", given_name_km=""))

    assert (page.status_code, count(Registration)) == (200, 0)
    assert 'value="ប្រាក់"' in page.get_data(as_text=True)
    assert '<html lang="en"' in page.get_data(as_text=True)


def test_a_person_is_corrected_on_their_page(client: HouseClient, forum: Forum) -> None:
    one = make_registration(forum)
    version = one.version

    response = client.post(f"{PEOPLE}/{one.id}", data=form(version=version, protocol_number="3"))
    stale = client.post(f"{PEOPLE}/{one.id}", data=form(version=version, note="x"))

    assert response.status_code == 303
    assert (one.person.given_name_km, one.protocol_number, one.note) == ("សុភា", 3, "")
    assert stale.status_code == 422


def test_decisions_need_a_reason_where_something_is_taken_away(client: HouseClient, forum: Forum) -> None:
    one = make_registration(forum, badge_number=None, status="pending")
    there = f"{PEOPLE}/{one.id}"

    refused = client.post(f"{there}/decline", data={"reason": " "})
    assert (refused.status_code, one.status) == (422, "pending")
    # The place for the reason stands open, so that nobody has to look for it.
    assert refused.get_data(as_text=True).count('<details class="confirm" open>') == 1
    client.post(f"{there}/waiting-list")
    assert one.status == "waitlisted"
    client.post(f"{there}/approve")
    assert one.status == "approved"
    assert client.post(f"{there}/cancel", data={"reason": "ឈឺ"}).status_code == 303
    assert one.status == "cancelled"
    assert "ឈឺ" in client.get(there).get_data(as_text=True)
    assert client.post(f"{there}/decline", data={"reason": "x"}).status_code == 409


def test_a_walk_in_is_confirmed(client: HouseClient, forum: Forum) -> None:
    one = make_registration(forum, is_walk_in=True, needs_confirmation=True)

    client.post(f"{PEOPLE}/{one.id}/confirm")

    assert not one.needs_confirmation


@pytest.mark.parametrize("lang", ["km", "en"])
def test_a_pasted_list_is_looked_at_and_then_saved(client: HouseClient, forum: Forum, lang: str) -> None:
    client.speak(lang)
    response = client.post(f"{PEOPLE}/import", data={"pasted": LIST})
    there = response.location
    assert (response.status_code, count(Registration)) == (303, 0)

    text = client.get(there).get_data(as_text=True)
    assert "ប្រាក់ សុភា" in text
    assert client.post(there, data={"approve": "yes"}).status_code == 303

    assert [r.badge_number for r in queries.list_all(forum)] == [2, 1] or count(Registration) == 2
    assert client.get(there).status_code == 200
    assert client.get(f"{PEOPLE}/import").status_code == 200
    assert client.post(f"{there}/undo", data={"reason": "ខុស"}).status_code == 303
    assert queries.count_by_status(forum) == {"cancelled": 2}
    assert client.get(there).status_code == 200


def test_a_list_is_discarded(client: HouseClient, forum: Forum) -> None:
    there = client.post(f"{PEOPLE}/import", data={"pasted": LIST}).location

    assert client.post(f"{there}/discard").status_code == 303
    assert client.get(there).status_code == 200
    assert count(Registration) == 0


def test_an_uploaded_workbook_is_read(client: HouseClient, forum: Forum) -> None:
    content = make_workbook(["ឈ្មោះ / Name", "ភេទ"], ["ប្រាក់ សុភា", "ស្រី"])

    client.post(f"{PEOPLE}/import", data={"file": (io.BytesIO(content), "បញ្ជី.xlsx")})

    assert (only_batch().source_name, only_batch().rows) == (
        "បញ្ជី.xlsx",
        [{"row": "2", "name": "ប្រាក់ សុភា", "sex": "ស្រី"}],
    )


def test_errors_come_first_and_the_rest_can_be_saved_without_them(client: HouseClient, forum: Forum) -> None:
    there = client.post(f"{PEOPLE}/import", data={"pasted": LIST + "ម៉ៅ\tធារី\tស្រី\t01\n"}).location
    page = client.get(there).get_data(as_text=True)
    assert page.index("ម៉ៅ ធារី") < page.index("ប្រាក់ សុភា")

    refused = client.post(there, data={"approve": "yes"})
    assert (refused.status_code, count(Registration)) == (422, 0)
    saved = client.post(there, data={"approve": "no", "leave_out": "y"})

    assert queries.count_by_status(forum) == {"pending": 2}
    assert saved.location == f"{PEOPLE}/import/{only_batch().id}"
    assert "ម៉ៅ" in client.get(saved.location).get_data(as_text=True)


def test_a_list_is_corrected_in_place(client: HouseClient, forum: Forum) -> None:
    there = client.post(f"{PEOPLE}/import", data={"pasted": LIST.replace("៦៧៨", "")}).location
    assert "០១២ ៣៤៥" in client.get(there).get_data(as_text=True)

    kept = client.post(f"{there}/correct", data={"pasted": "nothing\nuseful"})
    assert (kept.status_code, "useful" in kept.get_data(as_text=True)) == (422, True)
    response = client.post(f"{there}/correct", data={"pasted": LIST})

    assert response.location == f"{PEOPLE}/import/{only_batch().id}"
    assert client.post(f"{there}/correct", data={"pasted": LIST}).status_code == 422


BAD = {
    "is none": b"just text",
    "columns missing": make_workbook(["A", "B"], ["x", "y"]),
    "formulas": make_workbook(["ឈ្មោះ"], ["=1+1"]),
    "only a header": make_workbook(["ឈ្មោះ", "ភេទ"]),
    "far away": make_workbook_by(lambda sheet: sheet.cell(1, 16384, "ឈ្មោះ")),
    "empty": make_workbook(),
}


@pytest.mark.parametrize("lang", ["km", "en"])
def test_each_bad_file_has_its_own_sentence_and_nothing_is_saved(client: HouseClient, forum: Forum, lang: str) -> None:
    client.speak(lang)
    sentences = set()
    for content in BAD.values():
        page = client.post(
            f"{PEOPLE}/import", data={"file": (io.BytesIO(content), "x.xlsx"), "pasted": "អ្វីដែលបានបិទភ្ជាប់"}
        )
        text = page.get_data(as_text=True)
        assert page.status_code == 422
        assert "អ្វីដែលបានបិទភ្ជាប់</textarea>" in text
        sentences.add(text.split('<a href="#file">')[1].split("</a>")[0])
    assert len(sentences) == len(BAD), sentences
    assert count(ImportBatch) == 0


def test_the_sample_file_can_be_read_back(client: HouseClient, forum: Forum) -> None:
    sample = client.get(f"{PEOPLE}/import/sample").data

    there = client.post(f"{PEOPLE}/import", data={"file": (io.BytesIO(sample), "sample.xlsx")}).location

    assert client.post(there, data={"approve": "yes", "create_units": "y"}).status_code == 303
    assert {r.badge_number: r.name.en for r in queries.list_all(forum)} == {
        1: "PRAK Sophea",
        2: "CHHIM Visal",
        3: "Example Maria",
    }


def test_a_list_of_another_forum_is_not_found(client: HouseClient, forum: Forum) -> None:
    client.post(f"{PEOPLE}/import", data={"pasted": LIST})
    batch = only_batch()
    other = make_forum("TEST-2")
    client.sign_in(make_staff(other))

    assert client.get(f"/forums/TEST-2/people/import/{batch.id}").status_code == 404
    assert client.get(f"{PEOPLE}/import/{batch.id}").status_code == 403


def test_cards_are_one_pdf_and_the_second_click_makes_no_second_set(client: HouseClient, forum: Forum) -> None:
    for number in range(1, 10):
        make_registration(forum, badge_number=number, person=make_person())
    sent = {"whom": "all", "order": "protocol", "op_id": "00000000-0000-4000-8000-000000000001"}

    first = client.post(f"{PEOPLE}/cards", data=sent)
    second = client.post(f"{PEOPLE}/cards", data=sent)

    assert first.mimetype == "application/pdf"
    assert first.data.startswith(b"%PDF")
    assert second.status_code == 303


def test_cards_for_nobody_say_so(client: HouseClient, forum: Forum) -> None:
    make_registration(forum, person=make_staff(forum, "trainer").person)

    assert client.post(f"{PEOPLE}/cards", data={"whom": "all", "order": "unit"}).status_code == 422


def test_one_card_more_ends_the_sign_ins(client: HouseClient, forum: Forum) -> None:
    account = make_officer(forum)
    one = queries.list_all(forum)[0]
    app = client.application.test_client()
    assert isinstance(app, HouseClient)
    app.sign_in(account)

    made = client.post(f"{PEOPLE}/{one.id}/card")

    assert made.mimetype == "application/pdf"
    ended = select(SignIn.ended_at).where(SignIn.account_id == account.id)
    assert all(db.session.scalars(ended))
    with transaction():
        one.status = "cancelled"
    assert client.post(f"{PEOPLE}/{one.id}/card").status_code == 409


def test_a_foreigner_without_khmer_name_is_shown_in_latin(client: HouseClient, forum: Forum) -> None:
    person = make_person("", "", given_name_latin="Maria", family_name_latin="Example")
    make_registration(forum, person=person, position=Bilingual("", "Prosecutor"))

    text = client.get(PEOPLE).get_data(as_text=True)
    assert "Example Maria" in text
    assert "Prosecutor" in text
