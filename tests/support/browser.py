"""The system's Chromium, and pages in it that notice what a visitor would never report."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from dev import WINDOWS, find_chromium
from tests.support import run

ARGUMENTS = [
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser that reaches nothing but this machine."""
    program = find_chromium()
    if not program:
        run.lacking("Chromium, Chrome or Edge")
    as_root = [] if WINDOWS or os.geteuid() != 0 else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *as_root])
        yield browser
        browser.close()


class Pages:
    """Pages of visitors who know nothing of each other, and every fault seen on any of them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.faults: list[str] = []

    def new(self, *, width: int = 1280, height: int = 900) -> Page:
        """A page with cookies of its own."""
        context = self._browser.new_context(
            locale="sv-SE", timezone_id="Europe/Stockholm", viewport={"width": width, "height": height}
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", self._note_message)
        page.on("response", self._note_response)
        return page

    def close(self) -> None:
        for context in self._browser.contexts:
            context.close()

    def _note_message(self, message: ConsoleMessage) -> None:
        # An answer such as 404 or 422 is reported as an error too; tests look at those themselves.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and "/static/" in urlsplit(response.url).path:
            self.faults.append(f"{response.url}: {response.status}")
