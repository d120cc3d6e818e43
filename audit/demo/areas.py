"""The improvement areas: the three of 2014 in the report's words, their invented life since then, and later ones."""

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
from audit.improvements.operations import Area, AreaPlan, Carried, Judgement, MeasurePlan, Shown
from audit.improvements.rules import AreaStatus, MeasureStatus, Sample
from audit.journal.rules import Stamp
from audit.rounds.models import Round

UNIT = "Försörjningsstödsenheten"
INVENTED, INVENTED_MEASURE, INVENTED_EVIDENCE = "Uppdiktad uppföljning.", "Uppdiktad åtgärd.", "Uppdiktat underlag."


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


@dataclass(frozen=True)
class Later:
    """An area that is invented: what came up in 2024, in which one question, and what the unit did about it."""

    title: str
    words: str
    question: str
    measure: str


OF_2024 = (
    Later(
        "Besked om hur beslutet överklagas",
        "Den som får ett beslut emot sig ska få veta hur det överklagas. Det ska gå att se i akten.",
        "decision_notified_with_appeal_info",
        "Hänvisningen läggs in i alla beslutsmallar.",
    ),
    Later(
        "Ordningen i pappersakten",
        "Handlingarna ska ligga i ordning, så att den som tar över ett ärende hittar i akten.",
        "paper_file_order",
        "En akt i veckan per handläggare ordnas under hösten.",
    ),
)
# What the unit does about the areas of 2014, told of in 2024: until when, and when it was done.
MEASURES = {
    "Barnperspektivet i dokumentationen": (
        ("En rubrik om barnens situation läggs in i mallen för utredning.", date(2025, 3, 31), date(2025, 3, 20)),
        ("Rubriken gås igenom med båda grupperna.", date(2026, 6, 30), None),
    ),
    "Förändringsplanerna": (
        ("En ny mall för förändringsplan tas fram.", date(2025, 6, 30), date(2025, 6, 12)),
        ("Planerna gås igenom vid ärendegenomgångarna.", date(2027, 1, 31), None),
    ),
    "Frågan om våld i nära relation": (
        ("Rutinen gås igenom med båda grupperna.", date(2025, 1, 31), date(2025, 1, 28)),
    ),
}
DOCUMENTS = {
    "Barnperspektivet i dokumentationen": "Mall för utredning, 2025-03-20",
    "Förändringsplanerna": "Mall för förändringsplan, 2025-06-12",
}


def note_of_2024(session: Session, script: Script, round_: Round) -> None:
    """Note what came up in 2024 beside the areas of 2014, and what is to be done about all of them."""
    stamp = script.stamp("samordnare", 11, 12, "10:30")
    for told in OF_2024:
        plan = AreaPlan(
            title=told.title,
            description=told.words,
            origin=round_.name,
            origin_round_id=known(round_.id),
            owner=UNIT,
            board_ids=script.cast.reviewed,
            due_on=date(script.autumn.year + 1, 9, 30),
            question_ids=(told.question,),
            invented=True,
        )
        improvements.create_area(session, stamp=stamp, plan=plan)
    planned = {told.title: ((told.measure, date(script.autumn.year + 1, 6, 30), None),) for told in OF_2024} | MEASURES
    for area in improvements.areas(session, board_ids=script.cast.reviewed):
        for what, due_on, _ in planned.get(area.area.title, ()):
            plan_ = MeasurePlan(what, UNIT, due_on, note=INVENTED_MEASURE)
            improvements.add_measure(session, stamp=stamp, area=area, plan=plan_)


def tell_of_measures(session: Session, script: Script) -> None:
    """Before the round's areas are judged: note which measures are done by now, and the documents that show it."""
    stamp = script.stamp("samordnare", 11, 12, "09:00")
    done_on = {what: done for planned in MEASURES.values() for what, _, done in planned if done}
    done_on |= {told.measure: date(2025, 6, 18) for told in OF_2024}
    for area in improvements.areas(session, board_ids=script.cast.reviewed):
        for measure in area.measures:
            day = done_on.get(measure.what)
            if measure.status is not MeasureStatus.DONE and day and day <= stamp.day:
                plan = MeasurePlan(measure.what, UNIT, measure.due_on, MeasureStatus.DONE, day, INVENTED_MEASURE)
                held = improvements.HeldMeasure(area, measure)
                improvements.change_measure(session, stamp=stamp, held=held, plan=plan)
        _show(session, stamp, area)


def _show(session: Session, stamp: Stamp, area: Area) -> None:
    document = DOCUMENTS.get(area.area.title)
    if document and not area.evidence:
        shown_on = date.fromisoformat(document[-10:])
        if shown_on <= stamp.day:
            shown = Shown(shown_on, INVENTED_EVIDENCE, document)
            improvements.add_evidence(session, stamp=stamp, area=area, shown=shown)


def follow_up(session: Session, script: Script, round_: Round) -> None:
    """Judge every area that is carried into the round, by what its sample says."""
    stamp = script.stamp("samordnare", 11, 12, "10:00")
    for item in improvements.carried(session, round_=round_, board_ids=script.cast.reviewed):
        supported = not improvements.lacks_of(session, area=item.area, sample=item.sample)
        note = f"{INVENTED} {_since(item, script.autumn.year)}"
        status = AreaStatus.DONE if supported else _status(item.sample)
        judgement = Judgement(status, note, followed_on=stamp.day, round_id=known(round_.id))
        improvements.follow_up(session, stamp=stamp, area=item.area, judgement=judgement)


def _since(item: Carried, year: int) -> str:
    told = next((told for told in OF_2014 if told.title == item.area.area.title), None)
    return told.since[year] if told else "Enheten har gjort det som den åtog sig."


def _status(sample: Sample) -> AreaStatus:
    """Kvarstår where half of the answers or more deviate, else partly put right."""
    applicable = sum(result.total.applicable for result in sample.results)
    deviations = sum(result.total.deviations for result in sample.results)
    return AreaStatus.REMAINS if 2 * deviations >= applicable else AreaStatus.PARTLY


def note_new(session: Session, script: Script, round_: Round, found: Sequence[Finding]) -> None:
    """Note an area of the year's own: the first observation that no earlier area covers, if there is one."""
    area_of = {question.id: question.area for question in findings.questions_of(round_)}
    taken = {question for area in improvements.areas(session) for question in area.question_ids}
    others = [one for one in found if area_of[one.question_ids[0]] not in FOLLOWED]
    new = next((one for one in others if not taken & set(one.question_ids)), None)
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
