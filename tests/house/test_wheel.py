"""The wheel carries everything an installation without a checkout needs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """The files of a wheel built from this checkout, with the builder of the test environment."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def tracked(*patterns: str) -> set[str]:
    """Files of the checkout that match, without what Python and tools leave behind."""
    found = (path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts}


def test_the_wheel_carries_compiled_catalogues(names):
    sources = tracked("translations/*/LC_MESSAGES/*.po")
    assert len(sources) == 2
    assert {f"forum_app/_data/{path}".replace(".po", ".mo") for path in sources} - names == set()


def test_the_wheel_carries_the_course_content(names):
    content = tracked("course_content/**/*")
    assert content
    assert {f"forum_app/_data/{path}" for path in content} - names == set()


def test_the_wheel_carries_pages_static_files_and_migrations(names):
    wanted = tracked("forum_app/**/templates/**/*", "forum_app/static/**/*", "forum_app/migrations/**/*")
    assert wanted - names == set()


def test_the_wheel_carries_no_catalogue_twice_and_no_tests(names):
    stray = [name for name in names if name.endswith(".mo") and not name.startswith("forum_app/_data/")]
    assert stray == []
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"forum_app"}
