"""Whether what a checklist file declares holds together: scale, areas, attributes, references, versions."""

from datetime import date

from checklists.contents import Table, ids, tables, texts
from checklists.counting import CODES, DEVIATIONS
from checklists.faults import Path, Report
from checklists.models import ASKED, READINGS
from checklists.words import suggestion


def check_declarations(document: Table, report: Report) -> None:
    """Report every contradiction among the declarations of the document."""
    _check_unique(document, "scale", "code", (), report)
    for kind in ("areas", "attributes", "references", "questions"):
        _check_unique(document, kind, "id", (), report)
    _check_scale(document, report)
    for path, reference in tables(document, "references"):
        _check_dates(reference, path, report)
    for path, attribute in tables(document, "attributes"):
        _check_attribute(attribute, path, report)
    _check_changes(document, report)


def _check_unique(holder: Table, kind: str, key: str, above: Path, report: Report) -> None:
    seen: set[str] = set()
    for path, table in tables(holder, kind):
        name = table.get(key)
        if not isinstance(name, str):
            continue
        if name in seen:
            what = f"»{name}« finns redan tidigare i filen."
            report.add((*above, *path, key), what, "Ge den ett eget namn, eller ta bort den.")
        seen.add(name)


def _check_scale(document: Table, report: Report) -> None:
    declared = ids(document, "scale", "code")
    for path, option in tables(document, "scale"):
        _check_option(option, path, report)
    for code in [code for code in CODES if declared and code not in declared]:
        what = f"Svaret »{code}« saknas i skalan."
        report.add(("scale",), what, f'Lägg till en tabell [[scale]] med code = "{code}".')


def _check_option(option: Table, path: Path, report: Report) -> None:
    code, deviation = option.get("code"), option.get("deviation")
    if not isinstance(code, str):
        return
    if code not in CODES:
        report.add((*path, "code"), f"Svaret »{code}« ingår inte i räkningen.", suggestion(code, CODES))
    elif isinstance(deviation, bool) and deviation != (code in DEVIATIONS):
        wanted = "true" if code in DEVIATIONS else "false"
        what = f"Svaret »{code}« räknas {'alltid' if code in DEVIATIONS else 'aldrig'} som avvikelse."
        report.add((*path, "deviation"), what, f"Skriv deviation = {wanted}.")


def _check_dates(reference: Table, path: Path, report: Report) -> None:
    first, last = reference.get("valid_from"), reference.get("valid_to")
    if type(first) is date and type(last) is date and last < first:
        what = f"Slutdatumet {last} ligger före startdatumet {first}."
        report.add((*path, "valid_to"), what, "Rätta ett av datumen.")


def _check_attribute(attribute: Table, path: Path, report: Report) -> None:
    _check_codes(attribute, path, report)
    for said in [key for key in ("yes", "no") if key in attribute and attribute.get("type") != "boolean"]:
        what = "Bara en uppgift av typen boolean kan sägas med yes och no."
        report.add((*path, said), what, "Ta bort raden.")
    if attribute.get("source") != ASKED:
        _check_reading(attribute, path, report)
        return
    for key in [key for key in ("column", "reading", "value") if key in attribute]:
        what = "En uppgift som granskaren fyller i läses inte ur registret."
        report.add((*path, key), what, "Ta bort raden, eller ange registret som source.")


def _check_codes(attribute: Table, path: Path, report: Report) -> None:
    coded = attribute.get("type") == "code"
    if coded and "codes" not in attribute:
        report.add(path, "Kodlistan saknas.", 'Lägg till codes = [{ code = "…", label = "…" }].')
    if not coded and "type" in attribute and "codes" in attribute:
        what = "Bara en uppgift av typen code har en kodlista."
        report.add((*path, "codes"), what, 'Ta bort kodlistan, eller skriv type = "code".')
    _check_unique(attribute, "codes", "code", path, report)


def _check_reading(attribute: Table, path: Path, report: Report) -> None:
    if "source" in attribute and "column" not in attribute:
        what = "Registrets kolumn saknas."
        report.add(path, what, 'Lägg till column = "…", eller skriv source = "asked".')
    reading = attribute.get("reading", "value")
    given = READINGS.get(reading) if isinstance(reading, str) else None
    if given and attribute.get("type", given) != given:
        what = f"»{reading}« ger en uppgift av typen {given}."
        report.add((*path, "reading"), what, f'Skriv type = "{given}", eller välj en annan reading.')
    if (reading == "equals") != ("value" in attribute):
        report.add(path, 'Nyckeln value hör ihop med reading = "equals".', "Ange båda, eller ingen av dem.")


def _check_changes(document: Table, report: Report) -> None:
    head = document.get("checklist")
    if not isinstance(head, dict):
        return
    _check_unique(head, "changes", "version", ("checklist",), report)
    for path, entry in tables(head, "changes"):
        if entry.get("version") == head.get("version"):
            _check_newest(entry, ids(document, "questions"), ("checklist", *path), report)


def _check_newest(entry: Table, questions: list[str], path: Path, report: Report) -> None:
    new, changed = texts(entry, "new"), ids(entry, "changed")
    for key, names in (("new", new), ("changed", changed)):
        for name in [name for name in names if name not in questions]:
            what = f"Frågan »{name}« finns inte i den här versionen."
            report.add((*path, key), what, suggestion(name, questions))
    for name in [name for name in texts(entry, "gone") if name in questions]:
        what = f"Frågan »{name}« finns kvar i filen."
        report.add((*path, "gone"), what, "Ta bort den ur listan eller ur filen.")
    for name in [name for name in new if name in changed]:
        report.add(path, f"Frågan »{name}« är både ny och ändrad.", "Låt den stå i en av listorna.")
