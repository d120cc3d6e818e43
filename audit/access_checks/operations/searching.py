"""The journal as those may see it who oversee it: their own boards' entries, found by time, action, person and case."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, false, func, or_
from sqlmodel import Session, col, select

from audit.access_checks import rules
from audit.access_checks.operations.cases import Case, asked_words, cases_of, hidden_among, objects_of, rounds_of
from audit.access_checks.operations.places import LISTED, stood_on
from audit.access_checks.rules import Action, Kind
from audit.accounts.models import Account, RoleGrant
from audit.accounts.operations import board_names, known
from audit.accounts.rules import Role, Scope
from audit.clock import SWEDEN
from audit.journal import operations as journal
from audit.journal.belonging import ALL
from audit.journal.models import JournalBoard, JournalContent, JournalEntry
from audit.journal.rules import Entry, moment_of, unsound

SEERS = (Role.COORDINATOR, Role.READER, Role.ADMINISTRATOR)
PROGRAM = "program"
A_PAGE = 25
MOST_EXPORTED = 50_000


@dataclass(frozen=True)
class Wanted:
    """What is looked for. Days are Swedish; `actor` an account's id or »program«; empty means everything."""

    first: date | None = None
    last: date | None = None
    kinds: frozenset[Kind] = frozenset()
    action: str = ""
    actor: str = ""
    subject: str = ""
    object_id: str = ""
    case: str = ""

    def told(self) -> dict[str, object]:
        """For the journal: what was looked for, without what is about nobody."""
        found = {
            "from": self.first, "to": self.last, "kinds": sorted(self.kinds), "action": self.action,
            "actor": self.actor, "subject": self.subject, "object": self.object_id, "case": self.case,
        }  # fmt: skip
        return {key: str(value) if isinstance(value, date) else value for key, value in found.items() if value}


@dataclass(frozen=True)
class Line:
    """An entry as it may be seen. `told` is what it tells in words, with how much is `left_out`; an entry that also
    belongs to boards beyond one's own (`shared`) tells nothing. `erased`: retention took its content. `sound`: it is
    what it was when it was sealed."""

    entry: JournalEntry
    action: Action
    who: str
    account: str
    boards: tuple[str, ...]
    case: Case | None
    told: tuple[tuple[str, str], ...] = ()
    left_out: int = 0
    shared: bool = False
    erased: bool = False
    sound: bool = True

    @property
    def sequence(self) -> int:
        return self.entry.sequence

    @property
    def about(self) -> str:
        return rules.object_words(self.entry.action, self.entry.object_id)

    @property
    def case_words(self) -> str:
        if self.case is None or self.shared:
            return ""
        return rules.PROTECTED if self.case.protected else self.case.unit_id


@dataclass(frozen=True)
class Found:
    """A page of entries, the newest first, and whether there are older and newer ones."""

    lines: tuple[Line, ...] = field(default_factory=tuple)
    older: int | None = None
    newer: int | None = None


def overseen(scope: Scope) -> frozenset[int]:
    """The boards whose entries one may read; 0 stands for the installation's own, which the administrator reads."""
    own = scope.boards(Role.COORDINATOR, Role.READER)
    return own | {ALL} if scope.has(Role.ADMINISTRATOR) else own


def search(
    session: Session, *, boards: Collection[int], wanted: Wanted, before: int | None = None, after: int | None = None
) -> Found:
    """A page of what is looked for: the newest, those before an entry, or those after one."""
    query = _query(session, boards, wanted)
    if after is not None:
        rows = session.exec(
            query.where(JournalEntry.sequence > after).order_by(col(JournalEntry.sequence)).limit(A_PAGE + 1)
        ).all()
        shown, more = list(reversed(rows[:A_PAGE])), len(rows) > A_PAGE
        lines = lines_of(session, shown, boards)
        return Found(tuple(lines), shown[-1].sequence if shown else None, shown[0].sequence if more else None)
    query = query.where(JournalEntry.sequence < before) if before is not None else query
    rows = session.exec(query.order_by(col(JournalEntry.sequence).desc()).limit(A_PAGE + 1)).all()
    shown = list(rows[:A_PAGE])
    lines = lines_of(session, shown, boards)
    older = shown[-1].sequence if len(rows) > A_PAGE else None
    return Found(tuple(lines), older, shown[0].sequence if shown and before is not None else None)


