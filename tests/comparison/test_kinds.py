"""Payments and estates over the years: the same pages in their own words, never in one figure with case files."""

from audit.comparison.operations import files
from audit.registers.rules import RegisterKind
from audit.wording import UNITS
from tests.findings.told import words
from tests.rounds.test_by_krona import BY_KRONA
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round, signed_round

PAYMENTS = RegisterKind.PAYMENTS
Q = "pay_decision_exists"


def test_payments_are_compared_by_themselves_in_their_own_words(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    signed_round(house, year=2025)
    reader = house.client("lasare")
    assert "Vad som jämförs" not in reader.get("/jamforelse").text
    earlier = distributed_round(house, year=2025, prefix="P", kind=PAYMENTS)
    review = answered_review(house, earlier, answers={Q: ("nej", "Påhittat: beslutet saknas.")})
    house.client("granskare").fill(f"/granskning/{review}/belopp", overpaid="100", underpaid="0")
    house.client("granskare").fill(f"/granskning/{review}/signera")
    signed_round(house, year=2026, prefix="Q", kind=PAYMENTS)
    files_only, page = reader.get("/jamforelse"), reader.get("/jamforelse?sort=utbetalningar")
    assert 'href="/jamforelse?sort=utbetalningar"' in files_only.text
    assert "sort=boutredningar" not in files_only.text
    assert "Alla områden 0 av" in words(files_only)
    assert "Alla områden 1 av" in words(page)
    for part in ("", "/fragor", "/namnd", "/tabell", "/sida-vid-sida", f"/fraga/{Q}"):
        of_payments = reader.get(f"/jamforelse{part}?sort=utbetalningar")
        assert "utbetalningar" in words(of_payments)
        assert "akter" not in words(of_payments).split("Vad som jämförs")[-1].replace("Akter", "").split(), part
        assert 'href="/jamforelse/fragor?sort=utbetalningar' in of_payments.text
    assert reader.get(f"/jamforelse/fraga/{Q}").status_code == 404
    assert reader.get("/jamforelse?sort=annat").status_code == 404
    taken = reader.get("/jamforelse/tabell.csv?sort=utbetalningar")
    assert "jamforelse-utbetalningar.csv" in taken.headers["Content-Disposition"]
    assert Q in taken.text
    assert Q not in reader.get("/jamforelse/tabell.csv").text


def test_a_year_drawn_by_amount_says_so_instead_of_figures(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = signed_round(house, **BY_KRONA)
    reader = house.client("lasare")
    for part in ("", "/fragor", "/namnd", "/tabell", f"/fraga/{Q}"):
        told = words(reader.get(f"/jamforelse{part}?sort=utbetalningar"))
        assert "drogs efter belopp" in told, part
        assert " av 3" not in told, part
    beside = words(reader.get(f"/jamforelse/sida-vid-sida?sort=utbetalningar&omgang={round_id}"))
    assert "Året drogs efter belopp" in beside
    assert Q not in reader.get("/jamforelse/tabell.csv?sort=utbetalningar").text


def test_every_kind_explains_its_columns_in_its_own_words() -> None:
    for kind in RegisterKind:
        said = " ".join(meaning for _, meaning in files.meanings(kind, ()))
        assert f"granskade {UNITS[kind][1]}" in said
        assert "{" not in said
        assert ("akter" in said) == (kind is RegisterKind.CASES)
