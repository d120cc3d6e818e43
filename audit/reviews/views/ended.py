"""Why a review takes no more answers: told to its reviewer when she opens it, and when she sends what she has typed."""

from audit.accounts.access import Visit
from audit.reviews import operations
from audit.reviews.operations import Case
from audit.reviews.rules.states import REFUSALS, Seat, State, answering_refused
from audit.web.formats import moment


def why_ended(visit: Visit[Case]) -> str:
    """In Swedish; nothing where her review is open."""
    case, review = visit.record, visit.record.review
    if review.seat is Seat.WITHDRAWN and (said := operations.withdrawal_of(visit.session, review)):
        when, what = moment(said.withdrawn_at), f"Din andra granskning av {case.unit.unit_id} är återkallad"
        return f"{what} {when}: {said.reason} Du behöver inte göra något mer med den."
    if refused := answering_refused(seat=review.seat, signed=review.signed_at is not None, own=True):
        return refused
    return "" if case.counts else REFUSALS[State.REPLACED]
