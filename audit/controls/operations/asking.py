"""Asking for a run: which controls with which settings, over which extracts, for which boards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.controls import rules
from audit.controls.models import ControlRun
from audit.jobs.models import Job
from audit.jobs.operations import enqueue
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.operations import SeenExtract, extracts_seen
from audit.registers.rules import RegisterKind

RUN = "control:run"
KINDS = (RegisterKind.PAYMENTS, RegisterKind.CASES)


@dataclass(frozen=True)
class Wish:
    """What somebody wants run: extracts by their kind, and the parameters of each chosen control by its id."""

    extracts: Mapping[RegisterKind, int]
    settings: Mapping[str, Mapping[str, int]]


class WishError(Exception):
    """A run that can't be asked for: the field of the form, and what is wrong in words."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def runnable_extracts(session: Session, scope: Scope) -> dict[RegisterKind, list[SeenExtract]]:
    """The extracts that one may run controls over, by kind, the newest first; none whose units are erased."""
    everything = extracts_seen(session, scope)
    seen = [one for one in everything if not any(item.frame.erased_at for item in one.frames)]
    return {kind: [one for one in seen if one.extract.kind is kind] for kind in KINDS}


def ask(
    session: Session, *, stamp: Stamp, scope: Scope, wish: Wish, code: str, location: str
) -> tuple[ControlRun, Job]:
    """Have the controls run as a job. `location` ends with the run's id. Raises WishError."""
    run = begin(session, stamp=stamp, scope=scope, wish=wish, code=code)
    job = enqueue(
        session, kind=RUN, title="Maskinella kontroller körs", owner_id=scope.account_id,
        payload={"run": known(run.id)}, location=f"{location}{run.id}", now=stamp.at,
    )  # fmt: skip
    return run, job


def begin(session: Session, *, stamp: Stamp, scope: Scope, wish: Wish, code: str) -> ControlRun:
    """A run that nothing has been found by yet, of those of one's boards that the extracts hold. Raises WishError."""
    chosen = _extracts(session, scope, wish)
    _require_sound(wish, chosen)
    boards = sorted({item.frame.board_id for seen in chosen.values() for item in seen.frames})
    run = ControlRun(
        payments_id=wish.extracts.get(RegisterKind.PAYMENTS),
        cases_id=wish.extracts.get(RegisterKind.CASES),
        board_ids=boards,
        settings={name: dict(values) for name, values in wish.settings.items()},
        code=code,
        started_at=stamp.at,
        started_by=stamp.actor,
    )
    session.add(run)
    session.flush()
    journal.record(
        session, stamp, "control:asked", known(run.id),
        payments=run.payments_id, cases=run.cases_id, boards=boards, settings=run.settings, code=code,
    )  # fmt: skip
    return run


def _extracts(session: Session, scope: Scope, wish: Wish) -> dict[RegisterKind, SeenExtract]:
    offered = runnable_extracts(session, scope)
    found = {}
    for kind, extract_id in wish.extracts.items():
        seen = next((one for one in offered[kind] if one.id == extract_id), None)
        if seen is None:
            raise WishError(kind.value, "Utdraget finns inte bland dina nämnders utdrag. Välj om.")
        found[kind] = seen
    return found


def _require_sound(wish: Wish, chosen: Iterable[RegisterKind]) -> None:
    kinds = set(chosen)
    if not wish.settings:
        raise WishError("controls", "Välj minst en kontroll.")
    for name, values in wish.settings.items():
        control = rules.BY_ID[name]
        if control.kind not in kinds:
            raise WishError(control.kind.value, f"Välj ett utdrag för kontrollen »{control.name}«.")
        for parameter, fault in rules.parameter_faults(control, values).items():
            raise WishError(f"{name}-{parameter}", fault)  # named as its field
