"""Sheets 5, 6 and 7: what the days pay, what was corrected and why, and what this file is."""

from uuid import UUID

from sqlalchemy import select

from forum_app import __version__
from forum_app.attendance import queries, rules
from forum_app.attendance.exports.layout import DASH, FIRST_ROW, NAMES, Layout, both, half_head, heads, titled
from forum_app.attendance.exports.people import PERSON_HEADS, person_cells, unit_text
from forum_app.attendance.models import Evidence
from forum_app.attendance.queries import Row
from forum_app.kernel import clock
from forum_app.kernel.audit import AuditHead
from forum_app.kernel.database import db
from forum_app.kernel.khmer.dates import format_range
from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.writer import Book, Cell, Formula, column

ALLOWANCE_TITLE = N_("Allowance by days attended")
CORRECTIONS_TITLE = N_("Corrections and what was taken back")
ABOUT_TITLE = N_("About this workbook")
CURRENCIES = {"KHR": N_("Amount (riel)"), "USD": N_("Amount (US dollar)")}
RULES = (
    N_("A half day counts when somebody came, late or not. Two half days make one day."),
    N_("Late is later than the beginning of the half day and %(minutes)s minutes of grace."),
    N_("One scan of a half day fills its counted sessions until the end; such minutes are marked as inferred."),
    N_("A correction with a reason wins over what was scanned before it. Nothing is ever overwritten."),
)


def allowance(layout: Layout, book: Book) -> None:
    """Days from the matrix times the rate of the rank; a column to sign."""
    settings, rates = queries.settings_of(layout.forum), queries.rates_of(layout.forum)
    widths = [5, 7, 22, 20, 18, 22, 18, 8, 12, 14, 28]
    sheet = titled(layout, book, "allowance", ALLOWANCE_TITLE, widths, freeze=f"E{FIRST_ROW}")
    sheet.blank()
    amount = CURRENCIES[settings.currency]
    sheet.row(
        heads(
            *PERSON_HEADS, N_("Rank"), N_("Unit"), N_("Phone"), N_("Days"), N_("Rate of a day"), amount, N_("Signature")
        ),
        height=48,
    )
    amounts = []
    for number, row in enumerate(layout.rows, 1):
        rate = rates.get(row.registration.rank_id, settings.rate) if row.registration.rank_id else settings.rate
        amounts.append(row.presence.attended_halves / 2 * rate)
        sheet.row(_allowance_row(layout, number, row, rate), height=30)
    if layout.rows:
        sheet.row(_allowance_total(layout, amounts))


def _allowance_row(layout: Layout, number: int, row: Row, rate: int) -> list[object]:
    here, days = FIRST_ROW + number - 1, row.presence.attended_halves / 2
    attended = f"'{NAMES['matrix']}'!{column(layout.attended)}{here}"
    return [
        *person_cells(number, row),
        row.registration.rank.name.in_language("km") if row.registration.rank else "",
        unit_text(row),
        row.registration.person.phone or "",
        Cell(Formula(f"={attended}/2", days), "half"),
        Cell(rate, "money"),
        Cell(Formula(f"=H{here}*I{here}", days * rate), "money"),
        "",
    ]


def _allowance_total(layout: Layout, amounts: list[float]) -> list[object]:
    days = sum(row.presence.attended_halves for row in layout.rows) / 2
    area = f"{FIRST_ROW}:{{0}}{layout.last_row}"
    return [
        Cell("", "total"),
        Cell("", "total"),
        Cell(both(N_("Total"), DASH), "total"),
        *[Cell("", "total")] * 4,
        Cell(Formula(f"=SUM(H{area.format('H')})", days), "total_half"),
        Cell("", "total"),
        Cell(Formula(f"=SUM(J{area.format('J')})", sum(amounts)), "total_count"),
        Cell("", "total"),
    ]


