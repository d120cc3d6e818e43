"""The machine controls that the program knows, each declared in words; what carries them out is in `finding`."""

from audit.controls.rules.declared import Control, Parameter
from audit.registers.rules import RegisterKind

CASES, PAYMENTS = RegisterKind.CASES, RegisterKind.PAYMENTS
ONLY_REGISTER = "Kontrollen ser bara det som står i registret, inte det som står i akten."
WAITING_DAYS = Parameter("dagar", "Längsta tid", 14, "dagar", 1, 365)

CONTROLS: tuple[Control, ...] = (
    Control(
        "utan_beslut", "Utbetalning utan beslut", PAYMENTS,
        "Betalda utbetalningar där registret inte anger något beslut.",
        "Varje utbetalning ska vila på ett beslut. Saknas det har pengar betalats ut utan stöd.",
        (ONLY_REGISTER, "Ett felaktigt beslutsnummer ser ut som ett riktigt. Om beslutet är bifall prövas inte."),
        ("beslut_id",), blank_counts=("beslut_id",), measure="öre",
    ),
    Control(
        "over_beslutat", "Över beslutat belopp", PAYMENTS,
        "Utbetalningar som gör att summan för ett beslut blir större än det beslutade beloppet.",
        "Mer än det beslutade är en felaktig utbetalning, oavsett om den beror på slarv eller avsikt.",
        (
            "Kräver en kolumn för beslutat belopp. Beslut med olika belopp på sina rader bedöms inte.",
            "Bara utbetalningar i samma registerutdrag räknas in. Ett beslut som också betalats tidigare ser lägre ut.",
        ),
        ("beslut_id", "beslutat_belopp"),
        (Parameter("kronor", "Avvikelse som godtas", 0, "kr", 0, 100_000),), measure="öre",
    ),
    Control(
        "dubblett", "Dubbel utbetalning", PAYMENTS,
        "Betalda utbetalningar med samma ärende, period, ändamål och belopp som en tidigare i utdraget.",
        "Samma sak betald två gånger är pengar som behöver krävas tillbaka.",
        (
            "Två poster som verkligen ska betalas med samma belopp blir träffar.",
            "En dubblett med annat belopp, annan period eller annat ändamål syns inte.",
        ),
        ("arende_id", "period", "andamal"),
        (Parameter("kronor", "Minsta belopp", 100, "kr", 0, 1_000_000),), measure="öre",
    ),
    Control(
        "efter_avslut", "Utbetalning efter avslut", PAYMENTS,
        "Betalda utbetalningar i ett ärende som avslutades tidigare.",
        "Ett avslutat ärende ska inte betala ut något.",
        (
            "Ett ärende utan avslutsdatum räknas som öppet.",
            "Ett ärende som öppnats igen kan ha kvar sitt gamla avslutsdatum.",
        ),
        ("avslutsdatum",), (Parameter("dagar", "Dagar som godtas efter avslutet", 0, "dagar", 0, 365),),
        blank_counts=("avslutsdatum",), measure="dagar",
    ),
    Control(
        "delat_konto", "Konto som delas av flera hushåll", PAYMENTS,
        "Betalda utbetalningar till ett konto som flera hushåll i nämnden har fått pengar till.",
        "Ett gemensamt konto kan betyda att någon tar emot andras bistånd.",
        (
            "Utbetalningar till tredje part, till exempel en hyresvärd, räknas inte med.",
            "Två hushåll kan ha samma ställföreträdare. Konton som delas mellan nämnder syns inte.",
            "Finns ingen uppgift om mottagaren räknas den som sökande.",
        ),
        ("konto_hash", "arende_id"), (Parameter("hushall", "Minst antal hushåll", 2, "hushåll", 2, 1_000),),
        measure="hushåll",
    ),
    Control(
        "egen_attest", "Attest av den som beslutat", PAYMENTS,
        "Betalda utbetalningar där attestanten är samma person som fattade beslutet.",
        "Ingen ska ensam kunna hantera en utbetalning från början till slut.",
        ("Den som har två användarkonton syns inte. Automatisk attest kan stå med ett gemensamt id.",),
        ("attestant_id", "beslutsfattare_id"), measure="öre",
    ),
    Control(
        "sent_beslut", "Sent beslut", CASES,
        "Beslut som fattades senare än den längsta tiden efter att ansökan var komplett.",
        "Kvalitetsgarantin lovar beslut inom 14 dagar från det att uppgifterna är kompletta.",
        (ONLY_REGISTER, "Bara ärendets senaste beslut finns i utdraget. Ett felaktigt datum ger fel tid."),
        ("komplett_datum", "beslutsdatum"), (WAITING_DAYS,), measure="dagar",
    ),
    Control(
        "sent_besok", "Sent första besök", CASES,
        "Ärenden där första besöket kom senare än den längsta tiden efter aktualiseringen.",
        "Kvalitetsgarantin lovar ett första besök inom 14 dagar.",
        (ONLY_REGISTER, "Kontrollen vet inte om hushållet självt ville vänta. Ärenden utan besök bedöms inte."),
        ("aktualiseringsdatum", "forsta_besok"), (WAITING_DAYS,), measure="dagar",
    ),
    Control(
        "utan_plan", "Ingen plan efter andra mötet", CASES,
        "Ärenden där andra mötet har hållits men ingen arbetsplan är daterad.",
        "Planen ska finnas efter andra mötet. Utan den vet varken hushållet eller enheten vad som ska hända.",
        (ONLY_REGISTER, "Kontrollen kräver en kolumn för andra mötet. Planens innehåll prövas inte."),
        ("andra_besok", "arbetsplan_datum"), (Parameter("dagar", "Dagar som godtas efter mötet", 0, "dagar", 0, 365),),
        blank_counts=("arbetsplan_datum",), measure="dagar",
    ),
    Control(
        "journaluppehall", "Uppehåll i journalen", CASES,
        "Ärenden där den senaste anteckningen är för gammal, räknat till avslutet eller periodens slut.",
        "Ett långt uppehåll kan betyda att ingen följer hushållet medan biståndet betalas ut.",
        ("Bara det senaste uppehållet syns, inte tidigare uppehåll i samma ärende.", ONLY_REGISTER),
        ("senaste_journal",), (Parameter("dagar", "Längsta uppehåll", 60, "dagar", 1, 3_650),), measure="dagar",
    ),
    Control(
        "utan_omprovning", "Långvarigt bistånd utan omprövning", CASES,
        "Öppna ärenden med bistånd längre än gränsen, utan omprövning under lika lång tid.",
        "Långvarigt bistånd ska omprövas så att hushållet får rätt stöd på vägen till egen försörjning.",
        (
            "Kontrollen kräver en kolumn för senaste omprövning. Omprövningens kvalitet prövas inte.",
            "Månader räknas som register för dem, också om biståndet har haft uppehåll.",
        ),
        ("bistand_manader", "senaste_omprovning"), (Parameter("manader", "Längsta tid", 10, "månader", 1, 120),),
        blank_counts=("senaste_omprovning",), measure="månader",
    ),
)  # fmt: skip
BY_ID = {control.id: control for control in CONTROLS}
