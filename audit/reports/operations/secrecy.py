"""Looking through a report before it is published: what the rules are to look for, out of the rooms that know it."""

from collections.abc import Collection, Iterator

from sqlmodel import Session, col, select

from audit.findings.operations.secrecy import likely_ids, watched, written_forms
from audit.findings.operations.writing import case_ids_of
from audit.findings.rules.secrecy import Hit
from audit.registers.models import Frame, RegisterUnit
from audit.reports.content import Report
from audit.reports.rules.secrecy import check, texts
from audit.rounds.models import Round, RoundBoard


def look_through(
    session: Session, *, round_: Round, report: Report, board_ids: Collection[int], small: int
) -> tuple[Hit, ...]:
    """Every hit in a report of the round for those boards; `small` is the lowest count that needs no reason.

    Ids of all the round's boards are looked for, words only of those: nobody learns what others keep.
    """
    wanted = watched(session, board_ids=board_ids, case_ids=_case_ids(session, round_, report), small=small)
    return check(report, wanted)


def _case_ids(session: Session, round_: Round, report: Report) -> set[str]:
    """The ids of the round's frames that may stand in the report, and those of its samples that hold a space."""
    spaced = {unit_id for unit_id in case_ids_of(session, round_) if any(map(str.isspace, unit_id))}
    return spaced | set(_in_frames(session, report.round_id, likely_ids(texts(report))))


def _in_frames(session: Session, round_id: int, words: Collection[str]) -> Iterator[str]:
    """Those of the words that are ids in the registers that the round was drawn from."""
    of_frame = (col(Frame.extract_id) == col(RegisterUnit.extract_id)) & (
        col(Frame.board_id) == col(RegisterUnit.board_id)
    )
    for some in written_forms(words):
        query = (
            select(RegisterUnit.unit_id)
            .join(Frame, of_frame)
            .join(RoundBoard, col(RoundBoard.frame_id) == col(Frame.id))
            .where(RoundBoard.round_id == round_id, col(RegisterUnit.unit_id).in_(some))
        )
        yield from session.exec(query)
