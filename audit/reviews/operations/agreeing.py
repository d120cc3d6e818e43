"""How far two who review the same files agree, question by question and area by area."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.reviews.models import BlindPair, Review
from audit.reviews.operations.cases import areas_of, checklist_of
from audit.reviews.rules.completing import AreaQuestions
from audit.reviews.rules.second import Pair, Unclear, agreement_table, unclear
from audit.rounds.models import Round
from audit.wording import Agreed, agreed_of
from checklists import Area, Question


@dataclass(frozen=True)
class QuestionAgreement:
    question: Question
    number: int
    agreed: Agreed


@dataclass(frozen=True)
class AreaAgreement:
    area: Area
    agreed: Agreed
    questions: tuple[QuestionAgreement, ...]


@dataclass(frozen=True)
class AgreementReport:
    """How far two agreed on a round's files, of which `files` have been compared: in all, by area and by question."""

    files: int
    whole: Agreed
    areas: tuple[AreaAgreement, ...]
    unclear: tuple[tuple[Question, Unclear], ...]


def agreement_of(session: Session, *, round_: Round, board_ids: Iterable[int]) -> AgreementReport:
    """How far two agreed who had not seen each other's answers, on those of the round's files that are in `board_ids`.

    What either changed later does not come into it.
    """
    query = (
        select(BlindPair)
        .join(Review, col(Review.id) == col(BlindPair.first_id))
        .where(Review.round_id == round_.id, col(Review.board_id).in_(list(board_ids)), BlindPair.number == 1)
    )
    answers = [pair.answers for pair in session.exec(query)]
    found: dict[str, list[Pair]] = {}
    for file in answers:
        for question, (first, second) in file.items():
            found.setdefault(question, []).append((first, second))
    return report_of(round_, found, files=len(answers))


def report_of(round_: Round, pairs: Mapping[str, list[Pair]], *, files: int) -> AgreementReport:
    """The same for pairs of answers wherever they come from, by question."""
    codes = [option.code for option in checklist_of(round_).scale]
    areas = tuple(_area(area, pairs, codes) for area in areas_of(round_))
    questions = {one.question.id: one.question for area in areas for one in area.questions}
    return AgreementReport(
        files=files,
        whole=agreed_of(agreement_table([pair for given in pairs.values() for pair in given], codes)),
        areas=tuple(area for area in areas if area.questions),
        unclear=tuple((questions[one.question], one) for one in unclear(pairs) if one.question in questions),
    )


def _area(area: AreaQuestions, pairs: Mapping[str, list[Pair]], codes: list[str]) -> AreaAgreement:
    questions = tuple(
        QuestionAgreement(question, number, agreed_of(agreement_table(pairs[question.id], codes)))
        for number, question in enumerate(area.questions, start=area.first)
        if question.id in pairs
    )
    together = [pair for one in questions for pair in pairs[one.question.id]]
    return AreaAgreement(area.area, agreed_of(agreement_table(together, codes)), questions)
