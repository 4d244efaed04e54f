"""The verbs of materials."""

from forum_app.materials.services.adding import (
    Added,
    MaterialData,
    add_file,
    add_lesson,
    add_lessons_of_programme,
    add_link,
    change,
    publish,
    withdraw,
)
from forum_app.materials.services.filing import (
    add_folder,
    change_limits,
    move_folder,
    remove_folder,
    rename_folder,
)
from forum_app.materials.services.handing import hand_out, note_opened, require_open
from forum_app.materials.services.holding import release, remove_held
from forum_app.materials.services.versions import replace_file

__all__ = [
    "Added",
    "MaterialData",
    "add_file",
    "add_folder",
    "add_lesson",
    "add_lessons_of_programme",
    "add_link",
    "change",
    "change_limits",
    "hand_out",
    "move_folder",
    "note_opened",
    "publish",
    "release",
    "remove_folder",
    "remove_held",
    "rename_folder",
    "replace_file",
    "require_open",
    "withdraw",
]
