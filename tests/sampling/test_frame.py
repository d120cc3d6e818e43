"""A frame: each unit once, in one form, with a hash that doesn't care how the file was sorted."""

import hashlib
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampling import FrameError, Unit, UnitFault, UnitReason, build_frame, clean, frame_hash
from tests.sampling.frames import frame_of, id_lists, thorough, two_boards


def faults_of(*units: Unit) -> list[UnitFault]:
    with pytest.raises(FrameError) as refused:
        build_frame(units)
    return refused.value.faults


def test_ids_and_names_are_kept_in_one_form() -> None:
    frame = build_frame([Unit(" A-1\t", "O\u0308stermalm ", 2), Unit("\u00a0A\u030a-2", "Östermalm", 3)])
    assert frame.names == ("Östermalm",)
    assert frame.strata[0].ids == ("A-1", "Å-2")


@given(st.text())
@thorough
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_the_hash_is_that_of_the_sorted_lines() -> None:
    lines = "A-1\nB-2\nÅ-3\n"
    assert frame_hash(["Å-3", "B-2", "A-1"]) == hashlib.sha256(lines.encode()).hexdigest()


def test_ids_are_sorted_by_code_point_even_outside_the_basic_plane() -> None:
    beyond, private = "\U0001f5c2", "\uffee"
    assert frame_hash([beyond, private]) == hashlib.sha256(f"{private}\n{beyond}\n".encode()).hexdigest()


def test_the_whole_frame_and_each_stratum_have_their_own_hash() -> None:
    boards = two_boards()
    frame = frame_of(boards)
    assert frame.units == 65
    assert frame.sha256 == frame_hash([*boards["Kungsholmen"], *boards["Östermalm"]])
    assert [stratum.sha256 for stratum in frame.strata] == [frame_hash(boards[name]) for name in frame.names]


@given(id_lists, st.randoms(use_true_random=False))
@thorough
def test_the_order_of_the_rows_does_not_matter(unit_ids: list[str], chance: random.Random) -> None:
    units = [Unit(unit_id, "AB"[place % 2], place) for place, unit_id in enumerate(unit_ids)]
    shuffled = list(units)
    chance.shuffle(shuffled)
    assert build_frame(units) == build_frame(shuffled)


def test_every_fault_is_told_at_once_with_its_row() -> None:
    faults = faults_of(
        Unit("A", "Kungsholmen", 2),
        Unit("  ", "Kungsholmen", 3),
        Unit(" A ", "Kungsholmen", 4),
        Unit("B", "", 5),
        Unit("C\nD", "Kungsholmen", 6),
        Unit("E", "Kungs\x07holmen", 7),
    )
    assert [(fault.row, fault.field, fault.value, fault.reason) for fault in faults] == [
        (3, "id", "  ", UnitReason.EMPTY),
        (4, "id", " A ", UnitReason.DUPLICATE),
        (5, "stratum", "", UnitReason.EMPTY),
        (6, "id", "C\nD", UnitReason.CONTROL_CHARACTER),
        (7, "stratum", "Kungs\x07holmen", UnitReason.CONTROL_CHARACTER),
    ]


def test_a_repeated_id_names_the_row_that_used_it_first() -> None:
    composed, decomposed = "Å", unicodedata.normalize("NFD", "Å")
    (fault,) = faults_of(Unit(composed, "Kungsholmen", 2), Unit(decomposed, "Östermalm", 9))
    assert (fault.row, fault.first_row) == (9, 2)
    assert fault.message.endswith("is already used on row 2")


@pytest.mark.parametrize("character", ["\n", "\r", "\t", "\0", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"])
def test_characters_that_other_programs_read_otherwise_are_refused(character: str) -> None:
    (fault,) = faults_of(Unit(f"A{character}B", "Kungsholmen", 2))
    assert fault.reason is UnitReason.CONTROL_CHARACTER


def test_a_frame_without_units_is_refused() -> None:
    (fault,) = faults_of()
    assert (fault.row, fault.reason) == (0, UnitReason.NO_UNITS)
