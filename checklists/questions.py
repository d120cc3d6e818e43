"""Whether the questions of a checklist file lean on what there is: areas, dates, references, rules."""

from checklists.contents import Table, ids, tables, texts
from checklists.faults import Path, Report
from checklists.grammar import parse_rule
from checklists.meaning import Declared, faults_in
from checklists.models import ATTRIBUTE_TYPES
from checklists.tokens import RuleError
from checklists.words import suggestion


def check_questions(document: Table, report: Report) -> None:
    """Report every question that names something the document does not declare, or stands out of order."""
    areas, references = ids(document, "areas"), ids(document, "references")
    attributes = [attribute for _, attribute in tables(document, "attributes")]
    days = [str(attribute.get("id")) for attribute in attributes if attribute.get("type") == "date"]
    for path, question in tables(document, "questions"):
        _check_known(question, "area", areas, "Området", path, report)
        _check_known(question, "legal_date", days, "Datumuppgiften", path, report)
        _check_refs(question, references, path, report)
    _check_rules(document, report)
    _check_order(document, areas, report)
    _check_areas_used(document, areas, report)


def _check_known(table: Table, key: str, known: list[str], kind: str, path: Path, report: Report) -> None:
    name = table.get(key)
    if isinstance(name, str) and name.strip() and name not in known:
        report.add((*path, key), f"{kind} »{name}« finns inte i filen.", suggestion(name, known))


def _check_refs(question: Table, references: list[str], path: Path, report: Report) -> None:
    for ref in texts(question, "refs"):
        name, _, _ = ref.strip().partition(" ")
        if name and name not in references:
            what = f"Hänvisningen »{name}« finns inte under [[references]]."
            report.add((*path, "refs"), what, suggestion(name, references))


def _check_rules(document: Table, report: Report) -> None:
    questions = ids(document, "questions")
    for path, attribute in tables(document, "attributes"):
        if attribute.get("id") in questions:
            what = f"»{attribute['id']}« är också en frågas id."
            report.add((*path, "id"), what, "Ta bort uppgiften: en regel kan nämna frågan direkt.")
    types, codes = _types(document), _codes(document)
    later = list(questions)
    for path, question in tables(document, "questions"):
        earlier = questions[: len(questions) - len(later)]
        rule, declared = question.get("applies_when"), Declared(types, codes, earlier, later)
        if isinstance(rule, str) and rule.strip():
            for fault in _rule_faults(rule, declared):
                report.add_inside((*path, "applies_when"), rule, fault.column, fault.what, fault.remedy)
        if isinstance(question.get("id"), str):
            later.pop(0)


def _rule_faults(rule: str, declared: Declared) -> tuple[RuleError, ...]:
    try:
        return faults_in(parse_rule(rule), declared)
    except RuleError as error:
        return (error,)


def _types(document: Table) -> dict[str, str | None]:
    return {
        name: _type(attribute)
        for _, attribute in tables(document, "attributes")
        if isinstance(name := attribute.get("id"), str)
    }


def _type(attribute: Table) -> str | None:
    """The declared type; None where the declaration has a fault of its own, so that no rule repeats it."""
    kind = attribute.get("type")
    whole = kind in ATTRIBUTE_TYPES and (kind == "code") == ("codes" in attribute)
    return str(kind) if whole else None


def _codes(document: Table) -> dict[str, list[str]]:
    return {
        name: ids(attribute, "codes", "code")
        for _, attribute in tables(document, "attributes")
        if isinstance(name := attribute.get("id"), str) and attribute.get("type") == "code"
    }


def _check_order(document: Table, areas: list[str], report: Report) -> None:
    reached = 0
    for path, question in tables(document, "questions"):
        area = question.get("area")
        if not isinstance(area, str) or area not in areas:
            continue
        if areas.index(area) < reached:
            what = f"Frågan i området »{area}« står efter ett senare område."
            report.add((*path, "area"), what, "Flytta frågan till de andra frågorna i området.")
        reached = max(reached, areas.index(area))


def _check_areas_used(document: Table, areas: list[str], report: Report) -> None:
    used = [question.get("area") for _, question in tables(document, "questions")]
    if not used or not all(area in areas for area in used):
        return
    for path, area in tables(document, "areas"):
        if isinstance(area.get("id"), str) and area["id"] not in used:
            what = f"Området »{area['id']}« har ingen fråga."
            report.add(path, what, "Lägg till en fråga, eller ta bort området.")
