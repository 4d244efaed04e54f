"""Forms of materials."""

from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange

from forum_app.course.models import Module
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.safe_files import limits
from forum_app.kernel.web.forms import Form, NumberField, TextField
from forum_app.materials import rules
from forum_app.materials.models import Material, MaterialFolder, MaterialSettings
from forum_app.materials.services import MaterialData
from forum_app.programme.models import ForumSession

ACCEPT = ",".join(f".{extension}" for extension in limits.CONTENT_TYPES)


class StepForm(Form):
    """A button that does one thing: publish, withdraw."""


class MaterialForm(Form):
    """What every material has: title, session, folder, label, warning, published or not."""

    title_km = TextField(lazy_gettext("Title"), [Length(max=200)])
    title_en = TextField(lazy_gettext("Title"), [Length(max=200)])
    forum_session = SelectField(lazy_gettext("Session"), default="")
    folder = SelectField(lazy_gettext("Folder"), default="")
    label = SelectField(lazy_gettext("Who may have it"), [InputRequired()], default="green")
    law_only = BooleanField(lazy_gettext("For law enforcement only"))
    warning_level = SelectField(lazy_gettext("Warning"), [InputRequired()], default="0")
    is_published = BooleanField(lazy_gettext("Officers see it at once"), default=True)

    def offer(self, sessions: list[ForumSession], folders: list[MaterialFolder]) -> "MaterialForm":
        """Fill the choices. Returns the form itself."""
        lang = current_language()
        self.sessions, self.folders = sessions, folders
        self.forum_session.choices = [("", gettext("The whole forum"))]
        self.forum_session.choices += [(str(one.id), f"{one.code} – {one.title.in_language(lang)}") for one in sessions]
        self.folder.choices = [("", gettext("No folder"))]
        self.folder.choices += [(str(one.id), one.title.in_language(lang)) for one in folders]
        self.label.choices = [(key, gettext(name)) for key, name in rules.LABEL_NAMES.items()]
        self.warning_level.choices = [(str(key), gettext(name)) for key, name in rules.WARNING_NAMES.items()]
        return self

    def fill(self, material: Material) -> "MaterialForm":
        """What is said about it now, unless something was sent. Returns the form itself."""
        if not self.is_submitted():
            self.title_km.data, self.title_en.data = material.title.km, material.title.en
            self.forum_session.data = str(material.forum_session_id or "")
            self.folder.data = str(material.folder_id or "")
            self.label.data, self.law_only.data = material.label, material.law_only
            self.warning_level.data = str(material.warning_level)
        return self

    def as_data(self, *, may_publish: bool = True) -> MaterialData:
        """What the service needs; who may not publish uploads for somebody who may."""
        wanted = UUID(self.forum_session.data) if self.forum_session.data else None
        folder = UUID(self.folder.data) if self.folder.data else None
        return MaterialData(
            title=Bilingual(self.title_km.data or "", self.title_en.data or ""),
            forum_session=next((one for one in self.sessions if one.id == wanted), None),
            folder=next((one for one in self.folders if one.id == folder), None),
            label=self.label.data,
            law_only=bool(self.law_only.data),
            warning_level=int(self.warning_level.data),
            is_published=may_publish and bool(self.is_published.data),
        )


def chosen_file(field: FileField) -> FileStorage | None:
    """The file somebody chose, if any."""
    chosen = field.data
    return chosen if isinstance(chosen, FileStorage) and chosen.filename else None


class FileForm(MaterialForm):
    """A file in Khmer, in English, or in both languages."""

    file_km = FileField(lazy_gettext("File in Khmer"))
    file_en = FileField(lazy_gettext("File in English"))


class VersionForm(Form):
    """Another file in the place of one."""

    language = SelectField(lazy_gettext("Language of the file"), [InputRequired()], choices=[])
    file = FileField(lazy_gettext("File"), [InputRequired()])

    def offer(self) -> "VersionForm":
        """Fill the choices. Returns the form itself."""
        self.language.choices = [("km", "ខ្មែរ"), ("en", "English")]
        return self


class FolderForm(Form):
    """A folder's name in both languages."""

    title_km = TextField(lazy_gettext("Name of the folder"), [Length(max=120)])
    title_en = TextField(lazy_gettext("Name of the folder"), [Length(max=120)])

    def as_title(self) -> Bilingual:
        return Bilingual(self.title_km.data or "", self.title_en.data or "")


class LimitsForm(Form):
    """How large a file, and all files of the forum, may be."""

    most_file_mb = NumberField(
        lazy_gettext("Largest file (MB)"), [InputRequired(), NumberRange(min=1, max=rules.MOST_FILE_MB)]
    )
    quota_mb = NumberField(
        lazy_gettext("All files of the forum together (MB)"), [InputRequired(), NumberRange(min=1, max=100_000)]
    )

    def fill(self, settings: MaterialSettings) -> "LimitsForm":
        """The limits as they are, unless something was sent. Returns the form itself."""
        if not self.is_submitted():
            self.most_file_mb.data, self.quota_mb.data = settings.most_file_mb, settings.quota_mb
        return self


class LinkForm(MaterialForm):
    """A page elsewhere."""

    url = TextField(lazy_gettext("Address"), [InputRequired(), Length(max=500)])


class LessonForm(MaterialForm):
    """A lesson of the course."""

    module = SelectField(lazy_gettext("Lesson"), [InputRequired()])

    def offer_modules(self, modules: list[Module]) -> "LessonForm":
        """Fill the choices. Returns the form itself."""
        lang = current_language()
        self.modules = {module.code: module for module in modules}
        choices: list[tuple[str, Any]] = [(one.code, f"{one.code} – {one.title.in_language(lang)}") for one in modules]
        self.module.choices = choices
        return self
