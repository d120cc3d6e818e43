"""The tjänsteutlåtande of 2014, section by section in its own words, entered for its year on paper with its budget."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from audit.demo.paper_years import SOURCE
from audit.demo.people import Cast
from audit.journal.rules import Stamp
from audit.reports import operations as reports
from audit.rounds.models import Round

CAPTION, PAGE = "Verksamhetens budgetutfall 2011–2013, mnkr", "3"
BUDGET = "Nämnd\t2011\t2012\t2013\nKungsholmen\t- 3,7\t- 3,4\t+ 1,3\nNorrmalm\t- 5,7\t- 5,3\t- 2,7"
SECTIONS: Mapping[str, str] = {
    "sammanfattning": (
        "Kungsholmen, Norrmalm och Östermalm har en gemensam försörjningsstödsenhet vilken sköts av "
        "Östermalms stadsdelsförvaltning. En internkontroll har genomförts där verksamheten har följts upp "
        "genom en aktgranskning av ärenden som tillhör Kungsholmen och Norrmalm. Besluten är kompletta och "
        "korrekt formulerade och journalföringen är löpande och korrekt.\n\n"
        "Verksamhetens budgethållning har förbättrats under de tre senaste åren. Under 2012-2013 har "
        "verksamheten bedrivit ett ingående utvecklingsarbete i form av flera lean-processer. En hög "
        "personalomsättning försvårar dock arbetet."
    ),
    "bakgrund": (
        "Kungsholmen, Norrmalm och Östermalm har en gemensam försörjningsstödsenhet vilken sköts av "
        "Östermalms stadsdelsförvaltning och som regleras genom en överenskommelse mellan de tre "
        "stadsdelsnämnderna; Överenskommelse om samordnad handläggning av försörjningsstöd och "
        "arbetsmarknadsåtgärder samt drift av ungdomsmottagningen (2014), se bilaga 1.\n\n"
        "Enligt stadens regler för ekonomisk förvaltning ska nämnden se till att den interna kontrollen är "
        "tillräcklig samt att verksamheten bedrivs på ett i övrigt tillfredsställande sätt. Kungsholmens och "
        "Norrmalms stadsdelsförvaltningar har genomfört en internkontroll med utgångspunkt i en aktgranskning "
        "av ärenden som tillhör dessa förvaltningar.\n\n"
        "Arbetslösa bidragstagare vilka försörjningsstödsenhetens mottagningsgrupp bedömer stå till "
        "arbetsmarknadens förfogande remitteras till Jobbtorg, Stockholms stads arbetsmarknadsinsatser. "
        "Närvaro registreras av Jobbtorget och kontrolleras av biståndshandläggaren. Vid ogiltig frånvaro "
        "påverkas utbetalningen av försörjningsstödet.\n\n"
        "Försörjningsstödsenhetens utredningsgrupp kommer in när det bedöms vara oklart om en bidragstagare "
        "står till arbetsmarknadens förfogande. Härifrån kan olika insatser initieras, som kontakt med "
        "förtroendeläkare eller Arbets- och rehabiliteringsteamet. Detta team arbetar med den grupp "
        "bidragstagare som erhållit arbetsmarknadsinsatser men där inga insatser fungerat, och där det ändå "
        "inte är helt klarlagt att den enskilde inte står till arbetsmarknadens förfogande."
    ),
    "arendet": (
        "Inventering av akter genomfördes den 8 maj 2014. Ett slumpvis urval av 10 akter från Kungsholmens "
        "och 10 från Norrmalms stadsdelsförvaltning gjordes. Detta innebär att totalt 20 ärenden granskades "
        "utifrån områdena ansökan, utredning, beslut, arbets- och handlingsplaner samt arbetslösa "
        "bidragstagare. Resultaten kommunicerades i samtal med enhetschef och biträdande enhetschef på "
        "försörjningsstödsenheten den 8 maj samt den 17 juni 2014."
    ),
    "beredning": ("Ärendet har beretts i samverkan mellan Kungsholmens och Norrmalms stadsdelsförvaltningar."),
    "synpunkter": (
        "Handläggningen är i allt väsentligt korrekt och sköts utifrån fungerande rutiner. De brister som "
        "uppdagades vid internkontrollen 2010 har i huvudsak åtgärdats och påtagliga förbättringar skett, "
        "främst vad gäller ordningen i de granskade pappersakterna. Samtliga ansökningsblanketter är korrekt "
        "ifyllda och underskrivna av sökande. Precis som vid granskningen 2010 är besluten kompletta och "
        "korrekt formulerade och journalföringen löpande och korrekt. Samtliga beslut är fattade enligt "
        "korrekt lag och paragraf. Granskade journalanteckningar är detaljerade och tydliga.\n\n"
        "Barnperspektivet beaktas genom att den grundläggande utredningen ger en bild av hur klientens "
        "familjesituation ser ut. Handläggarna träffar aldrig barnen, men tar hänsyn till barnperspektivet "
        "genom ställa frågor som beaktar barnperspektivet och t ex genom att kontakta familjeenheten om en "
        "klient som har barn har återkommande hyresskulder. Vid varje beslut som fattas tar handläggaren "
        "ställning till hur besluten kan påverka barnen. Medvetenheten finns alltså, men dokumentation "
        "utifrån barnperspektivet saknas ofta. Under 2015 kommer staden att ta ett samlat grepp för att "
        "förbättra verksamheters dokumentation av hur de arbetar utifrån barnperspektivet.\n\n"
        "Verksamhetens budgetunderskott har minskat under de tre senaste åren.\n\n"
        "Under 2012-2013 har försörjningsstödsenheten bedrivit ett ingående utvecklingsarbete i form av flera "
        "så kallade lean-processer. Enhetens viktigaste arbetsprocesser har fått en noggrann genomlysning. "
        "Medarbetarna har erhållit höjd medvetenhet om och färdighet i kvalitetsarbete. Alla medarbetare har "
        "fått vara med och påverka utvecklingen. Debatten har varit innehållsrik, öppen och konstruktiv. "
        "Lösningar har kunnat ske i konsensus. Alla medarbetares personliga ansvar för enhetens "
        "kvalitetsutveckling har betonats och man har fått en ökad kunskap om varandras arbetsuppgifter.\n\n"
        "Mottagningsgruppens arbete har strukturerats. Rutiner och mallar har gåtts igenom och strukturerats "
        "om till ett lätthanterligt format. Ett experiment gjordes med en socialsekreterarjour i receptionen "
        "i syfte att effektivisera ansökan om ekonomiskt bistånd. Försöket visade dock inte sådan grad av "
        "effektiviseringsvinst att en fortsättning var motiverad. Rutinerna för mottagningsgruppens hembesök "
        "har utvecklats. Målet att genomföra fler hembesök, innan klientens första besök på förvaltningen, "
        "uppnåddes. Akthanteringen har setts över och förbättrats. En önskan om att skapa en gemensam "
        "förvaringsplats för samtliga personakter visade sig dock vara för kostsam.\n\n"
        "Försörjningsstödsenheten har sedan september 2013 arbetat med att, i samverkan med "
        "arbetsmarknadsförvaltningen och socialförvaltningen, införa ett stadsgemensamt bedömningsinstrument, "
        "så kallat Individuell Bedömning (IB) som är en del av stadens arbete ”En väg in”. Syftet är att "
        "kunna göra stadsgemensamma bedömningar om vilka insatser som leder till självförsörjning. Inom ramen "
        "för detta ersätts den så kallade grundutredningen av bedömningsinstrumentet Individuell Bedömning.\n\n"
        "Ett strukturerat arbete bedrivs för att undvika felaktiga utbetalningar (FUT). Ett förebyggande "
        "arbete är viktigt eftersom det kan vara svårt att få tillbaka utbetalningar som skett på felaktiga "
        "uppgifter.\n\n"
        "Den höga personalomsättningen utgör ett problem för verksamheten och har inte underlättat arbetet "
        "med att förbättra ekonomin. Under 2012 slutade fyra socialsekreterare och en gick på "
        "föräldraledighet. Under 2013 slutade fem socialsekreterare, fyra bidragshandläggare och en "
        "administrativ assistent. Alltså har 50 procent av socialsekreterarna och ca 75 procent av "
        "bidragshandläggarna bytts ut under en tvåårsperiod. Under 2014 har fem socialsekreterare slutat och "
        "en socialsekreterare och en bidragshandläggare gått på föräldraledighet.\n\n"
        "Rekrytering är en långsam process som tar mycket tid i anspråk, något som belastar både ordinarie "
        "arbete och verksamhetsutveckling."
    ),
    "forbattringsomraden": (
        "Nedanstående punkter ses som möjliga utvecklingsområden och som underlag för vidare diskussion inom "
        "verksamheten.\n\n"
        "- Ett utvecklingsområde är att åskådliggöra barnperspektivet i dokumentationen. Vid samtal med "
        "cheferna framkommer att de även planerar att införa att handläggarna ska försöka träffa barnen vid "
        "minst ett tillfälle i de ärenden där detta är aktuellt.\n"
        "- Implementeringen av Förändringsplanerna är ett fortsatt utvecklingsområde inför hösten.\n"
        "- Att, i de fall där det är aktuellt, journalföra hur förekomsten av relationsvåld har tagits upp "
        "och vilket ställningstagande detta lett till."
    ),
    "bilagor": (
        "1. Överenskommelse om samordnad handläggning av försörjningsstöd och arbetsmarknadsåtgärder samt "
        "drift av ungdomsmottagningen (2014)\n"
        "2. Internkontroll av försörjningsstödsenheten för stadsdelsförvaltningarna Norrmalm och Kungsholmen, "
        "aktgranskning"
    ),
}


def enter(session: Session, *, cast: Cast, round_id: int, at: datetime) -> None:
    """Enter the document's sections as the texts of its year's report, and its budget table."""
    stamp = Stamp(at, cast.accounts["samordnare"])
    round_ = session.get_one(Round, round_id)
    for section, text in SECTIONS.items():
        written = reports.Written(text)
        reports.save_text(session, stamp=stamp, round_=round_, section=section, written=written, seen=0)
    of = reports.TablesOf(round_, "synpunkter", "", ())
    reports.add_table(session, stamp=stamp, of=of, caption=CAPTION, rows=BUDGET, source=f"{SOURCE}, s. {PAGE}")
