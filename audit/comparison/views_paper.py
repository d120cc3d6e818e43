"""Pages on which earlier years are entered from paper: in words, as counts, or answer by answer."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import board_names, boards
from audit.accounts.rules import Role
from audit.comparison import operations, paper
from audit.comparison.forms import PaperYearForm, PasteForm, StatementForm
from audit.comparison.paper import PaperYear, Source, YearTakenError
from audit.comparison.rules import JUDGEMENT_NAMES, Judgement, PasteFault, Statement, parse_answers, parse_counts
from audit.comparison.views import comparison
from audit.database import Session
from audit.rounds.models import Round

ALL_BOARDS = ("", "Alla omgångens nämnder")
FAULTS_SHOWN = 100


@comparison.route("/jamforelse/papper/ny", methods=["GET", "POST"])
@access(Role.COORDINATOR)
def new_paper_year(visit: Visit[bool]) -> ResponseReturnValue:
    form = PaperYearForm()
    names = board_names(visit.session)
    form.boards.choices = [(board, names[board]) for board in sorted(visit.scope.boards(), key=names.__getitem__)]
    if form.validate_on_submit():
        wanted = PaperYear(form.year.data or 0, str(form.name.data), tuple(form.boards.data or ()))
        try:
            made = paper.add_paper_year(visit.session, stamp=visit.stamp, paper=wanted)
        except YearTakenError as error:
            form.year.errors = [f"{names[error.board_id]} har redan en omgång {wanted.year}. Öppna den i stället."]
        else:
            flash("Året är upplagt. Skriv in vad dokumentet säger.", "done")
            return redirect(url_for("comparison.paper_year", round_id=made.id))
    return render_template("comparison/new_paper_year.html", form=form), 422 if form.errors else 200


@comparison.get("/jamforelse/papper/<int:round_id>")
@access(Role.COORDINATOR, load=paper.paper_round)
def paper_year(visit: Visit[Round]) -> ResponseReturnValue:
    return _page(visit)


def _page(visit: Visit[Round], status: int = 200, **forms: object) -> ResponseReturnValue:
    session, round_id = visit.session, visit.record.id or 0
    own = paper.boards_of(session, round_id)
    asked = {question.id: question.text for question in operations.checklist().questions}
    shown = {
        "statement_form": _statement_form(session, round_id),
        "counts_form": _paste_form(session, round_id, "counts"),
        "answers_form": _paste_form(session, round_id, "answers"),
    } | forms
    page = render_template(
        "comparison/paper_year.html",
        round=visit.record,
        boards=boards(session, own),
        names=board_names(session),
        questions=asked,
        statements=operations.statements(session, round_id=round_id, board_ids=own),
        counted=paper.counted(session, round_id=round_id),
        judgements=JUDGEMENT_NAMES,
        **shown,
    )
    return page, status


def _statement_form(session: Session, round_id: int) -> StatementForm:
    form = StatementForm(prefix="ord-")
    form.question.choices = [("", "Välj fråga"), *_questions().items()]
    form.board.choices = [ALL_BOARDS, *_board_choices(session, round_id)]
    form.judgement.choices = [(judgement.value, name) for judgement, name in JUDGEMENT_NAMES.items()]
    return form


def _paste_form(session: Session, round_id: int, prefix: str) -> PasteForm:
    form = PasteForm(prefix=f"{prefix}-")
    form.board.choices = [("", "Välj nämnd"), *_board_choices(session, round_id)]
    return form


def _questions() -> dict[str, str]:
    return {question.id: question.text for question in operations.checklist().questions}


def _board_choices(session: Session, round_id: int) -> list[tuple[str, str]]:
    names = board_names(session)
    return [(str(board), names[board]) for board in paper.boards_of(session, round_id)]


@comparison.post("/jamforelse/papper/<int:round_id>/omdome")
@access(Role.COORDINATOR, load=paper.paper_round)
def add_statement(visit: Visit[Round]) -> ResponseReturnValue:
    round_id = visit.record.id or 0
    form = _statement_form(visit.session, round_id)
    if not form.validate_on_submit():
        return _page(visit, 422, statement_form=form)
    statement = Statement(
        Judgement(form.judgement.data),
        str(form.quotation.data),
        str(form.source.data),
        form.page.data or "",
        int(form.board.data) if form.board.data else None,
    )
    paper.add_statement(
        visit.session, stamp=visit.stamp, round_id=round_id, question_id=str(form.question.data), statement=statement
    )
    flash("Omdömet är sparat.", "done")
    return redirect(url_for("comparison.paper_year", round_id=round_id))


@comparison.post("/jamforelse/papper/<int:round_id>/omdome/<int:statement_id>/ta-bort")
@access(Role.COORDINATOR, load=paper.statement_of)
def remove_statement(visit: Visit[paper.OwnStatement]) -> ResponseReturnValue:
    paper.remove_statement(visit.session, stamp=visit.stamp, statement=visit.record.row)
    flash("Omdömet är borttaget. Det står kvar i journalen.", "done")
    return redirect(url_for("comparison.paper_year", round_id=visit.record.row.round_id))


@comparison.post("/jamforelse/papper/<int:round_id>/antal")
@access(Role.COORDINATOR, load=paper.paper_round)
def set_counts(visit: Visit[Round]) -> ResponseReturnValue:
    return _pasted(visit, "counts")


@comparison.post("/jamforelse/papper/<int:round_id>/svar")
@access(Role.COORDINATOR, load=paper.paper_round)
def set_answers(visit: Visit[Round]) -> ResponseReturnValue:
    return _pasted(visit, "answers")


def _pasted(visit: Visit[Round], what: str) -> ResponseReturnValue:
    round_id = visit.record.id or 0
    form = _paste_form(visit.session, round_id, what)
    if not form.validate_on_submit():
        return _page(visit, 422, **{f"{what}_form": form})
    target = paper.Target(round_id, int(form.board.data), Source(str(form.source.data), form.page.data or ""))
    saved, faults = _save(visit, what, str(form.pasted.data), target)
    if faults:
        form.pasted.errors = [str(fault) for fault in faults[:FAULTS_SHOWN]]
        return _page(visit, 422, **{f"{what}_form": form})
    flash(f"{saved} rader är sparade.", "done")
    return redirect(url_for("comparison.paper_year", round_id=round_id))


def _save(visit: Visit[Round], what: str, text: str, target: paper.Target) -> tuple[int, list[PasteFault]]:
    if what == "counts":
        counts, faults = parse_counts(text, _questions())
        return (
            (0, faults)
            if faults
            else (paper.set_counts(visit.session, stamp=visit.stamp, target=target, rows=counts), [])
        )
    scale = {option.code: option.label for option in operations.checklist().scale}
    answers, faults = parse_answers(text, _questions(), scale)
    return (
        (0, faults)
        if faults
        else (paper.set_answers(visit.session, stamp=visit.stamp, target=target, rows=answers), [])
    )
