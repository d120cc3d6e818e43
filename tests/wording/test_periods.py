"""A period of days is written in one way, in one place: »2026-01-01 till 2026-06-30«."""

import re
from datetime import date
from pathlib import Path

import pytest

from audit.web.formats import span

ROOT = Path(__file__).parents[2]
HOME = ROOT / "audit" / "web" / "formats.py"
BETWEEN = r"(?:</\w+>)?\s*(?:till|[–-])\s*(?:<[^>]*>)?"
BY_HAND = (
    re.compile(rf"\|\s*day\s*}}}}{BETWEEN}{{{{"),
    re.compile(rf"{{[^{{}}]*(?:period_from|period'\]\[0\]|day\([^{{}}]*\))}}{BETWEEN}{{"),
    re.compile(r"period\.first\(\).*(?:till|–)"),
)
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def by_hand(text: str) -> list[str]:
    return [found.group() for pattern in BY_HAND for found in pattern.finditer(text)]


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (FIRST, LAST, "2026-01-01 till 2026-06-30"),
        (FIRST, None, "från och med 2026-01-01"),
        (None, LAST, "till och med 2026-06-30"),
        (None, None, "–"),
    ],
)
def test_a_period_is_written_with_its_days_and_a_word(first: date | None, last: date | None, written: str) -> None:
    assert span(first, last) == written


def test_no_period_is_put_together_by_hand() -> None:
    places = [
        *(path for path in (ROOT / "audit").rglob("*.py") if path != HOME),
        *(path for kind in ("*.html", "*.typ") for path in (ROOT / "templates").rglob(kind)),
    ]
    found = {str(path.relative_to(ROOT)): by_hand(path.read_text(encoding="utf-8")) for path in places}
    assert {path: told for path, told in found.items() if told} == {}


@pytest.mark.parametrize(
    "text",
    [
        "{{ one.period_from|day }}–{{ one.period_to|day }}",
        '<span class="count">{{ a|day }}</span> till <span class="count">{{ b|day }}</span>',
        'f"{extract.period_from}–{extract.period_to}"',
        'f"{day(facts.period_from)} – {day(facts.period_to)}"',
        "{told['period'][0]} till {told['period'][1]}",
    ],
)
def test_what_is_put_together_by_hand_is_found(text: str) -> None:
    assert by_hand(text)
