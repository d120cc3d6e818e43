"""A run over an extract: what it keeps, whose it is, judging it together, strata, and the years beside each other."""

from datetime import date

import pytest
from sqlmodel import col, delete, select, update

from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.controls import operations
from audit.controls.models import ControlHit
from audit.controls.operations import CollisionError, StratumError, Wish, WishError
from audit.controls.rules import Verdict
from audit.journal.models import JournalEntry
from audit.registers.models import RegisterColumn
from audit.registers.rules import RegisterKind
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import InputError, PartPlan, StageError, Target
from tests.controls.telling import PAYMENTS, a_run, carried_out, hit_id, payments_taken, result_id, scope_of, the_run
from tests.support.house import House
from tests.support.story import SEED_PARTS, give_part, planned_round

BOTH = ("Kungsholmen", "Norrmalm")


def counts(house: House, run_id: int) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    with house.database.transaction(write=False) as session:
        found = operations.results(session, [house.boards[board] for board in BOTH], run_id=run_id)
    of = [(one, one.result) for one in found if not one.result.lacking]
    return {(one.control.id, one.board): (row.judged, row.unjudged, row.apart, row.hits) for one, row in of}


def test_a_run_counts_hits_and_what_it_could_not_judge_for_each_board(house: House) -> None:
    run_id = a_run(house)
    found = counts(house, run_id)
    # Three payments stand; the reversed one and its reversal are apart, and nobody can judge a bare »250-«.
    assert found["dubblett", "Kungsholmen"] == (3, 1, 2, 1)
    assert found["utan_beslut", "Norrmalm"] == (3, 1, 2, 1)
    assert found["egen_attest", "Kungsholmen"] == (3, 1, 2, 1)
    assert {name for name, _ in found} == {"utan_beslut", "dubblett", "delat_konto", "egen_attest"}
    with house.database.transaction(write=False) as session:
        hits = session.exec(
            select(ControlHit.unit_id, ControlHit.measure).where(ControlHit.result_id == result_id(house, run_id))
        ).all()
        assert [tuple(hit) for hit in hits] == [("KUN-U3", 187000)]
        told = session.exec(select(JournalEntry.action).where(JournalEntry.action.startswith("control:"))).all()
    assert list(told) == ["control:asked", "control:run"]
    assert the_run(house, run_id).settings["dubblett"] == {"kronor": 100}
    assert the_run(house, run_id).code == "0.1.0"


def test_what_was_taken_in_before_columns_were_kept_gives_the_same(house: House) -> None:
    extract = payments_taken(house)
    kept = counts(house, carried_out(house, {PAYMENTS: extract}))
    with house.database.transaction() as session:
        session.exec(delete(RegisterColumn))
    assert counts(house, carried_out(house, {PAYMENTS: extract})) == kept


