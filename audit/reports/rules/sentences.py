"""The sentences that proposals are made of. Each is empty where there is nothing to say."""

from collections import Counter

from audit.reports.rules.facts import (
    AreaFacts,
    BoardFacts,
    ImprovementFacts,
    ObservationFacts,
    QuestionFacts,
    ReportFacts,
)
from audit.reports.rules.text import listing, paragraphs, points, printable
from audit.web.formats import counted, day, number
from audit.wording import UNITS, count_of, deviations_in

MOST, MOST_WITH_TIES = 3, 5
WHERE_ANSWERED = "där frågan var aktuell och gick att bedöma"
FRAMES = {
    "arenden": ("ärende med beslut", "ärenden med beslut"),
    "utbetalningar": ("utbetalning", "utbetalningar"),
    "boutredningar": ("boutredning", "boutredningar"),
}
"""What one and several units of the frame are called, by the kind of the round."""


def units(facts: ReportFacts, amount: int) -> str:
    """»20 akter«, in the word of the round's kind."""
    return counted(amount, *UNITS[facts.kind])


def questions(amount: int) -> str:
    """»25 frågor«."""
    return counted(amount, "fråga", "frågor")


def period(facts: ReportFacts) -> str:
    """The reviewed period as the end of a sentence."""
    if facts.period_from is None or facts.period_to is None:
        return ""
    return f" under perioden {day(facts.period_from)} – {day(facts.period_to)}"


# ---- The sample -------------------------------------------------------------------------------------------------


def scope(facts: ReportFacts) -> str:
    """How many units were drawn, out of how many, and what they are asked."""
    parts = listing(f"{number(board.in_use)} från {board.name}" for board in facts.boards)
    which = f" ({parts})" if len(facts.boards) > 1 else ""
    population = number(sum(board.population for board in facts.boards))
    areas = counted(len(facts.areas), "område", "områden")
    return (
        f"Granskningen omfattar {units(facts, facts.in_use)}{which}, slumpvis dragna bland {population} "
        f"{FRAMES[facts.kind][1]}{period(facts)}. Granskningsmallen har {questions(len(facts.questions))} inom {areas}."
    )


def drawn(facts: ReportFacts) -> str:
    """When and from which frames the sample was drawn."""
    frames = listing(_part_of_frame(facts, board) for board in facts.boards)
    return (
        f"Urvalet drogs {day(facts.draw.drawn_on)}: {frames}{period(facts)}. Hur urvalet drogs står i bilagan, så att "
        "den som har ramen kan göra om dragningen."
    )


def _part_of_frame(facts: ReportFacts, board: BoardFacts) -> str:
    return f"{units(facts, board.drawn)} från {board.name} bland {counted(board.population, *FRAMES[facts.kind])}"


def reviewed(facts: ReportFacts) -> str:
    """How many units are reviewed, with which questions and areas."""
    areas = listing(area.name[:1].lower() + area.name[1:] for area in facts.areas)
    asked = f"{questions(len(facts.questions))} inom områdena {areas}."
    if facts.signed == facts.in_use:
        return f"Totalt granskades {units(facts, facts.signed)} utifrån {asked}"
    return f"{units(facts, facts.in_use)} granskas utifrån {asked}"


def unfinished(facts: ReportFacts) -> str:
    """How much of the review is done, as long as it is not all."""
    if facts.signed >= facts.in_use:
        return ""
    share = f"{number(facts.signed)} av {units(facts, facts.in_use)}"
    return f"Granskningen är inte avslutad: {share} är färdiggranskade. Siffrorna gäller dem."


def replaced(facts: ReportFacts) -> str:
    """How many units were replaced, by reason."""
    reasons: Counter[str] = Counter()
    for board in facts.boards:
        reasons.update(board.replaced)
    if not reasons:
        return ""
    told = listing(f"{reason[:1].lower()}{reason[1:]} ({number(amount)})" for reason, amount in reasons.items())
    return f"{units(facts, sum(reasons.values()))} ersattes med nästa reserv. Orsak: {told}."


def missing(facts: ReportFacts) -> str:
    """Which boards' files were looked for in vain: replaced or not, that is a deviation of its own."""
    boards = [board for board in facts.boards if board.missing]
    if not boards:
        return ""
    told = listing(f"{units(facts, board.missing)} från {board.name}" for board in boards)
    return f"Det gick inte att hitta {told}. Att underlaget saknas är i sig en avvikelse."


def communicated(facts: ReportFacts) -> str:
    """When the result was talked over with the unit."""
    if not facts.meetings:
        return ""
    return f"Resultatet kommunicerades i samtal med enheten {listing(day(held) for held in facts.meetings)}."


# ---- The answers ------------------------------------------------------------------------------------------------


