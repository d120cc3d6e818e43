"""Every kind is really erased in a house in which everything exists, board by board."""

import pytest
from sqlalchemy import text

from audit.comparison.models import PaperAnswer
from audit.journal import operations as journal
from audit.retention.operations.erasing import erase, found_of
from audit.retention.rules import OF_BOARDS, KindId
from tests.access_checks import telling as checking
from tests.support.furnished import SECRET, Furnished

# Where the words of each kind lie; of another board's every text is the secret.
WORDS = {
    KindId.REVIEW: "SELECT comment || evidence || reason FROM answer_version",
    KindId.FLAG: "SELECT seen || done || closing FROM flag UNION ALL SELECT text FROM flag_note",
    KindId.DIALOGUE: "SELECT text || correction || measure FROM reply UNION ALL SELECT notes FROM meeting",
    KindId.PAPER: "SELECT file_label || comment FROM paper_answer",
    KindId.ACCESS_CHECK: "SELECT note FROM entry_verdict UNION ALL SELECT conclusion FROM access_check",
    KindId.CONTROL: "SELECT note FROM hit_verdict",
}


@pytest.mark.parametrize("kind", [kind.id for kind in OF_BOARDS], ids=str)
def test_nothing_of_a_kind_is_left_and_the_other_boards_keep_theirs(furnished: Furnished, kind: KindId) -> None:
    house = furnished.house
    mine, others = [house.boards["Östermalm"]], house.board_ids("Kungsholmen", "Norrmalm")

    def words() -> str:
        with house.database.engine.connect() as connection:
            return str([row[0] for row in connection.execute(text(WORDS[kind]))]) if kind in WORDS else ""

    try:
        _file_on_paper(furnished, mine[0])
        check_id = int(furnished.examples["access_checks:check_id"].other or 0)
        checking.judged(house, check_id, "annan-lasare", note=SECRET)
        assert (SECRET in words()) is (kind in WORDS)
        with house.database.transaction() as session:
            before = [one.counts for one in found_of(session, kind, others)]
            found = [one for one in found_of(session, kind, mine) if one.total]
            assert found
            for one in found:
                erase(session, house.stamp("annan-samordnare"), one)
        with house.database.transaction(write=False) as session:
            assert [one.counts for one in found_of(session, kind, mine) if one.total] == []
            assert [one.counts for one in found_of(session, kind, others)] == before
            assert journal.verify(session)[1] == []
        assert SECRET not in words()
    finally:
        furnished.restore()


def _file_on_paper(furnished: Furnished, board_id: int) -> None:
    """A file of a year that stands on paper, entered answer by answer."""
    round_id, house = furnished.examples["comparison:round_id"].other, furnished.house
    with house.database.transaction() as session:
        session.add(
            PaperAnswer(
                round_id=int(round_id or 0),
                board_id=board_id,
                file_label="Akt 7",
                question_id="application_on_file",
                value="nej",
                comment=SECRET,
                source="Påhittad rapport",
                created_at=house.clock(),
            )
        )
