"""How somebody in a real browser comes to a house that a real server serves."""

from typing import Any

from argon2 import PasswordHasher
from playwright.sync_api import Page
from sqlmodel import select

from audit import clock
from audit.accounts.models import Account
from tests.support.house import House

PASSWORD = "grundlig granskning"
HASHED = PasswordHasher().hash(PASSWORD)
# The cookies of those who have signed in on a server of this process.
_kept: dict[tuple[str, str], Any] = {}


def open_the_house(house: House) -> None:
    """Let everybody sign in, and let it be today: the server that is to serve the house has a clock that goes."""
    house.clock.now = clock.now()
    with house.database.transaction() as session:
        for account in session.exec(select(Account)):
            account.password_hash = HASHED


def sign_in(page: Page, url: str, account: str) -> None:
    """Sign in on the server at `url` and come to Start; whoever has signed in there before is known by her cookie."""
    page.context.add_cookies(_kept.get((url, account), []))
    page.goto(f"{url}/")
    if page.url != f"{url}/":
        give_credentials(page, account)
        page.wait_for_url(f"{url}/")
        _kept[url, account] = page.context.cookies()


def give_credentials(page: Page, account: str) -> None:
    """Fill in the sign-in page that is open."""
    page.get_by_label("Användarnamn").fill(account)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
