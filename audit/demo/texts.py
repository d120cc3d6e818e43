"""What the invented coordinator and unit head write: observations, replies, talks and report texts, by area."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.findings.rules import Cause


@dataclass(frozen=True)
class AreaText:
    """What is written of the deviations in one area of the checklist, and what the unit answers."""

    title: str
    assessment: str
    recommendation: str
    agrees: bool
    reply: str
    measure: str = ""
    cause: Cause = Cause.UNKNOWN
    cause_text: str = ""
    correction: str = ""
    ruling: str = ""


AREA_TEXTS: Mapping[str, AreaText] = {
    "barnperspektiv": AreaText(
        "Barnens situation syns inte alltid i akten",
        "Handläggarna tar enligt samtalen hänsyn till barnen, men det går inte att följa i akten. Utan dokumentation "
        "kan ingen se hur barnets bästa har bedömts.",
        "Beskriv barnens situation när ärendet är nytt och minst en gång om året. Skriv i beslutet hur barnets bästa "
        "har bedömts i just det ärendet.",
        True,
        "Vi delar bilden. Frågorna ställs oftast, men svaren skrivs inte ned.",
        "Vi lägger in rubriken Barnens situation i mallen för utredning och går igenom den på ett teammöte.",
        Cause.SYSTEM,
        "Mallen för utredning har ingen rubrik om barnen.",
    ),
    "arbetsplan": AreaText(
        "Förändringsplaner saknas eller är ofullständiga",
        "Utan en plan med mål, ansvar och tid är det svårt att följa upp vägen till egen försörjning. Planeringen "
        "finns ofta i journalen men är inte samlad.",
        "Upprätta planen senast efter det andra mötet och följ upp den var tredje månad.",
        True,
        "Det stämmer. Nya medarbetare har inte haft någon gemensam mall.",
        "Mallen för förändringsplan tas fram på nytt, och planerna gås igenom vid ärendegenomgångarna.",
        Cause.ROUTINE_LACKING,
    ),
    "vald_nara_relation": AreaText(
        "Det går inte alltid att se om frågan om våld har ställts",
        "Om frågan inte är antecknad vet nästa handläggare inte om den har ställts. Den som är utsatt riskerar att "
        "inte få stöd.",
        "Anteckna att frågan har ställts, eller varför den inte har det, så att en person med insyn inte får del av "
        "svaret.",
        True,
        "Vi instämmer. Frågan ingår i rutinen för nybesök sedan tidigare.",
        "Kvinnofridssamordnaren går igenom rutinen med båda grupperna.",
        Cause.ROUTINE_NOT_FOLLOWED,
    ),
    "beslut": AreaText(
        "Några beslut har formella brister",
        "Den enskilde ska kunna förstå beslutet och veta hur det överklagas. Ett sent beslut kan betyda att hyran inte "
        "betalas i tid.",
        "Låt beslut som går den enskilde emot läsas av en kollega innan de skickas. Bevaka de fjorton dagarna.",
        False,
        "Besluten är rätta i sak. De sena besluten väntade på uppgifter från andra myndigheter, vilket inte syns i "
        "registret.",
        correction="Två av besluten var inte sena: ansökan blev komplett först när uppgifterna kom.",
        ruling="Granskarna har läst akterna igen. Uppgifterna begärdes först efter de fjorton dagarna.",
    ),
    "utredning": AreaText(
        "Underlag saknas i delar av utredningen",
        "Beslutet ska vila på styrkta uppgifter. I de flesta akter gör det så; i några går det inte att följa.",
        "Begär komplettering när underlag saknas och anteckna till när.",
        True,
        "Vi delar bedömningen.",
        "Checklistan för underlag uppdateras och används vid ärendegenomgång.",
    ),
    "arbetslosa_jobbtorg": AreaText(
        "Närvaron vid Jobbtorg är inte alltid kontrollerad före beslutet",
        "Kontrollen ska göras före månadens beslut. Görs den efteråt kan bistånd betalas ut på fel grund.",
        "Anteckna närvarokontrollen i samma stund som beslutet fattas.",
        True,
        "Vi ser över hur närvarolistan tas emot.",
        "En fast dag i månaden för närvarokontroll.",
    ),
    "journal": AreaText(
        "Ordningen i några akter behöver bli bättre",
        "De flesta akter är i god ordning. Där den brister tar det tid att finna handlingarna.",
        "Ordna akten när ärendet ändå är framme och anteckna löpande.",
        True,
        "Vi tar till oss detta.",
        "En akt i veckan per handläggare ordnas under hösten.",
    ),
    "ansokan": AreaText(
        "Någon ansökan är inte fullständig",
        "Avvikelserna är få men gäller grunden för beslutet.",
        "Begär underskrift och komplettering innan beslut fattas.",
        True,
        "Vi påminner om rutinen.",
        "Mottagningsgruppen kontrollerar underskrift vid mottagandet.",
    ),
    "utbetalning_fut": AreaText(
        "En utbetalning stämmer inte med beslutet",
        "Varje skillnad mellan beslut och utbetalning ska kunna förklaras.",
        "Utred skillnaden och rätta den.",
        True,
        "Skillnaden är utredd och rättad.",
    ),
}
# The areas that the reports have followed since 2014, and how many observations a year writes at most.
FOLLOWED = ("barnperspektiv", "arbetsplan", "vald_nara_relation")
OBSERVATIONS = 5

TALKERS = "Enhetschef, biträdande enhetschef, samordnare och två granskare"
FIRST_TALK = (
    "Resultatet gicks igenom fråga för fråga. Enheten känner igen bilden i stort. Enheten får tid att svara skriftligt."
)
SECOND_TALK = "Enhetens svar gicks igenom. Parterna är överens om vad som följs upp vid nästa granskning."

BACKGROUND = (
    "Kungsholmen, Norrmalm och Östermalm har en gemensam försörjningsstödsenhet, som sköts av Östermalms "
    "stadsdelsförvaltning enligt en överenskommelse mellan nämnderna. Enligt överenskommelsen gör Kungsholmen och "
    "Norrmalm egna stickprov av akter.\n\nDen här texten är uppdiktad och hör till programmets demonstration."
)
DEPARTMENT, OFFICER = "Avdelningen för individ och familj", "Samordnare"

WHY_SMALL_COUNTS_MAY_STAND = (
    "Akterna är slumpvis dragna bland alla med beslut i perioden, och vilka de är framgår inte. Allt är påhittat."
)
