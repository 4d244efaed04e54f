"""Forms of the programme."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FileField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from forum_app.course.models import Module
from forum_app.forums.models import ForumDay
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.khmer.dates import format_date
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.forms import ClockField, DayField, Form, NumberField, ParagraphField, TextField
from forum_app.programme.models import ForumSession, Room
from forum_app.programme.rules import KIND_NAMES, LANGUAGE_NAMES
from forum_app.programme.services import SessionData

ONE_TITLE = N_("Write the title in Khmer or in English, at least one.")


class SessionForm(Form):
    """One entry of the programme."""

    title_km = TextField(lazy_gettext("Title"), [Length(max=200)])
    title_en = TextField(lazy_gettext("Title"), [Length(max=200)])
    day = SelectField(lazy_gettext("Day"), [InputRequired()])
    start = ClockField(lazy_gettext("Begins"), [InputRequired()])
    end = ClockField(lazy_gettext("Ends"), [InputRequired()])
    kind = SelectField(lazy_gettext("Kind"), [InputRequired()])
    room = SelectField(lazy_gettext("Room"))
    speakers_km = TextField(lazy_gettext("Speakers"), [Length(max=300)])
    speakers_en = TextField(lazy_gettext("Speakers"), [Length(max=300)])
    module = SelectField(lazy_gettext("Module"))
    spoken_language = RadioField(lazy_gettext("Spoken language"), [InputRequired()], default="km")
    interpretation = BooleanField(lazy_gettext("With interpretation"))
    counts = BooleanField(lazy_gettext("Its minutes count towards a certificate"))
    description_km = ParagraphField(lazy_gettext("Description"), [Length(max=2000)])
    description_en = ParagraphField(lazy_gettext("Description"), [Length(max=2000)])

    def offer(self, days: list[ForumDay], rooms: list[Room], modules: list[Module]) -> "SessionForm":
        """Fill the choices. Returns the form itself."""
        lang = current_language()
        self.day.choices = [(str(day.number), format_date(day.day_on, lang, style="full")) for day in days]
        self.kind.choices = [(kind, gettext(name)) for kind, name in KIND_NAMES.items()]
        self.room.choices = [("", gettext("No room"))]
        self.room.choices += [(str(room.id), room.name.in_language(lang)) for room in rooms]
        self.module.choices = [("", gettext("No module"))]
        self.module.choices += [(str(m.id), f"{m.code} – {m.title.in_language(lang)}") for m in modules]
        self.spoken_language.choices = [(code, gettext(name)) for code, name in LANGUAGE_NAMES.items()]
        return self

    def validate_title_km(self, field: TextField) -> None:
        if not field.data and not self.title_en.data:
            raise ValidationError(gettext(ONE_TITLE))

    @classmethod
    def of(cls, forum_session: ForumSession) -> "SessionForm":
        """The form filled with what is stored."""
        values: dict[str, Any] = {
            "day": str(forum_session.day.number),
            "start": clock.local(forum_session.starts_at).time(),
            "end": clock.local(forum_session.ends_at).time(),
            "room": str(forum_session.room_id or ""),
            "module": str(forum_session.module_id or ""),
        }
        for name in ("kind", "spoken_language", "interpretation", "counts"):
            values[name] = getattr(forum_session, name)
        for name in ("title", "speakers", "description"):
            stored: Bilingual = getattr(forum_session, name)
            values |= {f"{name}_km": stored.km, f"{name}_en": stored.en}
        return cls(data=values)

    def as_data(self, days: list[ForumDay], rooms: list[Room], modules: list[Module]) -> SessionData:
        """What the service needs."""
        assert self.start.data and self.end.data
        return SessionData(
            day=next(day for day in days if str(day.number) == self.day.data),
            start=self.start.data,
            end=self.end.data,
            kind=self.kind.data,
            title=self._pair("title"),
            speakers=self._pair("speakers"),
            description=self._pair("description"),
            room_id=next((room.id for room in rooms if str(room.id) == self.room.data), None),
            module_id=next((module.id for module in modules if str(module.id) == self.module.data), None),
            spoken_language=self.spoken_language.data,
            interpretation=bool(self.interpretation.data),
            counts=bool(self.counts.data),
        )

    def _pair(self, name: str) -> Bilingual:
        return Bilingual(km=self[f"{name}_km"].data or "", en=self[f"{name}_en"].data or "")


class RoomForm(Form):
    """A room of the venue."""

    code = TextField(lazy_gettext("Short code"), [InputRequired(), Length(max=12)])
    name_km = TextField(lazy_gettext("Room"), [Length(max=80)])
    name_en = TextField(lazy_gettext("Room"), [Length(max=80)])
    capacity = NumberField(lazy_gettext("Seats"), [Optional(), NumberRange(min=1, max=10_000)])


class MoveForm(Form):
    """Move the whole forum."""

    starts_on = DayField(lazy_gettext("New first day"), [InputRequired()])


class TemplateForm(Form):
    """Fill an empty programme."""

    template = RadioField(lazy_gettext("Template"), [Optional()], validate_choice=False)
    file = FileField(lazy_gettext("Workbook (XLSX)"))
