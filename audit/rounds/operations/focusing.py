"""The focus questions of a round: named before the draw, so that nobody chooses what to test by what was found."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.checklists import operations as checklists
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds import rules
from audit.rounds.models import Round, RoundBoard
from audit.rounds.operations.amounts import by_krona
from audit.rounds.operations.reading import locked, stage_of
from audit.rounds.operations.standing import standing
from audit.rounds.rules import Change, Fault
from checklists import Area, Question

NOT_BY_KRONA = (
    "Utbetalningarna dras efter belopp, så de stora är fler i urvalet än i ramen. Därför kan inga frågor prövas mot "
    "ett annat år."
)


def askable(session: Session, round_: Round) -> tuple[Question, ...]:
    """The questions that the round asks, in the order of its checklist; none for a round on paper."""
    return checklists.load(session, round_.checklist).asked(round_.areas) if round_.checklist else ()


def asked_areas(session: Session, round_: Round) -> list[tuple[Area, tuple[Question, ...]]]:
    """The same by area."""
    asked = askable(session, round_)
    areas = checklists.load(session, round_.checklist).areas if round_.checklist else ()
    found = [(area, tuple(question for question in asked if question.area == area.id)) for area in areas]
    return [(area, questions) for area, questions in found if questions]


def focus_of(session: Session, round_: Round) -> tuple[Question, ...]:
    """The round's focus questions, in the order of its checklist."""
    return tuple(question for question in askable(session, round_) if question.id in round_.focus)


def set_focus(session: Session, *, stamp: Stamp, round_: Round, question_ids: Iterable[str]) -> None:
    """Name the focus questions, or none. Raises StageError once the round is drawn, InputError for what isn't asked."""
    round_, wanted = locked(session, round_), set(question_ids)
    rules.require(Change.FOCUS, stage_of(session, round_))
    asked = [question.id for question in askable(session, round_)]
    if wanted and by_krona(round_):
        rules.refuse_if([Fault("focus", NOT_BY_KRONA)])
    if not wanted <= set(asked):
        rules.refuse_if([Fault("focus", "Någon av frågorna ställs inte i omgången. Välj om.")])
    round_.focus = [question for question in asked if question in wanted]
    session.add(round_)
    journal.record(session, stamp, "round:focus_chosen", known(round_.id), questions=round_.focus)


def drop_unasked(session: Session, *, stamp: Stamp, round_: Round) -> None:
    """Let go of the focus questions that the round no longer asks, or can't test."""
    kept = [] if by_krona(round_) else [question.id for question in focus_of(session, round_)]
    if kept != round_.focus:
        round_.focus = kept
        journal.record(session, stamp, "round:focus_chosen", known(round_.id), questions=kept)


def focus_before(session: Session, round_: Round) -> Round | None:
    """The nearest earlier round of the same kind, with any of the same boards, that has focus questions."""
    boards = select(RoundBoard.board_id).where(RoundBoard.round_id == round_.id)
    with_boards = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(boards))
    query = (
        select(Round)
        .where(Round.kind == round_.kind, Round.year < round_.year, col(Round.id).in_(with_boards), standing())
        .order_by(col(Round.year).desc(), col(Round.id).desc())
    )
    return next((earlier for earlier in session.exec(query) if earlier.focus), None)
