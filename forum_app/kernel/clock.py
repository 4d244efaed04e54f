"""The only place that asks what time it is.

Forum time (`now`) drives everything a participant sees: what is on, what is open, what is late.
Wall time (`wall`) drives what protects the installation: cookies, sign-in, logs, jobs.
They differ only in a demo data folder, whose offset makes the sample start on its own second day.
"""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")
OFFSET_FILE = "demo-clock.json"

_offset_path: Path | None = None
_offset_cache: tuple[int, timedelta] = (0, timedelta())


def wall() -> datetime:
    """The real instant, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """Forum time as an instant in UTC: real time plus the demo offset, if there is one."""
    return wall() + offset()


def use_offset_file(folder: Path | None) -> None:
    """Let the data folder decide the offset. `None` switches the offset off (a real installation)."""
    global _offset_path, _offset_cache
    _offset_path = folder / OFFSET_FILE if folder else None
    _offset_cache = (0, timedelta())


def offset() -> timedelta:
    """Difference between forum time and wall time; read again only when the file has changed."""
    global _offset_cache
    if _offset_path is None:
        return timedelta()
    try:
        stamp = _offset_path.stat().st_mtime_ns
    except OSError:
        return timedelta()
    if stamp != _offset_cache[0]:
        seconds = json.loads(_offset_path.read_text(encoding="utf-8"))["offset_seconds"]
        _offset_cache = (stamp, timedelta(seconds=seconds))
    return _offset_cache[1]


def set_offset(folder: Path, value: timedelta) -> None:
    """Write the demo offset of a data folder. Marks the folder as a demo."""
    target = folder / OFFSET_FILE
    partial = target.with_suffix(".partial")
    partial.write_text(json.dumps({"offset_seconds": int(value.total_seconds())}), encoding="utf-8")
    partial.replace(target)
    use_offset_file(folder)


def is_demo_folder(folder: Path) -> bool:
    """True when the data folder carries a demo clock, hence demo accounts."""
    return (folder / OFFSET_FILE).exists()


def local(instant: datetime, zone: ZoneInfo = PHNOM_PENH) -> datetime:
    """The instant on the clock of the forum's place."""
    return instant.astimezone(zone)


def local_day(instant: datetime, zone: ZoneInfo = PHNOM_PENH) -> date:
    """The calendar day on which the instant falls at the forum's place."""
    return local(instant, zone).date()
