"""The rule language: what a rule may say, and how its text is read.

rule       = all { "or" all }
all        = one { "and" one }
one        = "not" one | comparison
comparison = operand [ sign operand | [ "not" ] "in" list | "is" [ "not" ] "null" ]
sign       = "==" | "!=" | "<" | "<=" | ">" | ">="
operand    = name | value | "(" rule ")"
value      = whole number | date | 'code' | "true" | "false"
list       = "[" value { "," value } "]"
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from checklists.tokens import DAY, END, NAME, NUMBER, SIGN, TEXT, WORD, RuleError, Token, tokens

Scalar = bool | int | date | str
SIGNS = ("==", "!=", "<", "<=", ">", ">=")
DEEPEST = 40


@dataclass(frozen=True)
class Value:
    """A whole number, date, code, true or false, as written."""

    value: Scalar
    column: int


@dataclass(frozen=True)
class Name:
    """An attribute, or an earlier question (which is true when answered Ja or Delvis)."""

    name: str
    column: int


@dataclass(frozen=True)
class Not:
    part: "Node"
    column: int


@dataclass(frozen=True)
class Both:
    """Several conditions joined by `and` (`every`) or by `or`."""

    every: bool
    parts: tuple["Node", ...]
    column: int


@dataclass(frozen=True)
class Compare:
    sign: str
    left: "Node"
    right: "Node"
    column: int


@dataclass(frozen=True)
class Among:
    """Whether the left side is one of the listed values; `negated` for `not in`."""

    left: "Node"
    values: tuple[Value, ...]
    negated: bool
    column: int


@dataclass(frozen=True)
class IsNull:
    """Whether an attribute is known to be missing; `negated` for `is not null`."""

    part: "Node"
    negated: bool
    column: int


Node = Value | Name | Not | Both | Compare | Among | IsNull


@dataclass(frozen=True)
class Rule:
    """A rule that has been read: its text and its tree."""

    text: str
    root: Node

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The attributes and questions that the rule names, in order and each once."""
        return tuple(dict.fromkeys(name.name for name in names_in(self.root)))


def parse_rule(text: str) -> Rule:
    """The rule that `text` says. Raises RuleError with the column of the first fault and what was expected there.

    Only the form is read: whether names exist and types fit is told by `checklists.meaning.faults_in`.
    """
    return Rule(text, _Reader(tokens(text)).whole())


def names_in(node: Node) -> Iterator[Name]:
    """Every name in the tree, in the order it is written."""
    if isinstance(node, Name):
        yield node
    for part in parts_of(node):
        yield from names_in(part)


def parts_of(node: Node) -> tuple[Node, ...]:
    """What a node is put together of."""
    if isinstance(node, Both):
        return node.parts
    if isinstance(node, Not | IsNull):
        return (node.part,)
    if isinstance(node, Compare):
        return (node.left, node.right)
    return (node.left,) if isinstance(node, Among) else ()


class _Reader:
    """Reads tokens from the left, by one function for each line of the grammar."""

    def __init__(self, found: tuple[Token, ...]) -> None:
        self._tokens = found
        self._place = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._any()
        if self._now.kind != END:
            raise self._expected("and, or eller regelns slut")
        return node

    @property
    def _now(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._now
        self._place += token.kind != END
        return token

    def _took(self, *texts: str) -> Token | None:
        """The next token where it is one of the signs or words `texts`."""
        return self._take() if self._now.kind in {SIGN, WORD} and self._now.text in texts else None

    def _must(self, text: str, expected: str) -> Token:
        return self._took(text) or self._fail(expected)

    def _fail(self, expected: str) -> Token:
        raise self._expected(expected)

    def _expected(self, expected: str) -> RuleError:
        token = self._now
        found = f"»{token.text}«" if token.text else "regelns slut"
        return RuleError(token.column, f"Här står {found}.", f"Det ska vara {expected}.")

    def _any(self) -> Node:
        return self._joined("or")

    def _joined(self, word: str) -> Node:
        column = self._now.column
        read = self._one if word == "and" else lambda: self._joined("and")
        parts = [read()]
        while self._took(word):
            parts.append(read())
        return parts[0] if len(parts) == 1 else Both(word == "and", tuple(parts), column)

    def _one(self) -> Node:
        if token := self._took("not"):
            self._deeper(token)
            node = Not(self._one(), token.column)
            self._depth -= 1
            return node
        return self._comparison()

    def _comparison(self) -> Node:
        left = self._operand()
        if sign := self._took(*SIGNS):
            return Compare(sign.text, left, self._operand(), sign.column)
        if token := self._took("not"):
            self._must("in", "in, som i: not in ['avslag']")
            return Among(left, self._list(), True, token.column)
        if token := self._took("in"):
            return Among(left, self._list(), False, token.column)
        if token := self._took("is"):
            negated = self._took("not") is not None
            self._must("null", "null, som i: is not null")
            return IsNull(left, negated, token.column)
        return left

    def _operand(self) -> Node:
        if token := self._took("("):
            self._deeper(token)
            node = self._any()
            self._must(")", "en högerparentes")
            self._depth -= 1
            return node
        if self._now.kind == NAME:
            token = self._take()
            return Name(token.text, token.column)
        return self._value("en uppgift, en fråga eller ett värde")

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise RuleError(token.column, "Regeln har för många nivåer.", "Förenkla den.")

    def _list(self) -> tuple[Value, ...]:
        self._must("[", "en lista, till exempel ['avslag', 'delavslag']")
        values = [self._value("ett värde")]
        while self._took(","):
            values.append(self._value("ett värde"))
        self._must("]", "ett komma eller en avslutande hakparentes")
        return tuple(values)

    def _value(self, expected: str) -> Value:
        token = self._now
        if token.kind in {NUMBER, DAY, TEXT}:
            self._take()
            return Value(token.value, token.column)
        if word := self._took("true", "false"):
            return Value(word.text == "true", word.column)
        if token.text == "null":
            raise RuleError(token.column, "Null kan inte jämföras.", "Skriv is null eller is not null.")
        raise self._expected(expected)
