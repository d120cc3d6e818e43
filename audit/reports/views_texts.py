"""Pages of a section's text in a report: writing it, and what happens when two write at once."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.reports import operations
from audit.reports.forms import BackForm, SectionForm
from audit.reports.operations import Conflict, OpenSection
from audit.reports.rules.composition import TABLES
from audit.reports.rules.text import blocks
from audit.reports.views import reports
from audit.rounds.forms import put_on_fields
from audit.rounds.rules import InputError


@reports.route("/omgangar/<int:round_id>/rapport/avsnitt/<section>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.section_for_editor)
def edit(visit: Visit[OpenSection]) -> ResponseReturnValue:
    section = visit.record
    form = SectionForm(text=section.text, seen=_number(section))
    if not form.validate_on_submit():
        return _section_page(section, form), 422 if form.errors else 200
    text = str(form.text.data)
    if text == section.text:
        flash("Texten är som förut. Inget behövde sparas.", "done")
        return redirect(_section_on_page(section))
    try:
        saved = _save(visit, text="" if text == section.proposal else text, seen=form.seen_number)
    except InputError as error:
        put_on_fields(form, error)
        return _section_page(section, form), 422
    if isinstance(saved, Conflict):
        return _collided(section, form, saved)
    flash(f"Avsnittet {section.heading} är sparat.", "done")
    return redirect(_section_on_page(section))


@reports.post("/omgangar/<int:round_id>/rapport/avsnitt/<section>/forslag")
@access(Role.COORDINATOR, load=operations.section_for_editor)
def back_to_proposal(visit: Visit[OpenSection]) -> ResponseReturnValue:
    """The proposal stands again, as a new version. What was written is still among the earlier ones."""
    section, form = visit.record, BackForm()
    if not form.validate_on_submit():
        abort(400)
    saved = _save(visit, text="", seen=form.seen_number)
    if isinstance(saved, Conflict):
        return _collided(section, SectionForm(formdata=None, text=section.proposal), saved)
    flash(f"Avsnittet {section.heading} följer förslaget igen. Din text finns kvar bland versionerna.", "done")
    return redirect(_section_on_page(section))


def _save(visit: Visit[OpenSection], *, text: str, seen: int) -> operations.Version | Conflict:
    section = visit.record
    return operations.save_text(
        visit.session, stamp=visit.stamp, round_=section.built.round_, section=section.key, text=text, seen=seen
    )


def _collided(section: OpenSection, form: SectionForm, conflict: Conflict) -> ResponseReturnValue:
    """Both texts on one page: what was typed here in the form, what the other saved beside it."""
    form.seen.data = str(conflict.newest.number)
    return _section_page(section, form, conflict), 422


def _section_page(section: OpenSection, form: SectionForm, conflict: Conflict | None = None) -> str:
    return render_template(
        "reports/section.html",
        section=section,
        form=form,
        back=BackForm(formdata=None, seen=_number(section)) if section.newest and section.newest.text else None,
        conflict=conflict,
        round=section.built.round_,
        has_table=section.key in TABLES,
        blocks=blocks,
    )


def _number(section: OpenSection) -> str:
    return str(section.newest.number if section.newest else 0)


def _section_on_page(section: OpenSection) -> str:
    return url_for("reports.show", round_id=section.built.round_id, _anchor=section.key)
