"""A round's report as it stands now, and finding the round that a command means."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.rules import RegisterKind
from audit.reports.content import Report
from audit.reports.operations.division import boards_of_report, per_board
from audit.reports.operations.gathering import facts_of
from audit.reports.operations.gathering_paper import facts_on_paper
from audit.reports.operations.own_tables import own_tables
from audit.reports.operations.texts import Version, head_of, newest, written
from audit.reports.rules.composition import HeadText, compose, proposed_head
from audit.reports.rules.facts import ReportFacts
from audit.rounds.models import Round, RoundBoard
from audit.rounds.operations import replacement_of, standing
from audit.rounds.rules import Origin


@dataclass(frozen=True)
class BuiltReport:
    """A report with what it was made of. `kept`: it is one of those that the round has (a board's own, if each gets
    one, or the one in common), so that the texts written for it stand in it; of any other boards, sections and head
    are the proposals made for those."""

    round_: Round
    kept: bool
    report: Report
    facts: ReportFacts
    head: HeadText
    proposed_head: HeadText
    versions: Mapping[str, Version]

    @property
    def round_id(self) -> int:
        return known(self.round_.id)

    @property
    def board_id(self) -> int | None:
        """The board whose own report it is, None for the one in common."""
        return self.report.board_id


def build(session: Session, *, round_: Round, board_ids: Collection[int] | None = None) -> BuiltReport:
    """The report of a round that is drawn or on paper, for those of its boards (all if None). Raises NotDrawnError."""
    round_id = known(round_.id)
    of_round = set(session.exec(select(RoundBoard.board_id).where(RoundBoard.round_id == round_id)))
    boards = of_round if board_ids is None else of_round & set(board_ids)
    own = _own(session, round_id, boards)
    kept = boards == boards_of_report(session, round_id, own)
    gather = facts_on_paper if round_.origin is Origin.PAPER else facts_of
    facts = gather(session, round_=round_, board_ids=boards)
    head = head_of(session, round_id=round_id, board_id=own)
    texts: Mapping[str, Version] = {}
    if kept:
        texts = newest(session, round_id=round_id, board_id=own)
        facts = replace(facts, own_tables=own_tables(session, round_id, own))
    else:
        head = replace(head, administration="", recipient="")
    report = replace(compose(facts, head=head, texts=written(texts)), board_id=own)
    return BuiltReport(round_, kept, report, facts, head, proposed_head(facts), texts)


def _own(session: Session, round_id: int, boards: Collection[int]) -> int | None:
    """The board whose own report that of these boards is, if each board has one."""
    return next(iter(boards)) if len(boards) == 1 and per_board(session, round_id) else None


def note_export(session: Session, *, stamp: Stamp, built: BuiltReport, sha256: str, form: str = "docx") -> None:
    """Note in the journal that the report was taken out as a file, with the file's hash."""
    boards = [board.id for board in built.facts.boards]
    journal.record(session, stamp, "report:exported", built.round_id, boards=boards, format=form, sha256=sha256)


# ---- Which round a command means --------------------------------------------------------------------------------


class NoRoundError(Exception):
    """No round fits. The message says so in Swedish."""


class AmbiguousError(Exception):
    """Several rounds fit, and one has to be named."""

    def __init__(self, candidates: list[Round]) -> None:
        super().__init__(f"{len(candidates)} rounds fit")
        self.candidates = candidates


def round_of_year(session: Session, *, year: int, round_id: int | None = None) -> Round:
    """The round of case files of a calendar year, or the one named by `round_id` if it is of that year.

    Raises NoRoundError or AmbiguousError.
    """
    if round_id is not None:
        return _named(session, year, round_id)
    query = select(Round).where(Round.year == year, Round.kind == RegisterKind.CASES, standing())
    query = query.order_by(col(Round.id))
    found = list(session.exec(query))
    drawn_here = [round_ for round_ in found if round_.origin is Origin.PROGRAM]
    fitting = drawn_here or found
    if len(fitting) > 1:
        raise AmbiguousError(fitting)
    if fitting:
        return fitting[0]
    raise NoRoundError(f"Det finns ingen aktgranskning för {year}.")


def _named(session: Session, year: int, round_id: int) -> Round:
    named = session.get(Round, round_id)
    if named is None:
        raise NoRoundError(f"Det finns ingen omgång {round_id}.")
    if named.year != year:
        raise NoRoundError(f"Omgång {round_id} är från {named.year}, inte {year}.")
    if later := replacement_of(session, round_id):
        raise NoRoundError(f"Omgång {round_id} är ersatt av en ny dragning, omgång {later.id}.")
    return named
