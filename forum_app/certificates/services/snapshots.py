"""The snapshot: everything a certificate says, in both languages, as it was on the day."""

from datetime import date
from typing import Any

from forum_app.certificates import rules
from forum_app.certificates.models import CertificateSettings
from forum_app.certificates.rules import Facts
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import LANGUAGES, Bilingual
from forum_app.kernel.khmer.dates import format_date, format_range
from forum_app.kernel.khmer.digits import khmer_digits
from forum_app.kernel.khmer.lunar import lunar_line
from forum_app.registration.models import Registration


def make_snapshot(
    registration: Registration,
    kind: str,
    *,
    settings: CertificateSettings,
    facts: Facts,
    by_override: bool = False,
) -> dict[str, Any]:
    """What the paper of this registration says under these settings. JSON values only."""
    forum = registration.forum
    return {
        "settings_version": settings.version,
        "kind": kind,
        "sample": forum.is_sample,
        "forum": {"code": forum.code, "title": forum.title.as_dict()},
        "starts_on": forum.starts_on.isoformat(),
        "ends_on": forum.ends_on.isoformat(),
        "issued_on": issue_date(forum, settings).isoformat(),
        "number_pattern": settings.number_pattern,
        "kingdom": settings.kingdom_header,
        "institution": settings.institution.as_dict(),
        "logos": list(settings.logo_ids),
        "signers": list(settings.signers),
        "body": _body(forum, settings.text_of(kind)).as_dict(),
        "requirements": None if by_override else _requirements(settings, kind),
        "halves": {"attended": facts.attended_halves, "total": facts.total_halves},
        "hours": hours_of(settings, facts) if settings.hours_on else None,
        "dates": date_lines(forum, settings),
        "show_unit": settings.verify_shows_unit,
        **_person(registration, settings),
    }


def _person(registration: Registration, settings: CertificateSettings) -> dict[str, Any]:
    person = registration.person
    post = registration.position or (registration.post.name if registration.post else Bilingual())
    return {
        "name": person.name.as_dict(),
        "honorific": (person.honorific.name if person.honorific else Bilingual()).as_dict(),
        "rank": (registration.rank.name if registration.rank else Bilingual()).as_dict(),
        "post": post.as_dict(),
        "unit": (registration.unit.name if registration.unit else Bilingual()).as_dict(),
        "birth_year": person.birth_year if settings.birth_on else None,
    }


def issue_date(forum: Forum, settings: CertificateSettings) -> date:
    """The date on the paper: what the organiser set, else the last day."""
    return settings.issued_on or forum.ends_on


def hours_of(settings: CertificateSettings, facts: Facts) -> int:
    """Hours of training as printed: what the organiser set, else the counted programme in whole hours."""
    return facts.counted_minutes_total // 60 if settings.hours_value is None else settings.hours_value


def _requirements(settings: CertificateSettings, kind: str) -> dict[str, Any] | None:
    if kind != "completion":
        return None
    return {
        "minutes_percent": settings.min_minutes_percent,
        "final_percent": settings.min_final_percent,
        "practicals": settings.needs_practicals,
    }


def _body(forum: Forum, text: Bilingual) -> Bilingual:
    filled = {}
    for lang in LANGUAGES:
        values = {
            "{forum}": forum.title.in_language(lang),
            "{organiser}": forum.organiser.in_language(lang),
            "{dates}": format_range(forum.starts_on, forum.ends_on, lang),
            "{venue}": forum.venue.in_language(lang),
            "{place}": forum.place.in_language(lang),
        }
        filled[lang] = rules.fill_text(text.in_language(lang), values)
    return Bilingual.of(filled)


def date_lines(forum: Forum, settings: CertificateSettings) -> dict[str, Any]:
    """Lunar line, then place and date in both languages; dotted ones are for the pen."""
    place = settings.place or forum.place
    if settings.lunar_mode == "dotted":
        return {
            "dotted": True,
            "lunar": f"ថ្ងៃ{'.' * 18} ខែ{'.' * 14} ឆ្នាំ{'.' * 10} {'.' * 10}ស័ក ព.ស.{'.' * 12}",
            "km": f"{place.km} ថ្ងៃទី{'.' * 8} ខែ{'.' * 14} ឆ្នាំ{'.' * 10}".strip(),
            "en": f"{place.en}, {'.' * 30}".removeprefix(", "),
        }
    day = issue_date(forum, settings)
    written = settings.lunar_mode == "override" and settings.lunar_text
    return {
        "dotted": False,
        "lunar": khmer_digits(settings.lunar_text) if written else lunar_line(day),
        "km": f"{place.km} {format_date(day, 'km')}".strip(),
        "en": f"{place.en}, {format_date(day, 'en')}".removeprefix(", "),
    }
