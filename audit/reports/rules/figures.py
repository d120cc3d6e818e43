"""The figures of a report: what each is called, what it counts, and which reviews it is made of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from audit.reports.content import Figure, MadeOf
from audit.reports.rules.facts import AreaFacts, BoardFacts, MoneyFacts, QuestionFacts, ReportFacts
from audit.web.formats import number
from audit.wording import Sampled, count_of, kronor, limits_of, with_percent, within
from checklists import AnswerCounts
from checklists.counting import CODES

TOGETHER = "alla"
DEVIATING, APPLICABLE = ("delvis", "nej"), ("ja", "delvis", "nej")


# ---- Answers ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """Answers that are counted together: what figures about them are called, and whose and which they are."""

    key: str
    counts: AnswerCounts
    made_of: MadeOf
    sampled: tuple[Sampled, ...] = ()


def of_question(facts: ReportFacts, question: QuestionFacts, place: int | None = None) -> Asked:
    """The answers to one question from the board at `place` (from 0), or from all of them."""
    sampled = facts.sampled(question) if place is None else (facts.sampled(question)[place],)
    counts = sum((own.counts for own in sampled), AnswerCounts())
    key, made_of = _whose(facts, f"svar.{question.id}", place)
    return Asked(key, counts, replace(made_of, question_ids=(question.id,)), sampled)


def of_area(facts: ReportFacts, area: AreaFacts) -> Asked:
    """The answers to all of an area's questions, of all the boards."""
    key, made_of = _whose(facts, f"omrade.{area.id or area.name}", None)
    return Asked(key, area.total, replace(made_of, question_ids=tuple(each.id for each in area.questions)))


def of_all(facts: ReportFacts) -> Asked:
    """All answers of all the boards."""
    total = sum((area.total for area in facts.areas), AnswerCounts())
    key, made_of = _whose(facts, "svar.alla", None)
    return Asked(key, total, replace(made_of, question_ids=tuple(each.id for each in facts.questions)))


def _whose(facts: ReportFacts, name: str, place: int | None) -> tuple[str, MadeOf]:
    boards = facts.boards if place is None else (facts.boards[place],)
    which = TOGETHER if place is None else str(boards[0].id)
    own = facts.target == MadeOf(()).target
    key = f"{name}.{which}" if own else f"riktat.{facts.target}.{name}.{which}"
    return key, MadeOf(tuple(board.id for board in boards), target=facts.target)


def given(asked: Asked, code: str) -> Figure:
    """How many of the answers are the one with that code."""
    return _counted(asked, code, getattr(asked.counts, code), (code,))


def deviations(asked: Asked) -> Figure:
    """How many of the answers are deviations."""
    return _counted(asked, "avvikelser", asked.counts.deviations, DEVIATING)


def applicable(asked: Asked) -> Figure:
    """How many of the answers say whether the question was met."""
    return _counted(asked, "aktuella", asked.counts.applicable, APPLICABLE)


def _counted(asked: Asked, name: str, amount: int, values: tuple[str, ...]) -> Figure:
    return Figure(f"{asked.key}.{name}", number(amount), amount, replace(asked.made_of, values=values))


def adherence(asked: Asked) -> Figure:
    """»7 av 10 (70 %)«; as a value the share, or a dash where there is nothing to take a share of."""
    counts = asked.counts
    shown = with_percent(counts.ja, counts.applicable)
    value = shown if counts.adherence is None else counts.adherence
    return Figure(f"{asked.key}.foljsamhet", shown, value, replace(asked.made_of, values=APPLICABLE))


def deviating_of(asked: Asked) -> Figure:
    """»3 av 10«: deviations of all that was reviewed."""
    counts = asked.counts
    shown = count_of(counts.deviations, counts.reviewed)
    made_of = replace(asked.made_of, values=DEVIATING)
    return Figure(f"{asked.key}.avvikelser_av", shown, (counts.deviations, counts.reviewed), made_of)


LIMIT_PARTS = ("Avvikelser i ramen, minst", "Avvikelser i ramen, högst", "I ramen")


def in_frame(asked: Asked) -> Figure:
    """»12–106 av 166«: how many of all units may deviate; as a value the two limits and the number of units."""
    limits = limits_of(asked.sampled)
    value = (limits.lower, limits.upper, limits.population) if limits else ("–", "–", "–")
    return Figure(f"{asked.key}.i_ramen", within(limits), value, replace(asked.made_of, values=DEVIATING))


