"""Photos of the exhibit form."""

from datetime import datetime
from uuid import UUID

from forum_app.accounts.models import Account
from forum_app.assessments import queries, rules
from forum_app.assessments.imports import without_metadata
from forum_app.assessments.models import ExhibitPhoto, Practical
from forum_app.assessments.services.taps import open_observation
from forum_app.kernel import audit, files
from forum_app.kernel.database import transaction
from forum_app.registration.models import Registration


def add_photo(
    practical: Practical, registration: Registration, content: bytes, *, photo_id: UUID, actor: Account, at: datetime
) -> ExhibitPhoto:
    """Keep a photo without its metadata. The same id again is the same photo.

    A phone sends its marks before its photos, so a photo may well come after the sign-off.
    Raises NoPhoto, PhotoTooLarge, TooManyPhotos and as `open_observation`.
    """
    picture, content_type = without_metadata(content)
    with transaction() as session:
        found = session.get(ExhibitPhoto, photo_id)
        if found is not None:
            return found
        observation = open_observation(practical, registration, actor=actor, at=at)
        rules.require_room(len(queries.list_photos(observation)))
        name = f"{practical.rubric.code}-{registration.badge}.{'png' if content_type.endswith('png') else 'jpg'}"
        file = files.store(picture, download_name=name, content_type=content_type)
        session.flush()
        photo = ExhibitPhoto(id=photo_id, observation_id=observation.id, file_id=file.id, made_at=at)
        session.add(photo)
        audit.record("assessments.add_photo", observation, actor=actor)
        return photo
