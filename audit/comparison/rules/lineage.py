"""Boards that changed their name, or went into another: whose earlier years belong to a board of today, and how."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from audit.comparison.rules.strands import Strand


@dataclass(frozen=True)
class BoardLife:
    """A board as its years see it: when it began and ended, and which board took over."""

    id: int
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: int | None = None


def strands_of(boards: Iterable[BoardLife], *, board_id: int, within: Collection[int]) -> tuple[Strand, ...]:
    """A board's line through the years, then those of the boards that went into it. Only boards `within` are seen.

    A board that began when the only one it follows ended is the same board under another name: one line. Boards that
    were put together, or went into one that lived on, keep lines of their own that end, since the board after it is
    another one; for the same reason the line of a board that took over another is broken there.
    """
    lives = {each.id: each for each in boards}
    return tuple(_strands(lives, lives[board_id], within))


def every_strand(boards: Iterable[BoardLife], *, within: Collection[int]) -> tuple[Strand, ...]:
    """The lines of all boards `within`, each board in one of them only, in the order of the boards of today."""
    lives = {each.id: each for each in boards}
    last = [each for each in lives.values() if each.id in within and each.successor_id not in within]
    return tuple(strand for each in last for strand in _strands(lives, each, within))


def _strands(lives: dict[int, BoardLife], board: BoardLife, within: Collection[int]) -> Iterable[Strand]:
    chain, breaks, joined = [board], [], []
    while before := [each for each in lives.values() if each.successor_id == chain[-1].id]:
        if not _renamed(chain[-1], before):
            breaks = [each.valid_to for each in before if each.valid_to]
            joined = [each for each in before if each.id in within]
            break
        if before[0].id not in within:
            break
        chain.append(before[0])
    notes = [f"hette {each.name} till och med {each.valid_to}" for each in chain[1:]]
    if board.valid_to:
        notes.insert(0, _ended(board, lives))
    if joined:
        notes.append(f"{_names(each.name for each in joined)} gick upp i nämnden, som sedan dess är en annan")
    yield Strand(tuple(each.id for each in chain), board.name, "; ".join(notes), tuple(breaks))
    for each in joined:
        yield from _strands(lives, each, within)


def _renamed(board: BoardLife, before: list[BoardLife]) -> bool:
    """Whether the board is the one before it under another name: it follows that one alone, and began when it ended."""
    [only, *more] = before
    if more or board.valid_from is None or only.valid_to is None:
        return False
    return board.valid_from > only.valid_to - timedelta(days=1)


def _ended(board: BoardLife, lives: dict[int, BoardLife]) -> str:
    follows = lives.get(board.successor_id or 0)
    return f"fanns till och med {board.valid_to}" + (f", därefter {follows.name}" if follows else "")


def _names(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} och {last}" if most else last
