"""Targeted samples beside the boards' own: disjoint, proven by themselves, reviewed alike and counted apart."""

from pathlib import Path
from typing import Any

import pytest

from audit.comparison import operations as comparison
from audit.findings import operations as findings
from audit.registers.models import RegisterUnit
from audit.reports import operations as reports
from audit.reports.content import Figure
from audit.reviews import operations as reviews
from audit.rounds import operations
from audit.rounds.models import Round
from audit.rounds.rules import ReplacementReason, Standing, Target
from tests.rounds.pages import the_sample, words
from tests.rounds.test_protocol import stickprov
from tests.support.house import House
from tests.support.reviewed import signed_round
from tests.support.story import drawn_round, planned_round

FAMILIES = {Target.FAMILIES: (2, 1)}


def targeted(house: House, round_id: int, target: Target | None = Target.FAMILIES) -> list[Any]:
    with house.database.transaction(write=False) as session:
        return operations.sample(session, round_id, target=target)


def test_a_targeted_sample_holds_only_cases_that_fit_and_none_twice(house: House) -> None:
    round_id = drawn_round(house, targets={Target.FAMILIES: (3, 2), Target.LONG: (3, 2)})
    everything = targeted(house, round_id, None)
    assert len(everything) == len({unit.unit_id for unit in everything}) == 30
    with house.database.transaction(write=False) as session:
        for unit in targeted(house, round_id):
            assert session.get_one(RegisterUnit, unit.register_unit_id).content["antal_barn"] == 2
        for unit in targeted(house, round_id, Target.LONG):
            assert session.get_one(RegisterUnit, unit.register_unit_id).content["bistand_manader"] > 10


def test_the_boards_own_sample_is_the_same_with_and_without_it(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    with_it, without = drawn_round(house, targets=FAMILIES), drawn_round(house)
    assert [unit.ticket for unit in the_sample(house, with_it)] == [unit.ticket for unit in the_sample(house, without)]


def test_each_protocol_proves_itself(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    round_id, client = drawn_round(house, targets=FAMILIES), house.client("lasare")
    for protocol, frame in (("protokoll.json", "ram.csv"), ("protokoll/barnfamiljer.json", "ram/barnfamiljer.csv")):
        Path("p.json").write_bytes(client.get(f"/omgangar/{round_id}/{protocol}").get_data())
        Path("r.csv").write_bytes(client.get(f"/omgangar/{round_id}/{frame}").get_data())
        result = stickprov("verify", "p.json", "--frame", "r.csv")
        assert result.exit_code == 0, result.stderr
    assert client.get(f"/omgangar/{round_id}/protokoll/unga").status_code == 404


def test_too_few_cases_are_told_and_no_error(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    targets = {Target.FAMILIES: (30, 5), Target.NEW: (2, 0)}
    round_id = planned_round(house, targets=targets)
    page = words(house.client("samordnare").get(f"/omgangar/{round_id}/storlekar"))
    assert "Barnfamiljer: bara 13 akter uppfyller villkoret, av 30 önskade." in page
    assert "Nya ärenden: bara 0 akter uppfyller villkoret, av 2 önskade." in page
    round_id = drawn_round(house, targets=targets)
    units = [unit for unit in targeted(house, round_id) if unit.board_id == house.boards["Norrmalm"]]
    assert 0 < len(units) <= 13
    assert {unit.standing for unit in units} == {Standing.SAMPLE}
    client = house.client("lasare")
    assert "Norrmalm: önskat var 30 akter." in words(client.get(f"/omgangar/{round_id}/protokoll/barnfamiljer"))
    assert "Inget drogs:" in words(client.get(f"/omgangar/{round_id}/protokoll/nya"))
    with house.database.transaction(write=False) as session:
        assert operations.draw_of(session, round_id, Target.NEW) is None


def test_its_files_are_fetched_and_replaced_like_the_others(house: House) -> None:
    round_id = drawn_round(house, targets=FAMILIES)
    first, second, reserve = [unit for unit in targeted(house, round_id) if unit.board_id == house.boards["Norrmalm"]]
    client = house.client("samordnare")
    page = words(client.get(f"/omgangar/{round_id}/hamtlista"))
    assert "Norrmalm, riktat urval: barnfamiljer" in page
    answer = client.fill(f"/omgangar/{round_id}/hamtlista", units=[str(second.id)], retrieval="hamtad")
    assert answer.status_code == 302
    with house.database.transaction() as session:
        called_in = operations.replace_unit(
            session, stamp=house.stamp(), unit=session.merge(first), reason=ReplacementReason.ON_LOAN
        )
        assert called_in.unit_id == reserve.unit_id
    told = words(client.get(f"/omgangar/{round_id}/protokoll/barnfamiljer"))
    assert f"{first.unit_id}Norrmalm" in told.replace(" ", "")
    assert "Inga akter har ersatts." in words(client.get(f"/omgangar/{round_id}/protokoll"))


def test_results_are_counted_apart(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = signed_round(house, targets=FAMILIES)
    boards = house.board_ids("Kungsholmen", "Norrmalm")
    with house.database.transaction(write=False) as session:
        round_ = session.get_one(Round, round_id)
        own = reviews.counts(session, round_id=round_id)
        assert {counts.reviewed for counts in own.values()} == {3}
        beside = reviews.counts(session, round_id=round_id, target=Target.FAMILIES)
        assert {counts.reviewed for counts in beside.values()} == {2}
        assert findings.results(session, round_=round_, board_ids=boards).reviews == 6
        (one,) = findings.targeted_results(session, round_=round_, board_ids=boards)
        assert (one.results.signed, one.population) == (4, sum(one.populations.values()))
        cells = comparison.cells(session, of_years=comparison.years(session, board_ids=boards), board_ids=boards)
        assert {cell.counts.reviewed for cell in cells.values() if cell.counts} == {3}
        report = reports.build(session, round_=round_).report
    headings = [section.heading for section in report.annex]
    assert headings[-2:] == ["Riktade urval", "Barnfamiljer"]
    signed = report.annex[-1].tables[0].rows[-1].cells[2]
    assert isinstance(signed, Figure)
    assert signed.value == 4
    page = words(house.client("samordnare").get(f"/iakttagelser/omgang/{round_id}"))
    assert "Riktade urval, redovisade för sig" in page
    assert "4 av 4 akter är signerade." in page


def test_it_is_chosen_on_the_plan_and_shown_again(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, client = planned_round(house), house.client("samordnare")
    norrmalm = house.boards["Norrmalm"]
    wanted = {f"size_unga_{norrmalm}": "2", f"reserves_unga_{norrmalm}": "1"}
    assert client.fill(f"/omgangar/{round_id}/andra", **wanted).status_code == 302
    assert client.form(f"/omgangar/{round_id}/andra")[1][f"size_unga_{norrmalm}"] == "2"
    assert "Unga vuxna" in words(client.get(f"/omgangar/{round_id}"))
    answer = client.fill(f"/omgangar/{round_id}/andra", **{f"size_unga_{norrmalm}": "-2"})
    assert answer.status_code == 422
    assert "Riktat urval: unga vuxna, Norrmalm: Skriv ett antal från 0 och uppåt." in words(answer)


def test_no_text_about_the_round_names_its_cases(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = drawn_round(house, targets=FAMILIES)
    client = house.client("samordnare")
    unit = targeted(house, round_id)[0].unit_id
    answer = client.fill(f"/kommunicering/omgang/{round_id}/samtal", held_on="2026-09-01", participants=f"Om {unit}")
    assert answer.status_code == 422
