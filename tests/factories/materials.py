"""Materials, as their services make them; small honest files of every kind."""

from typing import Any
from uuid import uuid4

from flask import current_app

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.safe_files import limits
from forum_app.materials import rules, services
from forum_app.materials.models import HeldUpload, Material, MaterialFolder
from tests.factories import crafted
from tests.factories.accounts import make_account
from tests.factories.programme import at, make_module

PDF = crafted.pdf()
PNG = crafted.png()
JPG = crafted.jpeg()


def upload(name: str = "slides.pdf", content: bytes = PDF, **values: Any) -> rules.Upload:
    """A file as `imports.received` hands it over, without the process that looks into it."""
    folder = current_app.config["FORUM"].data_folder / "made"
    folder.mkdir(exist_ok=True)
    path = folder / uuid4().hex
    path.write_bytes(content)
    return rules.Upload(name, limits.CONTENT_TYPES[limits.extension_of(name)], path, **values)


def material_data(**values: Any) -> services.MaterialData:
    """Published, TLP:GREEN, with a title in both languages."""
    return services.MaterialData(**{"title": Bilingual("ស្លាយ", "Slides"), "is_published": True, **values})


def make_file(
    forum: Forum, *, name: str = "slides.pdf", content: bytes = PDF, actor: Any = None, **values: Any
) -> Material:
    """A file in Khmer."""
    data = material_data(**values)
    added = services.add_file(forum, data, km=upload(name, content), actor=actor, at=at(forum, 1, "08:00"))
    assert added.material is not None
    return added.material


def make_held(forum: Forum, content: bytes = PDF, **values: Any) -> HeldUpload:
    """A file that could not be checked when it came."""
    given = upload("held.pdf", content, held="crashed")
    added = services.add_file(forum, material_data(**values), km=given, actor=None, at=at(forum, 1, "08:00"))
    return added.held[0]


def make_folder(forum: Forum, title: str = "Laws") -> MaterialFolder:
    """A folder at the end."""
    return services.add_folder(forum, Bilingual("ច្បាប់", title), actor=make_account())


def make_lesson(forum: Forum, module: Module | None = None, **values: Any) -> Material:
    """A published lesson."""
    module = module or make_module()
    data = material_data(title=module.title, **values)
    return services.add_lesson(forum, module, data, actor=None, at=at(forum, 1, "08:00"))
