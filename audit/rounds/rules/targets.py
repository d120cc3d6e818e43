"""Targeted samples beside the boards' own: which units each may be drawn from, by what the register says of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from audit.rounds.rules.words import Target

TARGETS = tuple(target for target in Target if target is not Target.BOARD)
# Those whose units the register tells; hits are the ids of a stratum that is chosen.
PLANNED = tuple(target for target in TARGETS if target is not Target.HITS)
CRITERIA = {
    Target.FAMILIES: "hushållet har barn",
    Target.NEW: "ärendet aktualiserades under den granskade perioden",
    Target.YOUNG: "sökanden fyllde 18–24 år det år då perioden slutar",
    Target.LONG: "bistånd i mer än 10 månader",
    Target.HITS: "träff i en maskinell kontroll, inte bedömd som »inte fel«",
}
YOUNG_AGES = range(18, 25)
LONGEST_SHORT_AID = 10
BEGUN = ("aktualiseringsdatum", "inskrivningsdatum")


def fulfils(target: Target, content: Mapping[str, Any], *, period: tuple[date, date]) -> bool:
    """Whether a case may be drawn for `target`; where the register does not say, it may not.

    Args:
        target: the targeted sample; the boards' own may draw from every case, that of hits from none by its content.
        content: what the register says of the case, by the declared columns' names.
        period: first and last day of the reviewed period.
    """
    match target:
        case Target.FAMILIES:
            return (content.get("antal_barn") or 0) > 0 or str(content.get("hushallstyp")).endswith("med_barn")
        case Target.NEW:
            begun = next((content[column] for column in BEGUN if content.get(column)), None)
            return begun is not None and period[0].isoformat() <= str(begun) <= period[1].isoformat()
        case Target.YOUNG:
            born = content.get("fodelsear")
            return born is not None and period[1].year - int(born) in YOUNG_AGES
        case Target.LONG:
            return (content.get("bistand_manader") or 0) > LONGEST_SHORT_AID
        case Target.HITS:
            return False
        case Target.BOARD:
            return True
