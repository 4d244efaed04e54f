"""PDF through typst: the engine that shapes Khmer, breaks its lines, and keeps its text searchable.

Data goes in as JSON and is used as values: a name can never become markup. Only our own fonts are known.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "fonts"
LIBRARY = Path(__file__).parent / "templates"


@cache
def _fonts() -> Any:
    return typst.Fonts(font_paths=[str(FONTS)], include_system_fonts=False, include_embedded_fonts=False)


def render(template: Path, data: dict[str, Any], *, standards: tuple[str, ...] = ()) -> bytes:
    """The PDF of `template` (a .typ file below the package) with `data`.

    In the template: `#let data = json(bytes(sys.inputs.data))`. `standards`, e.g. `("a-2a", "ua-1")`, are
    checked by typst itself. Raises typst.TypstError when the template does not compile.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    root = Path(__file__).resolve().parents[2]
    options: dict[str, Any] = {"pdf_standards": list(standards)} if standards else {}
    made = typst.compile(str(template), root=str(root), font_paths=_fonts(), sys_inputs=inputs, **options)
    assert isinstance(made, bytes)
    return made
