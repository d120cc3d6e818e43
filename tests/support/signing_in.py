"""How somebody in a real browser comes to a house that a real server serves."""

from argon2 import PasswordHasher
from playwright.sync_api import Page
from sqlmodel import select

from audit import clock
from audit.accounts.models import Account
from tests.support.house import House

PASSWORD = "grundlig granskning"
HASHED = PasswordHasher().hash(PASSWORD)


def open_the_house(house: House) -> None:
    """Let everybody sign in, and let it be today: the server that is to serve the house has a clock that goes."""
    house.clock.now = clock.now()
    with house.database.transaction() as session:
        for account in session.exec(select(Account)):
            account.password_hash = HASHED


def sign_in(page: Page, url: str, account: str) -> None:
    """Sign in on the server at `url`, and wait for Start."""
    page.goto(f"{url}/logga-in")
    give_credentials(page, account)
    page.wait_for_url(f"{url}/")


def give_credentials(page: Page, account: str) -> None:
    """Fill in the sign-in page that is open."""
    page.get_by_label("Användarnamn").fill(account)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
