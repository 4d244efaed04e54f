"""One spelling for one visible text: what is stored, and what is searched.

Khmer can be typed in several code-point orders that look the same, and NFC repairs none of them, so every
string that is stored passes `canonical` and every column that is searched holds `search_key`.

Sources: The Unicode Standard, chapter 16.4 "Khmer" (order of a syllable, deprecated letters); Unicode
document L2/22-290 "Khmer Encoding Structure" (order of marks, split vowels, shifters); Chuon Nath's
dictionary for the two series of consonants.
"""

import re
import unicodedata

from forum_app.kernel.khmer.digits import latin_digits

COENG = "\u17d2"
COENG_RO = COENG + "រ"
VOWEL_AA, VOWEL_II, VOWEL_U = "\u17b6", "\u17b8", "\u17bb"
VOWEL_OE, VOWEL_E, VOWEL_OO = "\u17be", "\u17c1", "\u17c4"
NIKAHIT = "\u17c6"
MUUSIKATOAN, TRIISAP = "\u17c9", "\u17ca"
ZWSP = "\u200b"

_BASE = "\u1780-\u17a2\u17a5-\u17b3"
_MARK = "\u17b6-\u17d1\u17d3\u17dd"
_SYLLABLE = re.compile(f"[{_BASE}](?:{COENG}[{_BASE}]|[{_MARK}])+")
_PART = re.compile(f"{COENG}?.", re.DOTALL)
_KHMER = re.compile("[\u1780-\u17ff]")

# ZWNJ, ZWJ, word joiner, byte order mark, soft hyphen, and the two inherent vowels that nobody can see.
_INVISIBLE = re.compile("[\u200c\u200d\u2060\ufeff\u00ad\u17b4\u17b5]")
# A zero width space is a line-break hint between words; before a mark or a subscript it hides a typing slip.
_ZWSP_BEFORE_MARK = re.compile(f"{ZWSP}+(?=[{_MARK}{COENG}\u0300-\u036f])|(?<={COENG}){ZWSP}+")
_COENG_RUN = re.compile(f"{COENG}{{2,}}")
# Only blanks are folded: tabs and line breaks are the writer's. A no-break space is a blank beside Khmer.
_BLANKS = re.compile("[ \u00a0]{2,}|(?<=[\u1780-\u17ff])\u00a0|\u00a0(?=[\u1780-\u17ff])")
_DEPRECATED = str.maketrans({"\u17a3": "អ", "\u17a4": "អា"})

# Where a mark stands in its syllable: robat, subscripts, shifter, vowels (before, below, above, after),
# signs, final signs. Subscript ro comes after every other subscript.
_PLACES = {
    1: "\u17cc",
    4: MUUSIKATOAN + TRIISAP,
    5: "\u17be\u17bf\u17c0\u17c1\u17c2\u17c3\u17c4\u17c5",
    6: "\u17bb\u17bc\u17bd",
    7: "\u17b7\u17b8\u17b9\u17ba",
    8: VOWEL_AA,
    9: "\u17c6\u17cb\u17cd\u17ce\u17cf\u17d0\u17d1\u17d3\u17dd",
    10: "\u17c7\u17c8",
}
_PLACE = {mark: place for place, marks in _PLACES.items() for mark in marks}
_SUBSCRIPT, _SUBSCRIPT_RO = 2, 3

# First-series consonants. ប is left out on purpose: with a shifter it is written ប៉ (បុី is ប៉ី).
_FIRST_SERIES = frozenset("កខចឆដឋណតថផសហឡអ")
# Marks above the letter push the shifter below it, where it looks exactly like the vowel u.
_ABOVE = frozenset("\u17b7\u17b8\u17b9\u17ba\u17be\u17bf\u17d0")

_KEY_REMOVED = re.compile("[\\s\u17c9-\u17cf\u17d0]")
_ACCENT = re.compile("[\u0300-\u036f]")


def is_khmer(s: str) -> bool:
    """True when the text holds at least one character of the Khmer block (U+1780-17FF)."""
    return _KHMER.search(s) is not None


def canonical(s: str, *, keep_zwsp: bool = False) -> str:
    """The one stored spelling of a visible text: order of marks, split vowels, no hidden characters.

    `keep_zwsp` is for course text alone: zero width spaces between words stay, and so does every blank
    (Markdown indents by blanks). Letters of other scripts are never replaced, only put in NFC; ្ដ and ្ត are
    both kept, because the spelling of a name is the person's own.
    """
    # NFC on both sides: it moves marks next to a hidden space, and a hidden space may keep marks apart.
    s = unicodedata.normalize("NFC", _INVISIBLE.sub("", s))
    s = _ZWSP_BEFORE_MARK.sub("", s) if keep_zwsp else s.replace(ZWSP, "")
    s = unicodedata.normalize("NFC", s)
    if is_khmer(s):
        s = _COENG_RUN.sub(COENG, s.translate(_DEPRECATED))
        # Putting marks in order may bring a foreign accent next to another one: NFC once more.
        s = unicodedata.normalize("NFC", _SYLLABLE.sub(_in_order, s))
    return s if keep_zwsp else _BLANKS.sub(" ", s).strip()


def search_key(s: str) -> str:
    """What is compared when people search: look-alikes and small signs folded, never shown to anybody.

    On top of `canonical`: subscript da reads as ta, ឲ as ឱ, shifters and silent signs and blanks go, digits
    are ASCII, letters are lower case without accents.
    """
    s = canonical(s).replace(COENG + "ដ", COENG + "ត").replace("ឲ", "ឱ")
    s = latin_digits(_KEY_REMOVED.sub("", s))
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", s.casefold())))


def _place(part: str) -> int:
    if part[0] == COENG:
        return _SUBSCRIPT_RO if part == COENG_RO else _SUBSCRIPT
    return _PLACE[part]


def _in_order(syllable: re.Match[str]) -> str:
    """One base letter and its marks, in the order of the encoding structure."""
    parts: list[str] = _PART.findall(syllable[0])
    base, marks = parts[0], parts[1:]
    marks = _composed(_without_doubles(sorted(marks, key=_place)))
    marks = _with_shifter(base, marks)
    return base + "".join(_without_doubles(sorted(marks, key=_place)))


def _without_doubles(marks: list[str]) -> list[str]:
    """A vowel or sign typed twice counts once; a subscript may truly stand twice."""
    return [
        mark for position, mark in enumerate(marks) if position == 0 or mark != marks[position - 1] or mark[0] == COENG
    ]


def _composed(marks: list[str]) -> list[str]:
    """The two vowels that are often typed in halves: e + ii is oe, e + aa is oo (L2/22-290)."""
    for half, whole in ((VOWEL_II, VOWEL_OE), (VOWEL_AA, VOWEL_OO)):
        if VOWEL_E in marks and half in marks:
            marks = [whole if mark == VOWEL_E else mark for mark in marks if mark != half]
    return marks


def _with_shifter(base: str, marks: list[str]) -> list[str]:
    """The vowel u below a mark above is a shifter typed by its looks: សុី is ស៊ី, មុី is ម៉ី, ញុាំ is ញ៉ាំ."""
    above = not _ABOVE.isdisjoint(marks) or (VOWEL_AA in marks and NIKAHIT in marks)
    if VOWEL_U not in marks or not above or MUUSIKATOAN in marks or TRIISAP in marks:
        return marks
    letters = [base, *(mark[1] for mark in marks if mark[0] == COENG)]
    shifter = MUUSIKATOAN if _FIRST_SERIES.isdisjoint(letters) else TRIISAP
    return [shifter if mark == VOWEL_U else mark for mark in marks]
