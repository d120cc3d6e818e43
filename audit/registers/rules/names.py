"""The name of a sent file as it may be kept: without folders, control characters or a personnummer."""

import unicodedata

from audit.registers.rules.personnummer import HYPHENS, INSIDE, resemblance

LONGEST_NAME = 120
HIDDEN_NAME = "registerutdrag (namnet dolt: det liknar ett personnummer)"
NO_NAME = "registerutdrag utan namn"


def safe_name(sent: str) -> str:
    """The last part of `sent`, which may be a whole path as Windows or Unix writes it.

    File names often hold a day and a time, so only a number with the right check digit is taken for a personnummer.
    """
    last = sent.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C").strip()
    if name.strip(".") == "":
        return NO_NAME
    personal = any(resemblance(HYPHENS.sub("-", part)).checked for part in INSIDE.findall(name))
    return HIDDEN_NAME if personal else name[-LONGEST_NAME:]
