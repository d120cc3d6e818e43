"""The sentences that proposals are made of. Each is empty where there is nothing to say."""

from collections import Counter

from audit.reports.content import Figure
from audit.reports.rules import figures
from audit.reports.rules.facts import (
    ImprovementFacts,
    ObservationFacts,
    ReportFacts,
)
from audit.reports.rules.text import listing, paragraphs, points, printable
from audit.rounds.rules import COUNTED_WRONG
from audit.web.formats import NARROW_SPACE, counted, day, number, span
from audit.wording import UNITS, count_of
from audit.wording.limits import sure

FRAMES = {
    "arenden": ("ärende med beslut", "ärenden med beslut"),
    "utbetalningar": ("utbetalning", "utbetalningar"),
    "boutredningar": ("boutredning", "boutredningar"),
}
"""What one and several units of the frame are called, by the kind of the round."""


def units(facts: ReportFacts, amount: int) -> str:
    """»20 akter«, in the word of the round's kind."""
    return counted(amount, *UNITS[facts.kind])


def told(amount: Figure, names: tuple[str, str]) -> str:
    """A figure with what it counts, in the form that its number takes."""
    return f"{amount.tagged}{NARROW_SPACE}{names[0] if amount.value == 1 else names[1]}"


def told_units(facts: ReportFacts, amount: Figure) -> str:
    """A figure of units, in the word of the round's kind."""
    return told(amount, UNITS[facts.kind])


def questions(amount: int) -> str:
    """»25 frågor«."""
    return counted(amount, "fråga", "frågor")


def period(facts: ReportFacts) -> str:
    """The reviewed period as the end of a sentence."""
    if facts.period_from is None or facts.period_to is None:
        return ""
    return f" under perioden {span(facts.period_from, facts.period_to)}"


def within_sentence(name: str) -> str:
    """A name as it stands within a sentence: »Arbetslösa och Jobbtorg« → »arbetslösa och Jobbtorg«."""
    return f"{name[:1].lower()}{name[1:]}"


def money(facts: ReportFacts) -> str:
    """How much may be paid too much, a point for each board of a round of payments.

    What was found, and what is worked out from it, stays in the annex's table, which the secrecy check may leave out:
    where few payments were wrong it tells of single people.
    """
    names = {board.id: printable(board.name) for board in facts.boards}
    bounded = [one for one in facts.money if one.upper is not None and one.upper != one.found]
    said = points(
        f"{names[one.board_id]}: högst {figures.of_money(one)['hogst'].tagged} för mycket i hela ramen, med {sure()}."
        for one in bounded
    )
    where = "Vad som hittades och hur gränsen är räknad står i bilagan."
    return f"Fel i kronor:\n{said}\n\n{where}" if bounded else ""


# ---- The sample -------------------------------------------------------------------------------------------------


def scope(facts: ReportFacts) -> str:
    """How many units were drawn, out of how many, and what they are asked."""
    shares = [figures.of_draw(facts, "att_granska", place).tagged for place in range(len(facts.boards))]
    parts = listing(f"{share} från {board.name}" for share, board in zip(shares, facts.boards, strict=True))
    which = f" ({parts})" if len(facts.boards) > 1 else ""
    population = figures.of_draw(facts, "kunde_dras").tagged
    within = counted(len(facts.areas), "område", "områden")
    amount = told_units(facts, figures.of_draw(facts, "att_granska"))
    return (
        f"Granskningen omfattar {amount}{which}, slumpvis dragna bland {population} "
        f"{FRAMES[facts.kind][1]}{period(facts)}. Granskningsmallen har {questions(len(facts.questions))} "
        f"inom {within}."
    )


def drawn(facts: ReportFacts) -> str:
    """When and from which frames the sample was drawn."""
    frames = listing(_part_of_frame(facts, place) for place in range(len(facts.boards)))
    return (
        f"Urvalet drogs {day(facts.draw.drawn_on)}: {frames}{period(facts)}. Hur urvalet drogs står i bilagan, så att "
        "den som har ramen kan göra om dragningen."
    )


def _part_of_frame(facts: ReportFacts, place: int) -> str:
    drawn_, able = (figures.of_draw(facts, name, place) for name in ("dragna", "kunde_dras"))
    return f"{told_units(facts, drawn_)} från {facts.boards[place].name} bland {told(able, FRAMES[facts.kind])}"


def left_out(facts: ReportFacts) -> tuple[str, ...]:
    """How many units were left out because they were drawn lately, and what the sample then can't tell of."""
    years = facts.draw.leave_out_years
    if not years:
        return ()
    amounts = listing(
        f"{counted(board.left_out, *UNITS[facts.kind])} av {number(board.population + board.left_out)} i ramen för "
        f"{board.name}"
        for board in facts.boards
    )
    able = counted(sum(board.population for board in facts.boards), *UNITS[facts.kind])
    since = f"{facts.year - years}–{facts.year}"
    said = (
        f"{UNITS[facts.kind][1].capitalize()} som ingick i urval {since} lämnades ute: {amounts}. Det som sägs om alla "
        f"{UNITS[facts.kind][1]} gäller därför bara de {able} som kunde dras."
    )
    return (said,)


