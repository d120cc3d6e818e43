"""areas follow to a board's successor"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("improvement_area_board") as batch_op:
        batch_op.add_column(sa.Column("passed_to_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("own", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_foreign_key(
            op.f("fk_improvement_area_board_passed_to_id"), "board", ["passed_to_id"], ["id"]
        )


def downgrade() -> None:
    op.execute("DELETE FROM improvement_area_board WHERE NOT own")
    with op.batch_alter_table("improvement_area_board") as batch_op:
        batch_op.drop_constraint(op.f("fk_improvement_area_board_passed_to_id"), type_="foreignkey")
        batch_op.drop_column("own")
        batch_op.drop_column("passed_to_id")
