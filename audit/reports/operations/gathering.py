"""Collecting what a round's report tells of, out of the rooms that hold it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlmodel import Session

from audit.accounts.operations import known
from audit.clock import swedish_day
from audit.comparison import operations as comparison
from audit.comparison.rules import Year
from audit.findings import operations as findings
from audit.findings.operations import BoardMoney, Finding, Results
from audit.findings.rules import CAUSE_NAMES, Cause, Stance, Told
from audit.improvements import operations as improvements
from audit.improvements.operations import Left, taken_over
from audit.improvements.rules import STATUS_NAMES, AreaStatus
from audit.reports.rules.facts import (
    AgreedArea,
    AgreementFacts,
    AreaFacts,
    BoardFacts,
    DrawFacts,
    ImprovementFacts,
    MoneyFacts,
    ObservationFacts,
    QuestionFacts,
    ReplyFacts,
    ReportFacts,
    TargetFacts,
)
from audit.reviews import operations as reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Draw, Round, SampleUnit
from audit.rounds.operations.parts import IN_USE, board_parts, population_of
from audit.rounds.rules import Target, reason_name
from audit.wording import standing_of
from sampling import frame_hash


class NotDrawnError(Exception):
    """The round has no sample yet, or exists on paper only: there is nothing to report from."""


def facts_of(session: Session, *, round_: Round, board_ids: Collection[int]) -> ReportFacts:
    """Everything that the report of a drawn round tells, for those of its boards. Raises NotDrawnError."""
    round_id = known(round_.id)
    drawn = rounds.draw_of(session, round_id)
    if drawn is None:
        raise NotDrawnError
    results = findings.results(session, round_=round_, board_ids=board_ids)
    shared = findings.observations(session, round_id=round_id, board_ids=board_ids, shared_only=True)
    years = years_up_to(session, round_, board_ids)
    return ReportFacts(
        round_id=round_id,
        year=round_.year,
        kind=round_.kind,
        invented=round_.invented,
        created_at=round_.created_at,
        period_from=round_.period_from,
        period_to=round_.period_to,
        checklist=round_.checklist or "",
        boards=_boards(session, round_, results),
        areas=_areas(results),
        draw=_draw(session, round_, drawn, board_ids),
        meetings=tuple(meeting.held_on for meeting in findings.meetings(session, round_id=round_id)),
        observations=tuple(_observation(finding, results.board_names) for finding in shared),
        replies=_replies(shared),
        improvements=tuple(improvements_of(session, round_=round_, board_ids=board_ids)),
        years=years,
        cells=comparison.cells(session, of_years=years, board_ids=board_ids),
        targets=tuple(targets_of(session, round_=round_, board_ids=board_ids)),
        agreement=_agreement(session, round_, board_ids),
        name=round_.name,
        equal_chances=not rounds.by_krona(round_),
        money=tuple(map(_money, findings.money(session, round_=round_, results=results))),
        replaced_because=later.replaces_reason or "" if (later := rounds.replacement_of(session, round_id)) else "",
    )


def _draw(session: Session, round_: Round, drawn: Draw, board_ids: Collection[int]) -> DrawFacts:
    source = rounds.seed_source_of(session, drawn, board_ids)
    return DrawFacts(swedish_day(drawn.drawn_at), drawn.seed, source, round_.leave_out_years)


def _money(one: BoardMoney) -> MoneyFacts:
    return MoneyFacts(
        board_id=one.board_id,
        wrong=len(one.wrong),
        found=one.found,
        underpaid=one.underpaid,
        likely=one.estimate.most_likely_amount if one.estimate else None,
        upper=one.estimate.upper_amount if one.estimate else None,
        said=(*one.told, *one.beside),
    )


def _agreement(session: Session, round_: Round, board_ids: Collection[int]) -> AgreementFacts | None:
    told = reviews.agreement_of(session, round_=round_, board_ids=board_ids)
    if not told.files:
        return None
    areas = (
        AgreedArea(one.area.name, one.agreed, tuple((each.question.text, each.agreed) for each in one.questions))
        for one in told.areas
    )
    return AgreementFacts(told.files, told.whole, tuple(areas))


# ---- Boards, questions, observations ----------------------------------------------------------------------------


def _boards(session: Session, round_: Round, results: Results) -> tuple[BoardFacts, ...]:
    round_id = known(round_.id)
    units = _units(session, round_id, results, Target.BOARD)
    return tuple(
        BoardFacts(
            name=item.board,
            population=population_of(item),
            frame_sha256=rounds.drawn_hash(session, item) if item.frame else "",
            left_out=len(item.left_out),
            **_counted(round_, item.part.board_id, item.part.size, units[item.part.board_id], results),
            signed=results.signed_by_board.get(item.part.board_id, 0),
        )
        for item in board_parts(session, round_id, results.board_names)
    )


def targets_of(session: Session, *, round_: Round, board_ids: Collection[int]) -> Iterable[TargetFacts]:
    """The targeted samples of the round's boards (that are in `board_ids`), in the order in which they were drawn."""
    round_id = known(round_.id)
    rows = {(row.target, row.board_id): row for row in rounds.targets_of(session, round_id, board_ids)}
    for one in findings.targeted_results(session, round_=round_, board_ids=board_ids):
        units = _units(session, round_id, one.results, one.target)
        boards = tuple(
            BoardFacts(
                name=name,
                population=one.populations[board],
                frame_sha256=frame_hash(rows[one.target, board].frame_ids),
                **_counted(round_, board, rows[one.target, board].size, units[board], one.results),
                signed=one.results.signed_by_board.get(board, 0),
            )
            for board, name in one.results.board_names.items()
        )
        yield TargetFacts(one.name, one.criterion, boards, _areas(one.results), one.target)


