"""Boards that changed their name or were put together: whose years belong to which line, and what is said of it."""

from datetime import date

from audit import checklists_shipped
from audit.comparison.rules import Cell, Depth, Year
from audit.comparison.rules.lineage import BoardLife, every_strand, strands_of
from audit.comparison.rules.strands import Strand, area_sums, knowns, said, series
from checklists import AnswerCounts

END, BEGIN = date(2024, 12, 31), date(2025, 1, 1)
YEARS = [Year(number, 2022 + number, f"Granskning {2022 + number}", False, True) for number in (1, 2, 3, 4)]
Q = "q"


def cells(*filled: tuple[int, int]) -> dict[tuple[int, int, str], Cell]:
    """Three deviations of ten for each round and board."""
    return {
        (round_id, board, Q): Cell(Depth.ANSWERS, AnswerCounts(ja=7, nej=3), (), "", 166) for round_id, board in filled
    }


def always(question: str, before: Year, after: Year) -> bool:
    return True


RENAMED = [BoardLife(1, "Essingen", None, END, 2), BoardLife(2, "Kungsholmen", BEGIN)]
MERGED = [BoardLife(1, "Norr", None, END, 3), BoardLife(2, "Öster", None, END, 3), BoardLife(3, "Innerstaden", BEGIN)]
TAKEN_OVER = [BoardLife(1, "Öster", None, END, 2), BoardLife(2, "Norrmalm")]


def test_a_board_with_a_new_name_keeps_its_line() -> None:
    [strand] = strands_of(RENAMED, board_id=2, within={1, 2})
    told = knowns(strand, Q, YEARS, cells((1, 1), (2, 1), (3, 2), (4, 2)), always)
    assert strand == Strand((2, 1), "Kungsholmen", "hette Essingen till och med 2024-12-31")
    assert [point and point.joined for point in series(strand, told).points] == [False, True, True, True]
    assert said(strand, told).startswith("Kungsholmen: 2023 3 av 10; 2024")


def test_an_earlier_name_is_told_only_to_who_may_see_it() -> None:
    assert strands_of(RENAMED, board_id=2, within={2}) == (Strand((2,), "Kungsholmen"),)
    assert strands_of(MERGED, board_id=3, within={1, 3})[1:] == (
        Strand((1,), "Norr", "fanns till och med 2024-12-31, därefter Innerstaden"),
    )


def test_boards_that_were_put_together_keep_lines_of_their_own() -> None:
    whole, *before = strands_of(MERGED, board_id=3, within={1, 2, 3})
    assert whole.note == "Norr och Öster gick upp i nämnden, som sedan dess är en annan"
    assert [strand.board_ids for strand in before] == [(1,), (2,)]


def test_the_line_of_a_board_that_took_over_another_is_broken_there() -> None:
    strand, _ = strands_of(TAKEN_OVER, board_id=2, within={1, 2})
    told = knowns(strand, Q, YEARS, cells((1, 2), (2, 2), (3, 2), (4, 2)), always)
    assert [point and point.joined for point in series(strand, told).points] == [False, True, False, True]
    assert "går inte att jämföra med året före" in said(strand, told)


def test_every_board_is_in_one_line_only() -> None:
    strands = every_strand([*RENAMED, BoardLife(3, "Norrmalm")], within={1, 2, 3})
    assert sorted(board for strand in strands for board in strand.board_ids) == [1, 2, 3]
    assert [strand.name for strand in every_strand(RENAMED, within={1})] == ["Essingen"]


def test_an_area_is_joined_only_where_the_same_questions_were_answered() -> None:
    asked = checklists_shipped.load("akt-2026.1").questions[:2]
    first, second = (question.id for question in asked)
    found = {
        (round_id, 1, question): Cell(Depth.ANSWERS, AnswerCounts(ja=7, nej=3))
        for round_id, questions in ((1, (first,)), (2, (first, second)), (3, (first, second)))
        for question in questions
    }
    sums = area_sums([Strand((1,), "Kungsholmen")], asked, YEARS, found, always)
    assert [(one.counts.deviations, one.counts.applicable, one.joined) for one in sums] == [
        (3, 10, False),
        (6, 20, False),
        (6, 20, True),
        (0, 0, False),
    ]
