"""Foreign lists: their headers, their cells, and whom their rows mean."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from forum_app.accounts.models import Post, Province
from forum_app.forums.models import Forum
from forum_app.forums.queries import find_forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.kernel.i18n import in_language
from forum_app.kernel.spreadsheet import reader
from forum_app.kernel.spreadsheet.limits import Row
from forum_app.programme.models import Group
from forum_app.registration import rules, services
from forum_app.registration.imports import columns, review
from forum_app.registration.imports.review import ImportRow
from forum_app.registration.views.sentences import say
from tests.factories.accounts import make_person, make_rank, make_unit
from tests.factories.forums import make_forum
from tests.factories.registration import make_registration
from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.usefixtures("context")
NOW = datetime(2024, 9, 20, 3, 0, tzinfo=UTC)


def judge(forum: Forum, text: str) -> list[ImportRow]:
    table = columns.recognise(reader.read_text(text))
    return list(review.review(forum, table.rows, this_year=2024).rows)


def one(text: str, forum: Forum | None = None) -> ImportRow:
    return judge(forum or make_forum(), text)[0]


def get_forum() -> Forum:
    found = find_forum("TEST-1")
    assert found is not None
    return found


def sentences(row: ImportRow) -> list[str]:
    with in_language("en"):
        return [say(note) for note in row.notes]


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("column", list(columns.COLUMN_NAMES))
def test_every_name_we_print_is_read_back(column: str, lang: str) -> None:
    with in_language(lang):
        assert columns.column_of(str(columns.Names([column]))) == column


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("ភេទ (ប្រុស/ស្រី)", "sex"),
        ("ភេទ / Sex", "sex"),
        ("អង្គភាព\nUnit", "unit"),
        ("  LAST   NAME ", "family_name_latin"),
        ("Tel.", "phone"),
        ("គោត្ដនាម", "family_name_km"),
        ("ស្លាក\u200bលេខ", "badge_number"),
        ("Favourite colour", None),
        ("", None),
    ],
)
def test_headers_are_recognised_in_the_ways_offices_write_them(header: str, column: str | None) -> None:
    assert columns.column_of(header) == column


def test_the_header_row_is_found_below_a_title() -> None:
    rows = [Row(1, ("បញ្ជីឈ្មោះ",)), Row(3, ("ល.រ", "ឈ្មោះ", "ភេទ", "ពណ៌")), Row(4, (1, "ប្រាក់ សុភា", "ស", "x"))]

    table = columns.recognise(rows)

    assert (table.columns, table.ignored) == (("name", "sex"), ("ពណ៌",))
    assert table.rows == ({"row": "4", "name": "ប្រាក់ សុភា", "sex": "ស"},)


@pytest.mark.parametrize(
    ("text", "missing"),
    [("a\tb\n1\t2", "Family name (Khmer), Given name (Khmer)"), ("គោត្តនាម\tភេទ\nx\ty", "Given name (Khmer)")],
)
def test_missing_columns_are_each_named(text: str, missing: str) -> None:
    with pytest.raises(rules.ColumnsMissing) as refused, in_language("en"):
        columns.recognise(reader.read_text(text))
    with in_language("en"):
        assert str(refused.value.values["columns"]) == missing


def test_a_column_that_stands_twice_is_named() -> None:
    with pytest.raises(rules.ColumnTwice) as refused:
        columns.recognise(reader.read_text("ឈ្មោះ\tSex\tភេទ\na\tm\tm"))
    with in_language("en"):
        assert str(refused.value.values["column"]) == "Sex"


def test_headers_alone_are_no_list() -> None:
    with pytest.raises(rules.OnlyHeaders):
        columns.recognise(reader.read_text("ឈ្មោះ\tភេទ\n"))


def test_cells_of_a_workbook_are_read_as_somebody_would_read_them() -> None:
    content = make_workbook(["Name", "DOB", "Badge"], ["Dara", date(1990, 1, 2), 7.0])

    table = columns.recognise(reader.read_file(content))

    assert table.rows == ({"row": "2", "name": "Dara", "birth_year": "1990-01-02", "badge_number": "7"},)


def test_a_list_can_be_turned_back_into_text_and_read_again() -> None:
    table = columns.recognise(reader.read_text('ឈ្មោះ\tចំណាំ\nDara\t"one\ntwo ""x"""\n'))

    again = columns.recognise(reader.read_text(columns.as_pasted(table.columns, table.rows)))

    assert again.rows == ({"row": "2", "name": "Dara", "note": "one two ”x”"},)


