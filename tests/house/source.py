"""The source as the house tests read it: files, their syntax trees, and where something stands."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "forum_app"
FEATURES = (
    "accounts",
    "messages",
    "course",
    "forums",
    "programme",
    "questions",
    "registration",
    "materials",
    "attendance",
    "quizzes",
    "assessments",
    "exercises",
    "evaluation",
    "live",
    "certificates",
    "overview",
    "sample",
)
"""Lowest first."""


def python_files(folder: Path = PACKAGE) -> list[Path]:
    """Every Python file of the product but migrations, which Alembic writes."""
    return sorted(path for path in folder.rglob("*.py") if "versions" not in path.parts)


def templates() -> list[Path]:
    """Every HTML template."""
    return sorted(PACKAGE.rglob("*.html"))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where something stands, as an editor opens it."""
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else ""
    return f"{path.relative_to(ROOT)}{line}"


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """The name and the node of every call; `a.b.c()` is `a.b.c`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def is_of_kernel(path: Path) -> bool:
    """True for the kernel's files."""
    return "kernel" in path.relative_to(PACKAGE).parts[:1]
