"""Dates, times and durations in both languages, formatted on the server.

Browsers have no Khmer locale data to rely on and CLDR's patterns are not the official wording, so the
patterns stand here, beside each other for both languages: they are locale data, not messages, and belong in
no catalogue. The caller has already converted the moment to the forum's time zone.

Digits: Khmer in dates in words, Latin in tables, times and durations; `digits` overrides the custom of the
style. English always has Latin digits. Names of months and weekdays: CLDR `km`.
"""

from datetime import date, datetime, time
from typing import Literal

from forum_app.kernel.khmer.digits import khmer_digits

Digits = Literal["khmer", "latin"]
DateStyle = Literal["long", "full", "short", "day_month"]
TimeStyle = Literal["plain", "words"]

_MONTHS_KM = (
    *("មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា"),
    *("កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"),
)
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS_KM = ("ច័ន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def month_name(month: int, lang: str) -> str:
    """The name of a month, 1-12."""
    return (_MONTHS_KM if lang == "km" else _MONTHS_EN)[month - 1]


def weekday_name(d: date, lang: str) -> str:
    """The name of a weekday, without the word for day: ពុធ, Wednesday."""
    return (_WEEKDAYS_KM if lang == "km" else _WEEKDAYS_EN)[d.weekday()]


def format_date(d: date, lang: str, style: DateStyle = "long", digits: Digits | None = None) -> str:
    """A civil date.

    long: ថ្ងៃទី២៥ ខែកញ្ញា ឆ្នាំ២០២៤ / 25 September 2024; full: with the weekday;
    short, for tables: 25/09/2024 / 25 Sep 2024; day_month: 25 កញ្ញា / 25 September.
    """
    if lang != "km":
        return _date_in_english(d, style)
    in_words = style in ("long", "full")
    return _in_digits(_date_in_khmer(d, style), lang, digits or ("khmer" if in_words else "latin"))


def format_range(d1: date, d2: date, lang: str, digits: Digits = "khmer") -> str:
    """The days of a forum: ពីថ្ងៃទី២៥ ដល់ថ្ងៃទី២៧ ខែកញ្ញា ឆ្នាំ២០២៤ / 25–27 September 2024."""
    if d2 < d1:
        raise ValueError("a range ends before it begins")
    if d1 == d2:
        return format_date(d1, lang, digits=digits)
    if lang == "km":
        end = _date_in_khmer(d2, "long")
        return _in_digits(f"ពីថ្ងៃទី{_start_in_khmer(d1, d2)} ដល់{end}", lang, digits)
    end = _date_in_english(d2, "long")
    if _same_month(d1, d2):
        return f"{d1.day}–{end}"
    start = _date_in_english(d1, "day_month" if d1.year == d2.year else "long")
    return f"{start} – {end}"


def format_time(t: time | datetime, lang: str, style: TimeStyle = "plain", digits: Digits | None = None) -> str:
    """A time of day on the 24-hour clock: 14:05; in Khmer words: ម៉ោង ១៤:០៥."""
    clock = f"{t.hour:02}:{t.minute:02}"
    if lang != "km" or style == "plain":
        return _in_digits(clock, lang, digits or "latin")
    return _in_digits(f"ម៉ោង {clock}", lang, digits or "khmer")


def format_duration(minutes: int, lang: str, digits: Digits = "latin") -> str:
    """A length of time in hours and minutes: 2 ម៉ោង 30 នាទី / 2 hours 30 minutes. Training counts no days."""
    if minutes < 0:
        raise ValueError("a duration cannot be negative")
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(_counted(hours, "ម៉ោង", "hour", lang))
    if rest or not hours:
        parts.append(_counted(rest, "នាទី", "minute", lang))
    return _in_digits(" ".join(parts), lang, digits)


def format_ago(seconds: float, lang: str, digits: Digits = "latin") -> str:
    """How long ago, in the largest whole unit: 3 ម៉ោងមុន / 3 hours ago.

    Less than a minute, or a moment ahead because two clocks differ, is "just now". No hidden characters,
    unlike CLDR's Khmer pattern.
    """
    if seconds < _MINUTE:
        return "អម្បាញ់មិញនេះ" if lang == "km" else "just now"
    if seconds < _HOUR:
        amount = _counted(int(seconds // _MINUTE), "នាទី", "minute", lang)
    elif seconds < _DAY:
        amount = _counted(int(seconds // _HOUR), "ម៉ោង", "hour", lang)
    else:
        amount = _counted(int(seconds // _DAY), "ថ្ងៃ", "day", lang)
    return _in_digits(f"{amount}មុន" if lang == "km" else f"{amount} ago", lang, digits)


def _in_digits(text: str, lang: str, digits: Digits) -> str:
    return khmer_digits(text) if lang == "km" and digits == "khmer" else text


def _counted(count: int, khmer: str, english: str, lang: str) -> str:
    """Khmer has no plural; English adds an s."""
    if lang == "km":
        return f"{count} {khmer}"
    return f"{count} {english}" if count == 1 else f"{count} {english}s"


def _same_month(d1: date, d2: date) -> bool:
    return (d1.year, d1.month) == (d2.year, d2.month)


def _date_in_english(d: date, style: DateStyle) -> str:
    month = month_name(d.month, "en")
    if style == "short":
        return f"{d.day} {month[:3]} {d.year}"
    if style == "day_month":
        return f"{d.day} {month}"
    weekday = f"{weekday_name(d, 'en')} " if style == "full" else ""
    return f"{weekday}{d.day} {month} {d.year}"


def _date_in_khmer(d: date, style: DateStyle) -> str:
    month = month_name(d.month, "km")
    if style == "short":
        return f"{d.day:02}/{d.month:02}/{d.year}"
    if style == "day_month":
        return f"{d.day} {month}"
    weekday = f"{weekday_name(d, 'km')} " if style == "full" else ""
    return f"ថ្ងៃ{weekday}ទី{d.day} ខែ{month} ឆ្នាំ{d.year}"


def _start_in_khmer(d1: date, d2: date) -> str:
    """The first day of a range says only what the last day does not."""
    if _same_month(d1, d2):
        return str(d1.day)
    start = f"{d1.day} ខែ{month_name(d1.month, 'km')}"
    return start if d1.year == d2.year else f"{start} ឆ្នាំ{d1.year}"
