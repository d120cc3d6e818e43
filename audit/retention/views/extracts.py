"""Extracts of what is held: about a case for its person, and about an account for whoever has it."""

import io

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.models import Account
from audit.accounts.rules import Role
from audit.retention import operations
from audit.retention.forms import CaseForm
from audit.retention.views.room import retention

FORMS = {"json": ("application/json", operations.as_json), "txt": ("text/plain", operations.as_text)}


@retention.get("/gallring/utdrag")
@access(Role.COORDINATOR)
def subject(visit: Visit[bool]) -> ResponseReturnValue:  # noqa: ARG001
    return render_template("retention/subject.html", form=CaseForm(formdata=None), of=None)


@retention.post("/gallring/utdrag")
@access(Role.COORDINATOR)
def subject_asked(visit: Visit[bool]) -> ResponseReturnValue:
    form = CaseForm()
    if not form.validate_on_submit():
        return render_template("retention/subject.html", form=form, of=None), 422
    of = operations.subject_of(visit.session, visit.scope, str(form.case_id.data))
    wanted = form.form.data if form.form.data in FORMS else "sida"
    operations.note_given(visit.session, stamp=visit.stamp, scope=visit.scope, subject=of, form=str(wanted))
    if wanted not in FORMS:
        return render_template("retention/subject.html", form=CaseForm(formdata=None, case_id=of.case_id), of=of)
    return _file(str(wanted), f"Utdrag om ärendet {of.case_id}", of.sections, "utdrag")


@retention.get("/mitt-konto/utdrag")
@access(load=operations.own_account, writes=True)
def own_extract(visit: Visit[Account]) -> ResponseReturnValue:
    return _person(visit)


@retention.get("/konton/<int:account_id>/utdrag")
@access(Role.ADMINISTRATOR, load=operations.any_account, writes=True)
def account_extract(visit: Visit[Account]) -> ResponseReturnValue:
    return _person(visit)


def _person(visit: Visit[Account]) -> ResponseReturnValue:
    account, wanted = visit.record, request.args.get("form", "")
    sections = operations.person_of(visit.session, account)
    operations.note_person_given(
        visit.session, stamp=visit.stamp, account=account, form=wanted if wanted in FORMS else "sida"
    )
    if wanted in FORMS:
        return _file(wanted, f"Utdrag om kontot {account.username}", sections, "kontoutdrag")
    own = account.id == visit.scope.account_id
    return render_template("retention/person.html", account=account, sections=sections, own=own)


def _file(form: str, title: str, sections: tuple[operations.Section, ...], name: str) -> ResponseReturnValue:
    mimetype, make = FORMS[form]
    content = io.BytesIO(make(title, sections))
    return send_file(content, mimetype=mimetype, as_attachment=True, download_name=f"{name}.{form}")