def test_a_run_that_fails_says_what_failed_and_what_to_do(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    extract = payments_taken(house)
    with house.database.transaction() as session:
        session.exec(update(RegisterColumn).where(col(RegisterColumn.name) == "belopp").values(codes=b"?"))
    run_id = carried_out(house, {PAYMENTS: extract})
    for page in ("/arbete/1", f"/kontroller/korning/{run_id}"):
        told = " ".join(house.client("samordnare").get(page).text.split())
        assert "Registerutdraget utbetalningar.csv kunde inte läsas för Kungsholmen. Inget av körningen är" in told
        assert "Kör igen." in told
    assert "Misslyckades" in house.client("samordnare").get("/kontroller").text
    assert counts(house, run_id) == {}


def test_a_control_whose_column_is_missing_says_so_and_judges_nothing(house_on_sqlite: House) -> None:
    house, run_id = house_on_sqlite, a_run(house_on_sqlite)
    with house.database.transaction(write=False) as session:
        found = operations.results(session, [house.boards["Kungsholmen"]], run_id=run_id)
    lacking = {one.control.id: one.result.lacking for one in found if one.result.lacking}
    assert lacking == {"over_beslutat": ["beslutat_belopp"], "efter_avslut": ["avslutsdatum"]}
    assert all(one.per_thousand is None for one in found if one.result.lacking)


def test_a_run_needs_an_extract_of_ones_own_and_sound_settings(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    theirs = payments_taken(house, "Östermalm")
    mine = payments_taken(house)
    wishes = [
        (Wish({PAYMENTS: theirs}, {"utan_beslut": {}}), "utbetalningar"),
        (Wish({PAYMENTS: mine}, {}), "controls"),
        (Wish({PAYMENTS: mine}, {"sent_beslut": {"dagar": 14}}), "arenden"),
        (Wish({PAYMENTS: mine}, {"dubblett": {"kronor": -1}}), "dubblett-kronor"),
    ]
    scope = scope_of(house, "samordnare", BOTH)
    for wish, field in wishes:
        with pytest.raises(WishError) as error, house.database.transaction() as session:
            operations.ask(session, stamp=house.stamp(), scope=scope, wish=wish, code="", location="/")
        assert error.value.field == field


def test_several_judge_and_nobody_writes_over_another(house: House) -> None:
    hit = hit_id(house, result_id(house, a_run(house)))
    scope = scope_of(house, "granskare", BOTH, Role.REVIEWER)
    with house.database.transaction() as session:
        opened = operations.hit_seen(session, scope, hit)
        assert opened
        first = operations.judge(
            session, stamp=house.stamp("granskare"), opened=opened, verdict=Verdict.WRONG, note="Inget beslut.", seen=0
        )
    with pytest.raises(CollisionError), house.database.transaction() as session:
        operations.judge(
            session, stamp=house.stamp("samordnare"), opened=opened, verdict=Verdict.RIGHT, note="", seen=0
        )
    with house.database.transaction() as session:
        operations.judge(
            session,
            stamp=house.stamp("samordnare"),
            opened=opened,
            verdict=Verdict.RIGHT,
            note="",
            seen=known(first.id),
        )
        again = operations.hit_seen(session, scope, hit)
        assert again
        assert [one.verdict.verdict for one in again.hit.verdicts] == [Verdict.RIGHT, Verdict.WRONG]
        assert (again.of.kept, again.of.looked_at) == (1, 1)


def test_another_boards_results_are_nobodys_here(house_on_sqlite: House) -> None:
    house, run_id = house_on_sqlite, a_run(house_on_sqlite)
    theirs = scope_of(house, "annan-samordnare", ["Östermalm"])
    with house.database.transaction(write=False) as session:
        assert operations.run_seen(session, theirs, run_id) is None
        assert operations.result_seen(session, theirs, result_id(house, run_id)) is None
        assert operations.runs_seen(session, theirs) == []


def test_the_years_stand_beside_each_other_and_differing_settings_are_told(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    earlier = payments_taken(house, period=(date(2025, 1, 1), date(2025, 6, 30)))
    carried_out(house, {PAYMENTS: earlier}, controls=["dubblett"])
    carried_out(house, {PAYMENTS: payments_taken(house)}, controls=["dubblett"], dubblett={"kronor": 2000})
    with house.database.transaction(write=False) as session:
        years, lines = operations.over_years(session, [house.boards["Kungsholmen"]])
    [line] = lines
    assert years == [2025, 2026]
    assert [line.by_year[year].result.hits for year in years] == [1, 0]
    assert line.cautions == ("Åren har olika inställningar.",)


# ---- Strata -------------------------------------------------------------------------------------------------------


def stratum(house: House, control: str = "dubblett") -> int:
    of = result_id(house, a_run(house), control)
    with house.database.transaction() as session:
        seen = operations.result_seen(session, scope_of(house, "samordnare", BOTH), of)
        assert seen
        return known(operations.make_stratum(session, stamp=house.stamp(), of=seen).id)


def choose(house: House, round_id: int, stratum_id: int, size: int = 1) -> None:
    with house.database.transaction() as session:
        seen = rounds.run_round(session, scope_of(house, "samordnare", BOTH), round_id)
        assert seen
        item = next(one for one in seen.parts if one.board == "Kungsholmen")
        rounds.choose_hits(
            session, stamp=house.stamp(), seen=seen, item=item, stratum_id=stratum_id,
            plan=PartPlan(item.part.board_id, size, 0),
        )  # fmt: skip


def test_a_duplicates_case_is_drawn_beside_the_boards_own_sample(house: House) -> None:
    """The duplicate is of case KUN-001, which must be drawn for the hits or already stand in the board's own."""
    round_id = planned_round(house, units=4, size=1, reserves=0)
    choose(house, round_id, stratum(house))
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        sizes = {part.board_id: (1, 0) for part in rounds.parts(session, round_id)}
        rounds.fix_sizes(session, stamp=house.stamp(), round_=round_, sizes=sizes)
    with pytest.raises(StageError):
        choose(house, round_id, 0)
    for board in BOTH:
        give_part(house, round_id, board, SEED_PARTS[board])
    with house.database.transaction() as session:
        rounds.draw(session, stamp=house.stamp(), round_=session.get_one(Round, round_id))
        own = {unit.unit_id for unit in rounds.sample(session, round_id)}
        beside = {unit.unit_id for unit in rounds.sample(session, round_id, target=Target.HITS)}
    assert beside == ({"KUN-001"} - own)
    assert "KUN-001" in own | beside


def test_hits_outside_the_frame_or_of_another_board_are_refused(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    chosen = stratum(house)
    round_id = planned_round(house, units=4, prefix="X")
    with pytest.raises(InputError, match="Inga av träffarna"):
        choose(house, round_id, chosen)
    with pytest.raises(InputError, match="Välj ett stratum"):
        choose(house, round_id, chosen + 1)


def test_what_is_judged_as_no_fault_is_not_drawn(house_on_sqlite: House) -> None:
    house, of = house_on_sqlite, result_id(house_on_sqlite, a_run(house_on_sqlite))
    with house.database.transaction() as session:
        opened = operations.hit_seen(session, scope_of(house, "samordnare", BOTH), hit_id(house, of))
        assert opened
        operations.judge(session, stamp=house.stamp(), opened=opened, verdict=Verdict.RIGHT, note="", seen=0)
    with house.database.transaction() as session:
        seen = operations.result_seen(session, scope_of(house, "samordnare", BOTH), of)
        assert seen
        with pytest.raises(StratumError, match="inga träffar"):
            operations.make_stratum(session, stamp=house.stamp(), of=seen)


def test_a_round_of_payments_draws_the_payments_themselves(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    made = stratum(house)
    with house.database.transaction(write=False) as session:
        found = operations.stratum_of(session, made)
        assert found
        assert found.ids_for(RegisterKind.PAYMENTS) == {"KUN-U2"}
        assert found.ids_for(RegisterKind.CASES) == {"KUN-001"}
        assert found.ids_for(RegisterKind.ESTATES) == frozenset()
