"""Double review: which files are reviewed twice, where two differ, and how far they agree."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)
SHARES = (0, 10, 20, 30, 50, 100)
"""The percentages of the files that can be chosen for a second review."""
Pair = tuple[str | None, str | None]
"""What the first and the second reviewer answered to a question: codes of the scale, None for no answer."""


def for_second_review(units: Iterable[tuple[int, Hashable, str]], *, percent: int) -> list[int]:
    """Which of `units` (id, group, ticket) are reviewed twice: in every group those with the smallest tickets.

    A group is a board's sample. `percent` (0 to 100) of each group's units are taken, rounded upwards, so that any
    share but 0 takes at least one. Nobody chooses: the tickets come from the draw.
    """
    groups: dict[Hashable, list[tuple[str, int]]] = defaultdict(list)
    for unit, group, ticket in units:
        groups[group].append((ticket, unit))
    return [unit for group in groups.values() for _, unit in sorted(group)[: ceil(Fraction(percent * len(group), 100))]]


def side_by_side(
    first: Mapping[str, str | None], second: Mapping[str, str | None], questions: Iterable[str]
) -> dict[str, Pair]:
    """What both answered to each of `questions` that either of them has answered, in their order."""
    both = {question: (first.get(question), second.get(question)) for question in questions}
    return {question: pair for question, pair in both.items() if pair != (None, None)}


def differing(pairs: Mapping[str, Sequence[str | None]]) -> tuple[str, ...]:
    """The questions to which not everybody gave the same answer, in order."""
    return tuple(question for question, answers in pairs.items() if len(set(answers)) > 1)


# ---- Agreement --------------------------------------------------------------------------------------------------


def agreement_table(pairs: Iterable[Pair], codes: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """How often each pair of answers occurs: rows by the first reviewer's answer, columns by the second's.

    `codes` is the scale. A pair in which either gave none of them is left out.
    """
    place = {code: number for number, code in enumerate(codes)}
    table = [[0] * len(codes) for _ in codes]
    for one, other in pairs:
        if one in place and other in place:
            table[place[one]][place[other]] += 1
    return tuple(tuple(row) for row in table)


def grouped(pairs: Iterable[tuple[Group, Pair]]) -> dict[Group, list[Pair]]:
    """The pairs of each group, in the order in which the groups first come."""
    found: dict[Group, list[Pair]] = {}
    for group, pair in pairs:
        found.setdefault(group, []).append(pair)
    return found


def pairs_among(answers: Mapping[int, Mapping[str, str | None]], questions: Iterable[str]) -> list[tuple[str, Pair]]:
    """Every two reviewers' answers to every question, where more than two have reviewed the same file.

    `answers` are by reviewer and question. The answer holds the question with each pair.
    """
    return [
        (question, (answers[one].get(question), answers[other].get(question)))
        for question in questions
        for one, other in combinations(sorted(answers), 2)
        if (answers[one].get(question), answers[other].get(question)) != (None, None)
    ]


@dataclass(frozen=True)
class Unclear:
    """A question whose guidance seems to need work: how many differences of how many pairs, and what they answered."""

    question: str
    differences: int
    pairs: int


LEAST_DIFFERENCES = 2
LEAST_SHARE = Fraction(1, 5)


def unclear(pairs: Mapping[str, Sequence[Pair]]) -> list[Unclear]:
    """The questions whose guidance should be looked at, the worst first: at least two differences, in a fifth of the
    files or more. `pairs` are by question. A rule of thumb: with so few files it points, and proves nothing."""
    found = [
        Unclear(question, sum(one != other for one, other in given), len(given)) for question, given in pairs.items()
    ]
    poor = [
        each
        for each in found
        if each.differences >= LEAST_DIFFERENCES and Fraction(each.differences, each.pairs) >= LEAST_SHARE
    ]
    return sorted(poor, key=lambda each: (-Fraction(each.differences, each.pairs), -each.pairs))
