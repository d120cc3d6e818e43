"""No code stands in the journal's entries where there are words for it."""

from audit.access_checks.rules import shown
from audit.access_checks.rules.codes import CODES, SEATS
from audit.indicators.rules.words import DocumentKind
from audit.registers.rules import RegisterKind
from audit.retention.rules import KINDS
from audit.reviews.rules.flags import FlagKind
from audit.reviews.rules.states import Seat
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import answered_review, distributed_round


def test_every_code_that_entries_are_kept_with_has_words() -> None:
    assert {kind.id: kind.name for kind in KINDS}.items() <= CODES["kind"].items()
    assert {*FlagKind, *DocumentKind, *RegisterKind} <= CODES["kind"].keys()
    assert set(Seat) == set(SEATS)


def test_an_entry_is_told_in_words_with_its_boards_and_questions() -> None:
    content = {
        "result": {"befogad": 6, "inte_befogad": 0},
        "grants": ["samordnare:3", "administrator"],
        "questions": ["a"],
        "sought": {"from": "2026-01-01", "kinds": ["visning"]},
        "code": "ÖST",
        "unit": "ÖST-1",
    }
    told = dict(
        shown(
            content,
            people={},
            boards={3: "Östermalm"},
            hidden=frozenset(),
            subject="board",
            asked={"a": "»Är den hel?«"},
        )
    )
    assert told["Resultat"] == "Befogad: 6, Inte befogad: 0"
    assert told["Behörigheter"] == "Samordnare för Östermalm, Administratör"
    assert told["Frågor"] == "»Är den hel?«"
    assert told["Sökning"] == "från: 2026-01-01, slag: Visning av ärende"
    assert (told["Kod"], told["Akt"]) == ("ÖST", "ÖST-1")


def test_the_journal_tells_which_question_was_answered(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    answered_review(house, distributed_round(house, size=1), board="Kungsholmen", default="ja")
    page = text_of(parse(house.client("samordnare").get("/journal?handelse=answer:given")))
    assert "Fråga: »" in page
    assert "application_on_file" not in page
