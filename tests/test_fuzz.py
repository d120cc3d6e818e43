"""Every door, every form, every role, with things that nobody would send: the program refuses, and never fails."""

from collections.abc import Sequence
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.journal import operations as journal
from tests.support.answering import COMMENT, NOTHING, QUESTION, answering, kept
from tests.support.furnished import Furnished
from tests.support.fuzzing import Fuzzer, program_errors
from tests.support.house import House
from tests.support.undone import undone

T = TypeVar("T")


class Drawn:
    """Chance as hypothesis has it: what fails is made as small as can be."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def choice(self, some: Sequence[T], /) -> T:
        return self._data.draw(st.sampled_from(some))

    def number(self, most: int, /) -> int:
        return self._data.draw(st.integers(0, most))

    def text(self) -> str:
        return self._data.draw(st.text(st.characters(codec="utf-8"), max_size=30))


@pytest.mark.parametrize("name", ["furnished", "furnished_on_postgresql"])
def test_nothing_that_is_sent_makes_the_program_fail(request: pytest.FixtureRequest, name: str) -> None:
    furnished: Furnished = request.getfixturevalue(name)
    fuzzer = Fuzzer(furnished)

    @settings(max_examples=100, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def try_it(data: st.DataObject) -> None:
        with seen.again():  # the next example has to find what the first one found
            shots = fuzzer.shoot(Drawn(data))
            assert program_errors(shots) == []
            if any(shot.status == 302 for shot in shots):
                with furnished.house.database.transaction(write=False) as session:
                    assert journal.verify(session)[1] == []
        furnished.restore_files()

    with undone(furnished.house.database) as seen:
        try_it()


def test_an_address_with_a_sign_that_no_database_keeps_names_nothing(house: House) -> None:
    """What ten thousand requests have found on PostgreSQL."""
    page = house.client("samordnare")
    assert page.get("/register/utkast/%00").status_code == 404
    assert page.post("/register/utkast/%00/koder").status_code in {400, 404}
    assert page.get("/jamforelse?namnd=%00").status_code == 400


def test_a_year_larger_than_any_number_of_the_database_is_refused_in_words(house: House) -> None:
    """What seventeen thousand requests have found on PostgreSQL."""
    for address in ("/intern-kontroll/ny-riskanalys", "/intern-kontroll/ny-plan"):
        chosen = {"board": str(house.boards["Kungsholmen"]), "year": "2147483648"}
        assert house.client("samordnare").fill(address, **chosen).status_code == 422


def test_an_answer_outside_the_scale_is_refused_and_the_comment_kept(house_on_sqlite: House) -> None:
    """What twenty thousand requests have found."""
    somebody = answering(house_on_sqlite)
    refused = somebody.page.post(somebody.address, data=somebody.fields | {f"svar-{QUESTION}": "=1+1"})
    assert (refused.status_code, COMMENT in refused.text) == (422, True)
    assert kept(house_on_sqlite) == NOTHING
