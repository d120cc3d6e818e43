"""The story of the controls: payments and cases taken in, a run over them, hits. Everything is invented."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.app import create_worker
from audit.controls import operations
from audit.controls.models import ControlHit, ControlResult, ControlRun
from audit.controls.operations import Wish
from audit.controls.rules import BY_ID, CONTROLS, defaults
from audit.registers.operations import Delivery, take_in
from audit.registers.rules import RegisterKind
from tests.registers.files import csv_file
from tests.support.house import House
from tests.support.story import PERIOD, runner

PAYMENTS = RegisterKind.PAYMENTS
OF_PAYMENTS = tuple(control.id for control in CONTROLS if control.kind is PAYMENTS)


def payment_rows(board: str, prefix: str) -> list[dict[str, object]]:
    """Six payments: a duplicate, one without a decision, one that is reversed with its reversal, and a bare »250-«."""

    def row(number: int, **other: object) -> dict[str, object]:
        return {
            "namnd_kod": board, "arende_id": f"{prefix}-00{number}", "utbetalning_id": f"{prefix}-U{number}",
            "beslut_id": f"{prefix}-B{number}", "period": "202603", "utbetalningsdatum": "2026-03-25",
            "belopp": "1 870,00", "andamal": "hyra", "konto_hash": f"{prefix}{number}", "attestant_id": "AT1",
            "beslutsfattare_id": "H1", "status": "betald", **other,
        }  # fmt: skip

    return [
        row(1),
        row(2, arende_id=f"{prefix}-001"),
        row(3, beslut_id="", attestant_id="H1"),
        row(4),
        row(5, arende_id=f"{prefix}-004", belopp="1 870,00-", status="makulerad"),
        row(6, belopp="250-"),
    ]


def payments_taken(house: House, *boards: str, period: tuple[date, date] = PERIOD) -> int:
    """An extract of payments of the boards. Gives its id."""
    chosen = boards or ("Kungsholmen", "Norrmalm")
    rows = [row for board in chosen for row in payment_rows(board, board[:3].upper())]
    delivery = Delivery(csv_file(rows), "utbetalningar.csv", PAYMENTS, period, invented=True)
    with house.database.transaction() as session:
        taken = take_in(
            session,
            stamp=house.stamp(runner(boards)),
            delivery=delivery,
            board_ids=[house.boards[board] for board in chosen],
            key=house.settings.pseudonym_key,
        )
        return known(taken.extract.id)


def scope_of(house: House, account: str, boards: Iterable[str], role: Role = Role.COORDINATOR) -> Scope:
    grants = frozenset((role, house.boards[board]) for board in boards)
    return Scope(house.accounts[account], account, grants)


def carried_out(
    house: House,
    extracts: Mapping[RegisterKind, int],
    *boards: str,
    controls: Iterable[str] = OF_PAYMENTS,
    **settings: dict[str, int],
) -> int:
    """A run of controls over extracts, with its job done. Gives its id."""
    account = runner(boards)
    wish = Wish(extracts, {name: {**defaults(BY_ID[name]), **settings.get(name, {})} for name in controls})
    with house.database.transaction() as session:
        run, _ = operations.ask(
            session,
            stamp=house.stamp(account),
            scope=scope_of(house, account, boards or ("Kungsholmen", "Norrmalm")),
            wish=wish,
            code="0.1.0",
            location="/kontroller/korning/",
        )
        run_id = known(run.id)
    create_worker(house.settings, house.database, clock=house.clock).run_waiting()
    return run_id


def a_run(house: House, *boards: str) -> int:
    """Payments taken in, and every control of payments run over them."""
    return carried_out(house, {PAYMENTS: payments_taken(house, *boards)}, *boards)


def result_id(house: House, run_id: int, control: str = "utan_beslut", board: str = "Kungsholmen") -> int:
    with house.database.transaction(write=False) as session:
        query = select(ControlResult.id).where(
            ControlResult.run_id == run_id,
            ControlResult.control_id == control,
            ControlResult.board_id == house.boards[board],
        )
        return known(session.exec(query).one())


def hit_id(house: House, of: int) -> int:
    with house.database.transaction(write=False) as session:
        return known(
            session.exec(select(ControlHit.id).where(ControlHit.result_id == of).order_by(col(ControlHit.id))).first()
        )


def judged(house: House, hit: int, verdict: Any, note: str, account: str, boards: Iterable[str]) -> None:
    with house.database.transaction() as session:
        opened = operations.hit_seen(session, scope_of(house, account, boards), hit)
        assert opened
        operations.judge(
            session, stamp=house.stamp(account), opened=opened, verdict=verdict, note=note, seen=opened.hit.seen
        )


def the_run(house: House, run_id: int) -> ControlRun:
    with house.database.transaction(write=False) as session:
        return session.get_one(ControlRun, run_id)
