"""Somebody who answers a question of a file, and what has been kept of it."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import func, select
from werkzeug.test import TestResponse

from audit.journal import operations as journal
from audit.journal.models import JournalEntry
from audit.reviews.models import Answer, AnswerVersion
from tests.support.house import House
from tests.support.pages import PageClient
from tests.support.reviewed import distributed_round, review_id_of

QUESTION = "application_on_file"
COMMENT = "Påhittat: ansökan ligger i akten."


@dataclass(frozen=True)
class Answering:
    """A reviewer in front of an open form, without script."""

    house: House
    page: PageClient
    address: str
    fields: dict[str, Any]

    def send(self) -> TestResponse:
        return self.page.post(self.address, data=self.fields)


def answering(house: House) -> Answering:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    address, fields = page.form(f"/granskning/{review_id}?omrade=ansokan")
    return Answering(house, page, address, fields | {f"svar-{QUESTION}": "nej", f"kommentar-{QUESTION}": COMMENT})


def kept(house: House) -> tuple[int, int, int]:
    """How many answers, versions of answers and journal entries of answers there are. The journal has to be whole."""
    with house.database.transaction(write=False) as session:
        assert journal.verify(session)[1] == []
        answers, versions = (session.exec(select(func.count()).select_from(table)).one() for table in TABLES)
        told = select(func.count()).where(JournalEntry.action == "answer:given")
        return answers, versions, session.exec(told).one()


TABLES = (Answer, AnswerVersion)
NOTHING, ONE = (0, 0, 0), (1, 1, 1)
