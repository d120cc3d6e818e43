"""The sentences that tell of the answers: what deviates, where nothing does, and what could not be assessed."""

from audit.reports.rules import figures
from audit.reports.rules.facts import AreaFacts, QuestionFacts, ReportFacts
from audit.reports.rules.phrases import how_often, in_the_main
from audit.reports.rules.sentences import questions, told_units, within_sentence
from audit.reports.rules.text import listing, paragraphs, points
from audit.web.formats import number
from audit.wording import UNITS, Sampled, count_of, none_found_in, result_of
from checklists import AnswerCounts

MOST, MOST_WITH_TIES = 3, 5
WHERE_ANSWERED = "där frågan var aktuell och gick att bedöma"


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
    amount = figures.deviating_questions(facts).tagged
    lead = f"I {amount} av {among} är svaret Nej eller Delvis för minst en {UNITS[facts.kind][0]}."
    shown = most(deviating)
    if not shown:
        return lead
    heading = "Flest sådana svar har:" if len(deviating) > len(shown) else "Det gäller:"
    said = points(f"{question.text} {_result(facts, question)}" for question in shown)
    return paragraphs(lead, f"{heading}\n{said}")


def _result(facts: ReportFacts, question: QuestionFacts) -> str:
    """What the sample showed of a question: the sentence as it is always said, with its count as a figure."""
    count = figures.deviating_of(figures.of_question(facts, question))
    return result_of(facts.sampled(question), facts.kind).replace(count.shown, count.tagged, 1)


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
    return f"{which} är svaret Ja för varje {_unit_answered(facts)}.{rest} {_still_possible(facts)}".rstrip()


def _still_possible(facts: ReportFacts) -> str:
    """What it says of all units of the frames that none of several questions deviates in those that are reviewed."""
    if not facts.equal_chances:
        return ""
    reviewed = tuple(Sampled(AnswerCounts(ja=board.signed), board.population) for board in facts.boards)
    return none_found_in(reviewed, facts.kind)


def reading(facts: ReportFacts) -> str:
    """How the counts of the following areas are to be read."""
    return (
        f"Avvikelser är svaren Nej och Delvis. De räknas bland de {UNITS[facts.kind][1]} {WHERE_ANSWERED}. "
        f"Hur många av alla {UNITS[facts.kind][1]} i urvalsramen som kan ha samma avvikelse står i bilagan."
    )


def areas(facts: ReportFacts) -> str:
    """Every area: those with deviations one by one, those without any together, then those not answered in full."""
    deviating = [area for area in facts.areas if area.total.deviations]
    others = [area for area in facts.areas if not area.total.deviations]
    whole = [area for area in others if all(question.total.applicable for question in area.questions)]
    rest = [area for area in others if area not in whole]
    return paragraphs(*(_deviating(facts, area) for area in deviating), _in_order(facts, whole), *map(_partial, rest))


def _deviating(facts: ReportFacts, area: AreaFacts) -> str:
    found = [question for question in area.questions if question.total.deviations]
    lines = (f"{question.text} {_deviations(facts, question)}." for question in found)
    among = f"vvikelser i {count_of(len(found), len(area.questions))} frågor"
    total = figures.of_area(facts, area)
    if not all(in_the_main(each.total.deviations, each.total.applicable) for each in found):
        return f"{area.name}: a{among}.\n{points(lines)}"
    yes, all_of = figures.given(total, "ja"), figures.applicable(total)
    seen = f"i huvudsak i ordning, svaret är Ja {yes.tagged} gånger av {all_of.tagged}"
    return f"{area.name}: {seen}. A{among}.\n{points(lines)}"


def _deviations(facts: ReportFacts, question: QuestionFacts) -> str:
    """»Avvikelser i enstaka akter, 2 av 20 akter«: the word where it holds, and always the count."""
    asked = figures.of_question(facts, question)
    often = how_often(asked.counts.deviations, asked.counts.applicable)
    words = {"ofta": "Avvikelser ofta, ", "enstaka": f"Avvikelser i enstaka {UNITS[facts.kind][1]}, "}.get(often, "")
    return f"{words}{figures.deviations(asked).tagged} av {told_units(facts, figures.applicable(asked))}"


def _in_order(facts: ReportFacts, found: list[AreaFacts]) -> str:
    if not found:
        return ""
    asked = sum(len(area.questions) for area in found)
    where = "i området" if len(found) == 1 else "i områdena"
    which = "frågan" if asked == 1 else f"samtliga {questions(asked)}"
    names = listing(within_sentence(area.name) for area in found)
    seen = f"Inga avvikelser finns {where} {names}: svaret är Ja på {which} för varje {_unit_answered(facts)}."
    return f"{seen} {_still_possible(facts)}".rstrip()


def _partial(area: AreaFacts) -> str:
    answered = sum(1 for question in area.questions if question.total.applicable)
    if not answered:
        return f"{area.name}: ingen fråga var aktuell och gick att bedöma."
    share = count_of(answered, len(area.questions))
    return f"{area.name}: {share} frågor var aktuella och gick att bedöma. I dem finns inga avvikelser."


def _unit_answered(facts: ReportFacts) -> str:
    return f"{UNITS[facts.kind][0]} {WHERE_ANSWERED}"


def not_assessed(facts: ReportFacts) -> str:
    """In how many questions something could not be assessed: it stands beside the rest and is never hidden."""
    found = figures.unassessed_questions(facts)
    if not found.value:
        return ""
    share = f"{found.tagged} av {number(len(facts.questions))}"
    return f"I {share} frågor är svaret Kan ej bedömas för minst en {UNITS[facts.kind][0]}. Antalen står i bilagan."
