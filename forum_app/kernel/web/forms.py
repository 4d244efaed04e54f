"""The base of every form: our own sentences, canonical Khmer, and nothing typed is ever lost."""

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import DateField, Field, IntegerField, StringField, TextAreaField, TimeField

from forum_app.kernel import i18n
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.khmer.text import canonical
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.form_messages import MESSAGES

PLACEHOLDER = "%("
# What WTForms says of any field; away from its field, in the summary, it needs the field's name before it.
BARE_MESSAGES = [message for message in MESSAGES if PLACEHOLDER not in message]


class _OurCatalogue:
    """WTForms asks this for its messages; they stand in our catalogue (see `form_messages`)."""

    def gettext(self, string: str) -> str:
        has_placeholder = PLACEHOLDER in string
        return str(gettext(string if has_placeholder else string.replace("%", "%%")))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(ngettext(singular, plural, n))


class Form(FlaskForm):
    """A form of the house.

    `validate_on_submit` is False while the language is being switched, so the view draws the page again
    with what was typed. `refuse` shows a Refusal of the service in the error summary.
    """

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return _OurCatalogue()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusals: list[str] = []

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """True when the form was really sent and every field is right."""
        if i18n.switched():
            return False
        return bool(super().validate_on_submit(extra_validators))

    @property
    def was_sent(self) -> bool:
        """True when the answer should show errors (sent, and not just a language switch)."""
        return bool(self.is_submitted()) and not i18n.switched()

    def refuse(self, refusal: Refusal, field: Field | None = None) -> None:
        """Show a refusal: beside `field` when it is about one, else at the top."""
        sentence = i18n.sentence(refusal)
        if field is None:
            self.refusals.append(sentence)
        else:
            field.errors = [*field.errors, sentence]

    def error_list(self) -> Iterable[tuple[str | None, str]]:
        """(field id or None, sentence) for the error summary, in the order of the page."""
        for sentence in self.refusals:
            yield None, sentence
        bare = {gettext(message) for message in BARE_MESSAGES}
        for field in self:
            for error in field.errors:
                if isinstance(error, str):
                    named = gettext("%(field)s: %(sentence)s", field=field.label.text, sentence=error)
                    yield field.id, named if error in bare else error

    @property
    def status(self) -> int:
        """HTTP status of the page that shows this form: 422 when it was sent and is wrong."""
        return 422 if request.method == "POST" and any(True for _ in self.error_list()) else 200


def tidy(value: str | None) -> str:
    """Filter of text fields: canonical Khmer, no hidden characters, no space at the ends."""
    return canonical(value).strip() if value else ""


class TextField(StringField):
    """One line of text in either script, stored in canonical order."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=[tidy, *kwargs.pop("filters", [])], **kwargs)


class ParagraphField(TextAreaField):
    """Several lines of text; line ends survive."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=[_tidy_lines], **kwargs)


def _tidy_lines(value: str | None) -> str:
    return "\n".join(tidy(line) for line in (value or "").splitlines())


def _latin(values: list[Any]) -> list[Any]:
    return [latin_digits(value) if isinstance(value, str) else value for value in values]


class NumberField(IntegerField):
    """A whole number; Khmer digits are welcome."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(_latin(valuelist))


class DayField(DateField):
    """A calendar day from the browser's own picker, or typed, in either digits."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(_latin(valuelist))


class ClockField(TimeField):
    """A time of day."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(_latin(valuelist))
