"""What the words and columns of a report mean, for whoever reads its tables alone."""

from audit.reports.content import Definition
from audit.reports.rules import money
from audit.reports.rules.facts import ReportFacts
from audit.reports.rules.phrases import PHRASES
from audit.rounds.rules import COUNTED_WRONG, STANDING_NAMES, Standing
from audit.wording import TESTS_EXPLAINED, UNITS, limits_explained


def definitions(facts: ReportFacts) -> tuple[Definition, ...]:
    """The answers, what is counted of them, and the words for how often something was seen."""
    one, many = UNITS[facts.kind]
    left = STANDING_NAMES[Standing.SET_ASIDE] if facts.sets_aside else "Ersatta"
    became = f"därför {COUNTED_WRONG}" if facts.sets_aside else "ersattes med nästa reserv"
    plain = (
        Definition("Ja", "Frågan är uppfylld."),
        Definition("Delvis", "Frågan är delvis uppfylld. Det räknas som en avvikelse."),
        Definition("Nej", "Frågan är inte uppfylld. Det är en avvikelse."),
        Definition("Ej aktuellt", f"Frågan gäller inte den granskade {one}en. Det är ingen avvikelse."),
        Definition("Kan ej bedömas", "Det går inte att svara utifrån det som har granskats. Det räknas för sig."),
        Definition("Följsamhet", "Antal Ja av alla Ja, Delvis och Nej i stickprovet."),
        Definition("Avvikelser i ramen", limits_explained(boards=len(facts.boards), finished=facts.finished)),
        Definition(left, f"{many.capitalize()} som inte gick att granska och {became}."),
    )
    tests = (Definition("Mot året före", TESTS_EXPLAINED),) if facts.earlier else ()
    kronor = (Definition("Fel i kronor", " ".join(money.explained(facts))),) if facts.money else ()
    return (*plain, *kronor, *tests, *(Definition(f"»{phrase.word}«", _whole(phrase.meaning)) for phrase in PHRASES))


def _whole(meaning: str) -> str:
    return f"{meaning[:1].upper()}{meaning[1:]}."
