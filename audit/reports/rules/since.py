"""Which figures have changed since somebody wrote a text: what each was then, what it is now."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audit.reports.rules.facts import ReportFacts

GONE = "–"
# A share is told whole: the count, and what it is a count of.
OUT_OF = {"avvikelser": "aktuella", "granskade": "att_granska"}
CALLED = {
    "avvikande": "Frågor med avvikelse",
    "ej_bedomda": "Frågor som inte gick att bedöma",
    "ramen": "I ramen",
    "lamnade_ute": "Lämnade ute",
    "kunde_dras": "Kunde dras",
    "dragna": "Dragna",
    "ersatta": "Ersatta",
    "saknade": "Saknade",
    "att_granska": "Att granska",
    "granskade": "Granskade",
}


@dataclass(frozen=True)
class Moved:
    """A figure that is not what it was when a text was written. `in_text`: the text still says the former."""

    label: str
    was: str
    now: str
    in_text: bool

    @property
    def said(self) -> str:
        """»3 av 10 var 2 av 10 när texten skrevs«."""
        if self.was == GONE:
            return f"{self.now} fanns inte när texten skrevs"
        return f"{self.now if self.now != GONE else 'Siffran finns inte längre. Den'} var {self.was} när texten skrevs"


def moved(
    before: Mapping[str, str] | None, now: Mapping[str, str], *, text: str, facts: ReportFacts
) -> tuple[Moved, ...]:
    """What changed between the figures that a text was written against and those of today, the text's own first.

    Both hold what each figure shows, by its key. Nothing is told of a text whose figures were not kept.
    """
    if before is None:
        return ()
    then, today = _whole(before), _whole(now)
    plain = _plain(text)
    found = [
        Moved(_label(key, facts), was, is_now, was != GONE and _stands(was, plain))
        for key in dict.fromkeys((*then, *today))
        if (was := then.get(key, GONE)) != (is_now := today.get(key, GONE))
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: not one.in_text))


def _whole(shown: Mapping[str, str]) -> dict[str, str]:
    """The figures as they are told: a count with what it is a count of."""
    whole: dict[str, str] = {}
    parts = set()
    for key, value in shown.items():
        stem, _, last = key.rpartition(".")
        other = f"{stem}.{OUT_OF.get(last)}"
        if other in shown:
            parts.add(other)
            value = f"{value} av {shown[other]}"
        whole[key] = value
    return {key: value for key, value in whole.items() if key not in parts}


def _label(key: str, facts: ReportFacts) -> str:
    """What a figure is called: the question, the area or the step of the draw, and the board where it is one's own."""
    names = {str(board.id): board.name for board in facts.boards}
    called = {question.id: question.text for question in facts.questions} | {area.id: area.name for area in facts.areas}
    parts = key.split(".")
    said = next((word for part in parts if (word := called.get(part) or CALLED.get(part))), "En siffra i förslaget")
    beside = [names[part] for part in parts if part in names]
    beside += parts[-1:] if "ersatta" in parts[:-1] else []
    return f"{said} ({', '.join(beside)})" if beside else said


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _stands(figure: str, plain: str) -> bool:
    return re.search(rf"(?<![\d,.]){re.escape(_plain(figure))}(?![\d,.]*\d)", plain) is not None
