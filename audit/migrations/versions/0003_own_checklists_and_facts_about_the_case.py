"""a board's own checklists, facts about the case, and why a question is or is not relevant"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_own_checklists()
    _make_case_facts()
    # Every answer that there was before has been given by somebody, and without a reason against its rule.
    for table in ("answer", "answer_version"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
            batch_op.add_column(sa.Column("by_rule", sa.Boolean(), nullable=False, server_default=sa.false()))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("reason", server_default=None)
            batch_op.alter_column("by_rule", server_default=None)


def _make_own_checklists() -> None:
    op.create_table(
        "own_checklist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=op.f("fk_own_checklist_sent_by")),
        sa.ForeignKeyConstraint(["taken_by"], ["account.id"], name=op.f("fk_own_checklist_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_checklist")),
        sa.UniqueConstraint("name", name=op.f("uq_own_checklist_name")),
    )
    op.create_table(
        "own_checklist_board",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("own_checklist_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_own_checklist_board_board_id")),
        sa.ForeignKeyConstraint(
            ["own_checklist_id"], ["own_checklist.id"], name=op.f("fk_own_checklist_board_own_checklist_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_checklist_board")),
        sa.UniqueConstraint(
            "own_checklist_id", "board_id", name=op.f("uq_own_checklist_board_own_checklist_id_board_id")
        ),
    )
    op.create_index(op.f("ix_own_checklist_board_board_id"), "own_checklist_board", ["board_id"])
    op.create_index(op.f("ix_own_checklist_board_own_checklist_id"), "own_checklist_board", ["own_checklist_id"])


def _make_case_facts() -> None:
    op.create_table(
        "case_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("attribute_id", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("source IN ('register', 'akt')", name=op.f("ck_case_fact_source_value")),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_case_fact_given_by")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_case_fact_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_fact")),
        sa.UniqueConstraint(
            "review_id", "attribute_id", "version", name=op.f("uq_case_fact_review_id_attribute_id_version")
        ),
    )
    op.create_index(op.f("ix_case_fact_review_id"), "case_fact", ["review_id"])


def downgrade() -> None:
    for table in ("answer_version", "answer"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("by_rule")
            batch_op.drop_column("reason")
    for table in ("case_fact", "own_checklist_board", "own_checklist"):
        op.drop_table(table)
