"""The names and words that a board keeps so that they never stand in what it publishes."""

import unicodedata

SHORTEST, LONGEST, MOST = 3, 80, 2_000


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text with one on each line, in one written form, none twice whatever its case of letters."""
    lines = (" ".join(unicodedata.normalize("NFC", line).split()) for line in text.splitlines())
    return tuple({line.casefold(): line for line in lines if line}.values())


def words_fault(words: tuple[str, ...], *, kept: int) -> str | None:
    """What is wrong with words to be added to `kept` others, as a sentence; None if they can be kept."""
    if not words:
        return "Skriv minst ett namn eller ord, ett på varje rad."
    if short := next((word for word in words if len(word) < SHORTEST), None):
        return f"»{short}« är för kort: skriv minst {SHORTEST} tecken, annars hittas det överallt."
    if long := next((word for word in words if len(word) > LONGEST), None):
        return f"»{long[:20]}…« är för långt: ett ord eller namn får ha högst {LONGEST} tecken."
    if kept + len(words) > MOST:
        return f"Listan får ha högst {MOST} ord. Den har {kept}, och du har skrivit {len(words)} till."
    return None
