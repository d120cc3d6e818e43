"""`stickprov report`: the same file as the page gives, and in words what can't be done."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.cli import main
from audit.reports import operations
from audit.reports.renderings.word_template import default_template
from audit.rounds.models import Round
from tests.reports import documents
from tests.reports.publishing import publish
from tests.reports.told import paper_year, tell
from tests.support.house import House
from tests.support.story import drawn_round, planned_round


@pytest.fixture
def run(house: House, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setenv("STICKPROV_DATABASE_URL", house.settings.database_url)
    return Run(house.settings.instance)


class Run:
    """`stickprov …` on the house's installation."""

    def __init__(self, instance: Path) -> None:
        self.output = instance / "rapport.docx"
        self._instance = str(instance)

    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--instance", self._instance, "--output", os.fspath(self.output)])


def test_the_command_gives_the_file_of_the_page_byte_for_byte(house: House, run: Run) -> None:
    told = tell(house)
    client = house.client("samordnare")
    client.fill(f"/omgangar/{told.round_id}/rapport/avsnitt/bakgrund", text="Egen text 😀 {{ 7*7 }}")
    page = client.get(f"/omgangar/{told.round_id}/rapport/fil/docx").data
    result = run("report", "--year", "2026", "--format", "docx")
    assert result.exit_code == 0, result.output
    assert run.output.read_bytes() == page
    assert "Aktgranskning 2026 för Kungsholmen och Norrmalm" in result.output


def test_a_year_without_a_round_is_said_in_words(run: Run) -> None:
    result = run("report", "--year", "2019")
    assert result.exit_code == 1
    assert "Det finns ingen aktgranskning för 2019." in result.output
    assert not run.output.exists()


def test_several_rounds_are_listed_and_one_is_chosen_by_number(house: House, run: Run) -> None:
    first, second = drawn_round(house), drawn_round(house, "Östermalm", prefix="x")
    result = run("report", "--year", "2026")
    assert result.exit_code == 1
    assert f"--round {first}  Aktgranskning 2026 (Kungsholmen, Norrmalm)" in result.output
    assert f"--round {second}  Aktgranskning 2026 (Östermalm)" in result.output
    assert not run.output.exists()
    assert "för Östermalm" in run("report", "--year", "2026", "--round", str(second)).output
    assert run.output.exists()


def test_a_round_of_another_year_is_refused(house: House, run: Run) -> None:
    round_id = drawn_round(house)
    result = run("report", "--year", "2025", "--round", str(round_id))
    assert (result.exit_code, result.output) == (1, f"Omgång {round_id} är från 2026, inte 2025.\n")
    assert run("report", "--year", "2026", "--round", "9999").output == "Det finns ingen omgång 9999.\n"


def test_a_year_on_paper_has_its_report_and_a_round_not_drawn_has_none(house: House, run: Run) -> None:
    paper_id = paper_year(house)
    for arguments in (("--year", "2014"), ("--year", "2014", "--round", str(paper_id))):
        result = run("report", *arguments)
        assert result.exit_code == 0, result.output
        assert "Internkontroll 2014 för Kungsholmen och Norrmalm" in result.output
        run.output.unlink()
    planned_round(house)
    result = run("report", "--year", "2026")
    assert result.exit_code == 1
    assert "har inget urval" in result.output
    assert not run.output.exists()


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx", "html"])
def test_every_form_is_given_and_is_the_file_of_the_page(house_on_sqlite: House, form: str) -> None:
    round_id, run = drawn_round(house_on_sqlite), Run(house_on_sqlite.settings.instance)
    result = run("report", "--year", "2026", "--format", form)
    assert result.exit_code == 0, result.output
    answer = house_on_sqlite.client("samordnare").get(f"/omgangar/{round_id}/rapport/fil/{form}")
    assert run.output.read_bytes() == answer.data


def test_each_board_can_have_its_own_report(house_on_sqlite: House) -> None:
    house, run = house_on_sqlite, Run(house_on_sqlite.settings.instance)
    round_id = drawn_round(house)
    assert (
        "en av omgångens nämnder: Kungsholmen, Norrmalm." in run("report", "--year", "2026", "--board", "Söder").output
    )
    result = run("report", "--year", "2026", "--board", "norrmalm")
    assert "Aktgranskning 2026 för Norrmalm" in result.output
    where = f"/omgangar/{round_id}/rapport/namnd/{house.boards['Norrmalm']}/fil/docx"
    assert run.output.read_bytes() == house.client("samordnare").get(where).data
    assert "Kungsholmen" not in documents.everything(run.output.read_bytes())
    assert house.client("annan-samordnare").get(where).status_code == 404


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx", "html"])
def test_a_published_version_is_taken_out_as_it_was_frozen(house_on_sqlite: House, form: str) -> None:
    house, run = house_on_sqlite, Run(house_on_sqlite.settings.instance)
    round_id, client = drawn_round(house), house.client("samordnare")
    assert "Rapporten är inte publicerad." in run("report", "--year", "2026", "--version", "1").output
    publish(house, round_id)
    client.fill(f"/omgangar/{round_id}/rapport/avsnitt/bakgrund", text="Skriven efteråt.")
    for version in ("1", "senaste"):
        result = run("report", "--year", "2026", "--format", form, "--version", version)
        assert result.exit_code == 0, result.output
        assert "Aktgranskning 2026 för Kungsholmen och Norrmalm, version 1" in result.output
        page = client.get(f"/omgangar/{round_id}/rapport/publicerad/1/fil/{form}")
        assert run.output.read_bytes() == page.data
    for wrong in ("2", "0", "-1", "nyaste", "1.0", "²"):
        result = run("report", "--year", "2026", f"--version={wrong}")
        assert (result.exit_code, "Publicerade versioner: 1." in result.output) == (1, True), wrong


def test_where_each_board_has_its_report_one_is_named(house_on_sqlite: House) -> None:
    house, run = house_on_sqlite, Run(house_on_sqlite.settings.instance)
    round_id = drawn_round(house)
    with house.database.transaction() as session:
        operations.choose(session, stamp=house.stamp(), round_=session.get_one(Round, round_id), each=True)
    publish(house, round_id, board_id=house.boards["Norrmalm"])
    result = run("report", "--year", "2026")
    assert (result.exit_code, result.output) == (
        1,
        "Nämnderna har var sin rapport. Välj en med --board: Kungsholmen, Norrmalm.\n",
    )
    assert run("report", "--year", "2026", "--board", "Kungsholmen", "--version", "1").exit_code == 1
    result = run("report", "--year", "2026", "--board", "Norrmalm", "--version", "senaste")
    assert "Aktgranskning 2026 för Norrmalm, version 1" in result.output
    assert "Kungsholmen" not in documents.everything(run.output.read_bytes())


def test_a_place_that_can_not_be_written_is_said_in_words(house: House, run: Run) -> None:
    drawn_round(house)
    run.output = run.output.parent / "saknad mapp" / "rapport.docx"
    result = run("report", "--year", "2026")
    assert result.exit_code == 1
    assert "filen går inte att skriva" in result.output


def test_the_template_is_given_to_be_changed(run: Run) -> None:
    run.output = run.output.with_name("mall.docx")
    assert run("report-template").exit_code == 0
    assert run.output.read_bytes() == default_template()
