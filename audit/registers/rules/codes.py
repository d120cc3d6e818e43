"""The code lists that come with the program; a board can extend them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from audit.registers.rules.text import fold

DEFAULT_LISTS: Mapping[str, Mapping[str, str]] = {
    "beslutstyp": {
        "bifall": "Bifall",
        "delavslag": "Delavslag",
        "avslag": "Avslag",
        "nedsattning": "Nedsättning",
        "aterkrav": "Återkrav",
    },
    "hushallstyp": {
        "ensam_utan_barn": "Ensamstående utan barn",
        "ensam_med_barn": "Ensamstående med barn",
        "par_utan_barn": "Par utan barn",
        "par_med_barn": "Par med barn",
        "ovrigt": "Övrigt hushåll",
    },
    "forsorjningshinder": {
        "arbetslos": "Arbetslös",
        "sjuk_lakarintyg": "Sjukskriven med läkarintyg",
        "sjuk_vantar": "Sjuk, väntar på ersättning",
        "sjuk_ersattning": "Sjuk- eller aktivitetsersättning som inte räcker",
        "social_medicinska": "Socialmedicinska skäl",
        "arbetshinder": "Arbetshinder, sociala skäl",
        "sprakhinder": "Språkhinder",
        "foraldraledig": "Föräldraledig",
        "studerande": "Studerande",
        "arbetar_heltid": "Arbetar heltid, inkomsten räcker inte",
        "arbetar_deltid": "Arbetar deltid",
        "pension": "Pension som inte räcker",
        "etablering": "Väntar på etableringsersättning",
        "engangs": "Engångsbistånd",
        "utan_hinder": "Utan försörjningshinder",
        "annat": "Annat hinder",
        "okand": "Okänt hinder",
    },
    "boendeform": {
        "hyresratt": "Hyresrätt",
        "bostadsratt": "Bostadsrätt",
        "egen": "Egen bostad",
        "andrahand": "Andra hand",
        "inneboende": "Inneboende",
        "hos_anhoriga": "Hos anhöriga",
        "traningslagenhet": "Tränings- eller försökslägenhet",
        "tillfalligt": "Tillfälligt boende",
        "institution": "Institution eller behandlingshem",
        "bostadslos": "Bostadslös",
        "annat": "Annat boende",
    },
    "avslutsorsak": {
        "arbete": "Arbete",
        "studier": "Studier",
        "annan_ersattning": "Annan ersättning",
        "flyttat": "Flyttat",
        "engangs": "Engångsbistånd",
        "ej_hort_av": "Har inte hört av sig",
        "avliden": "Avliden",
        "annan": "Annan orsak",
        "okand": "Okänd orsak",
    },
    "metod": {
        "bank": "Bankkonto",
        "avi": "Utbetalningsavi",
        "giro": "Plusgiro eller bankgiro",
        "manuell": "Manuell utbetalning",
        "akut": "Akut utbetalning",
        "rekvisition": "Rekvisition",
        "kontant": "Kontant",
    },
    "mottagartyp": {"sokande": "Sökande", "medsokande": "Medsökande", "tredje_part": "Tredje part"},
    "status": {"betald": "Betald", "makulerad": "Makulerad", "retur": "Retur"},
    "utfall": {
        "dodsboanmalan": "Dödsboanmälan",
        "bouppteckning": "Bouppteckning",
        "boutredningsman": "Boutredningsman",
        "overlamnad": "Överlämnad till delägare",
        "overflyttad": "Överflyttad till annan kommun",
        "avskriven": "Avskriven utan åtgärd",
        "pagar": "Pågår",
    },
}

DEFAULT_SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "hushallstyp": {
        "ensamstaende kvinna utan barn": "ensam_utan_barn",
        "ensamstaende man utan barn": "ensam_utan_barn",
        "ensamstaende kvinna med barn": "ensam_med_barn",
        "ensamstaende man med barn": "ensam_med_barn",
        "gifta/sambo utan barn": "par_utan_barn",
        "gifta/samboende utan barn": "par_utan_barn",
        "sambo utan barn": "par_utan_barn",
        "gift utan barn": "par_utan_barn",
        "gifta/sambo med barn": "par_med_barn",
        "gifta/samboende med barn": "par_med_barn",
        "sambo med barn": "par_med_barn",
        "gift med barn": "par_med_barn",
    },
    "forsorjningshinder": {
        "socialmedicinska": "social_medicinska",
        "socialmedicinsk": "social_medicinska",
        "sjukskriven": "sjuk_lakarintyg",
        "sjuk med lakarintyg": "sjuk_lakarintyg",
        "engangsbistand": "engangs",
    },
    "boendeform": {
        "forstahand": "hyresratt",
        "forstahandskontrakt": "hyresratt",
        "andrahandskontrakt": "andrahand",
        "hemlos": "bostadslos",
    },
    "avslutsorsak": {
        "engangsbistand": "engangs",
        "okant": "okand",
        "flytt": "flyttat",
        "annan forsorjning": "annan_ersattning",
    },
    "metod": {"konto": "bank", "bankgiro": "giro", "plusgiro": "giro", "utbetalningskort": "avi"},
    "mottagartyp": {"tredje man": "tredje_part", "tredjepart": "tredje_part", "hyresvard": "tredje_part"},
    "status": {"utbetald": "betald", "makulering": "makulerad", "returnerad": "retur"},
}  # fmt: skip


@dataclass(frozen=True)
class Codes:
    """The valid codes of each coded column (code → label), and other words that stand for one of them.

    `given` are the words (folded, by column) whose meaning the user has decided.
    """

    lists: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: DEFAULT_LISTS)
    synonyms: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: DEFAULT_SYNONYMS)
    given: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def valid(self, column: str) -> tuple[str, ...]:
        """The valid codes of `column`, in the order they are shown."""
        return tuple(self.lists.get(column, {}))

    def lookup(self, column: str) -> dict[str, str]:
        """Folded code, label or synonym → code."""
        listed = self.lists.get(column, {})
        others = {fold(word): code for word, code in self.synonyms.get(column, {}).items() if code in listed}
        labels = {fold(label): code for code, label in listed.items()}
        return others | labels | {fold(code): code for code in listed}

    def extended(self, column: str, codes: Mapping[str, str]) -> "Codes":
        """The same with `codes` (code → label) added to `column`: a board's own codes."""
        return replace(self, lists={**self.lists, column: {**self.lists.get(column, {}), **codes}})

    def replacing(self, column: str, words: Mapping[str, str]) -> "Codes":
        """The same with `words` (the file's word → valid code) added: what the user chose in the column mapping."""
        return replace(self, synonyms={**self.synonyms, column: {**self.synonyms.get(column, {}), **words}})

    def with_choices(self, choices: Iterable[tuple[str, str, str]]) -> "Codes":
        """The same with what the user has decided: (column, word, code). A word that is its own code is a new code."""
        found = self
        for column, word, code in choices:
            known = found.extended(column, {word: word}) if word == code else found.replacing(column, {word: code})
            words = found.given.get(column, frozenset()) | {fold(word)}
            found = replace(known, given={**found.given, column: words})
        return found
