"""A visitor in the demonstration, who opens one page of every kind that she can click to."""

import re

from flask import Flask
from sqlmodel import select

from audit.accounts import sessions
from audit.accounts.models import Account
from audit.database import Database
from audit.demo.autumn import LAST_DAY, moment
from tests.support.pages import PageClient

NOW = moment(LAST_DAY, "16:00")
LINK = re.compile(r'href="(/[^"#?]*)')


def client(app: Flask, database: Database, username: str) -> PageClient:
    with database.transaction() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        token = sessions.open_session(session, account, NOW)
    app.test_client_class = PageClient
    visitor = app.test_client()
    assert isinstance(visitor, PageClient)
    with visitor.session_transaction() as cookie:
        cookie["token"] = token
    return visitor


def open_one_of_every_kind(visitor: PageClient) -> set[str]:
    """Follow the links in the order that the pages show them: the newest round and its like first. Gives the kinds."""
    addresses = visitor.application.url_map.bind("localhost")

    def kind_of(address: str) -> str:
        """Which page it is, whatever it is a page about."""
        return str(addresses.match(address, method="GET")[0])

    kinds, waiting = {kind_of("/")}, ["/"]
    while waiting:
        answer = visitor.get(address := waiting.pop(0))
        assert answer.status_code in {200, 302}, (address, answer.status_code)
        found = LINK.findall(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else []
        for link in found:
            if not link.startswith(("/static", "/bootstrap")) and kind_of(link) not in kinds:
                kinds.add(kind_of(link))
                waiting.append(link)
    return kinds
