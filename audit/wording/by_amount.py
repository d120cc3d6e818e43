"""Error in kronor where the payments were drawn by amount: what it says, and what it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.web.formats import counted, number, percent
from audit.wording.limits import CONFIDENCE, sure
from audit.wording.money import LEAVES_OUT, kronor

if TYPE_CHECKING:
    from sampling import ErrorByAmount

BY_AMOUNT_EXPLAINED = (
    "Utbetalningarna drogs efter belopp: varje krona hade samma chans. I varje intervall träffades en krona, och den "
    "utbetalning som kronan hör till granskades. En utbetalning som är minst lika stor som intervallet kom säkert med, "
    "så dess fel räknas som det är. För varje annan räknas andelen fel (felet delat med beloppet) gånger intervallet. "
    "Summan är det troligaste felet."
)
BOUND_EXPLAINED = (
    "Den övre gränsen är Stringers, med Poissonfaktorer: intervallet gånger en faktor för inga fel (3,00 vid 95 % "
    "säkerhet) och ett tillägg för varje fel som hittats, de största andelarna först. Den är prövad i många försök och "
    "har visat sig vara försiktig, men att den alltid håller är inte bevisat. Den förutsätter att inget fel är större "
    "än sin utbetalning. En utbetalning som inte gick att granska räknas som helt fel i gränsen, och inte alls i det "
    "troligaste felet."
)
NOT_COUNTED_UP = "Svaren på frågorna räknas inte upp till alla utbetalningar: de stora är fler i urvalet än i ramen."


def by_amount_explained() -> tuple[str, ...]:
    """How the amounts are worked out, what the bound rests on, and what they leave out."""
    return BY_AMOUNT_EXPLAINED, BOUND_EXPLAINED, NOT_COUNTED_UP, LEAVES_OUT


@dataclass(frozen=True)
class Hit:
    """A payment drawn by amount: its amount and its error in kronor, None where it could not be reviewed."""

    amount: Decimal
    error: Decimal | None


def by_amount(hit: Sequence[Hit], *, size: int, others: Sequence[Decimal]) -> "ErrorByAmount | None":
    """What the payments that `size` kronor hit say of them and the `others` that could be drawn; None without any."""
    if not hit:
        return None
    from sampling import HitPayment, error_by_amount

    reviewed = [HitPayment(one.amount, one.error) for one in hit]
    return error_by_amount(hit=reviewed, sample_size=size, others=others, confidence=CONFIDENCE)


def by_amount_said(found: "ErrorByAmount") -> tuple[str, ...]:
    """What was found, what is most likely and the upper bound, a sentence or two each."""
    return tuple(_said(found))


def _said(found: "ErrorByAmount") -> Iterator[str]:
    yield from _seen(found)
    if found.unreviewed:
        lost = counted(found.unreviewed, "utbetalning", "utbetalningar")
        yield (
            f"{lost} på sammanlagt {kronor(found.unreviewed_value)} gick inte att granska. I den övre gränsen räknas "
            "det beloppet som helt fel."
        )
    if found.exact:
        yield "Det är alla utbetalningar som kunde dras, så beloppet är exakt."
        return
    all_of_them = f"de {number(found.population_size)} utbetalningar som kunde dras, {kronor(found.book_value)}"
    if found.errors:
        share = percent(Fraction(found.most_likely_amount) / Fraction(found.book_value), 1)
        yield f"Troligast för mycket utbetalt av {all_of_them}: {kronor(found.most_likely_amount)} ({share})."
    else:
        yield f"Att inget hittades visar inte att inget är fel i {all_of_them}."
    yield f"Med {sure()} är högst {kronor(found.upper_amount)} för mycket utbetalt."


def _seen(found: "ErrorByAmount") -> Iterator[str]:
    reviewed = counted(found.reviewed, "granskad utbetalning", "granskade utbetalningar")
    seen = f"av {kronor(found.reviewed_value)} i {reviewed}"
    if found.errors:
        wrong = counted(found.errors, "utbetalning", "utbetalningar")
        yield f"För mycket utbetalt: {kronor(found.found)} {seen}, i {wrong}."
    else:
        yield f"Inget för mycket utbetalt hittades {seen}."
    certain = ""
    if found.certain:
        certain = f" {counted(found.certain, 'utbetalning', 'utbetalningar')} var så stora att de säkert kom med."
    yield f"{_hit(found.sample_size)}, en på varje {kronor(found.interval)}.{certain}"


def _hit(size: int) -> str:
    return f"{counted(size, 'krona', 'kronor')} träffades"


def promised_by_amount(total: Decimal, size: int) -> str:
    """What a sample of `size` kronor out of `total` will say if nothing is found, and what twice as many would."""
    if not total or not size:
        return "Ingen utbetalning har ett belopp över noll, så inget kan dras efter belopp."
    from sampling import nothing_found_bound

    bounds = [
        nothing_found_bound(book_value=total, sample_size=some, confidence=CONFIDENCE) for some in (size, 2 * size)
    ]
    interval = kronor((total / size).quantize(Decimal("0.01")))
    return (
        f"{counted(size, 'krona', 'kronor')} ska träffas, en på varje {interval} av {kronor(total)}. Hittas inget fel "
        f"kan ni med {sure()} säga att högst {kronor(bounds[0])} är för mycket utbetalt. Med dubbelt så många träffar "
        f"vore det högst {kronor(bounds[1])}."
    )
