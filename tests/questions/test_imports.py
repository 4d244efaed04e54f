"""Questions from Excel, Word, GIFT, Moodle XML and plain lines: what is read, what is refused, what is noted."""

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.spreadsheet import limits
from forum_app.questions.imports import found, reading
from forum_app.questions.imports.found import Item
from forum_app.questions.imports.reading import read_pasted, read_questions
from forum_app.questions.imports.sheet import QuestionColumnMissing
from forum_app.questions.rules import draft

MULTILANG = '<span lang="km" class="multilang">ខ្មែរ</span><span lang="en" class="multilang">English</span>'


def workbook(*rows: list[Any]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def document(*rows: list[str], part: str = "word/document.xml", before: str = "") -> bytes:
    """A Word document with one table."""
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            part, f'{before}<w:document xmlns:w="{name}"><w:body><w:tbl>{cells}</w:tbl></w:body></w:document>'
        )
    return file.getvalue()


def moodle(body: str, kind: str = "multichoice", stem: str = "Which one?", **more: str) -> bytes:
    extra = "".join(f"<{name}>{text}</{name}>" for name, text in more.items())
    return (
        f'<?xml version="1.0"?><quiz><question type="category"><category><text>top</text></category></question>'
        f'<question type="{kind}"><name><text>N</text></name><questiontext format="html"><text><![CDATA[{stem}]]>'
        f"</text></questiontext>{body}{extra}</question></quiz>"
    ).encode()


def only(items: list[Item]) -> Item:
    assert len(items) == 1
    return items[0]


def faults_of(item: Item) -> list[str]:
    return [type(fault).__name__ for fault in item.faults]


def told(item: Item) -> list[str]:
    return [note.text for note in item.notes]


class TestTables:
    def test_a_trainers_own_table_is_understood_without_our_headers(self) -> None:
        rows = [["Question", "A", "B", "C", "Answer"], ["Which comes first?", "Label", "Photograph", "Pack", "b"]]
        item = only(read_questions(workbook(*rows), "q.xlsx"))
        assert item.is_sound
        assert item.data is not None
        assert (item.number, item.data.kind, item.data.right) == (2, "single", [1])
        assert [option.en for option in item.data.options] == ["Label", "Photograph", "Pack"]

    def test_khmer_headers_letters_and_digits_are_understood(self) -> None:
        pasted = "សំណួរ\tចម្លើយ ក\tចម្លើយ ខ\tចម្លើយត្រឹមត្រូវ\tកម្រិតលំបាក\nតើមួយណា?\tមួយ\tពីរ\tខ\t៣"
        item = only(read_pasted(pasted))
        assert item.is_sound
        assert item.data is not None
        assert (item.data.stem.km, item.data.right, item.data.difficulty) == ("តើមួយណា?", [1], 3)

    @pytest.mark.parametrize(
        ("row", "kind", "values"),
        [
            ({"Kind": "true/false", "Answer": "មិនពិត"}, "true_false", {"right": [1]}),
            ({"Answer": "True"}, "true_false", {"right": [0]}),
            ({"Answer": "SHA-256 | SHA256"}, "text", {"accepted": ["SHA-256", "SHA256"]}),
            ({"Kind": "number", "Answer": "12.5 ± 1", "Unit": "h"}, "numeric", {"value": "12.5", "tolerance": "1"}),
            ({"A": "x", "B": "y", "C": "z", "Answer": "a and c"}, "multiple", {"right": [0, 2]}),
            ({"A": "x", "B": "y", "Answer": "y"}, "single", {"right": [1]}),
            ({"Kind": "order", "A": "x", "B": "y"}, "ordering", {}),
            ({"A": "x → 1", "B": "y -> 2"}, "matching", {"targets": [Bilingual(en="1"), Bilingual(en="2")]}),
            ({"Kind": "true_false", "A": "Yes", "B": "No", "Answer": "b"}, "true_false", {"right": [1]}),
        ],
    )  # fmt: skip
    def test_each_kind_is_read_from_a_row(self, row: dict[str, str], kind: str, values: dict[str, Any]) -> None:
        item = only(read_questions(workbook(["Question", *row], ["Q?", *row.values()]), "q.xlsx"))
        assert item.data is not None
        assert faults_of(item) == []
        assert item.data.kind == kind
        assert {name: getattr(item.data, name) for name in values} == values

    @pytest.mark.parametrize(
        ("row", "faults"),
        [
            ({"Kind": "essay", "Answer": "x"}, ["KindUnknown"]),
            ({"A": "x", "B": "y", "Answer": "d"}, ["KeyUnreadable"]),
            ({"A": "x", "B": "y", "Answer": ""}, ["KeyUnreadable"]),
            ({"A": "x", "B": "x", "Answer": "a"}, ["OptionRepeated"]),
            ({"A": "x", "Answer": "a"}, ["TooFewOptions"]),
            ({"Kind": "number", "Answer": "many"}, ["NumberUnreadable"]),
            ({"Kind": "true_false", "Answer": "maybe"}, ["KeyUnreadable"]),
        ],
    )
    def test_a_row_that_cannot_be_kept_says_why(self, row: dict[str, str], faults: list[str]) -> None:
        item = only(read_questions(workbook(["Question", *row], ["Q?", *row.values()]), "q.xlsx"))
        assert faults_of(item) == faults
        assert not item.is_sound

    def test_excels_own_numbers_and_truth_values_are_read(self) -> None:
        rows = [["Question", "Kind", "Answer"], ["How many?", "number", 64.0], ["True?", "true_false", True]]
        items = read_questions(workbook(*rows), "q.xlsx")
        assert [item.data and (item.data.value, list(item.data.right)) for item in items] == [("64", []), ("", [0])]

    def test_a_word_table_is_read_like_a_sheet(self) -> None:
        item = only(read_questions(document(["Question", "A", "B", "Answer"], ["Which?", "One", "Two", "A"]), "q.docx"))
        assert item.is_sound

    def test_a_table_without_a_column_of_questions_is_refused(self) -> None:
        with pytest.raises(QuestionColumnMissing):
            read_questions(workbook(["Name", "Unit"], ["x", "y"]), "q.xlsx")

    def test_a_code_or_a_question_twice_in_a_file_is_told_with_the_place_of_the_first(self) -> None:
        rows = [
            ["Code", "Question", "A", "B", "Answer"],
            ["X1", "Which one?", "One", "Two", "A"],
            ["X1", "Another?", "One", "Two", "A"],
            ["X2", "Which  one?", "One", "Two", "B"],
        ]
        items = read_questions(workbook(*rows), "q.xlsx")
        assert [faults_of(item) for item in items] == [[], ["RepeatedCode"], ["RepeatedQuestion"]]
        assert items[1].faults[0].values == {"code": "X1", "number": 2}


