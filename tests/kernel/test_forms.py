"""The base of every form."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.validators import DataRequired

from forum_app.kernel.web.forms import ClockField, DayField, Form, NumberField, ParagraphField, TextField
from tests.kernel.conftest import RoomIsFull


class EveryField(Form):
    class Meta(Form.Meta):
        csrf = False

    name = TextField("Name", [DataRequired()])
    note = ParagraphField("Note")
    number = NumberField("Number")
    day = DayField("Day")
    clock = ClockField("Clock")


SENT = {"name": "សុខ", "note": "a\n b ", "number": "១២", "day": "២០២៤-០៩-២៥", "clock": "០៨:១៥"}


@pytest.fixture
def posted(small):
    """A form as it was sent: `posted(name="...")`."""

    def make(**values):
        with small.test_request_context("/", method="POST", data=MultiDict(SENT | values)):
            form = EveryField()
            return form, form.validate_on_submit(), form.status, list(form.error_list())

    return make


def test_khmer_digits_are_welcome_in_numbers_days_and_times(posted):
    form, valid, status, errors = posted()
    assert (valid, status, errors) == (True, 200, [])
    assert form.number.data == 12
    assert form.day.data.isoformat() == "2024-09-25"
    assert form.clock.data.isoformat() == "08:15:00"


def test_text_is_canonical_without_hidden_characters_or_outer_space(posted):
    form, *_ = posted(name=" \u179f\u17bb\u200b\u1781 ")
    assert form.name.data == "\u179f\u17bb\u1781"


def test_lines_of_a_paragraph_survive(posted):
    form, *_ = posted()
    assert form.note.data == "a\nb"


def test_a_missing_field_is_named_in_the_summary(posted):
    _, valid, status, errors = posted(name="")
    assert (valid, status) == (False, 422)
    assert errors == [("name", "Name៖ ត្រូវបំពេញកន្លែងនេះ។")]


def test_a_refusal_stands_at_the_top_or_beside_its_field(small):
    with small.test_request_context("/?lang=en", method="POST", data=MultiDict(SENT)):
        form = EveryField()
        form.refuse(RoomIsFull(places=40))
        form.refuse(RoomIsFull(places=2), form.number)
        assert list(form.error_list()) == [
            (None, "The room holds 40 people."),
            ("number", "The room holds 2 people."),
        ]
        assert form.status == 422


def test_a_language_switch_is_no_submission_and_keeps_what_was_typed(small):
    with small.test_request_context("/", method="POST", data=MultiDict(SENT | {"switch_lang": "en", "name": ""})):
        form = EveryField()
        assert form.validate_on_submit() is False
        assert form.was_sent is False
        assert (form.status, form.number.data) == (200, 12)


def test_messages_of_the_library_are_ours(small):
    with small.test_request_context("/?lang=km", method="POST", data=MultiDict(SENT | {"number": "x"})):
        form = EveryField()
        form.validate_on_submit()
        assert form.number.errors != ["Not a valid integer value."]
        assert len(form.number.errors) == 1
