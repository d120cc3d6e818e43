"""What a notice says, which is next to nothing; when it is tried anew; and what an address looks like."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class NoticeKind(StrEnum):
    """What there is something new of."""

    SHARED = "iakttagelser"
    REPLIED = "enhetens_svar"
    RULED = "besked"
    ASSIGNED = "granskning"
    RETURNED = "aterlamnad"
    FLAGGED = "bradskande"
    LATE = "forsenat"


@dataclass(frozen=True)
class Told:
    """What is said of a kind, and the page that it leads to: one that names no record."""

    words: str
    page: str


TOLD = {
    NoticeKind.SHARED: Told("iakttagelser att läsa och svara på", "/kommunicering"),
    NoticeKind.REPLIED: Told("svar från enheten", "/"),
    NoticeKind.RULED: Told("besked om något som enheten har påpekat", "/kommunicering"),
    NoticeKind.ASSIGNED: Told("något att granska", "/granskning"),
    NoticeKind.RETURNED: Told("en granskning som har kommit tillbaka", "/granskning"),
    NoticeKind.FLAGGED: Told("något som inte kan vänta", "/"),
    NoticeKind.LATE: Told("något som skulle ha varit klart", "/"),
}
SUBJECT = "Något nytt för dig i Stickprov"
TEXT = """\
Det finns något nytt för dig i Stickprov: {words}.

{link}

Av sekretesskäl står det inte mer här. Logga in för att läsa.
Vill du inte få sådana här brev kan du välja bort dem under Mitt konto.
"""
HEAD_SUBJECT = "Journalens slut i Stickprov"
HEAD_TEXT = """\
Så här slutade journalen i Stickprov på {public_url}
den {moment}:

{head}

Spara brevet. Den som ändrar i databasens journal i efterhand kan inte få den att
stämma med raden här ovanför. Så prövar den som sköter servern det, med brevet
sparat som en fil: stickprov journal verify --head-file FIL
"""
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""How long it takes until the next attempt, after the first, the second and so on; after the last it is given up."""
TOO_OLD = timedelta(days=3)
KEPT = timedelta(days=30)
LONGEST_ADDRESS = 254


def message_text(kind: NoticeKind, public_url: str) -> str:
    """The whole text of a notice. `public_url` is where the program is found, without a slash at its end."""
    told = TOLD[kind]
    return TEXT.format(words=told.words, link=f"{public_url}{told.page}")


def head_text(head: str, moment: str, public_url: str) -> str:
    """The letter that keeps the journal's head (»NUMBER:HASH«) in a mailbox. `moment` is in words."""
    return HEAD_TEXT.format(head=head, moment=moment, public_url=public_url)


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after that many attempts (1 or more) have failed; None where it is given up."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def address_fault(address: str) -> str | None:
    """Why that can't be an e-mail address, in Swedish; None if it can. Only what a mistake in writing leads to."""
    plain = re.fullmatch(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\.]+(\.[^@\s<>,;:\"()\[\]\\.]+)+", address)
    if plain and address.isascii() and len(address) <= LONGEST_ADDRESS:
        return None
    return "Skriv adressen som namn@kommun.example, utan å, ä och ö."
