"""What a protocol tells of a draw by amount, the same on the page, on paper and in the file."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from audit.web.formats import counted, number
from audit.wording import kronor
from sampling import StratumDraw

IN_A_ROW = (
    "Varje utbetalning får en lott: SHA-256 av fröet, ett kommatecken och dess id. De som har ett belopp över noll "
    "läggs efter varandra i lotternas ordning, krona för krona, och summan delas i lika långa intervall: lika många "
    "som de kronor som ska träffas."
)
START = (
    "I varje intervall träffas en plats, lika långt in i alla. Hur långt in avgörs av fröet: SHA-256 av fröet, "
    "»,start,« och nämndens namn. De första 15 tecknen läses som ett hexadecimalt tal; resten när det delas med summan "
    "i öre, plus 1, är starten räknad i delar av ett öre, lika många delar som intervallen. Den utbetalning som "
    "platsen ligger i är dragen. Varje krona har alltså samma chans, och en utbetalning som är minst lika stor som "
    "intervallet kommer säkert med. Träffas den flera gånger granskas den en gång."
)
APART = "Reserver finns inte. Belopp som är noll, negativa eller saknas kan inte dras. De kontrolleras för sig."
COUNTED_WRONG = "räknas som helt fel i den övre gränsen"
"""What becomes of a payment that was set aside."""
KRONA_RULES = (IN_A_ROW, START, APART)


def krona_facts(stratum: StratumDraw) -> list[tuple[str, str]]:
    """Name and value of what a stratum's draw by amount rests on."""
    drawn = stratum.monetary
    if drawn is None:
        return []
    return [
        ("Kunde dras", f"{counted(drawn.payments, 'utbetalning', 'utbetalningar')}, {_oren(drawn.total)}"),
        ("Kunde inte dras", f"{counted(drawn.apart, 'utbetalning', 'utbetalningar')} utan belopp över noll"),
        ("Träffade kronor", number(stratum.quota.size)),
        ("Intervall", _exactly(drawn.interval)),
        ("Start", _exactly(drawn.start)),
    ]


def krona_hits(stratum: StratumDraw, place: int) -> tuple[str, str]:
    """The amount of the payment at a place of the sample (from 0), and how many times it was hit."""
    if stratum.monetary is None:
        return "", ""
    return _oren(stratum.monetary.amounts[place]), counted(stratum.monetary.hits[place], "träff", "träffar")


def _oren(oren: int) -> str:
    return kronor(Decimal(oren).scaleb(-2))


def _exactly(oren: Fraction) -> str:
    if oren.denominator == 1:
        return _oren(oren.numerator)
    rounded = _oren(floor(oren + Fraction(1, 2)))
    return f"{rounded}, avrundat (exakt {oren.numerator}/{oren.denominator} öre)"
