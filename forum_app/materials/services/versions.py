"""A new version of a file: it is shown from now on, and the old one stays on record."""

from datetime import datetime

from forum_app.accounts.models import Account
from forum_app.kernel.database import transaction
from forum_app.materials import rules
from forum_app.materials.models import HeldUpload, Material
from forum_app.materials.rules import Upload
from forum_app.materials.services import holding, keeping


def replace_file(
    material: Material, language: str, upload: Upload, *, actor: Account, at: datetime
) -> HeldUpload | None:
    """Put a file in the place of the one that is shown, or where there was none. Answers the held upload, if it is.

    Raises NotAFile, MustBePdf, QuotaReached, DiskFull.
    """
    if material.kind != "file":
        raise rules.NotAFile
    rules.require_stampable(upload.name, material.label, law_only=material.law_only)
    with keeping.laid_down(upload) as stored, transaction() as session:
        keeping.require_room(material.forum, stored.size_bytes)
        session.add(stored)
        session.flush()
        if upload.held:
            held = holding.hold(material.forum, upload, stored, language, {}, actor=actor, at=at)
            held.material_id = material.id
            return held
        keeping.show(material, language, stored, upload.removed, actor=actor, at=at)
        return None
