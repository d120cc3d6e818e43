"""What invented reviewers write beside a deviating answer: about the file's papers, never about a person."""

from collections.abc import Mapping

Texts = Mapping[str, tuple[str, ...]]

NOT_ASSESSABLE = (
    "Handlingen ska finnas i e-arkivet, men sidan gick inte att öppna under granskningsdagen.",
    "Sidorna från perioden är inlånade till handläggaren och låg inte i akten.",
)

AGAINST_THE_RULE = "Inte aktuellt i det här ärendet, fast registret tyder på det: se journalen."

COMMENTS: Mapping[str, Texts] = {
    "application_on_file": {
        "nej": ("Ansökan för augusti saknas både i pappersakten och bland e-ansökningarna.",),
        "delvis": ("Muntlig ansökan nämns i journalen, men utan datum och utan vad den gällde.",),
    },
    "application_signed_by_all": {
        "nej": ("Ansökan är inte underskriven.",),
        "delvis": ("Underskriften är på ett löst blad som inte säkert hör till ansökan.",),
    },
    "application_complete_or_supplemented": {
        "nej": ("Kontoutdrag saknades. Beslutet fattades utan att komplettering begärdes.",),
        "delvis": ("Komplettering begärdes per telefon. Det framgår inte till när.",),
    },
    "income_assets_verified": {
        "nej": ("Kontoutdrag finns bara för ett av kontona. Skillnaden är inte utredd.",),
        "delvis": ("Inkomsten är styrkt men inte tillgångarna.", "Underlaget gäller månaden före."),
    },
    "housing_cost_verified": {
        "nej": ("Hyresavi saknas för perioden.",),
        "delvis": ("Hyran är styrkt, men hyresvärdens tillstånd till andrahandsuthyrning saknas.",),
    },
    "support_obstacle_assessed": {
        "nej": ("Hindret i registret stämmer inte med det senaste läkarintyget.",),
        "delvis": ("Hindret är utrett men bedömningen är äldre än sex månader.",),
    },
    "decision_document_complete": {
        "nej": ("Beslutsfattare framgår inte av beslutet i akten.",),
        "delvis": ("Datum finns i systemet men inte på handlingen i akten.",),
    },
    "decision_legal_basis_correct": {
        "nej": (
            "Beslutet anger en paragraf i den äldre socialtjänstlagen, som inte gällde på beslutsdagen.",
            "Beslutet anger lag men ingen paragraf.",
        ),
        "delvis": ("Rätt lag, men paragrafen gäller en annan sorts bistånd.",),
    },
    "decision_reasons_given": {
        "nej": ("Avslaget är motiverat med en standardfras.",),
        "delvis": ("Motiveringen hänvisar till en utredning som inte sammanfattas i beslutet.",),
    },
    "calculation_correct": {
        "nej": ("Fel hyra i beräkningen. Skillnaden är 240 kronor till den enskildes nackdel.",),
        "delvis": ("Beräkningen stämmer, men avdraget för inkomsten går inte att följa.",),
    },
    "decision_notified_with_appeal_info": {
        "nej": ("Ingen uppgift om hur beslutet överklagas, trots delavslag.",),
        "delvis": ("Beslutet är skickat, men det framgår inte när.",),
    },
    "plan_exists_after_second_meeting": {
        "nej": (
            "Ingen förändringsplan, trots fler än två möten.",
            "Plan nämns i journalen men finns inte i akten.",
            "Plan saknas. Ingen förklaring är antecknad.",
        ),
        "delvis": (
            "Det finns ett utkast till plan som inte är daterat.",
            "Planeringen går att läsa ut ur journalen men är inte samlad i en plan.",
        ),
    },
    "plan_has_goals_activities_dates": {
        "nej": ("Planen anger bara att sökande ska söka arbete.",),
        "delvis": ("Mål och aktiviteter finns, men ingen tidsplan.", "Det framgår inte vem som ansvarar för vad."),
    },
    "plan_followed_up_on_time": {
        "nej": ("Uppföljningsdatum har passerat utan anteckning.",),
        "delvis": ("Planen är följd upp i journalen men inte ändrad.",),
    },
    "referred_to_jobbtorg_promptly": {
        "nej": ("Remissen till Jobbtorg skickades mer än sju veckor efter bedömningen. Skälet framgår inte.",),
        "delvis": ("Remissen dröjde tre veckor.",),
    },
    "attendance_checked_before_decision": {
        "nej": ("Ingen anteckning om närvarokontroll före beslutet.",),
        "delvis": ("Närvaron är kontrollerad, men efter utbetalningen.",),
    },
    "invalid_absence_consequence_correct": {
        "nej": ("Frånvaron är rapporterad. Inget ställningstagande finns.",),
        "delvis": ("Avdraget är gjort men beräkningen visas inte.",),
    },
    "child_situation_described": {
        "nej": (
            "Bara barnens antal och ålder är antecknade.",
            "Inget om barnens situation, trots återkommande hyresskuld.",
        ),
        "delvis": ("Boendet är beskrivet, men inte skola och hälsa.", "Uppgifterna är från det första besöket."),
    },
    "best_interests_assessed_in_decision": {
        "nej": ("Barnen nämns inte i beslutet.",),
        "delvis": ("En standardmening om barnets bästa, utan koppling till just det här ärendet.",),
    },
    "child_met_at_least_once": {
        "nej": ("Handläggaren har inte träffat barnen. Varför framgår inte.",),
        "delvis": ("Möte är planerat men inte genomfört.",),
    },
    "journal_continuous": {
        "nej": ("Lucka i journalen på mer än två månader.",),
        "delvis": ("Anteckningar från två möten är skrivna i efterhand, på samma dag.",),
    },
    "paper_file_order": {
        "nej": ("Handlingarna ligger utan ordning, och flera blad är lösa.",),
        "delvis": ("Ansökningar och beslut är blandade.", "Äldre handlingar är inte rensade."),
    },
    "violence_question_documented": {
        "nej": (
            "Det framgår inte om frågan har ställts.",
            "Ingen anteckning om frågan, varken vid nybesöket eller senare.",
        ),
        "delvis": ("Frågan är ställd enligt journalen, men inte vilket ställningstagande svaret ledde till.",),
    },
    "payment_matches_decision": {
        "nej": ("Utbetalningen är 300 kronor högre än beslutet.",),
        "delvis": ("Beloppet stämmer, men utbetalningen är bokförd på fel månad.",),
    },
}
