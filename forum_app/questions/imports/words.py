"""Texts of other systems: HTML and language marks to a plain km/en pair, and back.

Two ways to keep both languages in one field are read: the multi-language content filter of Moodle
(`<span lang="km" class="multilang">`) and the older plugin's `{mlang km}...{mlang}`; the first is written.
"""

import html
import re
from html.parser import HTMLParser

from forum_app.kernel.bilingual import LANGUAGES, Bilingual
from forum_app.kernel.khmer.text import canonical, is_khmer
from forum_app.questions.imports import found
from forum_app.questions.imports.found import Item

_MLANG = re.compile(r"\{\s*mlang\s+([\w-]+)\s*\}(.*?)\{\s*mlang\s*\}", re.DOTALL | re.IGNORECASE)
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
_PLAIN = _BREAKS | {"span", "html", "body", "ul", "ol"}
_SILENT = frozenset({"script", "style", "head", "title", "object", "iframe", "video", "audio", "svg", "math"})
_LOST = {
    "script": found.SCRIPT,
    "img": found.PICTURE,
    "svg": found.PICTURE,
    "iframe": found.MEDIA,
    "video": found.MEDIA,
    "audio": found.MEDIA,
    "object": found.MEDIA,
    "embed": found.MEDIA,
    "a": found.LINK,
}


class _Reader(HTMLParser):
    """Collects the text of each language; what stands outside any mark is kept under None."""

    def __init__(self, item: Item) -> None:
        super().__init__(convert_charrefs=True)
        self.item = item
        self.texts: dict[str | None, list[str]] = {}
        self._languages: list[str | None] = [None]
        self._spans: list[bool] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LOST:
            self.item.note(_LOST[tag])
        elif tag not in _PLAIN and tag not in _SILENT:
            self.item.note(found.FORMAT)
        if tag in _SILENT:
            self._silent += 1
        if tag in _BREAKS:
            self._put("\n")
        if tag == "span":
            language = dict(attrs).get("lang")
            self._spans.append(language is not None)
            if language is not None:
                self._languages.append(_language(language))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in _BREAKS - {"br"}:
            self._put("\n")
        if tag == "span" and self._spans and self._spans.pop():
            self._languages.pop()

    def handle_data(self, data: str) -> None:
        self._put(data)

    def _put(self, text: str) -> None:
        if not self._silent:
            self.texts.setdefault(self._languages[-1], []).append(text)


def _language(mark: str) -> str:
    """`km` of `km-KH`; what is meant for all other languages is English here."""
    return "en" if mark.lower() == "other" else mark[:2].lower()


def read_html(text: str, item: Item) -> Bilingual:
    """Both languages of an HTML field as plain text; what was lost is noted on the item."""
    reader = _Reader(item)
    reader.feed(text)
    reader.close()
    pieces = {language: "".join(parts) for language, parts in reader.texts.items()}
    return _pair(pieces.pop(None, ""), pieces, item)


def read_plain(text: str, item: Item) -> Bilingual:
    """Both languages of a plain field, which may carry language marks of its own."""
    return _pair(text, {}, item)


def _pair(unmarked: str, marked: dict[str | None, str], item: Item) -> Bilingual:
    texts = {str(language): text for language, text in marked.items()}
    for language, text in _MLANG.findall(unmarked):
        texts.setdefault(_language(language), text)
    rest = tidy(_MLANG.sub("", unmarked))
    if rest:
        # A pair of spans with words around them: the words belong to both.
        language = "km" if is_khmer(rest) else "en"
        texts[language] = f"{rest} {texts[language]}" if texts.get(language) else rest
    for language in sorted(set(texts) - set(LANGUAGES)):
        if tidy(texts[language]):
            item.note(found.OTHER_LANGUAGE, language=language)
    return Bilingual(km=tidy(texts.get("km", "")), en=tidy(texts.get("en", "")))


def tidy(text: str) -> str:
    """One spelling, no space at the ends of lines, at most one empty line."""
    lines = [canonical(line) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def as_html(text: Bilingual) -> str:
    """Both languages for a field that other systems read as HTML."""
    sides = [(language, getattr(text, language)) for language in LANGUAGES]
    spans = [
        f'<span lang="{language}" class="multilang">{html.escape(side, quote=False).replace(chr(10), "<br>")}</span>'
        for language, side in sides
        if side
    ]
    return "".join(spans)
