"""Forms of whoever sets assessment up: practicals and round plans."""

from typing import Any, Self
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, FormField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, NumberRange

from forum_app.accounts.models import Account
from forum_app.assessments.models import Practical, Rubric
from forum_app.assessments.queries import Plan
from forum_app.assessments.rules import DEFAULT_PASS_TENTHS
from forum_app.assessments.services import StationPlace
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.forms import Form, NumberField, TextField
from forum_app.programme.models import ForumSession, Room

PASS_MARKS = (15, 20, 25, 30)
FEWEST_STATIONS, MOST_STATIONS = 4, 12
"""How many rows the plan's form shows at least, and at most."""


class PracticalForm(Form):
    """Which exercise is assessed, in which session."""

    rubric = SelectField(lazy_gettext("Exercise"), [InputRequired()])
    forum_session = SelectField(lazy_gettext("Session"))
    pass_tenths = SelectField(
        lazy_gettext("Mean level that passes"),
        [InputRequired()],
        default=str(DEFAULT_PASS_TENTHS),
        description=lazy_gettext("A critical criterion at level 1 is never passed, whatever the mean."),
    )

    def offer(self, rubrics: list[Rubric], sessions: list[ForumSession]) -> "PracticalForm":
        """Fill the choices. Returns the form itself."""
        lang = current_language()
        self.rubric.choices = [(str(one.id), f"{one.code} – {one.title.in_language(lang)}") for one in rubrics]
        self.forum_session.choices = [("", gettext("No session"))]
        self.forum_session.choices += [(str(one.id), f"{one.code} – {one.title.in_language(lang)}") for one in sessions]
        self.pass_tenths.choices = [(str(tenths), f"{tenths / 10:.1f}") for tenths in PASS_MARKS]
        return self

    def chosen_session(self, sessions: list[ForumSession]) -> ForumSession | None:
        """The session behind the choice."""
        wanted = UUID(self.forum_session.data) if self.forum_session.data else None
        return next((one for one in sessions if one.id == wanted), None)


class StationForm(PlainForm):
    """One station; a row without a name in either language is none."""

    name_km = TextField(lazy_gettext("Name (Khmer)"))
    name_en = TextField(lazy_gettext("Name (English)"))
    practical = SelectField(lazy_gettext("Exercise"))
    room = SelectField(lazy_gettext("Room"))
    trainer = SelectField(lazy_gettext("Trainer"))


class PlanForm(Form):
    """Stations and times of one session."""

    starts_after_minutes = NumberField(
        lazy_gettext("Begins after minutes"), [InputRequired(), NumberRange(0, 600)], default=0
    )
    round_minutes = NumberField(lazy_gettext("Minutes of a round"), [InputRequired(), NumberRange(1, 240)], default=12)
    change_minutes = NumberField(lazy_gettext("Minutes to change"), [InputRequired(), NumberRange(0, 60)], default=3)
    stations = FieldList(FormField(StationForm), max_entries=MOST_STATIONS)

    @classmethod
    def of(cls, found: Plan | None) -> Self:
        """The form with what is planned so far, and some rows to spare."""
        if found is None:
            form = cls()
        else:
            plan = found.plan
            rows = [_row(one) for one in plan.stations]
            form = cls(
                data={
                    "starts_after_minutes": plan.starts_after_minutes,
                    "round_minutes": plan.round_minutes,
                    "change_minutes": plan.change_minutes,
                    "stations": rows,
                }
            )
        while not form.is_submitted() and len(form.stations) < min(
            MOST_STATIONS, max(FEWEST_STATIONS, len(found.stations) + 1 if found else 0)
        ):
            form.stations.append_entry()
        return form

    def offer(self, practicals: list[Practical], rooms: list[Room], trainers: list[Account]) -> None:
        """Fill the choices of every row."""
        lang = current_language()
        nothing = [("", "–")]
        for row in self.stations:
            row.form.practical.choices = nothing + [(str(one.id), one.title.in_language(lang)) for one in practicals]
            row.form.room.choices = nothing + [(str(one.id), one.name.in_language(lang)) for one in rooms]
            row.form.trainer.choices = nothing + [(str(one.id), one.name.in_language(lang)) for one in trainers]

    def as_values(self) -> dict[str, Any]:
        """What the service asks for."""
        rows = [row.form for row in self.stations if row.form.name_km.data or row.form.name_en.data]
        return {
            "places": [
                StationPlace(
                    name=Bilingual(row.name_km.data or "", row.name_en.data or ""),
                    practical_id=_id(row.practical.data),
                    room_id=_id(row.room.data),
                    trainer_id=_id(row.trainer.data),
                )
                for row in rows
            ],
            "starts_after_minutes": self.starts_after_minutes.data,
            "round_minutes": self.round_minutes.data,
            "change_minutes": self.change_minutes.data,
        }


def _id(chosen: str | None) -> UUID | None:
    return UUID(chosen) if chosen else None


def _row(station: Any) -> dict[str, str]:
    return {
        "name_km": station.name.km,
        "name_en": station.name.en,
        "practical": str(station.practical_id or ""),
        "room": str(station.room_id or ""),
        "trainer": str(station.trainer_id or ""),
    }
