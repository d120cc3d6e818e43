"""the seed's parts, new draws, what is left out, and targeted samples"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TARGETS = ("namnd", "barnfamiljer", "nya", "unga", "langvariga")
ONE_OF_THEM = f"target IN ({', '.join(repr(target) for target in TARGETS)})"
SOURCES = "source IN ('tarningar', 'offentlig_siffra')"


def upgrade() -> None:
    _make_targets()
    _make_seed_parts()
    # Everything that was drawn before is the boards' own, and nothing was left out.
    for table in ("draw", "sample_unit"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("target", sa.String(40), nullable=False, server_default="namnd"))
            batch_op.create_check_constraint(op.f(f"ck_{table}_target_value"), ONE_OF_THEM)
    with op.batch_alter_table("round_board") as batch_op:
        batch_op.add_column(sa.Column("left_out", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("review_round") as batch_op:
        batch_op.add_column(sa.Column("leave_out_years", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("replaces_reason", sa.Text(), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_review_round_replaces_id"), ["replaces_id"])
        batch_op.create_foreign_key(op.f("fk_review_round_replaces_id"), "review_round", ["replaces_id"], ["id"])
    with op.batch_alter_table("draw") as batch_op:
        batch_op.drop_constraint(op.f("uq_draw_round_id"), type_="unique")
        batch_op.create_unique_constraint(op.f("uq_draw_round_id_target"), ["round_id", "target"])
    _drop_defaults()


def _make_targets() -> None:
    op.create_table(
        "round_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("reserves", sa.Integer(), nullable=False),
        sa.Column("frame_ids", sa.JSON(), nullable=False),
        sa.CheckConstraint(ONE_OF_THEM, name=op.f("ck_round_target_target_value")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_round_target_board_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_round_target_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_target")),
        sa.UniqueConstraint("round_id", "board_id", "target", name=op.f("uq_round_target_round_id_board_id_target")),
    )
    op.create_index(op.f("ix_round_target_round_id"), "round_target", ["round_id"])


def _make_seed_parts() -> None:
    op.create_table(
        "seed_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(SOURCES, name=op.f("ck_seed_part_sourcekind_value")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_seed_part_account_id")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_seed_part_board_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_seed_part_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seed_part")),
        sa.UniqueConstraint("round_id", "account_id", name=op.f("uq_seed_part_round_id_account_id")),
        sa.UniqueConstraint("round_id", "board_id", name=op.f("uq_seed_part_round_id_board_id")),
    )


def _drop_defaults() -> None:
    """They were for the rows that were there already."""
    for table, column in (
        ("draw", "target"),
        ("sample_unit", "target"),
        ("round_board", "left_out"),
        ("review_round", "leave_out_years"),
    ):
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("draw") as batch_op:
        batch_op.drop_constraint(op.f("uq_draw_round_id_target"), type_="unique")
        batch_op.create_unique_constraint(op.f("uq_draw_round_id"), ["round_id"])
    with op.batch_alter_table("review_round") as batch_op:
        batch_op.drop_constraint(op.f("fk_review_round_replaces_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_review_round_replaces_id"), type_="unique")
        batch_op.drop_column("replaces_reason")
        batch_op.drop_column("replaces_id")
        batch_op.drop_column("leave_out_years")
    with op.batch_alter_table("round_board") as batch_op:
        batch_op.drop_column("left_out")
    for table in ("sample_unit", "draw"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_target_value"), type_="check")
            batch_op.drop_column("target")
    op.drop_table("seed_part")
    op.drop_index(op.f("ix_round_target_round_id"), "round_target")
    op.drop_table("round_target")
