"""Templates: each compiles, and each address that one names exists."""

import re

from tests.house.source import PACKAGE, place, templates

ENDPOINT = re.compile(r"""url_for\(\s*["']([\w.]+)["']""")


def test_every_template_compiles(app):
    for name in app.jinja_env.list_templates(extensions=["html", "txt", "xml", "svg"]):
        app.jinja_env.get_template(name)


def test_every_endpoint_that_a_template_names_exists(app):
    unknown = [
        f"{place(path)}: {endpoint}"
        for path in templates()
        for endpoint in ENDPOINT.findall(path.read_text("utf-8"))
        if (feature(path) + endpoint if endpoint.startswith(".") else endpoint) not in app.view_functions
    ]
    assert unknown == []


def feature(path):
    """The folder of the product that a template stands in."""
    return path.relative_to(PACKAGE).parts[0]


def test_a_component_is_one_macro_with_its_use_above_it(app):
    components = [path for path in templates() if path.parent.name == "components"]
    assert components
    for path in components:
        text = path.read_text("utf-8")
        assert text.startswith(("{#", "{%- #")), f"{place(path)} does not say how it is used"
        assert len(re.findall(r"{%-?\s*macro ", text)) == 1, f"{place(path)} holds more than one macro"


NAMED = re.compile(r"""{%-?\s*(?:extends|include|import|from)\s+["']([\w.-]+)/""")


def test_a_template_does_not_enter_another_feature():
    shared = {"layouts", "components", "errors"}
    found = {
        place(path): set(NAMED.findall(path.read_text("utf-8"))) - shared - {feature(path)} for path in templates()
    }
    assert {name: entered for name, entered in found.items() if entered} == {}
