"""The rules: who has decided how long each kind is kept. Without a decided rule nothing is ever due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from audit.accounts.operations import account_names, board_names
from audit.accounts.rules import Role, Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.retention.models import RetentionRule
from audit.retention.rules import EVENT_NAMES, Event, Kind, day_fault, kind_of, months_fault
from audit.rounds.rules import Fault, InputError

COLLISION = "Någon annan ändrade regeln medan du skrev. Läs den, och spara igen om du ändå vill ändra."


@dataclass(frozen=True)
class Decision:
    """What a board has decided. Without `months` the kind is kept for good."""

    months: int | None
    event: Event
    decided_by: str
    decided_on: date
    reference: str


@dataclass(frozen=True)
class RulePlace:
    """A kind of a board (or of the installation, without one) with the versions of its rule, the newest first."""

    kind: Kind
    board_id: int | None
    board: str
    versions: tuple[RetentionRule, ...]
    people: dict[int, str]

    @property
    def rule(self) -> RetentionRule | None:
        return self.versions[0] if self.versions else None

    @property
    def seen(self) -> int:
        return self.versions[0].version if self.versions else 0


def rule_place(session: Session, scope: Scope, board_id: int, kind: str) -> RulePlace | None:
    """The rule for a kind of one's own board."""
    found, name = kind_of(kind), board_names(session).get(board_id, "")
    if found is None or found.of_house or board_id not in scope.boards(Role.COORDINATOR):
        return None
    return RulePlace(found, board_id, name, _versions(session, found, board_id), account_names(session))


def house_rule_place(session: Session, scope: Scope, house_kind: str) -> RulePlace | None:  # noqa: ARG001
    """The rule for a kind of the installation."""
    found = kind_of(house_kind)
    if found is None or not found.of_house:
        return None
    return RulePlace(found, None, "Installationen", _versions(session, found, None), account_names(session))


def _versions(session: Session, kind: Kind, board_id: int | None) -> tuple[RetentionRule, ...]:
    query = select(RetentionRule).where(RetentionRule.kind == kind.id, RetentionRule.board_id == board_id)
    return tuple(session.exec(query.order_by(col(RetentionRule.version).desc())))


def rules_of(session: Session, board_ids: Iterable[int], *, house: bool) -> dict[tuple[str, int | None], RetentionRule]:
    """The rule that holds for each kind of the boards, and of the installation if it is asked for too."""
    boards: set[int | None] = {*board_ids, *([None] if house else [])}
    every = session.exec(select(RetentionRule).order_by(col(RetentionRule.version)))
    return {(rule.kind, rule.board_id): rule for rule in every if rule.board_id in boards}


def decide(session: Session, *, stamp: Stamp, of: RulePlace, decision: Decision, seen: int) -> RetentionRule:
    """Note a decision as the next version of the rule. `seen` is the version that was shown. Raises InputError."""
    if faults := list(_faults(of, decision, seen, stamp.day)):
        raise InputError(faults)
    rule = RetentionRule(
        board_id=of.board_id, kind=of.kind.id, version=of.seen + 1, months=decision.months, event=decision.event,
        decided_by=decision.decided_by, decided_on=decision.decided_on, reference=decision.reference,
        made_by=stamp.actor, made_at=stamp.at,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(rule)
    except IntegrityError:
        raise InputError([Fault("seen", COLLISION)]) from None
    journal.record(
        session, stamp, "retention:decided", rule.id or 0, kind=rule.kind, board=rule.board_id, version=rule.version,
        months=rule.months, event=rule.event, decided_by=rule.decided_by, decided_on=rule.decided_on,
        reference=rule.reference,
    )  # fmt: skip
    return rule


def _faults(of: RulePlace, decision: Decision, seen: int, today: date) -> Iterable[Fault]:
    if seen != of.seen:
        yield Fault("seen", COLLISION)
    if decision.months is not None and (wrong := months_fault(decision.months)):
        yield Fault("months", wrong)
    if decision.event not in of.kind.events:
        allowed = " eller ".join(EVENT_NAMES[event] for event in of.kind.events)
        yield Fault("event", f"Tiden räknas från att {allowed}.")
    if wrong := day_fault(decision.decided_on, today):
        yield Fault("decided_on", wrong)
