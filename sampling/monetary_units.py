"""What a draw by monetary units stands on: the payments' amounts in whole öre, and the hash that binds them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sampling.frame import frame_hash

Amounts = Mapping[str, int | None]
"""Amounts in whole öre by the payments' cleaned ids; None where there is none. What is not above 0 is never drawn."""


@dataclass(frozen=True)
class MonetaryDraw:
    """What is told of a stratum where every krona had the same chance; all amounts are in öre.

    Of the stratum, `payments` have an amount above 0 and are `total` together; the others are `apart` and can't be
    drawn. One öre in each `interval` was hit, the first of them at `start` (above 0, up to the interval). `amounts`
    and `hits` are, in the order of the sample, each payment's amount and how many times it was hit.
    """

    amounts_sha256: str
    payments: int
    apart: int
    total: int
    interval: Fraction
    start: Fraction
    amounts: tuple[int, ...]
    hits: tuple[int, ...]


def amounts_hash(ids: Iterable[str], amounts: Amounts) -> str:
    """Give the hash that binds every unit to its amount.

    Args:
        ids: the cleaned ids of a stratum, in any order.
        amounts: theirs, and perhaps others.

    Returns:
        64 lower-case hexadecimal digits: SHA-256 over the lines »id,öre« (»id,« where there is no amount), sorted by
        code point, in UTF-8, each followed by a line feed.

    Source: as in `sampling.frame.frame_hash`.
    """
    return frame_hash(f"{unit_id},{'' if (amount := amounts.get(unit_id)) is None else amount}" for unit_id in ids)


def drawable(ids: Iterable[str], amounts: Amounts) -> dict[str, int]:
    """Give the payments that can be drawn.

    Args:
        ids: the cleaned ids of a stratum.
        amounts: theirs, and perhaps others.

    Returns:
        The amounts above 0, by id. Reversals, payments of nothing and those without amount are reviewed apart.

    Source: AICPA Audit Guide Audit Sampling (2017), chapter 6: negative and zero balances are tested separately.
    """
    return {unit_id: amount for unit_id in ids if (amount := amounts.get(unit_id)) is not None and amount > 0}
