"""Tables out of a document, pasted or in a file: read whole, or refused with every fault."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from audit.comparison.rules.doubts import COUNT_COLUMNS, COUNT_NAMES, Figures, Share, contradictions, said_twice
from checklists import AnswerCounts


@dataclass(frozen=True)
class PasteFault:
    """A fault in a table: the line (counted from 1), the column's name, the value and what was expected."""

    line: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        return f"Rad {self.line}, {self.column}: »{self.value}« – {self.expected}"


@dataclass(frozen=True)
class CountRow:
    """A question's counts. `doubts` are the contradictions in them, in Swedish; with any they are not compared."""

    question_id: str
    counts: AnswerCounts
    figures: Figures = field(default_factory=lambda: Figures({}))
    line: int = 0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnswerRow:
    file_label: str
    question_id: str
    value: str
    comment: str


Line = tuple[int, Sequence[str]]
REVIEWED, DEVIATIONS, SHARE = "granskade", "avvikelser", "procent"
NAMES = {**COUNT_NAMES, REVIEWED: "Granskade", DEVIATIONS: "Avvikelser", SHARE: "Procent"}
HEADINGS = {
    **{name.casefold(): code for code, name in NAMES.items()},
    "antal granskade": REVIEWED, "antal akter": REVIEWED, "akter": REVIEWED, "antal": REVIEWED, "summa": REVIEWED,
    "totalt": REVIEWED, "n": REVIEWED, "antal avvikelser": DEVIATIONS, "brister": DEVIATIONS, "%": SHARE,
    "följsamhet": SHARE, "andel": SHARE, "andel ja": SHARE, "procent ja": SHARE, "följsamhet (%)": SHARE,
}  # fmt: skip
"""What a column may be called, and what it holds."""
USUAL = (*COUNT_COLUMNS, REVIEWED)
"""The columns after the question where no line tells what they are."""
QUESTION_HEADINGS = frozenset({"fråga", "frågor"})
FILE_HEADINGS = frozenset({"akt", "akter"})
PERCENT = re.compile(r"(\d+(?:[.,](\d+))?)\s*%?")


def lines_of(text: str) -> list[Line]:
    """The lines of pasted text with their cells, parted by tab or semicolon; blank lines are passed over."""
    parted = (
        (number, [cell.strip() for cell in line.split("\t" if "\t" in line else ";")])
        for number, line in enumerate(text.splitlines(), start=1)
    )
    return [(number, cells) for number, cells in parted if any(cells)]


# ---- Counts -----------------------------------------------------------------------------------------------------


def parse_counts(table: str | Sequence[Line], questions: Mapping[str, str]) -> tuple[list[CountRow], list[PasteFault]]:
    """Rows of counts out of pasted text or the lines of a file: question; Ja; Delvis; Nej; Ej aktuellt; Kan ej bedömas;
    reviewed files. A first line that begins with »Fråga« tells which of HEADINGS the columns are, in any order.

    `questions` maps the id of each question to its text; both are recognised in the first column. Numbers that are
    left out are not told. Answers either rows or all the faults, a contradiction in a row among them; without any
    fault but those, the rows come with their doubts.
    """
    lines = lines_of(table) if isinstance(table, str) else list(table)
    columns, faults = _columns(lines)
    body = lines[1:] if lines and _is_heading(lines[0], QUESTION_HEADINGS) else lines
    rows: list[CountRow] = []
    for line, cells in body:
        question = _question(cells[0], questions)
        faults.extend(_question_faults(line, cells[0], question))
        figures, wrong = _figures(line, cells[1:], columns)
        faults.extend(wrong)
        if question and not wrong:
            rows.append(CountRow(question, figures.counts, figures, line, tuple(contradictions(figures))))
    if not rows and not faults:
        faults.append(PasteFault(1, "Fråga", "", "klistra in minst en rad."))
    if faults:
        return [], sorted([*faults, *_as_faults(rows)], key=lambda fault: fault.line)
    return _marked_twice(rows), []


def _as_faults(rows: Iterable[CountRow]) -> Iterable[PasteFault]:
    for row in rows:
        reviewed = row.figures.reviewed
        for doubt in row.doubts:
            yield PasteFault(row.line, NAMES[REVIEWED], "" if reviewed is None else str(reviewed), doubt)


def _is_heading(line: Line, names: frozenset[str]) -> bool:
    return line[1][0].casefold() in names


def _columns(lines: Sequence[Line]) -> tuple[tuple[str, ...], list[PasteFault]]:
    """What the columns after the question hold, and those that nobody knows."""
    if not lines or not _is_heading(lines[0], QUESTION_HEADINGS):
        return USUAL, []
    line, cells = lines[0]
    found = tuple(HEADINGS.get(cell.casefold(), "") for cell in cells[1:])
    expected = (
        f"rubriken är okänd eller står två gånger. Kalla kolumnen {', '.join(NAMES.values())}, eller ta bort den."
    )
    faults = [
        PasteFault(line, "Rubrik", cell, expected)
        for place, (cell, code) in enumerate(zip(cells[1:], found, strict=True))
        if cell and (not code or code in found[:place])
    ]
    return found, faults


