"""The declared columns of each kind of register extract: what they are called, hold and may be called by others."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from audit.registers.rules.tables import RegisterKind
from audit.registers.rules.text import fold, readings


class Holds(Enum):
    """What a column holds, and so how its cells are read."""

    ID = auto()
    BOARD = auto()
    PERSON = auto()
    DATE = auto()
    PERIOD = auto()
    AMOUNT = auto()
    COUNT = auto()
    YEAR = auto()
    YES_NO = auto()
    CODE = auto()
    TEXT = auto()


@dataclass(frozen=True)
class Column:
    """A declared column: its name in the data, its Swedish label, what it holds and other headings it goes by."""

    name: str
    label: str
    holds: Holds
    aliases: tuple[str, ...] = ()
    required: bool = False


BOARD = Column(
    "namnd_kod",
    "Nämnd",
    Holds.BOARD,
    (
        "nämnd", "nämndkod", "nämndnamn", "nämndens namn", "namn på nämnd", "ansvarig nämnd", "stadsdel",
        "stadsdelsnämnd", "stadsdelsförvaltning", "stadsdelsområde", "sdn", "sdf",
    ),
    required=True,
)  # fmt: skip
OFFICER = Column(
    "handlaggare_id", "Handläggare (id)", Holds.ID, ("handläggarkod", "handläggarens id", "handläggarsignatur")
)
CASE_ALIASES = ("ärende", "ärendenr", "ärendenummer", "ärendekod", "akt", "aktnr", "aktnummer", "akt id")
CLOSED_ALIASES = ("avslutad", "avslutat", "avslutad datum", "avslutningsdatum", "ärendet avslutat", "slutdatum")

CASES = (
    BOARD,
    Column("arende_id", "Ärende", Holds.ID, CASE_ALIASES, required=True),
    Column(
        "personnr_sokande", "Personnummer, sökande", Holds.PERSON,
        ("personnr", "personnummer", "pnr", "pnr sökande", "personnummer sökande", "sökandes personnummer",
         "registerledares personnummer", "personnummer registerledare"),
    ),
    Column(
        "personnr_medsokande", "Personnummer, medsökande", Holds.PERSON,
        ("personnummer medsökande", "pnr medsökande", "medsökandes personnummer"),
    ),
    Column("fodelsear", "Födelseår", Holds.YEAR, ("född", "född år", "sökandes födelseår")),
    Column("hushallstyp", "Hushållstyp", Holds.CODE, ("hushåll", "typ av hushåll")),
    Column("antal_barn", "Antal barn", Holds.COUNT, ("barn", "barn i hushållet")),
    Column("antal_barn_u16", "Barn under 16 år", Holds.COUNT, ("antal barn under 16", "barn under 16", "barn u16")),
    Column(
        "inskrivningsdatum", "Inskriven", Holds.DATE,
        ("inskriven", "inskrivning", "öppnad", "ärendet öppnat", "startdatum"),
    ),
    Column("aktualiseringsdatum", "Aktualiserad", Holds.DATE, ("aktualiserad", "aktualisering", "aktualiserat")),
    Column("forsta_besok", "Första besök", Holds.DATE, ("första besöket", "nybesök", "nybesöksdatum")),
    Column("andra_besok", "Andra mötet", Holds.DATE, ("andra besöket", "andra besök", "möte två", "andra mötesdatum")),
    Column("ansokan_datum", "Ansökan", Holds.DATE, ("ansökningsdatum", "ansökan", "ansökan inkom")),
    Column("komplett_datum", "Komplett", Holds.DATE, ("komplett", "ansökan komplett", "kompletteringsdatum")),
    Column(
        "beslutsdatum", "Beslutsdatum", Holds.DATE,
        ("beslutsdag", "beslutad", "datum för beslut", "beslut datum", "beslutet fattat"), required=True,
    ),
    Column("expedierat_datum", "Expedierat", Holds.DATE, ("expedierat", "expedierad", "expedieringsdatum")),
    Column("beslutstyp", "Beslutstyp", Holds.CODE, ("typ av beslut", "beslutskod", "beslut")),
    Column("lagrum", "Lagrum", Holds.TEXT, ("paragraf",)),
    Column("forsorjningshinder", "Försörjningshinder", Holds.CODE, ("hinder", "försörjningshinder kod", "hinderkod")),
    Column("andamal", "Ändamål", Holds.TEXT, ("ändamålskod",)),
    Column("boendeform", "Boendeform", Holds.CODE, ("boende", "typ av boende")),
    OFFICER,
    Column("enhet", "Enhet", Holds.TEXT, ("enhetskod",)),
    Column("bistand_manader", "Månader med bistånd", Holds.COUNT, ("biståndsmånader", "antal månader med bistånd")),
    Column("jobbtorg_status", "Jobbtorg", Holds.TEXT, ("jobbtorg", "status jobbtorg")),
    Column("senaste_journal", "Senaste journalanteckning", Holds.DATE, ("senaste journaldatum", "senast journalfört")),
    Column(
        "arbetsplan_datum", "Arbetsplan", Holds.DATE,
        ("arbetsplan", "förändringsplan", "förändringsplan datum", "plandatum"),
    ),
    Column(
        "senaste_omprovning", "Senaste omprövning", Holds.DATE,
        ("senast omprövad", "omprövningsdatum", "omprövning", "omprövad"),
    ),
    Column("avslutsdatum", "Avslutad", Holds.DATE, CLOSED_ALIASES),
    Column("avslutsorsak", "Avslutsorsak", Holds.CODE, ("orsak till avslut", "avslutningsorsak", "avslutskod")),
    Column(
        "skyddad", "Skyddade personuppgifter", Holds.YES_NO,
        ("skyddade personuppgifter", "skyddad identitet", "skydd", "sekretessmarkering", "sekretessmarkerad"),
    ),
)  # fmt: skip

PAYMENTS = (
    BOARD,
    Column("arende_id", "Ärende", Holds.ID, CASE_ALIASES),
    Column(
        "utbetalning_id", "Utbetalning", Holds.ID,
        ("utbetalning", "utbetalningsid", "utbetalningsnr", "utbetalningsnummer", "verifikation", "verifikationsnr"),
        required=True,
    ),
    Column("beslut_id", "Beslut", Holds.ID, ("beslut", "beslutsid", "beslutsnr", "beslutsnummer")),
    Column("period", "Period", Holds.PERIOD, ("månad", "avser period", "avser månad")),
    Column(
        "utbetalningsdatum", "Utbetalningsdatum", Holds.DATE,
        ("utbetalningsdag", "utbetald", "utbetald datum", "betaldatum", "datum för utbetalning"), required=True,
    ),
    Column("belopp", "Belopp", Holds.AMOUNT, ("belopp kr", "summa kr", "utbetalt belopp", "utbetalt"), required=True),
    Column(
        "beslutat_belopp", "Beslutat belopp", Holds.AMOUNT, ("belopp enligt beslut", "beviljat belopp", "beviljat"),
    ),
    Column("andamal", "Ändamål", Holds.TEXT, ("ändamålskod",)),
    Column("metod", "Betalningssätt", Holds.CODE, ("betalningssätt", "utbetalningssätt", "betalsätt")),
    Column("mottagartyp", "Mottagare", Holds.CODE, ("mottagare typ", "typ av mottagare")),
    Column("konto_hash", "Konto (kondensat)", Holds.ID, ("kontohash",)),
    Column("attestant_id", "Attestant (id)", Holds.ID, ("attestantens id", "attest id")),
    Column("beslutsfattare_id", "Beslutsfattare (id)", Holds.ID, ("beslutsfattarens id",)),
    Column("konto", "Konto i redovisningen", Holds.TEXT, ("kontokod", "konto i redovisningen")),
    Column("ansvar", "Ansvar", Holds.TEXT, ("ansvarskod",)),
    Column("status", "Status", Holds.CODE, ("betalningsstatus", "utbetalningsstatus")),
    Column("avslutsdatum", "Ärendet avslutat", Holds.DATE, CLOSED_ALIASES),
)  # fmt: skip

ESTATES = (
    BOARD,
    Column("bo_id", "Bo", Holds.ID, ("bo", "bonr", "bonummer", "dödsbo", "dödsbo id", *CASE_ALIASES), required=True),
    Column("avliden_dag", "Avliden", Holds.DATE, ("avliden", "dödsdag", "dödsdatum", "avlidendatum"), required=True),
    Column("anmald_dag", "Anmäld", Holds.DATE, ("anmäld", "anmälningsdag", "anmälningsdatum")),
    Column("oppnad", "Öppnad", Holds.DATE, ("öppnat", "öppnad dag", "öppnad datum", "inskrivningsdatum", "startdatum")),
    Column("provisorisk_vard", "Provisorisk vård", Holds.YES_NO, ("provisorisk dödsbovård",)),
    Column("bostadsbesok", "Bostadsbesök", Holds.YES_NO, ("hembesök",)),
    Column("antal_besokare", "Antal vid bostadsbesöket", Holds.COUNT, ("antal vid bostadsbesök",)),
    Column("dodsboanmalan_dag", "Dödsboanmälan", Holds.DATE, ("dödsboanmälan", "dödsboanmälan datum")),
    Column("utfall", "Utfall", Holds.CODE, ("resultat", "åtgärd")),
    Column("tillgangar_kr", "Tillgångar, kr", Holds.AMOUNT, ("tillgångar",)),
    Column("begravningskostnad_kr", "Begravningskostnad, kr", Holds.AMOUNT, ("begravningskostnad", "begravning kr")),
    Column("delagare_antal", "Antal dödsbodelägare", Holds.COUNT, ("antal delägare", "delägare", "dödsbodelägare")),
    Column("utbetalt_kr", "Utbetalt, kr", Holds.AMOUNT, ("utbetalt", "utbetalt belopp")),
    Column("avslutad", "Avslutad", Holds.DATE, ("avslutsdatum", *CLOSED_ALIASES)),
    OFFICER,
)  # fmt: skip

COLUMNS = {RegisterKind.CASES: CASES, RegisterKind.PAYMENTS: PAYMENTS, RegisterKind.ESTATES: ESTATES}
ID_COLUMN = {
    RegisterKind.CASES: "arende_id",
    RegisterKind.PAYMENTS: "utbetalning_id",
    RegisterKind.ESTATES: "bo_id",
}


@cache
def by_heading(kind: RegisterKind) -> dict[str, Column]:
    """Every folded heading that means a column of `kind`: its name, its label and its aliases."""
    columns = COLUMNS[kind]
    found = {fold(alias): column for column in columns for alias in (*column.aliases, column.label)}
    return found | {fold(column.name): column for column in columns}


@cache
def all_headings() -> frozenset[str]:
    return frozenset(heading for kind in RegisterKind for heading in by_heading(kind))


def heading_keys(header: str) -> list[str]:
    """The folded forms that `header` may be known by; an explanation in brackets is left out."""
    bare = re.sub(r"\([^)]*\)?", " ", header) if "(" in header else header
    forms = [fold(variant) for text in (header, bare) for variant in readings(text)]
    return [form for form in dict.fromkeys(forms) if form]


def column_for(header: str, kind: RegisterKind) -> Column | None:
    """The column of `kind` that `header` names, or None."""
    known = by_heading(kind)
    return next((known[key] for key in heading_keys(header) if key in known), None)


def is_heading(header: str) -> bool:
    """Whether `header` names a column of any kind."""
    return any(key in all_headings() for key in heading_keys(header))
