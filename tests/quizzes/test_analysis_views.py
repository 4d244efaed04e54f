"""Pages and files of the analysis and of what was learned."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from forum_app.forums.models import Forum
from forum_app.kernel.database import transaction
from forum_app.quizzes import queries
from forum_app.quizzes.exports.long import LONG_HEADS, answer_text, answers_csv
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.queries import analysis
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_officer
from tests.pages import HouseClient
from tests.quizzes.analysing import answer_all, make_learned, make_people, make_taken

GAIN = "/forums/TEST-1/quizzes/gain"
LANGUAGES = pytest.mark.parametrize("lang", ["km", "en"])


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


def url(quiz: Quiz, page: str) -> str:
    return f"/forums/TEST-1/quizzes/{quiz.id}/{page}"


@LANGUAGES
def test_a_trainer_reads_what_to_explain_and_which_wording_to_have_read(
    client: HouseClient, forum: Forum, lang: str
) -> None:
    quiz = make_taken(forum)
    page = client.sign_in(make_staff(forum, "trainer")).speak(lang).get(url(quiz, "analysis"))
    assert (page.status_code, page.text.count('<svg class="plot"')) == (200, 2)
    if lang == "en":
        assert "In Khmer 1 of 12 right, in English 6 of 6: have the Khmer wording read." in page.text
        assert page.text.index("What to explain again now") < page.text.index("Question by question")
        assert "7 of 18 had it right." in page.text
        assert "Fewer than 30 people" in page.text


@LANGUAGES
def test_below_five_people_there_is_no_figure(client: HouseClient, forum: Forum, lang: str) -> None:
    quiz = make_taken(forum, khmer=4, english=0)
    client.sign_in(make_staff(forum, "trainer")).speak(lang)
    page = client.get(url(quiz, "analysis"))
    assert (page.status_code, '<svg class="plot"' in page.text) == (200, False)
    book = openpyxl.load_workbook(io.BytesIO(client.get(url(quiz, "analysis.xlsx")).data))
    assert book.worksheets[0].max_row == 5


def test_a_quiz_that_nobody_took_has_an_analysis(client: HouseClient, forum: Forum) -> None:
    quiz = make_quiz(forum)
    client.sign_in(make_staff(forum, "trainer")).speak("en")
    assert client.get(url(quiz, "analysis")).status_code == 200
    assert client.get(url(quiz, "analysis.xlsx")).status_code == 200
    assert client.get(url(quiz, "answers.csv")).data.decode("utf-8-sig").splitlines() == [",".join(LONG_HEADS)]


def test_the_page_of_an_officer_has_no_word_of_item_analysis(client: HouseClient, forum: Forum) -> None:
    quiz = make_taken(forum, khmer=5, english=0)
    officer = make_officer(forum, badge_number=90)
    client.sign_in(officer).speak("en")
    assert client.get(url(quiz, "analysis")).status_code == 403
    page = client.get("/forums/TEST-1/me/quizzes").text.lower()
    assert [word for word in ("facility", "kr-20", "alpha", "distractor", "biserial") if word in page] == []


@pytest.mark.parametrize(
    ("role", "figures", "answers"), [("organiser", 200, 403), ("trainer", 200, 200), ("desk", 403, 403)]
)
def test_organisers_see_figures_and_trainers_answers_too(
    client: HouseClient, forum: Forum, role: str, figures: int, answers: int
) -> None:
    quiz = make_taken(forum)
    client.sign_in(make_staff(forum, role))
    found = [client.get(page).status_code for page in (url(quiz, "analysis"), GAIN, url(quiz, "answers.csv"))]
    assert found == [figures, figures, answers]
    if figures == 200:
        book = openpyxl.load_workbook(io.BytesIO(client.get(url(quiz, "analysis.xlsx")).data))
        assert len(book.worksheets) == (3 if answers == 200 else 2)


def test_the_long_form_has_a_row_for_every_answer(client: HouseClient, forum: Forum) -> None:
    quiz = make_taken(forum)
    data = client.sign_in(make_staff(forum, "trainer")).get(url(quiz, "answers.csv")).data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert (len(rows), tuple(rows[0])) == (18 * 4, LONG_HEADS)
    first = next(row for row in rows if row["item"] == queries.list_questions(quiz)[0].code)
    assert (first["person"], first["language"], first["correct"], first["points"]) == ("001", "km", "1", "100")
    assert first["answer"].startswith("ជម្រើសទី 2")
    assert {row["language"] for row in rows if int(row["person"]) > 12} == {"en"}


def test_a_cell_that_looks_like_a_formula_is_text(context: None, forum: Forum) -> None:
    quiz = make_taken(forum, khmer=1, english=0)
    with transaction():
        queries.list_questions(quiz)[0].code = "=1+1"
    lines = answers_csv(analysis.long_rows(quiz)).decode("utf-8-sig").splitlines()
    assert [line for line in lines if line.startswith("001,'=1+1,1,single,km,")] != []


def test_answers_are_written_in_words(context: None, forum: Forum) -> None:
    question = queries.list_questions(make_quiz(forum))[0]
    first, second = question.options[:2]
    assert answer_text(question, [first["key"]], "en") == first["en"]
    assert answer_text(question, [f"{first['key']}:{second['key']}"], "km") == f"{first['km']} = {second['km']}"
    question.options = []
    assert answer_text(question, ["12:30"], "km") == "12:30"


@LANGUAGES
def test_what_was_learned_stands_by_module_sex_and_unit(client: HouseClient, forum: Forum, lang: str) -> None:
    make_learned(forum)
    page = client.sign_in(make_staff(forum)).speak(lang).get(GAIN)
    assert page.status_code == 200
    if lang == "en":
        assert "14 people took both." in page.text
        assert "Left out: 1 took only the check before, 0 only the final check." in page.text
        assert "The gain is more than chance" in page.text
        assert all(word in page.text for word in ("Women", "Men", "By module"))


def test_three_women_are_hidden_and_the_men_with_them(client: HouseClient, forum: Forum) -> None:
    make_learned(forum, women=3)
    client.sign_in(make_staff(forum, "trainer")).speak("en")
    page = client.get(GAIN).text
    assert page.count('<td class="n" colspan="6">–</td>') == 2
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{GAIN}.xlsx").data))
    rows = {row[0]: row[1:] for row in book.worksheets[0].iter_rows(min_row=5, values_only=True)}
    assert rows["Women"] == rows["Men"] == (None,) * 9
    assert rows["Everybody who took both"][0] == 11


@LANGUAGES
def test_before_anybody_took_both_the_page_says_when(client: HouseClient, forum: Forum, lang: str) -> None:
    client.sign_in(make_staff(forum)).speak(lang)
    assert (client.get(GAIN).status_code, client.get(f"{GAIN}.xlsx").status_code) == (200, 200)


def test_the_analysis_costs_the_same_for_one_and_three(
    client: HouseClient, forum: Forum, count_queries: Callable[[], Any]
) -> None:
    quiz = make_quiz(forum, opened=at(forum, 1, "09:00"))
    people, page = make_people(forum, 8), url(quiz, "analysis")
    for registration in people[:6]:
        answer_all(quiz, registration, [True, False, True, False])
    client.sign_in(make_staff(forum, "trainer"))
    client.get(page)
    with count_queries() as six:
        client.get(page)
    again = queries.find_quiz(make_people(forum, 1, first=20)[0].forum, "Q1")
    assert again is not None
    for registration in make_people(again.forum, 2, first=21):
        answer_all(again, registration, [True, True, True, True])
    client.get(page)
    with count_queries() as eight:
        client.get(page)
    assert len(eight) == len(six)


def test_the_gain_costs_the_same_for_six_and_eight(
    client: HouseClient, forum: Forum, count_queries: Callable[[], Any]
) -> None:
    make_learned(forum, women=3, men=3)
    client.sign_in(make_staff(forum, "trainer"))
    client.get(GAIN)
    with count_queries() as six:
        client.get(GAIN)
    quizzes = [queries.find_quiz(forum, code) for code in ("PRE", "POST")]
    for registration in make_people(forum, 2, first=50):
        for quiz in quizzes:
            assert quiz is not None
            answer_all(quiz, registration, [True, True, True, True])
    client.get(GAIN)
    with count_queries() as eight:
        client.get(GAIN)
    assert len(eight) == len(six)
