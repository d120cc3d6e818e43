"""The protocol: written so that another can read it, and read with suspicion."""

import copy
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampling import (
    ALGORITHM,
    DrawError,
    Expected,
    Protocol,
    ProtocolError,
    ProtocolFault,
    Quota,
    frame_hash,
    make_protocol,
    protocol_from_json,
    protocol_from_text,
    protocol_to_json,
    protocol_to_text,
    verify,
)
from tests.sampling.frames import TEN_AND_FIVE, frame_of, id_lists, seeds, thorough, two_boards


@pytest.fixture
def protocol() -> Protocol:
    return make_protocol(
        frame=frame_of(two_boards()),
        seed="4-2-6",
        quotas=TEN_AND_FIVE,
        id_column="arende_id",
        stratum_column="namnd_kod",
        seed_source="Båda parters tärningar",
    )


@pytest.fixture
def written(protocol: Protocol) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(protocol_to_text(protocol))
    return data


def faults_of(data: object) -> list[ProtocolFault]:
    with pytest.raises(ProtocolError) as refused:
        protocol_from_json(data)
    return refused.value.faults


def test_the_protocol_holds_all_that_is_needed_to_repeat_the_draw(written: dict[str, Any]) -> None:
    boards = two_boards()
    assert (written["algorithm"], written["seed"]) == (ALGORITHM, "4-2-6")
    assert written["seed_source"] == "Båda parters tärningar"
    assert written["frame"] == {
        "sha256": frame_hash([*boards["Kungsholmen"], *boards["Östermalm"]]),
        "units": 65,
        "id_column": "arende_id",
        "stratum_column": "namnd_kod",
    }
    kungsholmen = written["strata"]["Kungsholmen"]
    assert {key: kungsholmen[key] for key in ("population", "sha256", "size", "reserves_wanted")} == {
        "population": 40,
        "sha256": frame_hash(boards["Kungsholmen"]),
        "size": 10,
        "reserves_wanted": 5,
    }
    assert [len(kungsholmen["sample"]), len(kungsholmen["reserves"])] == [10, 5]
    assert set(kungsholmen["sample"][0]) == {"id", "ticket"}


def test_the_protocol_reads_back_as_it_was(protocol: Protocol) -> None:
    assert protocol_from_json(protocol_to_json(protocol)) == protocol
    assert protocol_from_text(protocol_to_text(protocol)) == protocol


@given(id_lists, seeds, seeds, st.integers(min_value=0, max_value=9))
@thorough
def test_every_draw_reads_back_and_is_true(unit_ids: list[str], seed: str, name: str, reserves: int) -> None:
    frame = frame_of({name: unit_ids})
    made = make_protocol(frame=frame, seed=seed, quotas={name: Quota(1, reserves)}, id_column="id", stratum_column=None)
    read = protocol_from_text(protocol_to_text(made))
    assert read == made
    assert verify(read, frame) == []


def test_a_protocol_without_seed_source_or_strata_column_is_whole(written: dict[str, Any]) -> None:
    del written["seed_source"]
    written["frame"]["stratum_column"] = None
    read = protocol_from_json(written)
    assert (read.seed_source, read.frame.stratum_column) == (None, None)


def test_keys_that_others_add_are_left_alone(written: dict[str, Any], protocol: Protocol) -> None:
    written["drawn_by"] = "någon"
    written["strata"]["Östermalm"]["note"] = {"any": "thing"}
    assert protocol_from_json(written) == protocol


def test_without_sizes_the_lists_themselves_count(written: dict[str, Any], protocol: Protocol) -> None:
    for stratum in written["strata"].values():
        del stratum["size"], stratum["reserves_wanted"]
    assert protocol_from_json(written) == protocol


def test_all_that_is_wrong_with_a_foreign_file_is_told_at_once(written: dict[str, Any]) -> None:
    written["algorithm"] = "dice"
    written["seed"] = " 4-2-6"
    del written["frame"]["sha256"]
    written["frame"]["units"] = True
    kungsholmen = written["strata"]["Kungsholmen"]
    kungsholmen["population"] = -1
    kungsholmen["size"] = "10"
    kungsholmen["sample"][0]["ticket"] = "A" * 64
    kungsholmen["sample"][1] = "K-001"
    kungsholmen["reserves"] = {}
    written["strata"]["Östermalm"] = None
    found = {(fault.place, fault.expected) for fault in faults_of(written)}
    assert found == {
        ("algorithm", Expected.ALGORITHM),
        ("seed", Expected.TEXT),
        ("frame.sha256", Expected.DIGEST),
        ("frame.units", Expected.COUNT),
        ("strata.Kungsholmen.population", Expected.COUNT),
        ("strata.Kungsholmen.size", Expected.COUNT),
        ("strata.Kungsholmen.sample[0].ticket", Expected.DIGEST),
        ("strata.Kungsholmen.sample[1]", Expected.OBJECT),
        ("strata.Kungsholmen.reserves", Expected.LIST),
        ("strata.Östermalm", Expected.OBJECT),
    }


@pytest.mark.parametrize("data", [None, [], "protocol", 7])
def test_what_is_no_object_is_no_protocol(data: object) -> None:
    (fault,) = faults_of(data)
    assert (fault.place, fault.expected) == ("", Expected.OBJECT)


def test_an_empty_object_lacks_everything() -> None:
    assert {fault.place for fault in faults_of({})} == {"algorithm", "seed", "frame", "strata"}
    assert all(fault.found is None for fault in faults_of({}))


def test_a_protocol_needs_a_stratum(written: dict[str, Any]) -> None:
    written["strata"] = {}
    assert [fault.expected for fault in faults_of(written)] == [Expected.STRATA]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"units": ' + "9" * 5_000 + "}"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        protocol_from_text(text)
    assert [fault.expected for fault in refused.value.faults] == [Expected.JSON]


def test_a_key_that_stands_twice_is_refused(protocol: Protocol) -> None:
    text = protocol_to_text(protocol).replace('"seed":', '"seed": "1", "seed":')
    with pytest.raises(ProtocolError) as refused:
        protocol_from_text(text)
    assert [(fault.place, fault.expected) for fault in refused.value.faults] == [("seed", Expected.ONCE)]


@given(st.data())
@thorough
def test_no_foreign_value_anywhere_does_more_than_being_refused(data: st.DataObject) -> None:
    made = make_protocol(
        frame=frame_of({"alla": ["A", "B", "C"]}),
        seed="4",
        quotas={"alla": Quota(1, 1)},
        id_column="id",
        stratum_column=None,
    )
    written: Any = copy.deepcopy(protocol_to_json(made))
    place, key = data.draw(st.sampled_from(_places(written)))
    place[key] = data.draw(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()) | st.just({})
    )
    with suppress(ProtocolError):
        verify(protocol_from_json(written), frame_of({"alla": ["A", "B", "C"]}))


def _places(value: Any) -> list[tuple[Any, Any]]:
    if not isinstance(value, dict | list):
        return []
    keys = list(value) if isinstance(value, dict) else range(len(value))
    return [place for key in keys for place in [(value, key), *_places(value[key])]]


def test_the_texts_of_a_protocol_are_checked_before_the_draw() -> None:
    with pytest.raises(DrawError) as refused:
        make_protocol(
            frame=frame_of({"alla": ["A"]}),
            seed="4\n2",
            quotas={"alla": Quota(2, 0)},
            id_column=" ",
            stratum_column=None,
            seed_source="",
        )
    assert [fault.field for fault in refused.value.faults] == ["seed", "seed_source", "id_column", "size"]
