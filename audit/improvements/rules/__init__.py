"""What is decided of improvement areas: how they stand, what it takes to close one, and when one is back."""

from audit.improvements.rules.closing import MINIMUM_APPLICABLE, Sample, closing_lacks, follow_up_faults
from audit.improvements.rules.linking import apart
from audit.improvements.rules.measures import (
    MEASURE_NAMES,
    MeasureStatus,
    evidence_faults,
    measure_faults,
    measure_is_overdue,
)
from audit.improvements.rules.standing import (
    JUDGEMENTS,
    STATUS_NAMES,
    AreaStatus,
    Judged,
    Recurred,
    RoundPlace,
    closed_on,
    is_answered,
    is_carried,
    is_overdue,
    judged_in,
    may_recur,
    recurrences_said,
    status_after,
    status_before,
    time_said,
)
from audit.improvements.rules.succession import follows_from

__all__ = [
    "JUDGEMENTS",
    "MEASURE_NAMES",
    "MINIMUM_APPLICABLE",
    "STATUS_NAMES",
    "AreaStatus",
    "Judged",
    "MeasureStatus",
    "Recurred",
    "RoundPlace",
    "Sample",
    "apart",
    "closed_on",
    "closing_lacks",
    "evidence_faults",
    "follow_up_faults",
    "follows_from",
    "is_answered",
    "is_carried",
    "is_overdue",
    "judged_in",
    "may_recur",
    "measure_faults",
    "measure_is_overdue",
    "recurrences_said",
    "status_after",
    "status_before",
    "time_said",
]