class TestLines:
    def test_lettered_lines_with_a_key_are_read_in_both_scripts(self) -> None:
        text = (
            "1. Which is first?\nA. Label\nB) Photograph\n   the screen\nANSWER: B\n\n"
            "២។ តើមួយណា?\nក. មួយ\nខ. ពីរ\nចម្លើយ៖ ក, ខ\n"
        )
        first, second = read_pasted(text)
        assert first.data is not None
        assert second.data is not None
        assert (first.data.stem.en, first.data.right) == ("Which is first?", [1])
        assert first.data.options[1].en == "Photograph the screen"
        assert (second.data.kind, second.data.stem.km, second.data.right) == ("multiple", "តើមួយណា?", [0, 1])

    def test_a_question_without_its_key_is_told(self) -> None:
        items = read_pasted("Which?\nA. One\nB. Two\nANSWER: A\nAnd this?\nA. One\nB. Two\n")
        assert [faults_of(item) for item in items] == [[], ["KeyUnreadable"]]
        assert faults_of(read_pasted("Which?\nA. One\nB. Two\nANSWER: F")[0]) == ["KeyUnreadable"]


class TestGift:
    @pytest.mark.parametrize(
        ("text", "kind", "values"),
        [
            ("Water boils{T}", "true_false", {"right": [0]}),
            ("It boils{FALSE#It does.#Well done.}", "true_false", {"feedback": Bilingual(en="It does.\nWell done.")}),
            ("Two and two{=four =4}", "text", {"accepted": ["four", "4"]}),
            ("Two and two is {=four ~five} here.", "single", {"stem": Bilingual(en="Two and two is _____ here.")}),
            ("Pick{~%50%a ~%50%b ~%-100%c}", "multiple", {"right": [0, 1]}),
            ("Pick{=a =b ~c}", "multiple", {"right": [0, 1]}),
            ("Pair{=a -> 1 =b -> 2 = -> 3}", "matching", {"targets": [Bilingual(en=n) for n in "123"]}),
            ("Year{#1998:2}", "numeric", {"value": "1998", "tolerance": "2"}),
            ("Pi{#3.141..3.143}", "numeric", {"value": "3.142", "tolerance": "0.001"}),
            ("S{=\\= \\{\\} \\# \\~ ~b\\nc}", "single", {"options": [Bilingual(en="= {} # ~"), Bilingual(en="b\nc")]}),
            ("[html]<p>A{=[plain]<b> ~[html]&lt;}", "single", {"options": [Bilingual(en="<b>"), Bilingual(en="<")]}),
        ],
    )  # fmt: skip
    def test_each_kind_is_read(self, text: str, kind: str, values: dict[str, Any]) -> None:
        item = only(read_pasted(text))
        assert item.data is not None
        assert faults_of(item) == []
        assert item.data.kind == kind
        assert {name: getattr(item.data, name) for name in values} == values

    def test_code_and_tags_come_from_the_comment(self) -> None:
        comment = "// [id:DF-T001] [tag:module:df] [tag:difficulty:3] [tag:use:prepost]\n// a note"
        text = f"$CATEGORY: x\n\n{comment}\n::Old name::Q?{{T}}"
        item = only(read_pasted(text))
        assert item.data is not None
        assert (item.data.code, item.data.module, item.data.difficulty, item.data.use) == (
            "DF-T001",
            "DF",
            3,
            "prepost",
        )
        assert item.name == "Old name"

    def test_both_languages_of_one_field_are_split(self) -> None:
        text = f"[html]{MULTILANG.replace('=', chr(92) + '=')}{{=a ~b}}"
        item = only(read_pasted(text))
        assert item.data is not None
        assert item.data.stem == Bilingual("ខ្មែរ", "English")

    @pytest.mark.parametrize(
        ("text", "notes"),
        [
            ("Pick{=a#good ~b#bad}", [found.ANSWER_FEEDBACK]),
            ("Pick{=a ~%50%b ~c}", [found.PARTIAL]),
            ("Write{=a =%50%b}", [found.PARTIAL]),
            ("Write{=a* =b}", [found.WILDCARD]),
            ("Year{#=1:0#yes =2:0}", [found.LOST_FEEDBACK, found.SEVERAL_NUMBERS]),
            ("Year{#=1:0 =%50%1:5}", []),
        ],
    )
    def test_what_cannot_be_carried_is_noted(self, text: str, notes: list[str]) -> None:
        assert told(only(read_pasted(text))) == notes

    @pytest.mark.parametrize(
        ("text", "faults"),
        [
            ("Write an essay{}", ["KindNotCarried"]),
            ("Ok{T}\n\nOnly a heading", []),
            ("Ok{T}\n\nBroken}{", ["ItemUnreadable"]),
            ("Ok{T}\n\nNothing to choose{words}", ["ItemUnreadable"]),
            ("Ok{T}\n\nYear{#a..b}", ["NumberUnreadable"]),
        ],
    )
    def test_what_cannot_be_read_is_told(self, text: str, faults: list[str]) -> None:
        *_, last = read_pasted(text)
        assert faults_of(last) == (faults or ["KindNotCarried"])


