"""Structured logs, one JSON object a line. They name places in the program, never what a person entered."""

from contextlib import suppress

import structlog

log = structlog.get_logger()


def configure() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    )


def failed(what: str, error: BaseException, **places: str | None) -> None:
    """Note a failure. Where there is no room even for that, the answer to the person still goes out."""
    with suppress(OSError):
        log.error(what, exc_info=error, **places)
