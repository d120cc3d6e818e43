"""Figures out of a document that contradict each other: listed with the arithmetic, and settled by somebody."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names, board_names
from audit.accounts.rules import Role
from audit.comparison import operations, paper
from audit.comparison.forms import DropForm, SettleForm
from audit.comparison.operations import NotWaitingError, SeenDoubt, TakenError
from audit.comparison.rules import COUNT_COLUMNS, NAMES, STATE_NAMES, DoubtState
from audit.comparison.views.room import comparison
from audit.rounds.models import Round
from checklists import AnswerCounts

GONE = "Någon annan har redan avgjort raden. Läs hur på årets sida."
TAKEN = "Frågan har redan siffror för nämnden. Lämna raden utanför, eller läs in hela tabellen på nytt."


@comparison.get("/jamforelse/papper/<int:round_id>/oklart")
@access(Role.COORDINATOR, load=paper.paper_round)
def doubts(visit: Visit[Round]) -> ResponseReturnValue:
    return render_template(
        "comparison/doubts.html",
        round=visit.record,
        doubts=operations.doubts(visit.session, round_id=visit.record.id or 0),
        names=board_names(visit.session),
        people=account_names(visit.session),
        texts={question.id: question.text for question in operations.checklist().questions},
        columns=NAMES,
        state_names=STATE_NAMES,
    )


@comparison.get("/jamforelse/papper/oklart/<int:doubt_id>")
@access(Role.COORDINATOR, load=operations.doubt_of)
def doubt(visit: Visit[SeenDoubt]) -> ResponseReturnValue:
    return _page(visit, _settle_form(visit.record), DropForm(prefix="utan-"))


@comparison.post("/jamforelse/papper/oklart/<int:doubt_id>/anvand")
@access(Role.COORDINATOR, load=operations.doubt_of)
def settle_doubt(visit: Visit[SeenDoubt]) -> ResponseReturnValue:
    form, row = _settle_form(visit.record), visit.record.row
    if form.validate_on_submit():
        counts = AnswerCounts(**{code: form[code].data or 0 for code in COUNT_COLUMNS})
        if not counts.reviewed:
            form.ja.errors = ["Skriv minst en granskad akt, eller lämna raden utanför."]
            return _page(visit, form, DropForm(prefix="utan-")), 422
        try:
            operations.settle(visit.session, stamp=visit.stamp, doubt=row, counts=counts, note=str(form.note.data))
        except (NotWaitingError, TakenError) as error:
            form.note.errors = [TAKEN if isinstance(error, TakenError) else GONE]
        else:
            flash("Siffrorna är med i jämförelsen.", "done")
            return redirect(url_for("comparison.doubts", round_id=row.round_id))
    return _page(visit, form, DropForm(prefix="utan-")), 422


@comparison.post("/jamforelse/papper/oklart/<int:doubt_id>/lamna")
@access(Role.COORDINATOR, load=operations.doubt_of)
def drop_doubt(visit: Visit[SeenDoubt]) -> ResponseReturnValue:
    form, row = DropForm(prefix="utan-"), visit.record.row
    if form.validate_on_submit():
        try:
            operations.drop(visit.session, stamp=visit.stamp, doubt=row, note=str(form.note.data))
        except NotWaitingError:
            form.note.errors = [GONE]
        else:
            flash("Raden lämnas utanför jämförelsen.", "done")
            return redirect(url_for("comparison.doubts", round_id=row.round_id))
    return _page(visit, _settle_form(visit.record), form), 422


def _settle_form(seen: SeenDoubt) -> SettleForm:
    return SettleForm(prefix="tal-", **{code: seen.row.figures.get(code, 0) for code in COUNT_COLUMNS})


def _page(visit: Visit[SeenDoubt], settle_form: SettleForm, drop_form: DropForm) -> str:
    seen = visit.record
    texts = {question.id: question.text for question in operations.checklist().questions}
    return render_template(
        "comparison/doubt.html",
        seen=seen,
        row=seen.row,
        text=texts.get(seen.row.question_id, seen.row.question_id),
        columns=NAMES,
        state_names=STATE_NAMES,
        waits=seen.row.state is DoubtState.WAITING,
        settle_form=settle_form,
        drop_form=drop_form,
        numbers=[settle_form[code] for code in COUNT_COLUMNS],
    )
