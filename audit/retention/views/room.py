"""The room's one blueprint, and what its pages share."""

from flask import Blueprint, url_for

from audit.accounts.rules import Role
from audit.retention.models import ErasureState, RetentionRule
from audit.retention.operations import SeenErasure
from audit.retention.rules import BY_ITSELF, EVENT_NAMES, KEPT, OF_BOARDS, OF_HOUSE, in_words

retention = Blueprint("retention", __name__)
BOTH = (Role.COORDINATOR, Role.ADMINISTRATOR)
STATES = {
    ErasureState.PROPOSED: ("waits", "Väntar på godkännande"),
    ErasureState.TURNED_DOWN: ("plain", "Avslagen"),
    ErasureState.DONE: ("done", "Gallrad"),
}


def rule_words(rule: RetentionRule) -> str:
    """»Gallras 5 år efter att rapporten publicerades«."""
    if rule.months is None:
        return "Bevaras"
    return f"Gallras {in_words(rule.months)} efter att {EVENT_NAMES[rule.event]}"


def address_of(seen: SeenErasure) -> str:
    """The page of an erasure, the installation's own or a board's."""
    if seen.erasure.board_id is None:
        return url_for("retention.house_erasure", house_erasure_id=seen.id)
    return url_for("retention.erasure", erasure_id=seen.id)


@retention.context_processor
def words() -> dict[str, object]:
    return {
        "kinds_of_boards": OF_BOARDS,
        "kinds_of_house": OF_HOUSE,
        "goes_by_itself": BY_ITSELF,
        "never_erased": KEPT,
        "rule_words": rule_words,
        "event_names": EVENT_NAMES,
        "erasure_states": STATES,
        "erasure_address": address_of,
    }
