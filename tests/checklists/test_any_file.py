"""Whatever stands in a checklist file, the answer is a checklist or words about what is wrong."""

from hypothesis import given
from hypothesis import strategies as st

from tests.checklists.small import SMALL, faults_in

LINES = SMALL.split("\n")
VALUES = (
    '""',
    '"okänt"',
    "true",
    "3",
    "2.5",
    "2027-01-01",
    "10:30:00",
    "[]",
    "[[]]",
    '["a", 1]',
    "{}",
    "{ id = [] }",
    "=",
)

places = st.integers(min_value=0, max_value=len(LINES) - 1)


def answer(text: str) -> None:
    for fault in faults_in(text):
        assert fault.what
        assert fault.remedy
        assert 1 <= (fault.line or 1) <= text.count("\n") + 1


@given(st.dictionaries(places, st.sampled_from(VALUES), max_size=4))
def test_any_value_in_any_place_is_answered(changes: dict[int, str]) -> None:
    lines = [
        f"{line.split('=')[0]}= {changes[place]}" if place in changes and "=" in line else line
        for place, line in enumerate(LINES)
    ]
    answer("\n".join(lines))


@given(st.sets(places, max_size=6))
def test_any_lines_left_out_are_answered(gone: set[int]) -> None:
    answer("\n".join(line for place, line in enumerate(LINES) if place not in gone))


@given(st.text())
def test_any_text_at_all_is_answered(text: str) -> None:
    answer(text)


@given(st.text(alphabet="[]{}=.\"'#\\ \nabc1"))
def test_any_toml_like_text_is_answered(text: str) -> None:
    answer(text)