def _units(session: Session, round_id: int, results: Results, target: Target) -> dict[int, list[SampleUnit]]:
    units: dict[int, list[SampleUnit]] = defaultdict(list)
    for unit in rounds.sample(session, round_id, results.board_names, target):
        units[unit.board_id].append(unit)
    return units


def _counted(round_: Round, board_id: int, size: int, units: list[SampleUnit], results: Results) -> dict[str, Any]:
    missing = results.missing.get(board_id)
    reasons = [unit.replacement_reason for unit in units if unit.replacement_reason]
    return {
        "id": board_id,
        "drawn": sum(1 for unit in units if unit.position <= size),
        "in_use": sum(1 for unit in units if unit.standing in IN_USE),
        "replaced": Counter(reason_name(round_.kind, reason) for reason in reasons),
        "missing": len(missing.case_ids) if missing else 0,
    }


def _areas(results: Results) -> tuple[AreaFacts, ...]:
    found = []
    for area in results.areas:
        questions = tuple(
            QuestionFacts(
                result.question.id, result.question.text, tuple(result.by_board[board] for board in results.board_names)
            )
            for result in results.questions
            if result.question.area == area.id
        )
        if questions:
            found.append(AreaFacts(area.name, questions, area.id))
    return tuple(found)


def _observation(finding: Finding, names: dict[int, str]) -> ObservationFacts:
    """As the unit was given it: what has been changed since then is not in the report before it is shared anew."""
    board, told = finding.observation.board_id, finding.told
    return ObservationFacts(
        title=told.title,
        board=names[board] if board is not None else "",
        seen=told.seen,
        assessment=told.assessment,
        recommendation=told.recommendation,
        norm=told.norm,
        cause=_cause(told),
    )


def _cause(told: Told) -> str:
    """Why it comes about, as far as it is known: the kind of cause, and what was written of it."""
    kind = "" if told.cause == Cause.UNKNOWN else CAUSE_NAMES[Cause(told.cause)]
    return ". ".join(filter(None, (kind.rstrip("."), told.cause_text.strip())))


def _replies(shared: Iterable[Finding]) -> ReplyFacts:
    replies = [finding.reply for finding in shared if finding.reply]
    stances = Counter(reply.stance for reply in replies)
    return ReplyFacts(len(replies), stances[Stance.AGREES], stances[Stance.PARTLY])


# ---- Earlier years ----------------------------------------------------------------------------------------------


def years_up_to(session: Session, round_: Round, board_ids: Collection[int]) -> tuple[Year, ...]:
    """The rounds of the same kind up to this one: what came later does not belong in its report."""
    of_kind = comparison.years(session, board_ids=board_ids, kind=round_.kind)
    return tuple(year for year in of_kind if year.year < round_.year or year.round_id == round_.id)


def improvements_of(session: Session, *, round_: Round, board_ids: Collection[int]) -> Iterable[ImprovementFacts]:
    """The boards' improvement areas as this round left them: those carried into it, and those that came up in it."""
    for one in improvements.left_by(session, round_=round_, board_ids=board_ids):
        area, closed = one.area.area, one.status is AreaStatus.DONE
        yield ImprovementFacts(
            area.title,
            area.description,
            f"{area.origin}{taken_over(one.area.before(set(board_ids)))}",
            area.owner,
            area.due_on,
            STATUS_NAMES[one.status],
            closed,
            since=one.area.since,
            recurrences=one.recurrences,
            lasted=one.area.time_until(one.closing.followed_on) if one.closing else "",
            supported=_supported(session, one, board_ids),
        )


def _supported(session: Session, one: Left, board_ids: Collection[int]) -> tuple[tuple[str, str], ...]:
    """What the sample that closed the area says of each of its questions; nothing where it was closed otherwise."""
    closing = one.closing
    if closing is None or closing.exception or closing.round_id is None:
        return ()
    round_ = one.area.rounds[closing.round_id]
    sample = improvements.sample_of(session, area=one.area, round_=round_, board_ids=board_ids)
    return tuple((each.question.text, standing_of(each.sampled, sample.kind)) for each in sample.results)
