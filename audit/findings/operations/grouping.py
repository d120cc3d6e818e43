"""Suggested groupings of a round's deviations, and those that somebody has turned down."""

from collections.abc import Collection, Iterable

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.findings.models import TurnedDown
from audit.findings.operations.reading import Finding
from audit.findings.operations.results import Results
from audit.findings.rules import Disagreement, Proposal, proposals, suggestions
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews import operations as reviews
from audit.reviews.operations import Overruled
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.operations.reading import locked


class AlreadyTurnedDownError(Exception):
    """Somebody has turned the grouping down meanwhile."""


def open_proposals(
    session: Session, *, round_: Round, results: Results, findings: Collection[Finding], overruled: Overruled
) -> list[Proposal]:
    """Groupings of the deviations on which no observation rests yet, and that nobody has turned down."""
    away = turned_down(session, round_id=known(round_.id))
    taken = _rested_on(results, findings)
    taken |= {(board, question) for one in away for board in one.board_ids for question in one.question_ids}
    settled = {one.attribute_id for one in away} | {finding.observation.attribute_id for finding in findings}
    return suggestions(
        results.questions,
        taken=taken,
        disagreements=disagreements(session, round_=round_, results=results, overruled=overruled),
        settled=settled - {""},
        board_names=results.board_names,
    )


def _rested_on(results: Results, findings: Iterable[Finding]) -> set[tuple[int, str]]:
    return {
        (board, question)
        for finding in findings
        for question in finding.question_ids
        for board in results.board_names
        if finding.observation.board_id in {None, board}
    }


def area_proposals(results: Results) -> list[Proposal]:
    """All deviations, grouped by the checklist's area and nothing else."""
    return proposals(results.questions)


def disagreements(
    session: Session, *, round_: Round, results: Results, overruled: Overruled | None = None
) -> list[Disagreement]:
    """What the signed reviews say otherwise than the register, for the boards of the results."""
    round_id = known(round_.id)
    read = overruled or reviews.overruled_in(session, round_id=round_id, board_ids=results.board_names)
    names = {name: board for board, name in results.board_names.items()}
    of_round = reviews.standing_reviews(session, round_id, results.board_names)
    signed = {one.review_id for one in of_round if one.finished}
    return [
        Disagreement(one.contradiction.attribute.id, one.contradiction.attribute.label, names[one.board], one.review_id)
        for one in read.differing
        if one.review_id in signed and one.board in names
    ]


def turn_down(session: Session, *, stamp: Stamp, round_: Round, proposal: Proposal, reason: str) -> TurnedDown:
    """Note that nobody wants the grouping, and why (may be empty). StageError where the round has been
    replaced, AlreadyTurnedDownError where somebody else was faster."""
    round_id = known(locked(session, round_).id)
    rounds.require_standing(session, round_id)
    if any(_is_of(one, proposal) for one in turned_down(session, round_id=round_id)):
        raise AlreadyTurnedDownError
    kept = TurnedDown(
        round_id=round_id,
        kind=proposal.kind,
        board_ids=list(proposal.boards),
        question_ids=list(proposal.question_ids),
        attribute_id=proposal.attribute_id,
        label=proposal.label,
        reason=reason,
        made_at=stamp.at,
        made_by=stamp.actor,
    )
    session.add(kept)
    session.flush()
    told = {"kind": kept.kind, "boards": kept.board_ids, "questions": kept.question_ids, "fact": kept.attribute_id}
    journal.record(session, stamp, "proposal:turned_down", known(kept.id), round_id=round_.id, **told)
    return kept


def _is_of(kept: TurnedDown, proposal: Proposal) -> bool:
    said = (kept.kind, kept.board_ids, kept.question_ids, kept.attribute_id)
    return said == (proposal.kind, list(proposal.boards), list(proposal.question_ids), proposal.attribute_id)


def turned_down(session: Session, *, round_id: int) -> list[TurnedDown]:
    """The groupings that have been turned down in the round, in that order; not those taken back."""
    query = select(TurnedDown).where(TurnedDown.round_id == round_id, col(TurnedDown.taken_back_at).is_(None))
    return list(session.exec(query.order_by(col(TurnedDown.id))))


def take_back(session: Session, *, stamp: Stamp, round_: Round, turned_down_id: int) -> bool:
    """Have a grouping suggested again; whether there was one of the round to take back."""
    kept = session.get(TurnedDown, turned_down_id)
    if kept is None or kept.round_id != round_.id or kept.taken_back_at:
        return False
    kept.taken_back_at = stamp.at
    session.add(kept)
    journal.record(session, stamp, "proposal:taken_back", turned_down_id, round_id=round_.id)
    return True
