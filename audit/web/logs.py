"""Structured logs, one JSON object a line. They name places in the program, never what a person entered."""

import logging
import secrets
import time
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

import structlog
from flask import Flask, Response, g, request

from audit.refusals import code_of
from audit.web.static_files import FILES

log = structlog.get_logger()


def configure() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Others()])


def _without_words(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:  # noqa: ARG001
    """An exception as its kind and its way through the program. Its words may hold what a person entered."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["exception"] = _told(error)
    return event


def _told(error: BaseException | None) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    while error is not None and len(told) < 5:
        way = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
        told.append({"kind": type(error).__name__, "code": code_of(error), "way": way})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


class _Others(logging.Handler):
    """What the libraries have to say, on lines of the same form and without their words' contents."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            error = record.exc_info[1] if record.exc_info else None
            log.log(max(record.levelno, logging.WARNING), "library", source=record.name, said=str(record.msg),
                    exc_info=error)  # fmt: skip


def failed(what: str, error: BaseException, **places: str | None) -> None:
    """Note a failure. Where there is no room even for that, the answer to the person still goes out."""
    with suppress(OSError):
        log.error(what, exc_info=error, **places)


def request_id() -> str:
    """The number of this request, which stands in its lines of the log and in its answer."""
    return str(g.get("request_id", ""))


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.request_began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    """One line for each request: which door, never the address, which may hold what was searched for."""
    if "request_id" in g:
        response.headers["X-Request-Id"] = g.request_id
        if request.endpoint not in FILES:
            took = round((time.perf_counter() - g.request_began) * 1000, 1)
            with suppress(OSError):
                log.info("request", method=request.method, endpoint=request.endpoint, status=response.status_code,
                         ms=took)  # fmt: skip
    return response


def install(app: Flask) -> None:
    """Registered before all else: begun first, ended last."""
    app.before_request(_begin)
    app.after_request(_end)
