"""The result of a check: every error, or the reconciliation and the one button that freezes the frames."""

from itertools import islice
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import board_names
from audit.accounts.rules import Role
from audit.registers import operations
from audit.registers.forms import CancelForm, FreezeForm, WordsForm, word_choices
from audit.registers.models import StagedUpload
from audit.registers.operations import AlreadyTakenInError, Consent, NotFrozenError
from audit.registers.rules import Fault
from audit.registers.rules.error_list import csv_lines
from audit.registers.rules.words import UNIT_WORDS
from audit.registers.views.room import registers
from audit.registers.views.staging import checked
from audit.web import transactions
from audit.web.formats import counted

ERRORS_SHOWN = 200
TAKEN_IN = "Filen är redan inläst för den här perioden."


@registers.get("/register/utkast/<token>/kontroll")
@access(Role.COORDINATOR, load=operations.own_upload)
def check(visit: Visit[StagedUpload]) -> ResponseReturnValue:
    waiting = visit.record
    if waiting.extract_id is not None:
        return redirect(url_for("registers.extract", extract_id=waiting.extract_id))
    if job := operations.under_way(visit.session, waiting):
        return redirect(url_for("home.job", job_id=job.id))
    if waiting.check_result is None:
        return redirect(url_for("registers.mapping", token=waiting.token))
    return _page(visit)


def _page(visit: Visit[StagedUpload], fault: str = "") -> str:
    result = visit.record.check_result or abort(409)
    page = max(1, request.args.get("sida", 1, type=int))
    return render_template(
        "registers/check.html",
        upload=visit.record,
        result=result,
        errors=_errors(visit.record, page),
        headings=_headings(visit.record),
        page=page,
        pages=-(-result["errors"] // ERRORS_SHOWN),
        boards=_boards(visit, result),
        in_frame=sum(board["in_frame"] for board in result["boards"]),
        choices=word_choices,
        fault=fault,
        words_form=WordsForm(formdata=None, prefix="ord-"),
        freeze_form=FreezeForm(formdata=None, seen=result["seen"]),
        again_form=CancelForm(formdata=None, prefix="igen-"),
        cancel_form=CancelForm(formdata=None, prefix="avbryt-"),
    )


def _headings(waiting: StagedUpload) -> dict[str, str]:
    """What the columns are called in the file itself, by their own names."""
    return {name: heading for heading, name in waiting.mapping.items() if name}


def _boards(visit: Visit[StagedUpload], result: dict[str, Any]) -> list[dict[str, Any]]:
    """Each board of the file with its name and what its frame would be held against, in the order of the names."""
    names = board_names(visit.session)
    boards = [
        {**board, "name": names[board["board"]], "comparisons": operations.as_comparisons(board["reconciliation"])}
        for board in result["boards"]
    ]
    return sorted(boards, key=lambda board: str(board["name"]))


def _errors(waiting: StagedUpload, page: int) -> list[Fault]:
    result = waiting.check_result or {}
    if not result.get("errors"):
        return []
    every = operations.read_errors(transactions.settings().uploads, result["errors_file"])
    return list(islice(every, (page - 1) * ERRORS_SHOWN, page * ERRORS_SHOWN))


@registers.get("/register/utkast/<token>/fel.csv")
@access(Role.COORDINATOR, load=operations.own_upload, writes=True)
def errors_file(visit: Visit[StagedUpload]) -> ResponseReturnValue:
    """Every error as a file."""
    result = visit.record.check_result or abort(404)
    every = operations.read_errors(transactions.settings().uploads, result["errors_file"])
    operations.note_errors_taken(visit.session, stamp=visit.stamp, upload=visit.record)
    headings = _headings(visit.record)
    named = (error._replace(column=headings.get(error.column, error.column)) for error in every)
    content = "".join(csv_lines(named)).encode("utf-8-sig")
    disposition = 'attachment; filename="fel-i-registerutdraget.csv"'
    return Response(content, mimetype="text/csv", headers={"Content-Disposition": disposition})


# ---- What can be done ---------------------------------------------------------------------------------------------


@registers.post("/register/utkast/<token>/koder")
@access(Role.COORDINATOR, load=operations.own_upload)
def choose_codes(visit: Visit[StagedUpload]) -> ResponseReturnValue:
    """Decide what words in coded columns mean, and check again."""
    waiting, form = visit.record, WordsForm(prefix="ord-")
    if waiting.extract_id is not None or waiting.check_result is None or not form.validate_on_submit():
        abort(409)
    choices = form.choices(request.form, waiting.check_result["words"])
    operations.choose_codes(visit.session, stamp=visit.stamp, upload=waiting, choices=choices)
    return checked(visit)


@registers.post("/register/utkast/<token>/igen")
@access(Role.COORDINATOR, load=operations.own_upload)
def check_again(visit: Visit[StagedUpload]) -> ResponseReturnValue:
    """Check again: what the frame is held against may have changed."""
    if visit.record.extract_id is not None or not CancelForm(prefix="igen-").validate_on_submit():
        abort(409)
    return checked(visit)


@registers.post("/register/utkast/<token>/frys")
@access(Role.COORDINATOR, load=operations.own_upload)
def freeze(visit: Visit[StagedUpload]) -> ResponseReturnValue:
    """Take the extract in and freeze its frames."""
    waiting, form, settings = visit.record, FreezeForm(), transactions.settings()
    if waiting.extract_id is not None:
        return redirect(url_for("registers.extract", extract_id=waiting.extract_id))
    if not form.validate_on_submit() or waiting.check_result is None:
        abort(409)
    consent = Consent(form.seen.data or "", visit.scope.boards(), settings.demo)
    if operations.is_long(waiting):
        location = url_for("registers.check", token=waiting.token)
        job = operations.ask_for_freeze(
            visit.session, stamp=visit.stamp, upload=waiting, consent=consent, location=location
        )
        return redirect(url_for("home.job", job_id=job.id))
    try:
        taken = operations.freeze_at_once(
            visit.session, stamp=visit.stamp, upload=waiting, consent=consent, settings=settings
        )
    except NotFrozenError as error:
        return _page(visit, str(error)), 422
    except AlreadyTakenInError:
        return _page(visit, TAKEN_IN), 422
    flash(f"Ramen är fryst: {_frozen(visit)}.", "done")
    return redirect(url_for("registers.extract", extract_id=taken.id))


def _frozen(visit: Visit[StagedUpload]) -> str:
    result = visit.record.check_result or {}
    return ", ".join(
        f"{counted(board['in_frame'], *UNIT_WORDS[visit.record.kind])} för {board['name']}"
        for board in _boards(visit, result)
    )
