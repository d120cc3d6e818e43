"""figures out of documents that contradict each other"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('paper_doubt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('doubts', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('page', sa.String(), nullable=False),
    sa.Column('state', sa.Enum('vantar', 'avgjord', 'utelamnad', name='doubtstate_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('settled_at', UtcDateTime(), nullable=True),
    sa.Column('settled_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_paper_doubt_board_id')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_paper_doubt_created_by')),
    sa.ForeignKeyConstraint(['round_id'], ['review_round.id'], name=op.f('fk_paper_doubt_round_id')),
    sa.ForeignKeyConstraint(['settled_by'], ['account.id'], name=op.f('fk_paper_doubt_settled_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_doubt'))
    )
    with op.batch_alter_table('paper_doubt') as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_doubt_round_id'), ['round_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('paper_doubt') as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_doubt_round_id'))

    op.drop_table('paper_doubt')
