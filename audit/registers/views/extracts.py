"""The extracts that were taken in, each with its frames."""

from flask import render_template
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.registers import operations
from audit.registers.operations import SeenExtract
from audit.registers.views.room import READERS, registers


@registers.get("/register")
@access(*READERS)
def extracts(visit: Visit[bool]) -> ResponseReturnValue:
    may_read_in = visit.scope.has(Role.COORDINATOR)
    waiting = operations.waiting_uploads(visit.session, owner_id=visit.scope.account_id) if may_read_in else []
    return render_template(
        "registers/extracts.html",
        found=operations.extracts_seen(visit.session, visit.scope),
        waiting=waiting,
        may_read_in=may_read_in,
    )


@registers.get("/register/<int:extract_id>")
@access(*READERS, load=operations.extract_seen)
def extract(visit: Visit[SeenExtract]) -> ResponseReturnValue:
    seen = visit.record
    return render_template(
        "registers/extract.html",
        seen=seen,
        extract=seen.extract,
        importer=operations.importer(visit.session, seen.extract),
    )
