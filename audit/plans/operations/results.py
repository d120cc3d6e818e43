"""Results that are never typed: what a year's review rounds and machine controls say of a control in a plan."""

from collections.abc import Iterable

from sqlmodel import Session

from audit.accounts.operations import known
from audit.controls import operations as controls
from audit.controls.operations import SeenResult
from audit.controls.rules import BY_ID, Verdict
from audit.findings import operations as findings
from audit.findings.operations import Results
from audit.plans.models import PlanControl
from audit.plans.operations.rounds_of import rounds_of
from audit.plans.rules import Basis, ControlOutcome, Read, ReadState, RoundOutcome, control_said, round_said
from audit.registers.rules import RegisterKind
from audit.rounds import operations as rounds
from audit.rounds.models import Origin, Round
from audit.rounds.rules import KIND_NAMES


class Reader:
    """Reads the results of one board's year; what several controls ask of the same round is counted once."""

    def __init__(self, session: Session, board_id: int, year: int) -> None:
        self._session, self._board, self._year = session, board_id, year
        self._of_rounds: dict[int, Results] = {}
        self._of_machine: list[SeenResult] | None = None

    def read(self, control: PlanControl) -> tuple[Read, ...]:
        """What the control's result is read from; empty for one whose result is typed."""
        if control.basis is Basis.ROUND and control.round_kind:
            return self._rounds(control.round_kind, control.area)
        if control.basis is Basis.MACHINE and control.control_id:
            return (self._machine(control.control_id),)
        return ()

    # ---- Rounds -----------------------------------------------------------------------------------------------------

    def _rounds(self, kind: RegisterKind, area: str | None) -> tuple[Read, ...]:
        of_year = rounds_of(self._session, self._board, self._year, kind)
        found = [self._round(round_, area) for round_ in of_year]
        nothing = f"Ingen omgång för {KIND_NAMES[kind].lower()} {self._year} finns för nämnden än."
        return tuple(found) or (Read(ReadState.MISSING, nothing),)

    def _round(self, round_: Round, area: str | None) -> Read:
        round_id = known(round_.id)
        if round_.origin is Origin.PAPER:
            said = f"{round_.name} finns på papper. Vad den visade står i jämförelsen mellan åren."
            return Read(ReadState.FINISHED, said, round_id, invented=round_.invented)
        if rounds.draw_of(self._session, round_id) is None:
            said = f"{round_.name} är planerad, men urvalet är inte draget."
            return Read(ReadState.MISSING, said, round_id, invented=round_.invented)
        of = self._results(round_)
        names = {one.id: one.name for one in of.areas}
        asked = [one for one in of.questions if area is None or one.question.area == area]
        outcome = RoundOutcome(
            name=round_.name,
            kind=round_.kind,
            signed=of.signed,
            total=len(rounds.in_use(self._session, round_id, [self._board])),
            questions=[(one.question.text, one.total) for one in asked],
            area=names.get(area, area) if area else "",
            kronor=() if area else self._kronor(round_, of),
        )
        state, said = round_said(outcome)
        return Read(state, said, round_id, invented=round_.invented)

    def _kronor(self, round_: Round, of: Results) -> tuple[str, ...]:
        """What was paid too much, of a round of payments whose reviews all count."""
        boards = findings.money(self._session, round_=round_, results=of)
        return tuple(said for one in boards for said in one.said)

    def _results(self, round_: Round) -> Results:
        round_id = known(round_.id)
        if round_id not in self._of_rounds:
            self._of_rounds[round_id] = findings.results(self._session, round_=round_, board_ids=[self._board])
        return self._of_rounds[round_id]

    # ---- Machine controls -------------------------------------------------------------------------------------------

    def _machine(self, control_id: str) -> Read:
        name = BY_ID[control_id].name if control_id in BY_ID else control_id
        if self._of_machine is None:
            self._of_machine = controls.results(self._session, [self._board])
        of_year = (one for one in self._of_machine if one.year == self._year and one.result.control_id == control_id)
        newest = next(of_year, None)  # the newest comes first
        if newest is None:
            return Read(ReadState.MISSING, f"{name} är inte körd för {self._year} än.")
        run_id = newest.result.run_id
        if newest.result.lacking:
            said = f"{name} kunde inte köras {self._year}: registerutdraget saknar uppgifter som den behöver."
            return Read(ReadState.MISSING, said, run_id=run_id)
        tally = controls.tally(controls.hits_of(self._session, newest.id)) if newest.looked_at else {}
        outcome = ControlOutcome(
            name=f"{name} {self._year}",
            hits=newest.result.hits,
            judged=newest.result.judged,
            kept=newest.kept,
            looked_at=newest.looked_at,
            wrong=tally.get(Verdict.WRONG, 0),
        )
        state, said = control_said(outcome)
        return Read(state, said, run_id=run_id)


def state_of(reads: Iterable[Read]) -> ReadState:
    """The state of several readings together: only where all are finished is anything finished."""
    states = [one.state for one in reads]
    for state in (ReadState.UNDER_WAY, ReadState.MISSING):
        if state in states:
            return state
    return ReadState.FINISHED
