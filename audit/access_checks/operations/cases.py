"""From a case to the journal's entries about it, and from an entry to its case and to whoever was given that case."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from audit.access_checks import rules
from audit.accounts.operations import known
from audit.checklists import operations as checklists
from audit.journal.models import JournalEntry
from audit.reviews.models import Answer, Flag, Review
from audit.rounds import operations as rounds
from audit.rounds.models import SampleUnit

# Actions whose object is a review, by the first word.
OF_A_REVIEW = frozenset({"fact", "payment", "review"})
AT_ONCE = 500


@dataclass(frozen=True)
class Case:
    """The case that an entry is about: the unit in its board's sample, and the accounts it was given to."""

    sample_unit_id: int
    unit_id: str
    board_id: int
    round_id: int
    reviewers: frozenset[int]
    protected: bool


def objects_of(session: Session, *, unit_id: str, board_ids: Collection[int]) -> dict[str, list[str]]:
    """The records that are about a case, as the journal names them: ids by the first word of the actions."""
    units = session.exec(
        select(SampleUnit.id).where(SampleUnit.unit_id == unit_id, col(SampleUnit.board_id).in_(board_ids))
    ).all()
    reviews = session.exec(select(Review.id).where(col(Review.sample_unit_id).in_(units))).all()
    answers = session.exec(select(Answer.id).where(col(Answer.review_id).in_(reviews))).all()
    flags = session.exec(select(Flag.id).where(col(Flag.review_id).in_(reviews))).all()
    found = {**dict.fromkeys(OF_A_REVIEW, reviews), "unit": units, "answer": answers, "flag": flags}
    return {subject: [str(each) for each in ids] for subject, ids in found.items() if ids}


def rounds_of(session: Session, *, unit_id: str, board_ids: Collection[int]) -> list[str]:
    """The rounds that drew the case, as the journal names them."""
    query = select(SampleUnit.round_id).where(SampleUnit.unit_id == unit_id, col(SampleUnit.board_id).in_(board_ids))
    return sorted({str(each) for each in session.exec(query)})


def cases_of(session: Session, entries: Iterable[JournalEntry]) -> dict[int, Case]:
    """The case of each entry that is about one, by the entry's number."""
    wanted: dict[str, dict[int, list[int]]] = {"review": {}, "answer": {}, "flag": {}, "unit": {}}
    for entry in entries:
        subject = entry.action.partition(":")[0]
        subject = "review" if subject in OF_A_REVIEW else subject
        if subject in wanted and entry.object_id.isdecimal() and entry.action != "unit:listed":
            wanted[subject].setdefault(int(entry.object_id), []).append(entry.sequence)
    through = {
        **{("answer", key): value for key, value in _pairs(session, Answer, wanted["answer"]).items()},
        **{("flag", key): value for key, value in _pairs(session, Flag, wanted["flag"]).items()},
        **{("review", key): key for key in wanted["review"]},
    }
    unit_of = _units_of_reviews(session, set(through.values()))
    units = {sequence: key for key, of in wanted["unit"].items() for sequence in of}
    for (subject, key), review_id in through.items():
        if review_id in unit_of:
            units.update(dict.fromkeys(wanted[subject][key], unit_of[review_id]))
    cases = _cases(session, set(units.values()))
    return {sequence: cases[unit] for sequence, unit in units.items() if unit in cases}


def _pairs(session: Session, model: type[Answer] | type[Flag], ids: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in _some(ids):
        query = select(model.id, model.review_id).where(col(model.id).in_(some))
        found.update({known(one): review for one, review in session.exec(query)})
    return found


def _units_of_reviews(session: Session, ids: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in _some(ids):
        query = select(Review.id, Review.sample_unit_id).where(col(Review.id).in_(some))
        found.update({known(review): unit for review, unit in session.exec(query)})
    return found


def _cases(session: Session, ids: Collection[int]) -> dict[int, Case]:
    units: list[SampleUnit] = []
    given: dict[int, set[int]] = {}
    for some in _some(ids):
        units += session.exec(select(SampleUnit).where(col(SampleUnit.id).in_(some))).all()
        query = select(Review.sample_unit_id, Review.reviewer_id).where(col(Review.sample_unit_id).in_(some))
        for unit_id, reviewer in session.exec(query):
            if reviewer is not None:
                given.setdefault(unit_id, set()).add(reviewer)
    hidden = rounds.protected(session, units)
    return {
        known(unit.id): Case(
            known(unit.id),
            unit.unit_id,
            unit.board_id,
            unit.round_id,
            frozenset(given.get(known(unit.id), ())),
            unit.id in hidden,
        )
        for unit in units
    }


def hidden_among(session: Session, unit_ids: Collection[str], board_ids: Collection[int]) -> frozenset[str]:
    """Those of the cases whose person has protected identity: their ids are not written out."""
    units: list[SampleUnit] = []
    wanted = sorted(set(unit_ids))
    for first in range(0, len(wanted), AT_ONCE):
        some = col(SampleUnit.unit_id).in_(wanted[first : first + AT_ONCE])
        units += session.exec(select(SampleUnit).where(some, col(SampleUnit.board_id).in_(board_ids)))
    hidden = rounds.protected(session, units)
    return frozenset(unit.unit_id for unit in units if unit.id in hidden)


def _some(ids: Collection[int]) -> Iterable[list[int]]:
    wanted = sorted(ids)
    return (wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE))


def asked_words(session: Session, contents: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The words of the questions and facts that the entries name by their ids, where they name any."""
    if all(rules.ASKED.isdisjoint(content) for content in contents):
        return {}
    found: dict[str, str] = {}
    for checklist in checklists.everything(session).values():
        found |= {fact.id: f"»{fact.label}«" for fact in checklist.attributes}
        found |= {question.id: f"»{question.text}«" for question in checklist.questions}
    return found
