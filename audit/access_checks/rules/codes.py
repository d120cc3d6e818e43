"""What the codes in the journal's entries mean: for each key of a content, its codes in Swedish words."""

from collections.abc import Mapping
from typing import Any

from audit.access_checks.rules.actions import KIND_NAMES
from audit.access_checks.rules.verdicts import VERDICT_NAMES
from audit.accounts.rules import PURPOSE_NAMES, ROLE_NAMES, Role
from audit.indicators.rules.words import KIND_NAMES as DOCUMENT_NAMES
from audit.plans.rules.following import PERIOD_NAMES
from audit.reports.rules.proposals import SECTIONS
from audit.reviews.rules.flags import FLAG_NAMES
from audit.reviews.rules.states import Seat
from audit.rounds.rules import KIND_NAMES as ROUND_KINDS
from audit.rounds.rules import TARGET_NAMES

# The kinds of retention belong to a room that knows this one; a test holds them against its names.
RETENTION = {
    "registerutdrag": "Registerutdrag",
    "granskning": "Granskningarnas texter och historik",
    "urval": "Ärendenummer i urval och åtkomstlogg",
    "bradskande": "Brådskande flaggor",
    "dialog": "Samtalet med enheten",
    "kontrolltraffar": "Träffar i maskinella kontroller",
    "pappersar": "Akter från papper",
    "loggkontroll": "Loggkontroller",
    "kontologg": "Kontologg",
    "arbeten": "Avslutade arbeten",
}
SEATS = {
    Seat.FIRST: "första granskningen",
    Seat.SECOND: "andra granskningen",
    Seat.CALIBRATION: "samsyn",
    Seat.LEFT: "lämnad på grund av jäv",
    Seat.WITHDRAWN: "återkallad",
}
SOUGHT = {
    "from": "från",
    "to": "till",
    "kinds": "slag",
    "action": "händelse",
    "actor": "vem",
    "subject": "vad",
    "object": "nummer",
    "case": "akt",
}


def _together(*names: Mapping[Any, str]) -> dict[str, str]:
    return {str(code): words for one in names for code, words in one.items()}


CODES = {
    "kind": _together(ROUND_KINDS, FLAG_NAMES, DOCUMENT_NAMES, RETENTION),
    "page": {"bord": "granskningsbordet"},
    "period": _together(PERIOD_NAMES),
    "purpose": _together(PURPOSE_NAMES),
    "result": _together(VERDICT_NAMES),
    "seat": _together(SEATS),
    "section": {"huvud": "Huvudet", **{key: heading for key, (heading, _) in SECTIONS.items()}},
    "sought": _together(SOUGHT, KIND_NAMES),
    "target": _together(TARGET_NAMES),
}
# A board's code is not a version of the program, though both are kept as »code«.
NAMES_OF = {"board": {"code": "Kod"}}
# Keys whose codes are the checklists' own: of questions, and of what is known of a case.
ASKED = frozenset({"question", "questions", "attributes"})


def grant_words(grant: str, boards: Mapping[int, str]) -> str:
    """»samordnare:3« as »Samordnare för Östermalm«."""
    role, _, board = grant.partition(":")
    name = ROLE_NAMES[Role(role)] if role in set(Role) else role
    return f"{name} för {boards.get(int(board), board)}" if board.isdecimal() else name
