"""Materials, and small files of every kind that may be uploaded."""

import io
import zipfile
from typing import Any

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.materials import imports, services
from forum_app.materials.models import Material
from tests.factories.programme import at, make_module

PDF = b"%PDF-1.7\n%test\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20


def office(folder: str, *, macros: bool = False) -> bytes:
    """An archive that looks like an Office file, e.g. `office("ppt/")`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}main.xml", "<x/>")
        if macros:
            archive.writestr(f"{folder}vbaProject.bin", b"x")
    return buffer.getvalue()


def material_data(**values: Any) -> services.MaterialData:
    """Published, TLP:GREEN, with a title in both languages."""
    return services.MaterialData(**{"title": Bilingual("ស្លាយ", "Slides"), "is_published": True, **values})


def make_file(forum: Forum, *, name: str = "slides.pdf", content: bytes = PDF, **values: Any) -> Material:
    """A file in Khmer."""
    upload = imports.check_upload(name, content)
    return services.add_file(forum, material_data(**values), km=upload, actor=None, at=at(forum, 1, "08:00"))


def make_lesson(forum: Forum, module: Module | None = None, **values: Any) -> Material:
    """A published lesson."""
    module = module or make_module()
    data = material_data(title=module.title, **values)
    return services.add_lesson(forum, module, data, actor=None, at=at(forum, 1, "08:00"))
