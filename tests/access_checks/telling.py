"""A log check as tests tell it: what was looked at, the check drawn from it, and its judgements."""

from datetime import date

from sqlmodel import col, select

from audit.access_checks import operations
from audit.access_checks.models import CheckedEntry
from audit.access_checks.operations import Wish
from audit.access_checks.rules import Kind, Verdict, usual_settings
from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from tests.support.house import House


def scope(house: House, account: str, role: Role, *boards: str) -> Scope:
    return Scope(house.accounts[account], account, frozenset((role, house.boards[board]) for board in boards))


def drawn_check(
    house: House, board: str = "Kungsholmen", account: str = "samordnare", *, size: int = 3, days: int = 0
) -> int:
    """A check of all work, views and sign-ins of the board until today; gives its id."""
    today = house.stamp(account).day
    with house.database.transaction() as session:
        wish = Wish(
            board_id=house.boards[board],
            first=date(2026, 1, 1),
            last=today,
            kinds=frozenset({Kind.VIEW, Kind.EXPORT, Kind.WORK}),
            size=size,
            seed="4 1 6 2 2",
            source="fem tärningsslag",
            settings=usual_settings(),
        )
        return known(operations.make(session, stamp=house.stamp(account), wish=wish).id)


def entries(house: House, check_id: int) -> list[int]:
    with house.database.transaction(write=False) as session:
        query = select(CheckedEntry.id).where(CheckedEntry.check_id == check_id).order_by(col(CheckedEntry.position))
        return [known(one) for one in session.exec(query)]


def judged(house: House, check_id: int, account: str, verdict: Verdict = Verdict.JUSTIFIED, note: str = "") -> None:
    """Every entry judged alike: by the account, and by the board's coordinator what the account did itself (the seed
    ends with the journal's head, so that nobody knows beforehand which entries are drawn)."""
    for entry_id in entries(house, check_id):
        with house.database.transaction() as session:
            opened = operations.entry_to_judge(session, scope(house, account, Role.READER, *house.boards), entry_id)
            assert opened
            judge = "samordnare" if operations.is_own(opened.drawn, house.accounts[account]) else account
            operations.judge(session, stamp=house.stamp(judge), opened=opened, verdict=verdict, note=note)
