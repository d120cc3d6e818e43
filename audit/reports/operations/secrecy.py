"""Looking through a report before it is published: what the rules are to look for, out of the rooms that know it."""

from collections.abc import Collection, Iterator

from sqlmodel import Session, col, select

from audit.accounts.models import Account
from audit.findings.operations.writing import case_ids_of
from audit.findings.rules import SHORTEST_CASE_ID
from audit.registers.models import Frame, RegisterUnit
from audit.reports.content import Report
from audit.reports.operations.words import words_of
from audit.reports.rules.secrecy import Hit, Watched, check, maybe_ids, texts
from audit.rounds.models import Round, RoundBoard

AT_ONCE = 400


def look_through(
    session: Session, *, round_: Round, report: Report, board_ids: Collection[int], small: int
) -> tuple[Hit, ...]:
    """Every hit in a report of the round for those boards; `small` is the lowest count that needs no reason.

    Ids of all the round's boards are looked for, words only of those: nobody learns what others keep.
    """
    watched = Watched(
        case_ids=_case_ids(session, round_, report),
        accounts=[name for account in session.exec(select(Account)) for name in (account.name, account.username)],
        words=words_of(session, board_ids),
        small=small,
    )
    return check(report, watched)


def _case_ids(session: Session, round_: Round, report: Report) -> set[str]:
    """The ids of the round's frames that may stand in the report, and those of its samples that hold a space."""
    words = {word for _, text in texts(report) for word in maybe_ids(text)}
    likely = {word for word in words if len(word) >= SHORTEST_CASE_ID and any(map(str.isdigit, word))}
    spaced = {unit_id for unit_id in case_ids_of(session, round_) if any(map(str.isspace, unit_id))}
    return spaced | set(_in_frames(session, report.round_id, likely))


def _in_frames(session: Session, round_id: int, words: Collection[str]) -> Iterator[str]:
    """Those of the words that are ids in the registers that the round was drawn from."""
    written = sorted({form for word in words for form in (word, word.upper(), word.lower())})
    of_frame = (col(Frame.extract_id) == col(RegisterUnit.extract_id)) & (
        col(Frame.board_id) == col(RegisterUnit.board_id)
    )
    for first in range(0, len(written), AT_ONCE):
        query = (
            select(RegisterUnit.unit_id)
            .join(Frame, of_frame)
            .join(RoundBoard, col(RoundBoard.frame_id) == col(Frame.id))
            .where(RoundBoard.round_id == round_id, col(RegisterUnit.unit_id).in_(written[first : first + AT_ONCE]))
        )
        yield from session.exec(query)