@pytest.mark.parametrize(
    ("name", "names", "sentence"),
    [
        ("ប្រាក់ សុភា", ("ប្រាក់", "សុភា", "", ""), "is divided: family name “ប្រាក់”, given name “សុភា”."),
        ("Prak Sophea", ("", "", "Prak", "Sophea"), "family name “Prak”, given name “Sophea”."),
        ("Maria DE LA CRUZ", ("", "", "DE LA CRUZ", "Maria"), "family name “DE LA CRUZ”, given name “Maria”."),
        ("PRAK SOPHEA", ("", "", "PRAK", "SOPHEA"), "family name “PRAK”, given name “SOPHEA”."),
        ("សុភា", ("", "សុភា", "", ""), "is one word, so it is taken as the given name."),
    ],
)
def test_a_whole_name_is_divided_and_said_so(name: str, names: tuple[str, ...], sentence: str) -> None:
    row = one(f"ឈ្មោះ\n{name}")
    data = row.data

    found = (data.family_name_km, data.given_name_km, data.family_name_latin, data.given_name_latin)
    assert found == names
    assert sentence in sentences(row)[0]
    assert row.verdict == "new"


def test_beside_a_family_name_a_column_headed_name_is_the_given_name() -> None:
    row = one("គោត្តនាម\tឈ្មោះ\nប្រាក់\tសុភា")

    assert (row.data.family_name_km, row.data.given_name_km, row.notes) == ("ប្រាក់", "សុភា", ())


def test_both_scripts_in_one_row() -> None:
    row = one("ឈ្មោះ\tឈ្មោះឡាតាំង\nប្រាក់ សុភា\tPRAK Sophea")

    assert (row.name.km, row.name.en) == ("ប្រាក់ សុភា", "PRAK Sophea")


@pytest.mark.parametrize(
    ("typed", "sex"), [("ស្រី", "female"), ("F", "female"), ("ស", "female"), ("ប្រុស", "male"), ("m", "male"), ("?", None)]
)
def test_sex_is_read_in_both_languages(typed: str, sex: str | None) -> None:
    row = one(f"ឈ្មោះ\tភេទ\nសុភា\t{typed}")

    assert row.data.sex == sex
    assert len(row.notes) == (1 if sex else 2)


def test_khmer_digits_are_read_in_phones_badges_and_years() -> None:
    row = one("ឈ្មោះ\tទូរសព្ទ\tស្លាកលេខ\tឆ្នាំកំណើត\nសុភា\t០១២ ៣៤៥ ៦៧៨\t០៧\t១៩៩០")

    assert (row.data.phone, row.data.badge_number, row.data.birth_year) == ("+85512345678", 7, 1990)


def test_a_phone_that_excel_made_a_number_is_read() -> None:
    assert one("ឈ្មោះ\tទូរសព្ទ\nសុភា\t12345678").data.phone == "+85512345678"


@pytest.mark.parametrize(
    ("column", "typed", "sentence"),
    [
        ("ទូរសព្ទ", "012 34", "The phone number “012 34” is not complete. Example: 012 345 678"),
        ("អ៊ីមែល", "a@b", "The e-mail address “a@b” is not complete."),
        ("ស្លាកលេខ", "7a", "The badge number “7a” is not a number from 1 to 9999."),
        ("ស្លាកលេខ", "0", "The badge number “0” is not a number from 1 to 9999."),
        ("ឆ្នាំកំណើត", "2528", "The birth year “2528” is not possible."),
        ("ឆ្នាំកំណើត", "?", "The birth year “?” is not possible."),
    ],
)
def test_a_wrong_cell_is_an_error_with_its_own_sentence(column: str, typed: str, sentence: str) -> None:
    row = one(f"គោត្តនាម\tនាមខ្លួន\t{column}\nប្រាក់\tសុភា\t{typed}")

    assert (row.verdict, sentences(row)) == ("error", [sentence])


