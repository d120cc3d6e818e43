"""A round's double review: how many files, who is second, how far two agree, and the calibration file beforehand."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names, known
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.forms import BeginForm, ShareForm, chosen_reviewers, field_of, second_form
from audit.reviews.operations import CalibrationError, DistributionError, SeenCalibration, ShareError
from audit.reviews.rules.conflicts import ties_in_words
from audit.reviews.rules.second import SHARES
from audit.reviews.views.room import put_on_field, reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.operations.printing import note_units_listed
from audit.web.formats import counted
from audit.web.forms import PageForm
from audit.wording import AGREEMENT_EXPLAINED, UNITS, agreement_said, alike_said, coefficient_said

# ---- The share, and who is second -------------------------------------------------------------------------------


@reviews.get("/granskning/omgang/<int:round_id>/dubbel")
@access(Role.COORDINATOR, load=rounds.round_for_coordinator, writes=True)
def second(visit: Visit[Round]) -> ResponseReturnValue:
    return _second_page(visit, None, None)


@reviews.post("/granskning/omgang/<int:round_id>/dubbel/andel")
@access(Role.COORDINATOR, load=rounds.round_for_coordinator)
def share_chosen(visit: Visit[Round]) -> ResponseReturnValue:
    round_id, form = known(visit.record.id), ShareForm().offer(SHARES)
    if not form.validate_on_submit():
        return _second_page(visit, form, None), 422
    try:
        operations.choose_share(visit.session, stamp=visit.stamp, round_id=round_id, percent=int(form.percent.data))
    except ShareError as error:
        form.percent.errors = [str(error)]
        return _second_page(visit, form, None), 422
    flash("Andelen är sparad.", "done")
    return redirect(url_for("reviews.second", round_id=round_id))


@reviews.post("/granskning/omgang/<int:round_id>/dubbel")
@access(Role.COORDINATOR, load=rounds.round_for_coordinator)
def seconds_given(visit: Visit[Round]) -> ResponseReturnValue:
    session, round_ = visit.session, visit.record
    form = second_form(operations.second_reviewing(session, round_id=known(round_.id)))
    if not form.validate_on_submit():
        return _second_page(visit, None, form), 422
    try:
        given = operations.give_seconds(
            session, stamp=visit.stamp, round_id=known(round_.id), reviewers=chosen_reviewers(form)
        )
    except DistributionError as error:
        put_on_field(form, error)
        return _second_page(visit, None, form), 422
    one, many = UNITS[round_.kind]
    flash(f"{counted(given.total(), one, many)} har fått en andra granskare." if given else "Inget är ändrat.", "done")
    return redirect(url_for("reviews.second", round_id=round_.id))


def _second_page(visit: Visit[Round], share: ShareForm | None, form: PageForm | None) -> str:
    session, round_id = visit.session, known(visit.record.id)
    found = operations.second_reviewing(session, round_id=round_id)
    note_units_listed(session, stamp=visit.stamp, units=(place.unit for place in found.places), page="dubbelgranskning")
    seconds = [place.second for place in found.places if place.second]
    return render_template(
        "reviews/second.html",
        round=visit.record,
        found=found,
        share=share or ShareForm(formdata=None, percent=found.percent).offer(SHARES),
        form=form or second_form(found),
        field_of=field_of,
        states=operations.states_in_full(session, seconds),
        names=account_names(session),
        drawn=rounds.draw_of(session, round_id) is not None,
        calibration=operations.calibration_of(session, round_id),
        begun=operations.has_begun(session, round_id),
        tied=lambda unit_id: [
            ties_in_words(person.name, ties)
            for person in found.reviewers
            if (ties := found.tied(unit_id, known(person.id)))
        ],
    )


# ---- Agreement --------------------------------------------------------------------------------------------------


@reviews.get("/granskning/omgang/<int:round_id>/samstammighet")
@access(Role.COORDINATOR, load=rounds.round_for_reader)
def agreement(visit: Visit[Round]) -> ResponseReturnValue:
    session, round_ = visit.session, visit.record
    report = operations.agreement_of(session, round_=round_, board_ids=visit.scope.boards())
    return render_template(
        "reviews/agreement.html",
        round=round_,
        report=report,
        explained=AGREEMENT_EXPLAINED,
        agreement_said=agreement_said,
        alike_said=alike_said,
        coefficient_said=coefficient_said,
        runs=rounds.round_for_coordinator(session, visit.scope, known(round_.id)) is not None,
    )


# ---- Calibration ------------------------------------------------------------------------------------------------


@reviews.get("/granskning/omgang/<int:round_id>/kalibrering")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.seen_calibration, writes=True)
def calibration(visit: Visit[SeenCalibration]) -> ResponseReturnValue:
    found = visit.record.calibration
    if found and found.done:
        operations.note_view(visit.session, stamp=visit.stamp, case=found.case, page="kalibrering")
    return _calibration_page(visit, "")


@reviews.post("/granskning/omgang/<int:round_id>/kalibrering")
@access(Role.COORDINATOR, load=operations.seen_calibration)
def calibration_begun(visit: Visit[SeenCalibration]) -> ResponseReturnValue:
    round_id, form = known(visit.record.round_.id), BeginForm()
    if not form.validate_on_submit():
        return _calibration_page(visit, "Sidan var för gammal. Försök igen."), 422
    try:
        unit = operations.begin_calibration(visit.session, stamp=visit.stamp, round_id=round_id)
    except CalibrationError as error:
        return _calibration_page(visit, str(error)), 422
    flash(f"{unit.unit_id} är kalibreringsakt. Den ligger hos alla omgångens granskare.", "done")
    return redirect(url_for("reviews.calibration", round_id=round_id))


def _calibration_page(visit: Visit[SeenCalibration], fault: str) -> str:
    seen = visit.record
    found = seen.calibration
    pairs: dict[str, list[tuple[str | None, str | None]]] = {}
    for question, pair in found.pairs() if found else []:
        pairs.setdefault(question, []).append(pair)
    return render_template(
        "reviews/calibration.html",
        round=seen.round_,
        found=found,
        runs=seen.runs,
        fault=fault,
        hindrance="" if found else operations.hindrance_to_calibration(visit.session, known(seen.round_.id)),
        form=BeginForm(formdata=None),
        report=operations.report_of(seen.round_, pairs, files=1) if pairs else None,
        explained=AGREEMENT_EXPLAINED,
        agreement_said=agreement_said,
        alike_said=alike_said,
        coefficient_said=coefficient_said,
        names=account_names(visit.session),
    )
