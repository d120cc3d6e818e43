"""The board of a row: by code or name, misspelt by a machine, abbreviated, or merged since."""

import pytest

from audit.registers.rules import KnownBoard
from tests.registers.files import both_ways, cases, checked, csv_file, places

MERGED = (
    KnownBoard("K", "Kungsholmen"),
    KnownBoard("N", "Norrmalm", successors=("NI",)),
    KnownBoard("Ö", "Östermalm", former_names=("Östermalms och Gärdets",), successors=("NI",)),
    KnownBoard("NI", "Norra innerstaden"),
    KnownBoard("X", "Delad", successors=("K", "NI")),
)


@pytest.mark.parametrize("written", ["Östermalm", "östermalm", "ÖSTERMALM", "Ö", "  Östermalm "])
def test_a_code_or_name_is_taken_at_its_word(written: str) -> None:
    result = both_ways(cases({"namnd_kod": written}))
    assert result.units[0].values["namnd_kod"] == "Ö"
    assert result.notices == ()


@pytest.mark.parametrize(
    "written",
    [
        "Ostermalm",
        "OSTERMALM",
        "Ã–stermalm",
        "├ûstermalm",
        "Ãƒâ€“stermalm",
        "™stermalm",
        "\ufffdstermalm",
        "?stermalm",
        "Östermalms stadsdelsnämnd",
        "SDN Östermalm",
        "Östermalms stadsdelsförvaltning",
    ],
)
def test_one_candidate_is_taken_with_a_notice(written: str) -> None:
    result = both_ways(cases({}, {"namnd_kod": written}))
    assert [unit.values["namnd_kod"] for unit in result.units] == ["K", "Ö"]
    assert places(result.notices) == [(3, "namnd_kod")]
    assert "Östermalm" in result.notices[0].what


@pytest.mark.parametrize("written", ["Vasastan", "malm", "?????malm", "Norrmalm Östermalm"])
def test_no_single_candidate_is_an_error_that_names_the_boards(written: str) -> None:
    error = both_ways(cases({"namnd_kod": written})).errors[0]
    assert (error.row, error.column, error.value) == (2, "namnd_kod", written)
    assert "Kungsholmen, Norrmalm, Östermalm, Södermalm" in error.expected


@pytest.mark.parametrize("written", ["Norrmalm", "N", "Ostermalm", "Östermalms och Gärdets", "Ö"])
def test_a_merged_boards_old_name_means_its_successor(written: str) -> None:
    result = checked(csv_file(cases({"namnd_kod": written})), boards=MERGED)
    assert result.units[0].values["namnd_kod"] == "NI"
    assert "Norra innerstaden" in result.notices[0].what


def test_a_board_that_was_split_has_no_single_successor() -> None:
    assert places(checked(csv_file(cases({"namnd_kod": "Delad"})), boards=MERGED).errors) == [(2, "namnd_kod")]


def test_an_error_does_not_propose_a_board_that_has_ended() -> None:
    error = checked(csv_file(cases({"namnd_kod": "Vasastan"})), boards=MERGED).errors[0]
    assert error.expected.endswith("Kungsholmen, Norra innerstaden")
