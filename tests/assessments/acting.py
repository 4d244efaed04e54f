"""What phones send, as tests write it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from forum_app.accounts.models import Account
from forum_app.assessments import imports, services
from forum_app.assessments.models import Criterion, Practical
from forum_app.registration.models import Registration


class Phone:
    """One device: it counts its taps and keeps what it has not sent."""

    def __init__(self, name: str, practical: Practical, at: datetime) -> None:
        self.name, self.practical, self.at = name, practical, at
        self.sequence = 0
        self.waiting: list[dict[str, Any]] = []

    def tap(self, kind: str, registration: Registration, **values: Any) -> dict[str, Any]:
        """Keep one tap."""
        self.sequence += 1
        entry = {
            "id": str(uuid4()),
            "kind": kind,
            "practical": str(self.practical.id),
            "registration": str(registration.id),
            "device": self.name,
            "sequence": self.sequence,
            "made_at": int(self.at.timestamp() * 1000),
            **values,
        }
        self.waiting.append(entry)
        return entry

    def level(
        self, registration: Registration, criterion: Criterion, level: int, *, seen: UUID | str | None = None
    ) -> dict[str, Any]:
        """Tap a level (0: not observed)."""
        return self.tap(
            "level", registration, criterion=str(criterion.id), level=level, seen=str(seen) if seen else None
        )

    def send(self, actor: Account, *, at: datetime | None = None) -> list[services.Taken]:
        """Hand everything over; what is kept stays for a second sending, as after a lost answer."""
        entries = imports.read_batch({"taps": self.waiting})
        return services.take_batch(self.practical.forum, entries, actor=actor, at=at or self.at)


def outcomes(taken: list[services.Taken]) -> list[str]:
    """What became of each entry: an outcome, or the name of its refusal."""
    return [type(one.refusal).__name__ if one.refusal else one.outcome for one in taken]
