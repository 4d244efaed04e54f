"""Folders of a forum, and how much it may keep."""

from sqlalchemy import func, select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import insert_once, transaction
from forum_app.kernel.identifiers import uuid7
from forum_app.materials import queries, rules
from forum_app.materials.models import Material, MaterialFolder, MaterialSettings


def add_folder(forum: Forum, title: Bilingual, *, actor: Account) -> MaterialFolder:
    """A folder after the others. Raises TitleMissing."""
    if not title:
        raise rules.TitleMissing
    with transaction() as session:
        count = session.scalar(select(func.count()).where(MaterialFolder.forum_id == forum.id)) or 0
        folder = MaterialFolder(forum_id=forum.id, title=title, position=count + 1)
        session.add(folder)
        session.flush()
        audit.record("materials.folder_add", folder, actor=actor)
        return folder


def rename_folder(folder: MaterialFolder, title: Bilingual, *, actor: Account) -> None:
    """Raises TitleMissing."""
    if not title:
        raise rules.TitleMissing
    with transaction():
        folder.title = title
        audit.record("materials.folder_rename", folder, actor=actor)


def move_folder(folder: MaterialFolder, *, up: bool, actor: Account) -> None:
    """One place up or down; at the end it stays."""
    with transaction():
        ordered = queries.list_folders(folder.forum)
        place = next(number for number, one in enumerate(ordered) if one.id == folder.id)
        other = place - 1 if up else place + 1
        if 0 <= other < len(ordered):
            ordered[place], ordered[other] = ordered[other], ordered[place]
        for number, one in enumerate(ordered, 1):
            one.position = number
        audit.record("materials.folder_move", folder, actor=actor, up=up)


def remove_folder(folder: MaterialFolder, *, actor: Account) -> None:
    """Raises FolderNotEmpty."""
    with transaction() as session:
        if session.scalar(select(func.count()).where(Material.folder_id == folder.id)):
            raise rules.FolderNotEmpty
        audit.record("materials.folder_remove", folder, actor=actor)
        session.delete(folder)


def change_limits(forum: Forum, *, most_file_mb: int, quota_mb: int, actor: Account) -> MaterialSettings:
    """How large a file and the whole may be. What is there already stays."""
    with transaction() as session:
        insert_once(MaterialSettings, id=uuid7(), forum_id=forum.id, most_file_mb=most_file_mb, quota_mb=quota_mb)
        settings = session.scalars(select(MaterialSettings).where(MaterialSettings.forum_id == forum.id)).one()
        settings.most_file_mb, settings.quota_mb = most_file_mb, quota_mb
        audit.record("materials.limits", settings, actor=actor, most_file_mb=most_file_mb, quota_mb=quota_mb)
        return settings
