"""All tables of the house, gathered so that migrations and tests see every one of them."""

from sqlmodel import SQLModel

import audit.access_checks.models
import audit.accounts.models
import audit.agreements.models
import audit.checklists.models
import audit.comparison.models
import audit.controls.models
import audit.encryption.models
import audit.findings.models
import audit.improvements.models
import audit.indicators.models
import audit.jobs.models
import audit.journal.models
import audit.mail.models
import audit.plans.models
import audit.registers.models
import audit.reports.models
import audit.retention.models
import audit.reviews.models
import audit.rounds.models  # noqa: F401

metadata = SQLModel.metadata
