"""Logs: one JSON line per event, with request id, account id and route; never a name, phone, code or answer."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

FORBIDDEN = ("password", "pin", "code", "token", "phone", "email", "answer", "login", "name", "csrf", "cookie")


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank every field whose name promises something personal or secret."""
    for key in event:
        if any(word in key.lower() for word in FORBIDDEN) and key not in ("status_code", "exc_name"):
            event[key] = "[redacted]"
    return event


def _drop_exception_values(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep the type and the place of an exception; its message may quote what a person typed."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["where"] = _places(error)
    return event


def _places(error: BaseException) -> list[str]:
    found, step = [], error.__traceback__
    while step is not None:
        frame_code = step.tb_frame.f_code
        found.append(f"{frame_code.co_filename.rpartition('forum_app')[2]}:{step.tb_lineno}")
        step = step.tb_next
    return found[-8:]


def configure(level: str) -> None:
    """Write JSON lines to standard error from `level` up."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _drop_exception_values,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("waitress").setLevel(logging.ERROR)


def logger() -> Any:
    """The house's logger."""
    return structlog.get_logger()
