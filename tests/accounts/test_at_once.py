"""Two administrators at the same moment: the later one's word holds alone, and nothing goes round in a circle."""

from datetime import date

from sqlmodel import Session, col, select

from audit.accounts import administration, invitations
from audit.accounts.models import Account, Board, Invitation, OfficerId, RoleGrant
from audit.accounts.rules import Role
from tests.accounts.people import journal_actions
from tests.support.at_once import at_once, filled
from tests.support.house import House


def test_two_who_change_the_same_account_and_the_later_ones_roles_and_ids_hold(house_on_postgresql: House) -> None:
    house, stamp = house_on_postgresql, house_on_postgresql.stamp("administrator")
    kungsholmen, norrmalm = house.board_ids("Kungsholmen", "Norrmalm")
    reader = house.accounts["lasare"]

    def change(session: Session) -> None:
        (line,) = administration.account_lines(session, now=stamp.at, account_id=reader)
        grants = frozenset({(Role.READER, kungsholmen)})
        administration.change_account(session, stamp=stamp, line=line, name=line.account.name, grants=grants)

    def number(session: Session) -> None:
        administration.set_officer_ids(session, stamp=stamp, account_id=reader, ids=("hl0001",))

    page, one, other = f"/konton/{reader}", house.client("administrator"), house.client("administrator")
    changing = filled(one, page, grants=[f"{Role.READER}:{norrmalm}"])
    (changed,) = at_once(house, change, changing)
    assert changed.status_code == 302
    (numbered,) = at_once(house, number, filled(other, page, "Spara id", ids="hl0002"))
    assert numbered.status_code == 302
    with house.database.transaction(write=False) as session:
        grants = session.exec(select(RoleGrant.board_id).where(RoleGrant.account_id == reader)).all()
        ids = session.exec(select(OfficerId.officer_id).where(OfficerId.account_id == reader)).all()
    assert (list(grants), list(ids)) == ([norrmalm], ["hl0002"])


def test_two_boards_that_each_are_to_take_over_the_other(house_on_postgresql: House) -> None:
    house, stamp = house_on_postgresql, house_on_postgresql.stamp("administrator")
    kungsholmen, norrmalm = house.board_ids("Kungsholmen", "Norrmalm")

    def end(session: Session) -> None:
        board, until = session.get_one(Board, kungsholmen), date(2026, 12, 31)
        administration.end_board(session, stamp=stamp, board=board, valid_to=until, successor_id=norrmalm)

    page = f"/namnder/{norrmalm}"
    ending = filled(house.client("administrator"), page, valid_to="2026-12-31", successor=str(kungsholmen))
    (ended,) = at_once(house, end, ending)
    assert ended.status_code == 422


def test_two_invitations_at_once_leave_one_link_that_works(house_on_postgresql: House) -> None:
    house, reader = house_on_postgresql, house_on_postgresql.accounts["lasare"]

    def invite(session: Session) -> None:
        account = session.get_one(Account, reader)
        invitations.invite(session, stamp=house.stamp("administrator"), account=account)

    inviting = filled(house.client("administrator"), f"/konton/{reader}", "Skapa ny inbjudan")
    (invited,) = at_once(house, invite, inviting)
    assert invited.status_code == 302
    with house.database.transaction(write=False) as session:
        assert len(session.exec(select(Invitation).where(col(Invitation.used_at).is_(None))).all()) == 1


def test_two_who_close_the_same_account_close_it_once(house_on_postgresql: House) -> None:
    house, reader = house_on_postgresql, house_on_postgresql.accounts["lasare"]

    def close(session: Session) -> None:
        stamp = house.stamp("administrator")
        (line,) = administration.account_lines(session, now=stamp.at, account_id=reader)
        administration.close_account(session, stamp=stamp, line=line)

    closing = filled(house.client("administrator"), f"/konton/{reader}", "Stäng kontot")
    (closed,) = at_once(house, close, closing)
    assert closed.status_code == 302
    assert journal_actions(house).count("account:closed") == 1
