"""Corrected words go back into the files of the course; everything around them stays as it was typed."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from forum_app.course.imports import FEEDBACK, GLOSSARY, Words, label_of, read_modules
from forum_app.course.rules import pieces, with_corrections

Scalars = Iterator[tuple[tuple[str, str], yaml.ScalarNode]]


@dataclass(frozen=True, slots=True)
class Written:
    """One text that is, or would be, changed in a file."""

    file: str
    key: str
    lang: str
    before: str
    after: str


def write_words(folder: Path, words: Words, *, write: bool) -> list[Written]:
    """Put other words into km.md, en.md, the YAML files and the glossary; `write` False only says what would change."""
    found: list[Written] = []
    for module in read_modules(folder):
        code = module.code
        place = folder / code.lower()
        for lang in ("km", "en"):
            found += _text(place / f"{lang}.md", f"{code}/text/", lang, words, write=write)
        for name in ("module", "cases", "questions", "exercise"):
            found += _tree(place / f"{name}.yaml", f"{code}/{name}", words, write=write)
    found += _tree(folder / "forums" / "feedback.yaml", FEEDBACK, words, write=write)
    return found + _glossary(folder / "glossary.csv", words, write=write)


def _text(path: Path, prefix: str, lang: str, words: Words, *, write: bool) -> list[Written]:
    text = path.read_text(encoding="utf-8")
    known = dict(enumerate(pieces(text), 1))
    corrected = {
        number: words[f"{prefix}{number}", lang]
        for number, piece in known.items()
        if words.get((f"{prefix}{number}", lang), piece.text) != piece.text
    }
    if write and corrected:
        path.write_text(with_corrections(text, corrected), encoding="utf-8")
    return [
        Written(_name(path), f"{prefix}{number}", lang, known[number].text, after)
        for number, after in corrected.items()
    ]


def _tree(path: Path, prefix: str, words: Words, *, write: bool) -> list[Written]:
    """Each value is replaced where it stands in the text of the file, the last one first."""
    if not path.exists() or not any(key.startswith(f"{prefix}/") for key, _ in words):
        return []
    text = path.read_text(encoding="utf-8")
    found = [
        (node, Written(_name(path), key, lang, str(node.value), words[key, lang]))
        for (key, lang), node in _scalars(yaml.compose(text, Loader=yaml.SafeLoader), prefix)
        if words.get((key, lang), node.value) != node.value
    ]
    for node, one in reversed(found):
        start, end = node.start_mark.index, node.end_mark.index
        text = f"{text[:start]}{_quoted(one.after)}{_after(text[start:end])}{text[end:]}"
    if write and found:
        path.write_text(text, encoding="utf-8")
    return [one for _, one in found]


def _scalars(node: yaml.Node | None, path: str) -> Scalars:
    """The nodes of both sides of every pair, with key and language, as `imports.labelled_pairs` names them."""
    if isinstance(node, yaml.MappingNode):
        entries = {str(name.value): value for name, value in node.value}
        for name, value in entries.items():
            if name in ("km", "en") and isinstance(value, yaml.ScalarNode):
                yield (path, name), value
            elif name != "read_by":
                yield from _scalars(value, f"{path}/{name}")
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value, 1):
            yield from _scalars(item, f"{path}/{label_of(_names(item), number)}")


def _names(node: yaml.Node) -> dict[str, str]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(name.value): str(value.value) for name, value in node.value if name.value in ("code", "key")}


def _quoted(text: str) -> str:
    """A value that may stand in a line of its own and between braces."""
    return yaml.safe_dump([text], allow_unicode=True, default_flow_style=True, width=10**6).strip()[1:-1]


def _after(written: str) -> str:
    """A value over several lines takes its last line break with it; the next line must begin where it did."""
    return written[len(written.rstrip()) :]


def _glossary(path: Path, words: Words, *, write: bool) -> list[Written]:
    if not any(key.startswith(f"{GLOSSARY}/") for key, _ in words):
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        text = lines.read()
    rows = list(csv.DictReader(io.StringIO(text)))
    found = []
    for row in rows:
        key = f"{GLOSSARY}/{row['area']}/{row['en']}"
        after = words.get((key, "km"), row["km"])
        if after != row["km"]:
            found.append(Written(path.name, key, "km", row["km"], after))
            row["km"] = after
    if write and found:
        made = io.StringIO()
        ending = "\r\n" if "\r\n" in text else "\n"
        writer = csv.DictWriter(made, fieldnames=list(rows[0]), lineterminator=ending)
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(made.getvalue(), encoding="utf-8", newline="")
    return found


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
