"""What the tests of registration share: ways to act and to look."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.kernel.spreadsheet import reader
from forum_app.registration import queries, services
from forum_app.registration.models import ImportBatch, Registration
from forum_app.registration.services import RegistrationData
from tests.factories.accounts import make_account

NOW = datetime(2024, 9, 20, 3, 0, tzinfo=UTC)


HEADER = "គោត្តនាម\tនាមខ្លួន\tFamily name\tGiven name\tភេទ\tអង្គភាព\tទូរសព្ទ\tស្លាកលេខ\n"


def data(**values: Any) -> RegistrationData:
    named = {"family_name_km": "ប្រាក់", "given_name_km": "សុភា", "family_name_latin": "PRAK"}
    return RegistrationData(**{**named, "given_name_latin": "Sophea", **values})


def register(forum: Forum, **values: Any) -> Registration:
    return services.register(forum, data(**values), actor=None, at=NOW)


def start(forum: Forum, text: str) -> ImportBatch:
    return services.start_import(forum, reader.read_text(HEADER + text), actor=None, at=NOW)


def confirm(batch: ImportBatch, **choice: Any) -> ImportBatch:
    return services.confirm_import(batch, actor=make_account(), at=NOW, **choice)


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def statuses(registration: Registration) -> list[str]:
    return [event.status for event in queries.list_events(registration)]
