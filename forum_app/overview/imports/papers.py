"""What the materials of an exercise must have: sheets, fixed files with their hashes, generated exhibits."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from forum_app.exercises import imports
from forum_app.exercises.rules import making, schema
from forum_app.overview.imports.lesson import check_pairs
from forum_app.overview.imports.marked import Broken, Marked, Problem, read_marked

TRIALS = 20
"""So many officers' exhibits are made on trial; every text of a generator is used by then."""


def check_materials(module: Path) -> list[Problem]:
    """Everything in `materials/` of one module, by file and line. A module without exercise needs none."""
    folder = module / imports.FOLDER
    if not folder.is_dir():
        return [Problem(f"{module.name}/exercise.yaml", 1, "the exercise has no materials (a folder `materials`)")]
    found: list[Problem] = []
    papers = [_read(path, module, found) for path in imports.paper_paths(module)]
    for marked in papers:
        found += check_pairs(marked) + _placed(marked, schema.paper_faults(marked.data))
    for name, faults in ((imports.FILES, schema.file_faults), (imports.GENERATE, schema.generate_faults)):
        marked = _read(folder / f"{name}.yaml", module, found)
        rows = (marked.data or {}).get(name)
        found += _placed(marked, faults(rows), name) + _placed(marked, schema.invented_faults(rows), name)
    whole = schema.set_faults([marked.data for marked in papers if isinstance(marked.data, dict)])
    return found + [Problem(f"{module.name}/{imports.FOLDER}", 1, text) for text in whole]


def _read(path: Path, module: Path, found: list[Problem]) -> Marked:
    """The file under its name with the module's; an unreadable one is a problem and empty."""
    name = f"{module.name}/{imports.FOLDER}/{path.name}"
    try:
        return replace(read_marked(path), file=name)
    except Broken as broken:
        found.append(replace(broken.problem, file=name))
        return Marked(name, {}, {})


def _placed(marked: Marked, faults: Iterable[schema.Fault], *before: str) -> list[Problem]:
    return [marked.problem(text, *before, *place) for place, text in faults]


def check_exhibits(root: Path) -> list[Problem]:
    """`exhibits.yaml`: both languages, and words that every generator can work with."""
    path = root / "exhibits.yaml"
    if not path.exists():
        return []
    try:
        marked = replace(read_marked(path), file=path.name)
    except Broken as broken:
        return [replace(broken.problem, file=path.name)]
    words = marked.data or {}
    found = check_pairs(marked) + _placed(marked, schema.invented_faults(words))
    for name in making.GENERATORS:
        found += [marked.problem(fault, name) for fault in _trial(name, words)]
    return found


def _trial(name: str, words: dict[str, object]) -> Iterator[str]:
    content = {"words": words, "generate": [name]}
    for number in range(TRIALS):
        try:
            questions = making.questions_in(making.exhibits_of(content, str(number).encode()))
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            yield f"the words of the exhibit {name} are not complete: {type(error).__name__} {error}"
            return
        unknown = sorted({question.kind for question in questions} - making.QUESTION_KINDS)
        if unknown:
            yield f"the question kind {unknown[0]} of the exhibit {name} is unknown"
            return
