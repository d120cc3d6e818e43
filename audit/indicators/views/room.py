"""The room's one blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit
from audit.accounts.rules import Role
from audit.indicators.rules.lights import RULE
from audit.indicators.rules.numbers import said
from audit.indicators.rules.words import (
    CHECK_KIND_NAMES,
    DIRECTION_NAMES,
    JUDGEMENT_NAMES,
    KIND_NAMES,
    LEVEL_NAMES,
    OWNER_NAMES,
    PERIODICITY_NAMES,
    QUANTITY_NAMES,
    TABLE_KIND_NAMES,
    VERDICT_NAMES,
)
from audit.plans.rules import MARK_NAMES
from audit.plans.views.room import MARK_LOOKS
from audit.rounds.rules import FrozenError

indicators = Blueprint("indicators", __name__)
READERS = (Role.COORDINATOR, Role.READER)
indicators.add_app_template_filter(said, "said")


@indicators.errorhandler(FrozenError)
def adopted_meanwhile(_: FrozenError) -> ResponseReturnValue:
    """What is adopted isn't changed: whoever tries has a page from before it was."""
    abort(409)


def page_of(visit: Visit[Any], template: str, **values: object) -> str:
    """A page with the words that every page of this room needs."""
    return render_template(
        template,
        may_write=visit.scope.has(Role.COORDINATOR),
        kinds=KIND_NAMES,
        levels=LEVEL_NAMES,
        directions=DIRECTION_NAMES,
        periodicities=PERIODICITY_NAMES,
        owners=OWNER_NAMES,
        quantities=QUANTITY_NAMES,
        table_kinds=TABLE_KIND_NAMES,
        check_kinds=CHECK_KIND_NAMES,
        verdicts=VERDICT_NAMES,
        judgements=JUDGEMENT_NAMES,
        light_rule=RULE,
        mark_names=MARK_NAMES,
        mark_looks=MARK_LOOKS,
        **values,
    )
