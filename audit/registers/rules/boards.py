"""Which board a row belongs to: by code or name, also misspelt by a machine, abbreviated or merged since."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audit.registers.rules.tables import Cell
from audit.registers.rules.text import fold, one_line, readings

ADMINISTRATION = re.compile(
    r"\b(stadsdelsnämnd(en)?|stadsdelsförvaltning(en)?|stadsdel(en)?|nämnd(en)?|sdn|sdf)\b", re.I
)
LOST_LETTERS = re.compile("[?\ufffd]+")


@dataclass(frozen=True)
class KnownBoard:
    """A board that rows may belong to. `successors` are the codes of the boards that took over after it ended.

    A board that is not one's `own` is recognised, but rows that belong to it are errors.
    """

    code: str
    name: str
    former_names: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    own: bool = True


def read_board(text: str, *, boards: Sequence[KnownBoard]) -> Cell:
    """The code of the board that `text` means. With a notice where it had to be interpreted; an error names the boards.

    The code as it is and the name in any case are taken at their word. Otherwise there must be exactly one candidate.
    A board that has ended stands for its successors.
    """
    line = one_line(text)
    exact = [board for board in boards if line == board.code or line.casefold() == board.name.casefold()]
    meant = exact[:1] or _candidates(line, boards)
    standing = {code for board in meant for code in _successors(board, boards)}
    own = ", ".join(board.name for board in boards if board.own and not board.successors)
    if len(standing) != 1:
        return Cell(None, f"nämndens kod eller namn: {own}")
    code = standing.pop()
    if any(board.code == code and not board.own for board in boards):
        return Cell(None, f"någon av {own}; nämnden ingår inte i dina nämnder")
    if exact and exact[0].code == code:
        return Cell(code)
    name = next(board.name for board in boards if board.code == code)
    return Cell(code, notice=f"Nämnden har tolkats som {name}.")


def _candidates(text: str, boards: Sequence[KnownBoard]) -> list[KnownBoard]:
    wanted = {form for reading in readings(text) for form in _forms(reading)}
    found = [board for board in boards if wanted & _known_forms(board)]
    return found or [board for board in boards if _fits_lost_letters(text, board)]


def _forms(text: str) -> set[str]:
    """The folded forms that a board's name is compared in: whole, and without »stadsdelsnämnd« and its genitive s."""
    bare = fold(ADMINISTRATION.sub(" ", text))
    return {form for form in (fold(text), bare, bare.removesuffix("s")) if form}


def _known_forms(board: KnownBoard) -> set[str]:
    return {form for name in (board.code, board.name, *board.former_names) for form in _forms(name)}


def _fits_lost_letters(text: str, board: KnownBoard) -> bool:
    """Whether `text` is the board's name with letters that an encoding lost (»?stermalm«)."""
    pieces = [fold(piece) for piece in LOST_LETTERS.split(text)]
    if len(pieces) == 1 or len("".join(pieces)) < 4:
        return False
    pattern = "[a-z]{1,2}".join(re.escape(piece) for piece in pieces)
    return any(re.fullmatch(pattern, form) for form in _known_forms(board))


def _successors(board: KnownBoard, boards: Sequence[KnownBoard], seen: frozenset[str] = frozenset()) -> set[str]:
    """The codes of the standing boards that `board` has become: its own where it still stands."""
    if not board.successors or board.code in seen:
        return {board.code}
    following = [other for other in boards if other.code in board.successors]
    return {code for other in following for code in _successors(other, boards, seen | {board.code})}
