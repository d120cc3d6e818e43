"""What a run that stopped says of itself: what it was doing, why if that is known, and what to do."""

from audit.controls.rules.declared import Control

KEEPING = "Det som kontrollerna hittade kunde inte sparas."
PREPARING = "Makuleringarna kunde inte paras ihop med sina utbetalningar."
NOTHING_KEPT = "Inget av körningen är sparat."
ELSE = (
    "Kör igen. Stannar den på samma ställe: be administratören läsa programmets logg, och kör under tiden utan det "
    "utdrag eller den kontroll som nämns här."
)
NO_MEMORY = "Datorns minne räckte inte. Kör färre utdrag åt gången, eller be administratören om mer minne."
NO_ROOM = "Disken är full. Be administratören om mer plats och kör sedan igen."


def reading(file_name: str, board: str) -> str:
    """What it was that failed, where an extract was being read."""
    return f"Registerutdraget {file_name} kunde inte läsas för {board}."


def running(control: Control) -> str:
    """What it was that failed, where a control was being run."""
    return f"Kontrollen »{control.name}« kunde inte köras."


def failure(doing: str, *, memory: bool = False, full: bool = False) -> str:
    """What failed, that nothing is kept, and what to do about it."""
    return " ".join((doing, NOTHING_KEPT, NO_MEMORY if memory else NO_ROOM if full else ELSE))
