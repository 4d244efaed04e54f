"""What the browser gets: honest vendored files, small styles that are kind to Khmer, inert templates."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "forum_app"
STATIC = PACKAGE / "static"
DOCUMENT_FONTS = PACKAGE / "kernel" / "document" / "fonts"
TEMPLATES = sorted(path for path in PACKAGE.rglob("*.html") if "templates" in path.parts)
COMPONENTS = sorted((PACKAGE / "templates" / "components").glob("*.html"))
STYLES = sorted((STATIC / "css").glob("*.css"))
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "sprite.svg").read_text("utf-8")))
ICON_NAMES = re.compile(r'(?:\bicon\(|(?:icon_name|icon_before|icon_after|margin_icon|end_icon)=)"([\w-]+\w)"(?! ~)')
NEVER_IN_STYLES = (
    "letter-spacing", "text-transform", "font-style: italic", "text-align: justify",
    ":has(", "subgrid", "line-clamp",
)  # fmt: skip
FIRST_LOAD = ("css/base.css", "css/components.css", "css/print.css", "js/app.js", "sprite.svg")
MACRO = re.compile(r"{%-? macro (\w+)\(")


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def packed(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


@pytest.mark.parametrize(
    ("manifest", "folder"),
    [(STATIC / "vendor" / "vendor.json", STATIC), (DOCUMENT_FONTS / "fonts.json", DOCUMENT_FONTS)],
)
def test_vendored_files_are_the_ones_of_the_manifest(manifest: Path, folder: Path) -> None:
    facts = json.loads(manifest.read_text("utf-8"))
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in facts}
    assert found == {name: fact["sha256"] for name, fact in facts.items()}
    assert all(fact["version"] and fact["licence"] for fact in facts.values())


def test_nothing_is_vendored_without_a_line_in_the_manifest() -> None:
    listed = set(json.loads((STATIC / "vendor" / "vendor.json").read_text("utf-8")))
    on_disk = {f"{folder}/{path.name}" for folder in ("vendor", "fonts") for path in (STATIC / folder).iterdir()}
    assert on_disk - {"vendor/vendor.json"} == listed
    fonts = set(json.loads((DOCUMENT_FONTS / "fonts.json").read_text("utf-8")))
    beside = {"fonts.json", "__init__.py", "__pycache__"}
    assert {path.name for path in DOCUMENT_FONTS.iterdir()} - beside == fonts


def test_tokens_and_components_stay_below_twelve_kilobytes() -> None:
    assert packed(STATIC / "css" / "base.css", STATIC / "css" / "components.css") <= 12_000


def test_first_load_of_an_officer_page_leaves_room_for_its_html() -> None:
    text = packed(*[STATIC / name for name in FIRST_LOAD])
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))
    assert text + fonts <= 88_000


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_do_not_hurt_khmer_or_older_phones(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    for forbidden in NEVER_IN_STYLES:
        assert forbidden not in text, f"{path.name} uses {forbidden}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_hold_no_code_or_style_of_their_own(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<style\b|\sstyle=|\son\w+=\"|javascript:|hx-on|\bjs:|\|\s*safe\b", text)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text))
    assert not re.search("[\u200b\u2060\ufeff]", text), "hidden characters"


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_each_component_is_one_macro_with_the_name_of_its_file(path: Path) -> None:
    text = path.read_text("utf-8")
    assert MACRO.findall(text) == [path.stem]
    assert text.startswith("{#-"), "say first what the part is"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_named_picture_and_file_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(ICON_NAMES.findall(text)) <= SYMBOLS
    named = re.findall(r"static_url\([\"']([^\"']+)[\"']\)", text)
    assert [name for name in named if not (STATIC / name).is_file()] == []


def test_every_component_stands_in_the_gallery() -> None:
    gallery = (PACKAGE / "templates" / "gallery.html").read_text("utf-8")
    layouts = "".join(path.read_text("utf-8") for path in (PACKAGE / "templates").glob("*/*.html"))
    shown = set(re.findall(r'"components/(\w+)\.html"', gallery + layouts))
    assert {path.stem for path in COMPONENTS} == shown
