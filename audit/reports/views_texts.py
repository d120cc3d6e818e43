"""Pages of a section's text in a report: writing it, its versions, and what happens when two write at once."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.reports import operations
from audit.reports.forms import BackForm, SectionForm
from audit.reports.operations import NOTHING_WRITTEN, PROPOSED, Conflict, OldVersion, OpenSection, Version, Written
from audit.reports.rules.composition import TABLES
from audit.reports.rules.differences import Change, differences, summed_up
from audit.reports.rules.text import blocks
from audit.reports.views import of_report
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.rules import InputError

SECTION = "/avsnitt/<section>"


@of_report(SECTION, methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.section_for_editor)
def edit(visit: Visit[OpenSection]) -> ResponseReturnValue:
    section = visit.record
    form = SectionForm(text=section.text, seen=_number(section))
    if not form.validate_on_submit():
        return _section_page(visit, form), form.answered_with
    text = str(form.text.data)
    if text == section.text:
        flash("Texten är som förut. Inget behövde sparas.", "done")
        return redirect(_section_on_page(section))
    written = NOTHING_WRITTEN if text == section.proposal else Written(text, section.figures)
    try:
        saved = _save(visit, written, seen=form.seen_number)
    except InputError as error:
        put_on_fields(form, error)
        return _section_page(visit, form), 422
    if isinstance(saved, Conflict):
        return _collided(visit, form, saved)
    flash(f"Avsnittet {section.heading} är sparat.", "done")
    return redirect(_section_on_page(section))


@of_report(f"{SECTION}/forslag", methods=["POST"])
@access(Role.COORDINATOR, load=operations.section_for_editor)
def back_to_proposal(visit: Visit[OpenSection]) -> ResponseReturnValue:
    """The proposal stands again, as a new version. What was written is still among the earlier ones."""
    return _brought_back(visit, NOTHING_WRITTEN, "följer förslaget igen. Din text finns kvar bland versionerna.")


def _save(visit: Visit[OpenSection], written: Written, *, seen: int) -> Version | Conflict:
    section = visit.record
    return operations.save_text(
        visit.session,
        stamp=visit.stamp,
        round_=section.built.round_,
        section=section.key,
        written=written,
        seen=seen,
        board_id=section.built.board_id,
    )


def _brought_back(visit: Visit[OpenSection], written: Written, said: str) -> ResponseReturnValue:
    section, form = visit.record, BackForm()
    if not form.validate_on_submit():
        abort(400)
    saved = _save(visit, written, seen=form.seen_number)
    if isinstance(saved, Conflict):
        return _collided(visit, SectionForm(formdata=None, text=written.text or section.proposal), saved)
    flash(f"Avsnittet {section.heading} {said}", "done")
    return redirect(_section_on_page(section))


def _collided(visit: Visit[OpenSection], form: SectionForm, conflict: Conflict) -> ResponseReturnValue:
    """Both texts on one page: what was typed here in the form, what the other saved beside it."""
    form.seen.data = str(conflict.newest.number)
    return _section_page(visit, form, conflict), 422


def _section_page(visit: Visit[OpenSection], form: SectionForm, conflict: Conflict | None = None) -> str:
    section = visit.record
    stretches = differences(section.text_of(conflict.newest), form.text.data or "") if conflict else ()
    return render_template(
        "reports/section.html",
        section=section,
        form=form,
        back=BackForm(formdata=None, seen=_number(section)) if section.newest and section.newest.text else None,
        conflict=conflict,
        stretches=stretches,
        changes=Change,
        last_year=operations.last_year(visit.session, visit.scope, section),
        round=section.built.round_,
        board_id=section.built.board_id,
        has_table=section.key in TABLES,
        blocks=blocks,
    )


def _number(section: OpenSection) -> str:
    return str(section.newest.number if section.newest else 0)


def _section_on_page(section: OpenSection) -> str:
    built = section.built
    return url_for("reports.show", round_id=built.round_id, board_id=built.board_id, _anchor=section.key)


# ---- Versions ---------------------------------------------------------------------------------------------------


@of_report(f"{SECTION}/versioner")
@access(Role.COORDINATOR, load=operations.section_for_editor)
def versions(visit: Visit[OpenSection]) -> ResponseReturnValue:
    """All versions, and two of them word by word: the last two, unless others are asked for."""
    section = visit.record
    whose = {"section": section, "round": section.built.round_, "board_id": section.built.board_id}
    if not section.versions:
        return render_template("reports/versions.html", **whose, pair=None)
    later = _asked(section, "till") or section.versions[0]
    earlier = _asked(section, "fran") or section.version(later.number - 1) or section.proposed
    stretches = section.compared(earlier, later)
    return render_template(
        "reports/versions.html",
        **whose,
        pair=(earlier, later),
        stretches=stretches,
        summed_up=summed_up(stretches),
        changes=Change,
        back=BackForm(formdata=None, seen=_number(section)),
        blocks=blocks,
    )


def _asked(section: OpenSection, name: str) -> Version | None:
    number = request.args.get(name, -1, type=int)
    return section.proposed if number == PROPOSED else section.version(number)


@of_report(f"{SECTION}/versioner/<int:number>", methods=["POST"])
@access(Role.COORDINATOR, load=operations.version_for_editor)
def restore(visit: Visit[OldVersion]) -> ResponseReturnValue:
    """An earlier version stands again, as a new one. Nothing of what was written since is lost."""
    old = visit.record.version
    written = Written(old.text, old.figures, restored_from=old.number)
    said = f"har texten från version {old.number} igen, som en ny version."
    return _brought_back(replace(visit, record=visit.record.of), written, said)  # type: ignore[arg-type]
