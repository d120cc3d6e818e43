"""an improvement area's measures, evidence and recurrences; how it stands is no longer kept"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FORMER = "IN ('oppet', 'kvarstar', 'delvis_atgardat', 'atgardat')"
STATUSES = "IN ('oppet', 'aterkommande', 'kvarstar', 'delvis_atgardat', 'atgardat')"


def upgrade() -> None:
    _make_measures()
    _make_evidence()
    _make_recurrences()
    # How an area stands follows from its follow-ups and recurrences.
    with op.batch_alter_table("improvement_area") as batch_op:
        batch_op.drop_constraint(op.f("ck_improvement_area_areastatus_value"), type_="check")
        batch_op.drop_column("status")
    with op.batch_alter_table("improvement_area_question") as batch_op:
        batch_op.add_column(sa.Column("checklist", sa.String(), nullable=True))
    _allow(STATUSES)


def _make_measures() -> None:
    op.create_table(
        "improvement_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('planerad', 'pagar', 'klar', 'utgar')", name=op.f("ck_improvement_measure_measurestatus_value")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["improvement_area.id"], name=op.f("fk_improvement_measure_area_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_improvement_measure_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_measure")),
    )
    op.create_index(op.f("ix_improvement_measure_area_id"), "improvement_measure", ["area_id"])


def _make_evidence() -> None:
    op.create_table(
        "improvement_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["improvement_area.id"], name=op.f("fk_improvement_evidence_area_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_improvement_evidence_created_by")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_improvement_evidence_observation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_evidence")),
    )
    op.create_index(op.f("ix_improvement_evidence_area_id"), "improvement_evidence", ["area_id"])


def _make_recurrences() -> None:
    op.create_table(
        "improvement_recurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("question_ids", sa.JSON(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["improvement_area.id"], name=op.f("fk_improvement_recurrence_area_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_improvement_recurrence_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_recurrence")),
        sa.UniqueConstraint("area_id", "round_id", name=op.f("uq_improvement_recurrence_area_id_round_id")),
    )
    for column in ("area_id", "round_id"):
        op.create_index(op.f(f"ix_improvement_recurrence_{column}"), "improvement_recurrence", [column])


def _allow(statuses: str) -> None:
    name = op.f("ck_follow_up_areastatus_value")
    with op.batch_alter_table("follow_up") as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"status {statuses}")


def downgrade() -> None:
    _allow(FORMER)
    with op.batch_alter_table("improvement_area_question") as batch_op:
        batch_op.drop_column("checklist")
    with op.batch_alter_table("improvement_area") as batch_op:
        batch_op.add_column(sa.Column("status", sa.String(40), nullable=False, server_default="oppet"))
    latest = (
        "SELECT status FROM follow_up WHERE follow_up.area_id = improvement_area.id "
        "ORDER BY followed_on DESC, follow_up.id DESC LIMIT 1"
    )
    op.execute(f"UPDATE improvement_area SET status = coalesce(({latest}), 'oppet')")  # noqa: S608 - no word of anybody
    with op.batch_alter_table("improvement_area") as batch_op:
        batch_op.alter_column("status", server_default=None)
        batch_op.create_check_constraint(op.f("ck_improvement_area_areastatus_value"), f"status {FORMER}")
    for table in ("improvement_recurrence", "improvement_evidence", "improvement_measure"):
        op.drop_table(table)
