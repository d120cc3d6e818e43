"""Planning said in plain Swedish: what a sample can show, what it would miss, and how many it takes."""

from fractions import Fraction

import pytest

from audit.wording import argument_fault, chance_in_words, detectable_said, needed_said, rate_in_words, reach_said
from sampling import ArgumentError, attribute_sample_size, detectable_change, what_a_sample_shows
from tests.wording.test_limits import plain


def reach(size: int, deviations: int, population: int = 166) -> str:
    found = what_a_sample_shows(population_size=population, sample_size=size, confidence="0.95", deviations=deviations)
    return plain(reach_said(found, "arenden"))


def test_what_ten_files_can_show_and_what_they_would_miss() -> None:
    assert reach(10, 17) == (
        "Om ni granskar 10 av 166 och inte finner något fel kan ni med 95 % säkerhet säga att högst 41 akter har fel. "
        "Hade 17 haft fel skulle ni ha missat dem alla ungefär en gång av tre."
    )


def test_a_sample_of_everything_misses_nothing() -> None:
    assert reach(166, 17) == "Om ni granskar alla 166 och inte finner något fel, har ingen akt fel."
    assert reach(160, 1).endswith("Hade 1 haft fel skulle ni ha missat den ungefär en gång av 20.")
    assert reach(160, 17).endswith("skulle ni alltid ha funnit minst en av dem.")


def test_how_many_files_it_takes_to_say_what_one_wants() -> None:
    plan = attribute_sample_size(
        tolerable_rate=Fraction(17, 166), confidence="0.95", expected_errors=0, population_size=166
    )
    assert plain(needed_said(plan, "arenden", tolerable=Fraction(1, 10))) == (
        "För att med 95 % säkerhet kunna säga att högst 10 procent (16 av 166) har fel behöver ni granska 26 akter "
        "och inte finna något fel."
    )


def test_which_change_two_samples_are_likely_to_establish() -> None:
    found = detectable_change(first_size=10, second_size=10, baseline_rate="0.1", step="0.01")
    said = plain(detectable_said(found, "arenden"))
    assert "en ökning blir troligen (fyra gånger av fem) säkerställd först när minst 78 procent har fel." in said
    assert "Ingen minskning blir troligen säkerställd, inte ens om alla fel försvinner." in said


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0, "aldrig"),
        (0.0001, "mindre än en gång av 1 000"),
        (0.05, "ungefär en gång av 20"),
        (0.3287, "ungefär en gång av tre"),
        (0.5, "ungefär varannan gång"),
        (0.67, "ungefär två gånger av tre"),
        (0.9, "ungefär nio gånger av tio"),
        (0.9999, "nästan alltid"),
        (1, "alltid"),
    ],
)
def test_chances_are_said_as_times(chance: float, said: str) -> None:
    assert plain(chance_in_words(chance)) == said


def test_rates_are_said_in_percent_without_needless_decimals() -> None:
    assert [plain(rate_in_words(rate)) for rate in ("0.1", "0.025", 0, 1)] == [
        "10 procent",
        "2,5 procent",
        "0 procent",
        "100 procent",
    ]
    for wrong in (1.5, "x"):
        with pytest.raises(ValueError, match="rate"):
            rate_in_words(wrong)
    with pytest.raises(ValueError, match="chance"):
        chance_in_words(-0.1)


def test_faults_in_arguments_are_said_with_value_range_and_what_to_do() -> None:
    with pytest.raises(ArgumentError) as caught:
        what_a_sample_shows(population_size=10, sample_size=11, confidence="1.5", deviations=-1)
    size, deviations, confidence = caught.value.faults
    assert argument_fault(size) == "11 går inte. Skriv ett tal från 0 till 10."
    assert (
        argument_fault(deviations, name="Antal med fel") == "Antal med fel: −1 går inte. Skriv ett tal från 0 till 10."
    )
    assert argument_fault(confidence, percent=True) == "»1.5« går inte. Skriv ett tal större än 0 och mindre än 100."
