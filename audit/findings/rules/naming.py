"""What is shared or compiled must not name a case: its id is looked for in every text."""

import re
from collections.abc import Iterable, Mapping

from audit.rounds.rules import Fault

SHORTEST_CASE_ID = 5
"""A shorter case id could as well be a year or a count, so it is not looked for in texts."""


def case_ids_in(text: str, case_ids: Iterable[str]) -> list[str]:
    """Those of `case_ids` that stand in `text` as words of their own, in order, whatever their case of letters.

    What is shared or compiled must not name a case. Ids shorter than `SHORTEST_CASE_ID` are not looked for.
    """
    words = text.casefold()
    return [
        case_id
        for case_id in case_ids
        if len(case_id) >= SHORTEST_CASE_ID and re.search(rf"(?<!\w){re.escape(case_id.casefold())}(?!\w)", words)
    ]


def case_id_faults(texts: Mapping[str, str], case_ids: Iterable[str]) -> list[Fault]:
    """A fault for every text (by the name of its field) that names any of `case_ids`."""
    ids = list(case_ids)
    return [
        Fault(field, f"Texten nämner ärende {named[0]}. Den ska kunna läsas av fler: skriv utan ärendenummer.")
        for field, text in texts.items()
        if (named := case_ids_in(text, ids))
    ]
