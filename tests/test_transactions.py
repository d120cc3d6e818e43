"""One request, one transaction: kept as a whole after a good answer, and not at all after any other."""

from collections.abc import Callable

import pytest
from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, func, select

from audit.accounts.access import Visit, access
from audit.accounts.models import Board
from audit.accounts.rules import Role
from audit.journal import operations as journal
from audit.journal.models import JournalEntry
from audit.web import transactions
from tests.accounts.people import csrf_token, journal_actions, sign_in, text
from tests.support.house import House
from tests.support.pages import PageClient

View = Callable[[Visit[bool]], ResponseReturnValue]


def client_with(house: House, view: View, method: str = "POST") -> PageClient:
    """A coordinator's browser in a house that has `view` at /prov."""
    house.app.add_url_rule("/prov", "prov", access(Role.COORDINATOR)(view), methods=[method])
    return house.client("samordnare")


def send(client: PageClient) -> int:
    return client.post("/prov", data={"csrf_token": csrf_token(client)}).status_code


def write(visit: Visit[bool]) -> None:
    visit.session.add(Board(code="FAR", name="Farsta"))
    visit.session.flush()
    journal.record(visit.session, visit.stamp, "board:created", 0)


def is_written(house: House) -> bool:
    with house.database.transaction(write=False) as session:
        boards = session.exec(select(func.count()).where(Board.name == "Farsta")).one()
        entries = session.exec(select(func.count()).where(JournalEntry.action == "board:created")).one()
    assert boards == entries, "data and journal are kept together or not at all"
    return boards == 1


def test_a_good_answer_keeps_all(house: House) -> None:
    def view(visit: Visit[bool]) -> ResponseReturnValue:
        write(visit)
        return redirect("/")

    assert send(client_with(house, view)) == 302
    assert is_written(house)


def test_an_error_after_a_write_leaves_nothing(house: House) -> None:
    def view(visit: Visit[bool]) -> ResponseReturnValue:
        write(visit)
        raise ZeroDivisionError

    assert send(client_with(house, view)) == 500
    assert not is_written(house)


@pytest.mark.parametrize("status", [400, 404, 409, 422])
def test_no_answer_of_refusal_leaves_anything(house: House, status: int) -> None:
    def view(visit: Visit[bool]) -> ResponseReturnValue:
        write(visit)
        abort(status)

    assert send(client_with(house, view)) == status
    assert not is_written(house)


def test_an_error_is_told_in_words_without_a_trace_of_the_program(house: House) -> None:
    def view(visit: Visit[bool]) -> ResponseReturnValue:
        raise ValueError("hemligt")

    client = client_with(house, view)
    page = text(client.post("/prov", data={"csrf_token": csrf_token(client)}))
    assert "Något gick fel i programmet" in page
    assert not {word for word in ("hemligt", "Traceback", "ValueError") if word in page}


def test_a_commit_that_fails_is_an_error_and_nothing_is_said_to_be_done(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    def view(visit: Visit[bool]) -> ResponseReturnValue:
        write(visit)
        visit.session.add(Board(code="FAR", name="Farsta"))  # taken; only found out at the very end
        flash("Nämnden är tillagd.", "done")
        return redirect("/")

    client = client_with(house, view)
    # On PostgreSQL somebody else may have added it meanwhile.
    assert send(client) == (500 if house.database.is_sqlite else 409)
    assert not is_written(house)
    assert "Nämnden är tillagd." not in text(client.get("/mitt-konto"))
    assert "request failed" in capsys.readouterr().out, "it stands in the log"


def test_what_failed_is_recorded_although_its_request_is_not(house: House) -> None:
    assert house.client("granskare").get("/konton").status_code == 403
    assert journal_actions(house)[-1] == "access:refused"
    assert sign_in(house.client(), "granskare", "inte det rätta").status_code == 422
    assert journal_actions(house)[-1] == "session:refused"


def test_what_is_recorded_anyway_survives_an_error(house: House) -> None:
    def view(visit: Visit[bool]) -> ResponseReturnValue:
        def note(session: Session) -> None:
            journal.record(session, visit.stamp, "attempt:noted", 1)

        transactions.record_anyway(note)
        write(visit)
        raise ZeroDivisionError

    assert send(client_with(house, view)) == 500
    assert journal_actions(house)[-1] == "attempt:noted"
    assert not is_written(house)


def test_a_page_that_is_only_looked_at_can_not_write(house: House) -> None:
    refused = []

    def view(visit: Visit[bool]) -> ResponseReturnValue:
        try:
            write(visit)
        except DBAPIError as error:
            refused.append(str(error.orig))
            raise
        return "written"

    assert client_with(house, view, "GET").get("/prov").status_code == 500
    assert ("read-only" if not house.database.is_sqlite else "readonly") in refused[0]
    assert not is_written(house)


def test_after_reading_one_may_write_again(house: House) -> None:
    for number in range(3):
        with house.database.transaction(write=False) as session:
            session.exec(select(Board)).all()
        with house.database.transaction() as session:
            session.add(Board(code=f"X{number}", name=f"X{number}"))
    with house.database.transaction(write=False) as session:
        assert len(session.exec(select(Board).where(col(Board.code).startswith("X"))).all()) == 3


def test_a_command_that_fails_halfway_leaves_nothing(house: House) -> None:
    def command() -> None:
        with house.database.transaction() as session:
            session.add(Board(code="FAR", name="Farsta"))
            session.flush()
            journal.record(session, house.stamp(), "board:created", 0)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        command()
    assert not is_written(house)
