"""second reviews that were withdrawn before they were signed"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FORMER = "('forsta', 'andra', 'kalibrering', 'lamnad')"
SEATS = "('forsta', 'andra', 'kalibrering', 'lamnad', 'aterkallad')"


def upgrade() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_withdrawal_review_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["account.id"], name=op.f("fk_withdrawal_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
        sa.UniqueConstraint("review_id", name=op.f("uq_withdrawal_review_id")),
    )
    _allow(SEATS)


def _allow(seats: str) -> None:
    name = op.f("ck_review_seat_value")
    with op.batch_alter_table("review") as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"seat IN {seats}")


def downgrade() -> None:
    # Those that were left because of jäv are numbered from 1 on.
    op.execute("UPDATE review SET seat = 'lamnad', number = number + 1000 WHERE seat = 'aterkallad'")
    _allow(FORMER)
    op.drop_table("withdrawal")
