"""Certificates and the register book as PDF, from snapshots. Words of the paper come from both catalogues."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from flask_babel import gettext, pgettext

from forum_app.certificates import queries
from forum_app.certificates.models import Certificate
from forum_app.certificates.rules import KIND_NAMES, STATE_NAMES, show_number
from forum_app.forums.models import Forum
from forum_app.kernel import files, i18n, qr
from forum_app.kernel.bilingual import LANGUAGES, Bilingual
from forum_app.kernel.document import pdf
from forum_app.kernel.files import StoredFile
from forum_app.kernel.khmer.dates import format_date
from forum_app.kernel.khmer.digits import khmer_digits
from forum_app.kernel.refusal import N_

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS = ("a-2a", "ua-1")
KINGDOM = ("ព្រះរាជាណាចក្រកម្ពុជា", "ជាតិ សាសនា ព្រះមហាក្សត្រ", "Kingdom of Cambodia – Nation Religion King")
"""The header of the kingdom, for state institutions: two lines in Khmer, one in English. Fixed words, not content."""
INTRO = N_("This certifies that")
PRESENCE_ONLY = N_("This certificate confirms presence, not competence.")
Pair = dict[str, str]


def certificates_pdf(certificates: Sequence[Certificate]) -> bytes:
    """One sheet a certificate, in the order given."""
    sheets = [
        sheet(one.snapshot, number=one.number, suffix=one.suffix, serial=one.serial, issued_on=one.issued_on)
        for one in certificates
    ]
    snapshots = [one.snapshot for one in certificates]
    return _render(sheets, snapshots, issued_on=max(one.issued_on for one in certificates))


def preview_pdf(snapshot: dict[str, Any]) -> bytes:
    """A paper of nobody's: what the settings make of the longest name. Marked as a sample."""
    issued_on = date.fromisoformat(snapshot["issued_on"])
    preview = {**snapshot, "sample": True}
    one = sheet(preview, number=0, suffix=0, serial="0000-00000000", issued_on=issued_on)
    return _render([one], [preview], issued_on=issued_on)


def _render(sheets: list[dict[str, Any]], snapshots: Sequence[dict[str, Any]], *, issued_on: date) -> bytes:
    first = snapshots[0]
    data = {
        "title": _title(first, len(sheets)),
        "author": Bilingual.of(first["institution"]).in_language("km"),
        "date": [issued_on.year, issued_on.month, issued_on.day],
        "sample": _sample_words() if any(one["sample"] for one in snapshots) else "",
        "logos": _pictures(snapshots),
        "sheets": sheets,
    }
    try:
        return pdf.render(TEMPLATES / "certificate.typ", data, standards=STANDARDS)
    except typst.TypstError:
        # A name with a character none of our fonts has cannot be archived by the standard, but is still printed.
        return pdf.render(TEMPLATES / "certificate.typ", data)


def _title(snapshot: dict[str, Any], count: int) -> str:
    forum = Bilingual.of(snapshot["forum"]["title"]).in_language("km")
    what = both(KIND_NAMES[snapshot["kind"]])["km"]
    who = Bilingual.of(snapshot["name"]).in_language("km")
    return f"{what} – {who} – {forum}" if count == 1 else f"{what} – {forum}"


def _sample_words() -> str:
    words = {}
    for lang in LANGUAGES:
        with i18n.in_language(lang):
            words[lang] = pgettext("tag of sample data", "Sample")
    return f"{words['km']} {words['en'].upper()}"


def both(message: str, **values: Any) -> Pair:
    """A sentence of the catalogues in both languages; numbers in Khmer digits in the Khmer one."""
    found = {}
    for lang in LANGUAGES:
        shown = {key: khmer_digits(value) if lang == "km" else value for key, value in values.items()}
        with i18n.in_language(lang):
            found[lang] = gettext(message, **shown)
    return found


