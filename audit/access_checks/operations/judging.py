"""A log check as it goes on: its drawn entries with what belongs together, how they are judged, and its signature."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from audit.access_checks import rules
from audit.access_checks.models import AccessCheck, CheckedEntry, EntryVerdict
from audit.access_checks.operations.searching import Line, accounts_by_id, lines_of
from audit.access_checks.rules import RULES_BY_ID, Kind, Verdict
from audit.accounts.models import Account, RoleGrant
from audit.accounts.operations import board_names, known
from audit.accounts.rules import ROLE_NAMES, Role, Scope
from audit.journal import operations as journal
from audit.journal.models import JournalBoard, JournalEntry
from audit.journal.rules import Stamp, canonical
from audit.web.formats import counted, moment

CHECKERS = (Role.COORDINATOR, Role.READER)
AROUND, MOST_AROUND = timedelta(hours=1), 40
MOST_POINTED = 20


class OwnEntryError(Exception):
    """Nobody judges her own looking."""


class NotJudgedError(Exception):
    """What is still in the way of the signature, in words."""


class SignedError(Exception):
    """The check is signed: nothing of it changes any more."""


@dataclass(frozen=True)
class SeenVerdict:
    verdict: EntryVerdict
    who: str


@dataclass(frozen=True)
class Drawn:
    """A drawn entry with its line of the journal, gone only where somebody did away with it, and its verdicts, the
    latest first."""

    entry: CheckedEntry
    line: Line | None
    verdicts: tuple[SeenVerdict, ...]

    @property
    def id(self) -> int:
        return known(self.entry.id)

    @property
    def standing(self) -> SeenVerdict | None:
        return self.verdicts[0] if self.verdicts else None


@dataclass(frozen=True)
class SeenCheck:
    """A check of a board that one oversees."""

    check: AccessCheck
    board: str
    maker: str
    signer: str = ""

    @property
    def id(self) -> int:
        return known(self.check.id)

    @property
    def signed(self) -> bool:
        return self.check.signed_at is not None

    @property
    def erased(self) -> bool:
        """Whether retention has taken the signed record."""
        return self.signed and not self.check.kept


@dataclass(frozen=True)
class OpenEntry:
    """A drawn entry to be judged."""

    of: SeenCheck
    drawn: Drawn


@dataclass(frozen=True)
class Pointed:
    """What a rule points out, in words: who, the number, and the first of the entries."""

    rule: rules.Rule
    who: str
    measure: str
    sequences: tuple[int, ...]
    more: int


def check_seen(session: Session, scope: Scope, check_id: int) -> SeenCheck | None:
    check = session.get(AccessCheck, check_id)
    if check is None or check.board_id not in scope.boards(*CHECKERS):
        return None
    return _seen(check, board_names(session), accounts_by_id(session))


def _seen(check: AccessCheck, boards: dict[int, str], people: dict[int, Account]) -> SeenCheck:
    return SeenCheck(check, boards[check.board_id], _name(people, check.made_by), _name(people, check.signed_by))


def _name(people: dict[int, Account], account_id: int | None) -> str:
    return people[account_id].name if account_id in people else ""


def entry_to_judge(session: Session, scope: Scope, drawn_id: int) -> OpenEntry | None:
    entry = session.get(CheckedEntry, drawn_id)
    of = check_seen(session, scope, entry.check_id) if entry else None
    if entry is None or of is None:
        return None
    return OpenEntry(of, next(one for one in drawn(session, of) if one.id == drawn_id))


def drawn(session: Session, of: SeenCheck) -> list[Drawn]:
    """The check's entries in the order that they were drawn."""
    entries = session.exec(
        select(CheckedEntry).where(CheckedEntry.check_id == of.id).order_by(col(CheckedEntry.position))
    ).all()
    numbers = [entry.sequence for entry in entries]
    chained = session.exec(select(JournalEntry).where(col(JournalEntry.sequence).in_(numbers))).all()
    lines = {line.sequence: line for line in lines_of(session, chained, {of.check.board_id})}
    given: dict[int, list[SeenVerdict]] = {}
    people = accounts_by_id(session)
    query = select(EntryVerdict).where(col(EntryVerdict.entry_id).in_([known(entry.id) for entry in entries]))
    for verdict in session.exec(query.order_by(col(EntryVerdict.id).desc())):
        given.setdefault(verdict.entry_id, []).append(SeenVerdict(verdict, _name(people, verdict.given_by)))
    return [Drawn(entry, lines.get(entry.sequence), tuple(given.get(known(entry.id), ()))) for entry in entries]


def around(session: Session, opened: OpenEntry) -> list[Line]:
    """What the same person did for the board within an hour before and after, in the order that it was done."""
    line = opened.drawn.line
    if line is None:
        return []
    near = (
        select(JournalEntry)
        .join(JournalBoard, col(JournalBoard.sequence) == col(JournalEntry.sequence))
        .where(
            JournalBoard.board_id == opened.of.check.board_id,
            JournalEntry.actor == line.entry.actor,
            JournalEntry.sequence != line.sequence,
            col(JournalEntry.at).between(line.entry.at - AROUND, line.entry.at + AROUND),
        )
        .order_by(col(JournalEntry.sequence))
        .limit(MOST_AROUND)
    )
    return lines_of(session, session.exec(near).all(), {opened.of.check.board_id})


