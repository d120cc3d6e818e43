"""How the installation is: two addresses for monitoring, which tell of nothing in it, and the administrator's page."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access, public
from audit.accounts.rules import Role
from audit.database import newest_revision
from audit.home import operations
from audit.home.views import home
from audit.web import transactions


@home.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The program answers. Where it doesn't, it has to be started anew."""
    return {"status": "ok"}


@home.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Whether work can be done: 503 where not. With `?strict` also where the copies are not as they should be."""
    seen = operations.running(transactions.database(), transactions.settings(), transactions.clock()())
    fine = seen.ready and not ("strict" in request.args and seen.warnings)
    words = {
        "status": _word(fine),
        "database": _word(seen.database),
        "migrations": _word(seen.up_to_date),
        "disk": _word(seen.free >= operations.DISK_FULL),
        "backup": _word(seen.database and not seen.warnings),
    }
    return words, 200 if fine else 503


def _word(fine: bool) -> str:
    return "ok" if fine else "fault"


@home.get("/drift")
@access(Role.ADMINISTRATOR)
def running(visit: Visit[bool]) -> ResponseReturnValue:
    settings = transactions.settings()
    return render_template(
        "home/running.html",
        seen=operations.running(transactions.database(), settings, visit.stamp.at),
        settings=settings,
        engine="SQLite" if transactions.database().is_sqlite else "PostgreSQL",
        revision=newest_revision(),
    )