class TestMoodle:
    NUMBER = (
        '<answer fraction="100"><text>5</text><tolerance>1</tolerance></answer>'
        "<units><unit><unit_name>km</unit_name></unit></units>"
    )
    PAIRS = "".join(
        f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
        for left, right in (("x", 1), ("y", 2), ("", 3))
    )
    STEPS = '<answer fraction="2"><text>second</text></answer><answer fraction="1"><text>first</text></answer>'
    ONE = '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>'

    @pytest.mark.parametrize(
        ("kind", "body", "ours", "values"),
        [
            ("multichoice", ONE, "single", {"right": [0]}),
            ("truefalse", ONE.replace(">a<", ">true<").replace(">b<", ">false<"), "true_false", {"right": [0]}),
            ("shortanswer", ONE.replace('"0"', '"100"'), "text", {"accepted": ["a", "b"]}),
            ("numerical", NUMBER, "numeric", {"value": "5", "tolerance": "1", "unit": Bilingual(en="km")}),
            ("matching", PAIRS, "matching", {"targets": [Bilingual(en=n) for n in "123"]}),
            ("ordering", STEPS, "ordering", {"options": [Bilingual(en="first"), Bilingual(en="second")]}),
        ],
    )  # fmt: skip
    def test_each_kind_is_read(self, kind: str, body: str, ours: str, values: dict[str, Any]) -> None:
        item = only(read_questions(moodle(body, kind)))
        assert item.data is not None
        assert faults_of(item) == []
        assert item.data.kind == ours
        assert {name: getattr(item.data, name) for name in values} == values

    def test_scripts_pictures_and_formatting_are_left_out_and_noted(self) -> None:
        lost = "<script>alert(1)</script><img src='x' onerror='y'><iframe src='z'></iframe><a href='q'>here</a>"
        stem = f"<p>Read <b>this</b></p>{lost}"
        item = only(read_questions(moodle(self.ONE, stem=stem)))
        assert item.data is not None
        assert item.data.stem.en == "Read this\nhere"
        assert told(item) == [found.FORMAT, found.SCRIPT, found.PICTURE, found.MEDIA, found.LINK]

    def test_marks_of_both_language_filters_are_split_and_a_third_language_is_noted(self) -> None:
        stem = "{mlang km}ខ្មែរ{mlang}{mlang fr}français{mlang}{mlang other}English{mlang}"
        item = only(read_questions(moodle(self.ONE, stem=stem)))
        assert item.data is not None
        assert item.data.stem == Bilingual("ខ្មែរ", "English")
        assert (told(item), dict(item.notes[0].values)) == ([found.OTHER_LANGUAGE], {"language": "fr"})

    def test_a_kind_that_we_do_not_have_is_told_by_its_name(self) -> None:
        item = only(read_questions(moodle("", "cloze")))
        assert (faults_of(item), item.faults[0].values) == (["KindNotCarried"], {"kind": "cloze"})

    def test_an_attached_file_and_capital_letters_are_noted(self) -> None:
        body = self.ONE.replace('"0"', '"oops"') + '<usecase>1</usecase><file name="x.png" encoding="base64">AA</file>'
        item = only(read_questions(moodle(body, "shortanswer")))
        assert told(item) == [found.PICTURE, found.CASE_SENSITIVE, found.PARTIAL]


