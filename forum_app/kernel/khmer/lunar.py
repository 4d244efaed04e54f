"""The Khmer lunar date (chhankitek) as official letters print it.

Sources: the published rules of the Khmer calendar (day count, avoman, bodithey, leap month, leap day);
statement of the Ministry of Cults and Religion, 2018: the Buddhist year changes on 1 roch of Pisakh; the sak
changes on Leung Sak, the last day of the New Year, the animal on its first. Lunar day, phase and month agree
with an independent implementation on every day of 1900-2100 and with 21 publicly announced feast days.
The ministry's calendar is the authority: every template lets the organiser override the printed line.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from forum_app.kernel.khmer.digits import khmer_digits

WAXING, WANING = "កើត", "រោច"
MONTHS = (
    "មិគសិរ",
    "បុស្ស",
    "មាឃ",
    "ផល្គុន",
    "ចេត្រ",
    "ពិសាខ",
    "ជេស្ឋ",
    "អាសាឍ",
    "ស្រាពណ៍",
    "ភទ្របទ",
    "អស្សុជ",
    "កត្តិក",
    "បឋមាសាឍ",
    "ទុតិយាសាឍ",
)
ANIMALS = ("ជូត", "ឆ្លូវ", "ខាល", "ថោះ", "រោង", "ម្សាញ់", "មមី", "មមែ", "វក", "រកា", "ច", "កុរ")
SAKS = (
    "សំរឹទ្ធិស័ក",
    "ឯកស័ក",
    "ទោស័ក",
    "ត្រីស័ក",
    "ចត្វាស័ក",
    "បញ្ចស័ក",
    "ឆស័ក",
    "សប្តស័ក",
    "អដ្ឋស័ក",
    "នព្វស័ក",
)
# Monday first. The lunar line writes ចន្ទ for Monday where a civil date writes ច័ន្ទ.
WEEKDAYS = ("ចន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ")

_PISAKH, _CHESTH, _ASATH, _FIRST_ASATH, _SECOND_ASATH = 5, 6, 7, 12, 13
# 1 January 1900 was 1 koeut of Boss; the month before it, Mikasar, has 29 days.
_ANCHOR = date(1899, 12, 3)
_ANCHOR_YEAR = 1900
# Leung Sak, from which the others are counted: 16 April 2024.
_LEUNG_SAK = date(2024, 4, 16)
_BUDDHIST, _CHULA = 544, 638


@dataclass(frozen=True, slots=True)
class LunarDate:
    """The parts of a printed lunar date, in Khmer; `day` counts 1-15 within its `phase`."""

    weekday: str
    day: int
    phase: str
    month: str
    animal_year: str
    sak: str
    be: int


def lunar_date(day: date) -> LunarDate:
    """The lunar date of a civil day in Cambodia (checked for 1900-2100)."""
    if isinstance(day, datetime):
        day = day.date()
    lunar_day, phase, month = _day_of_month(day)
    leung_sak = _leung_sak(day.year)
    # The New Year begins two days before Leung Sak; its very moment (13 or 14 April) is not computed.
    animal_start = leung_sak - timedelta(days=2)
    return LunarDate(
        weekday=WEEKDAYS[day.weekday()],
        day=lunar_day,
        phase=phase,
        month=MONTHS[month],
        animal_year=ANIMALS[(day.year - 4 - (day < animal_start)) % 12],
        sak=SAKS[(day.year - _CHULA - (day < leung_sak)) % 10],
        be=day.year + _BUDDHIST - (day < _buddhist_new_year(day.year)),
    )


def lunar_line(day: date) -> str:
    """The line above the place and date: ថ្ងៃពុធ ៨រោច ខែភទ្របទ ឆ្នាំរោង ឆស័ក ព.ស.២៥៦៨."""
    parts = lunar_date(day)
    return (
        f"ថ្ងៃ{parts.weekday} {khmer_digits(parts.day)}{parts.phase} ខែ{parts.month} "
        f"ឆ្នាំ{parts.animal_year} {parts.sak} ព.ស.{khmer_digits(parts.be)}"
    )


def _solar_count(be: int) -> int:
    return be * 292207 + 499


def _moon_count(be: int) -> int:
    return (_solar_count(be) // 800 + 4) * 11 + 25


def _avoman(be: int) -> int:
    return _moon_count(be) % 692


def _bodithey(be: int) -> int:
    return (_moon_count(be) // 692 + _solar_count(be) // 800 + 4 + 29) % 30


def _has_leap_month(be: int) -> bool:
    """Asath counts twice when the year begins late in the moon's month."""
    this, following = _bodithey(be), _bodithey(be + 1)
    if (this, following) == (25, 5):
        return False
    return this >= 25 or this < 6 or (this, following) == (24, 6)


def _earns_leap_day(be: int) -> bool:
    """Chesth gets a 30th day, unless the leap month of the same year pushes it on."""
    this = _avoman(be)
    if 800 - _solar_count(be) % 800 <= 207:
        return this < 127
    return this < 138 and not (this == 137 and _avoman(be + 1) == 0)


@lru_cache(maxsize=512)
def _has_leap_day(be: int) -> bool:
    """A leap day never falls in a year with a leap month; it is carried to the next year without one."""
    if _has_leap_month(be):
        return False
    if _earns_leap_day(be):
        return True
    before = be - 1
    while _has_leap_month(before):
        if _earns_leap_day(before):
            return True
        before -= 1
    return False


def _months(be: int) -> list[tuple[int, int]]:
    """Index and length of the months of one lunar year, from Mikasar on: 29 and 30 days in turn."""
    months: list[tuple[int, int]] = []
    for month in range(12):
        if month == _ASATH and _has_leap_month(be):
            months += [(_FIRST_ASATH, 30), (_SECOND_ASATH, 30)]
        elif month == _CHESTH and _has_leap_day(be):
            months.append((month, 30))
        else:
            months.append((month, 30 if month % 2 else 29))
    return months


def _year_length(year: int) -> timedelta:
    return timedelta(days=sum(length for _, length in _months(year + _BUDDHIST)))


@lru_cache(maxsize=512)
def _year_start(year: int) -> date:
    """1 koeut of Mikasar of the lunar year that holds 1 January of the civil `year`."""
    start = _ANCHOR
    for passed in range(_ANCHOR_YEAR, year):
        start += _year_length(passed)
    for missing in range(year, _ANCHOR_YEAR):
        start -= _year_length(missing)
    return start


def _day_of_month(day: date) -> tuple[int, str, int]:
    """Day in its phase, phase, and index of the month."""
    year = day.year + (day >= _year_start(day.year + 1))
    passed = (day - _year_start(year)).days
    months = iter(_months(year + _BUDDHIST))
    month, length = next(months)
    while passed >= length:
        passed -= length
        month, length = next(months)
    return (passed + 1, WAXING, month) if passed < 15 else (passed - 14, WANING, month)


@lru_cache(maxsize=512)
def _buddhist_new_year(year: int) -> date:
    """1 roch of Pisakh, the day after Visak Bochea (Ministry of Cults and Religion, 2018)."""
    day = date(year, 4, 10)
    while _day_of_month(day) != (1, WANING, _PISAKH):
        day += timedelta(days=1)
    return day


def _leung_sak(year: int) -> date:
    """The day on which the sak changes, by the day number of the chula-sakarach year."""

    def day_number(civil_year: int) -> int:
        return ((civil_year - _CHULA) * 292207 + 373) // 800

    return _LEUNG_SAK + timedelta(days=day_number(year) - day_number(_LEUNG_SAK.year))
