"""whether columns are encrypted"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "column_encryption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_encryption")),
    )


def downgrade() -> None:
    op.drop_table("column_encryption")
