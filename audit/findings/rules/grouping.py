"""Groupings of deviations that may become observations, suggested by rule; a person decides what becomes of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from audit.findings.rules.results import QuestionResult, Severity, rank, worst
from audit.web.formats import counted
from audit.wording import UNITS, count_of

COMMON_FILES = 2
Pair = tuple[int, str]
"""A board id and a question id: what a grouping is made of, and what an observation rests on."""
File = tuple[int, str]
"""A board id and a case id."""


class Kind(StrEnum):
    """By which rule a grouping was made."""

    ALONE = "ensam"
    SAME_FILES = "samma_akter"
    SEVERAL_BOARDS = "flera_namnder"
    AREA = "omrade"
    CONTRADICTION = "register"


@dataclass(frozen=True)
class Proposal:
    """A grouping that may become an observation. `board_id` is None where several boards have the deviations.

    `deviations` is the number of deviating answers, `why` says in Swedish by which rule they are together. A
    contradiction between register and file has no questions; `attribute_id` says which fact it is about.
    """

    area_id: str
    board_id: int | None
    question_ids: tuple[str, ...]
    severity: Severity
    deviations: int
    kind: Kind = Kind.AREA
    why: str = "Det som är kvar i området."
    boards: tuple[int, ...] = ()
    attribute_id: str = ""
    label: str = ""

    @property
    def key(self) -> str:
        """What names the proposal in an address: the same grouping has the same key."""
        of = self.attribute_id or " ".join(self.question_ids)
        return f"{self.kind}:{'-'.join(map(str, self.boards))}:{of}"

    @property
    def pairs(self) -> frozenset[Pair]:
        return frozenset((board, question) for board in self.boards for question in self.question_ids)


@dataclass(frozen=True)
class Disagreement:
    """A fact of a case that register and file say differently."""

    attribute_id: str
    label: str
    board_id: int
    review_id: int


def disagreement_text(
    found: Sequence[Disagreement], *, signed: Mapping[int, int], board_names: Mapping[int, str], kind: str
) -> str:
    """What was seen where register and file say a fact differently, a line a board, without case ids.

    `signed` are how many reviews of each board are signed, `kind` is the round's (see `audit.wording`).
    """
    one, many = UNITS[kind]
    lines = [f"Registret och akten säger olika om: {found[0].label}"]
    for board in dict.fromkeys(each.board_id for each in found):
        amount, total = len({each.review_id for each in found if each.board_id == board}), signed.get(board, 0)
        lines.append(f"{board_names[board]}: i {count_of(amount, total)} granskade {one if total == 1 else many}.")
    return "\n".join(lines)


# ---- By area ----------------------------------------------------------------------------------------------------


def proposals(results: Iterable[QuestionResult], *, taken: Collection[Pair] = ()) -> list[Proposal]:
    """Group deviations by the checklist's area, the most severe first, then those with most deviations.

    `taken` are the pairs of board id and question id that an observation already rests on; they are left out. A
    grouping is as severe as its most severe question.
    """
    by_area: dict[str, list[tuple[int, QuestionResult]]] = defaultdict(list)
    several_boards = False
    for result in results:
        several_boards = several_boards or len(result.by_board) > 1
        for board, counts in result.by_board.items():
            if counts.deviations and (board, result.question.id) not in taken:
                by_area[result.question.area].append((board, result))
    return _sorted(_proposal(pairs, several_boards) for pairs in by_area.values())


def _proposal(
    pairs: Sequence[tuple[int, QuestionResult]], several_boards: bool, kind: Kind = Kind.AREA, why: str = ""
) -> Proposal:
    boards = tuple(sorted({board for board, _ in pairs}))
    return Proposal(
        area_id=pairs[0][1].question.area,
        board_id=boards[0] if several_boards and len(boards) == 1 else None,
        question_ids=tuple(dict.fromkeys(result.question.id for _, result in pairs)),
        severity=worst(Severity(result.question.severity) for _, result in pairs),
        deviations=sum(result.by_board[board].deviations for board, result in pairs),
        kind=kind,
        why=why or Proposal.why,
        boards=boards,
    )


def _sorted(found: Iterable[Proposal]) -> list[Proposal]:
    return sorted(found, key=lambda proposal: (rank(proposal.severity), -proposal.deviations))


# ---- By rule ----------------------------------------------------------------------------------------------------


def suggestions(
    results: Sequence[QuestionResult],
    *,
    taken: Collection[Pair] = (),
    disagreements: Iterable[Disagreement] = (),
    settled: Collection[str] = (),
    board_names: Mapping[int, str],
) -> list[Proposal]:
    """Every open deviation in one grouping, the most severe first; last what register and file say differently.

    In this order: a critical question that deviates in a single file stands alone; questions of an area that deviate
    in the same files (at least two, and half of all that deviate in either) belong together; a question that deviates
    in several boards is one; what is left is grouped by area. `taken` are the pairs that an observation rests on or
    that somebody has turned down, `settled` the facts (attribute ids) of which the same is true.
    """
    several, used = len(board_names) > 1, set(taken)
    found: list[Proposal] = []
    for step in (_alone, _same_files, _several_boards):
        made = step(_open(results, used), several, board_names)
        found += made
        used |= {pair for one in made for pair in _held(one, results)}
    found += proposals(results, taken=used)
    return _sorted(found) + _contradictions(disagreements, settled, several)


Open = dict[str, tuple[QuestionResult, list[int]]]
"""By question id: its result, and the boards whose deviations are in no grouping yet."""


def _open(results: Iterable[QuestionResult], used: Collection[Pair]) -> Open:
    boards = {
        one.question.id: (
            one,
            [
                board
                for board, counts in one.by_board.items()
                if counts.deviations and (board, one.question.id) not in used
            ],
        )
        for one in results
    }
    return {question: found for question, found in boards.items() if found[1]}


def _held(proposal: Proposal, results: Iterable[QuestionResult]) -> Iterable[Pair]:
    """The pairs with any deviation that the proposal is made of."""
    for one in results:
        if one.question.id in proposal.question_ids:
            yield from ((board, one.question.id) for board in proposal.boards if one.by_board[board].deviations)


def _alone(found: Open, several: bool, names: Mapping[int, str]) -> list[Proposal]:  # noqa: ARG001
    why = "En ensam men kritisk avvikelse. Den står för sig, också när den bara har setts en gång."
    return [
        _proposal([(boards[0], one)], several, Kind.ALONE, why)
        for one, boards in found.values()
        if Severity(one.question.severity) is Severity.CRITICAL
        and sum(one.by_board[board].deviations for board in boards) == 1
    ]


def _several_boards(found: Open, several: bool, names: Mapping[int, str]) -> list[Proposal]:
    return [
        _proposal(
            [(board, one) for board in boards],
            several,
            Kind.SEVERAL_BOARDS,
            f"Samma avvikelse finns i {_listed(names[board] for board in boards)}.",
        )
        for one, boards in found.values()
        if len(boards) > 1
    ]


def _same_files(found: Open, several: bool, names: Mapping[int, str]) -> list[Proposal]:  # noqa: ARG001
    files = {question: _files(one, boards) for question, (one, boards) in found.items()}
    made = []
    for group in _connected(found, files):
        common = {each for one, other in combinations(group, 2) for each in files[one] & files[other]}
        often = counted(len(common), "granskning", "granskningar")
        why = f"Frågorna hör till samma område och avviker tillsammans i {often}."
        made.append(
            _proposal(
                [(board, found[question][0]) for question in group for board in found[question][1]],
                several,
                Kind.SAME_FILES,
                why,
            )
        )
    return made


def _files(one: QuestionResult, boards: Collection[int]) -> frozenset[File]:
    return frozenset((answer.board_id, answer.unit_id) for answer in one.answers if answer.board_id in boards)


def _connected(found: Open, files: Mapping[str, frozenset[File]]) -> list[list[str]]:
    """The questions in groups of two or more: each shares its files with some other of its group."""
    group_of = {question: {question} for question in found}
    for one, other in combinations(found, 2):
        if found[one][0].question.area == found[other][0].question.area and _alike(files[one], files[other]):
            joined = group_of[one] | group_of[other]
            group_of.update(dict.fromkeys(joined, joined))
    groups = {id(group): [question for question in found if question in group] for group in group_of.values()}
    return [group for group in groups.values() if len(group) > 1]


def _alike(one: frozenset[File], other: frozenset[File]) -> bool:
    common = len(one & other)
    return common >= COMMON_FILES and 2 * common >= len(one | other)


def _contradictions(found: Iterable[Disagreement], settled: Collection[str], several: bool) -> list[Proposal]:
    by_fact: dict[str, list[Disagreement]] = defaultdict(list)
    for one in found:
        if one.attribute_id not in settled:
            by_fact[one.attribute_id].append(one)
    made = [_contradiction(attribute, ones, several) for attribute, ones in by_fact.items()]
    return sorted(made, key=lambda one: -one.deviations)


def _contradiction(attribute: str, found: Sequence[Disagreement], several: bool) -> Proposal:
    boards = tuple(sorted({one.board_id for one in found}))
    return Proposal(
        area_id="",
        board_id=boards[0] if several and len(boards) == 1 else None,
        question_ids=(),
        severity=Severity.MINOR,
        deviations=len(found),
        kind=Kind.CONTRADICTION,
        why="Registret och akten säger olika. Det kan vara ett fel i registreringen.",
        boards=boards,
        attribute_id=attribute,
        label=found[0].label,
    )


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} och {last}" if first else last
