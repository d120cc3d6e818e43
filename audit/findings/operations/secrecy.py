"""What a text is looked through for before it leaves the board: names of accounts, the words that the board keeps."""

from collections.abc import Collection, Iterable, Iterator

from sqlmodel import Session, col, select

from audit.accounts.models import Account
from audit.findings.models import SecrecyWord
from audit.findings.rules import SHORTEST_CASE_ID
from audit.findings.rules.secrecy import Place, Watched, maybe_ids
from audit.registers.models import RegisterUnit

AT_ONCE = 400


def words_kept(session: Session, board_ids: Iterable[int]) -> tuple[SecrecyWord, ...]:
    """The words that any of the boards keeps, in alphabetical order."""
    rows = session.exec(select(SecrecyWord).where(col(SecrecyWord.board_id).in_(list(board_ids))))
    return tuple(sorted(rows, key=lambda row: (row.word.casefold(), row.board_id)))


def watched(session: Session, *, board_ids: Collection[int], case_ids: Collection[str], small: int) -> Watched:
    """What is looked for in a text of the boards; `small` is the lowest count that needs no reason."""
    return Watched(
        case_ids=case_ids,
        accounts=[name for account in session.exec(select(Account)) for name in (account.name, account.username)],
        words=[row.word for row in words_kept(session, board_ids)],
        small=small,
    )


def watched_of_board(session: Session, *, board_id: int, texts: Iterable[tuple[Place, str]], small: int) -> Watched:
    """The same for a text of no round: any id in the board's registers is looked for."""
    ids = set(_in_registers(session, board_id, likely_ids(texts)))
    return watched(session, board_ids=[board_id], case_ids=ids, small=small)


def likely_ids(texts: Iterable[tuple[Place, str]]) -> set[str]:
    """The words of the texts that may be ids of cases."""
    words = {word for _, text in texts for word in maybe_ids(text)}
    return {word for word in words if len(word) >= SHORTEST_CASE_ID and any(map(str.isdigit, word))}


def written_forms(words: Iterable[str]) -> Iterator[list[str]]:
    """The words as an id may be written, so many at once as may be asked for."""
    written = sorted({form for word in words for form in (word, word.upper(), word.lower())})
    yield from (written[first : first + AT_ONCE] for first in range(0, len(written), AT_ONCE))


def _in_registers(session: Session, board_id: int, words: Iterable[str]) -> Iterator[str]:
    for some in written_forms(words):
        query = select(RegisterUnit.unit_id).where(
            RegisterUnit.board_id == board_id, col(RegisterUnit.unit_id).in_(some)
        )
        yield from session.exec(query)
