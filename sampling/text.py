"""How a text is brought into one form before it is compared, sorted or hashed."""

import unicodedata

REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})


def clean(text: str) -> str:
    """Give the text in Unicode NFC without surrounding white space.

    Args:
        text: any text, such as a unit's id, a stratum's name or a seed.

    Returns:
        The text in its one form; cleaning it again changes nothing.

    Source: Unicode Standard Annex 15 (normalisation form C).
    """
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def has_control(text: str) -> bool:
    """Tell whether the text holds a line break, a control character or half a surrogate pair.

    Args:
        text: any text. Such characters would make `sort | sha256sum` see other lines than we do.

    Returns:
        True if at least one character is of the Unicode categories Cc, Cs, Zl or Zp.
    """
    if text.isprintable():
        return False
    return any(unicodedata.category(character) in REFUSED_CATEGORIES for character in text)


def is_plain(text: str) -> bool:
    """Tell whether the text already is in the form in which it is hashed.

    Args:
        text: any text.

    Returns:
        True if it is non-empty, equal to `clean(text)` and free from control characters.
    """
    return text != "" and not has_control(text) and text == clean(text)
