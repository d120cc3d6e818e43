"""Whether a rule means anything: its names are declared, its types fit together, its codes are in their lists."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from checklists.grammar import Among, Both, Compare, IsNull, Name, Node, Not, Rule, Value, parts_of
from checklists.tokens import RuleError
from checklists.words import suggestion

BOOLEAN, INTEGER, DATE, CODE = "boolean", "integer", "date", "code"
TYPE_WORDS = {BOOLEAN: "ja eller nej", INTEGER: "ett heltal", DATE: "ett datum", CODE: "en kod"}
ORDERED = {INTEGER, DATE}


@dataclass(frozen=True)
class Declared:
    """What a rule may name: types by attribute, codes by attribute of type code, and the questions before it.

    Of a type that is None nothing is said about what it fits together with. `later` are the ids of the questions that
    are answered after it, or with it.
    """

    types: Mapping[str, str | None]
    codes: Mapping[str, Collection[str]]
    questions: Collection[str] = ()
    later: Collection[str] = ()


def faults_in(rule: Rule, declared: Declared) -> tuple[RuleError, ...]:
    """All that is wrong with a rule whose form is right, in the order of its columns."""
    found = [*_faults(rule.root, declared), *_wanted_boolean(rule.root, declared)]
    return tuple(sorted(found, key=lambda fault: fault.column))


def _faults(node: Node, declared: Declared) -> Iterator[RuleError]:
    for part in parts_of(node):
        yield from _faults(part, declared)
    if isinstance(node, Name):
        yield from _unknown(node, declared)
    elif isinstance(node, Not | Both):
        for part in parts_of(node):
            yield from _wanted_boolean(part, declared)
    elif isinstance(node, Compare):
        yield from _comparison(node, declared)
    elif isinstance(node, Among):
        for value in node.values:
            yield from _pair(node.left, value, declared)
    elif isinstance(node, IsNull):
        yield from _null(node, declared)


def _unknown(node: Name, declared: Declared) -> Iterator[RuleError]:
    known = [*declared.types, *declared.questions]
    if node.name in declared.later:
        what = f"Regeln bygger på frågan »{node.name}«, som inte är besvarad än."
        yield RuleError(node.column, what, "Nämn bara frågor som står tidigare i filen.")
    elif node.name not in known:
        what = f"Regeln nämner »{node.name}«, som varken är en uppgift eller en fråga."
        yield RuleError(node.column, what, suggestion(node.name, known))


def _type(node: Node, declared: Declared) -> str | None:
    """The type of what stands in `node`; None where a name is unknown, which is told elsewhere."""
    if isinstance(node, Name):
        return BOOLEAN if node.name in declared.questions else declared.types.get(node.name)
    return _type_of(node.value) if isinstance(node, Value) else BOOLEAN


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, date):
        return DATE
    return INTEGER if isinstance(value, int) else CODE


def _wanted_boolean(node: Node, declared: Declared) -> Iterator[RuleError]:
    found = _type(node, declared)
    if found in {None, BOOLEAN}:
        return
    if isinstance(node, Name):
        what = f"»{node.name}« är {TYPE_WORDS[str(found)]}, men här ska det stå något som är sant eller falskt."
        yield RuleError(node.column, what, f"Jämför den med något, till exempel {node.name} {_example(found)}.")
    else:
        what = f"Här står {TYPE_WORDS[str(found)]}, men det ska vara något som är sant eller falskt."
        yield RuleError(node.column, what, "Skriv en jämförelse, true eller false.")


def _example(kind: str | None) -> str:
    return {INTEGER: "> 0", DATE: "is not null"}.get(str(kind), "== 'kod'")


def _comparison(node: Compare, declared: Declared) -> Iterator[RuleError]:
    yield from _pair(node.left, node.right, declared)
    found = _type(node.left, declared)
    if node.sign not in {"==", "!="} and found is not None and found not in ORDERED:
        what = f"Tecknet {node.sign} jämför heltal och datum, men här står {TYPE_WORDS[found]}."
        yield RuleError(node.column, what, "Använd == eller !=.")


def _pair(left: Node, right: Node, declared: Declared) -> Iterator[RuleError]:
    one, other = _type(left, declared), _type(right, declared)
    if one is None or other is None:
        return
    if one != other:
        what = f"{TYPE_WORDS[one].capitalize()} jämförs med {TYPE_WORDS[other]}."
        yield RuleError(right.column, what, f"Skriv {TYPE_WORDS[one]} här, {_form(one)}.")
        return
    for name, value in ((left, right), (right, left)):
        yield from _foreign_code(name, value, declared)


def _form(kind: str) -> str:
    forms = {BOOLEAN: "true eller false", INTEGER: "till exempel 14", DATE: "till exempel 2025-07-01"}
    return forms.get(kind, "till exempel 'bifall'")


def _foreign_code(name: Node, value: Node, declared: Declared) -> Iterator[RuleError]:
    if not isinstance(name, Name) or not isinstance(value, Value) or name.name not in declared.codes:
        return
    codes = declared.codes[name.name]
    if codes and value.value not in codes:
        what = f"Koden »{value.value}« finns inte i kodlistan för »{name.name}«."
        yield RuleError(value.column, what, suggestion(str(value.value), codes))


def _null(node: IsNull, declared: Declared) -> Iterator[RuleError]:
    if isinstance(node.part, Name) and node.part.name not in declared.questions:
        return
    yield RuleError(node.part.column, "Bara en uppgift kan vara null.", "Nämn uppgiften före is.")
