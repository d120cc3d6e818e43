"""The list of agreements, one of them in full with its documents, and its allocation step by step."""

import io
from itertools import groupby

from flask import flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.agreements import operations, rules
from audit.agreements.forms import AdoptForm, DocumentForm, FollowForm
from audit.agreements.operations import Agreed, SeenDocument
from audit.agreements.views.room import READERS, agreements, page_of
from audit.rounds.forms_faults import faults_on
from audit.web.forms import PageForm


@agreements.get("/overenskommelser")
@access(*READERS)
def all_agreements(visit: Visit[bool]) -> ResponseReturnValue:
    seen, year = operations.all_seen(visit.session, visit.scope), visit.stamp.day.year
    return page_of(
        visit,
        "agreements/list.html",
        years=[(each, list(of)) for each, of in groupby(seen, key=lambda one: one.agreement.year)],
        year=year,
        without=operations.without_agreement(visit.session, visit.scope, seen, year) if seen else [],
        holes={one.id: len(rules.holes(one.terms())) for one in seen},
    )


@agreements.get("/overenskommelser/<int:agreement_id>")
@access(*READERS, load=operations.agreement_seen)
def show(visit: Visit[Agreed]) -> ResponseReturnValue:
    return show_page(visit, visit.record)


def show_page(visit: Visit[Agreed], agreed: Agreed, form: PageForm | None = None) -> str:
    """The agreement's page, with `form` (one of its three) as it was sent."""
    adopt = form if isinstance(form, AdoptForm) else AdoptForm(formdata=None, adopted_on=visit.stamp.day, prefix="anta")
    follow = form if isinstance(form, FollowForm) else FollowForm(formdata=None, year=agreed.agreement.year + 1)
    before = operations.before(visit.session, agreed)
    terms = agreed.terms()
    return page_of(
        visit,
        "agreements/show.html",
        agreed=agreed,
        terms=terms,
        names=agreed.party_names(),
        holes=rules.holes(terms),
        lacking=sum(1 for area in terms.areas if area.key and rules.lacks(area, terms)),
        before=before if before and before.board_ids & visit.scope.boards() else None,
        changes=rules.changes(before.terms(), terms) if before else [],
        later=operations.later_version(visit.session, agreed),
        documents=operations.documents_of(visit.session, agreed.id),
        months=rules.BASE_MONTHS,
        month_names=rules.MONTH_NAMES,
        adopt=adopt,
        follow=follow,
        attach=form if isinstance(form, DocumentForm) else DocumentForm(formdata=None),
        failed=form,
    )


@agreements.get("/overenskommelser/<int:agreement_id>/fordelning")
@access(*READERS, load=operations.agreement_seen)
def allocation(visit: Visit[Agreed]) -> ResponseReturnValue:
    agreed = visit.record
    terms = agreed.terms()
    worked = rules.work_all(terms)
    return page_of(
        visit,
        "agreements/allocation.html",
        agreed=agreed,
        terms=terms,
        worked=worked,
        billed=rules.billed(worked, terms.parties),
        holes=rules.holes(terms),
        lacking=[one for one in worked if one.lacks],
    )


# ---- Documents ------------------------------------------------------------------------------------------------------


@agreements.post("/overenskommelser/<int:agreement_id>/bilaga")
@access(Role.COORDINATOR, load=operations.agreement_seen)
def attach(visit: Visit[Agreed]) -> ResponseReturnValue:
    form = DocumentForm()
    if form.validate_on_submit():
        name = (form.file.data.filename or "").replace("\\", "/").rpartition("/")[2]
        content = form.file.data.read(rules.LARGEST_FILE + 1)
        with faults_on(form):
            operations.attach(visit.session, stamp=visit.stamp, agreed=visit.record, name=name, content=content)
        if not form.errors:
            flash("Filen är bifogad.", "done")
            return redirect(url_for("agreements.show", agreement_id=visit.record.id))
    return show_page(visit, visit.record, form), 422


@agreements.get("/overenskommelser/bilaga/<int:document_id>")
@access(*READERS, load=operations.document_seen, writes=True)
def document(visit: Visit[SeenDocument]) -> ResponseReturnValue:
    found = visit.record.document
    operations.note_fetched(visit.session, stamp=visit.stamp, document=found)
    return send_file(
        io.BytesIO(found.content), mimetype=rules.mime_of(found.name), as_attachment=True, download_name=found.name
    )
