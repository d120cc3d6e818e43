"""One question in depth: every year and board, what may be said, the observations and the comments over the years."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import board_names
from audit.accounts.rules import Role, Scope
from audit.comparison import operations
from audit.comparison.rules import Step, Year, trend_in
from audit.comparison.rules.charts import Size
from audit.comparison.views.room import (
    READERS,
    Look,
    cautions,
    chosen_kind,
    comparison,
    look,
    page_of,
    picture,
    question_of_kind,
)
from audit.database import Session
from audit.findings import operations as findings
from audit.findings.operations import Finding
from audit.findings.rules import SEVERITY_NAMES, DeviatingAnswer
from audit.rounds import operations as rounds
from audit.wording import change_worked_out, trend_of, trend_worked_out
from checklists import Kind, Question

LARGE = Size(width=600, height=210)


@dataclass(frozen=True)
class OverYears:
    """What may be said of a question's years for one board, and how it was worked out."""

    board: str
    said: tuple[str, ...]
    worked_out: tuple[str, ...]


def over_years(session: Session, seen: Look, question_id: str) -> list[OverYears]:
    """The boards of which anything may be said: the latest year against the one before, and the trend over all."""
    told = []
    for strand in seen.strands:
        changes = seen.changes(strand)
        change = changes.changes.get(question_id) if changes else None
        cells = strand.as_one(seen.shown.cells)
        trend = trend_in(seen.years, cells, board_id=strand.board_id, question_id=question_id)
        if changes and change:
            said = [changes.said(question_id, seen.kind), *cautions(session, changes, strand.board_ids)]
            worked_out = [change_worked_out(change)]
            if trend:
                said, worked_out = [*said, trend_of(trend)], [*worked_out, trend_worked_out(trend)]
            told.append(OverYears(strand.name, tuple(said), tuple(worked_out)))
    return told


def steps(seen: Look, question_id: str) -> list[Step]:
    """Between which years the question was changed, each step once."""
    found = [step for key, step in seen.shown.steps.items() if key[2] == question_id and step.kind is not Kind.SAME]
    return list({(step.later.round_id, step.earlier.round_id): step for step in found}.values())


@dataclass(frozen=True)
class Observed:
    """A year with what was observed of the question in it, and how many answers deviate there."""

    year: Year
    findings: tuple[Finding, ...]
    answers: tuple[DeviatingAnswer, ...] = ()


def observed(session: Session, scope: Scope, years: Iterable[Year], question_id: str) -> list[Observed]:
    """The years in which the question was observed, the newest first."""
    found = []
    for year in years:
        of_year = findings.observations(session, round_id=year.round_id, board_ids=scope.boards())
        told = tuple(one for one in of_year if question_id in one.question_ids)
        found += [Observed(year, told)] if told else []
    return found[::-1]


@comparison.get("/jamforelse/fraga/<question_id>")
@access(*READERS, load=question_of_kind)
def question(visit: Visit[Question]) -> ResponseReturnValue:
    """One question in depth: every year and board, with the quotations and where they stand."""
    seen = look(visit.session, visit.scope, board_id=None)
    rows = seen.knowns(visit.record.id)
    return page_of(
        visit,
        "comparison/question.html",
        question=visit.record,
        seen=seen,
        picture=picture(rows, seen.years, LARGE),
        over_years=over_years(visit.session, seen, visit.record.id),
        observed=observed(visit.session, visit.scope, seen.years, visit.record.id),
        steps=steps(seen, visit.record.id),
        deviating=any(one.counts.deviations and not one.year.paper for row in rows.values() for one in row),
        severities=SEVERITY_NAMES,
    )


@comparison.get("/jamforelse/fraga/<question_id>/kommentarer")
@access(Role.COORDINATOR, load=question_of_kind, writes=True)
def comments(visit: Visit[Question]) -> ResponseReturnValue:
    """What the reviewers wrote about each deviation from the question, year by year, for the coordinator alone."""
    session, boards = visit.session, visit.scope.boards()
    found = []
    for year in reversed(operations.years(session, board_ids=boards, kind=chosen_kind())):
        round_ = None if year.paper else rounds.round_for_reader(session, visit.scope, year.round_id)
        if round_ is None:
            continue
        answers = tuple(findings.deviating_answers(session, year.round_id, boards, question_id=visit.record.id))
        findings.note_answers_viewed(session, stamp=visit.stamp, round_=round_, page="jämförelse", answers=answers)
        found.append(Observed(year, (), answers))
    names = board_names(session)
    return page_of(visit, "comparison/comments.html", question=visit.record, found=found, names=names)
