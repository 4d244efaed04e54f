"""What a forum asks for and what its paper looks like."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.certificates import rules
from forum_app.certificates.imports import Logo
from forum_app.certificates.models import CertificateSettings
from forum_app.forums.models import Forum
from forum_app.kernel import audit, files
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import insert_once, transaction
from forum_app.kernel.identifiers import uuid7

MOST_LOGOS = 4


@dataclass(frozen=True, slots=True)
class SettingsData:
    """What the form says; logos are added and removed one by one."""

    participation_on: bool = True
    completion_on: bool = True
    min_halves: int | None = None
    min_minutes_percent: int = 80
    min_final_percent: int = 60
    needs_practicals: bool = True
    kingdom_header: bool = False
    institution: Bilingual = Bilingual()
    signers: tuple[dict[str, dict[str, str]], ...] = ()
    hours_on: bool = False
    hours_value: int | None = None
    birth_on: bool = False
    verify_shows_unit: bool = False
    lunar_mode: str = "auto"
    lunar_text: str = ""
    issued_on: date | None = None
    place: Bilingual = Bilingual()
    number_pattern: str = "{number}/{year}"
    participation_text: Bilingual = Bilingual()
    completion_text: Bilingual = Bilingual()


def change_settings(forum: Forum, data: SettingsData, *, actor: HasId | None) -> CertificateSettings:
    """Save the settings. What is prepared keeps its snapshot until it is renewed or corrected."""
    with transaction() as session:
        settings = _own_row(session, forum)
        changed = [name for name, value in _values(data).items() if getattr(settings, name) != value]
        for name in changed:
            setattr(settings, name, _values(data)[name])
        if changed:
            settings.version += 1
            audit.record("certificates.settings", settings, actor=actor, fields=changed)
    return settings


def overlay(settings: CertificateSettings, data: SettingsData) -> CertificateSettings:
    """Lay the form over settings that are not saved: for the preview."""
    for name, value in _values(data).items():
        setattr(settings, name, value)
    return settings


def _values(data: SettingsData) -> dict[str, Any]:
    found = {field.name: getattr(data, field.name) for field in fields(data)}
    used = [signer for signer in data.signers if any(any(pair.values()) for pair in signer.values())]
    return found | {"signers": used}


def add_logo(forum: Forum, logo: Logo, *, actor: HasId | None) -> None:
    """One more logo at the right. Raises TooManyLogos."""
    with transaction() as session:
        settings = _own_row(session, forum)
        if len(settings.logo_ids) >= MOST_LOGOS:
            raise rules.TooManyLogos
        stored = files.store(logo.content, download_name=logo.name, content_type=logo.content_type)
        settings.logo_ids = [*settings.logo_ids, str(stored.id)]
        settings.version += 1
        audit.record("certificates.logo", settings, actor=actor)


def remove_logo(forum: Forum, logo_id: str, *, actor: HasId | None) -> None:
    """Take a logo off the paper. Its file stays: printed certificates still point at it."""
    with transaction() as session:
        settings = _own_row(session, forum)
        settings.logo_ids = [one for one in settings.logo_ids if one != logo_id]
        settings.version += 1
        audit.record("certificates.logo", settings, actor=actor)


def _own_row(session: Session, forum: Forum) -> CertificateSettings:
    """The forum's row, made from the defaults the first time."""
    query = select(CertificateSettings).where(CertificateSettings.forum_id == forum.id).with_for_update()
    found = session.scalar(query)
    if found is None:
        insert_once(CertificateSettings, id=uuid7(), forum_id=forum.id, signers=[], logo_ids=[])
        found = session.scalars(query).one()
    return found
