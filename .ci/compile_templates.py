"""Compile every template with the application's own environment, to find a misspelt filter or tag at once.

Run by `run.py check`. Prints each template that does not compile and ends with status 1 if there is one.
"""

import os
import sys
import tempfile
from pathlib import Path

from jinja2 import Environment, TemplateError

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main() -> int:
    """Make the application on an empty data folder and compile what its loader lists."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(FORUM_MODE="test", FORUM_DATA=folder)
        from forum_app.application import create_app  # noqa: PLC0415 - reads the environment set above

        environment = create_app().jinja_env
        names = sorted(environment.list_templates(extensions=["html", "txt", "svg", "xml"]))
        failures = [failure for name in names if (failure := compile_one(environment, name))]
    for failure in failures:
        print(failure)
    print(f"{len(names)} templates, {len(failures)} that do not compile")
    return 1 if failures else 0


def compile_one(environment: Environment, name: str) -> str:
    """The error of one template with its place, or an empty string."""
    try:
        environment.get_template(name)
    except TemplateError as error:
        line = getattr(error, "lineno", "")
        return f"{name}:{line}: {error}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
