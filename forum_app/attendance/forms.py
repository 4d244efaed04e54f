"""Forms of the desk and of the organiser."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forum_app.accounts.models import Rank
from forum_app.attendance import rules
from forum_app.attendance.models import AttendanceSettings
from forum_app.attendance.services import SheetData
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.khmer.dates import format_date
from forum_app.kernel.web.forms import Form, NumberField, TextField

TABLES = 9


class DeskForm(Form):
    """One field for a badge code, a badge number or letters of a name."""

    who = TextField(
        lazy_gettext("Badge code, badge number or name"), description=lazy_gettext("Scan the badge, or type.")
    )
    day = HiddenField()
    half = HiddenField()


class TableForm(Form):
    """Which table this phone or laptop stands at."""

    table = SelectField(lazy_gettext("This table"), coerce=str)

    def offer(self) -> "TableForm":
        """Tables 1 to 9, or none."""
        numbers = [str(number) for number in range(1, TABLES + 1)]
        self.table.choices = [("", gettext("No table number")), *((number, number) for number in numbers)]
        return self


class ListForm(Form):
    """Everybody ticked on the list."""

    people = SelectMultipleField(coerce=UUID, validate_choice=False)
    day = HiddenField()
    half = HiddenField()


class UndoForm(Form):
    """Nothing but the token: the address says what is taken back."""


class CorrectionForm(Form):
    """What is true of a half day, and why."""

    half_day = SelectField(lazy_gettext("Half day"), coerce=str, validators=[InputRequired()])
    state = RadioField(lazy_gettext("What is true"), coerce=str, validators=[InputRequired()])
    reason = TextField(
        lazy_gettext("Reason"),
        validators=[InputRequired(), Length(max=300)],
        description=lazy_gettext("It stays beside the record and in the workbook."),
    )

    def offer(self, slots: Sequence[rules.Slot]) -> "CorrectionForm":
        """The half days of the forum and the states that can be stated."""
        self.half_day.choices = [(slot_key(slot), slot_label(slot)) for slot in slots]
        self.state.choices = [(status, gettext(rules.STATUS_NAMES[status])) for status in rules.SETTABLE]
        return self

    @property
    def day_number(self) -> int:
        return int(str(self.half_day.data).partition("-")[0])

    @property
    def half(self) -> str:
        return str(self.half_day.data).partition("-")[2]


def slot_key(slot: rules.Slot) -> str:
    """A half day in an address or a field: `2-morning`."""
    return f"{slot.day_number}-{slot.half}"


def slot_label(slot: rules.Slot) -> str:
    """A half day as people say it: morning of 26 September."""
    day = format_date(slot.day_on, current_language(), style="day_month")
    if slot.half == "morning":
        return str(gettext("Morning of %(day)s", day=day))
    return str(gettext("Afternoon of %(day)s", day=day))


class SheetForm(Form):
    """The sign-in sheet: its columns and what stands around them."""

    landscape = BooleanField(lazy_gettext("Landscape paper"))
    order = RadioField(lazy_gettext("Order of the names"), coerce=str)
    kingdom = BooleanField(
        lazy_gettext("Header of the kingdom"),
        description=lazy_gettext("Only where a state institution issues the sheet."),
    )
    lunar = BooleanField(lazy_gettext("Lunar date under the title"))
    signer_post_km = TextField(lazy_gettext("Post of who signs"), validators=[Length(max=120)])
    signer_post_en = TextField(lazy_gettext("Post of who signs"), validators=[Length(max=120)])
    signer_name_km = TextField(lazy_gettext("Name of who signs"), validators=[Length(max=120)])
    signer_name_en = TextField(lazy_gettext("Name of who signs"), validators=[Length(max=120)])

    def offer(self) -> "SheetForm":
        """The two orders."""
        self.order.choices = [("dictionary", gettext("Dictionary order")), ("protocol", gettext("Protocol order"))]
        return self

    def as_data(self, columns: tuple[rules.SheetColumn, ...]) -> SheetData:
        """For the service."""
        return SheetData(
            columns=columns,
            landscape=bool(self.landscape.data),
            order=str(self.order.data),
            kingdom=bool(self.kingdom.data),
            lunar=bool(self.lunar.data),
            signer_post=Bilingual(self.signer_post_km.data or "", self.signer_post_en.data or ""),
            signer_name=Bilingual(self.signer_name_km.data or "", self.signer_name_en.data or ""),
        )


def sheet_form(columns: Sequence[rules.SheetColumn], settings: AttendanceSettings) -> SheetForm:
    """The form with a place, a tick and two heads for every column (`place_name`, `on_name`, `km_name`, `en_name`)."""
    fields: dict[str, Any] = {}
    for place, column in enumerate(columns, 1):
        fields[f"place_{column.key}"] = NumberField(default=place, validators=[Optional(), NumberRange(0, 99)])
        fields[f"on_{column.key}"] = BooleanField(default=column.on)
        fields[f"km_{column.key}"] = TextField(default=column.km, validators=[Length(max=60)])
        fields[f"en_{column.key}"] = TextField(default=column.en, validators=[Length(max=60)])
    form: SheetForm = type("SheetForm", (SheetForm,), fields)(
        data={
            "landscape": settings.sheet_landscape,
            "order": settings.sheet_order,
            "kingdom": settings.sheet_kingdom,
            "lunar": settings.sheet_lunar,
            "signer_post_km": settings.signer_post.km,
            "signer_post_en": settings.signer_post.en,
            "signer_name_km": settings.signer_name.km,
            "signer_name_en": settings.signer_name.en,
        }
    )
    return form.offer()


def columns_of(form: SheetForm, columns: Sequence[rules.SheetColumn]) -> tuple[rules.SheetColumn, ...]:
    """The columns as the form says, in the order of their places."""
    placed = [
        (
            form[f"place_{column.key}"].data or 99,
            rules.SheetColumn(
                key=column.key,
                km=form[f"km_{column.key}"].data or "",
                en=form[f"en_{column.key}"].data or "",
                on=bool(form[f"on_{column.key}"].data),
            ),
        )
        for column in columns
    ]
    return tuple(column for _, column in sorted(placed, key=lambda pair: pair[0]))


class CountingForm(Form):
    """Grace minutes and allowance."""

    grace_minutes = NumberField(
        lazy_gettext("Minutes of grace"),
        validators=[InputRequired(), NumberRange(0, 240)],
        description=lazy_gettext("Whoever comes later than this after the beginning of a half day is late."),
    )
    currency = RadioField(lazy_gettext("Currency of the allowance"), coerce=str)
    rate = NumberField(lazy_gettext("Allowance of a day"), validators=[InputRequired(), NumberRange(0, 100_000_000)])


def counting_form(ranks: Sequence[Rank], settings: AttendanceSettings, rates: dict[UUID, int]) -> CountingForm:
    """The form with one optional rate for every rank of the forum (`rate_<code>`)."""
    fields = {
        f"rate_{rank.code}": NumberField(
            rank.name.in_language(current_language()),
            default=rates.get(rank.id),
            validators=[Optional(), NumberRange(0, 100_000_000)],
        )
        for rank in ranks
    }
    form: CountingForm = type("CountingForm", (CountingForm,), fields)(
        data={"grace_minutes": settings.grace_minutes, "currency": settings.currency, "rate": settings.rate}
    )
    form.currency.choices = [("KHR", gettext("Riel")), ("USD", gettext("US dollar"))]
    return form


def rates_of(form: CountingForm, ranks: Sequence[Rank]) -> list[tuple[UUID, int]]:
    """Ranks that were given a rate of their own."""
    found = [(rank.id, form[f"rate_{rank.code}"].data) for rank in ranks]
    return [(rank_id, amount) for rank_id, amount in found if amount is not None]
