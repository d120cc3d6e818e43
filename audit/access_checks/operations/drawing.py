"""Making a log check: the population of entries frozen, a sample drawn from it, and what the rules point out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from audit.access_checks import rules
from audit.access_checks.models import AccessCheck, CheckedEntry
from audit.access_checks.operations.cases import cases_of
from audit.access_checks.operations.searching import within_days
from audit.access_checks.rules import Kind, LogEntry
from audit.accounts.models import RoleGrant
from audit.accounts.operations import board_names, known
from audit.accounts.rules import Role
from audit.journal import operations as journal
from audit.journal.models import JournalBoard, JournalContent, JournalEntry
from audit.journal.rules import Stamp
from sampling import DrawError, Protocol, Quota, Unit, build_frame, make_protocol, protocol_to_json, text_faults

ID_COLUMN, STRATUM_COLUMN = "post", "namnd"
# Of the chain's head, so that nobody who writes the other part of the seed can know the whole of it beforehand.
HEAD_LETTERS = 16
AT_ONCE = 1_000


class WishError(Exception):
    """What is wrong with what was asked for: the field's name and the fault in words, for each."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(fault for _, fault in faults))
        self.faults = list(faults)


@dataclass(frozen=True)
class Wish:
    """A check as it is asked for. Days are Swedish, both included; `seed` is the part that somebody writes."""

    board_id: int
    first: date
    last: date
    kinds: frozenset[Kind]
    size: int
    seed: str
    source: str
    settings: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Population:
    """What is drawn from: the board's entries of these kinds in the period, up to an entry of the chain."""

    board_id: int
    first: date
    last: date
    kinds: tuple[str, ...]
    until: int


def make(session: Session, *, stamp: Stamp, wish: Wish) -> AccessCheck:
    """Freeze the population, draw, and let the rules look at all of the period. Raises WishError."""
    head = journal.head(session)
    faults = faults_of(wish, stamp.day)
    of = Population(wish.board_id, wish.first, wish.last, tuple(sorted(wish.kinds)), head[0] if head else 0)
    numbers = [] if faults else population(session, of)
    if not faults and not numbers:
        faults = [("fran", "Det finns ingen post av de valda slagen i perioden. Välj en annan period eller fler slag.")]
    if faults or head is None:
        raise WishError(faults)
    protocol = _drawn(session, wish, numbers, head)
    check = AccessCheck(
        board_id=wish.board_id,
        period_from=wish.first,
        period_to=wish.last,
        kinds=list(of.kinds),
        population=len(numbers),
        sha256=protocol.frame.sha256,
        protocol=protocol_to_json(protocol),
        settings={"rules": {rule: dict(values) for rule, values in wish.settings.items()}, "until": of.until},
        unusual=_unusual(session, of, wish.settings),
        made_at=stamp.at,
        made_by=stamp.actor,
    )
    session.add(check)
    session.flush()
    for place, unit in enumerate(protocol.strata[0].sample, start=1):
        session.add(CheckedEntry(check_id=known(check.id), position=place, sequence=int(unit.id), ticket=unit.ticket))
    session.flush()
    journal.record(
        session, stamp, "access_check:made", known(check.id),
        board=wish.board_id, period=[str(wish.first), str(wish.last)], checked=len(numbers), sha256=check.sha256,
        size=len(protocol.strata[0].sample), kinds=list(of.kinds), seed=protocol.seed,
    )  # fmt: skip
    return check


def faults_of(wish: Wish, today: date) -> list[tuple[str, str]]:
    """What is wrong with a wish by itself: the field's name and the fault in words, for each."""
    faults = []
    if wish.last < wish.first:
        faults.append(("till", "Perioden slutar innan den börjar."))
    if wish.last > today:
        faults.append(("till", "Perioden har inte slutat än. Välj senast dagens datum."))
    if not wish.kinds:
        faults.append(("slag", "Välj minst ett slag av poster."))
    if "," in wish.seed or any(text_faults("seed", wish.seed)):
        faults.append(("fro", "Fröet får inte vara tomt eller ha kommatecken eller osynliga tecken."))
    if any(text_faults("seed_source", wish.source)):
        faults.append(("kalla", "Skriv varifrån fröet kommer, utan radbrytning."))
    return faults


