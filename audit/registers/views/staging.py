"""From a file on somebody's own computer to a decided mapping of its columns."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.registers import operations
from audit.registers.forms import CancelForm, MappingForm, UploadForm, mapping_form
from audit.registers.models import RegisterExtract, StagedUpload
from audit.registers.operations import AlreadyTakenInError, NoExtractError
from audit.registers.refusals import UnreadableError
from audit.registers.views.room import registers
from audit.web import transactions


@registers.get("/register/ny")
@access(Role.COORDINATOR)
def upload(visit: Visit[bool]) -> ResponseReturnValue:  # noqa: ARG001
    return _upload_page(UploadForm(formdata=None))


@registers.post("/register/ny")
@access(Role.COORDINATOR, long=True)
def send(visit: Visit[bool]) -> ResponseReturnValue:
    """Read the file, which takes its time, and then stage what is left of it."""
    form, earlier = UploadForm(), None
    if form.holds(visit.stamp.day):
        try:
            waiting = _staged(visit, form)
        except (UnreadableError, NoExtractError) as error:
            form.file.errors = [f"Filen går inte att läsa in. Här väntades {error}".rstrip(".") + "."]
        except AlreadyTakenInError as error:
            form.file.errors = ["Filen är redan inläst för den här perioden."]
            earlier = error.extract
        else:
            return redirect(url_for("registers.mapping", token=waiting.token))
    return _upload_page(form, earlier), 422


def _staged(visit: Visit[bool], form: UploadForm) -> StagedUpload:
    settings = transactions.settings()
    found = operations.read(
        form.delivery(),
        key=settings.pseudonym_key,
        today=visit.stamp.day,
        max_bytes=settings.max_upload_bytes,
    )
    with transactions.database().transaction() as session:
        return operations.stage(
            session,
            stamp=visit.stamp,
            owner_id=visit.scope.account_id,
            found=found,
            folder=settings.uploads,
            board_ids=visit.scope.boards(),
        )


def _upload_page(form: UploadForm, earlier: RegisterExtract | None = None) -> str:
    limit = transactions.settings().max_upload_bytes
    return render_template("registers/upload.html", form=form, earlier=earlier, limit=limit)


# ---- Columns ------------------------------------------------------------------------------------------------------


@registers.get("/register/utkast/<token>/kolumner")
@access(Role.COORDINATOR, load=operations.own_upload)
def mapping(visit: Visit[StagedUpload]) -> ResponseReturnValue:
    if visit.record.extract_id is not None:
        return redirect(url_for("registers.extract", extract_id=visit.record.extract_id))
    return _mapping_page(visit, mapping_form(visit.record))


@registers.post("/register/utkast/<token>/kolumner")
@access(Role.COORDINATOR, load=operations.own_upload)
def map_columns(visit: Visit[StagedUpload]) -> ResponseReturnValue:
    """Decide what the columns mean, and check the rows by it."""
    waiting, form = visit.record, mapping_form(visit.record)
    if waiting.extract_id is not None:
        abort(409)
    if not form.holds(visit.stamp.day):
        return _mapping_page(visit, form), 422
    operations.map_columns(visit.session, stamp=visit.stamp, upload=waiting, mapping=form.mapping, period=form.period)
    return checked(visit)


def checked(visit: Visit[StagedUpload]) -> ResponseReturnValue:
    """Have the upload checked, and lead to where the result is shown or waited for."""
    result, board_ids = url_for("registers.check", token=visit.record.token), sorted(visit.scope.boards())
    if operations.is_long(visit.record):
        job = operations.ask_for_check(
            visit.session, stamp=visit.stamp, upload=visit.record, board_ids=board_ids, location=result
        )
        return redirect(url_for("home.job", job_id=job.id))
    operations.check_at_once(
        visit.session,
        stamp=visit.stamp,
        upload=visit.record,
        board_ids=board_ids,
        settings=transactions.settings(),
    )
    return redirect(result)


def _mapping_page(visit: Visit[StagedUpload], form: MappingForm) -> str:
    waiting, reading = visit.record, visit.record.reading
    return render_template(
        "registers/mapping.html",
        upload=waiting,
        form=form,
        cancel_form=CancelForm(formdata=None, prefix="avbryt-"),
        dropped=[change for change in reading["changes"] if change[0] in reading["dropped"]],
        changed=[change for change in reading["changes"] if change[0] not in reading["dropped"]],
        earlier=operations.earlier_extracts(
            visit.session, kind=waiting.kind, sha256=waiting.file_sha256, board_ids=visit.scope.boards()
        ),
    )


@registers.post("/register/utkast/<token>/avbryt")
@access(Role.COORDINATOR, load=operations.own_upload)
def cancel(visit: Visit[StagedUpload]) -> ResponseReturnValue:
    if visit.record.extract_id is not None or not CancelForm(prefix="avbryt-").validate_on_submit():
        abort(409)
    folder = transactions.settings().uploads
    operations.cancel(visit.session, stamp=visit.stamp, upload=visit.record, folder=folder)
    flash("Inläsningen är avbruten. Inget av filens innehåll finns kvar i programmet.", "done")
    return redirect(url_for("registers.extracts"))
