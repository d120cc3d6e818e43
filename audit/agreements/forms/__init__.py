"""The forms of agreements."""

from audit.agreements.forms.following import MeetingForm, ProposalForm, reconcile_form
from audit.agreements.forms.terms import (
    AdoptForm,
    AgreementForm,
    AreaForm,
    DocumentForm,
    FollowForm,
    RemoveForm,
    area_form,
    base_form,
    filled,
)

__all__ = [
    "AdoptForm",
    "AgreementForm",
    "AreaForm",
    "DocumentForm",
    "FollowForm",
    "MeetingForm",
    "ProposalForm",
    "RemoveForm",
    "area_form",
    "base_form",
    "filled",
    "reconcile_form",
]
