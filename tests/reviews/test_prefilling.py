"""What another register tells of a case is looked up when the file is given out."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from sqlmodel import Session, select

from audit.accounts.operations import known
from audit.registers.operations import Delivery, frames_for, take_in
from audit.registers.rules import RegisterKind
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from checklists import Fact, Source
from tests.support.house import House
from tests.support.reviewed import reviewer_of
from tests.support.story import PERIOD, attach_frames, drawn_round, extract_and_frames, give_part, plan


def payment(board: str, case: str, number: int, paid: date, **more: object) -> dict[str, object]:
    return {
        "namnd_kod": board,
        "arende_id": case,
        "utbetalning_id": f"U-{case}-{number}",
        "period": f"{paid:%Y%m}",
        "utbetalningsdatum": paid,
        "belopp": "100,00",
        "status": "betald",
        **more,
    }


def take_in_payments(house: House, rows: list[dict[str, object]], period: tuple[date, date] = PERIOD) -> None:
    lines = [f"Påhittat utdrag {uuid4()}", ";".join(rows[0]), *(";".join(map(str, row.values())) for row in rows)]
    data = "\n".join(lines).encode("utf-8-sig")
    with house.database.transaction() as session:
        take_in(
            session,
            stamp=house.stamp(),
            delivery=Delivery(data, "utbetalningar.csv", RegisterKind.PAYMENTS, period, invented=True),
            board_ids=house.board_ids("Kungsholmen", "Norrmalm"),
            key=house.settings.pseudonym_key,
        )


def given_out(house: House, round_id: int) -> dict[str, Fact | None]:
    """Give out the round's files. What is known of each case's payments, by unit id."""
    with house.database.transaction() as session:
        units = rounds.in_use(session, round_id)
        people = {unit.id or 0: house.accounts[reviewer_of(house, unit)] for unit in units}
        reviews.distribute(session, stamp=house.stamp(), round_id=round_id, reviewers=people)
        return {
            session.get_one(SampleUnit, review.sample_unit_id).unit_id: payments_of(session, review)
            for review in session.exec(select(Review).where(Review.round_id == round_id))
        }


def payments_of(session: Session, review: Review) -> Fact | None:
    return reviews.knowledge_of(session, review=review).facts.get("payments")


def drawn(house: House, round_id: int, board: str) -> list[str]:
    with house.database.transaction(write=False) as session:
        return [unit.unit_id for unit in rounds.in_use(session, round_id, house.board_ids(board))]


def test_the_payments_of_the_period_are_counted_for_boards_with_a_register_of_all_of_it(house: House) -> None:
    round_id = drawn_round(house)
    first, second, _ = drawn(house, round_id, "Kungsholmen")
    rows = [payment("Kungsholmen", first, number, date(2026, number, 25)) for number in (1, 2, 3)]
    rows += [payment("Kungsholmen", "KUN-999", 1, date(2026, 1, 25))]
    take_in_payments(house, rows)
    found = given_out(house, round_id)
    assert found[first] == Fact(3, Source.REGISTER)
    assert found[second] == Fact(0, Source.REGISTER)
    assert {found[unit] for unit in drawn(house, round_id, "Norrmalm")} == {None}


def test_a_register_of_a_part_of_the_period_tells_nothing(house_on_sqlite: House) -> None:
    round_id = drawn_round(house_on_sqlite)
    first = drawn(house_on_sqlite, round_id, "Kungsholmen")[0]
    month = (date(2026, 1, 1), date(2026, 1, 31))
    take_in_payments(house_on_sqlite, [payment("Kungsholmen", first, 1, date(2026, 1, 25))], month)
    assert set(given_out(house_on_sqlite, round_id).values()) == {None}


def payments_round(house: House, size: int) -> int:
    """A drawn round of Kungsholmen's payments, of which the frame is frozen already."""
    with house.database.transaction() as session:
        cases = plan(house, "Kungsholmen", size=size, reserves=0)
        payments = replace(cases, kind=RegisterKind.PAYMENTS, checklist="utbetalning-2026.1")
        round_ = rounds.create_round(session, stamp=house.stamp(), plan=payments)
        frames = frames_for(session, kind=RegisterKind.PAYMENTS, board_ids=house.board_ids("Kungsholmen"))
        round_id = known(round_.id)
        attach_frames(house, session, round_id, {"Kungsholmen": known(frames[0].id)})
        rounds.fix_sizes(session, stamp=house.stamp(), round_=round_, sizes={house.boards["Kungsholmen"]: (size, 0)})
    give_part(house, round_id, "Kungsholmen", "4-2-6")
    with house.database.transaction() as session:
        rounds.draw(session, stamp=house.stamp(), round_=session.get_one(Round, round_id))
    return round_id


def test_the_case_register_tells_of_a_payment_when_it_was_decided(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    extract_and_frames(house)
    cases = ["KUN-001", "KUN-002", "KUN-999"]
    take_in_payments(house, [payment("Kungsholmen", case, 1, date(2026, 4, 25)) for case in cases])
    round_id = payments_round(house, len(cases))
    given_out(house, round_id)
    with house.database.transaction(write=False) as session:
        decided = {}
        for review in session.exec(select(Review).where(Review.round_id == round_id)):
            unit_id = session.get_one(SampleUnit, review.sample_unit_id).unit_id
            decided[unit_id] = reviews.knowledge_of(session, review=review).facts.get("decision_date")
    assert decided == {
        "U-KUN-001-1": Fact(date(2026, 3, 2), Source.REGISTER),
        "U-KUN-002-1": Fact(date(2026, 3, 3), Source.REGISTER),
        "U-KUN-999-1": None,
    }
