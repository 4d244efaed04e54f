"""What leaves the server: the workbook of an exercise and an officer's own paper."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from forum_app.assessments import exports, queries, services
from forum_app.assessments.models import Practical
from tests.factories.accounts import make_account, make_person
from tests.factories.assessments import make_observation, make_practical, make_trainer
from tests.factories.forums import make_forum
from tests.factories.programme import at
from tests.factories.registration import make_officer, make_registration
from tests.pages import HouseClient


@pytest.fixture
def practical(context: None) -> Practical:
    return make_practical(make_forum())


def test_the_workbook_holds_scores_items_agreement_and_the_version(practical: Practical) -> None:
    forum = practical.forum
    registration = make_registration(forum, badge_number=7)
    make_observation(practical, registration, make_trainer(forum), levels=(3, 2, None), is_signed=True)
    second = make_account(login="second", is_staff=True)
    make_observation(practical, registration, second, levels=(3, 3, 2), is_signed=True)
    book = load_workbook(BytesIO(exports.workbook(practical, at=at(forum, 3, "17:00"))))
    scores, items, agreement, about = book.worksheets
    rows = [[cell.value for cell in row] for row in scores.iter_rows(min_row=5)]
    assert [row[6:10] for row in rows] == [[3, 2, "–", 2.5], [3, 3, 2, 8 / 3]]
    assert [row[0] for row in rows] == ["007", "007"]
    counts = [[cell.value for cell in row][1:] for row in items.iter_rows(min_row=5)]
    assert counts == [[0, 0, 1, 0, 0, 3], [0, 1, 0, 0, 0, 2], [0, 0, 0, 0, 1, None]]
    agreed = [[cell.value for cell in row][1:3] for row in agreement.iter_rows(min_row=5, max_row=7)]
    assert agreed == [[1, 1], [1, 0], [0, None]]
    assert about.cell(4, 2).value == 1


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_officer_takes_only_the_own_confirmed_results_along(
    client: HouseClient, practical: Practical, lang: str
) -> None:
    officer, trainer = make_officer(practical.forum), make_trainer(practical.forum)
    client.sign_in(officer).speak(lang)
    path = "/forums/TEST-1/me/skills/results.pdf"
    assert "No practical is signed off yet." in PdfReader(BytesIO(client.get(path).data)).pages[0].extract_text()
    registration = queries.queue_of(practical)[0].registration
    make_observation(practical, registration, trainer, levels=(4, 1, 3))
    services.sign_off(practical, registration, comment="Calm.", actor=trainer, at=at(practical.forum, 2, "15:00"))
    text = PdfReader(BytesIO(client.get(path).data)).pages[0].extract_text()
    for part in ("Seen 1.4", "Not yet passed", "Seen 2.3", "Calm.", "version 1, try 1", "26/09/2024"):
        assert part in text


@pytest.mark.parametrize("lang", ["km", "en"])
def test_a_person_reads_the_own_record_over_several_forums(
    client: HouseClient, practical: Practical, lang: str
) -> None:
    officer, trainer = make_officer(practical.forum), make_trainer(practical.forum)
    other = make_practical(make_forum("TEST-2"), practical.rubric)
    again = make_registration(other.forum, person=officer.person)
    stranger = make_registration(practical.forum, badge_number=9, person=make_person("ធីតា"))
    make_observation(practical, queries.queue_of(practical)[0].registration, trainer, levels=(1, 1, 2), is_signed=True)
    make_observation(practical, stranger, trainer, is_signed=True)
    make_observation(other, again, trainer, levels=(4, 4, 3), is_signed=True)
    client.sign_in(officer).speak(lang)
    page = client.get("/me/skills").text
    assert [page.count(f">{mean}<") for mean in ("1.3", "3.7", "3.0")] == [1, 1, 0]
    assert page.count("DF-X1") == 2
