"""the journal's head with a report"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report_publication") as batch_op:
        batch_op.add_column(sa.Column("journal_head", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("report_publication") as batch_op:
        batch_op.drop_column("journal_head")