def test_a_row_without_a_given_name_is_an_error() -> None:
    row = one("គោត្តនាម\tនាមខ្លួន\nប្រាក់\t")

    assert (row.verdict, sentences(row)) == ("error", ["The given name is missing."])


def tables(forum: Forum) -> None:
    make_rank()
    make_unit()
    with transaction() as session:
        session.add(Province(code="08", name=Bilingual("ខេត្តកណ្តាល", "Kandal Province")))
        session.add(Post(code="inspector", name=Bilingual("អធិការ", "Inspector"), level=90))
        session.add(Group(forum_id=forum.id, number=1, name=Bilingual("ក្រុមក", "Group A")))


@pytest.mark.parametrize(
    "cells",
    [
        "អនុសេនីយ៍ឯក\tអធិការ\tស្នងការដ្ឋាននគរបាលខេត្តកណ្ដាល\tកណ្តាល\tក្រុមទី ១\tខ្មែរ",
        "captain\tInspector\tKANDAL provincial police\t8\t1\tkm",
        "Captain\tinspector\tkandal\t08\tGroup A\tKhmer",
    ],
)
def test_tables_are_found_by_code_in_khmer_and_in_english(cells: str) -> None:
    forum = make_forum()
    tables(forum)

    row = one(f"នាម\tRank\tPost\tUnit\tProvince\tGroup\tLanguage\nសុភា\t{cells}", forum)

    data = row.data
    assert None not in (data.rank_id, data.post_id, data.unit_id, data.province_id, data.group_id)
    assert (data.language, row.notes) == ("km", ())


def test_what_no_table_knows_is_kept_or_said() -> None:
    forum = make_forum()
    tables(forum)

    row = one("នាម\tRank\tPost\tUnit\tProvince\tGroup\tភាសា\nសុភា\tឧត្តម\tមេក្រុម\tអង្គភាពថ្មី\tx\t9\tfr", forum)

    assert (row.data.position_km, row.new_unit, row.verdict) == ("មេក្រុម, ឧត្តម", "អង្គភាពថ្មី", "new")
    assert len(row.notes) == 5
    assert not any(note.blocks for note in row.notes)


def test_a_post_in_the_column_of_ranks_and_the_reverse_are_put_right() -> None:
    forum = make_forum()
    tables(forum)

    first, second = judge(forum, "នាម\tRank\tPost\nសុភា\tអធិការ\t\nដារ៉ា\t\tCaptain\n")

    assert (first.data.rank_id, first.data.post_id is not None) == (None, True)
    assert second.data.rank_id is not None
    assert (second.data.position_en, second.data.post_id) == ("Captain", None)


HEAD = "គោត្តនាម\tនាមខ្លួន\tទូរសព្ទ\tអត្តលេខ\tស្លាកលេខ\tភេទ\n"


def verdicts(text: str, forum: Forum | None = None) -> list[str]:
    return [row.verdict for row in judge(forum or make_forum(), HEAD + text)]


def test_the_same_person_twice_in_a_list_is_saved_once() -> None:
    rows = "ប្រាក់\tសុភា\t012345678\nប្រាក់\tសុភា\t០១២៣៤៥៦៧៨\nឈឹម\tវិសាល\t\tA1\nឈឹម\tវិសាលា\t\tA1\n"

    assert verdicts(rows) == ["new", "duplicate", "new", "duplicate"]


def test_namesakes_and_shared_phones_are_said_and_never_block() -> None:
    rows = judge(make_forum(), HEAD + "ប្រាក់\tសុភា\t012345678\nប្រាក់\tសុភា\t012345679\nឈឹម\tវិសាល\t012345678\n")

    assert [row.verdict for row in rows] == ["new", "new", "new"]
    assert sentences(rows[1]) == ["Row 2 has the same name. Both are kept as two people."]
    assert sentences(rows[2]) == ["Row 2 has the same phone number."]


