"""Sizes: the ten largest of each kind are printed (pytest -s), and the hard ends hold."""

import ast
import sys

from tests.house.source import PACKAGE, place, python_files, templates, tree

FILE, FUNCTION, TEMPLATE, CREATE_APP = 400, 60, 150, 60


def lines(path):
    return len(path.read_text("utf-8").splitlines())


def functions():
    """Every function with its length."""
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.end_lineno - node.lineno + 1, f"{place(path, node)} {node.name}"


def largest(title, sizes):
    """Print the ten largest, and answer them all."""
    ordered = sorted(sizes, reverse=True)
    sys.stdout.write("".join(f"{size:6} {name}\n" for size, name in [(0, f"- {title}"), *ordered[:10]]))
    return ordered


def test_no_file_is_longer_than_a_room():
    sizes = largest("files", ((lines(path), place(path)) for path in python_files()))
    assert [entry for entry in sizes if entry[0] > FILE] == []


def test_functions_are_short():
    sizes = largest("functions", functions())
    assert [entry for entry in sizes if entry[0] > FUNCTION] == []
    lengths = sorted(size for size, _ in sizes)
    assert lengths[len(lengths) // 2] <= 10
    assert lengths[int(len(lengths) * 0.95)] <= 30


def test_templates_are_short():
    sizes = largest("templates", ((lines(path), place(path)) for path in templates()))
    assert [entry for entry in sizes if entry[0] > TEMPLATE] == []


def test_the_assembly_fits_a_screen():
    found = {name.split()[-1]: size for size, name in functions() if str(PACKAGE / "application.py")[-14:] in name}
    assert found["create_app"] <= CREATE_APP
