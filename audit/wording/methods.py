"""The sentences that explain limits and tests, the same on every page and in every report."""

from audit.wording.limits import sure

LIMITS = (
    f"Gränserna säger med {sure()} hur många av alla i urvalsramen som har avvikelsen, alltså svaret Nej eller Delvis "
    "där frågan är aktuell. De är exakta (hypergeometriska) och räknade på alla granskade: Ej aktuellt är ingen "
    "avvikelse, Kan ej bedömas redovisas bredvid, och där ingen eller alla avviker ges en enda gräns."
)
TOGETHER = "För flera nämnder tillsammans är nämndernas gränser hoplagda, med felrisken delad lika mellan dem."
PRELIMINARY = (
    "Gränserna är preliminära tills allt är signerat: de förutsätter att det som är signerat är ett slumpmässigt urval."
)
TESTS_EXPLAINED = (
    "En skillnad mellan två år kallas säkerställd bara om Boschloos test (för mycket stora urval Fishers) bär det med "
    f"{sure()}, även sedan Holms metod har tagit hänsyn till hur många fokusfrågor som prövas för nämnden. Annars "
    "räcker underlaget inte, och det sägs hur stor skillnad i andelen granskade som inte kan uteslutas (Newcombes "
    "intervall). Bara omgångens fokusfrågor prövas, för de namngavs före dragningen; de andra frågorna beskrivs."
)


def limits_explained(*, boards: int = 1, finished: bool = True) -> str:
    """What the limits mean, for so many boards, and that they are preliminary while not everything is signed."""
    together = f" {TOGETHER}" if boards > 1 else ""
    return f"{LIMITS}{together}" if finished else f"{LIMITS}{together} {PRELIMINARY}"
