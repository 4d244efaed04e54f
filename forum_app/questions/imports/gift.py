r"""GIFT, the text format of Moodle and many quiz programs.

Syntax: docs.moodle.org, "GIFT format". A backslash takes the meaning from ~ = # { } and :, `\n` is a line break.
Code and tags stand in a comment before the question: `// [id:DF-Q1] [tag:module:DF]`.
"""

import re
from collections.abc import Callable, Iterator

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.imports import found
from forum_app.questions.imports.foreign import FULL, TRUE_FALSE, Choice, choice_data, number_data, with_tags
from forum_app.questions.imports.found import Item
from forum_app.questions.imports.words import read_html, read_plain, tidy
from forum_app.questions.rules import Kind
from forum_app.questions.rules.draft import QuestionData

_SPECIAL = "~=#{}:"
_MARK = 0xE000
"""Escaped signs wait in the private use area while the text is cut at the others."""
_TAGS = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_ANSWER = re.compile(r"\s*([=~])\s*(?:%(-?\d+(?:\.\d+)?)%)?([^=~]*)", re.DOTALL)
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&\w+;")
_BLANK = "_____"
Words = Callable[[str], Bilingual]


def is_gift(text: str) -> bool:
    """True when a text has answers in braces, as no other text of questions does."""
    return bool(re.search(r"\{[^{}]*\}", _hidden(text)))


def read_gift(text: str) -> list[Item]:
    """Items of a GIFT file, in its order."""
    items: list[Item] = []
    for block, tags in _blocks(text):
        item = Item(len(items) + 1)
        _read(block, tags, item)
        items.append(item)
    return items


def _blocks(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each question's text and the tags that its comment carries; categories are headings, not questions."""
    for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        tags: dict[str, str] = {}
        lines = []
        for line in part.split("\n"):
            if line.lstrip().startswith("//"):
                tags |= _tags(line)
            elif not line.lstrip().startswith("$CATEGORY"):
                lines.append(line)
        block = "\n".join(lines).strip()
        if block:
            yield block, tags


def _tags(comment: str) -> dict[str, str]:
    tags: dict[str, str] = {}
    for kind, value in _TAGS.findall(comment):
        text = re.sub(r"\\(.)", r"\1", value)
        name, _, rest = text.partition(":")
        tags |= {"code": text} if kind == "id" else {name: rest}
    return tags


def _hidden(text: str) -> str:
    """The text with every escaped sign out of the way."""
    text = re.sub(r"\\([~=#{}:])", lambda sign: chr(_MARK + ord(sign[1])), text)
    return text.replace("\\n", "\n").replace("\\\\", chr(_MARK + ord("\\")))


def _shown(text: str) -> str:
    return "".join(chr(ord(sign) - _MARK) if _MARK <= ord(sign) < _MARK + 128 else sign for sign in text)


def _read(block: str, tags: dict[str, str], item: Item) -> None:
    text = _hidden(block)
    if title := _TITLE.match(text):
        item.name = tidy(_shown(title[1]))
        text = text[title.end() :]
    form = _FORMAT.match(text)
    usual = form[1].lower() if form else "moodle"
    text = text[form.end() :] if form else text
    start, end = text.find("{"), text.rfind("}")
    if start < 0:
        item.faults.append(found.KindNotCarried(kind="description"))
    elif end < start:
        item.faults.append(found.ItemUnreadable())
    else:
        parts = text[:start], text[start + 1 : end], text[end + 1 :]
        _read_parts(parts, lambda words: _words(words, usual, item), tags, item)


def _words(text: str, usual: str, item: Item) -> Bilingual:
    """A piece of text in its own format, `[html]` before it, or in that of its question."""
    form = _FORMAT.match(text)
    name = form[1].lower() if form else usual
    shown = _shown(text[form.end() :] if form else text)
    is_html = name == "html" or (name == "moodle" and bool(_HTML.search(shown)))
    return read_html(shown, item) if is_html else read_plain(shown, item)


def _read_parts(parts: tuple[str, str, str], words: Words, tags: dict[str, str], item: Item) -> None:
    """What stands before, inside and behind the braces; a gap in the middle of a sentence is drawn as a line."""
    before, inside, after = parts
    gap = f" {_BLANK} " if after.strip() else ""
    inside, _, general = inside.partition("####")
    stem = words(f"{before.rstrip()}{gap}{after.strip()}")
    data = _question(stem, inside.strip(), words, item)
    if data is not None:
        item.data = with_tags(data, {"code": item.name, **tags}, feedback=words(general))


def _question(stem: Bilingual, inside: str, words: Words, item: Item) -> QuestionData | None:
    truth, *feedback = inside.split("#")
    if not inside:
        item.faults.append(found.KindNotCarried(kind="essay"))
        return None
    if truth.strip().upper() in {"T", "TRUE", "F", "FALSE"}:
        right = 0 if truth.strip().upper().startswith("T") else 1
        told = [text for text in map(words, feedback) if text]
        if len(told) > 1:
            item.note(found.ANSWER_FEEDBACK)
        joined = Bilingual("\n".join(t.km for t in told if t.km), "\n".join(t.en for t in told if t.en))
        return QuestionData(kind=Kind.TRUE_FALSE, stem=stem, options=TRUE_FALSE, right=[right], feedback=joined)
    if inside.startswith("#"):
        if "#" in inside[1:]:
            item.note(found.LOST_FEEDBACK)
        return number_data(stem, _numbers(inside[1:]), item)
    answers = [_choice(match, words) for match in _ANSWER.finditer(inside)]
    if not answers:
        item.faults.append(found.ItemUnreadable())
        return None
    if all("->" in match[3] for match in _ANSWER.finditer(inside)):
        return _pairs(stem, inside, words)
    return choice_data(stem, answers, item, is_text=all(match[1] == "=" for match in _ANSWER.finditer(inside)))


def _choice(match: re.Match[str], words: Words) -> Choice:
    sign, share, text = match.groups()
    answer, _, feedback = text.partition("#")
    worth = float(share) if share else (FULL if sign == "=" else 0.0)
    return Choice(words(answer), worth, words(feedback))


def _pairs(stem: Bilingual, inside: str, words: Words) -> QuestionData:
    lefts, rights, misleading = [], [], []
    for match in _ANSWER.finditer(inside):
        left, _, right = match[3].partition("->")
        if left.strip():
            lefts.append(words(left))
            rights.append(words(right))
        else:
            misleading.append(words(right))
    return QuestionData(kind=Kind.MATCHING, stem=stem, options=lefts, targets=rights + misleading)


def _numbers(inside: str) -> Iterator[tuple[str, str, float]]:
    """(value, tolerance, worth) of each: `3:2`, `1..5`, or several with `=%50%3:2`."""
    parts = [match[3].partition("#")[0] if match[2] is None else match[0] for match in _ANSWER.finditer(inside)]
    shares = [float(match[2]) if match[2] else FULL for match in _ANSWER.finditer(inside)]
    for text, share in zip(parts or [inside.partition("#")[0]], shares or [FULL], strict=False):
        number = re.sub(r"^\s*=\s*%[^%]*%", "", text).partition("#")[0].strip()
        yield (*_span(_shown(number)), share)


def _span(number: str) -> tuple[str, str]:
    low, dots, high = number.partition("..")
    if dots:
        try:
            return f"{(float(low) + float(high)) / 2:g}", f"{(float(high) - float(low)) / 2:g}"
        except ValueError:
            return number, ""
    value, _, tolerance = number.partition(":")
    return value.strip(), tolerance.strip()
