"""Counts of people and cases that somebody has typed, in figures or in words: »3 av 10 akter«, »två hushåll«."""

import re
from collections.abc import Iterator

# »3 av 10 akter«, but not of questions, areas or observations.
COUNTED = re.compile(r"(?<![\d,.])(\d{1,4})\s+av\s+\d+(?![\d,.]*\d)(?!\s+(?:fråg|områd|iakttag|nämnd|år))")
NUMBERS = ("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
WORTH = {word: worth for worth, word in enumerate(NUMBERS, start=2)}
ONE = (
    "akt|ärende|fall|hushåll|barn|person|familj|sökande|kvinna|man|flicka|pojke|klient|brukare|ungdom|förälder|mamma"
    "|pappa|utbetalning|boutredning|dödsbo"
)
SEVERAL = (
    "akter(?:na)?|ärenden?(?:a)?|fall(?:en)?|hushåll(?:en)?|barn(?:en)?|personer(?:na)?|familjer(?:na)?|sökande(?:na)?"
    "|kvinnor(?:na)?|män(?:nen)?|flickor(?:na)?|pojkar(?:na)?|klienter(?:na)?|brukare|brukarna|ungdomar(?:na)?"
    "|föräldrar(?:na)?|mammor(?:na)?|mödrar(?:na)?|pappor(?:na)?|fäder(?:na)?|mottagare|utbetalningar(?:na)?"
    "|boutredningar(?:na)?|dödsbon(?:a)?"
)
BETWEEN = r"(?!(?:år|gång|dag|veck|månad|kron|procent|fråg|områd|iakttag|nämnd|stadsdel)\w*)[^\W\d_]+"
# »En« is an article too, so that only the noun may follow it; what is a part of a whole was counted above.
TOLD = re.compile(
    rf"(?<![\w,.\-–])(?:(?:ett|en|(?<!av\s)1)\s+(?:enda\s+|enstaka\s+|ensamstående\s+)?(?:{ONE})"
    rf"|({'|'.join(WORTH)}|(?<!av\s)\d{{1,2}})\s+(?:{BETWEEN}\s+){{0,3}}?(?:{SEVERAL}))(?!\w)",
    re.IGNORECASE,
)
ARTICLE = re.compile(rf"(?:en|ett)\s+(?:{ONE})", re.IGNORECASE)


def small_counts(text: str, least: int, *, articles: bool = True) -> Iterator[str]:
    """Every count in the text from 1 up to `least` (not counted in), as it is written there.

    Without `articles` »en akt« is no count: a text that tells of no sample speaks so of any case file.
    """
    yield from (match[0] for match in COUNTED.finditer(text) if 0 < int(match[1]) < least)
    yield from (
        match[0]
        for match in TOLD.finditer(text)
        if 0 < _worth(match[1]) < least and (articles or not ARTICLE.fullmatch(match[0]))
    )


def _worth(word: str | None) -> int:
    """What a count is in figures: »tre« → 3; 1 where there is none but an article."""
    if word is None:
        return 1
    return int(word) if word.isdigit() else WORTH[word.casefold()]
