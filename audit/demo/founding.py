"""What an installation begins with: the boards, the accounts with their common password, the published counts."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from audit.accounts import administration, invitations, passwords
from audit.accounts.operations import known
from audit.accounts.rules import FIRST_BOARDS
from audit.demo.figures import ANNUAL_REPORT, HOUSEHOLDS, OPEN_CASES, PLAN_2009
from audit.demo.people import PASSWORD, PEOPLE, Cast, Person
from audit.journal.rules import Stamp
from audit.registers import operations as registers
from audit.registers.operations import Count
from audit.registers.rules import RegisterKind

BOARDS_FROM = date(2007, 1, 1)


def enter(session: Session, *, stamp: Stamp) -> Cast:
    """Make the boards and the accounts, each with the common password."""
    boards = {
        code: known(administration.add_board(session, stamp=stamp, code=code, name=name, valid_from=BOARDS_FROM).id)
        for code, name in FIRST_BOARDS
    }
    # Hashed once: hashing is made slow on purpose, and the password is known to everybody anyway.
    hashed = passwords.hashed(PASSWORD)
    accounts = {person.username: _account(session, stamp, person, boards, hashed) for person in PEOPLE}
    return Cast(boards, accounts)


def _account(session: Session, stamp: Stamp, person: Person, boards: Mapping[str, int], hashed: str) -> int:
    of_boards: list[int | None] = [boards[code] for code in person.boards]
    grants = frozenset((person.role, board_id) for board_id in of_boards or [None])
    account = administration.create_account(
        session, stamp=stamp, username=person.username, name=person.name, grants=grants
    )
    invitations.set_first_password(session, stamp=stamp, account=account, password_hash=hashed)
    return known(account.id)


# ---- Published counts ---------------------------------------------------------------------------------------------


def enter_counts(session: Session, *, stamp: Stamp, cast: Cast) -> None:
    """Note the published counts that a frame is held against."""
    for label, source, years in (
        ("Hushåll i månaden, medeltal", ANNUAL_REPORT, HOUSEHOLDS),
        ("Aktuella ärenden i oktober", PLAN_2009, OPEN_CASES),
    ):
        for year, by_board in years.items():
            for code, value in by_board.items():
                count = Count(cast.boards[code], RegisterKind.CASES, year, label, value, source)
                registers.set_count(session, stamp=stamp, count=count)
