"""How far two reviewers agree, in words: the count first, and no more than it carries."""

from audit.wording import agreed_of, agreement_said, alike_said, coefficient_said
from tests.wording.test_limits import plain

MOSTLY = ((40, 2, 0), (3, 5, 0), (0, 0, 0))


def test_the_count_comes_first_and_then_what_chance_leaves() -> None:
    agreed = agreed_of(MOSTLY)
    assert plain(alike_said(agreed)) == "45 av 50 (90 %)"
    assert plain(agreement_said(agreed)) == (
        "De två gav samma svar i 45 av 50 jämförda svar (90 %). "
        "Enligt intervallet för AC1 är det långt mer än slumpen skulle ge."
    )
    assert plain(coefficient_said(agreed, agreed.ac1)) == "0,89 (0,78 till 0,99)"
    assert plain(coefficient_said(agreed, agreed.kappa)) == "0,61 (0,30 till 0,92)"


def test_few_answers_say_little() -> None:
    agreed = agreed_of(((2, 1), (1, 1)))
    assert plain(agreement_said(agreed)).endswith(
        "Underlaget räcker inte för att säga att det är mer än slumpen skulle ge."
    )
    one = agreed_of(((1, 0), (0, 0)))
    assert plain(agreement_said(one)).endswith("Ett enda svar säger inget om hur ofta de är överens.")
    assert coefficient_said(one, one.ac1) == "– (för få svar)"


def test_where_all_are_alike_no_interval_is_made_up() -> None:
    agreed = agreed_of(((8, 0), (0, 0)))
    assert coefficient_said(agreed, agreed.ac1) == "1,00 (alla lika)"
    assert coefficient_said(agreed, agreed.kappa) == "– (alla lika)"
    assert "går inte att räkna ut ur 8 svar" in plain(agreement_said(agreed))


def test_where_nothing_is_compared_that_is_said() -> None:
    nothing = agreed_of(((0, 0), (0, 0)))
    assert agreement_said(nothing) == "Inga svar är jämförda än."
    assert alike_said(nothing) == "–"
