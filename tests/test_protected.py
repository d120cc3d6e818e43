"""Protected identities: every page, file and form, every role.

Only who runs or reviews the file sees its id; no printed list has it.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import html5lib
import pytest
from pypdf import PdfReader

from audit.accounts.rules import Role
from audit.reviews.models import Review
from audit.rounds.models import SampleUnit
from tests.support.doors import DOORS, OTHER_ROLES, ROLES, Door
from tests.support.furnished import Furnished
from tests.support.touring import Tour, touring

# Who may see the id on the screen beside the coordinator and the file's reviewer: the unit's head where something can't
# wait, whoever fetches the files, and a reader in the two files from which the draw is repeated (no mark in them says
# whose identity is protected).
ON_SCREEN = {
    "enhetschef: GET-reviews.urgent",
    "enhetschef: GET-reviews.urgent_answer",
    "granskare2: GET-rounds.retrieval",
    "lasare: GET-rounds.frame_csv",
    "lasare: GET-rounds.protocol_json",
}
# Not lists: a page about the one file, what the draw is repeated from, and what was published before it was protected.
OF_ONE_FILE = {
    *(f"GET-reviews.{page}" for page in ("amount", "declare", "desk", "flag", "flag_shown", "history", "send_back")),
    *("GET-reviews.sign", "GET-reviews.spread", "GET-rounds.replacing"),
    *(f"POST-reviews.{form}" for form in ("amount_given", "reopen", "sent_back", "sign_submitted", "spread_out")),
    *("GET-rounds.frame_csv", "GET-rounds.protocol_json"),
    *("GET-reports.secret_protocol", "GET-reports.secret_protocol_file"),
}


@dataclass(frozen=True)
class Hidden:
    """A case of Kungsholmen whose person has protected identity, who reviews it, and what a tour of its house sees."""

    tour: Tour
    unit_id: str
    reviewer: str


@pytest.fixture(scope="module")
def hidden(furnished: Furnished) -> Iterator[Hidden]:
    """The case of the example review. Every unit of that id is protected, in whichever extract it stands."""
    review_id = int(furnished.examples["review_id"].own)
    with furnished.house.database.transaction(write=False) as session:
        review = session.get_one(Review, review_id)
        unit_id = session.get_one(SampleUnit, review.sample_unit_id).unit_id
    names = {account_id: name for name, account_id in furnished.house.accounts.items()}
    with touring(furnished) as tour, tour.standing("none", protected=True):
        yield Hidden(tour, unit_id, names[review.reviewer_id or 0])


def printed(page: str) -> str:
    """What of a page comes out on paper, as text with attributes left out."""
    main = html5lib.parse(page, namespaceHTMLElements=False).find(".//body")
    assert main is not None
    for parent in list(main.iter()):
        for child in list(parent):
            if child.tag in {"nav", "header", "footer"} or "no-print" in str(child.get("class", "")).split():
                for gone in list(child):
                    child.remove(gone)
                child.text = ""
    return " ".join(main.itertext())


@lru_cache(maxsize=64)
def texts_of(data: bytes) -> str:
    """All words of a downloaded file. Several people get the same one."""
    if data.startswith(b"%PDF") and b"%%EOF" in data[-1024:]:
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return " ".join(texts_of(packed.read(name)) for name in packed.namelist())
    return data.decode("utf-8", "ignore")


def seen_by(hidden: Hidden, door: Door, account: str) -> tuple[str, bool]:
    """What the account gets at the door, and whether it is a page."""
    refused = account.startswith("annan-") and hidden.tour.furnished.address(door.rule, other=True) is not None
    answer = hidden.tour.visit(account, door, script=refused)
    if answer is None or answer.status not in {200, 422}:
        return "", False
    return (answer.data.decode(), True) if answer.kind == "text/html" else (texts_of(answer.data), False)


def test_the_id_of_a_protected_person_is_on_no_screen_but_theirs_who_work_with_the_file(hidden: Hidden) -> None:
    """Neither on a page nor in what a form answers that is sent back with its faults."""
    accounts = {role for role in ROLES if role != Role.COORDINATOR} | {"granskare2", *OTHER_ROLES}
    leaks = {
        f"{account}: {door}"
        for account in accounts - {hidden.reviewer}
        for door in DOORS
        if not door.public and door.lets_in(account) and hidden.unit_id in seen_by(hidden, door, account)[0]
    }
    assert leaks <= ON_SCREEN, "\n".join(sorted(leaks - ON_SCREEN))


def test_no_printed_list_and_no_file_has_the_id_of_a_protected_person(hidden: Hidden) -> None:
    leaks, shown = [], 0
    for account in (str(Role.COORDINATOR), hidden.reviewer):
        for door in DOORS:
            if door.public or not door.lets_in(account):
                continue
            told, page = seen_by(hidden, door, account)
            shown += hidden.unit_id in told
            listed = hidden.unit_id in told and str(door).partition("/")[0] not in OF_ONE_FILE
            if listed and hidden.unit_id in (printed(told) if page else told):
                leaks.append(f"{account}: {door}")
    assert shown > 10, "those who work with the file see it"
    assert leaks == [], "\n".join(sorted(leaks))
