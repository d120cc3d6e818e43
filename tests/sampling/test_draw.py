"""The draw: the smallest tickets, which anybody can work out again."""

import hashlib
import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampling import (
    DrawError,
    DrawFault,
    DrawnUnit,
    DrawReason,
    Frame,
    Quota,
    StratumDraw,
    draw_strata,
    select,
    select_strata,
    ticket,
)
from tests.sampling.frames import TEN_AND_FIVE, frame_of, id_lists, ids, seeds, thorough, two_boards


def drawn_ids(units: tuple[DrawnUnit, ...] | list[DrawnUnit]) -> list[str]:
    return [unit.id for unit in units]


def draw_one(unit_ids: list[str], seed: str, quota: Quota) -> StratumDraw:
    (drawn,) = draw_strata(frame=frame_of({"alla": unit_ids}), seed=seed, quotas={"alla": quota})
    return drawn


def faults_of(frame: Frame, seed: str, quotas: dict[str, Quota]) -> list[DrawFault]:
    with pytest.raises(DrawError) as refused:
        draw_strata(frame=frame, seed=seed, quotas=quotas)
    return refused.value.faults


def test_the_ticket_is_the_hash_of_seed_comma_id() -> None:
    # printf '%s,%s' 4-2-6 Ö-001 | sha256sum
    assert ticket("4-2-6", "Ö-001") == "219ccb38d580b4f1ca8cf074d54fe3710593e91acc2b213c25df42504bdab7fb"


def test_the_sample_comes_first_and_the_reserves_follow_in_ticket_order() -> None:
    boards = two_boards()
    for drawn in draw_strata(frame=frame_of(boards), seed="4-2-6", quotas=TEN_AND_FIVE):
        in_order = sorted(boards[drawn.name], key=lambda unit_id: ticket("4-2-6", unit_id))
        assert drawn_ids(drawn.sample) == in_order[:10]
        assert drawn_ids(drawn.reserves) == in_order[10:15]
        assert drawn.missing_reserves == 0


@given(id_lists, seeds, st.integers(min_value=0, max_value=40))
@thorough
def test_one_pass_gives_what_a_full_sort_gives(unit_ids: list[str], seed: str, count: int) -> None:
    full = sorted((hashlib.sha256(f"{seed},{unit_id}".encode()).hexdigest(), unit_id) for unit_id in unit_ids)
    streamed = select(seed=seed, ids=(unit_id for unit_id in unit_ids), count=count)
    assert [(unit.ticket, unit.id) for unit in streamed] == full[:count]


@given(id_lists, seeds, st.randoms(use_true_random=False))
@thorough
def test_the_order_of_the_file_does_not_matter(unit_ids: list[str], seed: str, chance: random.Random) -> None:
    shuffled = list(unit_ids)
    chance.shuffle(shuffled)
    quota = Quota(min(3, len(unit_ids)), 2)
    assert draw_one(unit_ids, seed, quota) == draw_one(shuffled, seed, quota)


@given(id_lists, seeds, st.data())
@thorough
def test_a_larger_sample_extends_a_smaller_one(unit_ids: list[str], seed: str, data: st.DataObject) -> None:
    larger = data.draw(st.integers(min_value=1, max_value=len(unit_ids)))
    smaller = data.draw(st.integers(min_value=1, max_value=larger))
    small, large = (draw_one(unit_ids, seed, Quota(size, 0)) for size in (smaller, larger))
    assert large.sample[:smaller] == small.sample


@given(id_lists, seeds, st.integers(min_value=0, max_value=5))
@thorough
def test_the_reserves_are_what_a_larger_sample_would_have_taken(unit_ids: list[str], seed: str, reserves: int) -> None:
    half = (len(unit_ids) + 1) // 2
    drawn = draw_one(unit_ids, seed, Quota(half, reserves))
    larger = draw_one(unit_ids, seed, Quota(min(len(unit_ids), half + reserves), 0))
    assert drawn.sample + drawn.reserves == larger.sample


@given(st.lists(ids, min_size=4, max_size=30, unique=True), seeds, st.data())
@thorough
def test_taking_away_a_unit_that_was_not_drawn_changes_nothing(
    unit_ids: list[str], seed: str, data: st.DataObject
) -> None:
    quota = Quota(2, 1)
    drawn = draw_one(unit_ids, seed, quota)
    undrawn = sorted(set(unit_ids) - set(drawn_ids(drawn.sample + drawn.reserves)))
    gone = data.draw(st.sampled_from(undrawn))
    again = draw_one([unit_id for unit_id in unit_ids if unit_id != gone], seed, quota)
    assert (again.sample, again.reserves) == (drawn.sample, drawn.reserves)


def test_each_stratum_may_have_its_own_size() -> None:
    quotas = {"Kungsholmen": Quota(12, 3), "Östermalm": Quota(4, 0)}
    drawn = draw_strata(frame=frame_of(two_boards()), seed="4-2-6", quotas=quotas)
    assert [(len(stratum.sample), len(stratum.reserves)) for stratum in drawn] == [(12, 3), (4, 0)]