# ---- The draw ---------------------------------------------------------------------------------------------------

REVIEWED = frozenset({"att_granska", "granskade"})
OF_BOARD: Mapping[str, Callable[[BoardFacts], int]] = {
    "ramen": lambda board: board.population + board.left_out,
    "lamnade_ute": lambda board: board.left_out,
    "kunde_dras": lambda board: board.population,
    "dragna": lambda board: board.drawn,
    "ersatta": lambda board: sum(board.replaced.values()),
    "saknade": lambda board: board.missing,
    "att_granska": lambda board: board.in_use,
    "granskade": lambda board: board.signed,
}
"""What is counted of each board's draw, by the last part of the figure's key."""


def of_draw(facts: ReportFacts, name: str, place: int | None = None) -> Figure:
    """A figure of the draw (a key of `OF_BOARD`), of the board at `place` or of all of them."""
    boards = facts.boards if place is None else (facts.boards[place],)
    key, made_of = _whose(facts, "dragning", place)
    amount = sum(map(OF_BOARD[name], boards))
    behind = replace(made_of, finished=name == "granskade") if name in REVIEWED else None
    return Figure(f"{key}.{name}", number(amount), amount, behind)


def replaced_for(facts: ReportFacts, reason: str, place: int | None = None) -> Figure:
    """How many units were replaced for a reason, of the board at `place` or of all of them."""
    boards = facts.boards if place is None else (facts.boards[place],)
    key, _ = _whose(facts, "dragning", place)
    amount = sum(board.replaced.get(reason, 0) for board in boards)
    return Figure(f"{key}.ersatta.{reason}", number(amount), amount)


# ---- The questions ----------------------------------------------------------------------------------------------


def questions_where(facts: ReportFacts, name: str, found: Iterable[QuestionFacts], values: tuple[str, ...]) -> Figure:
    """How many questions are so; it is made of the reviews with any of the answers `values` to any of them."""
    asked = tuple(question.id for question in found)
    key, made_of = _whose(facts, "fragor", None)
    return Figure(f"{key}.{name}", number(len(asked)), len(asked), replace(made_of, question_ids=asked, values=values))


def deviating_questions(facts: ReportFacts) -> Figure:
    found = [question for question in facts.questions if question.total.deviations]
    return questions_where(facts, "avvikande", found, DEVIATING)


def unassessed_questions(facts: ReportFacts) -> Figure:
    found = [question for question in facts.questions if question.total.kan_ej_bedomas]
    return questions_where(facts, "ej_bedomda", found, ("kan_ej_bedomas",))


def figures_of(facts: ReportFacts) -> Mapping[str, Figure]:
    """Every figure that a text may tell of, by its key."""
    return {figure.key: figure for figure in _every(facts)}


def _every(facts: ReportFacts) -> Iterable[Figure]:
    yield deviating_questions(facts)
    yield unassessed_questions(facts)
    for one in facts.money:
        yield from of_money(one).values()
    for place in (None, *range(len(facts.boards))):
        yield from (of_draw(facts, name, place) for name in OF_BOARD)
        for reason in dict.fromkeys(reason for board in facts.boards for reason in board.replaced):
            yield replaced_for(facts, reason, place)
        for question in facts.questions:
            yield from _of_asked(of_question(facts, question, place))
    for asked in (*(of_area(facts, area) for area in facts.areas), of_all(facts)):
        yield from _of_asked(asked)


ORE = Decimal("0.01")


def of_money(one: MoneyFacts) -> dict[str, Figure]:
    """A board's reviewed payments: how many were wrong, and the amounts, by name."""
    made_of, key = MadeOf((one.board_id,), finished=True), f"kronor.{one.board_id}"
    found = {"med_fel": Figure(f"{key}.med_fel", number(one.wrong), one.wrong, made_of)}
    amounts = {"funnet": one.found, "troligast": one.likely, "hogst": one.upper, "for_lite": one.underpaid}
    for name, amount in amounts.items():
        value = "–" if amount is None else amount.quantize(ORE)
        found[name] = Figure(f"{key}.{name}", value if isinstance(value, str) else kronor(value), value, made_of)
    return found


def _of_asked(asked: Asked) -> Iterable[Figure]:
    yield from (given(asked, code) for code in CODES)
    yield from (deviations(asked), applicable(asked), adherence(asked), deviating_of(asked))
