"""The forms of reviewing, by matter: answers, who reviews, flags, and what is done with a review."""

from audit.reviews.forms.answering import FACT, answers_in, facts_in, single_answer_in, single_fact_in
from audit.reviews.forms.assigning import chosen_reviewers, distribution_form, field_of, second_form
from audit.reviews.forms.flagging import CloseFlagForm, FlagForm, FlagNoteForm
from audit.reviews.forms.paying import PaymentErrorForm, SettleAmountForm
from audit.reviews.forms.steps import (
    REMARK,
    AreaForm,
    BeginForm,
    ConfirmForm,
    DeclareForm,
    DueForm,
    ReopenForm,
    ResolveForm,
    SettleForm,
    ShareForm,
    SignForm,
    SpreadForm,
    WithdrawForm,
    remark_form,
    remarks_in,
)

__all__ = [
    "FACT",
    "REMARK",
    "AreaForm",
    "BeginForm",
    "CloseFlagForm",
    "ConfirmForm",
    "DeclareForm",
    "DueForm",
    "FlagForm",
    "FlagNoteForm",
    "PaymentErrorForm",
    "ReopenForm",
    "ResolveForm",
    "SettleAmountForm",
    "SettleForm",
    "ShareForm",
    "SignForm",
    "SpreadForm",
    "WithdrawForm",
    "answers_in",
    "chosen_reviewers",
    "distribution_form",
    "facts_in",
    "field_of",
    "remark_form",
    "remarks_in",
    "second_form",
    "single_answer_in",
    "single_fact_in",
]
