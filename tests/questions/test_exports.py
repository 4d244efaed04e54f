"""What is written can be read back: the same questions in both languages, whatever signs they hold."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.exports.gift import questions_gift
from forum_app.questions.exports.moodle_xml import questions_xml
from forum_app.questions.exports.sheet import EXAMPLES, questions_sheet, template
from forum_app.questions.imports.foreign import TRUE_FALSE
from forum_app.questions.imports.reading import read_questions
from forum_app.questions.imports.words import tidy
from forum_app.questions.rules.draft import QuestionData

SIGNS = "a=~#{}[]:\\<b>&\"'%_ក្រុម ២"
TEXTS = st.text(alphabet=SIGNS, min_size=1, max_size=20).map(tidy).filter(bool)


def pairs(marker: str) -> st.SearchStrategy[Bilingual]:
    """A pair whose sides differ from those of every other marker."""
    return st.builds(lambda km, en: Bilingual(f"{marker}ក {km}", f"{marker} {en}"), TEXTS, TEXTS)


def plain(data: QuestionData) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in dataclasses.asdict(data).items()}


COMMON = st.fixed_dictionaries(
    {
        "stem": pairs("S"),
        "feedback": pairs("F"),
        "source": pairs("Q"),
        "difficulty": st.integers(1, 3),
        "use": st.sampled_from(["quiz", "prepost"]),
        "module": st.just("DF"),
        "objective": st.sampled_from(["", "DF-O1"]),
    }
)
OPTIONS = st.tuples(pairs("1"), pairs("2"), pairs("3")).map(list)
KINDS = st.one_of(
    st.fixed_dictionaries({"kind": st.just("single"), "options": OPTIONS, "right": st.sampled_from([[0], [1], [2]])}),
    st.fixed_dictionaries({"kind": st.just("scenario"), "options": OPTIONS, "right": st.just([1])}),
    st.fixed_dictionaries({"kind": st.just("multiple"), "options": OPTIONS, "right": st.just([0, 2])}),
    st.fixed_dictionaries(
        {"kind": st.just("true_false"), "options": st.just(list(TRUE_FALSE)), "right": st.sampled_from([[0], [1]])}
    ),
    st.fixed_dictionaries(
        {"kind": st.just("matching"), "options": OPTIONS.map(lambda options: options[:2]), "targets": OPTIONS}
    ),
    st.fixed_dictionaries({"kind": st.just("ordering"), "options": OPTIONS}),
    st.fixed_dictionaries(
        {"kind": st.just("numeric"), "value": st.just("-12.5"), "tolerance": st.just("0.5"), "unit": pairs("U")}
    ),
    st.fixed_dictionaries({"kind": st.just("text"), "accepted": st.just(["SHA-256", "អេស = ២", "{x}"])}),
)  # fmt: skip
QUESTIONS = st.builds(lambda common, kind: QuestionData(**common, **kind), COMMON, KINDS)
EVERY_KIND = st.tuples(*[QUESTIONS] * 3).map(list)


def read_back(content: bytes, name: str) -> list[dict[str, Any]]:
    items = read_questions(content, name)
    assert [(item.notes, [f for f in item.faults if type(f).__name__ != "RepeatedQuestion"]) for item in items] == [
        ([], []) for _ in items
    ]
    return [plain(item.data) for item in items if item.data]


@given(EVERY_KIND)
@settings(max_examples=60, deadline=None)
def test_moodle_xml_comes_back_as_it_went(questions: list[QuestionData]) -> None:
    assert read_back(questions_xml(questions), "q.xml") == [plain(data) for data in questions]


@given(EVERY_KIND)
@settings(max_examples=60, deadline=None)
def test_gift_comes_back_as_it_went_but_for_the_kind_it_lacks(questions: list[QuestionData]) -> None:
    written = questions_gift(questions)
    kept = [data for data in questions if data.kind != "ordering"]
    assert len(written.left_out) == len(questions) - len(kept)
    if kept:
        assert read_back(written.content, "q.gift") == [plain(data) for data in kept]


@given(EVERY_KIND)
@settings(max_examples=4, deadline=None)
def test_a_workbook_comes_back_as_it_went(questions: list[QuestionData]) -> None:
    assert read_back(questions_sheet(questions, title="x"), "q.xlsx") == [plain(data) for data in questions]


def test_the_template_reads_back_as_its_examples() -> None:
    assert read_back(template("x"), "t.xlsx") == [plain(data) for data in EXAMPLES]


def test_more_answers_than_the_template_has_get_columns() -> None:
    options = [Bilingual(f"ចម្លើយ {n}", f"Answer {n}") for n in range(11)]
    data = QuestionData(kind="single", stem=Bilingual("អ្វី?", "What?"), options=options, right=[10])
    assert read_back(questions_sheet([data], title="x"), "q.xlsx") == [plain(data)]


@pytest.mark.parametrize("text", ["=1+1", "+855", "-x", "@x"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    data = QuestionData(kind="text", stem=Bilingual("អ្វី?", text), accepted=["x"])
    assert read_back(questions_sheet([data], title="x"), "q.xlsx") == [plain(data)]
