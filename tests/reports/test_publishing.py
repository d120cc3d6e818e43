"""Publishing a report: frozen as it was, the same again later, corrected by new versions, told in the journal."""

import hashlib
import json

import pytest
from sqlmodel import select

from audit.accounts.rules import Role, Scope
from audit.findings.rules.secrecy import Kind
from audit.journal import operations as journal
from audit.journal.models import JournalContent, JournalEntry
from audit.reports import operations
from audit.reports.models import ReportPublication
from audit.reports.operations import FORMS, Decision, ReportChangedError, Written
from audit.reports.operations.published import secret
from audit.reports.rules.freezing import thawed
from audit.reports.rules.secrecy import judged
from audit.rounds.models import Round
from audit.rounds.rules import InputError
from tests.reports.publishing import REASON, coordinator, publish, stored
from tests.reports.told import Told, tell
from tests.support.house import House

CASE = "KUN-0"


@pytest.fixture
def told(house: House) -> Told:
    return tell(house)


def write(house: House, told: Told, text: str, section: str = "bakgrund") -> None:
    with house.database.transaction() as session:
        round_ = session.get_one(Round, told.round_id)
        seen = next((each.number for each in operations.versions(session, round_id=told.round_id, section=section)), 0)
        written = Written(text, {})
        operations.save_text(session, stamp=house.stamp(), round_=round_, section=section, written=written, seen=seen)


def last_told(house: House, action: str) -> dict[str, object]:
    """What the journal's newest entry of this kind tells."""
    with house.database.transaction(write=False) as session:
        query = select(JournalEntry.sequence).where(JournalEntry.action == action)
        sequence = max(session.exec(query))
        content: dict[str, object] = json.loads(session.get_one(JournalContent, sequence).content)
        return content


def test_a_published_report_is_the_same_to_the_byte_whatever_becomes_of_the_database(house: House, told: Told) -> None:
    write(house, told, "Som det var: {{ 7*7 }} <b>fet</b> 😀")
    assert publish(house, told.round_id) == 1
    with house.database.transaction(write=False) as session:
        row = stored(session, told.round_id)
        before = {name: FORMS[name].make(thawed(row.content)) for name in ("docx", "xlsx")}
        frozen, sha256 = row.content, row.sha256
    write(house, told, "En annan text.")
    with house.database.transaction() as session:
        session.get_one(Round, told.round_id).name = "Ett annat namn"
    with house.database.transaction(write=False) as session:
        row = stored(session, told.round_id)
        assert (row.content, hashlib.sha256(row.content.encode()).hexdigest()) == (frozen, sha256)
        assert {name: FORMS[name].make(thawed(row.content)) for name in before} == before
    entry = last_told(house, "report:published")
    assert (entry["number"], entry["sha256"]) == (1, sha256)


def test_a_journal_that_is_rewritten_afterwards_no_longer_holds_the_end_that_the_report_has_on_paper(
    house: House, told: Told
) -> None:
    publish(house, told.round_id)
    with house.database.transaction(write=False) as session:
        of = operations.all_versions(session, told.round_id)
        assert of
        told_in = {row.cells[0]: row.cells[1] for row in of.report.annexes[-1].sections[0].tables[0].rows}
        assert told_in["Rapportens SHA-256"] == of.row.sha256
        sequence, digest = str(told_in["Journalens slut"]).split(":")
        assert journal.verify(session, (int(sequence), digest))[1] == []
        assert journal.verify(session, (int(sequence), "0" * 64))[1] != []


def test_the_public_report_has_counts_seed_and_hashes_and_the_secret_protocol_ids_and_tickets(
    house: House, told: Told
) -> None:
    publish(house, told.round_id)
    with house.database.transaction(write=False) as session:
        row = stored(session, told.round_id)
    public, hidden = row.content, row.annex
    assert CASE not in public
    assert "4-2-6-1-5-3" in public
    assert "Antal i ramen" in public
    assert hidden.count(CASE) >= 5
    assert row.sha256 in hidden
    with house.database.transaction(write=False) as session:
        draw = operations.candidate(session, coordinator(house, session, told.round_id), told.round_id)
    assert draw
    tickets = [unit.ticket for stratum in draw.draws[0].protocol.strata for unit in stratum.sample]
    assert all(ticket in hidden and ticket not in public for ticket in tickets)


def test_a_correction_is_a_new_version_that_says_what_changed(house: House, told: Told) -> None:
    publish(house, told.round_id)
    write(house, told, "Rättad text.")
    with pytest.raises(InputError, match="Skriv vad som är ändrat"):
        publish(house, told.round_id)
    assert publish(house, told.round_id, changed="Bakgrunden är rättad.") == 2
    with house.database.transaction(write=False) as session:
        rows = [stored(session, told.round_id, number) for number in (1, 2)]
        assert journal.verify(session)[1] == []
    assert ["Rättad text." in row.content for row in rows] == [False, True]
    assert rows[1].changed == "Bakgrunden är rättad."
    assert rows[0].sha256 != rows[1].sha256


