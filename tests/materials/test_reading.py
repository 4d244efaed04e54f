"""The reading page around its text, and search."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from markupsafe import escape

from forum_app.course import imports as course_imports
from forum_app.course import rules as course_rules
from forum_app.course import services as course_services
from forum_app.course.models import Module
from forum_app.course.queries import find_module
from forum_app.forums.models import Forum
from forum_app.kernel.database import db, transaction
from tests.factories.forums import make_forum, make_staff
from tests.factories.materials import make_lesson
from tests.factories.programme import at, make_module
from tests.factories.registration import make_officer
from tests.pages import HouseClient

HOME = "/forums/TEST-1"
READ = f"{HOME}/me/read"


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


@pytest.fixture
def glossary(context: None) -> None:
    course_services.load_glossary(course_imports.read_glossary())


def load(code: str) -> Module:
    content = next(one for one in course_imports.read_modules() if one.code == code)
    course_services.load_module(content)
    module = find_module(code)
    assert module is not None
    return module


@pytest.mark.usefixtures("glossary")
@pytest.mark.parametrize(("lang", "other"), [("km", "chain of custody"), ("en", "ខ្សែសង្វាក់ថែរក្សាភស្តុតាង")])
def test_a_term_leads_to_its_note_in_both_languages(client: HouseClient, forum: Forum, lang: str, other: str) -> None:
    make_lesson(forum, load("LP"))
    make_lesson(forum, load("DC"))
    client.sign_in(make_officer(forum)).speak(lang)
    page = client.get(f"{READ}/DC").text
    links = re.findall(r'class="term" href="#(g\d+)"', page)
    notes = re.findall(r'class="gloss" id="(g\d+)"', page)
    assert notes == list(dict.fromkeys(links)) != []
    assert other in page


@pytest.mark.parametrize(
    ("lang", "warning", "check", "helping"),
    [
        ("km", "កុំទាន់អាន", "បង្ហាញចម្លើយ", "បើអ្នកចង់និយាយជាមួយនរណាម្នាក់"),
        ("en", "Not now", "Show the answer", "If you want to talk to somebody"),
    ],
)
def test_a_hard_lesson_warns_before_and_helps_after(
    client: HouseClient, forum: Forum, lang: str, warning: str, check: str, helping: str
) -> None:
    make_lesson(forum, load("SL"))
    make_lesson(forum, load("DF"))
    client.sign_in(make_officer(forum)).speak(lang)
    page = client.get(f"{READ}/SL").text
    rest = client.get(f"{READ}/SL/leaf/2").text if lang == "km" else page
    assert page.index(warning) < page.index('id="p0"')
    assert rest.index('id="check"') < rest.index(check) < rest.index(helping)
    assert rest.count(check) == 3
    assert f'href="{HOME}/me/materials">{warning}' in page
    calm = client.get(f"{READ}/DF").text + client.get(f"{READ}/DF/leaf/2").text
    assert warning not in calm and helping in calm


def test_the_contents_lead_to_every_section_and_to_the_check(client: HouseClient, forum: Forum) -> None:
    make_lesson(forum, load("DF"))
    page = client.sign_in(make_officer(forum)).speak("en").get(f"{READ}/DF").text
    contents = re.search(r"<nav class=\"toc\".*?</nav>", page, re.DOTALL)
    assert contents is not None
    targets = re.findall(r'<li><a href="#(\w+)"', contents[0])
    assert len(targets) > 10 and targets[-1] == "check"
    assert all(f'id="{target}"' in page for target in targets)


@pytest.mark.parametrize(("lang", "other", "words"), [("km", "en", "A phone"), ("en", "km", "ទូរសព្ទ")])
def test_one_paragraph_is_shown_in_the_other_language(
    client: HouseClient, forum: Forum, lang: str, other: str, words: str
) -> None:
    make_lesson(forum, load("DF"))
    client.sign_in(make_officer(forum)).speak(lang)
    assert 'class="peeked"' not in client.get(f"{READ}/DF").text
    page = client.get(f"{READ}/DF?peek=1").text
    assert page.count(f'<div class="peeked" lang="{other}">') == 1
    piece = client.get(f"{READ}/DF/other/1")
    assert (piece.status_code, "<html" in piece.text, words in piece.text) == (200, False, True)
    assert piece.text.strip() in page
    assert client.get(f"{READ}/DF/other/999").status_code == 404
    assert client.get(f"{READ}/DF?peek=999").status_code == 200


def test_there_is_nothing_to_peek_at_when_both_sides_are_built_differently(client: HouseClient, forum: Forum) -> None:
    module = make_module("XX")
    with transaction():
        module.text_en += "\n\nOne more."
    make_lesson(forum, module)
    page = client.sign_in(make_officer(forum)).get(f"{READ}/XX").text
    assert 'class="peek"' not in page
    assert client.get(f"{READ}/XX/other/1").status_code == 404


def test_an_unpublished_lesson_shows_no_paragraph_and_is_not_found(client: HouseClient, forum: Forum) -> None:
    make_lesson(forum, load("DF"), is_published=False)
    officer, trainer = make_officer(forum), make_staff(forum, "trainer")
    client.sign_in(officer)
    assert client.get(f"{READ}/DF/other/1").status_code == 404
    assert "me/read/DF" not in client.get(f"{HOME}/me/search?q=ISO").text
    client.sign_in(trainer)
    assert client.get(f"{READ}/DF/other/1").status_code == 200
    assert "me/read/DF" in client.get(f"{HOME}/me/search?q=ISO").text


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize(
    ("typed", "mark"),
    [("ទូរ", "ទូរ"), ("សព្ទ", "សព្ទ"), ("ភស្ដុតាង", "ភស្តុតាង"), ("iso/iec", "ISO/IEC"), ("custod", "custod")],
)
def test_any_part_of_a_word_is_found_in_context(
    client: HouseClient, forum: Forum, lang: str, typed: str, mark: str
) -> None:
    make_lesson(forum, load("DF"))
    page = client.sign_in(make_officer(forum)).speak(lang).get(f"{HOME}/me/search", query_string={"q": typed})
    assert page.status_code == 200
    assert f"<mark>{mark}</mark>" in page.text
    (number, anchor), *_ = re.findall(r"/me/read/DF\?block=(\d+)#b(\d+)", page.text)
    assert number == anchor


@pytest.mark.usefixtures("glossary")
def test_terms_are_found_in_either_language_and_nothing_is_said_so(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_officer(forum)).speak("en")
    assert "Kandal Provincial Police" in client.get(f"{HOME}/me/search?q=កណ្ដាល").text
    assert "ថង់ការពាររលកសញ្ញា" in client.get(f"{HOME}/me/search?q=farad").text
    assert "Nothing was found." in client.get(f"{HOME}/me/search?q=qqqq").text
    assert "Nothing was found." not in client.get(f"{HOME}/me/search").text
    assert client.get(f"{HOME}/me/search?q=%25").status_code == 200


def test_search_shows_nothing_of_a_red_lesson_after_the_forum(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    make_lesson(forum, load("DF"), label="red")
    officer, trainer = make_officer(forum), make_staff(forum, "trainer")
    found = []
    for day, account in ((1, officer), (5, officer), (5, trainer)):
        at_time(at(forum, 1, "10:00") + timedelta(days=day - 1))
        found.append("me/read/DF" in client.sign_in(account).get(f"{HOME}/me/search?q=ISO").text)
    assert found == [True, False, True]


def test_who_may_search(client: HouseClient, forum: Forum) -> None:
    other = make_officer(make_forum("TEST-2"))
    assert client.sign_in(other).get(f"{HOME}/me/search?q=a").status_code == 403
    assert client.sign_in(make_staff(forum)).get(f"{HOME}/me/search?q=a").status_code == 200


def test_organisers_see_which_side_has_fallen_behind(client: HouseClient, forum: Forum) -> None:
    module = load("DF")
    make_lesson(forum, module)
    organiser = make_staff(forum)
    client.sign_in(organiser).speak("en")
    assert "is older than" not in client.get(f"{HOME}/materials").text
    with transaction():
        db.session.get_one(Module, module.id).outdated = "km"
    assert "The Khmer text is older than the English one" in client.get(f"{HOME}/materials").text


def test_reading_costs_the_same_for_one_and_three_lessons(
    client: HouseClient, forum: Forum, count_queries: Callable[[], Any]
) -> None:
    make_lesson(forum, load("DF"))
    client.sign_in(make_officer(forum))

    def measure() -> int:
        client.get(f"{READ}/DF")
        with count_queries() as seen:
            client.get(f"{READ}/DF")
        return len(seen)

    one = measure()
    for code in ("TR", "DN"):
        make_lesson(forum, load(code))
    assert measure() == one


PARTS = {
    "km": ("សាកល្បងខ្លួនឯង", "បើអ្នកចង់និយាយជាមួយនរណាម្នាក់"),
    "en": ("Check yourself", "If you want to talk to somebody"),
}


@pytest.mark.usefixtures("glossary")
@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("code", [content.code for content in course_imports.read_modules()])
def test_every_answer_of_a_lesson_is_at_most_30_kb_and_its_leaves_hold_everything(
    client: HouseClient, forum: Forum, code: str, lang: str
) -> None:
    module = load(code)
    make_lesson(forum, module)
    client.sign_in(make_officer(forum)).speak(lang)
    first = client.get(f"{READ}/{code}")
    answers, pieces = [first], [first.text]
    while found := re.search(r'data-leaf="([^"]+)"', pieces[-1]):
        answers.append(client.get(found[1]))
        pieces.append(answers[-1].text)
        answers.append(client.get(f"{READ}/{code}?leaf={len(pieces)}"))
    assert max(len(answer.data) for answer in answers) <= 30_000
    blocks = re.findall(r'id="b(\d+)"', "".join(pieces))
    sections = course_rules.sections(module.text_in(lang)[0])
    assert blocks == [str(number) for number in range(1, sum(len(one.blocks) for one in sections) + 1)]
    whole = client.get(f"{READ}/{code}?whole=1").text
    assert "data-leaf" not in whole
    for section in sections:
        assert sum(str(escape(section.heading)) + "</h2>" in piece for piece in pieces) == 1
        assert str(escape(section.heading)) + "</h2>" in whole
    assert all(f"{words}</h2>" in "".join(pieces) for words in PARTS[lang])


@pytest.mark.usefixtures("glossary")
def test_each_leaf_stands_for_itself_when_it_is_opened_as_a_page(client: HouseClient, forum: Forum) -> None:
    make_lesson(forum, load("SL"))
    client.sign_in(make_officer(forum)).speak("km")
    first, second = client.get(f"{READ}/SL").text, client.get(f"{READ}/SL?leaf=2").text
    for page in (first, second):
        wanted = set(re.findall(r'(?:class="term"|class="ref") href="#(\w+)"', page))
        assert wanted <= set(re.findall(r'id="(\w+)"', page))
    elsewhere = re.findall(r'<li><a href="\?leaf=2#(\w+)"', first)
    assert elsewhere[-1] == "check" and all(f'id="{place}"' in second for place in elsewhere)
    number = max(map(int, re.findall(r'id="b(\d+)"', second)))
    for query in (f"block={number}", f"peek={number}"):
        assert f'id="b{number}"' in client.get(f"{READ}/SL?{query}").text
    assert 'href="?leaf=1"' in second and "data-toc" not in second
    assert client.get(f"{READ}/SL?leaf=99").text.count("data-from-start") == 1
    assert client.get(f"{READ}/SL/leaf/99").status_code == client.get(f"{READ}/SL/leaf/0").status_code == 404


def test_a_leaf_of_an_unpublished_lesson_is_for_staff(client: HouseClient, forum: Forum) -> None:
    make_lesson(forum, load("DF"), is_published=False)
    officer, trainer = make_officer(forum), make_staff(forum, "trainer")
    assert client.sign_in(officer).get(f"{READ}/DF/leaf/1").status_code == 404
    assert client.sign_in(trainer).get(f"{READ}/DF/leaf/1").status_code == 200


def test_a_page_with_a_peek_stays_light_too(client: HouseClient, forum: Forum) -> None:
    make_lesson(forum, load("DC"))
    client.sign_in(make_officer(forum))
    for lang in ("km", "en"):
        client.speak(lang)
        sizes = [len(client.get(f"{READ}/DC?peek={number}").data) for number in range(1, 25)]
        assert max(sizes) <= 30_000
