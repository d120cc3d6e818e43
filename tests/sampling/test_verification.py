"""Whoever has the frame and the protocol finds what was changed, and by name."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampling import (
    Difference,
    DifferenceCode,
    DrawnUnit,
    Frame,
    Protocol,
    Quota,
    StratumDraw,
    frame_hash,
    make_protocol,
    ticket,
    verify,
)
from sampling.moves import lost_unit, surplus_unit
from tests.sampling.frames import TEN_AND_FIVE, frame_of, id_lists, thorough, two_boards

SEED = "4-2-6"


@pytest.fixture
def protocol() -> Protocol:
    return make_protocol(
        frame=frame_of(two_boards()), seed=SEED, quotas=TEN_AND_FIVE, id_column="id", stratum_column="board"
    )


@pytest.fixture
def frame() -> Frame:
    return frame_of(two_boards())


def codes(differences: list[Difference]) -> set[DifferenceCode]:
    return {difference.code for difference in differences}


def with_code(differences: list[Difference], code: DifferenceCode) -> list[Difference]:
    return [difference for difference in differences if difference.code is code]


def with_kungsholmen(protocol: Protocol, **changes: object) -> Protocol:
    """The protocol with its first stratum, Kungsholmen, tampered with."""
    first, *rest = protocol.strata
    return replace(protocol, strata=(replace(first, **changes), *rest))  # type: ignore[arg-type]


def kungsholmen(protocol: Protocol) -> StratumDraw:
    return protocol.strata[0]


def drawn(protocol: Protocol, name: str) -> set[str]:
    (stratum,) = (stratum for stratum in protocol.strata if stratum.name == name)
    return {unit.id for unit in (*stratum.sample, *stratum.reserves)}


def an_undrawn(protocol: Protocol, name: str) -> str:
    return min(set(two_boards()[name]) - drawn(protocol, name))


def test_a_true_protocol_differs_in_nothing(protocol: Protocol, frame: Frame) -> None:
    assert verify(protocol, frame) == []


def test_a_unit_added_to_the_frame_is_found_and_named(protocol: Protocol) -> None:
    boards = two_boards()
    boards["Kungsholmen"].append("K-999")
    differences = verify(protocol, frame_of(boards))
    assert {
        DifferenceCode.FRAME_HASH,
        DifferenceCode.FRAME_UNITS,
        DifferenceCode.STRATUM_HASH,
        DifferenceCode.POPULATION,
    } <= codes(differences)
    assert with_code(differences, DifferenceCode.UNIT_ADDED) == [
        Difference(DifferenceCode.UNIT_ADDED, "Kungsholmen", unit="K-999")
    ]


def test_a_drawn_unit_that_was_taken_out_of_the_frame_is_named(protocol: Protocol) -> None:
    gone = kungsholmen(protocol).sample[3].id
    boards = two_boards()
    boards["Kungsholmen"].remove(gone)
    differences = verify(protocol, frame_of(boards))
    assert Difference(DifferenceCode.UNIT_NOT_IN_FRAME, "Kungsholmen", "sample", gone) in differences


def test_an_undrawn_unit_taken_out_of_the_frame_leaves_only_the_hashes_and_counts(protocol: Protocol) -> None:
    boards = two_boards()
    boards["Kungsholmen"].remove(an_undrawn(protocol, "Kungsholmen"))
    assert codes(verify(protocol, frame_of(boards))) == {
        DifferenceCode.FRAME_HASH,
        DifferenceCode.FRAME_UNITS,
        DifferenceCode.STRATUM_HASH,
        DifferenceCode.POPULATION,
    }


def test_a_unit_moved_between_strata_is_named_though_it_was_not_drawn(protocol: Protocol) -> None:
    boards = two_boards()
    moved = an_undrawn(protocol, "Kungsholmen")
    boards["Kungsholmen"].remove(moved)
    boards["Östermalm"].append(moved)
    differences = verify(protocol, frame_of(boards))
    assert with_code(differences, DifferenceCode.UNIT_MOVED) == [
        Difference(DifferenceCode.UNIT_MOVED, unit=moved, expected="Kungsholmen", found="Östermalm")
    ]
    assert DifferenceCode.FRAME_HASH not in codes(differences)
    assert DifferenceCode.UNIT_ADDED not in codes(differences)


def test_a_drawn_unit_moved_between_strata_is_named_once(protocol: Protocol) -> None:
    boards = two_boards()
    moved = kungsholmen(protocol).sample[0].id
    boards["Kungsholmen"].remove(moved)
    boards["Östermalm"].append(moved)
    named = with_code(verify(protocol, frame_of(boards)), DifferenceCode.UNIT_MOVED)
    assert [(difference.unit, difference.found) for difference in named] == [(moved, "Östermalm")]


def test_drawn_units_that_changed_places_are_both_named(protocol: Protocol) -> None:
    boards = two_boards()
    one, other = protocol.strata[0].sample[0].id, protocol.strata[1].sample[0].id
    boards["Kungsholmen"][boards["Kungsholmen"].index(one)] = other
    boards["Östermalm"][boards["Östermalm"].index(other)] = one
    named = with_code(verify(protocol, frame_of(boards)), DifferenceCode.UNIT_MOVED)
    assert {difference.unit for difference in named} == {one, other}


def test_a_unit_under_a_misspelt_board_is_named(protocol: Protocol) -> None:
    boards = two_boards()
    moved = an_undrawn(protocol, "Östermalm")
    boards["Östermalm"].remove(moved)
    boards["Ostermalm"] = [moved]
    differences = verify(protocol, frame_of(boards))
    assert Difference(DifferenceCode.STRATUM_NEW, "Ostermalm") in differences
    assert Difference(DifferenceCode.UNIT_MOVED, unit=moved, expected="Östermalm", found="Ostermalm") in differences


def test_a_board_that_the_frame_lacks_is_named(protocol: Protocol) -> None:
    differences = verify(protocol, frame_of({"Kungsholmen": two_boards()["Kungsholmen"]}))
    assert Difference(DifferenceCode.STRATUM_GONE, "Östermalm") in differences


def test_another_seed_is_named_in_one_line(protocol: Protocol, frame: Frame) -> None:
    assert verify(replace(protocol, seed="4-2-5"), frame) == [
        Difference(DifferenceCode.SEED, expected=30, found="4-2-5")
    ]


def test_another_seed_with_tickets_to_match_is_found_in_the_lists(protocol: Protocol, frame: Frame) -> None:
    strata = tuple(
        replace(
            stratum,
            sample=tuple(DrawnUnit(ticket("4-2-5", unit.id), unit.id) for unit in stratum.sample),
            reserves=tuple(DrawnUnit(ticket("4-2-5", unit.id), unit.id) for unit in stratum.reserves),
        )
        for stratum in protocol.strata
    )
    differences = verify(replace(protocol, seed="4-2-5", strata=strata), frame)
    assert {DifferenceCode.NOT_DRAWN, DifferenceCode.LEFT_OUT} <= codes(differences)


def test_a_wrong_ticket_is_named_with_the_right_one(protocol: Protocol, frame: Frame) -> None:
    first, *rest = kungsholmen(protocol).sample
    tampered = with_kungsholmen(protocol, sample=(replace(first, ticket="0" * 64), *rest))
    assert verify(tampered, frame) == [
        Difference(DifferenceCode.TICKET, "Kungsholmen", "sample", first.id, expected=first.ticket, found="0" * 64)
    ]


def test_a_case_put_in_the_place_of_another_is_named_with_the_other(protocol: Protocol, frame: Frame) -> None:
    *kept, last = kungsholmen(protocol).sample
    wished = an_undrawn(protocol, "Kungsholmen")
    tampered = with_kungsholmen(protocol, sample=(*kept, DrawnUnit(ticket(SEED, wished), wished)))
    assert verify(tampered, frame) == [
        Difference(DifferenceCode.NOT_DRAWN, "Kungsholmen", "sample", wished),
        Difference(DifferenceCode.LEFT_OUT, "Kungsholmen", "sample", last.id, expected=10),
    ]


def test_two_cases_in_each_others_places_are_found(protocol: Protocol, frame: Frame) -> None:
    first, second, *rest = kungsholmen(protocol).sample
    tampered = with_kungsholmen(protocol, sample=(second, first, *rest))
    assert verify(tampered, frame) == [
        Difference(DifferenceCode.ORDER, "Kungsholmen", "sample", expected=first.id, found=1)
    ]


def test_a_reserve_left_out_is_named(protocol: Protocol, frame: Frame) -> None:
    *kept, last = kungsholmen(protocol).reserves
    differences = verify(with_kungsholmen(protocol, reserves=tuple(kept)), frame)
    assert differences == [
        Difference(DifferenceCode.LENGTH, "Kungsholmen", "reserves", expected=5, found=4),
        Difference(DifferenceCode.LEFT_OUT, "Kungsholmen", "reserves", last.id, expected=5),
    ]


def test_a_case_listed_twice_is_found(protocol: Protocol, frame: Frame) -> None:
    sample = kungsholmen(protocol).sample
    differences = verify(with_kungsholmen(protocol, sample=(*sample, sample[0])), frame)
    assert differences == [
        Difference(DifferenceCode.LENGTH, "Kungsholmen", "sample", expected=10, found=11),
        Difference(DifferenceCode.LISTED_TWICE, "Kungsholmen", unit=sample[0].id, found=2),
    ]


def test_a_changed_number_of_units_is_found(protocol: Protocol, frame: Frame) -> None:
    tampered = replace(with_kungsholmen(protocol, population=39), frame=replace(protocol.frame, units=64))
    assert verify(tampered, frame) == [
        Difference(DifferenceCode.FRAME_UNITS, expected=64, found=65),
        Difference(DifferenceCode.POPULATION, "Kungsholmen", expected=39, found=40),
    ]


def test_a_changed_size_is_found_in_the_lists(protocol: Protocol, frame: Frame) -> None:
    tampered = with_kungsholmen(protocol, quota=Quota(11, 4))
    assert DifferenceCode.LEFT_OUT in codes(verify(tampered, frame))


def test_every_difference_is_told_in_plain_words(protocol: Protocol) -> None:
    boards = two_boards()
    moved = an_undrawn(protocol, "Kungsholmen")
    boards["Kungsholmen"].remove(moved)
    boards["Östermalm"].append(moved)
    messages = [difference.message for difference in verify(protocol, frame_of(boards))]
    assert f"unit '{moved}' was drawn from 'Kungsholmen' but stands in 'Östermalm'" in messages
    assert not any("None" in message or "{" in message for message in messages)


@given(id_lists, st.data())
@thorough
def test_the_one_unit_too_many_or_too_few_is_always_found(unit_ids: list[str], data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(unit_ids))
    others = sorted(set(unit_ids) - {unit})
    assert surplus_unit(sorted(unit_ids), frame_hash(others)) == unit
    assert lost_unit(others, unit_ids, frame_hash(unit_ids)) == unit


def test_a_search_that_would_take_too_long_is_not_begun() -> None:
    many = [f"{number:06}" + "x" * 40 for number in range(15_000)]
    assert surplus_unit(many, "0" * 64) is None
    assert lost_unit(many, many, "0" * 64) is None
