"""Whether a question concerns a case: rules held against what is known, where not everything is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from checklists.grammar import Among, Both, Compare, IsNull, Name, Node, Not, Rule, Scalar, Value

Known = Mapping[str, Scalar | None]
Answers = Mapping[str, str]

ANSWERED_TRUE, ANSWERED_FALSE = frozenset({"ja", "delvis"}), frozenset({"nej", "ej_aktuellt"})
COMPARED: dict[str, Callable[[Any, Any], bool]] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


class Verdict(StrEnum):
    """What a rule says of a question: it applies, it does not, or too little is known (and the question is shown)."""

    APPLIES = "applies"
    DOES_NOT = "does_not"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """A verdict, and the names in the rule that decided it, in order; none where the rule is simply true or false."""

    verdict: Verdict
    decided_by: tuple[str, ...] = ()


# Most questions concern every case.
ALWAYS, NEVER = Finding(Verdict.APPLIES), Finding(Verdict.DOES_NOT)


@dataclass(frozen=True)
class _Part:
    """Whether a part of a rule holds (None: unknown), and which names decided it."""

    holds: bool | None
    names: tuple[str, ...] = ()


def evaluate(rule: Rule, *, attributes: Known, answers: Answers) -> Finding:
    """Hold `rule` against `attributes` and `answers`.

    `attributes` are by id: bool, int, date or code by their declared type; None is known to be missing (null), and an
    id that is not there is unknown. `answers` are option codes by question id: Ja and Delvis count as true, Nej and Ej
    aktuellt as false; Kan ej bedömas and no answer are unknown. Unknown goes on as in Kleene's three-valued logic, and
    a comparison with null is unknown: only `is null` looks at it. Never raises for a rule that `meaning.faults_in`
    finds no fault with.
    """
    if isinstance(rule.root, Value):
        return ALWAYS if rule.root.value else NEVER
    part = _part(rule.root, attributes, answers)
    verdict = {True: Verdict.APPLIES, False: Verdict.DOES_NOT, None: Verdict.UNKNOWN}[part.holds]
    return Finding(verdict, tuple(dict.fromkeys(part.names)))


def _part(node: Node, attributes: Known, answers: Answers) -> _Part:
    if isinstance(node, Both):
        return _joined(node, [_part(part, attributes, answers) for part in node.parts])
    if isinstance(node, Not):
        inner = _part(node.part, attributes, answers)
        return _Part(None if inner.holds is None else not inner.holds, inner.names)
    if isinstance(node, IsNull):
        return _null(node, attributes)
    if isinstance(node, Compare):
        return _compared(node, attributes, answers)
    if isinstance(node, Among):
        return _among(node, attributes, answers)
    value, names = _value(node, attributes, answers)
    return _Part(bool(value) if value is not None else None, names)


def _joined(node: Both, parts: list[_Part]) -> _Part:
    """`and` is decided by the first part that is false, `or` by the first that is true; else by those left."""
    for part in parts:
        if part.holds is (not node.every):
            return part
    open_parts = [part for part in parts if part.holds is None]
    deciding = open_parts or parts
    names = tuple(name for part in deciding for name in part.names)
    return _Part(None if open_parts else node.every, names)


def _compared(node: Compare, attributes: Known, answers: Answers) -> _Part:
    left, left_names = _value(node.left, attributes, answers)
    right, right_names = _value(node.right, attributes, answers)
    names = left_names + right_names
    if left is None or right is None:
        return _Part(None, names)
    return _Part(COMPARED[node.sign](left, right), names)


def _among(node: Among, attributes: Known, answers: Answers) -> _Part:
    value, names = _value(node.left, attributes, answers)
    if value is None:
        return _Part(None, names)
    return _Part((value in [each.value for each in node.values]) is not node.negated, names)


def _null(node: IsNull, attributes: Known) -> _Part:
    if not isinstance(node.part, Name):
        return _Part(None)
    name = node.part.name
    if name not in attributes:
        return _Part(None, (name,))
    return _Part((attributes[name] is None) is not node.negated, (name,))


def _value(node: Node, attributes: Known, answers: Answers) -> tuple[Scalar | None, tuple[str, ...]]:
    """What stands in a node (None: unknown or null), and the names that it comes from."""
    if isinstance(node, Value):
        return node.value, ()
    if isinstance(node, Name):
        if node.name in attributes:
            return attributes[node.name], (node.name,)
        return _answered(answers.get(node.name)), (node.name,)
    inner = _part(node, attributes, answers)
    return inner.holds, inner.names


def _answered(code: str | None) -> bool | None:
    if code in ANSWERED_TRUE:
        return True
    return False if code in ANSWERED_FALSE else None


def fits(value: Scalar | None, kind: str) -> bool:
    """Whether `value` is of the declared type `kind` (boolean, integer, date or code), or null."""
    if value is None:
        return True
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, date):
        return kind == "date"
    return kind == ("integer" if isinstance(value, int) else "code")
