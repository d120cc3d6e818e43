"""The user's documents of 2009–2015: what adds up, and what contradicts itself, is found by computing."""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from audit.indicators import operations as indicators
from audit.indicators.operations import Finding, Seen
from audit.indicators.rules.lights import Light
from audit.indicators.rules.words import CheckKind, Verdict
from tests.indicators.told import documents_of_the_user
from tests.support.house import build, close


@pytest.fixture(scope="module")
def documents(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Seen]]:
    folder = tmp_path_factory.mktemp("documents")
    shutil.copyfile(migrated_sqlite, folder / "stickprov.db")
    house = build(f"sqlite:///{folder / 'stickprov.db'}", folder)
    yield documents_of_the_user(house)
    close(house)


PLACES = (
    "Andel praktikplatser som kan tillhandahållas för de aspiranter som Jobbtorg Stockholm kan matcha i förhållande "
    "till antal anställda"
)
# The fifteen computable contradictions of the documents: the year, the check, and what stands against what. Two checks
# tell of the same one at the months, the jobs offered and the staff of 2009.
CONTRADICTIONS = [
    (2015, "Förändringen i antal hushåll", ["Östermalm: −23 anges, men 169 − 194 = −25. Skillnad 2."]),
    (
        2015,
        "Hushållen i de tre nämnderna tillsammans",
        [
            "2014: 559 anges, men 184 + 187 + 194 = 565. Skillnad 6.",
            "2015: 491 anges, men 166 + 160 + 169 = 495. Skillnad 4.",
        ],
    ),
    (
        2015,
        "Avslutade hushåll per orsak",
        [
            "Kungsholmen: 220 anges, men 60 + 12 + 18 + 23 + 30 + 48 = 191. Skillnad 29.",
            "Norrmalm: 202 anges, men 70 + 13 + 9 + 14 + 31 + 46 = 183. Skillnad 19.",
            "Östermalm: 196 anges, men 30 + 17 + 17 + 23 + 33 + 48 = 168. Skillnad 28.",
            "Alla tre: 618 anges, men 160 + 42 + 44 + 60 + 94 + 142 = 542. Skillnad 76.",
        ],
    ),
    (
        2015,
        "Bidragstagarna i november efter försörjningshinder",
        ["Personer: 464 anges, men 195 + 105 + 113 = 413. Skillnad 51."],
    ),
    (
        2015,
        "Östermalms överskott på arbetsmarknadsåtgärder i text och tabell",
        ["0,8 anges, men 0,6 på det andra stället. Skillnad 0,2."],
    ),
    (2015, "Tiden med försörjningsstöd i år", ["2015: 5,2 anges, men 68,2 / 12 ≈ 5,7. Skillnad 0,5."]),
    (2015, "Tiden med försörjningsstöd i månader", ["2015: 68,2 anges, men 1 447 / 23 ≈ 62,9. Skillnad 5,3."]),
    (
        2015,
        "Arbetstillfällen i feriearbetet",
        [
            "Egna arbetstillfällen: 534 anges, men 160 + 194 + 185 = 539. Skillnad 5.",
            "Från fackförvaltningar: 19 anges, men 8 + 4 + 6 = 18. Skillnad 1.",
        ],
    ),
    (
        2015,
        "Fler jobbade än det fanns arbetstillfällen",
        ["Kungsholmen: 185 anges, men det är mer än 160 + 8 = 168. Skillnad 17."],
    ),
    (
        2015,
        "Åldern i feriearbetet",
        ["Årtal eller ålder: 19 anges, men det är mindre än 2015 − 1995 = 20. Skillnad 1."],
    ),
    (2015, "Antalet anställda", ["2015: 30 anges, men 1 + 1 + 1 + 2,25 + 15 + 1 + 6 + 4 = 31,25. Skillnad 1,25."]),
    (
        2015,
        "Andelen med försörjningsstöd i text och indikator",
        ["0,5 anges, men 0,31 på det andra stället. Skillnad 0,2."],
    ),
    (2015, "Alla uppsatta mål är klarade", ["Sjukfrånvaro: inte nått, 8 mot högst 5,7: 2,3 ifrån."]),
    (2011, "Antalet medarbetare", ["2011: 29 anges, men 1 + 1 + 2 + 15 + 6 + 3 = 28. Skillnad 1."]),
    (2009, "Antalet medarbetare i texten", ["2009: 31 anges, men 1 + 1 + 3 + 1 + 18 + 6 + 2 = 32. Skillnad 1."]),
    (
        2009,
        "Antalet medarbetare i organisationsschemat",
        ["31 anges, men 1 + 1 + 4 + 12 + 6 + 2 + 1 + 3 = 30. Skillnad 1."],
    ),
    (
        2014,
        "Andelen bidragshandläggare som bytts ut",
        ["Anges: 75 anges, men 4 av 6 är 66,7 %. Skillnad 8."],
    ),
    (
        2011,
        "Enheterna passar till namnen",
        [
            f"{PLACES}: enheten är st, men det som heter Andel mäts i %.",
        ],
    ),
]


