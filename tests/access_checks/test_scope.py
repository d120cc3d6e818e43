"""Nobody sees an entry of a board that isn't hers: any entries, of any boards and sharings, asked for in any way."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from audit.access_checks import operations
from audit.access_checks.operations import Wanted
from audit.access_checks.rules import ELSEWHERE
from audit.accounts.rules import Role, Scope
from audit.journal import operations as journal
from audit.journal.models import JournalEntry
from tests.support.house import House

BOARDS = ("Kungsholmen", "Norrmalm", "Östermalm")
OVERSEER = (Role.COORDINATOR, Role.READER, Role.ADMINISTRATOR)
boards = st.sets(st.sampled_from(BOARDS), min_size=1)
# What is done: an entry that names its boards, or a sharing of the first with the second.
entries = st.lists(
    st.one_of(boards, st.tuples(st.sampled_from(BOARDS), st.sampled_from(BOARDS))), min_size=1, max_size=8
)


@contextmanager
def forgotten(house: House) -> Iterator[Session]:
    """A session of which nothing stays."""
    with suppress(InterruptedError), house.database.transaction() as session:
        yield session
        raise InterruptedError


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=entries, own=boards, role=st.sampled_from(OVERSEER))
def test_nobody_sees_an_entry_of_a_board_that_is_not_hers(
    house_on_sqlite: House, done: list[set[str] | tuple[str, str]], own: set[str], role: Role
) -> None:
    house = house_on_sqlite
    with forgotten(house) as session:
        before = (journal.head(session) or (0, ""))[0]
        for number, one in enumerate(done):
            ids = [house.boards[name] for name in one]
            told = {"board": ids[0], "with": ids[1]} if isinstance(one, tuple) else {"boards": ids}
            action = "sharing:begun" if isinstance(one, tuple) else "comparison:exported"
            journal.record(session, house.stamp("samordnare"), action, number, file=f"hemligt-{number}", **told)
        journal.seal(session)
        scope = Scope(
            1,
            "",
            frozenset((role, house.boards[n]) for n in own)
            if role is not Role.ADMINISTRATOR
            else frozenset({(role, None)}),
        )
        mine = set() if role is Role.ADMINISTRATOR else own
        _shown_as_it_should(session, house, scope, {before + 1 + n: set(one) for n, one in enumerate(done)}, mine)


def _shown_as_it_should(
    session: Session, house: House, scope: Scope, done: dict[int, set[str]], mine: set[str]
) -> None:
    allowed = {sequence for sequence, of in done.items() if of & mine}
    whole = {sequence for sequence, of in done.items() if of <= mine}
    seen = operations.overseen(scope)
    found = operations.search(session, boards=seen, wanted=Wanted()).lines
    assert {line.sequence for line in found} & done.keys() == allowed
    assert {line.sequence for line in found if line.told} & done.keys() == whole
    file = operations.csv(session, stamp=house.stamp("samordnare"), boards=seen, wanted=Wanted()).decode()
    hashes = {entry.sequence: entry.hash for entry in session.exec(select(JournalEntry)) if entry.sequence in done}
    for number, sequence in enumerate(sorted(done)):
        assert (hashes[sequence] in file) is (sequence in allowed)
        assert (f"hemligt-{number}" in file) is (sequence in whole)
        line = operations.entry_seen(session, scope, sequence)
        assert (line is not None) is (sequence in allowed)
        assert line is None or line.shared is (sequence not in whole)
    assert (ELSEWHERE in file) >= bool(allowed - whole)
