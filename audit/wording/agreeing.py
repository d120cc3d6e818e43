"""How far two reviewers agree: the count first, then what is left when chance is taken away, and how sure that is."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from audit.web.formats import counted, number
from audit.wording.counts import count_of, with_percent
from audit.wording.limits import CONFIDENCE, sure

Table = tuple[tuple[int, ...], ...]
ALL_ALIKE, TOO_FEW = "– (alla lika)", "– (för få svar)"
FAR, SOME = 0.6, 0.0


@dataclass(frozen=True)
class Coefficient:
    """How far two agree beyond chance: at most 1, which is always; 0 is no more than chance. Limits are cut to it.

    The limits are None where they can't be told, because all answers are alike.
    """

    value: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Agreed:
    """How often two gave the same answer, of `pairs` answers that both gave; the coefficients where they exist."""

    pairs: int
    alike: int
    ac1: Coefficient | None
    kappa: Coefficient | None


@lru_cache(maxsize=4096)
def agreed_of(table: Table) -> Agreed:
    """How far two agree, by how often each pair of answers occurs (rows the first's, columns the second's)."""
    from sampling import Agreement, cohen_kappa, gwet_ac1

    def coefficient(found: Agreement) -> Coefficient | None:
        if found.coefficient is None:
            return None
        value = float(found.coefficient)
        if not found.standard_error or found.lower is None or found.upper is None:
            return Coefficient(value, None, None)
        return Coefficient(value, max(found.lower, -1.0), min(found.upper, 1.0))

    pairs = sum(map(sum, table))
    alike = sum(row[place] for place, row in enumerate(table))
    return Agreed(
        pairs,
        alike,
        coefficient(gwet_ac1(table=table, confidence=CONFIDENCE)) if pairs > 1 else None,
        coefficient(cohen_kappa(table=table, confidence=CONFIDENCE)) if pairs else None,
    )


def alike_said(agreed: Agreed) -> str:
    """»9 av 10 (90 %)«; a dash where nothing was compared."""
    return with_percent(agreed.alike, agreed.pairs)


def coefficient_said(agreed: Agreed, coefficient: Coefficient | None) -> str:
    """»0,88 (0,71 till 1,00)«: a coefficient of `agreed` with its limits; a dash and the reason where there is none."""
    if coefficient is None:
        return TOO_FEW if agreed.pairs < 2 else ALL_ALIKE
    value = _two(coefficient.value)
    if coefficient.lower is None or coefficient.upper is None:
        return f"{value} (alla lika)" if agreed.alike == agreed.pairs else value
    return f"{value} ({_two(coefficient.lower)} till {_two(coefficient.upper)})"


def agreement_said(agreed: Agreed) -> str:
    """How far two agree, as whole sentences: the count, and what may be said of it beyond chance."""
    if not agreed.pairs:
        return "Inga svar är jämförda än."
    alike = f"De två gav samma svar i {count_of(agreed.alike, agreed.pairs)} jämförda svar"
    share = Fraction(agreed.alike, agreed.pairs)
    first = f"{alike} ({number(Decimal(share.numerator * 100) / share.denominator)}\N{NO-BREAK SPACE}%)."
    return f"{first} {_beyond_chance(agreed)}"


def _beyond_chance(agreed: Agreed) -> str:
    found = agreed.ac1
    if found is None:
        return "Ett enda svar säger inget om hur ofta de är överens."
    if found.lower is None:
        return f"Alla är lika. Hur säkert det är går inte att räkna ut ur {counted(agreed.pairs, 'svar', 'svar')}."
    if found.lower >= FAR:
        return "Enligt intervallet för AC1 är det långt mer än slumpen skulle ge."
    if found.lower > SOME:
        return "Enligt intervallet för AC1 är det mer än slumpen skulle ge, men hur mycket mer är osäkert."
    return "Underlaget räcker inte för att säga att det är mer än slumpen skulle ge."


AGREEMENT_EXPLAINED = (
    "AC1 (Gwet) och kappa (Cohen) säger hur mycket av överensstämmelsen som är kvar när slumpen är borträknad: 1 är "
    f"alltid, 0 är inte mer än slumpen. Inom parentes står intervallet med {sure()}; är alla svar lika går det inte "
    "att räkna ut. När nästan alla svar är lika blir kappa missvisande lågt; därför står AC1 först. Svar i samma "
    "granskning hänger ihop, så för ett helt område är osäkerheten något större än intervallet visar."
)


def _two(value: float) -> str:
    return number(Decimal(str(round(value, 4))), 2)
