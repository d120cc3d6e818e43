"""Pages on which earlier years are entered from paper: in words, as counts, or answer by answer."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import board_names, boards
from audit.accounts.rules import Role
from audit.comparison import operations, paper
from audit.comparison.forms import PaperYearForm, PasteForm, StatementForm
from audit.comparison.paper import PaperYear, Source, YearTakenError
from audit.comparison.rules import (
    JUDGEMENT_NAMES,
    Judgement,
    Line,
    PasteFault,
    Statement,
    lines_of,
    parse_answers,
    parse_counts,
)
from audit.comparison.views import comparison
from audit.database import Session
from audit.registers.reading import read_table
from audit.registers.refusals import UnreadableError
from audit.rounds import operations as rounds
from audit.rounds.models import Origin, Round
from audit.web.formats import counted

ALL_BOARDS = ("", "Alla omgångens nämnder")
FAULTS_SHOWN = 100
LARGEST_FILE, MOST_ROWS = 5_000_000, 20_000
IN_DOUBT = ("rad säger emot sig själv och hålls utanför jämförelsen tills någon har avgjort den.",
            "rader säger emot sig själva och hålls utanför jämförelsen tills någon har avgjort dem.")  # fmt: skip


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
            form.year.errors = [_taken(names[error.board_id], error.round_)]
        else:
            flash("Året är upplagt. Skriv in vad dokumentet säger.", "done")
            return redirect(url_for("comparison.paper_year", round_id=made.id))
    return render_template("comparison/new_paper_year.html", form=form), form.answered_with


def _taken(board: str, held: Round) -> str:
    on_paper = held.origin == Origin.PAPER
    done = "Öppna den i stället." if on_paper else "Den är gjord i programmet, och ett år räknas bara en gång."
    return f"{board} har redan en omgång {held.year}: {held.name}. {done}"


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
        waiting=operations.waiting(session, round_ids=[round_id]).get(round_id, 0),
        judgements=JUDGEMENT_NAMES,
        twice=rounds.twice(session, board_ids=own, round_id=round_id),
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
    taken, faults = _save(visit, what, form, target)
    if taken is None:
        field = form.file if form.file.data else form.pasted
        field.errors = faults[:FAULTS_SHOWN]
        return _page(visit, 422, **{f"{what}_form": form})
    flash(f"{counted(taken.rows, 'rad är läst', 'rader är lästa')}.", "done")
    if taken.in_doubt:
        flash(f"{counted(taken.in_doubt, *IN_DOUBT)}", "waits")
    return redirect(url_for("comparison.paper_year", round_id=round_id))


def _save(
    visit: Visit[Round], what: str, form: PasteForm, target: paper.Target
) -> tuple[paper.Taken | None, list[str]]:
    """What was taken in; None with all that is wrong with the table, or the file."""
    session, stamp = visit.session, visit.stamp
    try:
        table = lines_in(form.file.data.read()) if form.file.data else lines_of(str(form.pasted.data))
    except UnreadableError as error:
        return None, [f"Filen går inte att läsa. Välj {error}."]
    if what == "counts":
        counts, faults = parse_counts(table, _questions())
        taken = paper.set_counts(session, stamp=stamp, target=target, rows=counts) if counts else None
    else:
        scale = {option.code: option.label for option in operations.checklist().scale}
        answers, faults = parse_answers(table, _questions(), scale)
        taken = paper.set_answers(session, stamp=stamp, target=target, rows=answers) if answers else None
    return taken, _told(faults)


def _told(faults: list[PasteFault]) -> list[str]:
    return [str(fault) for fault in faults]


def lines_in(data: bytes) -> list[Line]:
    """The lines of a CSV file or a workbook, its heading first. Raises UnreadableError, in words."""
    table = read_table(data, max_bytes=LARGEST_FILE, max_rows=MOST_ROWS)
    rows = [(row.line, [cell.strip() for cell in row.cells]) for row in table.rows]
    return [(table.header_row, [cell.strip() for cell in table.header]), *rows]
