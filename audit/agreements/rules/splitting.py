"""Sharing a sum to the öre, so that the shares are exactly the sum."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

ORE = Decimal("0.01")


def to_ore(amount: Decimal | Fraction) -> Decimal:
    """An amount in kronor as whole öre, half an öre upwards (away from zero)."""
    exact = Fraction(amount)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(ORE, ROUND_HALF_UP)


def split(whole: Decimal, weights: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """Share a sum by weights: the method of the largest remainder, on öre.

    Everybody first gets her part rounded down to whole öre. The öre that are left go one each to those with the largest
    remainder; where remainders are equal, to whoever comes first in `weights`. So the same figures in the same order
    always give the same shares.

    Args:
        whole: the sum in kronor, 0 or more, in whole öre.
        weights: each one's weight, 0 or more, not all 0.

    Returns:
        Kronor with two decimals for each, in the order of `weights`, with the sum `whole` exactly.

    Raises:
        ValueError: for a negative sum or weight, a sum that isn't whole öre, or weights without a sum.

    Source: largest remainder (Hamilton's method), Balinski and Young, Fair Representation (1982), ch. 2.
    """
    total = sum(weights.values(), Fraction(0))
    ore = Fraction(whole) * 100
    if whole < 0 or ore.denominator != 1 or total <= 0 or min(weights.values()) < 0:
        raise ValueError("a sum of whole öre and weights of 0 or more with a sum are needed")
    exact = {name: ore * weight / total for name, weight in weights.items()}
    given = {name: part.numerator // part.denominator for name, part in exact.items()}
    left = ore.numerator - sum(given.values())
    # `sorted` keeps the order of what is equal.
    for name in sorted(exact, key=lambda one: given[one] - exact[one])[:left]:
        given[name] += 1
    return {name: Decimal(part).scaleb(-2) for name, part in given.items()}