def newest_first(session: Session, *, boards: Collection[int], wanted: Wanted, most: int) -> list[Line]:
    """Everything that is looked for, at most so many, for a file."""
    query = _query(session, boards, wanted).order_by(col(JournalEntry.sequence).desc()).limit(most)
    rows = session.exec(query).all()
    return [
        line for first in range(0, len(rows), 1_000) for line in lines_of(session, rows[first : first + 1_000], boards)
    ]


def entry_seen(session: Session, scope: Scope, sequence: int) -> Line | None:
    """One entry, if it is one's own boards'."""
    boards = overseen(scope)
    of_mine = select(JournalBoard.sequence).where(
        JournalBoard.sequence == sequence, col(JournalBoard.board_id).in_(boards)
    )
    entry = session.get(JournalEntry, sequence) if session.exec(of_mine.limit(1)).first() else None
    return lines_of(session, [entry], boards)[0] if entry else None


# ---- The question ---------------------------------------------------------------------------------------------------


def _query(session: Session, boards: Collection[int], wanted: Wanted) -> Any:
    mine = select(JournalBoard.sequence).where(
        JournalBoard.sequence == JournalEntry.sequence, col(JournalBoard.board_id).in_(boards)
    )
    query: Any = select(JournalEntry).where(mine.exists())
    for condition in _conditions(session, boards, wanted):
        query = query.where(condition)
    return query


def _conditions(session: Session, boards: Collection[int], wanted: Wanted) -> Iterable[Any]:
    yield from _in_time(session, wanted)
    if wanted.action:
        yield JournalEntry.action == wanted.action
    elif wanted.kinds:
        yield col(JournalEntry.action).in_(rules.actions_of(wanted.kinds))
    if wanted.actor:
        yield JournalEntry.actor == wanted.actor
    if wanted.subject:
        yield col(JournalEntry.action).startswith(f"{wanted.subject}:", autoescape=True)
    if wanted.object_id:
        yield JournalEntry.object_id == wanted.object_id
    if wanted.case:
        yield _about_case(session, boards, wanted.case)


def _in_time(session: Session, wanted: Wanted) -> Iterable[Any]:
    """By number, which the entries lie in the order of, and by time, because a clock may have been set back."""
    bounds = within_days(wanted.first, wanted.last)
    if bounds:
        ends = select(func.min(JournalEntry.sequence), func.max(JournalEntry.sequence)).where(*bounds)
        lowest, highest = session.exec(ends).one()
        yield col(JournalEntry.sequence).between(lowest, highest) if lowest is not None else false()
        yield from bounds


def within_days(first: date | None, last: date | None) -> list[Any]:
    """From the first day's midnight to the last day's end, in Sweden."""
    bounds = []
    if first:
        bounds.append(col(JournalEntry.at) >= _midnight(first))
    if last:
        bounds.append(col(JournalEntry.at) < _midnight(last + timedelta(days=1)))
    return bounds


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SWEDEN)


def _about_case(session: Session, boards: Collection[int], case: str) -> Any:
    objects = objects_of(session, unit_id=case, board_ids=boards)
    ways = [
        and_(col(JournalEntry.action).startswith(f"{subject}:", autoescape=True), col(JournalEntry.object_id).in_(ids))
        for subject, ids in objects.items()
    ]
    # A list's number is that of its round, which some other case may have too.
    of_the_case = and_(or_(false(), *ways), col(JournalEntry.action) != LISTED)
    of_the_round = col(JournalEntry.object_id).in_(rounds_of(session, unit_id=case, board_ids=boards))
    # A page with answers tells whose they were.
    answered = and_(
        col(JournalEntry.action) == "answers:viewed",
        of_the_round,
        journal.tells(session, json.dumps(case, ensure_ascii=False), action="answers:viewed"),
    )
    return or_(of_the_case, answered, stood_on(session, unit_id=case, board_ids=boards))