def _figures(line: int, cells: Sequence[str], columns: Sequence[str]) -> tuple[Figures, list[PasteFault]]:
    named = dict(zip(columns, cells, strict=False))
    faults = [
        PasteFault(line, NAMES[code], cell, "skriv ett heltal, 0 eller större.")
        for code, cell in named.items()
        if code in NAMES and code != SHARE and cell and not _is_number(cell)
    ]
    share = _share(named.get(SHARE, ""))
    if named.get(SHARE) and share is None:
        faults.append(PasteFault(line, NAMES[SHARE], named[SHARE], "skriv en procentsats från 0 till 100."))
    if any(cells[len(columns) :]):
        faults.append(PasteFault(line, "Rad", ";".join(cells), "raden har för många kolumner."))
    if faults:
        return Figures({}), faults
    numbers = {code: int(cell) for code, cell in named.items() if code in NAMES and code != SHARE and cell}
    answers = {code: numbers[code] for code in COUNT_COLUMNS if code in numbers}
    figures = Figures(answers, numbers.get(REVIEWED), numbers.get(DEVIATIONS), share)
    if not answers and figures.reviewed is None and share is None:
        faults.append(PasteFault(line, "Rad", ";".join(cells), "raden har inga siffror. Skriv minst ett antal."))
    return figures, faults


def _is_number(cell: str) -> bool:
    return cell.isascii() and cell.isdecimal() and len(cell) <= 6


def _share(cell: str) -> Share | None:
    """A percentage as it is written: »70«, »70,5 %«; 0.7 is what a workbook makes of 70 %."""
    found = PERCENT.fullmatch(cell)
    if not found:
        return None
    value, decimals = Fraction(found[1].replace(",", ".")), len(found[2] or "")
    if "." in cell and value <= 1:
        value, decimals = value * 100, max(decimals - 2, 0)
    return Share(value, decimals) if value <= 100 else None


def _marked_twice(rows: Sequence[CountRow]) -> list[CountRow]:
    """The rows, each of a question that stands on several with a doubt of its own."""
    places: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        places[row.question_id].append(row.line)
    return [
        replace(row, doubts=(*row.doubts, said_twice(places[row.question_id])))
        if len(places[row.question_id]) > 1
        else row
        for row in rows
    ]


# ---- Single answers ---------------------------------------------------------------------------------------------


def parse_answers(
    table: str | Sequence[Line], questions: Mapping[str, str], scale: Mapping[str, str]
) -> tuple[list[AnswerRow], list[PasteFault]]:
    """Rows of single answers out of pasted text or the lines of a file: file; question; answer; comment.

    `scale` maps the code of each answer to its label; both are recognised. Questions as in `parse_counts`. Answers
    either rows or all the faults. A file is called by a running number or other label of one's own, never by a
    personal number or name.
    """
    lines = lines_of(table) if isinstance(table, str) else list(table)
    rows: list[AnswerRow] = []
    faults: list[PasteFault] = []
    seen: set[tuple[str, str]] = set()
    codes = {label.casefold(): code for code, label in scale.items()} | {code: code for code in scale}
    for line, cells in lines[1:] if lines and _is_heading(lines[0], FILE_HEADINGS) else lines:
        label, asked, answer, comment = (*cells, "", "", "")[:4]
        question = _question(asked, questions)
        value = codes.get(answer.casefold())
        if not label:
            faults.append(PasteFault(line, "Akt", label, "skriv aktens löpnummer."))
        faults.extend(_question_faults(line, asked, question))
        if question and (label, question) in seen:
            faults.append(PasteFault(line, "Fråga", asked, "frågan står redan på en rad ovanför. Ta bort den ena."))
        if value is None:
            faults.append(PasteFault(line, "Svar", answer, f"skriv något av {', '.join(scale.values())}."))
        if label and question and value:
            rows.append(AnswerRow(label, question, value, comment))
            seen.add((label, question))
    if not rows and not faults:
        faults.append(PasteFault(1, "Akt", "", "klistra in minst en rad."))
    return ([], faults) if faults else (rows, [])


def _question(cell: str, questions: Mapping[str, str]) -> str | None:
    if cell in questions:
        return cell
    return next((key for key, text in questions.items() if text.casefold() == cell.casefold()), None)


def _question_faults(line: int, cell: str, question: str | None) -> Iterable[PasteFault]:
    if question is None:
        yield PasteFault(line, "Fråga", cell, "skriv frågans kortnamn eller hela dess text, som i frågelistan.")
