"""Groupings are suggested by rule with their reasons; a person takes, changes or turns them down."""

from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from audit.findings import operations
from audit.findings.rules import (
    By,
    Cause,
    DeviatingAnswer,
    Disagreement,
    Kind,
    Line,
    QuestionResult,
    Severity,
    Wanted,
    Words,
    cause_faults,
    grouped,
    norm_text,
    suggestions,
)
from checklists import AnswerCounts, Citation, Question, Reference
from tests.findings.test_observations import journalled
from tests.findings.test_rules import NAMES, question
from tests.findings.told import CHILD, VIOLENCE, finding, reviewed, words
from tests.support.house import House

Files = Mapping[int, str]
"""By board, the letters of the files that deviate."""


def seen(asked: Question, files: Files, reviewed_: int = 10) -> QuestionResult:
    answers = tuple(
        DeviatingAnswer(0, board, unit, asked.id, "nej", "") for board, units in files.items() for unit in units
    )
    counts = {
        board: AnswerCounts(nej=len(units), ja=reviewed_ - len(units))
        for board in NAMES
        if (units := files.get(board, "")) or True
    }
    return QuestionResult(asked, counts, answers)


def kinds(*results: QuestionResult, **more: object) -> list[tuple[Kind, tuple[str, ...], int | None]]:
    found = suggestions(results, board_names=NAMES, **more)  # type: ignore[arg-type]
    return [(one.kind, one.question_ids, one.board_id) for one in found]


def test_questions_of_an_area_that_deviate_in_the_same_files_belong_together() -> None:
    found = suggestions(
        [seen(question("a"), {1: "KLM"}), seen(question("b"), {1: "KL"}), seen(question("c"), {1: "X"})],
        board_names=NAMES,
    )
    assert [(one.kind, one.question_ids) for one in found] == [(Kind.SAME_FILES, ("a", "b")), (Kind.AREA, ("c",))]
    assert found[0].why.replace("\N{NO-BREAK SPACE}", " ").endswith("avviker tillsammans i 2 granskningar.")


def test_files_in_common_by_chance_or_in_another_area_do_not_join_questions() -> None:
    few = seen(question("a"), {1: "KLMNOP"}), seen(question("b"), {1: "KLQRST"})
    assert kinds(*few) == [(Kind.AREA, ("a", "b"), 1)]
    apart = seen(question("a"), {1: "KL"}), seen(question("b", "beslut"), {1: "KL"})
    assert kinds(*apart) == [(Kind.AREA, ("a",), 1), (Kind.AREA, ("b",), 1)]


def test_the_same_deviation_in_several_boards_is_one_and_names_them() -> None:
    (found,) = suggestions([seen(question("a"), {1: "K", 2: "N"})], board_names=NAMES)
    assert (found.kind, found.board_id) == (Kind.SEVERAL_BOARDS, None)
    assert found.why == "Samma avvikelse finns i Kungsholmen och Norrmalm."


def test_a_single_critical_deviation_stands_alone_and_first() -> None:
    critical, other = seen(question("a", severity="kritisk"), {2: "N"}), seen(question("b"), {1: "KLM"})
    assert kinds(other, critical) == [(Kind.ALONE, ("a",), 2), (Kind.AREA, ("b",), 1)]
    many = seen(question("a", severity="kritisk"), {2: "NO"})
    assert kinds(many) == [(Kind.AREA, ("a",), 2)]


def test_what_register_and_file_say_differently_is_a_suggestion_of_its_own_and_comes_last() -> None:
    facts = [Disagreement("children", "Barn i hushållet", board, review) for board, review in ((1, 5), (1, 6))]
    results = seen(question("a"), {1: "K"})
    assert kinds(results, disagreements=facts) == [(Kind.AREA, ("a",), 1), (Kind.CONTRADICTION, (), 1)]
    assert kinds(results, disagreements=facts, settled={"children"}) == [(Kind.AREA, ("a",), 1)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["beslut", "journal"]),
            st.sampled_from(list(Severity)),
            st.tuples(st.sets(st.sampled_from("ABCDE")), st.sets(st.sampled_from("ABCDE"))),
        ),
        max_size=7,
    ),
    st.sets(st.tuples(st.integers(1, 2), st.sampled_from(list("0123456")))),
)
def test_every_open_deviation_is_in_exactly_one_suggestion(
    drawn: list[tuple[str, Severity, tuple[set[str], set[str]]]], taken: set[tuple[int, str]]
) -> None:
    results = [
        seen(question(str(place), area, severity), {board: "".join(files[board - 1]) for board in NAMES})
        for place, (area, severity, files) in enumerate(drawn)
    ]
    found = suggestions(results, taken=taken, board_names=NAMES)
    still_open = {
        (board, one.question.id): counts.deviations
        for one in results
        for board, counts in one.by_board.items()
        if counts.deviations and (board, one.question.id) not in taken
    }
    held = [pair for one in found for pair in one.pairs if pair in still_open]
    assert sorted(held) == sorted(still_open)
    assert len({one.key for one in found}) == len(found)


# ---- What is written --------------------------------------------------------------------------------------------

WORDS = Words(NAMES, {"journal": "Journal", "beslut": "Beslut"}, {"a": "Fråga a?", "b": "Fråga b?"},
              {"a": "journal", "b": "beslut"})  # fmt: skip