def tie(session: Session, opened: OpenEntry) -> str:
    """What the person had to do with the case, in words."""
    line, board_id = opened.drawn.line, opened.of.check.board_id
    if line is None or not line.entry.actor.isdecimal():
        return "Programmet gjorde det på egen hand."
    actor = int(line.entry.actor)
    query = select(RoleGrant.role).where(RoleGrant.account_id == actor, RoleGrant.board_id == board_id)
    roles = sorted(ROLE_NAMES[Role(role)].lower() for role in session.exec(query))
    now = f"Är {' och '.join(roles)} för {opened.of.board}." if roles else f"Har ingen roll för {opened.of.board} nu."
    if line.case is None:
        return f"Posten rör ingen enskild akt. {now}"
    return f"{'Är' if actor in line.case.reviewers else 'Är inte'} tilldelad akten. {now}"


def pointed_out(session: Session, of: SeenCheck) -> list[Pointed]:
    """What the rules found when the check was drawn."""
    people = accounts_by_id(session)
    return [
        Pointed(
            RULES_BY_ID[one["rule"]],
            _name(people, int(one["actor"])) or f"Konto {one['actor']}",
            f"{one['measure']} {RULES_BY_ID[one['rule']].unit}",
            tuple(one["sequences"][:MOST_POINTED]),
            max(0, len(one["sequences"]) - MOST_POINTED),
        )
        for one in of.check.unusual
        if one["rule"] in RULES_BY_ID
    ]


def next_open(entries: Collection[Drawn], account_id: int) -> int | None:
    """The next entry without a verdict that this person may judge."""
    return next((one.id for one in entries if not one.standing and not is_own(one, account_id)), None)


def is_own(one: Drawn, account_id: int) -> bool:
    return one.line is not None and one.line.entry.actor == str(account_id)


def judge(session: Session, *, stamp: Stamp, opened: OpenEntry, verdict: Verdict, note: str) -> EntryVerdict:
    """Judge a drawn entry. Raises OwnEntryError, or SignedError once the check is signed."""
    check = _held(session, opened.of)
    if stamp.actor is None or is_own(opened.drawn, stamp.actor):
        raise OwnEntryError
    given = EntryVerdict(entry_id=opened.drawn.id, verdict=verdict, note=note, given_at=stamp.at, given_by=stamp.actor)
    session.add(given)
    session.flush()
    told = {"position": opened.drawn.entry.position, "sequence": opened.drawn.entry.sequence, "verdict": verdict}
    journal.record(session, stamp, "access_check:judged", known(check.id), **told, note=note)
    return given


def _held(session: Session, of: SeenCheck) -> AccessCheck:
    query = select(AccessCheck).where(AccessCheck.id == of.id).with_for_update()
    held = session.exec(query.execution_options(populate_existing=True)).one()
    if held.signed_at is not None:
        raise SignedError
    return held


def sign(session: Session, *, stamp: Stamp, of: SeenCheck, conclusion: str) -> AccessCheck:
    """Sign the check and freeze its record. Raises NotJudgedError or SignedError."""
    check, entries = _held(session, of), drawn(session, of)
    left = sum(1 for one in entries if not one.standing)
    if left:
        raise NotJudgedError(f"{counted(left, 'post är', 'poster är')} inte bedömda än.")
    check.conclusion, check.signed_at, check.signed_by = conclusion, stamp.at, stamp.actor
    check.kept = record(session, of, entries)
    check.kept_sha256 = hashlib.sha256(canonical(check.kept).encode()).hexdigest()
    session.add(check)
    session.flush()
    counts = {verdict.value: n for verdict, n in tally(entries).items()}
    journal.record(session, stamp, "access_check:signed", of.id, sha256=check.kept_sha256, result=counts)
    return check


def tally(entries: Collection[Drawn]) -> dict[Verdict, int]:
    standing = [one.standing.verdict.verdict for one in entries if one.standing]
    return {verdict: standing.count(verdict) for verdict in Verdict}


def record(session: Session, of: SeenCheck, entries: Collection[Drawn]) -> dict[str, Any]:
    """The whole record in words, as it is kept and printed. Nobody with protected identity is named in it."""
    check = of.check
    return {
        "board": of.board,
        "period": [str(check.period_from), str(check.period_to)],
        "kinds": [rules.KIND_NAMES[Kind(kind)] for kind in check.kinds],
        "population": check.population,
        "sha256": check.sha256,
        "seed": check.protocol["seed"],
        "seed_source": check.protocol["seed_source"],
        "made": moment(check.made_at),
        "maker": of.maker,
        "signed": moment(check.signed_at),
        "signer": _name(accounts_by_id(session), check.signed_by),
        "conclusion": check.conclusion,
        "entries": [_kept(one) for one in entries],
        "unusual": [
            {"rule": one.rule.name, "who": one.who, "measure": one.measure, "entries": list(one.sequences)}
            for one in pointed_out(session, of)
        ],
        "rules": [
            {
                "name": rule.name,
                "settings": rules.settings_words(rule, check.settings["rules"][rule.id]),
                "blind": " ".join(rule.blind_spots),
            }
            for rule in rules.RULES
        ],
    }


def _kept(one: Drawn) -> dict[str, Any]:
    line, standing = one.line, one.standing
    return {
        "place": one.entry.position,
        "sequence": one.entry.sequence,
        "ticket": one.entry.ticket,
        "at": moment(line.entry.at) if line else "",
        "who": line.who if line else "",
        "what": line.action.words if line else "Posten finns inte längre i journalen",
        "case": (line.case_words or line.about) if line else "",
        "verdict": rules.VERDICT_NAMES[standing.verdict.verdict] if standing else "Inte bedömd",
        "note": standing.verdict.note if standing else "",
        "judge": standing.who if standing else "",
    }
