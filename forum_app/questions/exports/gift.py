"""Questions as GIFT. What the format has no place for is named in the file itself and in the report."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.imports.foreign import tags_of
from forum_app.questions.imports.words import as_html
from forum_app.questions.rules import Kind
from forum_app.questions.rules.draft import QuestionData

NOT_CARRIED = frozenset({Kind.ORDERING})
"""GIFT knows no questions of this kind."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file and the codes of questions that its format cannot hold."""

    content: bytes
    left_out: list[str]


def questions_gift(questions: Iterable[QuestionData]) -> Written:
    """A UTF-8 text in GIFT; both languages as spans of the multi-language filter."""
    blocks, left_out = [], []
    for data in questions:
        if data.kind in NOT_CARRIED:
            left_out.append(data.code)
            blocks.append(f"// {data.code}: {data.kind}")
        else:
            blocks.append(_block(data))
    return Written(("\n\n".join(blocks) + "\n").encode(), left_out)


def _block(data: QuestionData) -> str:
    marks = [("id", data.code), *(("tag", f"{name}:{value}") for name, value in tags_of(data).items())]
    comment = "".join(f"[{kind}:{_tag(value)}] " for kind, value in marks if value).rstrip()
    title = f"::{escaped(data.code)}::" if data.code else ""
    general = f"####{_words(data.feedback)}" if data.feedback else ""
    return f"// {comment}\n{title}[html]{_words(data.stem)}{{{_answers(data)}{general}}}"


def _tag(value: str) -> str:
    return re.sub(r"([\]\\])", r"\\\1", value).replace("\n", " ")


def escaped(text: str) -> str:
    """A text whose signs mean nothing to the format."""
    return re.sub(r"([~=#{}:\\])", r"\\\1", text).replace("\n", "\\n")


def _words(text: Bilingual) -> str:
    return escaped(as_html(text))


def _answers(data: QuestionData) -> str:
    if data.kind == Kind.TRUE_FALSE:
        return "TRUE" if list(data.right) == [0] else "FALSE"
    if data.kind == Kind.NUMERIC:
        return f"#{data.value}:{data.tolerance or '0'}"
    if data.kind == Kind.TEXT:
        return "".join(f"={escaped(text)} " for text in data.accepted)
    if data.kind == Kind.MATCHING:
        return "".join(
            f"={_words(data.options[place]) if place < len(data.options) else ''} -> {_words(target)}\n"
            for place, target in enumerate(data.targets)
        )
    return "".join(_choice(data, place, option) for place, option in enumerate(data.options))


def _choice(data: QuestionData, place: int, option: Bilingual) -> str:
    """`=` for the only right answer; with several, each carries its share and a wrong one takes as much away."""
    is_right = place in data.right
    if data.kind != Kind.MULTIPLE:
        return f"{'=' if is_right else '~'}{_words(option)}\n"
    share = f"{100 / len(data.right):.5f}".rstrip("0").rstrip(".")
    return f"~%{'' if is_right else '-'}{share}%{_words(option)}\n"
