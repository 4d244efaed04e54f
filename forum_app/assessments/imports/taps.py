"""The batch that a phone sends after it was offline: each entry is read by itself, and a wrong one names itself."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from forum_app.assessments import rules
from forum_app.assessments.rules import Tap
from forum_app.kernel.khmer.text import canonical
from forum_app.kernel.refusal import Refusal

KINDS = ("level", "comment", "sign")
KEYS = frozenset(
    {"id", "kind", "practical", "registration", "criterion", "level", "text", "language", "seen", "second"}
    | {"device", "sequence", "made_at"}
)
LONGEST_DEVICE = 40


def read_batch(body: Any) -> list[Tap | Refusal]:
    """The entries of a batch in their order; what cannot be an entry of ours is a Tampered refusal with its id.

    Raises BatchUnreadable.
    """
    entries = body.get("taps") if isinstance(body, Mapping) else None
    if not isinstance(entries, list):
        raise rules.BatchUnreadable
    rules.require_batch_size(len(entries))
    return [_read(entry) for entry in entries]


def _read(entry: Any) -> Tap | Refusal:
    name = str(entry.get("id", ""))[:40] if isinstance(entry, Mapping) else ""
    try:
        return _tap(entry)
    except Refusal as refusal:
        refusal.values["id"] = name
        return refusal
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return rules.Tampered(id=name)


def _tap(entry: Mapping[str, Any]) -> Tap:
    """Raises whatever an unexpected value makes of itself; the caller turns it into a sentence."""
    if set(entry) - KEYS or entry["kind"] not in KINDS or entry.get("language", "km") not in ("km", "en"):
        raise ValueError
    kind = entry["kind"]
    text = rules.require_comment(canonical(entry["text"])) if kind == "comment" else ""
    return Tap(
        id=UUID(entry["id"]),
        kind=kind,
        practical_id=UUID(entry["practical"]),
        registration_id=UUID(entry["registration"]),
        device=_device(entry["device"]),
        sequence=_number(entry["sequence"]),
        made_at=datetime.fromtimestamp(_number(entry["made_at"]) / 1000, UTC),
        criterion_id=UUID(entry["criterion"]) if kind == "level" else None,
        level=_level(entry["level"]) if kind == "level" else None,
        text=text,
        language=entry.get("language", "km"),
        seen_id=UUID(entry["seen"]) if entry.get("seen") else None,
        as_second=entry.get("second") is True,
    )


def _device(value: Any) -> str:
    if not isinstance(value, str) or not value.isascii() or not 0 < len(value) <= LONGEST_DEVICE:
        raise ValueError
    return value


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise ValueError
    return value


def _level(value: Any) -> int | None:
    """0 is "not observed". Raises NoSuchLevel."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise rules.NoSuchLevel
    rules.require_level(value or None)
    return value or None
