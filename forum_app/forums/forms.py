"""Forms of a forum and its staff."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import PasswordField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from forum_app.accounts.services import PersonData
from forum_app.forums.models import Forum
from forum_app.forums.rules import ROLE_NAMES, Role
from forum_app.forums.services import ForumData
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.forms import DayField, Form, NumberField, TextField

ONE_TITLE = N_("Write the name of the forum in Khmer or in English, at least one.")
ONE_NAME = N_("Write the given name in Khmer or in Latin letters, at least one.")


class ForumForm(Form):
    """Name, place and people expected."""

    title_km = TextField(lazy_gettext("Name of the forum"), [Length(max=200)])
    title_en = TextField(lazy_gettext("Name of the forum"), [Length(max=200)])
    organiser_km = TextField(lazy_gettext("Organised by"), [Length(max=200)])
    organiser_en = TextField(lazy_gettext("Organised by"), [Length(max=200)])
    venue_km = TextField(lazy_gettext("Venue"), [Length(max=200)])
    venue_en = TextField(lazy_gettext("Venue"), [Length(max=200)])
    place_km = TextField(lazy_gettext("Town for the dateline of documents"), [Length(max=100)])
    place_en = TextField(lazy_gettext("Town for the dateline of documents"), [Length(max=100)])
    expected_people = NumberField(lazy_gettext("People expected"), [Optional(), NumberRange(min=1, max=20_000)])

    def validate_title_km(self, field: TextField) -> None:
        if not field.data and not self.title_en.data:
            raise ValidationError(gettext(ONE_TITLE))

    @classmethod
    def of(cls, forum: Forum) -> "ForumForm":
        """The form filled with what is stored."""
        values: dict[str, Any] = {"expected_people": forum.expected_people}
        for name in ("title", "organiser", "venue", "place"):
            stored: Bilingual = getattr(forum, name)
            values |= {f"{name}_km": stored.km, f"{name}_en": stored.en}
        return cls(data=values)

    def pair(self, name: str) -> Bilingual:
        return Bilingual(km=self[f"{name}_km"].data or "", en=self[f"{name}_en"].data or "")

    def as_data(self, forum: Forum) -> ForumData:
        """For `change_forum`; dates stay."""
        return ForumData(
            title=self.pair("title"),
            organiser=self.pair("organiser"),
            venue=self.pair("venue"),
            place=self.pair("place"),
            starts_on=forum.starts_on,
            ends_on=forum.ends_on,
            expected_people=self.expected_people.data,
        )


class NewForumForm(ForumForm):
    """A forum that does not exist yet: also its days."""

    starts_on = DayField(lazy_gettext("First day"), [InputRequired()])
    ends_on = DayField(lazy_gettext("Last day"), [InputRequired()])

    def as_new(self) -> ForumData:
        """For `create_forum`."""
        assert self.starts_on.data and self.ends_on.data
        return ForumData(
            title=self.pair("title"),
            organiser=self.pair("organiser"),
            venue=self.pair("venue"),
            place=self.pair("place"),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            expected_people=self.expected_people.data,
        )


class StaffForm(Form):
    """Somebody who works in the forum."""

    family_name_km = TextField(lazy_gettext("Family name"), [Length(max=80)])
    family_name_latin = TextField(lazy_gettext("Family name"), [Length(max=80)])
    given_name_km = TextField(lazy_gettext("Given name"), [Length(max=80)])
    given_name_latin = TextField(lazy_gettext("Given name"), [Length(max=80)])
    function_km = TextField(lazy_gettext("Function as printed"), [Length(max=120)])
    function_en = TextField(lazy_gettext("Function as printed"), [Length(max=120)])
    role = RadioField(lazy_gettext("Role"), [InputRequired()])
    language = SelectField(lazy_gettext("Language"))
    login = TextField(
        lazy_gettext("Sign-in name"),
        [InputRequired(), Length(min=3, max=40), Regexp(r"^[a-z0-9][a-z0-9._-]*$")],
        description=lazy_gettext("Latin letters and digits, for example desk1."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, gettext(ROLE_NAMES[role])) for role in Role]
        self.language.choices = [("km", gettext("Khmer")), ("en", gettext("English"))]

    def validate_given_name_km(self, field: TextField) -> None:
        if not field.data and not self.given_name_latin.data:
            raise ValidationError(gettext(ONE_NAME))

    def as_person(self) -> PersonData:
        """The person to add."""
        return PersonData(
            family_name_km=self.family_name_km.data or "",
            given_name_km=self.given_name_km.data or "",
            family_name_latin=self.family_name_latin.data or "",
            given_name_latin=self.given_name_latin.data or "",
            language=self.language.data,
        )

    @property
    def function(self) -> Bilingual:
        return Bilingual(km=self.function_km.data or "", en=self.function_en.data or "")


class StartAndSignUpForm(NewForumForm):
    """Step 1 of an installation without organiser: also who you are and how you will sign in."""

    family_name_km = TextField(lazy_gettext("Your family name"), [Length(max=80)])
    family_name_latin = TextField(lazy_gettext("Your family name"), [Length(max=80)])
    given_name_km = TextField(lazy_gettext("Your given name"), [Length(max=80)])
    given_name_latin = TextField(lazy_gettext("Your given name"), [Length(max=80)])
    login = TextField(
        lazy_gettext("Sign-in name"),
        [InputRequired(), Length(min=3, max=40), Regexp(r"^[a-z0-9][a-z0-9._-]*$")],
        description=lazy_gettext("Latin letters and digits, for example sophea."),
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(), Length(min=10, max=128)],
        description=lazy_gettext("At least ten characters. You will need it tomorrow."),
    )

    def validate_given_name_km(self, field: TextField) -> None:
        if not field.data and not self.given_name_latin.data:
            raise ValidationError(gettext(ONE_NAME))

    def as_person(self, language: str) -> PersonData:
        """The organiser to be."""
        return PersonData(
            family_name_km=self.family_name_km.data or "",
            given_name_km=self.given_name_km.data or "",
            family_name_latin=self.family_name_latin.data or "",
            given_name_latin=self.given_name_latin.data or "",
            language=language,
        )
