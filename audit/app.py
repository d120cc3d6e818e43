"""The application factory: it puts the house together and refuses to open with an unguarded door."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect
from werkzeug.routing import IntegerConverter
from werkzeug.routing import ValidationError as RoutingError

from audit import clock as real_clock
from audit.access_checks.views import access_checks
from audit.accounts import (  # noqa: F401 - routes of `accounts`
    access,
    views_accounts,
    views_boards,
    views_codes,
    views_own,
    views_sharing,
    views_sso,
)
from audit.accounts.views import accounts
from audit.agreements.views import agreements
from audit.checklists.views import checklists
from audit.clock import Clock
from audit.comparison import views_paper  # noqa: F401 - routes of `comparison`
from audit.comparison.views import comparison
from audit.config import Settings
from audit.controls import operations as control_work
from audit.controls.views import controls
from audit.database import Database
from audit.findings.views import findings
from audit.home import views_running  # noqa: F401 - routes of `home`
from audit.home.views import home
from audit.improvements import operations as improvement_work
from audit.improvements.views import improvements
from audit.indicators.views import indicators
from audit.jobs.operations import Handler, Worker
from audit.journal import anchoring, belonging, checking
from audit.mail import heads
from audit.mail import operations as mail
from audit.mail.postman import Postman
from audit.plans.views import plans
from audit.registers import operations as register_work
from audit.registers.views import registers
from audit.reports import operations as report_work
from audit.reports import (  # noqa: F401 - routes of `reports`
    views_files,
    views_ils,
    views_plans,
    views_published,
    views_publishing,
    views_records,
    views_tables,
    views_templates,
    views_texts,
)
from audit.reports.views import reports
from audit.retention import operations as retention_work
from audit.retention.views import retention
from audit.reviews.views import reviews
from audit.rounds.views import rounds
from audit.web import bodies, compiled, errors, formats, headers, logs, static_files, transactions

TEMPLATES = Path(__file__).parent.parent / "templates"
ROOMS = (
    access_checks,
    accounts,
    agreements,
    checklists,
    comparison,
    controls,
    findings,
    home,
    improvements,
    indicators,
    plans,
    registers,
    retention,
    rounds,
    reviews,
    reports,
)
# Rooms with work longer than a request: each gives what carries out its kinds of job.
JOB_ROOMS: tuple[Callable[[Settings, Database, Clock], Mapping[str, Handler]], ...] = (
    register_work.handlers,
    control_work.handlers,
    report_work.handlers,
    retention_work.handlers,
)
# What has to be done now and then without anybody asking for it.
CHORES: tuple[Callable[[Settings, Database, Clock], None], ...] = (
    register_work.tidy,
    report_work.tidy,
    improvement_work.follow_to_successors,
    improvement_work.tell_late,
    mail.tidy,
    anchoring.anchor,
    heads.post_head,
    retention_work.tidy,
    belonging.catch_up,
    checking.check_daily,
)


class Stickprov(Flask):
    """The application. The address of a page of its own never changes, and a page has forty of them: they are kept."""

    jinja_environment = compiled.Pages

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._address = lru_cache(maxsize=8192)(self._make_address)

    def url_for(self, /, endpoint: str, **parts: Any) -> str:
        plain = all(type(part) in {int, str} and not name.startswith("_") for name, part in parts.items())
        if not plain or endpoint.startswith(".") or not has_request_context():
            return super().url_for(endpoint, **parts)
        return self._address(request.script_root, endpoint, tuple(parts.items()))

    def _make_address(self, root: str, endpoint: str, parts: tuple[tuple[str, int | str], ...]) -> str:  # noqa: ARG002
        named: dict[str, Any] = dict(parts)
        return super().url_for(endpoint, **named)


class RecordId(IntegerConverter):
    """A record's id in an address. One that no database could hold is an address that does not exist."""

    def to_python(self, value: str) -> int:
        number = int(super().to_python(value))
        if number >= 2**31:
            raise RoutingError
        return number


def create_app(settings: Settings, database: Database, *, clock: Clock = real_clock.now) -> Flask:
    """The whole application on `database`. Raises UndeclaredAccessError if a route does not say who may use it."""
    logs.configure()
    app = Stickprov("audit", template_folder=str(TEMPLATES))
    app.request_class = bodies.MemoryRequest
    app.config.update(_flask_settings(settings))
    app.extensions["stickprov_database"] = database
    app.extensions["stickprov_settings"] = settings
    app.extensions["stickprov_clock"] = clock
    app.jinja_env.bytecode_cache = compiled.beside(TEMPLATES)
    app.jinja_env.filters.update(formats.FILTERS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["int"] = RecordId
    Bootstrap5(app)
    CSRFProtect(app)
    logs.install(app)
    # Registered first, run last: the headers stand on whatever the transaction's end makes of the answer.
    headers.install(app)
    static_files.install(app)
    transactions.install(app)
    errors.install(app)
    for room in ROOMS:
        app.register_blueprint(room)
    app.extensions["stickprov_access"] = access.declared(app)
    return app


def create_worker(settings: Settings, database: Database, *, clock: Clock = real_clock.now) -> Worker:
    """What carries out the jobs of every room; whoever makes it starts and stops it."""
    handlers: dict[str, Handler] = {}
    for handlers_of in JOB_ROOMS:
        handlers.update(handlers_of(settings, database, clock))
    chores = [partial(chore, settings, database, clock) for chore in CHORES]
    return Worker(database, handlers, clock, chores)


def create_postman(settings: Settings, database: Database, *, clock: Clock = real_clock.now) -> Postman | None:
    """What sends notices by e-mail; None where no mail server is told of. Whoever makes it starts and stops it."""
    return Postman(database, settings.mail, clock) if settings.mail else None


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        # The prefix makes browsers refuse the cookie from anybody but this very host, over https.
        "SESSION_COOKIE_NAME": "__Host-stickprov" if settings.secure_cookies else "stickprov",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": timedelta(minutes=settings.absolute_minutes),
        "MAX_CONTENT_LENGTH": settings.max_upload_bytes,
        "MAX_FORM_MEMORY_SIZE": 2_000_000,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_I18N_ENABLED": False,
        "BOOTSTRAP_SERVE_LOCAL": True,
    }
