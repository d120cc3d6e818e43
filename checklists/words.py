"""What is proposed instead of a word that nobody knows."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_NAMED = 12


def suggestion(word: str, known: Iterable[str]) -> str:
    """What to do about an unknown word, in Swedish: the nearest known one, else a short list of them."""
    names = list(dict.fromkeys(known))
    if nearest := get_close_matches(word, names, n=1):
        return f"Menade du »{nearest[0]}«?"
    if 0 < len(names) <= MOST_NAMED:
        return f"Välj bland: {', '.join(names)}."
    return "Kontrollera stavningen, eller lägg till det som saknas."
