"""Forms of materials."""

from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, SelectField
from wtforms.validators import InputRequired, Length

from forum_app.course.models import Module
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.forms import Form, TextField
from forum_app.materials import imports, rules
from forum_app.materials.services import MaterialData
from forum_app.programme.models import ForumSession

ACCEPT = ",".join(f".{extension}" for extension in rules.CONTENT_TYPES)


class StepForm(Form):
    """A button that does one thing: publish, withdraw."""


class MaterialForm(Form):
    """What every material has: title, session, label, warning, published or not."""

    title_km = TextField(lazy_gettext("Title"), [Length(max=200)])
    title_en = TextField(lazy_gettext("Title"), [Length(max=200)])
    forum_session = SelectField(lazy_gettext("Session"))
    label = SelectField(lazy_gettext("Who may have it"), [InputRequired()], default="green")
    warning_level = SelectField(lazy_gettext("Warning"), [InputRequired()], default="0")
    is_published = BooleanField(lazy_gettext("Officers see it at once"), default=True)

    def offer(self, sessions: list[ForumSession]) -> "MaterialForm":
        """Fill the choices. Returns the form itself."""
        lang = current_language()
        self.sessions = sessions
        self.forum_session.choices = [("", gettext("The whole forum"))]
        self.forum_session.choices += [(str(one.id), f"{one.code} – {one.title.in_language(lang)}") for one in sessions]
        self.label.choices = [(key, gettext(name)) for key, name in rules.LABEL_NAMES.items()]
        self.warning_level.choices = [(str(key), gettext(name)) for key, name in rules.WARNING_NAMES.items()]
        return self

    def as_data(self) -> MaterialData:
        """What the service needs."""
        wanted = UUID(self.forum_session.data) if self.forum_session.data else None
        return MaterialData(
            title=Bilingual(self.title_km.data or "", self.title_en.data or ""),
            forum_session=next((one for one in self.sessions if one.id == wanted), None),
            label=self.label.data,
            warning_level=int(self.warning_level.data),
            is_published=bool(self.is_published.data),
        )


class FileForm(MaterialForm):
    """A file in Khmer, in English, or in both languages."""

    file_km = FileField(lazy_gettext("File in Khmer"))
    file_en = FileField(lazy_gettext("File in English"))

    def upload(self, language: str) -> rules.Upload | None:
        """The chosen file, looked into; None when none was chosen. Raises what `check_upload` refuses."""
        chosen = self[f"file_{language}"].data
        if not isinstance(chosen, FileStorage) or not chosen.filename:
            return None
        return imports.check_upload(chosen.filename, chosen.stream.read(rules.MOST_BYTES + 1))


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
