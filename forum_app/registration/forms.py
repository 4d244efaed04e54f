"""Forms of registration."""

from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from forum_app.accounts import queries as accounts
from forum_app.accounts.rules import SEX_NAMES
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import N_, Refusal
from forum_app.kernel.web.forms import Form, NumberField, ParagraphField, TextField
from forum_app.programme import queries as programme
from forum_app.registration import rules
from forum_app.registration.models import Registration
from forum_app.registration.rules import RegistrationData

ONE_NAME = N_("Write the given name in Khmer or in Latin letters, at least one.")
ONE_UNIT = N_("Choose a unit, or write a new one below.")
NAME = [Length(max=80)]


def row_id(value: Any) -> UUID | None:
    """The id behind a choice; the empty choice is None."""
    return UUID(str(value)) if value and value != "None" else None


class RowField(SelectField):
    """A choice from a bilingual table; empty is allowed."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=row_id, **kwargs)

    def offer(self, rows: list[tuple[Any, Bilingual]]) -> None:
        lang = current_language()
        found = [(str(key), name.in_language(lang)) for key, name in rows]
        self.choices = [("", gettext("Choose")), *found]


class PersonForm(Form):
    """Everything an organiser writes about somebody who registers."""

    family_name_km = TextField(lazy_gettext("Family name"), NAME)
    family_name_latin = TextField(lazy_gettext("Family name"), NAME)
    given_name_km = TextField(lazy_gettext("Given name"), NAME)
    given_name_latin = TextField(lazy_gettext("Given name"), NAME)
    sex = RadioField(lazy_gettext("Sex"), [Optional()])
    honorific_id = RowField(lazy_gettext("Honorific"))
    rank_id = RowField(lazy_gettext("Rank"))
    post_id = RowField(lazy_gettext("Post"))
    position_km = TextField(lazy_gettext("Post as printed, where the table does not have it"), [Length(max=160)])
    position_en = TextField(lazy_gettext("Post as printed, where the table does not have it"), [Length(max=160)])
    unit_id = RowField(lazy_gettext("Unit"))
    new_unit = TextField(lazy_gettext("A unit that is not in the list"), [Length(max=200)])
    province_id = RowField(lazy_gettext("Province"))
    phone = TextField(lazy_gettext("Phone number"), [Length(max=40)])
    officer_id = TextField(lazy_gettext("Officer id"), [Length(max=40)])
    birth_year = NumberField(lazy_gettext("Birth year"), [Optional()])
    email = TextField(
        lazy_gettext("E-mail"),
        [
            Optional(),
            Length(max=200),
            Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=lazy_gettext("Invalid email address.")),
        ],
    )
    language = RadioField(lazy_gettext("Language of messages and pages"))
    group_id = RowField(lazy_gettext("Group"))
    badge_number = NumberField(
        lazy_gettext("Badge number"), [Optional(), NumberRange(min=1, max=rules.LAST_BADGE_NUMBER)]
    )
    protocol_number = NumberField(lazy_gettext("Protocol number"), [Optional(), NumberRange(min=1, max=9999)])
    kind = RadioField(lazy_gettext("Takes part as"))
    note = ParagraphField(lazy_gettext("Note"), [Length(max=1000)])

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sex.choices = [(key, gettext(name)) for key, name in SEX_NAMES.items()]
        self.language.choices = [("km", gettext("Khmer")), ("en", gettext("English"))]
        self.kind.choices = [(key, gettext(name)) for key, name in rules.KIND_NAMES.items()]
        self.honorific_id.offer([(row.id, row.name) for row in accounts.list_honorifics()])
        self.rank_id.offer([(row.id, row.name) for row in accounts.list_ranks()])
        self.post_id.offer([(row.id, row.name) for row in accounts.list_posts()])
        self.unit_id.offer([(row.id, row.name) for row in accounts.list_units()])
        self.province_id.offer([(row.id, row.name) for row in accounts.list_provinces()])
        groups = programme.list_groups(forum)
        # One of the two: a unit of the table, or a new one.
        self.unit_id.flags.required = True
        self.group_id.offer([(group.id, group.name or Bilingual(str(group.number))) for group in groups])

    def validate_given_name_km(self, field: TextField) -> None:
        if not field.data and not self.given_name_latin.data:
            raise ValidationError(gettext(ONE_NAME))

    def validate_unit_id(self, field: RowField) -> None:
        if not field.data and not self.new_unit.data:
            raise ValidationError(gettext(ONE_UNIT))

    @property
    def more_is_open(self) -> bool:
        """True when something below the fold needs attention."""
        return any(self[name].errors for name in BELOW_THE_FOLD)

    def as_data(self, *, approved: bool = False) -> RegistrationData:
        """For the services."""
        values = {name: field.data for name, field in self._fields.items() if name in self.written()}
        return RegistrationData(**values, approved=approved)

    @classmethod
    def written(cls) -> frozenset[str]:
        """The fields that are data of a person or a registration."""
        return frozenset(RegistrationData.__dataclass_fields__) - {"approved"}

    def place(self, refusal: Refusal) -> None:
        """Show a refusal beside the field it is about."""
        self.refuse(refusal, PLACES[type(refusal).__name__](self) if type(refusal).__name__ in PLACES else None)


BELOW_THE_FOLD = (
    "honorific_id",
    "position_km",
    "position_en",
    "province_id",
    "officer_id",
    "birth_year",
    "email",
    "language",
    "group_id",
    "badge_number",
    "protocol_number",
    "kind",
    "note",
)
PLACES: dict[str, Any] = {
    "PhoneNotUnderstood": lambda form: form.phone,
    "BadgeNumberTaken": lambda form: form.badge_number,
    "BadgeNumberOutOfRange": lambda form: form.badge_number,
    "BirthYearNotPossible": lambda form: form.birth_year,
    "NoName": lambda form: form.given_name_km,
    "NotOfThisForum": lambda form: form.group_id,
}


class AddForm(PersonForm):
    """A person who is not registered yet."""

    approved = BooleanField(lazy_gettext("Approve at once: a badge number and an account are given"))


class EditForm(PersonForm):
    """A person who is."""

    version = HiddenField()

    @classmethod
    def of(cls, registration: Registration, *, from_stored: bool = False) -> "EditForm":
        """The form filled with what is stored; `from_stored` when another form of the page was sent."""
        person = registration.person
        values: dict[str, Any] = {name: getattr(person, name) for name in rules.PERSON_FIELDS}
        values |= {name: getattr(registration, name) for name in rules.REGISTRATION_FIELDS}
        values |= {
            "position_km": registration.position.km,
            "position_en": registration.position.en,
            "badge_number": registration.badge_number,
            "version": registration.version,
            "new_unit": "",
        }
        sent = {"formdata": None} if from_stored else {}
        return cls(data=values, forum=registration.forum, **sent)

    @property
    def drawn_version(self) -> int | None:
        """The version the form was drawn with."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() else None


