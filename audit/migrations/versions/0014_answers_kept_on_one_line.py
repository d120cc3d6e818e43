"""answers of signed files kept on one line each, to count years of them"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('kept_answers',
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('finished_at', UtcDateTime(), nullable=False),
    sa.Column('answers', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_kept_answers_review_id')),
    sa.PrimaryKeyConstraint('review_id', name=op.f('pk_kept_answers'))
    )


def downgrade() -> None:
    op.drop_table('kept_answers')
