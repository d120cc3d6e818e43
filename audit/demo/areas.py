"""The improvement areas: the three of 2014 in the report's own words, and their invented life since then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from audit.accounts.operations import known
from audit.demo.paper_years import SOURCE
from audit.demo.people import Cast
from audit.demo.review_rounds import Script
from audit.demo.texts import AREA_TEXTS, FOLLOWED
from audit.findings import operations as findings
from audit.findings.operations import Finding
from audit.improvements import operations as improvements
from audit.improvements.operations import AreaPlan, Carried, Judgement
from audit.improvements.rules import AreaStatus, Sample
from audit.journal.rules import Stamp
from audit.rounds.models import Round
from audit.wording import deviations_in

UNIT = "Försörjningsstödsenheten"
INVENTED = "Uppdiktad uppföljning."


@dataclass(frozen=True)
class Told:
    """An area as the report of 2014 words it, the questions that it lives on in, and how the unit is said to go on."""

    title: str
    words: str
    questions: tuple[str, ...]
    since: Mapping[int, str]


OF_2014 = (
    Told(
        "Barnperspektivet i dokumentationen",
        "Ett utvecklingsområde är att åskådliggöra barnperspektivet i dokumentationen. Vid samtal med cheferna "
        "framkommer att de även planerar att införa att handläggarna ska försöka träffa barnen vid minst ett tillfälle "
        "i de ärenden där detta är aktuellt.",
        ("child_situation_described", "best_interests_assessed_in_decision", "child_met_at_least_once"),
        {
            2024: "Ingen gemensam rubrik för barnens situation fanns i utredningsmallen.",
            2025: "En rubrik finns i mallen sedan i våras. Alla använder den inte än.",
        },
    ),
    Told(
        "Förändringsplanerna",
        "Implementeringen av Förändringsplanerna är ett fortsatt utvecklingsområde inför hösten.",
        ("plan_exists_after_second_meeting", "plan_has_goals_activities_dates", "plan_followed_up_on_time"),
        {
            2024: "Mallen för planen användes olika av olika grupper.",
            2025: "En ny mall är införd. Uppföljning av planerna återstår.",
        },
    ),
    Told(
        "Frågan om våld i nära relation",
        "Att, i de fall där det är aktuellt, journalföra hur förekomsten av relationsvåld har tagits upp och vilket "
        "ställningstagande detta lett till.",
        ("violence_question_documented",),
        {
            2024: "Frågan ingick i rutinen för nybesök men skrevs inte alltid ned.",
            2025: "Rutinen är genomgången med båda grupperna.",
        },
    ),
)


def enter(session: Session, *, cast: Cast, round_id: int, at: datetime) -> None:
    """Note the three areas of 2014; `round_id` is that year's round on paper."""
    for told in OF_2014:
        plan = AreaPlan(
            title=told.title,
            description=f"»{told.words}«",
            origin=SOURCE,
            origin_round_id=round_id,
            owner=UNIT,
            board_ids=cast.reviewed,
            question_ids=told.questions,
        )
        improvements.create_area(session, stamp=Stamp(at, cast.accounts["samordnare"]), plan=plan)


def follow_up(session: Session, script: Script, round_: Round) -> None:
    """Judge every area that is carried into the round, by what its sample says."""
    stamp = script.stamp("samordnare", 11, 12, "10:00")
    for item in improvements.carried(session, round_=round_, board_ids=script.cast.reviewed):
        said = [f"{one.question.text} {deviations_in(one.total, item.sample.kind)}." for one in item.sample.results]
        note = "\n".join([f"{INVENTED} {_since(item, script.autumn.year)}", "", *said])
        judgement = Judgement(_status(item.sample), note, followed_on=stamp.at.date(), round_id=known(round_.id))
        improvements.follow_up(session, stamp=stamp, area=item.area, judgement=judgement)


def _since(item: Carried, year: int) -> str:
    told = next((told for told in OF_2014 if told.title == item.area.area.title), None)
    return told.since[year] if told else "Enheten har gjort det som den åtog sig. Frågan följs upp en gång till."


def _status(sample: Sample) -> AreaStatus:
    """Kvarstår where half of the answers or more deviate, else partly put right; never closed on so few files."""
    applicable = sum(result.total.applicable for result in sample.results)
    deviations = sum(result.total.deviations for result in sample.results)
    return AreaStatus.REMAINS if 2 * deviations >= applicable else AreaStatus.PARTLY


def note_new(session: Session, script: Script, round_: Round, found: Sequence[Finding]) -> None:
    """Note an area of the year's own: the first observation that no earlier area covers, if there is one."""
    area_of = {question.id: question.area for question in findings.questions_of(round_)}
    taken = {area.area.title for area in improvements.areas(session)}
    others = [one for one in found if area_of[one.question_ids[0]] not in FOLLOWED]
    new = next((one for one in others if one.observation.title not in taken), None)
    if new is None:
        return
    boards = script.cast.reviewed if new.observation.board_id is None else (new.observation.board_id,)
    plan = AreaPlan(
        title=new.observation.title,
        description=AREA_TEXTS[area_of[new.question_ids[0]]].recommendation,
        origin=f"Aktgranskning {script.autumn.year}",
        origin_round_id=known(round_.id),
        owner=UNIT,
        board_ids=boards,
        due_on=date(script.autumn.year + 1, 6, 30),
        question_ids=new.question_ids,
        observation_ids=(new.id,),
        invented=True,
    )
    improvements.create_area(session, stamp=script.stamp("samordnare", 11, 12, "11:00"), plan=plan)
