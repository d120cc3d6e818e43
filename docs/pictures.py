"""Makes the pictures of README and the user guide anew, from a running demonstration.

python3 dev.py demo --port 8000          (in one terminal)
.venv/bin/python docs/pictures.py http://127.0.0.1:8000
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from audit.demo.people import PASSWORD
from tests.support.browser import chromium

FOLDER = Path(__file__).parent / "bilder"
SIZE = {"width": 1280, "height": 820}
PICTURES = {
    "samordnare": {
        "start": "/",
        "register": "/register",
        "omgang": "/omgangar/7",
        "protokoll": "/omgangar/7/protokoll",
        "iakttagelser": "/iakttagelser/omgang/7",
        "jamforelse": "/jamforelse",
        "omraden": "/forbattringsomraden/omgang/7",
        "rapport": "/omgangar/4/rapport",
        "avstamning": "/overenskommelser/2/avstamning/T1",
        "publicera": "/omgangar/7/rapport/publicera",
        "riskanalys": "/intern-kontroll/riskanalys/12",
        "motsagelser": "/indikatorer/motsagelser",
        "kontroller": "/kontroller",
    },
    "granskare1": {"granskning": "/granskning"},
    "enhetschef": {"kommunicering": "/kommunicering"},
}


def main(address: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with chromium() as browser:
        for person, pictures in PICTURES.items():
            page = signed_in(browser, address, person)
            for name, path in pictures.items():
                page.goto(address + path)
                page.screenshot(path=FOLDER / f"{name}.png")
            if person == "granskare1":
                page.locator("main a.btn-primary").click()
                page.screenshot(path=FOLDER / "akt.png")
                page.goto(address)
                page.get_by_role("link", name="Avgör skillnaderna").click()
                page.screenshot(path=FOLDER / "skillnader.png")


def signed_in(browser: Browser, address: str, person: str) -> Page:
    page = browser.new_context(viewport=SIZE, locale="sv-SE").new_page()  # type: ignore[arg-type]
    page.goto(f"{address}/logga-in")
    page.get_by_label("Användarnamn").fill(person)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(f"{address}/")
    return page


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
