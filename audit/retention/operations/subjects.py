"""Everything held about one case in one's boards: what the person has a right to be given (GDPR, article 15)."""

import json
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, or_, select

from audit.accounts.operations import board_names, known
from audit.accounts.rules import Role, Scope
from audit.comparison.models import PaperAnswer
from audit.controls.models import ControlHit, ControlResult, ControlRun, HitVerdict
from audit.controls.rules import CONTROLS, VERDICT_NAMES
from audit.findings.models import Observation, ObservationEvidence
from audit.journal import operations as journal
from audit.journal.models import JournalEntry
from audit.journal.rules import Stamp
from audit.registers.models import RegisterExtract, RegisterUnit
from audit.registers.rules import COLUMNS
from audit.retention.operations.erasing_rounds import named_in
from audit.reviews.models import Answer, CaseFact, Flag, FlagNote, Remark, Reopening, Review
from audit.reviews.operations.cases import areas_of, checklist_of
from audit.reviews.operations.states import is_blind_to
from audit.reviews.operations.versions import SEATS, versions_of
from audit.reviews.rules.flags import FLAG_NAMES
from audit.rounds.models import Draw, Round, RoundBoard, SampleUnit
from audit.web.formats import moment

CASE, PROTECTED = "arende_id", "skyddad"
PSEUDONYM = "personnummer, bara som nyckelad kontrollsumma"
Row = tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """What one room holds: rows under headings."""

    title: str
    headings: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Subject:
    """All that is held about a case. `left_out` are reviews that the person who asks must not see yet."""

    case_id: str
    sections: tuple[Section, ...]
    protected: bool
    left_out: int

    @property
    def rows(self) -> int:
        return sum(len(section.rows) for section in self.sections)


@dataclass(frozen=True)
class _Asked:
    session: Session
    boards: Collection[int]
    ids: Collection[str]
    reviews: tuple[tuple[Review, str], ...]

    @property
    def review_ids(self) -> list[int]:
        return [known(review.id) for review, _ in self.reviews]


def subject_of(session: Session, scope: Scope, case_id: str) -> Subject:
    """What is held about the case (and its payments) in the boards that one coordinates."""
    boards = scope.boards(Role.COORDINATOR)
    asked = unicodedata.normalize("NFC", case_id).strip()
    registered = _registered(session, boards, asked)
    ids = {asked, *(unit.unit_id for unit, _ in registered)}
    reviews = _reviews(session, boards, ids)
    shown = [one for one in reviews if not is_blind_to(session, one[0], scope.account_id)]
    of = _Asked(session, boards, ids, tuple(shown))
    makers = (_samples, _protocols, _answers, _facts, _returned, _flags, _evidence, _controls, _papers, _seen_by)
    sections = (_register_section(session, registered), *(make(of) for make in makers))
    protected = any(unit.content.get(PROTECTED) is True for unit, _ in registered)
    kept = tuple(section for section in sections if section.rows)
    return Subject(asked, kept, protected, len(reviews) - len(shown))


def note_given(session: Session, *, stamp: Stamp, scope: Scope, subject: Subject, form: str) -> None:
    """Note in the journal that the extract was shown or taken out. The case's id stands where it can be erased."""
    boards = sorted(scope.boards(Role.COORDINATOR))
    told = {"unit": subject.case_id, "boards": boards, "rows": subject.rows, "form": form}
    journal.record(session, stamp, "subject:exported", "case", **told)


def _registered(session: Session, boards: Collection[int], asked: str) -> list[tuple[RegisterUnit, RegisterExtract]]:
    content: Any = col(RegisterUnit.content)
    query = (
        select(RegisterUnit, RegisterExtract)
        .join(RegisterExtract, col(RegisterExtract.id) == col(RegisterUnit.extract_id))
        .where(col(RegisterUnit.board_id).in_(boards))
        .where(or_(col(RegisterUnit.unit_id) == asked, content[CASE].as_string() == asked))
        .order_by(col(RegisterUnit.id))
    )
    return list(session.exec(query).all())


def _register_section(session: Session, registered: list[tuple[RegisterUnit, RegisterExtract]]) -> Section:
    names = board_names(session)
    rows = [
        (names[unit.board_id], extract.file_name, unit.unit_id, label, value)
        for unit, extract in registered
        for label, value in _cells(unit, extract)
    ]
    return Section("Registerutdrag", ("Nämnd", "Utdrag", "Id", "Uppgift", "Värde"), tuple(rows))


