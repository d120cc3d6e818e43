"""Columns that must not be taken in: recognised by their heading, and unknown columns also by what stands in them."""

import re
from collections.abc import Collection

from audit.registers.rules.columns import column_for
from audit.registers.rules.tables import RegisterKind
from audit.registers.rules.text import fold, readings, words
from audit.registers.rules.values import PERSON_NAME

NAME, ADDRESS, PHONE, ACCOUNT = "namn", "adress", "telefonnummer", "kontonummer"
UNION, FREE_TEXT, EMAIL, SENSITIVE = "facktillhörighet", "fritext", "e-postadress", "känsliga uppgifter"

WHOLE_WORDS = {
    **dict.fromkeys(("namn", "fnamn", "enamn", "name", "fullname", "firstname", "lastname", "surname"), NAME),
    **dict.fromkeys(("gata", "ort", "postort", "bostadsort", "co", "street", "zip", "lagenhetsnr", "lgh"), ADDRESS),
    **dict.fromkeys(("tel", "telnr", "tfn", "tlf", "mobil", "mobilnr", "phone"), PHONE),
    **dict.fromkeys(("konto", "kontonr", "clearing", "clearingnr", "iban", "bic", "swift"), ACCOUNT),
    **dict.fromkeys(("fack", "facklig", "union", "tradeunion"), UNION),
    **dict.fromkeys(
        ("text", "anm", "not", "noter", "notes", "comment", "comments", "beskrivning", "motivering"), FREE_TEXT
    ),
    **dict.fromkeys(("mail", "mejl", "epost", "email"), EMAIL),
    **dict.fromkeys(("religion", "etnicitet", "halsa", "ras"), SENSITIVE),
}
PARTS = {
    **dict.fromkeys(("fornamn", "efternamn", "tilltalsnamn", "mellannamn"), NAME),
    **dict.fromkeys(
        ("adress", "address", "postnr", "postnummer", "folkbokforingsort", "fastighetsbeteckning"), ADDRESS
    ),
    **dict.fromkeys(("telefon", "mobilnummer", "telnummer"), PHONE),
    **dict.fromkeys(("kontonummer", "bankkonto", "lonekonto", "personkonto", "clearingnummer", "bankgironr"), ACCOUNT),
    **dict.fromkeys(("fackforbund", "fackforening", "facktillhorighet", "fackmedlem", "fackanslut"), UNION),
    **dict.fromkeys(("medlemskap", "unionmember"), UNION),
    **dict.fromkeys(("fritext", "anteckning", "kommentar", "notering", "anmarkning", "meddelande"), FREE_TEXT),
    **dict.fromkeys(("journaltext", "utredningstext", "beslutstext", "beslutsmotivering"), FREE_TEXT),
    **dict.fromkeys(("epost", "email", "mejladress"), EMAIL),
    **dict.fromkeys(("diagnos", "religio", "etnisk", "sexuell", "politisk", "halsotillstand"), SENSITIVE),
}
PERSONNUMMER_STARTS = ("personn", "persnr", "persnummer", "pnr", "samordningsn", "ssn", "socialsecurity")
EMAIL_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE_VALUE = re.compile(r"(\+46|0)[ -]?\d{1,3}[ -]\d{2,3}[ -]?\d{2,3}[ -]?\d{0,3}")
ACCOUNT_VALUE = re.compile(r"(\d{4}-?\d?[ ,-]*)?[\d .-]{7,}|SE\d{2}[\d ]{20,}")
FREE_TEXT_LENGTH = 60


def forbidden_heading(header: str, kind: RegisterKind) -> str | None:
    """Why a column with this heading must not be taken in to an extract of `kind`, or None where it may."""
    if column_for(header, kind) is not None:
        return None
    return next((why for reading in readings(header) if (why := _forbidden(reading)) is not None), None)


def _forbidden(header: str) -> str | None:
    split = words(header)
    for word in [*split, fold(header)]:
        if word in WHOLE_WORDS:
            return WHOLE_WORDS[word]
        if word.endswith("namn"):
            return NAME
    whole = fold(header)
    return next((why for part, why in PARTS.items() if part in whole), None)


def personnummer_heading(header: str) -> bool:
    """Whether a heading announces personnummer."""
    return any(word.startswith(PERSONNUMMER_STARTS) for word in [*words(header), fold(header)])


def forbidden_content(values: Collection[str]) -> str | None:
    """Why a column of unknown heading must not be taken in, judged by its distinct `values`, or None where it may."""
    if any(len(value) > FREE_TEXT_LENGTH for value in values):
        return FREE_TEXT
    if any(EMAIL_VALUE.search(value) for value in values):
        return EMAIL
    for pattern, why in ((PERSON_NAME, NAME), (PHONE_VALUE, PHONE)):
        if 2 * sum(_fits(pattern, value, why) for value in values) > len(values):
            return why
    return None


def _fits(pattern: re.Pattern[str], value: str, why: str) -> bool:
    return pattern.fullmatch(value) is not None and (why != NAME or value.istitle())


def account_numbers(values: Collection[str]) -> bool:
    """Whether most of the distinct `values` look like bank account numbers instead of hashes of them."""
    return 2 * sum(ACCOUNT_VALUE.fullmatch(value) is not None for value in values) > len(values)
