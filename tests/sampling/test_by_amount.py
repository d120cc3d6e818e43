"""Payments drawn by amount: every krona has the same chance, anybody can repeat it, and the estimates hold."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sampling import (
    ALGORITHM,
    ArgumentError,
    Difference,
    DifferenceCode,
    DrawError,
    DrawReason,
    ErrorByAmount,
    Frame,
    HitPayment,
    Protocol,
    amounts_hash,
    error_by_amount,
    make_monetary_protocol,
    nothing_found_bound,
    protocol_from_text,
    protocol_to_text,
    verify,
)
from sampling.monetary_selection import hits_in, start_of
from tests.sampling.frames import brief, frame_of, seeds, two_boards

AMOUNTS: dict[str, int | None] = {
    unit_id: 10_000 * number + number
    for board in two_boards().values()
    for number, unit_id in enumerate(board, start=1)
}
APART: dict[str, int | None] = {"K-001": -25_000, "K-002": 0, "K-003": None}
FRAME = frame_of(two_boards())
few = settings(max_examples=5)
SIZES = {"Kungsholmen": 12, "Östermalm": 5}


def made(amounts: dict[str, int | None] = AMOUNTS, seed: str = "4-2-6", frame: Frame = FRAME) -> Protocol:
    return make_monetary_protocol(
        frame=frame, amounts=amounts, seed=seed, sizes=SIZES, id_column="id", stratum_column="namnd",
        amount_column="belopp",
    )  # fmt: skip


# ---- The selection ------------------------------------------------------------------------------------------------


def test_a_draw_that_can_be_done_by_hand() -> None:
    """1, 3 and 6 kronor lie at 1–100, 101–400 and 401–1 000 öre. Two intervals of 500 öre, start 120: 120 and 620."""
    assert hits_in(amounts=[100, 300, 600], sample_size=2, start=240) == [1, 2]
    assert hits_in(amounts=[100, 300, 600], sample_size=2, start=200) == [0, 2]
    assert hits_in(amounts=[100, 300, 600], sample_size=2, start=201) == [1, 2]
    # 450 and 950 both lie in the largest: it is hit twice.
    assert hits_in(amounts=[100, 300, 600], sample_size=2, start=900) == [2, 2]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(1, 6))
@brief
def test_over_all_starts_a_payment_is_hit_exactly_as_often_as_its_amount_says(amounts: list[int], size: int) -> None:
    total = sum(amounts)
    hit = Counter(
        place for start in range(1, total + 1) for place in hits_in(amounts=amounts, sample_size=size, start=start)
    )
    assert [hit[place] for place in range(len(amounts))] == [size * amount for amount in amounts]


@given(seeds, st.integers(1, 10**13))
@brief
def test_the_start_follows_from_the_seed_alone(seed: str, total: int) -> None:
    digits = hashlib.sha256(f"{seed},start,Östermalm".encode()).hexdigest()[:15]
    assert start_of(seed=seed, name="Östermalm", total=total) == int(digits, 16) % total + 1


# ---- The protocol -------------------------------------------------------------------------------------------------


@given(seeds.filter(lambda seed: bool(seed.strip())), st.randoms(use_true_random=False))
@brief
def test_whoever_has_the_frame_and_the_amounts_proves_the_protocol(seed: str, chance: object) -> None:
    protocol = made(seed=seed)
    strata = {name: chance.sample(ids, len(ids)) for name, ids in two_boards().items()}  # type: ignore[attr-defined]
    read = protocol_from_text(protocol_to_text(protocol))
    assert read == protocol
    assert verify(read, frame_of(strata), dict(reversed(AMOUNTS.items()))) == []
    for stratum in protocol.strata:
        assert stratum.monetary is not None
        assert sum(stratum.monetary.hits) == SIZES[stratum.name]
        assert stratum.reserves == ()


def test_what_is_not_above_0_is_never_drawn_and_told_apart() -> None:
    for number in range(40):
        protocol = made({**AMOUNTS, **APART}, seed=f"frö-{number}")
        first = protocol.strata[0].monetary
        assert first is not None
        assert (first.payments, first.apart) == (37, 3)
        assert {unit.id for unit in protocol.strata[0].sample}.isdisjoint(APART)


def test_a_payment_as_large_as_the_interval_is_always_drawn() -> None:
    large = {**AMOUNTS, "K-020": 9_000_000}
    for number in range(40):
        first = made(large, seed=f"frö-{number}").strata[0]
        assert first.monetary is not None
        hits = dict(zip((unit.id for unit in first.sample), first.monetary.hits, strict=True))
        assert hits["K-020"] >= 9_000_000 // first.monetary.interval


def test_the_amounts_are_bound_by_a_hash_that_a_shell_can_make() -> None:
    lines = "A,100\nB,-25000\nC,\n"
    found = amounts_hash(["C", "B", "A"], {"A": 100, "B": -25_000, "Z": 7})
    assert found == hashlib.sha256(lines.encode()).hexdigest()


def codes(differences: list[Difference]) -> set[DifferenceCode]:
    return {difference.code for difference in differences}


def test_an_amount_that_was_changed_is_found_and_named_if_it_was_drawn() -> None:
    protocol = made()
    drawn = protocol.strata[0].sample[0].id
    found = verify(protocol, FRAME, {**AMOUNTS, drawn: 1})
    assert codes(found) == {DifferenceCode.AMOUNTS, DifferenceCode.TOTAL, DifferenceCode.AMOUNT}
    assert [one.unit for one in found if one.code is DifferenceCode.AMOUNT] == [drawn]
    # Two amounts that change places: the total is the same, the hash is not.
    swapped = {**AMOUNTS, "K-001": AMOUNTS["K-002"], "K-002": AMOUNTS["K-001"]}
    assert DifferenceCode.AMOUNTS in codes(verify(protocol, FRAME, swapped))
    assert codes(verify(protocol, FRAME)) == {DifferenceCode.NO_AMOUNTS}


def test_a_protocol_that_was_changed_is_found_out() -> None:
    protocol = made()
    first, *rest = protocol.strata
    drawn = first.monetary
    assert drawn is not None
    for change, code in (
        ({"interval": drawn.interval + 1}, DifferenceCode.INTERVAL),
        ({"start": drawn.start + 1}, DifferenceCode.START),
        ({"hits": (drawn.hits[0] + 1, *drawn.hits[1:])}, DifferenceCode.HITS),
        ({"total": drawn.total + 1}, DifferenceCode.TOTAL),
        ({"payments": 39}, DifferenceCode.PAYMENTS),
        ({"apart": 1}, DifferenceCode.APART),
        ({"amounts": (1, *drawn.amounts[1:])}, DifferenceCode.AMOUNT),
        ({"amounts_sha256": "0" * 64}, DifferenceCode.AMOUNTS),
    ):
        tampered = replace(first, monetary=replace(drawn, **change))
        assert codes(verify(replace(protocol, strata=(tampered, *rest)), FRAME, AMOUNTS)) == {code}
    shorter = replace(
        first, sample=first.sample[1:], monetary=replace(drawn, hits=drawn.hits[1:], amounts=drawn.amounts[1:])
    )
    assert codes(verify(replace(protocol, strata=(shorter, *rest)), FRAME, AMOUNTS)) == {
        DifferenceCode.LENGTH, DifferenceCode.LEFT_OUT,
    }  # fmt: skip
    other_seed = verify(replace(protocol, seed="1-1-1"), FRAME, AMOUNTS)
    assert codes(other_seed) == {DifferenceCode.SEED}


def test_all_that_is_wrong_with_a_draw_is_told_at_once() -> None:
    amounts = {unit_id: (amount if unit_id.startswith("K") else 0) for unit_id, amount in AMOUNTS.items()}
    with pytest.raises(DrawError) as told:
        make_monetary_protocol(
            frame=FRAME, amounts=amounts, seed=" ", sizes={"Kungsholmen": 41, "Östermalm": 1, "Ingen": 1},
            id_column="id", stratum_column=None, amount_column="",
        )  # fmt: skip
    assert [(fault.field, fault.stratum, fault.reason) for fault in told.value.faults] == [
        ("seed", None, DrawReason.EMPTY),
        ("amount_column", None, DrawReason.EMPTY),
        ("size", "Kungsholmen", DrawReason.OUT_OF_RANGE),
        ("size", "Östermalm", DrawReason.NO_AMOUNT),
        ("size", "Ingen", DrawReason.NO_SUCH_STRATUM),
    ]


def test_a_protocol_by_amount_must_hold_what_it_needs_and_another_need_not() -> None:
    text = protocol_to_text(made())
    for taken, place in (
        ('"amount_column": "belopp"', "frame.amount_column"),
        ('"hits": ', "hits"),
        ('"start_ore"', "start"),
    ):
        with pytest.raises(ValueError, match=place):
            protocol_from_text(text.replace(taken, taken.replace('"', '"x', 1)))
    with pytest.raises(ValueError, match="quotient"):
        protocol_from_text(text.replace('"start_ore": "', '"start_ore": "-'))
    assert protocol_from_text(text.replace(made().algorithm, ALGORITHM)).strata[0].monetary is None


# ---- The estimate -------------------------------------------------------------------------------------------------


def estimate(hit: Sequence[tuple[int, int | None]], size: int, others: list[int]) -> ErrorByAmount:
    payments = [HitPayment(amount, error) for amount, error in hit]
    return error_by_amount(hit=payments, sample_size=size, others=others, confidence="0.95")


def test_the_bound_with_the_published_confidence_factors() -> None:
    """AICPA Audit Guide, table C-2, 5 % risk: 2.9957, 4.7439 and 6.2958 for none, one and two errors.

    100 payments of 10 000 kr each, 50 hit: the interval is 20 000 kr. One is wholly wrong, one by half:
    20 000 · (2.9957 + (4.7439 − 2.9957) · 1 + (6.2958 − 4.7439) · 0.5).
    """
    found = estimate([(10_000, 10_000), (10_000, 5_000), *[(10_000, 0)] * 48], 50, [10_000] * 50)
    assert (found.interval, found.most_likely_amount) == (Decimal("20000.00"), Decimal("30000.00"))
    factors = (2.995732273554, 4.743864518391, 6.295793621872)
    by_hand = 20_000 * (factors[0] + (factors[1] - factors[0]) + (factors[2] - factors[1]) / 2)
    assert float(found.upper_amount) == pytest.approx(by_hand, abs=0.01)
    assert found.basic == nothing_found_bound(book_value=1_000_000, sample_size=50, confidence="0.95")
    assert float(found.basic) == pytest.approx(20_000 * factors[0], abs=0.01)
    assert nothing_found_bound(book_value=1_000, sample_size=2, confidence="0.95") == Decimal("1000.00")


def test_a_payment_as_large_as_the_interval_is_counted_as_it_is() -> None:
    """117 000 kr, six hits, one in 19 500 kr: the 50 000 are certain, the 1 000 wrong by a fifth count 3 900."""
    found = estimate([(50_000, 1_000), (1_000, 200), (4_000, 0), (2_000, 0)], 6, [3_000] * 20)
    assert (found.certain, found.certain_found, found.most_likely_amount) == (1, Decimal("1000.00"), Decimal("4900.00"))
    factors = (2.995732273554, 4.743864518391)
    by_hand = 1_000 + 19_500 * (factors[0] + (factors[1] - factors[0]) * 0.2)
    assert float(found.upper_amount) == pytest.approx(min(by_hand, 61_200), abs=0.01)


def test_what_could_not_be_reviewed_is_wholly_wrong_in_the_bound_and_in_no_estimate() -> None:
    lost = estimate([(10_000, 0)] * 49 + [(10_000, None)], 50, [10_000] * 50)
    wrong = estimate([(10_000, 0)] * 49 + [(10_000, 10_000)], 50, [10_000] * 50)
    assert (lost.upper_amount, lost.unreviewed, lost.unreviewed_value) == (wrong.upper_amount, 1, Decimal("10000.00"))
    assert (lost.most_likely_amount, wrong.most_likely_amount) == (Decimal("0.00"), Decimal("20000.00"))


def test_all_reviewed_is_exact() -> None:
    found = estimate([(10_000, 500), (1_000, 0), (2_000, 20)], 3, [])
    assert found.exact
    assert found.found == found.upper_amount == found.most_likely_amount == Decimal("520.00")


@given(
    st.lists(st.tuples(st.integers(20, 60), st.integers(0, 10)), min_size=8, max_size=8),
    st.sampled_from([[], [(1000, 7)]]),
    st.integers(1, 2),
)
@few
def test_in_the_mean_over_all_draws_the_estimate_is_the_error_there_is(
    some: list[tuple[int, int]], large: list[tuple[int, int]], size: int
) -> None:
    """Small errors, so that no estimate is cut off at what is possible. With 1 000 kr one payment is certain."""
    payments = [(amount, Decimal(amount * percent) / 100) for amount, percent in some + large]
    total, likely = sum(amount for amount, _ in payments), Decimal(0)
    for start in range(1, total + 1):
        hit = set(hits_in(amounts=[amount for amount, _ in payments], sample_size=size, start=start))
        found = error_by_amount(
            hit=[HitPayment(*payments[place]) for place in hit],
            sample_size=size,
            others=[amount for place, (amount, _) in enumerate(payments) if place not in hit],
            confidence="0.9",
        )
        assert found.found <= found.upper_amount
        assert found.most_likely_amount <= found.upper_amount
        likely += found.most_likely_amount
    # Each estimate is rounded to whole öre.
    assert abs(likely / total - sum(error for _, error in payments)) <= Decimal("0.005")


def test_what_cant_be_is_told_with_its_place() -> None:
    for hit, size, others, field in (
        ([(10, 11)], 1, [], "hit[0].error"),
        ([(10, 0)], 2, [10, 30], "others[1]"),
        ([(10, 0), (20, 0)], 1, [], "sample_size"),
        ([], 1, [5], "hit"),
        ([(0, 0)], 1, [], "hit[0].amount"),
    ):
        with pytest.raises(ArgumentError) as told:
            estimate(hit, size, others)
        assert field in [fault.field for fault in told.value.faults]