def _cells(unit: RegisterUnit, extract: RegisterExtract) -> Iterator[tuple[str, str]]:
    labels = {column.name: column.label for column in COLUMNS[extract.kind]}
    for name, value in unit.content.items():
        if value not in (None, ""):
            said = ("Ja" if value else "Nej") if isinstance(value, bool) else str(value)
            yield labels.get(name, name), PSEUDONYM if said.startswith("pnr:") or len(said) == 64 else said


def _reviews(session: Session, boards: Collection[int], ids: Collection[str]) -> list[tuple[Review, str]]:
    query = (
        select(Review, Round.name)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(Round, col(Round.id) == col(Review.round_id))
        .where(col(SampleUnit.board_id).in_(boards), col(SampleUnit.unit_id).in_(ids))
        .order_by(col(Review.id))
    )
    return list(session.exec(query).all())


def _samples(of: _Asked) -> Section:
    query = (
        select(SampleUnit, Round.name, Draw.drawn_at)
        .join(Round, col(Round.id) == col(SampleUnit.round_id))
        .join(Draw, col(Draw.id) == col(SampleUnit.draw_id))
        .where(col(SampleUnit.board_id).in_(of.boards), col(SampleUnit.unit_id).in_(of.ids))
        .order_by(col(SampleUnit.id))
    )
    rows = [
        (name, unit.unit_id, str(unit.standing), str(unit.retrieval), moment(drawn))
        for unit, name, drawn in of.session.exec(query)
    ]
    return Section("Urval", ("Omgång", "Id", "Dragen som", "Akten", "Drogs"), tuple(rows))


def _protocols(of: _Asked) -> Section:
    query = (
        select(Draw, Round.name)
        .join(Round, col(Round.id) == col(Draw.round_id))
        .where(col(Draw.round_id).in_(select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(of.boards))))
        .order_by(col(Draw.id))
    )
    names = {name for board, name in board_names(of.session).items() if board in of.boards}
    rows = [
        (name, moment(draw.drawn_at))
        for draw, name in of.session.exec(query)
        if any(f'"{one}"' in text for one in of.ids for text in _strata(draw, names))
    ]
    return Section("Urvalsprotokoll med ärendenumret", ("Omgång", "Drogs"), tuple(rows))


def _strata(draw: Draw, boards: Collection[str]) -> list[str]:
    """The protocol's parts of those boards, as text."""
    strata = draw.protocol.get("strata", {})
    return [json.dumps(each, ensure_ascii=False) for name, each in strata.items() if name in boards]


def _answers(of: _Asked) -> Section:
    rows: list[Row] = []
    for review, name in of.reviews:
        round_ = of.session.get_one(Round, review.round_id)
        options = checklist_of(round_)
        texts = {question.id: question.text for part in areas_of(round_) for question in part.questions}
        written = versions_of(of.session, known(review.id)) or _standing(of.session, review)
        for question, versions in written.items():
            for one in versions:
                said = one.content
                rows.append((name, SEATS[review.seat], texts.get(question, question), str(one.number),
                             options.option(said.value).label if said.value else "",
                             said.comment, said.evidence, said.reason, moment(one.at)))  # fmt: skip
    heads = ("Omgång", "Granskning", "Fråga", "Version", "Svar", "Kommentar", "Var i akten", "Skäl", "När")
    return Section("Granskarnas svar, alla versioner", heads, tuple(rows))


def _standing(session: Session, review: Review) -> dict[str, list[Any]]:
    """The answers that hold where their versions are erased."""
    from audit.reviews.operations.versions import Version
    from audit.reviews.rules import Content

    found = session.exec(select(Answer).where(Answer.review_id == review.id).order_by(col(Answer.id)))
    return {
        one.question_id: [
            Version(
                one.version,
                Content(one.value, one.comment, one.evidence, one.reason),
                (),
                one.by_rule,
                "",
                one.answered_at,
            )
        ]
        for one in found
    }


def _facts(of: _Asked) -> Section:
    query = select(CaseFact).where(col(CaseFact.review_id).in_(of.review_ids)).order_by(col(CaseFact.id))
    rows = [
        (fact.attribute_id, str(fact.version), fact.value or "", str(fact.source), moment(fact.given_at))
        for fact in of.session.exec(query)
    ]
    return Section("Uppgifter om ärendet", ("Uppgift", "Version", "Värde", "Källa", "När"), tuple(rows))


