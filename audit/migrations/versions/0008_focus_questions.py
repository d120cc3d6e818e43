"""the questions that a round names before its draw"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('review_round') as batch_op:
        batch_op.add_column(sa.Column('focus', sa.JSON(), server_default='[]', nullable=False))
    with op.batch_alter_table('review_round') as batch_op:
        batch_op.alter_column('focus', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('review_round') as batch_op:
        batch_op.drop_column('focus')
