"""a file's second review, jäv, reviews sent back, and what a reopened one stood at"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SEATS = "seat IN ('forsta', 'andra', 'kalibrering', 'lamnad')"


def upgrade() -> None:
    _make_jav()
    _make_remarks()
    _make_second_reviews()
    _change_reviews()
    with op.batch_alter_table("reopening") as batch_op:
        batch_op.add_column(sa.Column("signed_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("signed_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("versions", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.create_foreign_key(op.f("fk_reopening_signed_by"), "account", ["signed_by"], ["id"])
    with op.batch_alter_table("reopening") as batch_op:
        batch_op.alter_column("versions", server_default=None)


def _change_reviews() -> None:
    # Every review that there was is the only one of its file, and counts since it was signed.
    with op.batch_alter_table("review") as batch_op:
        batch_op.add_column(sa.Column("seat", sa.String(40), nullable=False, server_default="forsta"))
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("finished_at", UtcDateTime(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_review_seat_value"), SEATS)
        batch_op.drop_constraint(op.f("uq_review_sample_unit_id"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_review_sample_unit_id_seat_number"), ["sample_unit_id", "seat", "number"]
        )
    op.execute("UPDATE review SET finished_at = signed_at")
    with op.batch_alter_table("review") as batch_op:
        batch_op.alter_column("seat", server_default=None)
        batch_op.alter_column("number", server_default=None)


def _make_jav() -> None:
    op.create_table(
        "officer_id",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_officer_id_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_id")),
        sa.UniqueConstraint("account_id", "officer_id", name=op.f("uq_officer_id_account_id_officer_id")),
    )
    op.create_index(op.f("ix_officer_id_account_id"), "officer_id", ["account_id"])
    op.create_index(op.f("ix_officer_id_officer_id"), "officer_id", ["officer_id"])
    op.create_table(
        "disqualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_unit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("passed_to", sa.Integer(), nullable=True),
        sa.Column("declared_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_disqualification_account_id")),
        sa.ForeignKeyConstraint(["passed_to"], ["account.id"], name=op.f("fk_disqualification_passed_to")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_disqualification_review_id")),
        sa.ForeignKeyConstraint(
            ["sample_unit_id"], ["sample_unit.id"], name=op.f("fk_disqualification_sample_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disqualification")),
        sa.UniqueConstraint("sample_unit_id", "account_id", name=op.f("uq_disqualification_sample_unit_id_account_id")),
    )
    op.create_index(op.f("ix_disqualification_account_id"), "disqualification", ["account_id"])
    op.create_index(op.f("ix_disqualification_sample_unit_id"), "disqualification", ["sample_unit_id"])


def _make_remarks() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_remark_made_by")),
        sa.ForeignKeyConstraint(["resolved_by"], ["account.id"], name=op.f("fk_remark_resolved_by")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_remark_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_review_id"), "remark", ["review_id"])


def _make_second_reviews() -> None:
    op.create_table(
        "second_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("chosen_by", sa.Integer(), nullable=True),
        sa.Column("chosen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by"], ["account.id"], name=op.f("fk_second_share_chosen_by")),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_second_share_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_share")),
        sa.UniqueConstraint("round_id", name=op.f("uq_second_share_round_id")),
    )
    op.create_table(
        "blind_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["first_id"], ["review.id"], name=op.f("fk_blind_pair_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["review.id"], name=op.f("fk_blind_pair_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_pair")),
        sa.UniqueConstraint("first_id", "number", name=op.f("uq_blind_pair_first_id_number")),
    )
    _make_settlements()


def _make_settlements() -> None:
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["pair_id"], ["blind_pair.id"], name=op.f("fk_settlement_pair_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_settlement_proposed_by")),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_settlement_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("pair_id", "question_id", "number", name=op.f("uq_settlement_pair_id_question_id_number")),
    )
    op.create_index(op.f("ix_settlement_pair_id"), "settlement", ["pair_id"])


def downgrade() -> None:
    for table in ("settlement", "blind_pair", "second_share", "remark", "disqualification", "officer_id"):
        op.drop_table(table)
    with op.batch_alter_table("reopening") as batch_op:
        batch_op.drop_constraint(op.f("fk_reopening_signed_by"), type_="foreignkey")
        batch_op.drop_column("versions")
        batch_op.drop_column("signed_by")
        batch_op.drop_column("signed_at")
    with op.batch_alter_table("review") as batch_op:
        batch_op.drop_constraint(op.f("uq_review_sample_unit_id_seat_number"), type_="unique")
        batch_op.drop_constraint(op.f("ck_review_seat_value"), type_="check")
        batch_op.create_unique_constraint(op.f("uq_review_sample_unit_id"), ["sample_unit_id"])
        batch_op.drop_column("finished_at")
        batch_op.drop_column("number")
        batch_op.drop_column("seat")
