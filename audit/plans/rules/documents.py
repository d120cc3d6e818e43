"""The two documents of a board's year, and what may be entered of one."""

from datetime import date
from enum import StrEnum

from audit.rounds.rules import Fault

FIRST_YEAR, LAST_YEAR = 2000, 2100


class DocumentKind(StrEnum):
    ANALYSIS = "riskanalys"
    PLAN = "kontrollplan"


DOCUMENT_NAMES = {
    DocumentKind.ANALYSIS: "Väsentlighets- och riskanalys",
    DocumentKind.PLAN: "Internkontrollplan",
}


def year_faults(year: int) -> list[Fault]:
    right = FIRST_YEAR <= year <= LAST_YEAR
    return [] if right else [Fault("year", f"Skriv ett år mellan {FIRST_YEAR} och {LAST_YEAR}.")]


def adoption_faults(*, adopted_on: date | None, today: date) -> list[Fault]:
    """What is wrong with the day of an adoption; None is a day that a document on paper doesn't tell."""
    late = adopted_on is not None and adopted_on > today
    return [Fault("adopted_on", "Dagen har inte varit än.")] if late else []
