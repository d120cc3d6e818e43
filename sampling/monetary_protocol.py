"""The draw in which every krona has the same chance: made stratum by stratum, and written down in a protocol."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from sampling.draw import DrawError, DrawFault, DrawReason, Quota, StratumDraw
from sampling.frame import Frame, Stratum
from sampling.monetary_selection import hits_in, in_ticket_order, start_of
from sampling.monetary_units import Amounts, MonetaryDraw, amounts_hash, drawable
from sampling.protocol import MONETARY_ALGORITHM, FrameRecord, Protocol, cleaned, texts_faults
from sampling.text import clean


def make_monetary_protocol(
    *,
    frame: Frame,
    amounts: Amounts,
    seed: str,
    sizes: Mapping[str, int],
    id_column: str,
    stratum_column: str | None,
    amount_column: str,
    seed_source: str | None = None,
) -> Protocol:
    """Draw payments with a chance in proportion to their amounts, and write down what they were drawn from.

    Args:
        frame: the checked frame.
        amounts: in whole öre by the frame's ids. What is not above 0, or missing, is never drawn and stands apart.
        seed: any text that isn't empty when trimmed and holds no control characters.
        sizes: units to draw (n) from each stratum, by its name: from 0, and no more than it has payments to draw.
        id_column: the frame file's column of ids; so `stratum_column` (None: not divided) and `amount_column`.
        seed_source: where the seed came from, in words, or None.

    Returns:
        The protocol, drawn as `draw_monetary` says, without reserves.

    Raises:
        DrawError: with all faults in the texts and the sizes.

    Source: as in `sampling.monetary_selection`.
    """
    columns = {"id_column": id_column, "stratum_column": stratum_column, "amount_column": amount_column}
    faults = texts_faults({"seed": seed, "seed_source": seed_source, **columns})
    faults += size_faults(frame=frame, amounts=amounts, sizes=sizes)
    if faults:
        raise DrawError(faults)
    record = FrameRecord(
        frame.sha256, frame.units, clean(id_column), cleaned(stratum_column), amount_column=clean(amount_column)
    )
    strata = (draw_monetary(stratum, amounts, clean(seed), sizes[stratum.name]) for stratum in frame.strata)
    return Protocol(MONETARY_ALGORITHM, clean(seed), cleaned(seed_source), record, tuple(strata))


def size_faults(*, frame: Frame, amounts: Amounts, sizes: Mapping[str, int]) -> list[DrawFault]:
    """Give what is wrong with the sizes for a frame.

    Args:
        frame: the checked frame.
        amounts: as in `make_monetary_protocol`.
        sizes: what is asked, by stratum.

    Returns:
        A fault for each stratum of the frame without a size, each size without units or without any amount above 0,
        each that is negative or above the number of payments that can be drawn, and sizes that all are 0.

    Source: none but arithmetic: who wants as many hits as there are payments reviews them all.
    """
    payments = {stratum.name: len(drawable(stratum.ids, amounts)) for stratum in frame.strata}
    faults = [
        DrawFault("size", None, DrawReason.NOT_GIVEN, name, 0, most)
        for name, most in payments.items()
        if name not in sizes
    ]
    for name, size in sizes.items():
        if name not in payments:
            faults.append(DrawFault("size", size, DrawReason.NO_SUCH_STRATUM, name))
        elif size > 0 and not payments[name]:
            faults.append(DrawFault("size", size, DrawReason.NO_AMOUNT, name))
        elif not 0 <= size <= payments[name]:
            faults.append(DrawFault("size", size, DrawReason.OUT_OF_RANGE, name, 0, payments[name]))
    if not faults and not any(sizes.values()):
        faults.append(DrawFault("size", 0, DrawReason.NOTHING_DRAWN))
    return faults


def draw_monetary(stratum: Stratum, amounts: Amounts, seed: str, size: int) -> StratumDraw:
    """Draw from one stratum.

    Args:
        stratum: the payments' ids.
        amounts: as in `make_monetary_protocol`.
        seed: the cleaned seed.
        size: from 0 to the number of payments that can be drawn.

    Returns:
        The payments that can be drawn are put in the order of their tickets, and every (total / n):th öre is hit, the
        first one at `start_of` / n. The sample is the payments that were hit, each once, in that order, with how many
        times.

    Source: as in `make_monetary_protocol`.
    """
    able = drawable(stratum.ids, amounts)
    total, first, hit = sum(able.values()), 0, Counter[int]()
    order = in_ticket_order(seed=seed, ids=able)
    if size:
        first = start_of(seed=seed, name=stratum.name, total=total)
        hit = Counter(hits_in(amounts=[able[unit.id] for unit in order], sample_size=size, start=first))
    sample = tuple(order[place] for place in hit)
    monetary = MonetaryDraw(
        amounts_sha256=amounts_hash(stratum.ids, amounts),
        payments=len(able),
        apart=stratum.population - len(able),
        total=total,
        interval=Fraction(total, size) if size else Fraction(0),
        start=Fraction(first, size) if size else Fraction(0),
        amounts=tuple(able[unit.id] for unit in sample),
        hits=tuple(hit.values()),
    )
    return StratumDraw(stratum.name, stratum.population, stratum.sha256, Quota(size, 0), sample, (), monetary)
