"""What the wheel needs beyond the package: course content and compiled catalogues, placed in forum_app/_data.

In a checkout both stand at the top, where trainers and translators look for them;
no compiled file is committed.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataHook(BuildHookInterface):
    """Force-include `translations/` (compiled) and `course_content/` into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Hatchling's call before a build; an editable install keeps using the checkout's folders."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        self.folder = Path(tempfile.mkdtemp(prefix="forum-data-"))
        compile_catalogues(root / "translations", self.folder)
        build_data["force_include"][str(self.folder)] = "forum_app/_data/translations"
        content = root / "course_content"
        if content.is_dir():
            build_data["force_include"][str(content)] = "forum_app/_data/course_content"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Hatchling's call after the build: nothing of ours stays behind."""
        folder = getattr(self, "folder", None)
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def compile_catalogues(source: Path, target: Path) -> None:
    """Write `<lang>/LC_MESSAGES/messages.{po,mo}` of each catalogue in `source`, without fuzzy entries."""
    for po_path in sorted(source.glob("*/LC_MESSAGES/*.po")):
        place = target / po_path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(po_path, place)
        with po_path.open("rb") as po_file, place.with_suffix(".mo").open("wb") as mo_file:
            write_mo(mo_file, read_po(po_file))
