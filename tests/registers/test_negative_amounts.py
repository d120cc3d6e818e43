"""A payment file with »250-«: read by a declared rule, and said clearly where nothing tells that it is a reversal."""

from tests.registers.files import both_ways, payments


def test_a_minus_after_the_amount_is_told_where_the_row_is_no_reversal() -> None:
    found = both_ways(payments({"belopp": "250-"}, {}), "utbetalningar")
    [flag] = found.flags
    assert (flag.row, flag.column) == (2, "belopp")
    assert "»250-« är −250" in flag.what
    assert found.units[0].values["belopp"] == "-250.00"


def test_a_reversal_with_its_payment_is_no_suspicion() -> None:
    found = both_ways(payments({"belopp": "250,00"}, {"belopp": "250-", "status": "makulerad"}), "utbetalningar")
    assert found.flags == ()
    assert [unit.counterpart for unit in found.units] == [3, 2]
