"""What the tests of this room share: passwords, signing in as a person would, and a look at the journal."""

from functools import cache

from sqlmodel import col, select
from werkzeug.test import TestResponse

from audit.accounts import passwords
from audit.accounts.models import Account
from audit.journal.models import JournalEntry
from tests.support.house import House
from tests.support.pages import PageClient, parse

PASSWORD = "sju sorters kakor"
OTHER_PASSWORD = "åtta sorters kaffe"


@cache
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


def with_password(house: House, *names: str) -> None:
    """Let these accounts sign in with PASSWORD."""
    with house.database.transaction() as session:
        for name in names:
            session.get_one(Account, house.accounts[name]).password_hash = password_hash()


def sign_in(client: PageClient, username: str, password: str = PASSWORD) -> TestResponse:
    return client.fill("/logga-in", username=username, password=password)


def is_signed_in(client: PageClient) -> bool:
    return client.get("/mitt-konto").status_code == 200


def text(response: TestResponse) -> str:
    return " ".join(response.get_data(as_text=True).split())


def journal_actions(house: House) -> list[str]:
    with house.database.transaction(write=False) as session:
        return list(session.exec(select(JournalEntry.action).order_by(col(JournalEntry.sequence))))


def of_account(house: House, name: str) -> Account:
    with house.database.transaction(write=False) as session:
        return session.get_one(Account, house.accounts[name])


def csrf_token(client: PageClient, address: str = "/mitt-konto") -> str:
    """The token that the page's forms carry."""
    return str(parse(client.get(address)).find(".//input[@name='csrf_token']").get("value"))


def sign_out(client: PageClient) -> TestResponse:
    return client.post("/logga-ut", data={"csrf_token": csrf_token(client)})
