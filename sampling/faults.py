"""How arguments are checked: all that is wrong is told at once, with field, value and allowed range."""

from collections.abc import Sized
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from operator import index

from sampling.rates import Number, as_exact


@dataclass(frozen=True)
class Range:
    """What a number may be, from `lowest` to `highest`; None means that there is no such limit."""

    lowest: int | Fraction | None = None
    highest: int | Fraction | None = None
    lowest_included: bool = True
    highest_included: bool = True

    def holds(self, value: int | Fraction) -> bool:
        """Tell whether the value lies within the range."""
        low = self.lowest is None or value > self.lowest or (self.lowest_included and value == self.lowest)
        high = self.highest is None or value < self.highest or (self.highest_included and value == self.highest)
        return low and high

    def __str__(self) -> str:
        low = "any number" if self.lowest is None else str(self.lowest)
        high = "any number" if self.highest is None else str(self.highest)
        low += "" if self.lowest_included else " (not itself)"
        high += "" if self.highest_included else " (not itself)"
        return f"{low} to {high}"


RATE = Range(0, 1)
RATE_ABOVE_0 = Range(0, 1, lowest_included=False)
RATE_BELOW_1 = Range(0, 1, highest_included=False)
RATE_INSIDE = Range(0, 1, lowest_included=False, highest_included=False)
COUNT = Range(0)
COUNT_FROM_1 = Range(1)
AMOUNT_ABOVE_0 = Range(0, lowest_included=False)


class ArgumentReason(StrEnum):
    """Why an argument can't be used."""

    OUT_OF_RANGE = "is outside the allowed range"
    NOT_A_NUMBER = "is not a finite number"
    NOT_WHOLE = "is not a whole number"
    NOT_GIVEN = "is not given"
    GIVEN_TWICE = "is given in two ways"
    TOO_FEW = "holds too few, the allowed number is"
    UNEVEN = "is not of the length that the others have, which is"
    NO_MATCH = "does not go with the other arguments"
    OUT_OF_REACH = "is reached by no sample"
    TOO_LARGE = "is too large to be worked out exactly"


WITH_RANGE = (ArgumentReason.OUT_OF_RANGE, ArgumentReason.TOO_FEW, ArgumentReason.UNEVEN)


@dataclass(frozen=True)
class ArgumentFault:
    """One fault in a call: the field (such as `strata[2].size`), its value, the reason and the allowed range."""

    field: str
    value: object
    reason: ArgumentReason
    allowed: Range = Range()

    @property
    def message(self) -> str:
        """The fault in English."""
        limits = f" {self.allowed}" if self.reason in WITH_RANGE else ""
        return f"{self.field} {self.value!r}: {self.reason.value}{limits}"


class ArgumentError(ValueError):
    """A call that can't be answered; `faults` holds all that is wrong with its arguments."""

    def __init__(self, faults: list[ArgumentFault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


class Checks:
    """The faults found so far among the arguments of one call."""

    def __init__(self) -> None:
        self._faults: list[ArgumentFault] = []

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong yet, so that one argument can limit another."""
        return not self._faults

    def whole(self, field: str, value: object, allowed: Range) -> int:
        """Give a whole number within the range, or note what is wrong."""
        try:
            number = index(value)  # type: ignore[arg-type]
        except TypeError:
            number = None
        if number is None or isinstance(value, bool):
            self.refuse(field, value, ArgumentReason.NOT_WHOLE)
            return 0
        if not allowed.holds(number):
            self.refuse(field, value, ArgumentReason.OUT_OF_RANGE, allowed)
        return number

    def number(self, field: str, value: Number, allowed: Range) -> Fraction:
        """Give a decimal number within the range, exactly, or note what is wrong."""
        number = as_exact(value)
        if number is None:
            self.refuse(field, value, ArgumentReason.NOT_A_NUMBER)
            return Fraction(0)
        if not allowed.holds(number):
            self.refuse(field, value, ArgumentReason.OUT_OF_RANGE, allowed)
        return number

    def length(self, field: str, values: Sized, least: int) -> None:
        """Note if there are fewer values than the least number that is allowed."""
        if len(values) < least:
            self.refuse(field, len(values), ArgumentReason.TOO_FEW, Range(least))

    def even(self, field: str, values: Sized, length: int) -> None:
        """Note if there are more or fewer values than the length that is wanted."""
        if len(values) != length:
            self.refuse(field, len(values), ArgumentReason.UNEVEN, Range(length, length))

    def refuse(self, field: str, value: object, reason: ArgumentReason, allowed: Range | None = None) -> None:
        """Note one fault."""
        self._faults.append(ArgumentFault(field, value, reason, allowed or Range()))

    def done(self) -> None:
        """Raise ArgumentError if anything is wrong."""
        if self._faults:
            raise ArgumentError(self._faults)
