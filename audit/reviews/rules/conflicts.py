"""Jäv: whether somebody has had a hand in a case, so that somebody else must review it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from audit.accounts.rules import officer_key
from audit.registers.rules.tables import Value


class Tie(StrEnum):
    """What ties a person to a case; the value says it after »har«."""

    HANDLED = "handlagt ärendet"
    DECIDED = "beslutat om en utbetalning i ärendet"
    ATTESTED = "attesterat en utbetalning i ärendet"
    DECLARED = "anmält jäv"


TIES = {"handlaggare_id": Tie.HANDLED, "beslutsfattare_id": Tie.DECIDED, "attestant_id": Tie.ATTESTED}
"""The registers' columns that name somebody who had a hand in a case, and what she did."""


@dataclass(frozen=True)
class Hand:
    """Somebody's hand in a case, as a register tells it: what was done, and the id of the one who did it."""

    tie: Tie
    officer: str


def hands_in(content: Mapping[str, Value]) -> frozenset[Hand]:
    """The hands that one row of a register tells of. `content` is the row as it was taken in."""
    return frozenset(
        Hand(tie, officer_key(str(content[column]))) for column, tie in TIES.items() if content.get(column)
    )


def ties_of(hands: Iterable[Hand], officer_ids: Iterable[str], *, declared: bool = False) -> tuple[Tie, ...]:
    """What ties a person to a case, in the order of `Tie`; nothing if she may review it.

    `hands` are all hands in the case, `officer_ids` the keys of the ids that are hers, `declared` whether she has said
    herself that there is jäv.
    """
    hers = frozenset(officer_ids)
    found = {hand.tie for hand in hands if hand.officer in hers} | ({Tie.DECLARED} if declared else set())
    return tuple(tie for tie in Tie if tie in found)


def ties_in_words(name: str, ties: Iterable[Tie]) -> str:
    """»Granskare Ett har handlagt ärendet och attesterat en utbetalning i ärendet.«"""
    words = [str(tie) for tie in ties]
    return f"{name} har {' och '.join(filter(None, (', '.join(words[:-1]), *words[-1:])))}."