# ---- What is shown --------------------------------------------------------------------------------------------------


def lines_of(session: Session, entries: Collection[JournalEntry], boards: Collection[int]) -> list[Line]:
    """These entries with what they tell, as somebody sees them who oversees `boards`."""
    numbers = [entry.sequence for entry in entries]
    contents = {
        one.sequence: one
        for one in session.exec(select(JournalContent).where(col(JournalContent.sequence).in_(numbers)))
    }
    of = _boards_of(session, numbers)
    told = {number: json.loads(one.content) for number, one in contents.items()}
    cases, people, names = (
        cases_of(session, entries),
        accounts_by_id(session),
        {**board_names(session), ALL: "Hela installationen"},
    )
    named = {unit for content in told.values() for unit in rules.units_of(content)}
    hidden = hidden_among(session, named, boards)
    shown = _Shown(boards, of, cases, people, names, hidden, asked_words(session, told.values()))
    return [shown.line(entry, contents.get(entry.sequence), told.get(entry.sequence)) for entry in entries]


@dataclass(frozen=True)
class _Shown:
    """What is looked up once for many entries."""

    boards: Collection[int]
    of: Mapping[int, set[int]]
    cases: Mapping[int, Case]
    people: Mapping[int, Account]
    names: Mapping[int, str]
    hidden: frozenset[str]
    asked: Mapping[str, str]

    def line(self, entry: JournalEntry, kept: JournalContent | None, told: Mapping[str, Any] | None) -> Line:
        of, content = self.of.get(entry.sequence, set()), told or {}
        shared = bool(of - {ALL} - set(self.boards)) and entry.action.partition(":")[0] not in ADMINISTERED
        person = self.people.get(int(entry.actor)) if entry.actor.isdecimal() else None
        people = {account_id: account.name for account_id, account in self.people.items()}
        words = rules.shown(
            content, people=people, boards=self.names, hidden=self.hidden, asked=self.asked,
            subject=entry.action.partition(":")[0],
        )  # fmt: skip
        link = entry.model_dump(exclude={"at"})
        salted = (kept.salt, kept.content) if kept else (None, None)
        chained = Entry(**link, moment=moment_of(entry.at), salt=salted[0], content=salted[1])
        return Line(
            entry,
            rules.action_of(entry.action),
            who=person.name if person else "Programmet" if entry.actor == PROGRAM else f"Konto {entry.actor}",
            account=person.username if person else "",
            boards=tuple(sorted(self.names.get(each, "") for each in of & set(self.boards))),
            case=self.cases.get(entry.sequence),
            told=() if shared else tuple(words),
            left_out=0 if shared else rules.left_out(content),
            shared=shared,
            erased=kept is None,
            sound=not unsound(chained),
        )


# What is about an account is about all that the account may do; it holds no case.
ADMINISTERED = frozenset({"account", "access", "board", "invitation", "second_factor", "session"})


def accounts_by_id(session: Session) -> dict[int, Account]:
    return {known(account.id): account for account in session.exec(select(Account))}


def _boards_of(session: Session, numbers: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    query = select(JournalBoard).where(col(JournalBoard.sequence).in_(numbers))
    for one in session.exec(query):
        found[one.sequence].add(one.board_id)
    return found


def actors(session: Session, boards: Collection[int]) -> list[tuple[str, str]]:
    """Whom one may ask for: the accounts that have a part in these boards, by name, and the program."""
    people = accounts_by_id(session)
    of = {None if board == ALL else board for board in boards}
    grants = session.exec(select(RoleGrant)).all()
    mine = {grant.account_id for grant in grants if ALL in boards or grant.board_id in of}
    names = [(str(each), f"{people[each].name} ({people[each].username})") for each in mine if each in people]
    return [*sorted(names, key=lambda each: each[1]), (PROGRAM, "Programmet")]