class TestBadFiles:
    @pytest.mark.parametrize(
        ("content", "name", "refusal"),
        [
            (b"", "q.xlsx", found.NoQuestions),
            (b"\x00\x01\x02\x03 not a text", "q.gift", found.FormatUnknown),
            (b"Dear colleagues, here are the questions.", "q.txt", found.FormatUnknown),
            (b"<quiz><question type='essay'></quiz>", "q.xml", found.FileDamaged),
            (moodle(TestMoodle.ONE)[:-40], "q.xml", found.FileDamaged),
            (b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "q.xml", found.FileHostile),
            (b"<quiz></quiz>", "q.xml", found.NoQuestions),
            (document(["Question"], ["x"])[:-30], "q.docx", limits.Unreadable),
            (document(before='<!DOCTYPE x [<!ENTITY a "b">]>'), "q.docx", found.FileHostile),
            (document(["Question"], part="word/document.xml", before="<broken"), "q.docx", found.FileDamaged),
            (workbook(["Question", "A", "B"], ["Q", "1", "2"])[:200], "q.xlsx", limits.Unreadable),
            (b"\xff\xd8\xff\xe0 a picture", "q.gift", limits.UnknownEncoding),
        ],
    )
    def test_a_file_that_is_none_says_so(self, content: bytes, name: str, refusal: type[Refusal]) -> None:
        with pytest.raises(refusal):
            read_questions(content, name)

    def test_a_file_that_is_too_large_is_not_opened(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(found, "MOST_BYTES", 10)
        with pytest.raises(found.FileTooLarge):
            read_questions(b"Water boils{T}")
        with pytest.raises(found.FileTooLarge):
            reading.read_tables(document(["Question"], ["x"]))

    def test_ten_thousand_questions_are_read_and_one_more_is_refused(self) -> None:
        text = "\n\n".join(f"Question {number}{{=right {number} ~wrong}}" for number in range(found.MOST_QUESTIONS))
        assert len(read_pasted(text)) == found.MOST_QUESTIONS
        with pytest.raises(found.TooManyQuestions):
            read_pasted(f"{text}\n\nOne more{{T}}")

    def test_a_question_longer_than_a_screen_is_refused_by_itself(self) -> None:
        item = only(read_pasted(f"{'x' * (draft.LONGEST_STEM + 1)}{{T}}"))
        assert faults_of(item) == ["StemTooLong"]
