"""What of an entry's content is shown to those who oversee the journal: ids, codes and counts, never an answer."""

from collections.abc import Mapping

from audit.access_checks.rules.codes import ASKED, CODES, NAMES_OF, grant_words

# The keys that are shown, with their words. Texts and answers are left out on purpose: a reader of the journal is to
# see what was done, not what was found about somebody.
SHOWN = {
    "account": "Konto",
    "accepted": "Godkända rader",
    "attributes": "Uppgifter",
    "boards": "Nämnder",
    "board": "Nämnd",
    "bytes": "Byte",
    "cases": "Ärenden",
    "check": "Kontroll",
    "checked": "Antal poster",
    "code": "Programversion",
    "control": "Kontrollmoment",
    "count": "Antal",
    "day": "Dag",
    "document": "Underlag",
    "due_on": "Senast",
    "entries": "Poster",
    "errors": "Fel",
    "extract": "Registerutdrag",
    "fault": "Fel",
    "file": "Fil",
    "files": "Filer",
    "form": "Form",
    "format": "Form",
    "frame": "Ram",
    "goal": "Mål",
    "grants": "Behörigheter",
    "guests": "Granskare från andra nämnder",
    "hits": "Träffar",
    "kind": "Slag",
    "made_at": "Gjord",
    "measure": "Åtgärd",
    "merged": "Sammanslagna rader",
    "method": "Sätt",
    "months": "Månader",
    "number": "Nummer",
    "number_of_faults": "Antal fel",
    "observations": "Iakttagelser",
    "page": "Sida",
    "percent": "Procent",
    "period": "Period",
    "position": "Plats",
    "question": "Fråga",
    "questions": "Frågor",
    "result": "Resultat",
    "review": "Granskning",
    "reviewer": "Granskare",
    "reviewers": "Granskare",
    "risk": "Risk",
    "round": "Omgång",
    "round_id": "Omgång",
    "rows": "Rader",
    "seat": "Plats i granskningen",
    "section": "Avsnitt",
    "sequence": "Post",
    "sessions": "Inloggningar",
    "sha256": "Kontrollsumma",
    "size": "Storlek",
    "skipped": "Överhoppade rader",
    "sought": "Sökning",
    "table": "Tabell",
    "target": "Urval",
    "unit": "Akt",
    "units": "Akter",
    "until": "Till",
    "version": "Version",
    "versions": "Versioner",
    "year": "År",
}
PEOPLE = frozenset({"account", "reviewer", "reviewers", "guests"})
BOARDS = frozenset({"board", "boards"})
GRANTS = frozenset({"grants"})
UNITS = frozenset({"unit", "units"})
MOST_SHOWN = 50
PROTECTED = "(skyddade uppgifter)"


def units_of(content: Mapping[str, object]) -> list[str]:
    """The cases that an entry names."""
    one, many = content.get("unit"), content.get("units")
    found = [one] if isinstance(one, str) else []
    return found + [each for each in many if isinstance(each, str)] if isinstance(many, list) else found


def shown(
    content: Mapping[str, object],
    *,
    people: Mapping[int, str],
    boards: Mapping[int, str],
    hidden: frozenset[str],
    subject: str = "",
    asked: Mapping[str, str] | None = None,
) -> list[tuple[str, str]]:
    """The content in words. `people` and `boards`: names by id; `hidden`: cases whose id is not to be written out.

    `subject`: what the action is about, its first word. `asked`: the words of the checklists' own codes.
    """
    told, own = [], NAMES_OF.get(subject, {})
    for key, name in SHOWN.items():
        if key in content:
            names = people if key in PEOPLE else boards if key in BOARDS else {}
            codes = dict.fromkeys(hidden, PROTECTED) if key in UNITS else CODES.get(key, {})
            if key in GRANTS and isinstance(grants := content[key], list):
                codes = {each: grant_words(each, boards) for each in grants}
            words = asked or {} if key in ASKED else codes
            told.append((own.get(key, name), _words(content[key], names, words)))
    return told


def left_out(content: Mapping[str, object]) -> int:
    """How much of the content is not shown."""
    return sum(key not in SHOWN for key in content)


def _words(value: object, names: Mapping[int, str], codes: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{codes.get(key, key)}: {_words(each, names, codes)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        words = [_words(each, names, codes) for each in value[:MOST_SHOWN]]
        return ", ".join(words) + (f" och {len(value) - MOST_SHOWN} till" if len(value) > MOST_SHOWN else "")
    if value is None or isinstance(value, bool):
        return {None: "–", True: "ja", False: "nej"}[value]
    if isinstance(value, int) and value in names:
        return names[value]
    return codes.get(str(value), str(value))


ELSEWHERE = "Rör också nämnder som du inte har tillgång till. Innehållet visas inte."
ERASED = "Innehållet är gallrat."
