"""How a result is said in Swedish, in one place: the count first, the exact limit, and never more than a test carries.

Pages, charts and reports take every such sentence from here. The statistics behind them are imported when first used.
"""

from audit.wording.agreeing import (
    AGREEMENT_EXPLAINED,
    Agreed,
    agreed_of,
    agreement_said,
    alike_said,
    coefficient_said,
)
from audit.wording.arguments import argument_fault
from audit.wording.by_amount import Hit, by_amount, by_amount_explained, by_amount_said, promised_by_amount
from audit.wording.chances import chance_in_words, p_value, rate_in_words
from audit.wording.changes import (
    Change,
    Sides,
    change_in_a_word,
    change_of,
    change_worked_out,
    changes_between,
    changes_in_brief,
    changes_summed_up,
)
from audit.wording.counts import UNITS, count_of, deviations_in, with_percent
from audit.wording.limits import CONFIDENCE, Limits, Sampled, limits_of, none_found_in, result_of, standing_of, within
from audit.wording.methods import TESTS_EXPLAINED, limits_explained
from audit.wording.money import PaidWrong, in_kronor, kronor, kronor_said, money_explained
from audit.wording.plans import detectable_said, needed_said, reach_said, too_many_tolerated
from audit.wording.trends import Trend, trend_of, trend_over, trend_worked_out

__all__ = [
    "AGREEMENT_EXPLAINED",
    "CONFIDENCE",
    "TESTS_EXPLAINED",
    "UNITS",
    "Agreed",
    "Change",
    "Hit",
    "Limits",
    "PaidWrong",
    "Sampled",
    "Sides",
    "Trend",
    "agreed_of",
    "agreement_said",
    "alike_said",
    "argument_fault",
    "by_amount",
    "by_amount_explained",
    "by_amount_said",
    "chance_in_words",
    "change_in_a_word",
    "change_of",
    "change_worked_out",
    "changes_between",
    "changes_in_brief",
    "changes_summed_up",
    "coefficient_said",
    "count_of",
    "detectable_said",
    "deviations_in",
    "in_kronor",
    "kronor",
    "kronor_said",
    "limits_explained",
    "limits_of",
    "money_explained",
    "needed_said",
    "none_found_in",
    "p_value",
    "promised_by_amount",
    "rate_in_words",
    "reach_said",
    "result_of",
    "standing_of",
    "too_many_tolerated",
    "trend_of",
    "trend_over",
    "trend_worked_out",
    "with_percent",
    "within",
]
