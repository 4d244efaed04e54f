"""The sign-in sheet on paper: columns, order and signer as the forum set them, heads in both languages."""

from typing import Any

from flask_babel import gettext

from forum_app.attendance import queries, rules
from forum_app.attendance.models import AttendanceSettings
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.document.pdf import render
from forum_app.kernel.i18n import in_language
from forum_app.kernel.khmer.dates import format_date
from forum_app.kernel.khmer.digits import khmer_digits
from forum_app.kernel.khmer.lunar import lunar_line
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.templating import template_folder
from forum_app.registration import queries as registrations
from forum_app.registration.models import Registration

KINGDOM = ("ព្រះរាជាណាចក្រកម្ពុជា", "ជាតិ សាសនា ព្រះមហាក្សត្រ")
"""The two header lines of the kingdom, in the order that state documents print them (khmer.md 2)."""
SEX = {"female": Bilingual("ស្រី", "F"), "male": Bilingual("ប្រុស", "M")}
TITLE = N_("Attendance list, day %(number)s")
TOTAL = N_("Total %(people)s people, of them %(women)s women.")


def both(message: str, **values: Any) -> dict[str, str]:
    """A sentence of the catalogue in both languages; Khmer with Khmer digits, as papers write it."""
    with in_language("km"):
        khmer = khmer_digits(gettext(message, **values))
    with in_language("en"):
        return {"km": khmer, "en": gettext(message, **values)}


def sign_in_sheet(forum: Forum, day: ForumDay, *, lang: str) -> bytes:
    """The PDF of one day: a row for everybody approved, room to sign in the morning and in the afternoon."""
    settings = queries.settings_of(forum)
    people = registrations.list_approved(forum)
    if settings.sheet_order == "protocol":
        people = registrations.in_protocol_order(people)
    data = sheet_data(forum, day, people, settings, lang=lang)
    return render(template_folder("attendance") / "sheet.typ", data, standards=("ua-1",))


def sheet_data(
    forum: Forum, day: ForumDay, people: list[Registration], settings: AttendanceSettings, *, lang: str
) -> dict[str, Any]:
    """Everything the template prints, as plain values."""
    columns = [column for column in rules.sheet_columns(settings.sheet_columns) if column.on]
    women = sum(registration.person.sex == "female" for registration in people)
    with in_language(lang):
        pages = gettext("Page {n} of {m}")
    return {
        "lang": lang,
        "title": both(TITLE, number=day.number),
        "forum": forum.title.as_dict(),
        "venue": forum.venue.as_dict(),
        "place": forum.place.as_dict(),
        "date": {one: format_date(day.day_on, one, style="full") for one in ("km", "en")},
        "lunar": lunar_line(day.day_on) if settings.sheet_lunar else "",
        "kingdom": list(KINGDOM) if settings.sheet_kingdom else None,
        "institution": forum.organiser.as_dict(),
        "landscape": settings.sheet_landscape,
        "columns": [{"key": column.key, "km": column.km, "en": column.en} for column in columns],
        "rows": [[_cell(column.key, number, one) for column in columns] for number, one in enumerate(people, 1)],
        "total": both(TOTAL, people=len(people), women=women),
        "signer_post": settings.signer_post.as_dict(),
        "signer_name": settings.signer_name.as_dict(),
        "foot": f"{forum.title.in_language(lang)} – {forum.code}",
        "pages": pages,
        "sample": "គំរូ SAMPLE" if forum.is_sample else "",
    }


def _cell(key: str, number: int, registration: Registration) -> dict[str, str]:
    """What stands in one cell, Khmer first; cells to sign stay empty."""
    person = registration.person
    made = {
        "number": lambda: Bilingual(khmer_digits(number)),
        "badge": lambda: Bilingual(en=registration.badge),
        "name": lambda: Bilingual(person.name.km or "", "" if person.name.km else person.name.en),
        "latin": lambda: Bilingual(en=person.name.en),
        "sex": lambda: Bilingual(SEX[person.sex].km) if person.sex else Bilingual(),
        "rank": lambda: registration.rank.name if registration.rank else Bilingual(),
        "post": lambda: registration.post.name if registration.post else registration.position,
        "unit": lambda: registration.unit.label if registration.unit else Bilingual(),
        "phone": lambda: Bilingual(en=person.phone or ""),
    }.get(key, Bilingual)()
    shown = made.in_language("km")
    return {"text": shown, "lang": made.language_shown("km")}
