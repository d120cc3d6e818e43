"""What another register tells of a case is looked up when the file is given out."""

from datetime import date
from uuid import uuid4

from sqlmodel import Session, select

from audit.registers.operations import Delivery, take_in
from audit.registers.rules import RegisterKind
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.rounds import operations as rounds
from audit.rounds.models import SampleUnit
from checklists import Fact, Source
from tests.support.house import House
from tests.support.reviewed import reviewer_of
from tests.support.story import PERIOD, drawn_round


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
