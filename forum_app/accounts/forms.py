"""Forms of sign-in, activation, the own account and the reference tables."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, PasswordField, SelectField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from forum_app.accounts import queries, rules
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.forms import Form, NumberField, TextField


class SignInForm(Form):
    """Name and secret. `next` and `carry` travel along, hidden."""

    login = TextField(lazy_gettext("Badge code or sign-in name"), [DataRequired()])
    password = PasswordField(lazy_gettext("PIN or password"), [DataRequired()])
    next = HiddenField()
    carry = HiddenField()


class CardForm(Form):
    """What stands on the card. The token comes from the QR code and is filled in by the page itself."""

    badge = TextField(lazy_gettext("Badge code"))
    code = TextField(lazy_gettext("One-time code"))
    token = HiddenField()

    def __init__(self) -> None:
        super().__init__()
        self.badge.flags.required = self.code.flags.required = True

    def validate_badge(self, field: Any) -> None:
        """Both codes, unless the QR code was scanned."""
        if not self.token.data:
            DataRequired()(self, field)

    def validate_code(self, field: Any) -> None:
        if not self.token.data:
            DataRequired()(self, field)


class SecretForm(Form):
    """The PIN or password that is chosen or shown with a card."""

    secret = PasswordField(lazy_gettext("PIN"), [DataRequired()])


class PasswordForm(Form):
    """A longer password of one's own."""

    current_password = PasswordField(lazy_gettext("Your PIN or password now"), [DataRequired()])
    new_password = PasswordField(lazy_gettext("New password"), [DataRequired()])


class TableRowForm(Form):
    """One row of a reference table; fields that the table does not have are removed."""

    code = TextField(lazy_gettext("Short code"), [DataRequired(), Length(max=60)])
    name_km = TextField(lazy_gettext("Name"), [Length(max=200)])
    name_en = TextField(lazy_gettext("Name"), [Length(max=200)])
    short_name_km = TextField(lazy_gettext("Short name"), [Length(max=80)])
    short_name_en = TextField(lazy_gettext("Short name"), [Length(max=80)])
    province_id = SelectField(lazy_gettext("Province"), coerce=str)
    service = SelectField(lazy_gettext("Service"))
    level = NumberField(lazy_gettext("Level in the protocol order"), [Optional(), NumberRange(0, 1000)])
    position = NumberField(lazy_gettext("Place in the list"), [Optional(), NumberRange(0, 10_000)])

    def __init__(self, table: str, row: Any = None) -> None:
        super().__init__(data=_data_of(row) if row is not None else None)
        model = queries.TABLES[table]
        for name in ("province_id", "service", "level", "position"):
            if not hasattr(model, name):
                del self[name]
        if not hasattr(model, "short_name"):
            del self["short_name_km"], self["short_name_en"]
        if "service" in self:
            self["service"].choices = [(key, gettext(name)) for key, name in rules.SERVICE_NAMES.items()]
        if "province_id" in self:
            self["province_id"].choices = [("", "–"), *_provinces()]

    def values(self) -> dict[str, Any]:
        """What the service writes."""
        found: dict[str, Any] = {
            "code": self.code.data,
            "name": Bilingual(self.name_km.data or "", self.name_en.data or ""),
        }
        if "short_name_km" in self:
            found["short_name"] = Bilingual(self.short_name_km.data or "", self.short_name_en.data or "")
            chosen = {str(row.id): row.id for row in queries.list_provinces()}
            found["province_id"] = chosen.get(self.province_id.data)
        for name in ("level", "position"):
            if name in self:
                found[name] = self[name].data or 0
        if "service" in self:
            found["service"] = self.service.data
        return found


def _provinces() -> list[tuple[str, str]]:
    lang = current_language()
    return [(str(row.id), row.name.in_language(lang)) for row in queries.list_provinces()]


def _data_of(row: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"code": row.code, "name_km": row.name.km, "name_en": row.name.en}
    for name in ("level", "position", "service"):
        if hasattr(row, name):
            data[name] = getattr(row, name)
    if hasattr(row, "short_name"):
        data |= {"short_name_km": row.short_name.km, "short_name_en": row.short_name.en}
        data["province_id"] = str(row.province_id or "")
    return data
