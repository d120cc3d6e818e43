"""Retention in tests: a second coordinator, decided rules, and an erasure from proposal to proof."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, select

from audit.accounts.models import Account, RoleGrant
from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.app import create_worker
from audit.retention import operations
from audit.retention.models import Erasure, RetentionRule
from audit.retention.operations import Decision, SeenErasure, Wish
from audit.retention.rules import Event, KindId, kind_of
from tests.support.house import House

YEAR = 366


def second_coordinator(house: House) -> str:
    """Somebody else who coordinates Kungsholmen and Norrmalm."""
    return _account(house, "samordnare2", Role.COORDINATOR, house.board_ids("Kungsholmen", "Norrmalm"))


def second_administrator(house: House) -> str:
    return _account(house, "administrator2", Role.ADMINISTRATOR, [None])


def _account(house: House, name: str, role: Role, boards: Iterable[int | None]) -> str:
    with house.database.transaction() as session:
        account = Account(username=name, name=name.capitalize(), created_at=house.clock())
        session.add(account)
        session.flush()
        house.accounts[name] = known(account.id)
        session.add_all(RoleGrant(account_id=known(account.id), role=role, board_id=board) for board in boards)
    return name


def scope_of(house: House, account: str, *boards: str) -> Scope:
    """The account as a coordinator of the boards, or (of none) as an administrator."""
    coordinates = frozenset((Role.COORDINATOR, house.boards[board]) for board in boards)
    return Scope(house.accounts[account], account, coordinates or frozenset({(Role.ADMINISTRATOR, None)}))


def decided(
    house: House, kind: KindId, *boards: str, months: int | None = 12, event: Event | None = None, account: str = ""
) -> None:
    """Rules of the boards (or of the installation, of none) for the kind."""
    found = kind_of(kind)
    assert found
    decision = Decision(months, event or found.events[0], "Påhittade nämnden", date(2026, 5, 4), "dnr 1/2026 § 7")
    with house.database.transaction() as session:
        for board in boards or [None]:
            who = scope_of(house, account or ("samordnare" if board else "administrator"), *([board] if board else []))
            of = (
                operations.rule_place(session, who, house.boards[board], kind)
                if board
                else operations.house_rule_place(session, who, kind)
            )
            assert of
            operations.decide(session, stamp=house.stamp(who.name), of=of, decision=decision, seen=of.seen)


def proposed(house: House, kind: KindId, of_id: int, board: str = "Kungsholmen", account: str = "samordnare") -> int:
    with house.database.transaction() as session:
        wish = Wish(kind, house.boards[board], of_id)
        scope = scope_of(house, account, board)
        return known(operations.propose(session, stamp=house.stamp(account), scope=scope, wish=wish).id)


def approved(house: House, erasure_id: int, board: str = "Kungsholmen", account: str = "samordnare2") -> None:
    with house.database.transaction() as session:
        seen = of(house, session, erasure_id, board, account)
        stamp = house.stamp(account)
        operations.approve(session, stamp=stamp, seen=seen, settings=house.settings, location="/gallring")


def of(house: House, session: Session, erasure_id: int, board: str, account: str) -> SeenErasure:
    seen = operations.erasure_seen(session, scope_of(house, account, board), erasure_id)
    assert seen
    return seen


def erased(house: House, kind: KindId, of_id: int, board: str = "Kungsholmen") -> int:
    """Decided, proposed, approved and cleaned. Gives the erasure's id."""
    decided(house, kind, board)
    erasure_id = proposed(house, kind, of_id, board)
    approved(house, erasure_id, board)
    cleaned(house)
    return erasure_id


def proposal(house: House, board: str) -> int:
    """An erasure as it lies there until somebody decides, of a round that is not there any more."""
    account = "annan-samordnare" if board == "Östermalm" else "samordnare"
    decided(house, KindId.CONTROL, board, account=account)
    return _lying(house, KindId.CONTROL, house.boards[board], account, board)


def house_proposal(house: House) -> int:
    decided(house, KindId.JOB)
    return _lying(house, KindId.JOB, None, "administrator", "2024")


def _lying(house: House, kind: KindId, board_id: int | None, account: str, label: str) -> int:
    with house.database.transaction() as session:
        rule = session.exec(
            select(RetentionRule).where(RetentionRule.kind == kind, RetentionRule.board_id == board_id)
        ).one()
        erasure = Erasure(
            rule_id=known(rule.id), kind=kind, board_id=board_id, of_id=0, label=f"Påhittat för {label}",
            since=date(2024, 1, 1), due_on=date(2025, 1, 1), counts={"träffar": 2},
            open_key=f"{kind}:{board_id or 0}:0", proposed_by=house.accounts[account], proposed_at=house.clock(),
        )  # fmt: skip
        session.add(erasure)
        session.flush()
        return known(erasure.id)


def cleaned(house: House) -> None:
    """What waits is carried out."""
    create_worker(house.settings, house.database, clock=house.clock).run_waiting()
