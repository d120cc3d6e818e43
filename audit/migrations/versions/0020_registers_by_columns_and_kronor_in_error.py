"""registers by columns and kronor in error"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_column",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("extract_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("distinct_values", sa.LargeBinary(), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_register_column_board_id")),
        sa.ForeignKeyConstraint(["extract_id"], ["register_extract.id"], name=op.f("fk_register_column_extract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_column")),
        sa.UniqueConstraint("extract_id", "board_id", "name", name=op.f("uq_register_column_extract_id_board_id_name")),
    )
    op.create_table(
        "payment_error",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("overpaid", sa.BigInteger(), nullable=False),
        sa.Column("underpaid", sa.BigInteger(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_payment_error_given_by")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_payment_error_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_error")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_payment_error_review_id_number")),
    )
    with op.batch_alter_table("control_run") as batch_op:
        batch_op.add_column(sa.Column("fault", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("control_run") as batch_op:
        batch_op.alter_column("fault", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("control_run") as batch_op:
        batch_op.drop_column("fault")
    op.drop_table("payment_error")
    op.drop_table("register_column")