def corrections(layout: Layout, book: Book) -> None:
    """Who stated what, when and why, and what stood there before."""
    widths = [18, 24, 8, 22, 20, 26, 14, 14, 44]
    sheet = titled(layout, book, "corrections", CORRECTIONS_TITLE, widths, freeze=f"A{FIRST_ROW}")
    sheet.blank()
    people_heads = (N_("Badge"), N_("Name (Khmer)"), N_("Name (Latin)"))
    sheet.row(
        heads(N_("When"), N_("By whom"), *people_heads, N_("Half day"), N_("Before"), N_("After"), N_("Reason")),
        height=48,
    )
    found = queries.list_corrections(layout.forum)
    names = queries.names_of_accounts(row.actor_id for row in found)
    facts = queries.facts_of_forum(layout.forum)
    people = {row.registration.id: row for row in layout.rows}
    slots: dict[tuple[UUID | None, str], rules.Slot] = {(slot.day_id, slot.half): slot for slot in layout.slots}
    for evidence in found:
        row, slot = people.get(evidence.registration_id), slots.get((evidence.day_id, evidence.half or ""))
        if row is None or slot is None:
            continue
        before, after = _states(layout, evidence, facts[evidence.registration_id], slot)
        by = names.get(evidence.actor_id) if evidence.actor_id else None
        name = row.registration.name
        sheet.row(
            [
                Cell(clock.local(evidence.recorded_at).replace(tzinfo=None, microsecond=0), "moment"),
                by.in_language("km") if by else "",
                Cell(row.registration.badge, "code"),
                name.km,
                name.en,
                half_head(slot, DASH),
                Cell(before, "code"),
                Cell(after, "code"),
                Cell(evidence.reason, "wrap"),
            ]
        )


def _states(layout: Layout, evidence: Evidence, facts: list[rules.Fact], slot: rules.Slot) -> tuple[str, str]:
    """The letter before this row and after it, as of the end of the half day."""
    settled = max(slot.ends_at, evidence.recorded_at)
    frame = rules.Frame(slots=layout.slots, sessions=(), at=settled, grace=layout.grace)
    own = evidence.fact.order
    before = rules.half_mark([fact for fact in facts if fact.order < own], slot, frame)
    after = rules.half_mark([fact for fact in facts if fact.order <= own], slot, frame)
    return rules.CODES[before.status], rules.CODES[after.status]


def about(layout: Layout, book: Book) -> None:
    """Event, moment, version, rules in words, the head of the audit chain, a line to sign."""
    forum = layout.forum
    settings = queries.settings_of(forum)
    sheet = titled(layout, book, "about", ABOUT_TITLE, [34, 90], freeze=None)
    days = {lang: format_range(forum.starts_on, forum.ends_on, lang) for lang in ("km", "en")}
    lines = [
        (N_("Forum"), f"{forum.title.km} – {forum.title.en}"),
        (N_("Code"), forum.code),
        (N_("Days of the forum"), f"{days['km']} – {days['en']}"),
        (N_("People listed"), len(layout.rows)),
        (N_("Sessions that count"), len(layout.sessions)),
        (N_("Made at"), Cell(clock.local(layout.at).replace(tzinfo=None, microsecond=0), "moment")),
        (N_("Version of the program"), __version__),
        (N_("Newest link of the audit trail"), _head_hash()),
        (N_("Signed by"), " – ".join(part for part in (settings.signer_post.km, settings.signer_name.km) if part)),
    ]
    for label, value in lines:
        sheet.row([Cell(both(label, DASH), "total"), value])
    sheet.blank()
    for text in RULES:
        spoken = both(text, minutes=settings.grace_minutes)
        sheet.row([Cell(both(N_("Rule"), DASH), "soft"), Cell(spoken, "wrap")], height=44)


def _head_hash() -> str:
    heads_found = db.session.scalars(select(AuditHead).order_by(AuditHead.origin_id))
    return ", ".join(f"{head.origin_id}:{head.sequence}:{head.hash}" for head in heads_found)
