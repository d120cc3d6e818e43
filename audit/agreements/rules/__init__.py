"""Pure decisions of agreements: sharing costs step by step, holes, reconciliation, changes, the steering group."""

from audit.agreements.rules.attaching import LARGEST_FILE, file_fault, mime_of
from audit.agreements.rules.changing import changes
from audit.agreements.rules.ils import HEADS, SHORT, IlsMaterial, ils_material
from audit.agreements.rules.lacking import holes, lacks
from audit.agreements.rules.numbers import kronor, percent_said, plain, read_amount, read_share, share_said
from audit.agreements.rules.reconciling import (
    PERIOD_NAMES,
    PROPOSAL_NAMES,
    Line,
    Period,
    ProposalStatus,
    Reconciled,
    Stated,
    reconcile,
    totals,
)
from audit.agreements.rules.splitting import split, to_ore
from audit.agreements.rules.steering import FEWEST, behind, reminder
from audit.agreements.rules.terms import (
    BASE_MONTHS,
    DIVIDING,
    KEY_EXPLANATIONS,
    KEY_NAMES,
    MONTH_NAMES,
    Base,
    CostArea,
    Key,
    Lack,
    Part,
    Terms,
)
from audit.agreements.rules.working import Step, Worked, billed, work, work_all

__all__ = [
    "BASE_MONTHS",
    "DIVIDING",
    "FEWEST",
    "HEADS",
    "KEY_EXPLANATIONS",
    "KEY_NAMES",
    "LARGEST_FILE",
    "MONTH_NAMES",
    "PERIOD_NAMES",
    "PROPOSAL_NAMES",
    "SHORT",
    "Base",
    "CostArea",
    "IlsMaterial",
    "Key",
    "Lack",
    "Line",
    "Part",
    "Period",
    "ProposalStatus",
    "Reconciled",
    "Stated",
    "Step",
    "Terms",
    "Worked",
    "behind",
    "billed",
    "changes",
    "file_fault",
    "holes",
    "ils_material",
    "kronor",
    "lacks",
    "mime_of",
    "percent_said",
    "plain",
    "read_amount",
    "read_share",
    "reconcile",
    "reminder",
    "share_said",
    "split",
    "to_ore",
    "totals",
    "work",
    "work_all",
]