def test_a_badge_number_in_two_rows_is_an_error_of_both() -> None:
    rows = judge(make_forum(), HEAD + "ប្រាក់\tសុភា\t\t\t7\nឈឹម\tវិសាល\t\t\t៧\n")

    assert [row.verdict for row in rows] == ["error", "error"]
    assert sentences(rows[0]) == ["Badge number 7 stands in more than one row."]


def registered(forum: Forum, **values: Any) -> Any:
    person = make_person("សុភា", "ប្រាក់", family_name_latin="", given_name_latin="", phone="012345678", **values)
    return make_registration(forum, badge_number=7, person=person)


def test_a_badge_number_of_somebody_else_is_an_error_that_names_them() -> None:
    forum = make_forum()
    registered(forum)

    row = judge(forum, HEAD + "ឈឹម\tវិសាល\t\t\t7\n")[0]

    assert (row.verdict, sentences(row)) == ("error", ["Badge number 7 already belongs to ប្រាក់ សុភា."])


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        ("ប្រាក់\tសុភា\t012345678\t\t7\tM", "known"),
        ("ប្រាក់\tសុភា", "known"),
        ("ប្រាក់\tសុភា\t\t\t\tF", "change"),
        ("ប្រាក់\tសុភា\t099999999\t\t7", "change"),
        ("ប្រាក់\tសុភា\t099999999", "new"),
        ("ឈឹម\tវិសាល", "new"),
    ],
)
def test_who_is_already_registered_is_known(cells: str, verdict: str) -> None:
    forum = make_forum()
    registered(forum)

    assert verdicts(cells, forum) == [verdict]


def test_a_change_says_what_becomes_of_what() -> None:
    forum = make_forum()
    registered(forum, officer_id="A1")

    row = judge(forum, HEAD + "ប្រាក់\tសុភារិទ្ធ\t\tA1\t8\n")[0]

    assert sentences(row) == [
        "The badge number stays 007; it may already be printed.",
        "Given name (Khmer): “សុភា” becomes “សុភារិទ្ធ”.",
    ]


def test_a_namesake_already_registered_is_said() -> None:
    forum = make_forum()
    registered(forum)

    rows = judge(forum, HEAD + "ប្រាក់\tសុភា\t099999999\nឈឹម\tវិសាល\t012345678\n")

    assert sentences(rows[0]) == [
        "ប្រាក់ សុភា (badge 007) is already registered under the same name. Both are kept as two people."
    ]
    assert sentences(rows[1]) == ["ប្រាក់ សុភា (badge 007) has the same phone number."]


def test_somebody_of_another_forum_is_found_by_phone_and_name_but_never_by_name_alone() -> None:
    registered(make_forum("TEST-2"))
    forum = make_forum()

    rows = judge(forum, HEAD + "ប្រាក់\tសុភា\t012345678\n")
    alone = judge(forum, HEAD + "ប្រាក់\tសុភា\n")

    assert (rows[0].verdict, rows[0].person is not None) == ("new", True)
    assert alone[0].person is None


def test_somebody_who_cancelled_is_opened_again() -> None:
    forum = make_forum()
    registration = registered(forum)
    services.cancel(registration, reason="x", actor=None, at=NOW)

    row = judge(forum, HEAD + "ប្រាក់\tសុភា\t012345678\n")[0]

    assert (row.verdict, sentences(row)) == ("change", ["The registration was “Cancelled” and is opened again."])


def test_a_list_costs_the_same_number_of_queries_at_any_length(count_queries: Any) -> None:
    make_forum()
    costs = []
    for length in (1, 30):
        text = HEAD + "".join(f"ប្រាក់\tសុភា{n}\t0123456{n:02}\tA{n}\n" for n in range(length))
        with count_queries() as seen:
            judge(get_forum(), text)
        costs.append(len(seen))
    assert costs[0] == costs[1]
