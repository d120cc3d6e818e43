"""Reads the text of a checklist file: either the whole checklist comes out, or all that is wrong with it."""

import re
import tomllib
from typing import Any

from checklists.declarations import check_declarations
from checklists.faults import ChecklistError, Fault, Report
from checklists.models import (
    AnswerOption,
    Area,
    Attribute,
    ChangedQuestion,
    Checklist,
    Citation,
    Code,
    Question,
    Reference,
    VersionChanges,
)
from checklists.positions import line_numbers
from checklists.questions import check_questions
from checklists.shapes import check_form

Table = dict[str, Any]

POSITION = re.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)")
TOML_FAULTS = {
    "Unterminated string": "En text saknar avslutande citattecken.",
    "Illegal character '\\n'": "En text saknar avslutande citattecken.",
    "Expected '='": "Ett likhetstecken saknas efter nyckeln.",
    "Invalid value": "Värdet går inte att läsa: är det en text ska den stå inom citattecken.",
    "Cannot overwrite a value": "Samma nyckel står två gånger i samma tabell.",
    "Duplicate inline table key": "Samma nyckel står två gånger i samma tabell.",
    "Cannot declare": "Samma tabell står två gånger.",
    "Unclosed array": "En lista saknar avslutande hakparentes.",
    "Unclosed inline table": "En tabell saknar avslutande klammer.",
    "Invalid date or datetime": "Datumet finns inte.",
    "Expected newline": "Det står något mer på raden, efter värdet.",
    "Expected ']": "Tabellens namn saknar avslutande hakparentes.",
}


def parse(text: str, *, source: str) -> Checklist:
    """The checklist that `text`, the whole content of a TOML file, describes.

    `source` is what the file is called in messages. Raises ChecklistError with all faults at once; broken
    TOML is the one fault that hides the others, and is told with line and column. The form is TOML 1.0 with
    the tables and keys of `checklists/shapes.py`.
    """
    document = _document(text, source)
    report = Report(document, source=source, lines=line_numbers(text), text=text)
    check_form(document, report)
    check_declarations(document, report)
    check_questions(document, report)
    if faults := report.faults():
        raise ChecklistError(faults)
    return _checklist(document)


def _document(text: str, source: str) -> Table:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ChecklistError((_too_deep(source),)) from error
    except ValueError as error:
        raise ChecklistError((_toml_fault(str(error), text, source),)) from error


def _too_deep(source: str) -> Fault:
    what = "Listor och tabeller ligger i för många nivåer."
    return Fault(source, None, None, "", what, "Följ formen i de medföljande mallarna.")


def _toml_fault(message: str, text: str, source: str) -> Fault:
    position = POSITION.search(message)
    line = int(position["line"]) if position else len(text.rstrip("\n").split("\n"))
    column = int(position["column"]) if position else None
    known = (swedish for english, swedish in TOML_FAULTS.items() if message.startswith(english))
    what = next(known, "Filen är inte giltig TOML.")
    remedy = "Rätta tecknen just här eller på raden före, och kontrollera filen igen."
    return Fault(source, line, column, "", what, remedy)


def _checklist(document: Table) -> Checklist:
    head = document["checklist"]
    references = {table["id"]: _reference(table) for table in document["references"]}
    return Checklist(
        template=head["template"],
        version=head["version"],
        title=head["title"],
        valid_from=head["valid_from"],
        changes=tuple(_changes(entry) for entry in head["changes"]),
        scale=tuple(_option(table) for table in document["scale"]),
        areas=tuple(Area(table["id"], table["name"]) for table in document["areas"]),
        attributes=tuple(_attribute(table) for table in document["attributes"]),
        references=tuple(references.values()),
        questions=tuple(_question(table, references) for table in document["questions"]),
    )


def _changes(entry: Table) -> VersionChanges:
    return VersionChanges(
        version=entry["version"],
        new=tuple(entry["new"]),
        changed=tuple(_changed(question) for question in entry["changed"]),
        gone=tuple(entry["gone"]),
    )


def _changed(question: Table) -> ChangedQuestion:
    return ChangedQuestion(question["id"], question["comparable"], question.get("note", ""))


def _option(table: Table) -> AnswerOption:
    return AnswerOption(
        code=table["code"],
        label=table["label"],
        deviation=table["deviation"],
        comment_required=table["comment_required"],
        reason_required_when_rule_applies=table.get("reason_required_when_rule_applies", False),
        reported_separately=table.get("reported_separately", False),
    )


def _attribute(table: Table) -> Attribute:
    return Attribute(
        id=table["id"],
        label=table["label"],
        type=table["type"],
        source=table["source"],
        column=table.get("column", ""),
        reading=table.get("reading", "value"),
        value=table.get("value", ""),
        codes=tuple(Code(code["code"], code["label"]) for code in table.get("codes", [])),
        yes=table.get("yes", ""),
        no=table.get("no", ""),
    )


def _reference(table: Table) -> Reference:
    return Reference(
        id=table["id"],
        label=table["label"],
        valid_from=table.get("valid_from"),
        valid_to=table.get("valid_to"),
        status=table["status"],
        note=table.get("note", ""),
    )


def _question(table: Table, references: dict[str, Reference]) -> Question:
    return Question(
        id=table["id"],
        area=table["area"],
        text=table["text"],
        applies_when=table["applies_when"],
        deviation=table["deviation"],
        guidance=table.get("guidance", ""),
        refs=tuple(_citation(ref, references) for ref in table["refs"]),
        severity=table["severity"],
        legal_date=table["legal_date"],
        core=table["core"],
    )


def _citation(ref: str, references: dict[str, Reference]) -> Citation:
    name, _, place = ref.strip().partition(" ")
    return Citation(references[name], place.strip())