def sheet(snapshot: dict[str, Any], *, number: int, suffix: int, serial: str, issued_on: date) -> dict[str, Any]:
    """What one sheet says, ready for the template."""
    shown = show_number(number, pattern=snapshot["number_pattern"], year=issued_on.year, suffix=suffix)
    return {
        "kingdom": list(KINGDOM) if snapshot["kingdom"] else [],
        "institution": snapshot["institution"],
        "logos": snapshot["logos"],
        "title": both(KIND_NAMES[snapshot["kind"]]),
        "intro": both(INTRO),
        "honorific": snapshot["honorific"],
        "name": snapshot["name"],
        "line": _person_line(snapshot),
        "body": snapshot["body"],
        "notes": _notes(snapshot),
        "dates": snapshot["dates"],
        "signers": [_signer(one) for one in snapshot["signers"]],
        "number": both(N_("No. %(number)s"), number=shown),
        "serial": serial,
        "address": qr.address("/verify").partition("://")[2],
        "qr": qr.svg(qr.address(f"/verify/{serial}"), border=0),
        "qr-alt": both(N_("QR code to verify certificate %(serial)s"), serial=serial)["en"],
    }


def _person_line(snapshot: dict[str, Any]) -> Pair:
    """Rank, post and unit, as far as they are known in the language."""
    born = both(N_("born in %(year)s"), year=snapshot["birth_year"]) if snapshot["birth_year"] else {"km": "", "en": ""}
    return {
        lang: " – ".join(
            part for part in (*(snapshot[key][lang] for key in ("rank", "post", "unit")), born[lang]) if part
        )
        for lang in LANGUAGES
    }


def _notes(snapshot: dict[str, Any]) -> Pair:
    """Small lines under the body: hours, what was asked, and what participation does not say."""
    notes = []
    if snapshot["hours"]:
        notes.append(both(N_("Length of the training: %(hours)s hours."), hours=snapshot["hours"]))
    if snapshot["kind"] == "participation":
        notes.append(both(PRESENCE_ONLY))
    notes += _asked(snapshot["requirements"] or {})
    return {lang: " ".join(one[lang] for one in notes) for lang in LANGUAGES}


def _asked(asked: dict[str, Any]) -> list[Pair]:
    found = []
    if asked.get("minutes_percent"):
        found.append(both(N_("Attended at least %(n)s %% of the training time."), n=asked["minutes_percent"]))
    if asked.get("final_percent"):
        found.append(both(N_("Passed the knowledge check (at least %(n)s %%)."), n=asked["final_percent"]))
    if asked.get("practicals"):
        found.append(both(N_("All assessed practicals are signed off.")))
    return found


def _signer(signer: dict[str, Any]) -> dict[str, Pair]:
    """Post above, rank and name below, in one line."""
    names = {lang: f"{signer['rank'][lang]} {signer['name'][lang]}".strip() for lang in LANGUAGES}
    return {"post": signer["post"], "name": names}


def _pictures(snapshots: Sequence[dict[str, Any]]) -> dict[str, list[int]]:
    """The logos of these papers by id, as numbers: the template knows no files. A lost file leaves its place empty."""
    wanted = sorted({UUID(key) for snapshot in snapshots for key in snapshot["logos"]})
    found: list[StoredFile] = queries.list_files([str(key) for key in wanted])
    return {str(file.id): list(files.read(file)) for file in found if files.is_here(file)}


def book_pdf(forum: Forum, certificates: Sequence[Certificate]) -> bytes:
    """The register book in the reader's language, names in both scripts."""
    lang = i18n.current_language()
    title = gettext("Register of certificates")
    data = {
        "title": title,
        "lang": lang,
        "seconds": [forum.title.in_language(lang)],
        "foot": f"{forum.title.in_language(lang)} – {forum.code}",
        "pages": gettext("Page {n} of {m}"),
        "sample": _sample_words() if forum.is_sample else "",
        "heads": [both(head) for head in BOOK_HEADS],
        "rows": [_book_row(one, lang) for one in certificates],
    }
    return pdf.render(TEMPLATES / "book.typ", data)


BOOK_HEADS = (
    N_("Number"),
    N_("Name"),
    N_("Rank"),
    N_("Unit"),
    N_("Certificate"),
    N_("Serial"),
    N_("Date"),
    N_("State"),
    N_("Signature"),
)


def _book_row(certificate: Certificate, lang: str) -> dict[str, Any]:
    snapshot = certificate.snapshot
    return {
        "number": certificate.shown_number,
        "name": snapshot["name"],
        "rank": Bilingual.of(snapshot["rank"]).in_language(lang),
        "unit": Bilingual.of(snapshot["unit"]).in_language(lang),
        "kind": gettext(KIND_NAMES[certificate.kind]),
        "serial": certificate.serial,
        "issued": format_date(certificate.issued_on, lang, "short"),
        "state": gettext(STATE_NAMES[certificate.state]),
    }
