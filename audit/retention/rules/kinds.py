"""The kinds of what can be erased: what each covers, what of it stays, and from which event its time is counted."""

from dataclasses import dataclass
from enum import StrEnum


class Event(StrEnum):
    """From when the time is counted."""

    PUBLISHED = "publicerad"
    YEAR_ENDED = "arsskifte"
    MADE = "tillkom"


EVENT_NAMES = {
    Event.PUBLISHED: "rapporten publicerades",
    Event.YEAR_ENDED: "omgångens kalenderår tog slut",
    Event.MADE: "uppgifterna kom till",
}


class KindId(StrEnum):
    """The kinds by the word that stands in addresses, in the database and in proofs."""

    REGISTER = "registerutdrag"
    REVIEW = "granskning"
    SAMPLE = "urval"
    FLAG = "bradskande"
    DIALOGUE = "dialog"
    CONTROL = "kontrolltraffar"
    PAPER = "pappersar"
    ACCESS_CHECK = "loggkontroll"
    ACCOUNT_LOG = "kontologg"
    JOB = "arbeten"


@dataclass(frozen=True)
class Kind:
    """A kind of personal data: `covers` is what goes, `stays` what is left so that figures and proofs stay true.

    `of_house` are kinds that belong to the installation and to no board.
    """

    id: KindId
    name: str
    covers: str
    stays: str
    events: tuple[Event, ...]
    of_house: bool = False


OF_A_ROUND = (Event.PUBLISHED, Event.YEAR_ENDED)
KINDS = (
    Kind(
        KindId.REGISTER,
        "Registerutdrag",
        "allt som utdragets rader säger om ärenden, utbetalningar och boutredningar, och id på dem som inte drogs",
        "hur många raderna var, ramens kontrollsumma, utbetalningars belopp utan koppling till någon, och id på de "
        "dragna tills urvalet gallras. Om en dragen person har skyddade uppgifter står kvar, så att inget skrivs ut",
        (Event.MADE,),
    ),
    Kind(
        KindId.REVIEW,
        "Granskningarnas texter och historik",
        "kommentarer, hänvisningar till akten, skäl, alla tidigare versioner av svaren, uppgifter om ärendet, "
        "anmärkningar, skäl för jäv och återlämning, och vad journalen säger om dem",
        "vilket svar som gäller på varje fråga, så att sammanställningar och jämförelser är desamma",
        OF_A_ROUND,
    ),
    Kind(
        KindId.SAMPLE,
        "Ärendenummer i urval och åtkomstlogg",
        "ärendenummer och lottnummer i urvalet, och vilka ärenden som journalen säger att någon har öppnat eller "
        "tagit ut",
        "urvalsprotokollet och den hemliga bilagan till en publicerad rapport, som bevisar dragningen och bevaras "
        "enligt nämndens plan; att någon öppnade eller tog ut något, och när",
        OF_A_ROUND,
    ),
    Kind(
        KindId.FLAG,
        "Brådskande flaggor",
        "vad som sågs och anmäldes, till vem, vad som gjordes och alla anteckningar, även om orosanmälan",
        "att en flagga fanns, av vilket slag och när den stängdes",
        OF_A_ROUND,
    ),
    Kind(
        KindId.DIALOGUE,
        "Samtalet med enheten",
        "enhetens svar, rättelser och utlovade åtgärder, skäl för besked, mötens deltagare och anteckningar",
        "iakttagelserna, hur enheten ställde sig till dem och när",
        OF_A_ROUND,
    ),
    Kind(
        KindId.CONTROL,
        "Träffar i maskinella kontroller",
        "vilka ärenden och utbetalningar som träffades, och anteckningar om dem",
        "hur många som prövades och träffades, och hur de bedömdes",
        (Event.MADE,),
    ),
    Kind(
        KindId.PAPER,
        "Akter från papper",
        "aktbeteckningar och kommentarer i tidigare års svar som skrevs in akt för akt",
        "svaren, så att jämförelsen är densamma, och källan",
        (Event.YEAR_ENDED,),
    ),
    Kind(
        KindId.ACCESS_CHECK,
        "Loggkontroller",
        "anteckningar vid bedömda poster, slutsatsen, det undertecknade protokollet och vilka som reglerna pekade ut",
        "att loggen kontrollerades, när, av vem och ur hur många poster, hur posterna bedömdes, och protokollets "
        "kontrollsumma",
        (Event.MADE,),
    ),
    Kind(
        KindId.ACCOUNT_LOG,
        "Kontologg",
        "vad journalen säger om inloggningar, konton och behörigheter under ett år",
        "att något hände, när, och med vilket kontonummer: det är kedjan som bevisar journalen",
        (Event.YEAR_ENDED,),
        of_house=True,
    ),
    Kind(
        KindId.JOB,
        "Avslutade arbeten",
        "vad någon har bett programmet göra (körningar, filer) under ett år, när det är klart",
        "inget: resultaten har egna regler",
        (Event.YEAR_ENDED,),
        of_house=True,
    ),
)
OF_BOARDS = tuple(kind for kind in KINDS if not kind.of_house)
OF_HOUSE = tuple(kind for kind in KINDS if kind.of_house)
# What goes without a rule of its own, and after how long.
BY_ITSELF = (
    ("Uppladdade registerfiler som väntar", "när de läses in eller avbryts, senast efter ett dygn"),
    ("Rapportfiler som väntar på att hämtas", "efter 30 dagar, och när omgångens uppgifter gallras"),
    ("Inloggningar, misslyckade försök och skickade formulär", "efter hand, när de inte längre behövs"),
    ("Brev i utkorgen", "efter hand, när de är skickade eller uppgivna"),
)
# What the program never erases.
KEPT = (
    ("Publicerade rapporter och deras hemliga bilaga", "fryst med kontrollsumma; bevaras enligt nämndens plan"),
    ("Urvalsprotokoll", "bevisar att dragningen gick rätt till; innehåller ärendenummer"),
    ("Rapportens textversioner", "är era egna utkast; ta bort det som inte ska stå kvar"),
    ("Iakttagelser, förbättringsområden och jämförelser", "säger något om verksamheten och ska inte nämna någon"),
    ("Internkontroll, överenskommelser, mål och indikatorer", "är nämndens handlingar och rör inte enskilda"),
    ("Ordlistan för sekretess", "tar ni själva bort ord ur"),
    ("Journalens kedja", "håller bara nummer, tider och kontrollsummor"),
)


def kind_of(word: str) -> Kind | None:
    """The kind of this id; None if there is none."""
    return next((kind for kind in KINDS if kind.id == word), None)
