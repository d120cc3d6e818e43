"""What the secrecy check finds before a report is published, where it says it is, and what it leaves alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from audit.findings.rules.secrecy import MOST_HITS, Hit, Kind, Watched
from audit.reports.content import Annex, Block, Column, Figure, Head, MadeOf, Report, Row, RowKind, Section, Table
from audit.reports.rules.secrecy import check, judged, too_many
from audit.reports.rules.text import blocks, line
from audit.reports.rules.word_list import words_fault, words_in

# Published by Skatteverket for testing; nobody has it.
PERSON = "20170101-2393"


def figure(key: str, amount: int) -> Figure:
    return Figure(key, str(amount), amount, MadeOf((3,), ("q1",), ("nej",)))


def answers(*amounts: int) -> Table:
    columns = (Column("Nämnd"), *(Column(name, numeric=True) for name in ("Ja", "Delvis", "Nej")))
    cells = tuple(
        figure(f"svar.q1.3.{name}", amount) for name, amount in zip(("ja", "delvis", "nej"), amounts, strict=True)
    )
    return Table("Ansökan: svar", columns, (Row(("Fråga ett?",), RowKind.GROUP), Row(("Kungsholmen", *cells))))


def report(text: str = "", *, table: Table | None = None, officer: str = "–") -> Report:
    head = Head("Kungsholmens stadsdelsförvaltning", "–", officer, "–", "–", "Kungsholmens stadsdelsnämnd")
    section = Section("Bakgrund", 2, blocks(text), key="bakgrund", written=True)
    annex = Annex("bilaga", "Aktgranskning", (Section("Ansökan", 3, tables=(table,) if table else (), key="bilaga-a"),))
    return Report("Aktgranskning 2026", head, "", (section,), (annex,), datetime(2026, 9, 1, tzinfo=UTC))


def found(of: Report, **watched: object) -> list[tuple[Kind, str, str]]:
    hits = check(of, Watched(**watched))  # type: ignore[arg-type]
    return [(hit.kind, f"{hit.place.heading}, {hit.place.said}", hit.found) for hit in hits]


def test_numbers_that_tell_who_somebody_is_are_found_with_their_paragraph() -> None:
    text = f"Inledning.\n\nSökanden {PERSON} ringde.\n\n- punkt ett\n- nås på 070-123 45 67"
    assert found(report(text)) == [
        (Kind.PERSON, "Bakgrund, stycke 2", PERSON),
        (Kind.PHONE, "Bakgrund, stycke 3, punkt 2", "070-123 45 67"),
    ]


def test_a_case_is_found_however_it_is_written_and_only_as_a_word_of_its_own() -> None:
    text = "I kun-001 och KUN-001/2026 men inte KUN-0012.\n\nAkten A 17 b."
    assert found(report(text), case_ids={"KUN-001", "A 17 B"}) == [
        (Kind.CASE, "Bakgrund, stycke 1", "KUN-001"),
        (Kind.CASE, "Bakgrund, stycke 1", "kun-001"),
        (Kind.CASE, "Bakgrund, stycke 2", "A 17 b"),
    ]


def test_names_of_accounts_are_found_but_not_one_that_is_called_as_its_role() -> None:
    of = report("Samordnare och granskare1 läste Påhittad Persons akt.", officer="Påhittad Person")
    assert found(of, accounts=("Samordnare", "samordnare", "granskare1", "Påhittad Person")) == [
        (Kind.ACCOUNT, "Huvudet, handläggare", "Påhittad Person"),
        (Kind.ACCOUNT, "Bakgrund, stycke 1", "granskare1"),
        (Kind.ACCOUNT, "Bakgrund, stycke 1", "Påhittad Persons"),
    ]


def test_the_boards_words_are_found_in_any_case_of_letters_in_tables_too() -> None:
    table = replace(answers(9, 9, 9), notes=("Gäller hjulmakaren.", "Gäller HJULMAKARE  på Ön."))
    assert found(report("Hjulmakares", table=table), words=("hjulmakare", "på ön")) == [
        (Kind.WORD, "Bakgrund, stycke 1", "Hjulmakares"),
        (Kind.WORD, "Tabellen »Ansökan: svar«, not 2", "HJULMAKARE"),
        (Kind.WORD, "Tabellen »Ansökan: svar«, not 2", "på Ön"),
    ]


def test_small_counts_are_found_in_tables_and_in_what_somebody_has_typed() -> None:
    of = report("Det gällde 2 av 10 akter, i 3 av 25 frågor, och 12 av 40.", table=answers(5, 0, 4))
    assert found(of) == [
        (Kind.SMALL, "Bakgrund, stycke 1", "2 av 10"),
        (Kind.SMALL, "Tabellen »Ansökan: svar«, rad 2, kolumn Nej (Fråga ett?, Kungsholmen)", "4"),
    ]
    assert found(of, small=2) == []


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("Det gällde två hushåll.", "två hushåll"),
        ("I ett enda ärende saknas beslut.", "ett enda ärende"),
        ("Tre barn bor hos en ensamstående mamma.", "Tre barn, en ensamstående mamma"),
        ("Fyra av de granskade akterna och 3 personer.", "Fyra av de granskade akterna, 3 personer"),
        ("TVÅ\u00a0HUSHÅLL i 2 av 10 akter, 1 familj", "2 av 10, TVÅ\u00a0HUSHÅLL, 1 familj"),
        ("Fem hushåll, tolv akter, 2026 ärenden och 3,5 barn.", ""),
        ("En rubrik om barnen, två frågor om barn, tre år utan ärenden, två nämnder med hushåll.", ""),
    ],
)
def test_small_counts_are_found_in_words_and_without_a_whole(text: str, small: str) -> None:
    assert ", ".join(hit for _, _, hit in found(report(text))) == small


def test_a_name_is_found_in_the_genitive_and_with_a_hyphen_between_its_parts() -> None:
    of = report("Bo-Påhittads, Bo Påhittads och Nils' akter, men inte Bosse Påhittadsson.")
    hits = [hit for _, _, hit in found(of, words=("bo påhittad", "nils"))]
    assert hits == ["Bo-Påhittads", "Bo Påhittads", "Nils"]


def test_a_figure_in_a_proposal_is_found_and_the_size_of_the_sample_is_not() -> None:
    amount, drawn = figure("svar.q1.alla.avvikelser", 2), figure("dragning.alla.dragna", 3)
    of = report()
    text = Block((line(f"{amount.tagged} av {drawn.tagged} akter", {each.key: each for each in (amount, drawn)}),))
    of = replace(of, sections=(replace(of.sections[0], blocks=(text,)),))
    assert found(of) == [(Kind.SMALL, "Bakgrund, stycke 1", "2")]


def test_small_counts_of_one_table_are_judged_together_and_everything_else_by_itself() -> None:
    hits = check(report(f"{PERSON} och {PERSON} i 1 av 9 akter", table=answers(1, 2, 3)), Watched())
    assert [(one.kind, len(one.hits), one.hits[0].times) for one in judged(hits)] == [
        (Kind.PERSON, 1, 2),
        (Kind.SMALL, 1, 1),
        (Kind.SMALL, 3, 1),
    ]


def test_a_text_of_nothing_but_hits_ends_in_a_list_that_can_be_read() -> None:
    text = "\n\n".join(f"nr {number}: 070-123 {number:04}"[:30] for number in range(2_000))
    hits = check(report(text), Watched())
    assert len(hits) == MOST_HITS
    assert too_many(hits)


def test_however_many_small_counts_there_are_they_can_be_judged() -> None:
    table = answers(1, 2, 3)
    hits = check(report(table=replace(table, rows=table.rows * 200)), Watched())
    assert len(hits) == 600
    assert len(judged(hits)) == 1
    assert not too_many(hits)


def test_every_text_of_a_report_is_looked_through() -> None:
    def everywhere(hit: Hit) -> str:
        return f"{hit.place.heading}, {hit.place.where}"

    table = Table("zink a", (Column("zink b", parts=("zink c",)),), (Row(("zink d",)),), ("zink e",))
    of = replace(report("zink f", table=table), title="zink g", notice="zink h")
    places = {everywhere(hit) for hit in check(of, Watched(words=("zink",)))}
    assert len(places) == 7  # b and c stand in one heading


def test_words_are_kept_one_a_line_and_refused_where_they_would_be_found_everywhere() -> None:
    assert words_in(" Anna  Påhittad \n\nanna påhittad\r\nVedhuggare") == ("anna påhittad", "Vedhuggare")
    assert words_fault(("av",), kept=0) == "»av« är för kort: skriv minst 3 tecken, annars hittas det överallt."
    assert words_fault((), kept=0)
    assert words_fault(("x" * 81,), kept=0)
    assert words_fault(("abc",), kept=2_000)
    assert words_fault(("abc",), kept=1_999) is None