def test_one_stratum_is_drawn_the_same_whatever_the_others_hold() -> None:
    boards = two_boards()
    alone = frame_of({"Östermalm": boards["Östermalm"]})
    (drawn,) = draw_strata(frame=alone, seed="4-2-6", quotas={"Östermalm": Quota(10, 5)})
    assert drawn == draw_strata(frame=frame_of(boards), seed="4-2-6", quotas=TEN_AND_FIVE)[1]


def test_too_few_reserves_are_stated_and_no_error() -> None:
    drawn = draw_one(["A", "B", "C"], "4-2-6", Quota(2, 5))
    assert (len(drawn.reserves), drawn.missing_reserves) == (1, 4)


def test_a_whole_stratum_can_be_drawn() -> None:
    assert len(draw_one(["A", "B", "C"], "4-2-6", Quota(3, 0)).sample) == 3


def test_the_seed_is_trimmed_and_brought_into_one_form() -> None:
    frame, quotas = frame_of(two_boards()), TEN_AND_FIVE
    assert draw_strata(frame=frame, seed=" a\u030a\n", quotas=quotas) == draw_strata(
        frame=frame, seed="å", quotas=quotas
    )


def test_all_that_is_wrong_with_seed_and_sizes_is_told_at_once() -> None:
    quotas = {"Kungsholmen": Quota(41, -1), "Norrmalm": Quota(10, 5)}
    assert faults_of(frame_of(two_boards()), " \t", quotas) == [
        DrawFault("seed", " \t", DrawReason.EMPTY),
        DrawFault("size", None, DrawReason.NOT_GIVEN, "Östermalm", 0, 25),
        DrawFault("size", 41, DrawReason.OUT_OF_RANGE, "Kungsholmen", 0, 40),
        DrawFault("reserves", -1, DrawReason.OUT_OF_RANGE, "Kungsholmen", 0),
        DrawFault("size", 10, DrawReason.NO_SUCH_STRATUM, "Norrmalm"),
    ]


def test_a_size_outside_the_population_names_what_is_allowed() -> None:
    frame = frame_of({"Kungsholmen": ["A", "B"]})
    (too_many,) = faults_of(frame, "4-2-6", {"Kungsholmen": Quota(3, 0)})
    (negative,) = faults_of(frame, "4-2-6", {"Kungsholmen": Quota(-1, 0)})
    assert too_many.message == "size of 'Kungsholmen' 3: is outside the allowed range 0 to 2"
    assert (negative.value, negative.lowest, negative.highest) == (-1, 0, 2)


def test_a_stratum_may_be_passed_over_but_not_all() -> None:
    frame = frame_of(two_boards())
    one = draw_strata(frame=frame, seed="4", quotas={"Kungsholmen": Quota(0, 0), "Östermalm": Quota(1, 0)})
    assert [len(stratum.sample) for stratum in one] == [0, 1]
    (fault,) = faults_of(frame, "4", {"Kungsholmen": Quota(0, 0), "Östermalm": Quota(0, 5)})
    assert fault.reason is DrawReason.NOTHING_DRAWN


@pytest.mark.parametrize("seed", ["4\n2", "4\x002", "4\u20282"])
def test_a_seed_with_control_characters_is_refused(seed: str) -> None:
    (fault,) = faults_of(frame_of({"alla": ["A"]}), seed, {"alla": Quota(1, 0)})
    assert (fault.field, fault.reason) == ("seed", DrawReason.CONTROL_CHARACTER)


def test_a_stream_of_any_length_is_drawn_from_in_little_memory() -> None:
    tracemalloc.start()
    try:
        select(seed="4-2-6", ids=(f"E-{number}" for number in range(50_000)), count=15)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100_000


def test_nothing_at_all_can_be_selected() -> None:
    assert select(seed="4-2-6", ids=["A", "B"], count=0) == []


@given(id_lists, seeds, st.integers(min_value=0, max_value=6))
@thorough
def test_one_pass_over_mixed_strata_gives_what_each_alone_gives(unit_ids: list[str], seed: str, count: int) -> None:
    strata = {"A": unit_ids[::2], "B": unit_ids[1::2]}
    mixed = (("AB"[place % 2], unit_id) for place, unit_id in enumerate(unit_ids))
    drawn = select_strata(seed=seed, units=mixed, counts={"A": count, "B": count + 1, "C": 5})
    assert drawn == {
        "A": select(seed=seed, ids=strata["A"], count=count),
        "B": select(seed=seed, ids=strata["B"], count=count + 1),
        "C": [],
    }


def test_what_is_wrong_with_the_counts_of_a_stream_is_told_at_once() -> None:
    with pytest.raises(DrawError) as refused:
        select_strata(seed="4", units=[("A", "1"), ("B", "2"), ("C", "3"), ("B", "4")], counts={"A": 1})
    assert [fault.stratum for fault in refused.value.faults] == ["B", "C"]
    with pytest.raises(DrawError) as refused:
        select_strata(seed="4", units=[], counts={"A": -1, "B": 1, "C": -2})
    assert [(fault.stratum, fault.value, fault.lowest) for fault in refused.value.faults] == [
        ("A", -1, 0),
        ("C", -2, 0),
    ]
