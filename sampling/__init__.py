"""Pure statistics of the review: no Flask, no database, no clock, no file.

The draw is imported with the package; the methods that plan, estimate and compare are when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from sampling.draw import (
    DrawError,
    DrawFault,
    DrawnUnit,
    DrawReason,
    Quota,
    StratumDraw,
    draw_strata,
    quota_faults,
    select,
    select_strata,
    text_faults,
    ticket,
)
from sampling.frame import (
    Frame,
    FrameError,
    Stratum,
    Unit,
    UnitFault,
    UnitReason,
    build_frame,
    frame_hash,
)
from sampling.monetary_protocol import make_monetary_protocol
from sampling.monetary_units import Amounts, MonetaryDraw, amounts_hash, drawable
from sampling.protocol import (
    ALGORITHM,
    MONETARY_ALGORITHM,
    FrameRecord,
    Protocol,
    make_protocol,
    protocol_to_json,
    protocol_to_text,
)
from sampling.protocol_reading import (
    Expected,
    ProtocolError,
    ProtocolFault,
    protocol_from_json,
    protocol_from_text,
)
from sampling.text import clean
from sampling.verification import Difference, DifferenceCode, verify

if TYPE_CHECKING:
    from sampling.agreement import Agreement, cohen_kappa, gwet_ac1
    from sampling.allocation import Allocation, allocate, largest_remainder
    from sampling.boschloo import BoschlooTest, Ordering, boschloo_test
    from sampling.comparing import (
        Comparison,
        DifferenceInterval,
        HolmAdjustment,
        McNemarTest,
        compare,
        difference_interval,
        holm,
        mcnemar_test,
    )
    from sampling.detecting import ChangeTest, DetectableChange, detectable_change
    from sampling.discovery import (
        DiscoveryPlan,
        SampleReach,
        chance_of_finding,
        chance_of_missing,
        discovery_sample_size,
        what_a_sample_shows,
    )
    from sampling.estimating import (
        DeviationLimits,
        RateLimits,
        Side,
        StratifiedProportion,
        StratumCount,
        deviation_limits,
        rate_limits,
        stratified_proportion,
    )
    from sampling.faults import ArgumentError, ArgumentFault, ArgumentReason, Range
    from sampling.fisher import FisherTest, fisher_test
    from sampling.monetary import (
        Factors,
        MonetaryPlan,
        MonetaryResult,
        confidence_factor,
        monetary_sample_size,
        share_of_amount,
        stringer_bound,
    )
    from sampling.monetary_selection import MonetarySelection, PaymentDraw, draw_payments, select_intervals
    from sampling.paid_by_amount import ErrorByAmount, HitPayment, error_by_amount, nothing_found_bound
    from sampling.paid_in_error import ErrorInPayments, ReviewedPayment, error_in_payments
    from sampling.planning import Likelihood, SamplePlan, attribute_sample_size
    from sampling.rates import Number
    from sampling.trend import TrendTest, trend_test
    from sampling.two_groups import Alternative, Group

__all__ = [
    "ALGORITHM",
    "MONETARY_ALGORITHM",
    "Agreement",
    "Allocation",
    "Alternative",
    "Amounts",
    "ArgumentError",
    "ArgumentFault",
    "ArgumentReason",
    "BoschlooTest",
    "ChangeTest",
    "Comparison",
    "DetectableChange",
    "DeviationLimits",
    "Difference",
    "DifferenceCode",
    "DifferenceInterval",
    "DiscoveryPlan",
    "DrawError",
    "DrawFault",
    "DrawReason",
    "DrawnUnit",
    "ErrorByAmount",
    "ErrorInPayments",
    "Expected",
    "Factors",
    "FisherTest",
    "Frame",
    "FrameError",
    "FrameRecord",
    "Group",
    "HitPayment",
    "HolmAdjustment",
    "Likelihood",
    "McNemarTest",
    "MonetaryDraw",
    "MonetaryPlan",
    "MonetaryResult",
    "MonetarySelection",
    "Number",
    "Ordering",
    "PaymentDraw",
    "Protocol",
    "ProtocolError",
    "ProtocolFault",
    "Quota",
    "Range",
    "RateLimits",
    "ReviewedPayment",
    "SamplePlan",
    "SampleReach",
    "Side",
    "StratifiedProportion",
    "Stratum",
    "StratumCount",
    "StratumDraw",
    "TrendTest",
    "Unit",
    "UnitFault",
    "UnitReason",
    "allocate",
    "amounts_hash",
    "attribute_sample_size",
    "boschloo_test",
    "build_frame",
    "chance_of_finding",
    "chance_of_missing",
    "clean",
    "cohen_kappa",
    "compare",
    "confidence_factor",
    "detectable_change",
    "deviation_limits",
    "difference_interval",
    "discovery_sample_size",
    "draw_payments",
    "draw_strata",
    "drawable",
    "error_by_amount",
    "error_in_payments",
    "fisher_test",
    "frame_hash",
    "gwet_ac1",
    "holm",
    "largest_remainder",
    "make_monetary_protocol",
    "make_protocol",
    "mcnemar_test",
    "monetary_sample_size",
    "nothing_found_bound",
    "protocol_from_json",
    "protocol_from_text",
    "protocol_to_json",
    "protocol_to_text",
    "quota_faults",
    "rate_limits",
    "select",
    "select_intervals",
    "select_strata",
    "share_of_amount",
    "stratified_proportion",
    "stringer_bound",
    "text_faults",
    "ticket",
    "trend_test",
    "verify",
    "what_a_sample_shows",
]

_WHEN_USED = {
    "agreement": "Agreement cohen_kappa gwet_ac1",
    "allocation": "Allocation allocate largest_remainder",
    "boschloo": "BoschlooTest Ordering boschloo_test",
    "comparing": "Comparison DifferenceInterval HolmAdjustment McNemarTest compare"
    " difference_interval holm mcnemar_test",
    "detecting": "ChangeTest DetectableChange detectable_change",
    "discovery": "DiscoveryPlan SampleReach chance_of_finding chance_of_missing"
    " discovery_sample_size what_a_sample_shows",
    "estimating": "DeviationLimits RateLimits Side StratifiedProportion StratumCount"
    " deviation_limits rate_limits stratified_proportion",
    "faults": "ArgumentError ArgumentFault ArgumentReason Range",
    "fisher": "FisherTest fisher_test",
    "monetary": "Factors MonetaryPlan MonetaryResult confidence_factor monetary_sample_size"
    " share_of_amount stringer_bound",
    "monetary_selection": "MonetarySelection PaymentDraw draw_payments select_intervals",
    "paid_by_amount": "ErrorByAmount HitPayment error_by_amount nothing_found_bound",
    "paid_in_error": "ErrorInPayments ReviewedPayment error_in_payments",
    "planning": "Likelihood SamplePlan attribute_sample_size",
    "rates": "Number",
    "trend": "TrendTest trend_test",
    "two_groups": "Alternative Group",
}
_HOMES = {name: module for module, names in _WHEN_USED.items() for name in names.split()}

if not TYPE_CHECKING:  # a type checker would take any name for granted

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
