"""Forms of the first pages."""

from flask_babel import gettext, lazy_gettext
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from forum_app.accounts.services import PersonData
from forum_app.forums.forms import ONE_NAME, NewForumForm
from forum_app.kernel.web.forms import TextField


class StartForm(NewForumForm):
    """Step 1 for somebody who is already an organiser: name and dates."""


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
