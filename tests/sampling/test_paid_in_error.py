"""Error in kronor from payments drawn with equal chances: a worked example, and that the bound holds."""

from decimal import Decimal
from itertools import combinations

from sampling import ReviewedPayment, Side, deviation_limits, error_in_payments


def test_a_worked_example_with_invented_payments() -> None:
    """Of 6 payments, 3 are reviewed: one of 2,000 kr is wrong by 500 kr."""
    reviewed = [ReviewedPayment(2000, 500), ReviewedPayment(1000, 0), ReviewedPayment(3000, 0)]
    found = error_in_payments(reviewed=reviewed, others=["4000.50", 100, 2500], confidence="0.5")
    assert (found.population_size, found.sample_size, found.errors) == (6, 3, 1)
    assert (found.book_value, found.reviewed_value, found.found) == (
        Decimal("12600.50"), Decimal("6000.00"), Decimal("500.00"),
    )  # fmt: skip
    # 6 payments times 500/3 kr.
    assert found.most_likely_amount == Decimal("1000.00")
    upper = deviation_limits(population_size=6, sample_size=3, errors=1, confidence="0.5", side=Side.UPPER).upper_count
    assert found.upper_errors == upper == 2
    # What was found, and the largest of the others: one more may be wrong.
    assert found.upper_amount == Decimal("4500.50")


def test_when_all_are_reviewed_the_bound_is_what_was_found() -> None:
    found = error_in_payments(reviewed=[ReviewedPayment(10, 4), ReviewedPayment(5, 0)], others=[], confidence="0.95")
    assert found.most_likely_amount == found.upper_amount == found.found == Decimal("4.00")


def test_the_estimate_is_right_on_the_average_and_the_bound_in_nine_samples_of_ten() -> None:
    payments = [(100, 0), (900, 450), (300, 0), (200, 200), (400, 0), (700, 0), (50, 0), (600, 0)]
    truth, samples = 650, list(combinations(range(8), 4))
    estimates, held = Decimal(0), 0
    for drawn in samples:
        reviewed = [ReviewedPayment(*payments[at]) for at in drawn]
        others = [payments[at][0] for at in range(8) if at not in drawn]
        found = error_in_payments(reviewed=reviewed, others=others, confidence="0.9")
        estimates += found.most_likely_amount
        held += found.upper_amount >= truth
    assert abs(estimates / len(samples) - truth) < Decimal("0.01")
    assert held >= len(samples) * 0.9