def population(session: Session, of: Population) -> list[int]:
    """The numbers of the entries that a check is drawn from, rising: the same whenever they are asked for."""
    query = _within(of, rules.actions_of(frozenset(Kind(kind) for kind in of.kinds)))
    return sorted(session.exec(query).all())


def _within(of: Population, actions: list[str]) -> Any:
    return (
        select(JournalEntry.sequence)
        .join(JournalBoard, col(JournalBoard.sequence) == col(JournalEntry.sequence))
        .where(
            JournalBoard.board_id == of.board_id,
            JournalEntry.sequence <= of.until,
            col(JournalEntry.action).in_(actions),
            *within_days(of.first, of.last),
        )
    )


def _drawn(session: Session, wish: Wish, numbers: list[int], head: tuple[int, str]) -> Protocol:
    board = board_names(session)[wish.board_id]
    frame = build_frame(Unit(str(number), board, row) for row, number in enumerate(numbers, start=1))
    source = f"{wish.source}; de {HEAD_LETTERS} första tecknen i hashen av journalens post {head[0]}"
    try:
        return make_protocol(
            frame=frame,
            seed=f"{wish.seed.strip()}-{head[1][:HEAD_LETTERS]}",
            quotas={board: Quota(min(wish.size, len(numbers)), 0)},
            id_column=ID_COLUMN,
            stratum_column=STRATUM_COLUMN,
            seed_source=source,
        )
    except DrawError as error:
        raise WishError([("antal", "Antalet går inte att dra. Välj minst en post.")]) from error


# ---- What is unusual ------------------------------------------------------------------------------------------------


def _unusual(session: Session, of: Population, settings: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """What the rules find among the board's looking, exporting and signing in during the period."""
    actions = rules.actions_of(frozenset({*rules.LOOKING, Kind.SIGN_IN}))
    numbers = sorted(session.exec(_within(of, actions)).all())
    entries: list[LogEntry] = []
    for first in range(0, len(numbers), AT_ONCE):
        entries += log_entries(session, numbers[first : first + AT_ONCE], of.board_id)
    return [asdict(finding) for finding in rules.unusual(entries, settings)]


def log_entries(session: Session, numbers: Sequence[int], board_id: int) -> list[LogEntry]:
    """These entries as the rules see them, for a board."""
    query = select(JournalEntry).where(col(JournalEntry.sequence).in_(numbers)).order_by(col(JournalEntry.sequence))
    entries = session.exec(query).all()
    cases, may = cases_of(session, entries), _may_see(session, board_id)
    tried = _tried_for(session, [entry.sequence for entry in entries if entry.action == "session:refused"])
    found = []
    for entry in entries:
        case = cases.get(entry.sequence)
        actor = tried.get(entry.sequence, entry.actor)
        given = may | case.reviewers if case else may
        found.append(
            LogEntry(
                entry.sequence,
                entry.at,
                actor,
                entry.action,
                rules.action_of(entry.action).kind,
                case=case.unit_id if case else "",
                outside=case is not None and actor.isdecimal() and int(actor) not in given,
                protected=case is not None and case.protected,
            )
        )
    return found


def _may_see(session: Session, board_id: int) -> frozenset[int]:
    """Those who coordinate or head the board: its cases are their business."""
    roles = col(RoleGrant.role).in_((Role.COORDINATOR, Role.UNIT_HEAD))
    query = select(RoleGrant.account_id).where(RoleGrant.board_id == board_id, roles)
    return frozenset(session.exec(query).all())


def _tried_for(session: Session, numbers: Sequence[int]) -> dict[int, str]:
    """For whose account each refused sign-in was tried."""
    kept = session.exec(select(JournalContent).where(col(JournalContent.sequence).in_(numbers)))
    told = {one.sequence: json.loads(one.content).get("account") for one in kept}
    return {sequence: str(account) for sequence, account in told.items() if account}
