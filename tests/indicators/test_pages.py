"""A coordinator enters, pastes and imports goals and figures; what doesn't add up is settled and never changed."""

import io

import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlmodel import col, select
from werkzeug.datastructures import FileStorage

from audit.indicators import operations as indicators
from audit.indicators.operations import DocumentPlan
from audit.indicators.rules.pasting import IndicatorRow
from audit.indicators.rules.words import DocumentKind
from audit.journal.models import JournalEntry
from audit.registers import operations as registers
from audit.registers.operations import Delivery
from audit.registers.rules import RegisterKind
from tests.findings.told import words
from tests.indicators.told import documents_of_the_user, parts, read, written
from tests.registers.files import cases, csv_file
from tests.support.house import House
from tests.support.story import PERIOD, drawn_round

ROOT = "/indikatorer"


def test_a_year_is_entered_by_form_and_its_lights_are_words(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, boards = house.client("samordnare"), [str(one) for one in house.board_ids("Kungsholmen", "Norrmalm")]
    assert "Inget dokument är upplagt" in words(client.get(ROOT))
    address = client.fill(f"{ROOT}/ny", year="2026", title="Plan 2026", boards=boards).location
    client.fill(f"{address}/mal", level="namndmal", text="Besked i tid")
    form = client.form(f"{address}/indikator")[1]
    outcome = next(name for name in form if name.startswith("outcome_2026_VB_") and not name.endswith("_0"))
    given = {
        "name": "Andel i tid",
        "unit": "%",
        "direction": "hogre",
        "target": "90",
        "outcome_2026_T1_0": "85,5 %",
    }
    client.fill(f"{address}/indikator", **given, quantity="andel", **{outcome: "95"})
    page = words(client.get(address))
    assert "Nära målet 85,5 mot minst 90: 4,5 ifrån." in page
    assert "Kungsholmen 95" in page
    client.fill(f"{address}/mal", level="inriktningsmal", text="Överst", after="")
    with house.database.transaction(write=False) as session:
        actions = set(
            session.exec(select(JournalEntry.action).where(col(JournalEntry.action).contains("year_document")))
        )
    assert actions == {f"year_document:{each}" for each in ("created", "goal_added", "indicator_added")}


def test_what_an_indicator_counts_is_said_and_not_told_from_its_name(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, document = house.client("samordnare"), written(house)
    address = f"{ROOT}/{document}"
    told = {"name": "Nöjda i betyg", "direction": "hogre", "city_target": "4", "outcome_2026_VB_0": "3"}
    unsaid = client.fill(f"{address}/indikator", **told)
    assert unsaid.status_code == 422
    assert "Slag: Välj om utfallet är en andel eller ett antal." in words(unsaid)
    assert client.fill(f"{address}/indikator", **told, quantity="andel").status_code == 302
    assert "Sämre än stadens mål 3 mot minst 4" in words(client.get(address))
    again = "Indikator;Riktning;KF:s årsmål;Utfall\nNöjda i betyg;högre;4;4"
    client.fill(f"{address}/las-in/indikatorer", pasted=again)
    assert "Lika bra som stadens mål eller bättre" in words(client.get(address))
    client.fill(f"{address}/las-in/indikatorer", pasted=again.replace(";4;4", ";4;4;antal").replace("\n", ";Slag\n"))
    assert "Gäller hela staden" in words(client.get(address))


def test_everything_wrong_is_told_at_once_nothing_is_half_written_and_what_was_typed_stays(
    house_on_sqlite: House,
) -> None:
    house = house_on_sqlite
    client, document = house.client("samordnare"), written(house)
    address = f"{ROOT}/{document}"
    wrong = "Indikator;Årsmål;Utfall\nNy;250-;1\nNy två;5;ett"
    answer = client.fill(f"{address}/las-in/indikatorer", pasted=wrong)
    assert answer.status_code == 422
    page = words(answer)
    assert "Rad 2, Årsmål: »250-« – har minustecknet sist" in page
    assert "Rad 3, Kolumn 3: »ett« – är inte ett tal" in page
    assert "Ny två;5;ett" in answer.text
    assert len(read(house, document).indicators) == 1
    bad = client.fill(f"{address}/tabell", caption="Ny", pasted="Nämnd;2026\nKungsholmen;24-36\nKungsholmen;1")
    assert bad.status_code == 422
    assert "intervall" in words(bad)
    assert "namnet står två gånger" in words(bad)
    sent = client.fill(
        f"{ROOT}/indikator/{parts(house, document)['indicator_id']}", target="250-", outcome_2026_T2_0="x"
    )
    assert "»250-« har minustecknet sist" in words(sent)
    assert "»x« är inte ett tal" in words(sent)
    assert 'value="250-"' in sent.text
    assert client.fill(f"{ROOT}/ny", title="", boards=[]).status_code == 422
    assert client.fill(f"{address}/kontroll", title="X", formula="Totalt = Nej").status_code == 422


def test_a_table_comes_by_paste_or_file_with_its_totals(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, document = house.client("samordnare"), written(house)
    address, target = f"{ROOT}/{document}", io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate((("Nämnd", 2025, 2026), ("Kungsholmen", 184, 166.5), ("Totalt", 184, None))):
            sheet.write_row(line, 0, row)
    file = FileStorage(io.BytesIO(target.getvalue()), "hushall.xlsx")
    assert client.fill(f"{address}/tabell", caption="Hushåll", unit="st", file=file).status_code == 302
    assert read(house, document).tables[-1].cells == [
        ["Nämnd", "2025", "2026"], ["Kungsholmen", "184", "166.5"], ["Totalt", "184", ""],
    ]  # fmt: skip
    csv = FileStorage(io.BytesIO("Rad;A\r\nSumma;1,5\r\n".encode("cp1252")), "b.csv")
    client.fill(f"{address}/tabell", caption="Budget", file=csv)
    assert read(house, document).tables[-1].cells == [["Rad", "A"], ["Summa", "1,5"]]
    for content in (b"%PDF-1.7", b"PK\x03\x04x", b""):
        refused = client.fill(f"{address}/tabell", caption="Trasig", file=FileStorage(io.BytesIO(content), "x.xlsx"))
        assert refused.status_code == 422
    file = FileStorage(io.BytesIO(b"a;b\nc;1"), "x.csv")
    assert "Välj antingen" in words(client.fill(f"{address}/tabell", caption="Två", pasted="a;b\nc;1", file=file))


def test_a_sum_that_does_not_add_up_is_shown_settled_and_left_as_it_is(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, document = house.client("samordnare"), written(house)
    check = parts(house, document)["check_id"]
    page = words(client.get(f"{ROOT}/motsagelser"))
    assert "Kungsholmen: 10 anges, men 4 + 5 = 9. Skillnad 1." in page
    assert client.fill(f"{ROOT}/kontroll/{check}/avgor", judgement="").status_code == 422
    client.fill(f"{ROOT}/kontroll/{check}/avgor", judgement="fel", note="Kontrollerat i registret.")
    page = words(client.get(f"{ROOT}/{document}/kontroller"))
    assert "Avgjort" in page
    assert "Dokumentet har fel. Kontrollerat i registret." in page
    before = read(house, document).tables[0].cells
    # The figures are changed by a person: then it has to be settled again, or agrees.
    table = parts(house, document)["figure_table_id"]
    client.fill(f"{ROOT}/tabell/{table}", pasted="Nämnd;Totalt;Arbete;Okänd\nKungsholmen;11;4;5\nNorrmalm;8;4;4")
    assert "Siffrorna har ändrats sedan dess" in words(client.get(f"{ROOT}/{document}/kontroller"))
    client.fill(f"{ROOT}/tabell/{table}", pasted="Nämnd;Totalt;Arbete;Okänd\nKungsholmen;9;4;5\nNorrmalm;8;4;4")
    assert "Alla siffror som prövas går ihop" in words(client.get(f"{ROOT}/motsagelser"))
    assert before[1][1] == "10"


def test_a_part_is_removed_and_the_rest_stands(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, document = house.client("samordnare"), written(house)
    own = parts(house, document)
    client.fill(f"{ROOT}/kontroll/{own['check_id']}/avgor", judgement="fel", note="Så är det.")
    client.fill(f"{ROOT}/mal/{own['goal_id']}", "Ta bort målet")
    client.fill(f"{ROOT}/tabell/{own['figure_table_id']}", "Ta bort tabellen och dess räkneregler")
    client.fill(f"{ROOT}/indikator/{own['indicator_id']}", "Ta bort indikatorn")
    seen = read(house, document)
    assert (len(seen.goals), len(seen.indicators), len(seen.tables), len(seen.checks)) == (2, 0, 0, 1)
    client.fill(f"{ROOT}/{document}", "Ta bort dokumentet")
    assert client.get(f"{ROOT}/{document}").status_code == 404


def test_the_documents_of_the_user_are_shown_to_their_boards_and_changed_only_by_who_runs_them_all(
    house_on_sqlite: House,
) -> None:
    house = house_on_sqlite
    documents = documents_of_the_user(house)
    latest, client = documents[2015].id, house.client("samordnare")
    page = words(client.get(f"{ROOT}/{latest}"))
    assert "Bara den som är samordnare för alla dokumentets nämnder kan ändra det" in page
    assert "Uppfylls helt" in page
    assert client.get(f"{ROOT}/{latest}/andra").status_code == 404
    assert client.get(f"{ROOT}/tabell/{parts(house, latest)['figure_table_id']}").status_code == 404
    # A note may be written by the coordinator of any of the boards.
    assert client.get(f"{ROOT}/kontroll/{parts(house, latest)['check_id']}/avgor").status_code == 200
    reader = house.client("lasare")
    over, whole = words(reader.get(f"{ROOT}/over-aren")), words(reader.get(f"{ROOT}/motsagelser"))
    assert "Antal ungdomar som fått sommarjobb i stadens regi (st)" in over
    assert "23 saker väntar" in whole.replace("\u00a0", " ")
    assert reader.get(f"{ROOT}/ny").status_code == 403
    book = CalamineWorkbook.from_filelike(io.BytesIO(reader.get(f"{ROOT}/tabeller.xlsx").data))
    assert book.sheet_names == ["Mål", "Utfall", "Tabeller", "Kontroller"]
    assert any(row[6] == 618 for row in book.get_sheet_by_name("Tabeller").to_python())


def test_another_boards_document_is_not_there(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    other = written(house, "Östermalm", account="annan-samordnare", words="Hemligt")
    for account in ("samordnare", "lasare"):
        client = house.client(account)
        assert client.get(f"{ROOT}/{other}").status_code == 404
        assert "Hemligt" not in client.get(ROOT).text
        assert "Hemligt" not in client.get(f"{ROOT}/motsagelser").text
        assert "Hemligt" not in client.get(f"{ROOT}/over-aren").text
    stranger = house.board_ids("Östermalm")
    made = house.client("samordnare").fill(f"{ROOT}/ny", year="2026", title="X", boards=[str(stranger[0])])
    assert made.status_code == 422


def test_guarantees_are_measured_from_the_register_and_feed_an_indicator(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    board = house.board_ids("Kungsholmen")
    assert "Inget registerutdrag med ärenden" in words(house.client("lasare").get(f"{ROOT}/kvalitetsgarantier"))
    rows = cases(
        {"arende_id": "K1", "komplett_datum": "2026-03-01", "beslutsdatum": "2026-03-10"},
        {"arende_id": "K2", "komplett_datum": "2026-03-01", "beslutsdatum": "2026-03-28"},
        {"arende_id": "K3", "komplett_datum": "", "beslutsdatum": "2026-03-20"},
    )
    delivery = Delivery(csv_file(rows), "arenden.csv", RegisterKind.CASES, PERIOD)
    with house.database.transaction() as session:
        key = house.settings.pseudonym_key
        registers.take_in(session, stamp=house.stamp(), delivery=delivery, board_ids=board, key=key)
        plan = DocumentPlan(2026, DocumentKind.PLAN, "Plan", tuple(board))
        seen = indicators.create_document(session, stamp=house.stamp(), plan=plan)
        row = IndicatorRow("Andel beslut i tid", "%", target="100", guarantee="beslut")
        indicators.save_indicator(session, stamp=house.stamp(), seen=seen, row=row)
    page = words(house.client("lasare").get(f"{ROOT}/kvalitetsgarantier")).replace("\u00a0", " ")
    assert "1 av 2 50,0 %" in page
    assert "1 saknar datum" in page
    assert "Telefontid" in page
    assert "Mäts ur registret" in words(house.client("samordnare").get(f"{ROOT}/{seen.id}"))
    one = read(house, seen.id).indicators[0]
    assert [str(one.figure(key)) for key in one.measured] == ["50.0", "50.0"]


def test_goals_stand_as_they_came_and_a_name_or_time_that_can_not_be_is_told(house: House) -> None:
    document = written(house)
    client = house.client("samordnare")
    client.fill(f"{ROOT}/{document}/mal", level="aktivitet", text="En", starts_on="2026-01-01", ends_on="2026-02-01")
    client.fill(f"{ROOT}/{document}/mal", level="aktivitet", text="Två")
    assert [goal.row.text for goal in read(house, document).goals][-2:] == ["En", "Två"]
    again = client.fill(f"{ROOT}/{document}/indikator", name="sjukfrånvaro", quantity="andel")
    assert "En annan indikator i dokumentet heter så" in words(again)
    backwards = {"level": "aktivitet", "text": "X", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}
    assert client.fill(f"{ROOT}/{document}/mal", **backwards).status_code == 422


def test_a_boards_outcomes_are_among_its_rows_for_ils(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    address = f"/omgangar/{drawn_round(house)}/rapport/ils"
    written(house, "Kungsholmen")
    client = house.client("samordnare")
    assert "Sjukfrånvaro\t7,5 %\tInte nått. 7,5 mot högst 5: 2,5 ifrån." in client.get(f"{address}?period=t1").text
    assert "Sjukfrånvaro\t6 %" in client.get(f"{address}?period=vb").text
    assert "Sjukfrånvaro" not in client.get(f"{address}?period=t2").text


def test_who_is_late_is_told_and_overwrites_nothing(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    document = written(house)
    address = f"{ROOT}/tabell/{parts(house, document)['figure_table_id']}"
    client = house.client("samordnare")
    action, fields = client.form(address)
    client.fill(address, pasted="Nämnd;Totalt;Arbete;Okänd\nKungsholmen;9;4;5")
    late = client.post(action, data={**fields, "pasted": "Nämnd;Totalt\nKungsholmen;1"})
    assert late.status_code == 409
    assert "Tabell Nämnd Totalt Arbete Okänd Kungsholmen 9 4 5" in words(late)
    assert read(house, document).tables[0].cells[1] == ["Kungsholmen", "9", "4", "5"]