def test_nothing_is_published_over_a_hit_without_a_reason_and_each_reason_is_in_the_journal(
    house: House, told: Told
) -> None:
    write(house, told, "Ring 070-123 45 67.\n\nFråga granskare2 om 20170101-2393.")
    with house.database.transaction() as session:
        of = operations.candidate(session, coordinator(house, session, told.round_id), told.round_id)
        assert of
        hits = operations.hits_of(session, of, small=5)
        reasons = {hit.judged: REASON for hit in hits if hit.kind is not Kind.PERSON}
        with pytest.raises(InputError) as refused:
            operations.publish(session, stamp=house.stamp(), of=of, hits=hits, decision=Decision(of.sha256, reasons))
        assert [fault.message for fault in refused.value.faults] == ["Skriv varför det får stå, eller ändra texten."]
    assert {hit.kind for hit in hits} == {Kind.PHONE, Kind.ACCOUNT, Kind.PERSON, Kind.SMALL}
    publish(house, told.round_id)
    kept = last_told(house, "report:published")["reasons"]
    assert isinstance(kept, list)
    assert {"kind": "telefonnummer", "place": "Bakgrund, stycke 1", "times": 1, "reason": REASON} in kept
    assert len(kept) == len(hits)
    assert "070-123" not in json.dumps(kept)


def test_what_changed_after_the_check_is_not_published_unseen(house: House, told: Told) -> None:
    with house.database.transaction(write=False) as session:
        of = operations.candidate(session, coordinator(house, session, told.round_id), told.round_id)
        assert of
        hits = operations.hits_of(session, of, small=5)
    decision = Decision("0" * 64, {hit.judged: REASON for hit in hits})
    with house.database.transaction() as session, pytest.raises(ReportChangedError):
        operations.publish(session, stamp=house.stamp(), of=of, hits=hits, decision=decision)
    publish(house, told.round_id)
    decision = Decision(of.sha256, decision.reasons, "Samma igen.")
    with house.database.transaction() as session, pytest.raises(ReportChangedError):
        operations.publish(session, stamp=house.stamp(), of=of, hits=hits, decision=decision)


def test_whoever_changes_what_is_stored_is_found_out(house: House, told: Told) -> None:
    publish(house, told.round_id)
    with house.database.transaction() as session:
        scope = coordinator(house, session, told.round_id)
        found = secret(session, scope, told.round_id, 1)
        assert found
        assert found.sound
        row = session.get_one(ReportPublication, found.row.id)
        row.annex = row.annex.replace(CASE, "KUN-9")
    with house.database.transaction(write=False) as session:
        changed = secret(session, scope, told.round_id, 1)
        assert changed
        assert not changed.sound


def test_the_words_of_every_board_of_the_round_are_looked_for_and_of_no_other(house: House, told: Told) -> None:
    write(house, told, "Vedhuggaren, hjulmakaren och smeden.")
    words = {"Norrmalm": "vedhuggaren\nVEDHUGGAREN", "Kungsholmen": "Hjulmakaren", "Östermalm": "smeden"}
    with house.database.transaction() as session:
        for board, text in words.items():
            assert operations.add_words(session, stamp=house.stamp(), board_id=house.boards[board], text=text) == 1
    with house.database.transaction(write=False) as session:
        of = operations.candidate(session, coordinator(house, session, told.round_id), told.round_id)
        assert of
        found = {hit.found for hit in operations.hits_of(session, of, small=1)}
    assert found == {"Vedhuggaren", "hjulmakaren"}
    assert last_told(house, "secrecy_word:added") == {"words": 1}


def test_a_case_of_the_frame_is_found_although_it_was_never_drawn(house: House, told: Told) -> None:
    with house.database.transaction(write=False) as session:
        of = operations.candidate(session, coordinator(house, session, told.round_id), told.round_id)
        assert of
        drawn = {unit.id for one in of.draws[0].protocol.strata for unit in (*one.sample, *one.reserves)}
    other = next(f"KUN-{number:03}" for number in range(1, 41) if f"KUN-{number:03}" not in drawn)
    write(house, told, f"Se även {other.lower()}.")
    with house.database.transaction(write=False) as session:
        of = operations.candidate(session, coordinator(house, session, told.round_id), told.round_id)
        assert of
        assert [hit.found for hit in operations.hits_of(session, of, small=1)] == [other.lower()]


def test_only_who_coordinates_all_the_boards_may_publish(house: House, told: Told) -> None:
    some = Scope(house.accounts["samordnare"], "", frozenset({(Role.COORDINATOR, house.boards["Norrmalm"])}))
    with house.database.transaction(write=False) as session:
        assert operations.candidate(session, some, told.round_id) is None
        assert operations.candidate(session, coordinator(house, session, told.paper_id), told.paper_id) is None


def test_a_table_may_be_left_out_with_a_note_in_its_place(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, tell(house_on_sqlite).round_id
    with house.database.transaction() as session:
        of = operations.candidate(session, coordinator(house, session, round_id), round_id)
        assert of
        groups = judged(operations.hits_of(session, of, small=5))
        table = next(one for one in groups if one.place.heading.startswith("Tabellen »Ansökan: svar"))
        hits = operations.hits_of(session, of, small=5)
        reasons = {one.name: REASON for one in groups if one is not table}
        decision = Decision(of.sha256, reasons, left_out=frozenset({table.name}))
        operations.publish(session, stamp=house.stamp(), of=of, hits=hits, decision=decision)
    with house.database.transaction(write=False) as session:
        report = thawed(stored(session, round_id).content)
    captions = [each.caption for each in report.tables()]
    assert "Ansökan: svar per fråga och nämnd" not in captions
    assert len(captions) == len(list(of.report.tables())) - 1
    assert any("är inte med i den publicerade rapporten" in text for _, text in report.texts())
    assert last_told(house, "report:published")["left_out"] == ["Ansökan: svar per fråga och nämnd"]