def found(documents: dict[int, Seen], year: int) -> dict[str, Finding]:
    return {one.check.title: one for one in indicators.findings(documents[year])}


@pytest.mark.parametrize(("year", "title", "said"), CONTRADICTIONS)
def test_each_contradiction_is_found_with_its_arithmetic(
    documents: dict[int, Seen], year: int, title: str, said: list[str]
) -> None:
    finding = found(documents, year)[title]
    assert finding.verdict is Verdict.CONTRADICTS
    assert [tried.words.replace("\u00a0", " ") for tried in finding.failing] == said


def test_nothing_else_contradicts_itself(documents: dict[int, Seen]) -> None:
    told = {
        (year, title)
        for year in documents
        for title, finding in found(documents, year).items()
        if finding.verdict is Verdict.CONTRADICTS
    }
    assert told == {(year, title) for year, title, _ in CONTRADICTIONS}


def test_what_a_person_has_to_judge_stands_as_five_notes_with_their_source(documents: dict[int, Seen]) -> None:
    notes = [
        check for seen in documents.values() for check in seen.checks if check.kind is CheckKind.NOTE and check.source
    ]
    assert len(notes) == 5
    assert {check.document_id for check in notes} == {documents[year].id for year in (2009, 2010, 2014, 2015)}


@pytest.mark.parametrize(
    ("year", "titles"),
    [
        (2009, ("Netto i budgeten", "Förändringen mot 2008", "Budgetens summa")),
        (2011, ("Netto i budgeten", "Budgetens kostnader och netto", "Budgetens intäkter")),
        (
            2015,
            (
                "Netto i driftbudgeten",
                "Resultat i driftbudgeten",
                "Driftbudgetens summa",
                "Driftbudgetens delsumma för ekonomiskt bistånd",
                "Driftbudgetens delsumma för arbetsmarknadsåtgärder",
            ),
        ),
    ],
)
def test_the_budget_tables_add_up(documents: dict[int, Seen], year: int, titles: tuple[str, ...]) -> None:
    for title in titles:
        finding = found(documents, year)[title]
        assert finding.verdict is Verdict.AGREES, finding.arithmetic
        assert not finding.failing


def test_the_change_from_text_to_a_new_figure_is_found_at_once(documents: dict[int, Seen]) -> None:
    """Nothing is written down as a contradiction: change a figure, and it agrees."""
    seen = documents[2015]
    table = next(one for one in seen.tables if one.caption == "Hushåll per månad")
    before = table.cells
    table.cells = [[cell.replace("−23", "−25") for cell in row] for row in before]
    try:
        assert found(documents, 2015)["Förändringen i antal hushåll"].verdict is Verdict.AGREES
    finally:
        table.cells = before


def test_the_lights_of_2015_say_what_is_met_and_what_can_not_be_told(documents: dict[int, Seen]) -> None:
    lights = {
        one.row.name.split()[0] + " " + one.row.name.split()[-1]: one.standing() for one in documents[2015].indicators
    }
    assert lights["Andel bistånd"].light is Light.MET
    assert lights["Sjukfrånvaro Sjukfrånvaro"].light is Light.MISSED
    assert lights["Antal socialtjänsten"].why.startswith("Riktningen är inte angiven")
    assert lights["Antal matchar"].why == "Utfallet saknas."


def test_outcomes_of_boards_and_of_the_year_before_stand_beside(documents: dict[int, Seen]) -> None:
    seen = documents[2015]
    one = next(one for one in seen.indicators if one.row.name.startswith("Antal ungdomar"))
    boards = {
        seen.boards[board]: one.figure((year, period, board)) for year, period, board in one.board_keys() if board
    }
    assert boards == {"Kungsholmen": Decimal(185), "Norrmalm": Decimal(176), "Östermalm": Decimal(185)}
    assert [one.figure(key) for key in one.earlier()] == [Decimal(230)]
    series = {each.name: each for each in indicators.over_years(documents.values())}
    assert set(series["Antal ungdomar som fått sommarjobb i stadens regi"].years) == {2011, 2014, 2015}


def test_everything_counted_in_the_documents_is_there(documents: dict[int, Seen]) -> None:
    assert {year: len(seen.indicators) for year, seen in documents.items()} == {
        2009: 22, 2010: 0, 2011: 19, 2014: 0, 2015: 11,
    }  # fmt: skip