class ReasonForm(Form):
    """What takes something away says why."""

    reason = ParagraphField(lazy_gettext("Reason"), [Length(max=500)])


class ListForm(Form):
    """Rows pasted from Excel, or a file."""

    pasted = TextAreaField(lazy_gettext("Paste the rows here"))
    file = FileField(lazy_gettext("Or choose a file"), description=lazy_gettext("Excel (.xlsx) or CSV, at most 5 MB."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One of the two is needed, so neither says that it is optional.
        self.pasted.flags.required = self.file.flags.required = True


class ConfirmListForm(Form):
    """How a list is saved."""

    approve = RadioField(lazy_gettext("After saving"), [InputRequired()])
    create_units = BooleanField(lazy_gettext("Add the new units to the table of units"))
    leave_out = BooleanField(lazy_gettext("Save the other rows now; rows with errors wait in a list of their own"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.approve.choices = [
            ("yes", gettext("Everybody is approved: badge numbers and accounts are given")),
            ("no", gettext("Everybody waits for my decision")),
        ]


class CardsForm(Form):
    """For whom cards are printed, and in which order."""

    whom = RadioField(lazy_gettext("For whom"), [InputRequired()])
    order = RadioField(lazy_gettext("Order"), [InputRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whom.choices = [
            ("waiting", gettext("Everybody approved who has not used a card yet")),
            ("all", gettext("Everybody approved")),
        ]
        self.order.choices = [
            ("unit", gettext("By unit, then name")),
            ("protocol", gettext("In protocol order")),
            ("badge", gettext("By badge number")),
        ]
