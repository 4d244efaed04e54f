"""Exhibits as a ZIP: the officer's own folders, and the files that are the same for everybody."""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext

from forum_app.exercises import queries
from forum_app.exercises.models import ExerciseRun
from forum_app.exercises.rules.exhibit import Exhibit
from forum_app.kernel.bilingual import LANGUAGES, Bilingual
from forum_app.kernel.i18n import in_language
from forum_app.kernel.refusal import N_
from forum_app.registration.models import Registration

ZIP = "application/zip"
INVENTED = N_("Everything in this folder is invented, was made for training, and is harmless.")
MADE = (2024, 1, 1, 0, 0, 0)
"""One time for every member, so that the same exhibits are the same bytes."""


def exhibits_zip(run: ExerciseRun, people: Iterable[Registration]) -> bytes:
    """One folder for each officer, named by badge number."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for registration in people:
            folder = registration.badge or registration.id.hex[:8]
            for name, content in files_of(run, queries.exhibits_of(run, registration)).items():
                archive.writestr(zipfile.ZipInfo(f"{run.code}-{folder}/{name}", MADE), content)
    return target.getvalue()


def files_of(run: ExerciseRun, exhibits: Iterable[Exhibit]) -> dict[str, bytes]:
    """Every file of one officer by its path."""
    exhibits = list(exhibits)
    content = run.exercise_set.content
    found = {"READ-ME.txt": _read_me(run, exhibits)}
    for exhibit in exhibits:
        found |= {f"{exhibit.name}/{name}": body for name, body in exhibit.files.items()}
    found |= {f"files/{row['name']}": row["text"].encode() for row in content["files"]}
    if content["files"]:
        found["files/SHA256SUMS.txt"] = _list(content["files"])
    return found


def _list(files: Iterable[dict[str, Any]]) -> bytes:
    rows = ((hashlib.sha256(row["text"].encode()).hexdigest(), row["name"]) for row in files)
    return "".join(f"{digest}  {name}\n" for digest, name in rows).encode()


def _read_me(run: ExerciseRun, exhibits: list[Exhibit]) -> bytes:
    """What to do, in both languages; everything inside is said to be invented."""
    parts: list[Bilingual] = [run.title, _in_both_languages(INVENTED)]
    for exhibit in exhibits:
        parts += [
            Bilingual(f"[{exhibit.name}] {exhibit.title.km}", f"[{exhibit.name}] {exhibit.title.en}"),
            exhibit.task,
        ]
    return "\n\n".join(f"{part.km}\n{part.en}" for part in parts).encode() + b"\n"


def _in_both_languages(message: str) -> Bilingual:
    sides = {}
    for lang in LANGUAGES:
        with in_language(lang):
            sides[lang] = gettext(message)
    return Bilingual(**sides)