LINES = [
    Line(1, 1, Severity.MINOR, Cause.SYSTEM, ("a",)),
    Line(2, None, Severity.CRITICAL, Cause.UNKNOWN, ("a", "b")),
    Line(3, 2, Severity.MINOR, Cause.SYSTEM),
]


def test_observations_stand_under_each_of_their_headings() -> None:
    assert grouped(LINES, By.SEVERITY, WORDS) == [("Kritisk", [2]), ("Mindre", [1, 3])]
    assert grouped(LINES, By.AREA, WORDS) == [("Journal", [1, 2]), ("Beslut", [2]), ("Ingen särskild fråga", [3])]
    assert grouped(LINES, By.QUESTION, WORDS)[0] == ("Fråga a?", [1, 2])
    assert grouped(LINES, By.BOARD, WORDS) == [("Kungsholmen", [1, 2]), ("Norrmalm", [2, 3])]
    assert dict(grouped(LINES, By.CAUSE, WORDS))["Systemstöd, mall eller blankett"] == [1, 3]


def test_a_filter_lets_in_what_meets_all_that_is_chosen() -> None:
    wanted = Wanted({By.BOARD: "1", By.SEVERITY: "mindre"})
    assert [line.id for line in LINES if wanted.lets_in(line, WORDS)] == [1]
    assert all(Wanted({By.BOARD: ""}).lets_in(line, WORDS) for line in LINES)


def test_another_cause_is_told_in_words() -> None:
    assert [fault.field for fault in cause_faults(Cause.OTHER, "")] == ["cause_text"]
    assert cause_faults(Cause.OTHER, "Brand i arkivet.") == cause_faults(Cause.TIME, "") == []


OLD = Reference("old", "Socialtjänstlag (2001:453)", date(2002, 1, 1), date(2025, 6, 30), "verified", "")
NEW = Reference("new", "Socialtjänstlag (2025:400)", date(2025, 7, 1), None, "verified", "")


def leaning(*refs: Citation) -> Question:
    asked = question("a")
    return Question(**{**{name: getattr(asked, name) for name in asked.__dataclass_fields__}, "refs": refs})


def test_the_norm_is_the_law_of_the_day_of_the_decisions() -> None:
    asked = [leaning(Citation(OLD, "4 kap. 1 §"), Citation(NEW, "12 kap. 1 §"))]
    before, after = date(2025, 6, 30), date(2025, 7, 1)
    assert norm_text(asked, {"a": [before]}) == "Socialtjänstlag (2001:453) 4 kap. 1 §"
    assert norm_text(asked, {"a": [after]}) == "Socialtjänstlag (2025:400) 12 kap. 1 §"
    assert norm_text(asked, {"a": [before, after]}) == (
        "Socialtjänstlag (2001:453) 4 kap. 1 § (till och med 2025-06-30)\n"
        "Socialtjänstlag (2025:400) 12 kap. 1 § (från och med 2025-07-01)"
    )


# ---- On the page ------------------------------------------------------------------------------------------------


def test_a_suggestion_that_is_turned_down_does_not_come_back_until_it_is_taken_back(house: House) -> None:
    round_id, client = reviewed(house), house.client("samordnare")
    address = f"/iakttagelser/omgang/{round_id}"
    page = words(client.get(address))
    assert "Samma avvikelse finns i Kungsholmen och Norrmalm." in page
    kungsholmen, norrmalm = house.boards["Kungsholmen"], house.boards["Norrmalm"]
    key = f"flera_namnder:{kungsholmen}-{norrmalm}:{CHILD}"
    sent = client.fill(f"{address}/forslag/avboj?forslag={key}", reason="Följs redan upp.")
    assert sent.status_code == 302
    after = words(client.get(address))
    assert "Samma avvikelse finns" not in after
    assert "1 avböjt förslag" in after
    assert "Följs redan upp." in after
    assert len(journalled(house, "proposal:turned_down")) == 1
    assert client.get(f"{address}/forslag/avboj?forslag={key}").status_code == 302
    client.fill(address, "Visa förslaget igen")
    assert "Samma avvikelse finns i Kungsholmen och Norrmalm." in words(client.get(address))
    with house.database.transaction(write=False) as session:
        assert operations.observations(session, round_id=round_id) == []


def test_a_suggestion_brings_the_norm_of_the_checklist_along(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, client = reviewed(house), house.client("samordnare")
    client.fill(f"/iakttagelser/omgang/{round_id}/ny?fraga={CHILD}", cause="systemstod", cause_text="Ingen rubrik.")
    noted = finding(house, round_id, 1).observation
    assert "(2025:400)" in noted.norm
    assert "(2001:453)" not in noted.norm
    assert (noted.cause, noted.cause_text) == (Cause.SYSTEM, "Ingen rubrik.")
    page = words(client.get("/iakttagelser/1"))
    assert "Systemstöd, mall eller blankett" in page
    client.fill(f"/iakttagelser/omgang/{round_id}/ny?fraga={VIOLENCE}", title="Våld")
    only = words(client.get(f"/iakttagelser/omgang/{round_id}?ordna=orsak&orsak=systemstod"))
    assert "1 av 2 iakttagelser visas." in only
