"""Forms of certificates."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from forum_app.certificates.models import CertificateSettings
from forum_app.certificates.rules import DEFAULT_TEXTS, LUNAR_MODES, unknown_placeholders
from forum_app.certificates.services import SettingsData
from forum_app.kernel.bilingual import LANGUAGES, Bilingual
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.forms import DayField, Form, NumberField, ParagraphField, TextField

MOST_SIGNERS = 3
SIGNER_PARTS = ("post", "rank", "name")
PAIRS = ("institution", "place", "participation_text", "completion_text")
PLAIN = (
    "participation_on",
    "completion_on",
    "min_halves",
    "needs_practicals",
    "kingdom_header",
    "hours_on",
    "hours_value",
    "birth_on",
    "verify_shows_unit",
    "lunar_mode",
    "issued_on",
)
UNKNOWN_PLACEHOLDER = N_("%(placeholder)s is not known. Use the placeholders that are listed.")
NUMBER_MISSING = N_("The pattern must contain {number}.")


LONGEST_REASON = 300


class ReasonForm(Form):
    """Why something is held back, void, or given against the rule. The service refuses an empty one."""

    reason = TextField(lazy_gettext("Reason"), [InputRequired(), Length(max=LONGEST_REASON)])

    @property
    def said(self) -> str:
        """What was written, as long as it may be."""
        return (self.reason.data or "")[:LONGEST_REASON]


class RemarkForm(ReasonForm):
    """What a correction is about; may stay empty."""

    reason = TextField(lazy_gettext("Reason"), [Length(max=LONGEST_REASON)])


class SettingsForm(Form):
    """What the forum asks for, and what the paper looks like."""

    participation_on = BooleanField(lazy_gettext("Certificate of participation"))
    completion_on = BooleanField(lazy_gettext("Certificate of completion"))
    min_halves = NumberField(
        lazy_gettext("Half days for participation"),
        [Optional(), NumberRange(min=0, max=62)],
        description=lazy_gettext("Empty: half of the half days."),
    )
    min_minutes_percent = NumberField(
        lazy_gettext("Counted training time, percent"),
        [Optional(), NumberRange(min=0, max=100)],
        description=lazy_gettext("Empty or 0: not asked."),
    )
    min_final_percent = NumberField(
        lazy_gettext("Knowledge check after the course, percent"),
        [Optional(), NumberRange(min=0, max=100)],
        description=lazy_gettext("Empty or 0: not asked."),
    )
    needs_practicals = BooleanField(lazy_gettext("Every assessed practical must be signed off"))
    kingdom_header = BooleanField(
        lazy_gettext("Header of the kingdom"),
        description=lazy_gettext("Only for certificates that a state institution issues."),
    )
    institution_km = TextField(lazy_gettext("Institution at the top"), [Length(max=160)])
    institution_en = TextField(lazy_gettext("Institution at the top"), [Length(max=160)])
    hours_on = BooleanField(lazy_gettext("Print the hours of training"))
    hours_value = NumberField(
        lazy_gettext("Hours as printed"),
        [Optional(), NumberRange(min=1, max=999)],
        description=lazy_gettext("Empty: the counted time of the programme in whole hours."),
    )
    birth_on = BooleanField(lazy_gettext("Print the year of birth"))
    verify_shows_unit = BooleanField(lazy_gettext("Show unit and post when a certificate is verified"))
    lunar_mode = RadioField(lazy_gettext("Lunar date"), choices=[])
    lunar_text = TextField(
        lazy_gettext("Lunar date as written"),
        [Length(max=120)],
        description=lazy_gettext("The calendar of the ministry is the authority."),
    )
    issued_on = DayField(
        lazy_gettext("Date on the certificate"),
        [Optional()],
        description=lazy_gettext("Empty: the last day of the forum."),
    )
    place_km = TextField(lazy_gettext("Town for the dateline of documents"), [Length(max=100)])
    place_en = TextField(lazy_gettext("Town for the dateline of documents"), [Length(max=100)])
    number_pattern = TextField(lazy_gettext("Pattern of the number"), [Length(max=40)])
    participation_text_km = ParagraphField(lazy_gettext("Text of the certificate of participation"), [Length(max=600)])
    participation_text_en = ParagraphField(lazy_gettext("Text of the certificate of participation"), [Length(max=600)])
    completion_text_km = ParagraphField(lazy_gettext("Text of the certificate of completion"), [Length(max=600)])
    completion_text_en = ParagraphField(lazy_gettext("Text of the certificate of completion"), [Length(max=600)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lunar_mode.choices = [(mode, gettext(label)) for mode, label in LUNAR_MODES.items()]

    def validate_number_pattern(self, field: TextField) -> None:
        """Without the number two certificates would look the same."""
        if field.data and "{number}" not in field.data:
            raise ValidationError(gettext(NUMBER_MISSING))

    @classmethod
    def of(cls, settings: CertificateSettings) -> "SettingsForm":
        """The form filled with what is stored; texts that nobody changed show ours."""
        values: dict[str, Any] = {name: getattr(settings, name) for name in (*PLAIN, "lunar_text", "number_pattern")}
        values |= {name: getattr(settings, name) for name in ("min_minutes_percent", "min_final_percent")}
        for name in PAIRS:
            stored: Bilingual = getattr(settings, name)
            if name.endswith("_text"):
                stored = settings.text_of(name.removesuffix("_text"))
            values |= {f"{name}_{lang}": getattr(stored, lang) for lang in LANGUAGES}
        for number, signer in enumerate(settings.signers, 1):
            for part in SIGNER_PARTS:
                values |= {f"signer{number}_{part}_{lang}": signer[part][lang] for lang in LANGUAGES}
        return cls(data=values)

    def pair(self, name: str) -> Bilingual:
        """A pair; a text that is still ours is not stored, so that it follows improvements of ours."""
        found = Bilingual(km=self[f"{name}_km"].data or "", en=self[f"{name}_en"].data or "")
        default = DEFAULT_TEXTS.get(name.removesuffix("_text"), Bilingual())
        return Bilingual(km="" if found.km == default.km else found.km, en="" if found.en == default.en else found.en)

    def signers(self) -> tuple[dict[str, dict[str, str]], ...]:
        """Up to three, left to right."""
        return tuple(
            {
                part: {lang: self[f"signer{number}_{part}_{lang}"].data or "" for lang in LANGUAGES}
                for part in SIGNER_PARTS
            }
            for number in range(1, MOST_SIGNERS + 1)
        )

    def as_data(self) -> SettingsData:
        """For `change_settings` and the preview."""
        values: dict[str, Any] = {name: self[name].data for name in PLAIN}
        values |= {name: self.pair(name) for name in PAIRS}
        return SettingsData(
            **values,
            min_minutes_percent=self.min_minutes_percent.data or 0,
            min_final_percent=self.min_final_percent.data or 0,
            lunar_text=self.lunar_text.data or "",
            number_pattern=self.number_pattern.data or "{number}/{year}",
            signers=self.signers(),
        )


def _known_placeholders(_form: Form, field: Any) -> None:
    unknown = unknown_placeholders(field.data or "")
    if unknown:
        raise ValidationError(gettext(UNKNOWN_PLACEHOLDER, placeholder=unknown[0]))


SIGNER_LABELS = {"post": N_("Post, above the signature"), "rank": N_("Rank"), "name": N_("Name, below the signature")}

for _name in ("participation_text", "completion_text"):
    for _lang in LANGUAGES:
        setattr(SettingsForm, f"validate_{_name}_{_lang}", _known_placeholders)
for _number in range(1, MOST_SIGNERS + 1):
    for _part in SIGNER_PARTS:
        for _lang in LANGUAGES:
            _field = TextField(lazy_gettext(SIGNER_LABELS[_part]), [Length(max=120)])
            setattr(SettingsForm, f"signer{_number}_{_part}_{_lang}", _field)