def _returned(of: _Asked) -> Section:
    remarks = of.session.exec(select(Remark).where(col(Remark.review_id).in_(of.review_ids)).order_by(col(Remark.id)))
    rows = [("Anmärkning", one.text, one.resolution, moment(one.made_at)) for one in remarks]
    again = select(Reopening).where(col(Reopening.review_id).in_(of.review_ids))
    opened = of.session.exec(again.order_by(col(Reopening.id)))
    rows += [("Öppnad igen", one.reason, "", moment(one.reopened_at)) for one in opened]
    return Section("Återlämnade granskningar", ("Slag", "Text", "Svar", "När"), tuple(rows))


def _flags(of: _Asked) -> Section:
    rows: list[Row] = []
    for flag in of.session.exec(
        select(Flag).where(col(Flag.review_id).in_(of.review_ids)).order_by(col(Flag.id))
    ).all():
        told = " ".join(filter(None, (flag.seen, flag.done, flag.reported_to, flag.closing)))
        rows.append((FLAG_NAMES[flag.kind], told, moment(flag.raised_at)))
        notes = of.session.exec(select(FlagNote).where(FlagNote.flag_id == flag.id).order_by(col(FlagNote.id)))
        rows += [("Anteckning", note.text, moment(note.written_at)) for note in notes]
    return Section("Brådskande", ("Slag", "Text", "När"), tuple(rows))


def _evidence(of: _Asked) -> Section:
    query = (
        select(Observation.title, Observation.created_at)
        .join(ObservationEvidence, col(ObservationEvidence.observation_id) == col(Observation.id))
        .join(Answer, col(Answer.id) == col(ObservationEvidence.answer_id))
        .where(col(Answer.review_id).in_(of.review_ids))
    )
    rows = [(title, moment(at)) for at, title in sorted({(at, title) for title, at in of.session.exec(query)})]
    return Section("Iakttagelser som vilar på ett svar om ärendet", ("Iakttagelse", "Skrevs"), tuple(rows))


def _controls(of: _Asked) -> Section:
    query = (
        select(ControlHit, ControlResult, ControlRun)
        .join(ControlResult, col(ControlResult.id) == col(ControlHit.result_id))
        .join(ControlRun, col(ControlRun.id) == col(ControlResult.run_id))
        .where(col(ControlResult.board_id).in_(of.boards), col(ControlHit.unit_id).in_(of.ids))
        .order_by(col(ControlHit.id))
    )
    names = {control.id: control.name for control in CONTROLS}
    rows = []
    for hit, result, run in of.session.exec(query).all():
        verdicts = of.session.exec(select(HitVerdict).where(HitVerdict.hit_id == hit.id).order_by(col(HitVerdict.id)))
        said = "; ".join(f"{VERDICT_NAMES[one.verdict]} {one.note}".strip() for one in verdicts)
        rows.append((names.get(result.control_id, result.control_id), hit.unit_id, str(hit.measure), said,
                     moment(run.started_at)))  # fmt: skip
    return Section("Träffar i maskinella kontroller", ("Kontroll", "Id", "Mått", "Bedömning", "När"), tuple(rows))


def _papers(of: _Asked) -> Section:
    query = select(PaperAnswer, Round.name).join(Round, col(Round.id) == col(PaperAnswer.round_id))
    mine = query.where(col(PaperAnswer.board_id).in_(of.boards), col(PaperAnswer.file_label).in_(of.ids))
    found = of.session.exec(mine.order_by(col(PaperAnswer.id)))
    rows = [(name, one.question_id, one.value, one.comment, one.source) for one, name in found]
    return Section("Svar från papper", ("Omgång", "Fråga", "Svar", "Kommentar", "Källa"), tuple(rows))


def _seen_by(of: _Asked) -> Section:
    """Who has had it open, by the number of the account: the people are not what was asked about."""
    ours = set(of.session.exec(select(SampleUnit.unit_id).where(col(SampleUnit.board_id).in_(of.boards))))
    ids = ours & set(of.ids)
    told = ((number, json.loads(content)) for number, content in journal.telling(of.session, '"unit'))
    named = [(of.session.get_one(JournalEntry, number), content) for number, content in told if named_in(content) & ids]
    rows = [
        (moment(entry.at), entry.action, f"konto {entry.actor}")
        for entry, content in named
        if _is_ours(of, entry, content)
    ]
    return Section("Åtkomst enligt journalen", ("När", "Vad", "Av"), tuple(rows))


def _is_ours(of: _Asked, entry: JournalEntry, content: dict[str, Any]) -> bool:
    """Whether an entry is of one's own boards: another board may have a case of the same number."""
    if entry.action.startswith("review:"):
        return entry.object_id in {str(review_id) for review_id in of.review_ids}
    boards = content.get("boards")
    return not isinstance(boards, list) or bool({int(board) for board in boards} & set(of.boards))
