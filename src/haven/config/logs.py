"""JSON logs on standard error. No names, no query strings, no values of an exception: its type and where it was raised.

A database error can quote the row that it refused, so messages of exceptions never reach a log."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog


def configure() -> None:
    """Every logger of the process writes one line of JSON per event."""
    shared: list[Any] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _where_not_what,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("axes", "procrastinate", "django.utils.autoreload", "fontTools", "httpx", "pikepdf"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Django's own line of a failed request holds the whole path and the exception's words; ours says the route.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)


def configure_django(settings: dict[str, Any]) -> None:
    """What Django calls at start."""
    configure()


def _where_not_what(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its type and the frames it passed, without a word of its message."""
    info = event.pop("exc_info", None)
    if info:
        kind, problem, trace = sys.exc_info() if info is True else info if isinstance(info, tuple) else _parts(info)
        event["exception"] = getattr(kind, "__name__", str(kind))
        event["at"] = [
            f"{f.filename.rpartition('/src/')[2]}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)[-8:]
        ]
    return event


def _parts(problem: BaseException) -> tuple[Any, Any, Any]:
    return type(problem), problem, problem.__traceback__
