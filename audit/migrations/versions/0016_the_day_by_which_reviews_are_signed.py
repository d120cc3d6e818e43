"""the day by which a round's reviews should be signed"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('review_round') as batch_op:
        batch_op.add_column(sa.Column('review_due_on', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('review_round') as batch_op:
        batch_op.drop_column('review_due_on')
