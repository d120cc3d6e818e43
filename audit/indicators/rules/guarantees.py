"""Quality guarantees held against the register: what is promised, how it is counted, what it can't tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


@dataclass(frozen=True)
class Guarantee:
    """A promise of at most `days` days between two dates of a case; without `begins`, that `ends` is dated at all."""

    id: str
    name: str
    promise: str
    ends: str
    counts: str
    blind_spots: tuple[str, ...]
    begins: str = ""
    days: int = 0


@dataclass(frozen=True)
class Unanswered:
    """A promise that no column of the register tells of, and where an answer can be sought instead."""

    promise: str
    why: str


SOURCE = "Kvalitetsgarantier, godkända av Östermalms stadsdelsnämnd 2008-12-18"
GUARANTEES = (
    Guarantee(
        "nybesok",
        "Nybesök inom 14 dagar",
        "Tid för nybesök erbjuds inom 14 dagar.",
        "forsta_besok",
        "Ärenden där första besöket var senast 14 dagar efter aktualiseringen, av dem som har båda datumen.",
        (
            "Registret har dagen för besöket, inte dagen som erbjöds. Den som själv bad om en senare tid räknas med.",
            "Ett ärende utan besök har ingen dag att räkna till.",
        ),
        "aktualiseringsdatum",
        14,
    ),
    Guarantee(
        "beslut",
        "Beslut inom 14 dagar",
        "Beslut fattas inom 14 dagar från att begärda uppgifter har lämnats.",
        "beslutsdatum",
        "Ärenden där beslutet fattades senast 14 dagar efter att ansökan var komplett, av dem som har båda datumen.",
        ("Registret har en dag för när ansökan var komplett, och bara om någon har skrivit in den.",),
        "komplett_datum",
        14,
    ),
    Guarantee(
        "expediering",
        "Beslutet skickat inom 14 dagar",
        "Beslutet expedieras inom 14 dagar från att begärda uppgifter har lämnats.",
        "expedierat_datum",
        "Ärenden där beslutet skickades senast 14 dagar efter att ansökan var komplett, av dem som har båda datumen.",
        ("Registret har en dag för när ansökan var komplett, och bara om någon har skrivit in den.",),
        "komplett_datum",
        14,
    ),
    Guarantee(
        "arbetsplan",
        "Arbetsplan finns",
        "Handläggaren och den enskilde skriver en arbetsplan tillsammans.",
        "arbetsplan_datum",
        "Ärenden som har en dag för arbetsplanen, av alla ärenden.",
        (
            "Att planen är skriven tillsammans syns inte i registret. Det granskas i akten.",
            "Ett ärende utan behov av plan räknas som utan plan.",
        ),
    ),
)
UNANSWERED = (
    Unanswered("Telefontid måndag–torsdag 10–11 och tisdag–torsdag 13–14.", "Registret har inga uppgifter om samtal."),
    Unanswered("En handläggare är alltid tillgänglig på kontorstid.", "Registret har inga uppgifter om bemanning."),
    Unanswered(
        "Den som får avslag får skriftlig information om hur man överklagar.",
        "Det syns inte i registret. Det är en fråga i aktgranskningen.",
    ),
    Unanswered(
        "Du får information om skälen till beslutet.", "Det syns inte i registret. Det är en fråga i aktgranskningen."
    ),
    Unanswered(
        "Alla bemöts professionellt och med respekt.",
        "Registret har inga uppgifter om bemötande. Brukarenkät och klagomål kan läggas in som indikatorer.",
    ),
    Unanswered("Personalen är utbildad för uppgiften.", "Registret har inga uppgifter om utbildning."),
)


@dataclass(frozen=True)
class Measured:
    """How a guarantee was kept: `kept` of `counted`; `missing` had no date to count with, `reversed_` ended before they
    began and are counted in neither. `possible` is whether the register has the columns at all."""

    guarantee: Guarantee
    kept: int = 0
    counted: int = 0
    missing: int = 0
    reversed_: int = 0
    possible: bool = True

    @property
    def percent(self) -> Decimal | None:
        """Kept of counted in percent with one decimal, rounded half up; None where there is nothing to count."""
        if not self.counted:
            return None
        return (Decimal(100 * self.kept) / self.counted).quantize(Decimal("0.1"), ROUND_HALF_UP)


def measure(guarantee: Guarantee, cases: Iterable[Mapping[str, Any]]) -> Measured:
    """Count a guarantee over cases.

    Args:
        guarantee: the promise; its limit is in days, and a case on the very day is kept.
        cases: what the register says of each, dates as ÅÅÅÅ-MM-DD or None.

    Returns:
        Numerator and denominator, and those that are in neither. A register where no case at all has one of the
        dates is as good as one without the column.
    """
    pairs = [(case.get(guarantee.begins), case.get(guarantee.ends)) for case in cases]
    if not any(end for _, end in pairs) or (guarantee.begins and not any(begin for begin, _ in pairs)):
        return Measured(guarantee, missing=len(pairs), possible=False)
    if not guarantee.begins:
        return Measured(guarantee, sum(1 for _, end in pairs if end), len(pairs))
    waits = [(date.fromisoformat(end) - date.fromisoformat(begin)).days for begin, end in pairs if begin and end]
    fair = [days for days in waits if days >= 0]
    kept = sum(1 for days in fair if days <= guarantee.days)
    return Measured(guarantee, kept, len(fair), len(pairs) - len(waits), len(waits) - len(fair))