def reviewed(facts: ReportFacts) -> str:
    """How many units are reviewed, with which questions and areas."""
    names = listing(within_sentence(area.name) for area in facts.areas)
    asked = f"{questions(len(facts.questions))} inom {'områdena' if len(facts.areas) > 1 else 'området'} {names}."
    if facts.signed == facts.in_use:
        return f"Totalt granskades {told_units(facts, figures.of_draw(facts, 'granskade'))} utifrån {asked}"
    return f"{told_units(facts, figures.of_draw(facts, 'att_granska'))} granskas utifrån {asked}"


def unfinished(facts: ReportFacts) -> str:
    """How much of the review is done, as long as it is not all."""
    if facts.finished:
        return ""
    signed, in_use = (figures.of_draw(facts, name) for name in ("granskade", "att_granska"))
    share = f"{signed.tagged} av {told_units(facts, in_use)}"
    return f"Granskningen är inte avslutad: {share} är färdiggranskade. Siffrorna gäller dem och är preliminära."


def replaced(facts: ReportFacts) -> str:
    """How many units were replaced, or set aside, by reason."""
    reasons: Counter[str] = Counter()
    for board in facts.boards:
        reasons.update(board.replaced)
    if not reasons:
        return ""
    causes = listing(f"{within_sentence(reason)} ({figures.replaced_for(facts, reason).tagged})" for reason in reasons)
    became = f"kunde inte granskas och {COUNTED_WRONG}" if facts.sets_aside else "ersattes med nästa reserv"
    return f"{told_units(facts, figures.of_draw(facts, 'ersatta'))} {became}. Orsak: {causes}."


def missing(facts: ReportFacts) -> str:
    """Which boards' files were looked for in vain: replaced or not, that is a deviation of its own."""
    lost = [
        f"{told_units(facts, figures.of_draw(facts, 'saknade', place))} från {board.name}"
        for place, board in enumerate(facts.boards)
        if board.missing
    ]
    return f"Det gick inte att hitta {listing(lost)}. Att underlaget saknas är i sig en avvikelse." if lost else ""


def communicated(facts: ReportFacts) -> str:
    """When the result was talked over with the unit."""
    if not facts.meetings:
        return ""
    return f"Resultatet kommunicerades i samtal med enheten {listing(day(held) for held in facts.meetings)}."


# ---- Observations and improvement areas -------------------------------------------------------------------------


def observation(number_: int, one: ObservationFacts) -> str:
    """An observation as it was shared with the unit: what was seen, what it is held against, how it is judged, why it
    comes about where that is known, what is recommended."""
    where = f" ({one.board})" if one.board else ""
    pieces = (
        (f"Iakttagelse {number(number_)}: ", f"{one.title}{where}"),
        ("", one.seen),
        ("Ställs mot: ", one.norm),
        ("Bedömning: ", one.assessment),
        ("Orsak: ", one.cause),
        ("Rekommendation: ", one.recommendation),
    )
    return paragraphs(*(f"{name}{printable(text).strip()}" for name, text in pieces if text.strip()))


def replies(facts: ReportFacts) -> str:
    """How many of the observations the unit has answered, and how many of those it agrees with, wholly or in part."""
    if not facts.observations:
        return ""
    share = count_of(facts.replies.answered, len(facts.observations))
    agreed = f" och delar {count_of(facts.replies.agreed, facts.replies.answered)}" if facts.replies.answered else ""
    partly = f", {number(facts.replies.partly)} delvis" if facts.replies.partly else ""
    return f"Enheten har svarat på {share} iakttagelser{agreed}{partly}."


def improvement(one: ImprovementFacts) -> str:
    """An improvement area as a point of a list."""
    title, description = printable(one.title), printable(one.description)
    return f"{title}: {description}" if description.strip() else title


def improvement_closed(one: ImprovementFacts) -> str:
    """A closed area as a point of a list: how long it took, and what the sample that closed it says, never more."""
    took = f" (efter {one.lasted})" if one.lasted else ""
    title = f"{printable(one.title)}{took}"
    if not one.supported:
        return f"{title}: stängt med ett skrivet skäl, inte av ett stickprov."
    return f"{title}: " + " ".join(f"{question} {said}" for question, said in one.supported)


def areas_back(facts: ReportFacts) -> str:
    """Which improvement areas had been closed and have come back, by name."""
    titles = [f"»{printable(one.title)}«" for one in facts.improvements if one.recurrences and not one.closed]
    return f"Återkommande efter att ha varit stängda: {listing(titles)}." if titles else ""


def areas_followed(facts: ReportFacts) -> str:
    """How many improvement areas are open, by name."""
    titles = [f"»{printable(one.title)}«" for one in facts.improvements if not one.closed]
    if not titles:
        return ""
    followed = f"{counted(len(titles), 'förbättringsområde', 'förbättringsområden')} följs vidare: {listing(titles)}."
    return " ".join(filter(None, (followed, areas_back(facts))))
