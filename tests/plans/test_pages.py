"""A coordinator carries a year of internal control on the pages; the unit's head sees what is adopted and handed in."""

import io
from dataclasses import replace

from docx import Document
from python_calamine import load_workbook

from audit.plans.rules import Period
from tests.findings.told import words
from tests.plans.telling import (
    BY_HAND,
    MOMENT,
    RISK,
    analysis_adopted,
    analysis_drafted,
    analysis_of,
    control_of,
    handed_in,
    judged,
    measured,
    new_version_adopted,
    plan_adopted,
    plan_drafted,
)
from tests.support.house import House
from tests.support.pages import fields_of, parse

ROOT = "/intern-kontroll"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_year_goes_from_risk_to_plan_to_follow_up_and_into_the_next(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, board = house.client("samordnare"), str(house.boards["Norrmalm"])
    assert "Ingen riskanalys är gjord än" in words(client.get(ROOT))
    analysis = client.fill(f"{ROOT}/ny-riskanalys", board=board, year="2026").location
    assert "Ingen risk är skriven än" in words(client.get(analysis))
    risk = {"process_name": "Utbetalning", "risk": "Fel belopp betalas ut", "likelihood": "4", "materiality": "4"}
    client.fill(f"{analysis}/risk", **risk, handling="planen", ongoing="Attest")
    page = words(client.get(analysis))
    assert "4 × 4 = 16, hög" in page
    adoption = {"anta-adopted_on": "2026-08-30", "anta-by_role": "Nämnden", "anta-registry_number": "2026-12"}
    client.fill(analysis, "Anta riskanalysen", **adoption)
    assert "Antagen 2026-08-30" in words(client.get(analysis))
    assert client.get(f"{analysis}/risk").status_code == 409
    plan = client.fill(f"{ROOT}/ny-plan", board=board, year="2026").location
    shown = client.get(plan)
    assert "1 risk utan kontrollmoment" in plain(words(shown))
    born = next(link for link in shown.text.split('"') if link.startswith(f"{plan}/kontrollmoment?risk="))
    control = {"moment": "Beloppet stämmer", "method": "Stickprov", "frequency": "Varje månad"}
    client.fill(born, **control, periods=["T1", "T2"], responsible="Enhetschef", report_to="Nämnden", basis="egen")
    client.fill(plan, "Anta internkontrollplanen", **adoption)
    follow_up = f"{plan}/uppfoljning/T1"
    shown = client.get(follow_up)
    assert "0 av 1 kontroll bedömd" in plain(words(shown))
    judge = next(
        link for link in shown.text.split('"') if link.endswith("/uppfoljning/T1") and "kontrollmoment" in link
    )
    refused = words(client.fill(judge, assessment="brister"))
    assert "Skriv vad kontrollen visade." in refused
    assert "Skriv vad som avviker." in refused
    client.fill(judge, assessment="brister", outcome="2 av 10 var fel.", deviation="Beloppet var för högt.")
    measure = judge.replace("uppfoljning", "atgard")
    client.fill(measure, what="Mallen görs om", responsible="Enhetschef", due_on="2026-12-01")
    client.fill(follow_up, "Lämna uppföljningen", **{"lamna-summary": "Tillräcklig efter åtgärden."})
    page = words(client.get(follow_up))
    assert "Lämnad 2026-09-01" in page
    assert "Beloppet var för högt." in page
    assert "Mallen görs om" in page
    material = words(client.get(f"{follow_up}/ils"))
    assert "Tillräcklig efter åtgärden." in material
    later = client.fill(f"{ROOT}/ny-riskanalys", board=board, year="2027").location
    page = words(client.get(later))
    assert "Oförändrad" in page
    assert "Inget har tagits bort." in page


def test_all_faults_are_told_at_once_and_what_was_typed_stays(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, analysis = house.client("samordnare"), analysis_drafted(house)
    answer = client.fill(f"{ROOT}/riskanalys/{analysis}/risk", process_name="Arkiv", risk="Akten kommer bort")
    assert answer.status_code == 422
    for fault in ("Välj hur sannolikt det är.", "Välj hur väsentligt det är.", "Välj hur risken hanteras."):
        assert fault in words(answer)
    assert 'value="Arkiv"' in answer.text
    weak = {"process_name": "A", "risk": "B", "likelihood": "5", "materiality": "5", "handling": "accepteras"}
    assert "Riskvärdet 25 är hög" in words(client.fill(f"{ROOT}/riskanalys/{analysis}/risk", **weak))
    wrong = client.fill(f"{ROOT}/riskanalys/{analysis}/skala", likelihood="bara ett", plan_from="2", ongoing_from="9")
    assert "Skriv 5 steg" in words(wrong)
    again = client.fill(f"{ROOT}/ny-riskanalys", board=str(house.boards["Kungsholmen"]), year="2026")
    assert "har redan en väsentlighets- och riskanalys för 2026" in words(again)
    plan = client.fill(f"{ROOT}/ny-plan", board=str(house.boards["Kungsholmen"]), year="2026").location
    refused = words(client.fill(f"{plan}/kontrollmoment", basis="omgang", periods=[]))
    for fault in ("Skriv vad som kontrolleras.", "Välj när kontrollen följs upp.", "Skriv vilken roll som ansvarar."):
        assert fault in refused


def test_the_matrix_is_a_picture_and_the_same_as_a_table(house_on_sqlite: House) -> None:
    page = house_on_sqlite.client("lasare").get(f"{ROOT}/riskanalys/{analysis_adopted(house_on_sqlite)}").text
    assert page.count("<rect") == 25
    assert "<title>Riskmatris 2026, Kungsholmen</title>" in page
    assert "Riskernas nummer efter sannolikhet och väsentlighet" in page
    assert plain(words(house_on_sqlite.client("lasare").get(f"{ROOT}/riskanalys/1"))).count("(16, hög)") == 1


def test_the_unit_head_sees_what_is_adopted_and_handed_in_and_strangers_nothing(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    plan = plan_adopted(house)
    draft = analysis_drafted(house, year=2027)
    head, reader, stranger = (house.client(name) for name in ("enhetschef", "lasare", "annan-lasare"))
    assert head.get(f"{ROOT}/plan/{plan}").status_code == 200
    for address in (f"{ROOT}/riskanalys/{draft}", f"{ROOT}/plan/{plan}/uppfoljning/T1"):
        assert head.get(address).status_code == 404
        assert reader.get(address).status_code == 200
        assert stranger.get(address).status_code == 404
    assert "Utkast" not in words(head.get(ROOT))
    assert MOMENT not in words(stranger.get(ROOT))
    handed_in(house, plan)
    page = head.get(f"{ROOT}/plan/{plan}/uppfoljning/T1")
    assert "Ingen omgång för akter 2026" in words(page)
    assert "btn-primary" not in page.text
    assert house.client("granskare").get(ROOT).status_code == 403
    assert house.client("administrator").get(ROOT).status_code == 403


def test_start_says_what_is_due_and_what_is_late(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    measured(house, plan_adopted(house))
    start = words(house.client("samordnare").get("/"))
    assert "Intern kontroll 2026: följ upp T1" in start
    assert "Intern kontroll 2026: följ upp T2" in start
    assert "1 åtgärd i den interna kontrollen" in plain(start)
    assert "följ upp" not in words(house.client("enhetschef").get("/"))


def test_a_follow_up_is_taken_back_with_a_reason_and_handed_in_again(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, plan = house.client("samordnare"), plan_adopted(house, controls=(BY_HAND,))
    handed_in(house, plan)
    address = f"{ROOT}/plan/{plan}/uppfoljning/T1"
    assert "Skriv varför" in words(client.fill(address, "Ta tillbaka uppföljningen"))
    client.fill(address, "Ta tillbaka uppföljningen", **{"ater-reason": "Fel siffra."})
    client.fill(
        f"{ROOT}/kontrollmoment/{control_of(house, plan)}/uppfoljning/T1", assessment="fungerar", outcome="Bra."
    )
    client.fill(address, "Lämna uppföljningen", **{"lamna-summary": "Rättad."})
    assert "Rättad." in words(client.get(address))


def test_two_who_judge_the_same_control_at_once_are_told(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, plan = house.client("samordnare"), plan_adopted(house, controls=(BY_HAND,))
    address = f"{ROOT}/kontrollmoment/{control_of(house, plan)}/uppfoljning/T1"
    action, fields = client.form(address)
    judged(house, plan)
    late = client.post(action, data={**fields, "assessment": "fungerar", "outcome": "Min bedömning."})
    assert late.status_code == 409
    assert "Någon annan har sparat under tiden" in words(late)
    assert "Min bedömning." in late.text
    again = fields_of(parse(late).findall(".//main//form")[0])
    assert client.post(action, data={**again, "assessment": "fungerar"}).status_code == 302


def test_who_judges_by_an_older_plan_is_led_to_the_newer(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, old = house.client("samordnare"), plan_adopted(house, controls=(BY_HAND,))
    of_control = f"{ROOT}/kontrollmoment/{control_of(house, old)}"
    action, fields = client.form(f"{of_control}/uppfoljning/T1")
    measure, wanted = client.form(f"{of_control}/atgard/T1")
    handing_in = f"{ROOT}/plan/{old}/uppfoljning/T1/lamna"
    new = new_version_adopted(house, old)
    leads_on = f"{ROOT}/plan/{new}/uppfoljning/T1"
    typed = {**fields, "assessment": "fungerar", "outcome": "Min bedömning."}
    planned = {**wanted, "what": "Ny mall.", "responsible": "Enhetschef", "due_on": "2026-12-01"}
    handed = {"csrf_token": fields.get("csrf_token", ""), "lamna-summary": "Tillräcklig."}
    for sent_to, what in ((action, typed), (measure, planned), (handing_in, handed)):
        late = client.post(sent_to, data=what)
        assert late.status_code == 422
        assert "Planen har en nyare version." in words(late)
        assert f'href="{leads_on}"' in late.text
    assert "Min bedömning." in client.post(action, data=typed).text
    assert "Spara bedömningen" not in words(client.get(f"{of_control}/uppfoljning/T1"))
    assert "Inte bedömd" in words(client.get(leads_on))
    handed_in(house, new)
    late = client.post(action, data=typed)
    assert late.status_code == 422
    assert "Uppföljningen är redan lämnad." in words(late)
    assert f'href="{leads_on}"' in late.text


def test_a_draft_is_thrown_away_and_a_new_version_begun(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, plan = house.client("samordnare"), plan_drafted(house)
    client.fill(f"{ROOT}/plan/{plan}", "Kasta utkastet")
    assert client.get(f"{ROOT}/plan/{plan}").status_code == 404
    analysis = f"{ROOT}/riskanalys/1"
    second = client.fill(analysis, "Gör en ny version").location
    assert "Version 2" in words(client.get(second))
    assert "Öppna version 2" in words(client.get(analysis))
    assert "Gör en ny version" not in words(client.get(analysis))


def test_the_documents_are_had_as_word_and_excel_with_numbers_as_numbers(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    plan = plan_adopted(house, controls=(replace(BY_HAND, moment="=1+1 {{ 7 * 7 }}"),))
    judged(house, plan, Period.T1)
    client, analysis = house.client("lasare"), analysis_of(house, plan)
    book = load_workbook(io.BytesIO(client.get(f"{ROOT}/riskanalys/{analysis}/fil/xlsx").data))
    rows = book.get_sheet_by_name("Risker").to_python()
    assert rows[1][:3] == [1, "Utredning", RISK]
    assert rows[1][4:7] == [4, 4, 16]
    text = "\n".join(
        cell.text
        for table in Document(io.BytesIO(client.get(f"{ROOT}/plan/{plan}/fil/docx").data)).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "=1+1 {{ 7 * 7 }}" in text
    assert client.get(f"{ROOT}/plan/{plan}/uppfoljning/T1/fil/pdf").data.startswith(b"%PDF")
    assert client.get(f"{ROOT}/plan/{plan}/fil/exe").status_code == 404
    assert house.client("enhetschef").get(f"{ROOT}/plan/{plan}/fil/docx").status_code == 403
