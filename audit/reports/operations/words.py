"""The list of names and words that a board keeps secret: only its coordinators see it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from audit.accounts.models import Board
from audit.accounts.operations import boards, hold_boards
from audit.accounts.rules import Role, Scope
from audit.findings.models import SecrecyWord
from audit.findings.operations.secrecy import words_kept
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reports.rules.word_list import words_fault, words_in
from audit.rounds.rules import Fault, refuse_if


@dataclass(frozen=True)
class WordList:
    """A board's words in alphabetical order, and the boards whose lists one may see."""

    board: Board
    words: tuple[SecrecyWord, ...]
    boards: tuple[Board, ...]


def boards_with_lists(session: Session, scope: Scope) -> tuple[Board, ...] | None:
    """The boards whose lists one keeps; None if there are none."""
    return tuple(boards(session, scope.boards(Role.COORDINATOR))) or None


def word_list(session: Session, scope: Scope, board_id: int) -> WordList | None:
    """The list of a board that one is a coordinator of."""
    mine = tuple(boards(session, scope.boards(Role.COORDINATOR)))
    board = next((each for each in mine if each.id == board_id), None)
    return WordList(board, words_kept(session, [board_id]), mine) if board else None


def add_words(session: Session, *, stamp: Stamp, board_id: int, text: str) -> int:
    """Keep the words of `text`, one a line; those that are there already stay. Gives how many came.

    The journal tells how many, never which. Raises InputError.
    """
    hold_boards(session, [board_id])
    kept = {row.word.casefold() for row in words_kept(session, [board_id])}
    words = words_in(text)
    fault = words_fault(words, kept=len(kept))
    refuse_if([Fault("words", fault)] if fault else [])
    new = [word for word in words if word.casefold() not in kept]
    session.add_all(SecrecyWord(board_id=board_id, word=word, added_by=stamp.actor, added_at=stamp.at) for word in new)
    session.flush()
    if new:
        journal.record(session, stamp, "secrecy_word:added", board_id, words=len(new))
    return len(new)


def remove_words(session: Session, *, stamp: Stamp, board_id: int, word_ids: Collection[int]) -> int:
    """Take words off a board's list. Gives how many went."""
    hold_boards(session, [board_id])
    gone = [row for row in words_kept(session, [board_id]) if row.id in word_ids]
    for row in gone:
        session.delete(row)
    if gone:
        journal.record(session, stamp, "secrecy_word:removed", board_id, words=len(gone))
    return len(gone)
