"""The catalogues: extraction, update, compilation, and the checks that keep them complete.

msgids are English sentences. The English catalogue repeats them, so that both languages are complete in
the same way; the Khmer one is written by people.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from forum_app.kernel.khmer.text import canonical
from forum_app.kernel.places import PACKAGE, shipped

KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_gettext": None,
    "lazy_pgettext": ((1, "c"), 2),
}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
FIXED_DATE = datetime(2024, 9, 25, tzinfo=UTC)
HIDDEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def path_of(lang: str) -> Path:
    """The .po file of a language."""
    return shipped("translations") / lang / "LC_MESSAGES" / "messages.po"


def extract() -> Catalog:
    """Every marked sentence of the package, with where it stands (file only: lines would churn)."""
    catalogue = Catalog(project="forum-app", charset="utf-8")
    found = extract_from_dir(str(PACKAGE), METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=())
    for filename, _line, message, _comments, context in found:
        catalogue.add(message, None, [(f"forum_app/{filename}", 0)], context=context)
    return catalogue


def load(lang: str) -> Catalog:
    """The catalogue of a language; a new one when there is none yet."""
    path = path_of(lang)
    if not path.exists():
        return Catalog(locale=lang, project="forum-app", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def save(lang: str, catalogue: Catalog) -> None:
    """Write a .po file, sorted, without line numbers."""
    path = path_of(lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.creation_date = catalogue.revision_date = FIXED_DATE  # a date would change with every run
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)


def update() -> dict[str, int]:
    """Bring both catalogues up to the source. Returns how many messages each still lacks."""
    missing = {}
    for lang in ("en", "km"):
        catalogue = load(lang)
        catalogue.update(extract(), no_fuzzy_matching=True)  # anew each time: update() shares messages
        if lang == "en":
            _repeat(catalogue)
        save(lang, catalogue)
        missing[lang] = len([1 for message in catalogue if message.id and not _is_filled(message.string)])
    return missing


def _repeat(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id:
            message.string = message.id


def _is_filled(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def compile_all() -> list[Path]:
    """Write the .mo files next to the .po files. Returns them."""
    written = []
    for lang in ("en", "km"):
        target = path_of(lang).with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, load(lang))
        written.append(target)
    return written


def problems() -> list[str]:
    """What is wrong with the catalogues: missing, fuzzy, stale, placeholders, Khmer out of order, hidden signs."""
    found = []
    wanted = {(message.context, _key(message.id)) for message in extract() if message.id}
    for lang in ("en", "km"):
        catalogue = load(lang)
        have = {(message.context, _key(message.id)): message for message in catalogue if message.id}
        found += [f"{lang}: not in the catalogue: {key[1]}" for key in sorted(wanted - set(have), key=str)]
        found += [f"{lang}: no longer used: {key[1]}" for key in sorted(set(have) - wanted, key=str)]
        for message in have.values():
            found += [f"{lang}: {problem}: {_key(message.id)}" for problem in _message_problems(lang, message)]
    return found


def _key(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _message_problems(lang: str, message: object) -> list[str]:
    string = message.string  # type: ignore[attr-defined]
    if not _is_filled(string):
        return ["not translated"]
    found = ["fuzzy"] if message.fuzzy else []  # type: ignore[attr-defined]
    texts = list(string) if isinstance(string, (tuple, list)) else [string]
    wanted = set(PLACEHOLDER.findall(" ".join(_all(message.id))))  # type: ignore[attr-defined]
    for text in texts:
        if set(PLACEHOLDER.findall(text)) != wanted:
            found.append("placeholders differ")
        if lang == "km":
            found += _khmer_problems(text)
    return found


def _all(message_id: str | tuple[str, ...] | list[str]) -> list[str]:
    return [message_id] if isinstance(message_id, str) else list(message_id)


def _khmer_problems(text: str) -> list[str]:
    found = []
    if HIDDEN.search(text):
        found.append("hidden characters")
    if any(canonical(line) != line.strip() for line in text.splitlines()):
        found.append("not in canonical order")
    return found
