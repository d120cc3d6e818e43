"""reviewers who are invited from boards outside the round"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("round_reviewer") as batch_op:
        batch_op.add_column(sa.Column("guest", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("round_reviewer") as batch_op:
        batch_op.alter_column("guest", server_default=None)


def downgrade() -> None:
    # Who was a guest would become one of the round's own.
    op.execute("DELETE FROM round_reviewer WHERE guest")
    with op.batch_alter_table("round_reviewer") as batch_op:
        batch_op.drop_column("guest")
