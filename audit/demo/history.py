"""The demonstration's whole history, told in order: what stands on paper, two finished rounds, one under way."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from audit.accounts.operations import known
from audit.config import Settings
from audit.database import Database
from audit.demo import (
    agreements,
    areas,
    controls,
    flags,
    founding,
    log_checks,
    other_rounds,
    paper_years,
    plans,
    plans_on_paper,
    planted,
    registers,
    report_2014,
    retention,
    review_rounds,
    second_reviews,
    sharing,
    talks,
    year_documents,
)
from audit.demo.autumn import Autumn, moment
from audit.demo.figures import KUNGSHOLMEN, NORRMALM
from audit.demo.people import REVIEWED, Cast
from audit.demo.review_rounds import Progress, Replaced, Script
from audit.findings import operations as findings
from audit.journal.rules import Stamp
from audit.registers import operations as register_room
from audit.registers.models import Frame
from audit.registers.operations import Delivery
from audit.registers.rules import RegisterKind
from audit.rounds.rules import ReplacementReason

BEGINNING = date(2024, 9, 2)
# Of each year: a file that is replaced, and how far the reviewing has come.
FINISHED = {2024: None, 2025: Replaced(KUNGSHOLMEN, 4, ReplacementReason.FILE_MISSING)}
UNDER_WAY = (2026, Replaced(NORRMALM, 7, ReplacementReason.ON_LOAN), Progress(signed=5, begun=1))


def make(database: Database, settings: Settings, *, seed: int) -> None:
    """Make everything, or (if anything fails) nothing. The same seed makes the same registers, samples and answers."""
    with database.transaction() as session:
        cast = founding.enter(session, stamp=Stamp(moment(BEGINNING, "08:00")))
        _begin(session, cast, moment(BEGINNING, "09:00"))
        of_2010 = agreements.enter(session, cast=cast, at=moment(BEGINNING, "09:30"))
        year_documents.enter(session, cast=cast, at=moment(BEGINNING, "09:45"))
        plans_on_paper.enter(session, at=Stamp(moment(BEGINNING, "09:40"), cast.accounts["samordnare"]), cast=cast)
        for year, replaced in FINISHED.items():
            plans.begin(session, cast=cast, year=year)
            _finish(session, Script(Autumn(year), cast, seed, replaced), settings.pseudonym_key)
            if year == max(FINISHED):
                other_rounds.review_all(session, Script(Autumn(year), cast, seed))
            log_checks.open_files(session, cast, year)
            plans.end(session, cast=cast, year=year)
        log_checks.check_first(session, cast)
        agreements.enter_invented(session, cast=cast, before=of_2010)
        plans.begin(session, cast=cast, year=UNDER_WAY[0])
        year, replaced, progress = UNDER_WAY
        script = Script(Autumn(year), cast, seed, replaced, progress)
        second_reviews.review_twice(session, script, _review(session, script, settings.pseudonym_key))
        year_documents.enter_invented(session, cast=cast)
        retention.decide(session, cast=cast)
        sharing.decide(session, cast=cast)
        log_checks.open_files(session, cast, year)
        log_checks.draw_second(session, cast)


def _begin(session: Session, cast: Cast, at: datetime) -> None:
    """Enter what was known before the program: published counts, the years on paper, the areas of 2014."""
    founding.enter_counts(session, stamp=Stamp(at, cast.accounts["samordnare"]), cast=cast)
    round_2014 = paper_years.take_in(session, cast=cast, at=at)
    areas.enter(session, cast=cast, round_id=round_2014, at=at)
    report_2014.enter(session, cast=cast, round_id=round_2014, at=at)


def _review(session: Session, script: Script, key: bytes) -> int:
    """Take in the year's registers, draw its round and review it as far as it has come. Gives the round's id."""
    frames = _take_in(session, script, key)
    round_id = known(review_rounds.draw_round(session, script, frames).id)
    review_rounds.fetch_and_distribute(session, script, round_id)
    if script.autumn.year == UNDER_WAY[0]:
        second_reviews.share_out(session, script, round_id)
    for place, (review_id, sign) in enumerate(review_rounds.to_review(session, script, round_id)):
        review_rounds.review_file(session, script, review_id, place=place, sign=sign)
    if script.autumn.year == UNDER_WAY[0]:
        flags.raise_flags(session, script, round_id)
    return round_id


def _finish(session: Session, script: Script, key: bytes) -> None:
    """Review a whole year and carry it to its end: talks, improvement areas, report."""
    round_id = _review(session, script, key)
    review_rounds.return_files(session, script, round_id)
    round_ = review_rounds.round_with(session, round_id)
    talks.talk_over(session, script, round_)
    areas.tell_of_measures(session, script)
    areas.follow_up(session, script, round_)
    if script.autumn.year == min(FINISHED):
        areas.note_of_2024(session, script, round_)
    areas.note_new(session, script, round_, findings.observations(session, round_id=round_id))
    talks.write_report(session, script, round_)
    talks.publish_report(session, script, round_)


def _take_in(session: Session, script: Script, key: bytes) -> Mapping[int, Frame]:
    """Take in the year's three registers. Gives the frozen frames of the cases by board id."""
    span, seed, year = script.autumn.span, script.seed, script.autumn.year
    month, half = (span.first, span.last), (date(year, 1, 1), span.last)
    deliveries = (
        Delivery(
            planted.payment_file(seed, span, REVIEWED),
            f"uppdiktat-utbetalningar-{year}-08.csv",
            RegisterKind.PAYMENTS,
            month,
            invented=True,
        ),
        Delivery(
            registers.estate_file(seed, span, REVIEWED),
            f"uppdiktat-boutredningar-{year}.csv",
            RegisterKind.ESTATES,
            half,
            invented=True,
        ),
        Delivery(
            planted.case_file(seed, span, REVIEWED),
            f"uppdiktat-arenden-{year}-08.csv",
            RegisterKind.CASES,
            month,
            invented=True,
        ),
    )
    frames: Mapping[int, Frame] = {}
    extracts: dict[RegisterKind, int] = {}
    for minute, delivery in enumerate(deliveries, start=5):
        stamp = script.stamp("samordnare", 9, 25, f"09:{minute:02}")
        taken = register_room.take_in(session, stamp=stamp, delivery=delivery, board_ids=script.cast.reviewed, key=key)
        frames, extracts[delivery.kind] = taken.frames, known(taken.extract.id)
    controlled = {kind: extracts[kind] for kind in (RegisterKind.PAYMENTS, RegisterKind.CASES)}
    controls.run(session, script, controlled, finished=year in FINISHED)
    return frames
