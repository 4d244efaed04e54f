"""Who may import whom, where the contracts of import-linter cannot say it."""

import grimp
import pytest

from tests.house.source import FEATURES, PACKAGE


@pytest.fixture(scope="module")
def graph():
    """Who imports whom in the product."""
    return grimp.build_graph("forum_app")


def feature(module):
    """The feature a module belongs to."""
    return module.split(".")[1] if "." in module else ""


def test_nobody_but_the_application_enters_another_feature_by_its_views_or_forms(graph):
    entered = []
    for module in graph.modules:
        parts = module.split(".")
        if len(parts) < 3 or parts[2] not in {"views", "forms"} or parts[1] == "kernel":
            continue
        importers = graph.find_modules_that_directly_import(module)
        entered += [f"{name} imports {module}" for name in importers if feature(name) not in {parts[1], "application"}]
    assert entered == []


def test_no_feature_is_missing_from_the_order(graph):
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert folders == {*FEATURES, "kernel", "migrations"}


def test_a_feature_knows_only_lower_ones(graph):
    upwards = []
    for module in graph.modules:
        parts = module.split(".")
        if len(parts) < 2 or parts[1] not in FEATURES:
            continue
        for imported in graph.find_modules_directly_imported_by(module):
            other = feature(imported)
            if other in FEATURES and FEATURES.index(other) > FEATURES.index(parts[1]):
                upwards.append(f"{module} imports {imported}")
    assert upwards == []


def test_the_kernel_knows_no_feature(graph):
    found = [
        f"{module} imports {imported}"
        for module in graph.modules
        if module.startswith("forum_app.kernel")
        for imported in graph.find_modules_directly_imported_by(module)
        if not imported.startswith("forum_app.kernel") and imported != "forum_app"
    ]
    assert found == []


def test_every_folder_of_python_is_a_package():
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
