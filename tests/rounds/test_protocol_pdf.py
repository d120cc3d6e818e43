"""The protocol as PDF: what the JSON tells, on pages that can be listened to, without what may not be printed."""

import io
import json
from typing import Any

from pypdf import PdfReader
from sqlmodel import select

from audit.journal.models import JournalEntry
from audit.registers.models import RegisterUnit
from audit.rounds import operations
from audit.rounds.models import SampleUnit
from audit.rounds.rules import ReplacementReason, Target
from tests.rounds.pages import the_sample
from tests.support.house import House
from tests.support.story import drawn_round, fixed_round


def written(house: House, round_id: int, who: str = "samordnare", target: str = "") -> str:
    """All that stands on the pages, without white space: a line may be broken anywhere."""
    reader = pages(house, round_id, who, target)
    return squeezed("".join(page.extract_text() for page in reader.pages))


def pages(house: House, round_id: int, who: str = "samordnare", target: str = "") -> PdfReader:
    answer = house.client(who).get(f"/omgangar/{round_id}/protokoll{target and '/' + target}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return PdfReader(io.BytesIO(answer.get_data()))


def squeezed(text: str) -> str:
    return "".join(text.split())


def as_json(house: House, round_id: int, who: str = "samordnare", target: str = "") -> dict[str, Any]:
    answer = house.client(who).get(f"/omgangar/{round_id}/protokoll{target and '/' + target}.json")
    content: dict[str, Any] = json.loads(answer.get_data(as_text=True))
    return content


def test_it_tells_all_that_the_json_tells(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = drawn_round(house, size=9, reserves=5, units=11)
    shown, told = written(house, round_id), as_json(house, round_id)
    for text in (told["seed"], told["algorithm"], told["frame"]["sha256"], "22akter", "2026-09-0110:00"):
        assert text in shown, text
    for part in told["seed_parts"]:
        assert squeezed(f"{part['board']} {part['part']} {part['source']}") in shown
    for stratum in told["strata"].values():
        assert stratum["sha256"] in shown
        assert f"{stratum['population']}akter" in shown
        for place, unit in enumerate(stratum["sample"] + stratum["reserves"], start=1):
            drawn_as = "Urval" if place <= len(stratum["sample"]) else "Reserv"
            assert f"{place}{unit['id']}{drawn_as}{unit['ticket']}" in shown
    assert shown.count("Ramenräcktetill2reserver") == 2
    assert "sha256sum" in shown
    assert f"verifyurvalsprotokoll-{round_id}.json--frameram.csv" in shown
    assert "påhittade" in shown
    assert "Samordnare" not in shown


def test_it_can_be_listened_to(house_on_sqlite: House) -> None:
    reader = pages(house_on_sqlite, drawn_round(house_on_sqlite))
    root: Any = reader.root_object
    assert bool(root["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "sv-SE"
    assert reader.metadata is not None
    assert reader.metadata.title == "Urvalsprotokoll"
    marks = [str(mark["/Title"]) for mark in reader.outline if not isinstance(mark, list)]
    assert marks == ["Dragningen", "Kungsholmen", "Norrmalm", "Ersatta akter", "Så gör du om dragningen"]
    for number, page in enumerate(reader.pages, start=1):
        assert f"Sida {number} ({len(reader.pages)})" in page.extract_text()


def test_replacements_are_told_and_protected_ids_are_not_printed(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = drawn_round(house)
    first, second = the_sample(house, round_id, "Kungsholmen")[:2]
    with house.database.transaction() as session:
        registered = session.get_one(RegisterUnit, second.register_unit_id)
        registered.content = {**registered.content, "skyddad": True}
        unit = session.get_one(SampleUnit, first.id)
        reason = ReplacementReason.ON_LOAN
        operations.replace_unit(session, stamp=house.stamp(), unit=unit, reason=reason)
    shown, told = written(house, round_id), as_json(house, round_id)["replacements"][0]
    assert squeezed(f"{told['id']} Kungsholmen Akten är utlånad {told['replaced_by']}") in shown
    assert f"1{first.unit_id}Urval,ersatt" in shown
    assert second.unit_id not in shown
    assert f"2(skrivsinteut)Urval{second.ticket}" in shown


def test_a_targeted_sample_has_a_document_of_its_own(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = drawn_round(house, targets={Target.FAMILIES: (2, 1)})
    shown, told = written(house, round_id, target="barnfamiljer"), as_json(house, round_id, target="barnfamiljer")
    assert "Urvalsprotokoll:barnfamiljer" in shown
    assert squeezed(told["target"]["criterion"]) in shown
    for stratum in told["strata"].values():
        assert all(f"{unit['id']}Urval{unit['ticket']}" in shown for unit in stratum["sample"])
    assert f"urvalsprotokoll-{round_id}-barnfamiljer.json--frameram-barnfamiljer.csv" in shown


def test_other_boards_are_left_out_and_the_taking_out_is_in_the_journal(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    shown = written(house, drawn_round(house, "Kungsholmen", "Norrmalm", "Östermalm"), "lasare")
    assert "Härstårbaraendelavdem." in shown
    assert "Östermalm" not in shown
    assert "ÖST-" not in shown
    with house.database.transaction(write=False) as session:
        found = session.exec(select(JournalEntry).where(JournalEntry.actor == str(house.accounts["lasare"])))
        assert "protocol:exported" in {entry.action for entry in found}


def test_before_the_draw_there_is_no_document(house_on_sqlite: House) -> None:
    round_id = fixed_round(house_on_sqlite)
    assert house_on_sqlite.client("samordnare").get(f"/omgangar/{round_id}/protokoll.pdf").status_code == 404
