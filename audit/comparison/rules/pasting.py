"""Tables pasted from a document: read whole, or refused with every fault."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklists import AnswerCounts


@dataclass(frozen=True)
class PasteFault:
    """A fault in pasted text: the line (counted from 1), the column's name, the value and what was expected."""

    line: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        return f"Rad {self.line}, {self.column}: »{self.value}« – {self.expected}"


@dataclass(frozen=True)
class CountRow:
    question_id: str
    counts: AnswerCounts


@dataclass(frozen=True)
class AnswerRow:
    file_label: str
    question_id: str
    value: str
    comment: str


COUNT_COLUMNS = ("ja", "delvis", "nej", "ej_aktuellt", "kan_ej_bedomas")
COUNT_NAMES = {"ja": "Ja", "delvis": "Delvis", "nej": "Nej", "ej_aktuellt": "Ej aktuellt",
               "kan_ej_bedomas": "Kan ej bedömas"}  # fmt: skip
HEADINGS = frozenset({"fråga", "akt"})


def parse_counts(text: str, questions: Mapping[str, str]) -> tuple[list[CountRow], list[PasteFault]]:
    """Rows of counts out of pasted text: question; Ja; Delvis; Nej; Ej aktuellt; Kan ej bedömas; reviewed files.

    `questions` maps the id of each question to its text; both are recognised in the first column. Columns are parted
    by tab or semicolon, later ones may be left out (0), and the last, if given, must be the sum of the others.
    Answers either rows or all the faults; a heading line and blank lines are passed over.
    """
    rows: list[CountRow] = []
    faults: list[PasteFault] = []
    seen: set[str] = set()
    for line, cells in _lines(text):
        question = _question(cells[0], questions)
        faults.extend(_question_faults(line, cells[0], question, seen))
        numbers, wrong = _numbers(line, cells[1:])
        faults.extend(wrong)
        if question and not wrong:
            rows.append(CountRow(question, AnswerCounts(**dict(zip(COUNT_COLUMNS, numbers, strict=False)))))
            seen.add(question)
    if not rows and not faults:
        faults.append(PasteFault(1, "Fråga", "", "klistra in minst en rad."))
    return ([], faults) if faults else (rows, [])


def parse_answers(
    text: str, questions: Mapping[str, str], scale: Mapping[str, str]
) -> tuple[list[AnswerRow], list[PasteFault]]:
    """Rows of single answers out of pasted text: file; question; answer; comment.

    `scale` maps the code of each answer to its label; both are recognised. Otherwise as `parse_counts`. A file is
    called by a running number or other label of one's own, never by a personal number or name.
    """
    rows: list[AnswerRow] = []
    faults: list[PasteFault] = []
    seen: set[str] = set()
    codes = {label.casefold(): code for code, label in scale.items()} | {code: code for code in scale}
    for line, cells in _lines(text):
        label, asked, answer, comment = (*cells, "", "", "")[:4]
        question = _question(asked, questions)
        value = codes.get(answer.casefold())
        if not label:
            faults.append(PasteFault(line, "Akt", label, "skriv aktens löpnummer."))
        faults.extend(_question_faults(line, asked, question, seen, within=label))
        if value is None:
            faults.append(PasteFault(line, "Svar", answer, f"skriv något av {', '.join(scale.values())}."))
        if label and question and value:
            rows.append(AnswerRow(label, question, value, comment))
            seen.add(f"{label}\n{question}")
    if not rows and not faults:
        faults.append(PasteFault(1, "Akt", "", "klistra in minst en rad."))
    return ([], faults) if faults else (rows, [])


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]
        if any(cells) and not (number == 1 and cells[0].casefold() in HEADINGS):
            yield number, cells


def _question(cell: str, questions: Mapping[str, str]) -> str | None:
    if cell in questions:
        return cell
    return next((key for key, text in questions.items() if text.casefold() == cell.casefold()), None)


def _question_faults(
    line: int, cell: str, question: str | None, seen: set[str], within: str | None = None
) -> Iterable[PasteFault]:
    if question is None:
        yield PasteFault(line, "Fråga", cell, "skriv frågans kortnamn eller hela dess text, som i frågelistan.")
    elif (question if within is None else f"{within}\n{question}") in seen:
        yield PasteFault(line, "Fråga", cell, "frågan står redan på en rad ovanför. Ta bort den ena.")


def _numbers(line: int, cells: list[str]) -> tuple[list[int], list[PasteFault]]:
    names = [*COUNT_COLUMNS, "granskade"]
    faults = [
        PasteFault(line, COUNT_NAMES.get(name, "Granskade"), cell, "skriv ett heltal, 0 eller större.")
        for name, cell in zip(names, cells, strict=False)
        if cell and not cell.isdecimal()
    ]
    if len(cells) > len(names):
        faults.append(PasteFault(line, "Rad", ";".join(cells), "raden har för många kolumner."))
    if faults:
        return [], faults
    numbers = [int(cell) if cell else 0 for cell in cells]
    total = numbers[5] if len(cells) == 6 and cells[5] else None
    if total is not None and sum(numbers[:5]) != total:
        faults.append(
            PasteFault(line, "Granskade", str(total), f"svaren summerar till {sum(numbers[:5])}. Rätta det ena.")
        )
    return numbers[:5], faults
