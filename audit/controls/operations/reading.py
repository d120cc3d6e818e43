"""Runs and their results as somebody sees them: only her boards' parts; and the controls over the years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from audit.accounts.models import Account, Board
from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.controls import rules
from audit.controls.models import ControlHit, ControlResult, ControlRun, HitVerdict
from audit.controls.operations.running import extracts_of
from audit.controls.rules import Control
from audit.registers.models import RegisterExtract
from audit.registers.rules import RegisterKind


@dataclass(frozen=True)
class SeenResult:
    """What a control found for a board, and how many of the kept hits are judged."""

    result: ControlResult
    board: str
    settings: Mapping[str, int]
    kept: int = 0
    looked_at: int = 0

    @property
    def id(self) -> int:
        return known(self.result.id)

    @property
    def control(self) -> Control:
        return rules.BY_ID[self.result.control_id]

    @property
    def year(self) -> int:
        return self.result.as_of.year

    @property
    def per_thousand(self) -> float | None:
        """Hits per thousand judged units; None where nothing was judged."""
        return 1000 * self.result.hits / self.result.judged if self.result.judged else None


@dataclass(frozen=True)
class SeenRun:
    """A run with those of its results that one may see, and the extracts that it was over."""

    run: ControlRun
    extracts: Mapping[RegisterKind, RegisterExtract]
    results: tuple[SeenResult, ...] = ()
    boards: tuple[str, ...] = ()
    who: str = ""

    @property
    def id(self) -> int:
        return known(self.run.id)

    @property
    def finished(self) -> bool:
        return self.run.finished_at is not None

    @property
    def invented(self) -> bool:
        return any(extract.invented for extract in self.extracts.values())


def run_seen(session: Session, scope: Scope, run_id: int) -> SeenRun | None:
    """The run, if any of its boards is one's own."""
    run = session.get(ControlRun, run_id)
    if run is None or not set(run.board_ids) & scope.boards():
        return None
    return _seen(session, scope, run)


def runs_seen(session: Session, scope: Scope) -> list[SeenRun]:
    """Every run with a board of one's own, the newest first."""
    runs = session.exec(select(ControlRun).order_by(col(ControlRun.id).desc()))
    return [_seen(session, scope, run) for run in runs if set(run.board_ids) & scope.boards()]


def _seen(session: Session, scope: Scope, run: ControlRun) -> SeenRun:
    starter = session.get(Account, run.started_by) if run.started_by is not None else None
    names = session.exec(
        select(Board.name).where(col(Board.id).in_(set(run.board_ids) & scope.boards())).order_by(Board.name)
    )
    return SeenRun(
        run=run,
        extracts=extracts_of(session, run),
        results=tuple(results(session, scope.boards(), run_id=known(run.id))),
        boards=tuple(names),
        who=starter.name if starter else "Programmet",
    )


def results(session: Session, board_ids: Iterable[int], *, run_id: int | None = None) -> list[SeenResult]:
    """The results of the boards (of that run only), in the order of the controls and then of the boards' names."""
    query = (
        select(ControlResult, Board.name, ControlRun.settings)
        .join(Board, col(Board.id) == col(ControlResult.board_id))
        .join(ControlRun, col(ControlRun.id) == col(ControlResult.run_id))
        .where(col(ControlResult.board_id).in_(list(board_ids)))
        .order_by(Board.name, col(ControlResult.id).desc())
    )
    if run_id is not None:
        query = query.where(ControlResult.run_id == run_id)
    rows = list(session.exec(query))
    kept, looked_at = _counts(session, [known(result.id) for result, _, _ in rows])
    order = list(rules.BY_ID)
    seen = [
        SeenResult(
            result,
            board,
            settings[result.control_id],
            kept.get(known(result.id), 0),
            looked_at.get(known(result.id), 0),
        )
        for result, board, settings in rows
        if result.control_id in rules.BY_ID
    ]
    return sorted(seen, key=lambda one: order.index(one.result.control_id))


def _counts(session: Session, result_ids: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    """How many hits are kept of each result, and how many of them somebody has judged."""
    mine = col(ControlHit.result_id).in_(result_ids)
    kept = select(ControlHit.result_id, func.count(col(ControlHit.id))).where(mine)
    judged = (
        select(ControlHit.result_id, func.count(func.distinct(col(HitVerdict.hit_id))))
        .join(HitVerdict, col(HitVerdict.hit_id) == col(ControlHit.id))
        .where(mine)
    )
    by_result = col(ControlHit.result_id)
    return dict(session.exec(kept.group_by(by_result)).all()), dict(session.exec(judged.group_by(by_result)).all())


def result_seen(session: Session, scope: Scope, result_id: int) -> SeenResult | None:
    """One result, if its board is one's own."""
    result = session.get(ControlResult, result_id)
    if result is None or result.board_id not in scope.boards() or result.control_id not in rules.BY_ID:
        return None
    run = session.get_one(ControlRun, result.run_id)
    board = session.get_one(Board, result.board_id)
    kept, looked_at = _counts(session, [result_id])
    settings = run.settings[result.control_id]
    return SeenResult(result, board.name, settings, kept.get(result_id, 0), looked_at.get(result_id, 0))


# ---- Over the years -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A control of a board over the years: the newest result of each year, and what keeps them from being compared."""

    control: Control
    board: str
    by_year: Mapping[int, SeenResult]
    cautions: tuple[str, ...] = field(default=())


def over_years(session: Session, board_ids: Iterable[int]) -> tuple[list[int], list[Line]]:
    """The years that have results, and a line for each control and board with any."""
    newest: dict[tuple[str, str], dict[int, SeenResult]] = {}
    for one in results(session, board_ids):
        # The newest comes first; it stands also where an older one could be run.
        newest.setdefault((one.result.control_id, one.board), {}).setdefault(one.year, one)
    years = sorted({year for found in newest.values() for year in found})
    lines = [Line(rules.BY_ID[name], board, found, tuple(_cautions(found))) for (name, board), found in newest.items()]
    return years, lines


def _cautions(found: Mapping[int, SeenResult]) -> Iterable[str]:
    ran = [one for one in found.values() if not one.result.lacking]
    if len({tuple(sorted(one.settings.items())) for one in ran}) > 1:
        yield "Åren har olika inställningar."
    if len({one.result.version for one in ran}) > 1:
        yield "Regeln är ändrad mellan åren."
    if len({(one.result.as_of.month, one.result.as_of.day) for one in ran}) > 1:
        yield "Perioderna slutar olika dagar."


def settings_words(control: Control, settings: Mapping[str, Any]) -> str:
    """»Längsta tid: 14 dagar«, or that there is nothing to set."""
    said = [f"{one.label}: {settings[one.name]} {one.unit}" for one in control.parameters if one.name in settings]
    return ", ".join(said) or "Inga inställningar"
