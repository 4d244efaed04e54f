"""Copy the front-end files the product ships out of node_modules, and record what they are.

For developers only, after `npm ci`; users need neither node nor this script:

    python .ci/vendor.py           # rewrite the vendored files and their manifests
    python .ci/vendor.py --check   # fail when a file differs from its manifest (no node needed)

Making the PDF fonts needs fontTools and brotli, which nothing else here does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "forum_app" / "static"
PDF_FONTS = ROOT / "forum_app" / "kernel" / "document" / "fonts"
NODE = ROOT / "node_modules"
SOURCE_MAP = re.compile(rb"\n?//[#@] sourceMappingURL=\S+\s*$")

SANS = "@fontsource/noto-sans-khmer"
COPIES = {
    "vendor/htmx.min.js": ("htmx.org", "dist/htmx.min.js"),
    "vendor/htmx.LICENSE": ("htmx.org", "LICENSE"),
    **{
        f"fonts/noto-sans-khmer-{script}-{weight}-normal.woff2": (
            SANS,
            f"files/noto-sans-khmer-{script}-{weight}-normal.woff2",
        )
        for script in ("khmer", "latin")
        for weight in (400, 700)
    },
    "fonts/noto-sans-khmer.LICENSE": (SANS, "LICENSE"),
}
# Each PDF font is one file made of the parts that the npm package splits by script.
DOCUMENT_FONTS = {
    "Moul-Regular.ttf": ("moul", 400, ("khmer",)),
    "Battambang-Regular.ttf": ("battambang", 400, ("khmer",)),
    "Battambang-Bold.ttf": ("battambang", 700, ("khmer",)),
    "NotoSerif-Regular.ttf": ("noto-serif", 400, ("latin", "latin-ext")),
    "NotoSerif-Bold.ttf": ("noto-serif", 700, ("latin", "latin-ext")),
}
# Latin with its extensions, accents, punctuation, currency, minus, arrows.
LATIN = "U+0020-007E,U+00A0-024F,U+02B0-02DD,U+0300-0304,U+1E00-1EFF,U+2000-206F,U+20AC,U+2122,U+2190-2193,U+2212"


def package_facts(package: str) -> dict[str, str]:
    """Version and licence as the package itself states them."""
    data = json.loads((NODE / package / "package.json").read_text("utf-8"))
    return {"package": package, "version": data["version"], "licence": data["license"]}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy_static() -> dict[str, Any]:
    """Copy the chosen files, without pointers to source maps we do not ship."""
    manifest: dict[str, Any] = {}
    for target, (package, source) in sorted(COPIES.items()):
        data = (NODE / package / source).read_bytes()
        if target.endswith(".js"):
            data = SOURCE_MAP.sub(b"\n", data)
        path = STATIC / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        manifest[target] = {**package_facts(package), "source": source, "sha256": sha256(path)}
    return manifest


def make_font(family: str, weight: int, scripts: tuple[str, ...], target: Path) -> None:
    """Unpack the woff2 parts of one weight into a single TrueType file that typst reads."""
    from fontTools.merge import Merger  # noqa: PLC0415 - optional dependency
    from fontTools.subset import Options, Subsetter, parse_unicodes  # noqa: PLC0415 - optional dependency
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - optional dependency

    parts = [NODE / f"@fontsource/{family}/files/{family}-{s}-{weight}-normal.woff2" for s in scripts]
    with tempfile.TemporaryDirectory() as folder:
        plain = []
        for part in parts:
            font = TTFont(part, recalcTimestamp=False)
            font.flavor = None
            if len(scripts) > 1:
                options = Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], hinting=False)
                subsetter = Subsetter(options)
                subsetter.populate(unicodes=parse_unicodes(LATIN))
                subsetter.subset(font)
            plain.append(Path(folder) / f"{part.stem}.ttf")
            font.save(plain[-1])
        if len(plain) > 1:
            font = Merger().merge([str(path) for path in plain])
        # Merging stamps the hour of the build; the package's own date makes the bytes repeatable.
        source = TTFont(parts[0])["head"]
        font["head"].created, font["head"].modified = source.created, source.modified
        font.recalcTimestamp = False
        font.save(target)


def make_document_fonts() -> dict[str, Any]:
    manifest: dict[str, Any] = {}
    PDF_FONTS.mkdir(parents=True, exist_ok=True)
    for name, (family, weight, scripts) in DOCUMENT_FONTS.items():
        make_font(family, weight, scripts, PDF_FONTS / name)
        manifest[name] = {**package_facts(f"@fontsource/{family}"), "sha256": sha256(PDF_FONTS / name)}
        licence = PDF_FONTS / f"{family}.LICENSE"
        licence.write_bytes((NODE / f"@fontsource/{family}" / "LICENSE").read_bytes())
        manifest[licence.name] = {**package_facts(f"@fontsource/{family}"), "sha256": sha256(licence)}
    return manifest


MANIFESTS = {STATIC / "vendor" / "vendor.json": STATIC, PDF_FONTS / "fonts.json": PDF_FONTS}


def differences() -> list[str]:
    """What the disk holds otherwise than the manifests say."""
    wrong = []
    for manifest, folder in MANIFESTS.items():
        for name, facts in json.loads(manifest.read_text("utf-8")).items():
            path = folder / name
            if not path.is_file() or sha256(path) != facts["sha256"]:
                wrong.append(f"{path.relative_to(ROOT)} differs from {manifest.name}")
    return wrong


def write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    path.write_text(json.dumps(dict(sorted(manifest.items())), indent=2) + "\n", "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    if not parser.parse_args().check:
        static, fonts = MANIFESTS
        write_manifest(static, copy_static())
        write_manifest(fonts, make_document_fonts())
    wrong = differences()
    print("\n".join(wrong) or "vendored files match their manifests")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