def outcome(facts: ReportFacts) -> str:
    """In how many questions anything deviates, and in which most often."""
    answered = [question for question in facts.questions if question.total.applicable]
    deviating = [question for question in answered if question.total.deviations]
    if not answered:
        return ""
    if not deviating:
        return _without_deviation(facts, len(answered))
    all_of = questions(len(facts.questions))
    among = all_of if len(answered) == len(facts.questions) else f"de {questions(len(answered))} som gick att bedöma"
    lead = f"I {number(len(deviating))} av {among} är svaret Nej eller Delvis för minst en {UNITS[facts.kind][0]}."
    shown = most(deviating)
    if not shown:
        return lead
    heading = "Flest sådana svar har:" if len(deviating) > len(shown) else "Det gäller:"
    said = points(f"{question.text} {deviations_in(question.total, facts.kind)}." for question in shown)
    return paragraphs(lead, f"{heading}\n{said}")


def most(deviating: list[QuestionFacts]) -> list[QuestionFacts]:
    """The three questions of `deviating` with the most deviations, in falling order.

    Those that have as many as the third are not left out; where that makes the list long, all of them are.
    """
    ordered = sorted(deviating, key=lambda question: -question.total.deviations)
    last = ordered[:MOST][-1].total.deviations
    shown = [question for question in ordered if question.total.deviations >= last]
    if len(shown) <= MOST_WITH_TIES:
        return shown
    return [question for question in ordered if question.total.deviations > last]


def _without_deviation(facts: ReportFacts, answered: int) -> str:
    all_of = len(facts.questions)
    which = f"I samtliga {questions(all_of)}" if answered == all_of else f"I {count_of(answered, all_of)} frågor"
    rest = "" if answered == all_of else " De övriga gick inte att bedöma."
    return f"{which} är svaret Ja för varje {UNITS[facts.kind][0]} {WHERE_ANSWERED}.{rest}"


def reading(facts: ReportFacts) -> str:
    """How the counts of the following areas are to be read."""
    return f"Avvikelser är svaren Nej och Delvis. De räknas bland de {UNITS[facts.kind][1]} {WHERE_ANSWERED}."


def area(facts: ReportFacts, of: AreaFacts) -> str:
    """One area: its questions with deviations as points, or that there are none."""
    answered = [question for question in of.questions if question.total.applicable]
    deviating = [question for question in answered if question.total.deviations]
    if not answered:
        return f"{of.name}: ingen fråga var aktuell och gick att bedöma."
    if not deviating:
        return f"{of.name}: {_all_in_order(facts, len(answered), len(of.questions))}"
    lines = (
        f"{question.text} {number(question.total.deviations)} av {units(facts, question.total.applicable)}."
        for question in deviating
    )
    share = count_of(len(deviating), len(of.questions))
    return f"{of.name}: avvikelser i {share} frågor.\n{points(lines)}"


def _all_in_order(facts: ReportFacts, answered: int, all_of: int) -> str:
    each = f"för varje {UNITS[facts.kind][0]} {WHERE_ANSWERED}"
    if answered < all_of:
        return f"{count_of(answered, all_of)} frågor gick att bedöma. I dem är svaret Ja {each}."
    which = "frågan" if all_of == 1 else f"samtliga {questions(all_of)}"
    return f"svaret är Ja på {which} {each}."


def not_assessed(facts: ReportFacts) -> str:
    """In how many questions something could not be assessed: it stands beside the rest and is never hidden."""
    amount = sum(1 for question in facts.questions if question.total.kan_ej_bedomas)
    if not amount:
        return ""
    share = count_of(amount, len(facts.questions))
    return f"I {share} frågor är svaret Kan ej bedömas för minst en {UNITS[facts.kind][0]}. Antalen står i bilagan."


# ---- Observations and improvement areas -------------------------------------------------------------------------


def observation(one: ObservationFacts) -> str:
    """An observation as it was shared with the unit: what was seen, how it is judged, what is proposed."""
    where = f" ({one.board})" if one.board else ""
    pieces = (
        ("", f"{one.title}{where}\n{one.seen}"),
        ("Bedömning: ", one.assessment),
        ("Förslag: ", one.recommendation),
    )
    return paragraphs(*(f"{name}{printable(text).strip()}" for name, text in pieces if text.strip()))


def replies(facts: ReportFacts) -> str:
    """How many of the observations the unit has answered, and how many of those it agrees with."""
    if not facts.observations:
        return ""
    share = count_of(facts.replies.answered, len(facts.observations))
    agreed = f" och delar {count_of(facts.replies.agreed, facts.replies.answered)}" if facts.replies.answered else ""
    return f"Enheten har svarat på {share} iakttagelser{agreed}."


def improvement(one: ImprovementFacts) -> str:
    """An improvement area as a point of a list."""
    return f"{one.title}: {one.description}" if one.description.strip() else one.title


def areas_followed(facts: ReportFacts) -> str:
    """How many improvement areas are open, by name."""
    titles = [printable(one.title) for one in facts.improvements if not one.closed]
    if not titles:
        return ""
    return f"{counted(len(titles), 'förbättringsområde', 'förbättringsområden')} följs vidare: {listing(titles)}."
