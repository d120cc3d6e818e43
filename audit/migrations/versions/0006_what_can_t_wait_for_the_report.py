"""what can't wait for the report"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('flag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('felaktig_utbetalning', 'oro_for_barn', name='flagkind_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('seen', sa.Text(), nullable=False),
    sa.Column('done', sa.Text(), nullable=False),
    sa.Column('reported_to', sa.String(), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=True),
    sa.Column('raised_by', sa.Integer(), nullable=True),
    sa.Column('raised_at', UtcDateTime(), nullable=False),
    sa.Column('closing', sa.Text(), nullable=False),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_flag_board_id')),
    sa.ForeignKeyConstraint(['closed_by'], ['account.id'], name=op.f('fk_flag_closed_by')),
    sa.ForeignKeyConstraint(['raised_by'], ['account.id'], name=op.f('fk_flag_raised_by')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_flag_review_id')),
    sa.ForeignKeyConstraint(['round_id'], ['review_round.id'], name=op.f('fk_flag_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_flag'))
    )
    with op.batch_alter_table('flag') as batch_op:
        batch_op.create_index(batch_op.f('ix_flag_board_id'), ['board_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_flag_review_id'), ['review_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_flag_round_id'), ['round_id'], unique=False)

    op.create_table('flag_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('flag_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by_unit', sa.Boolean(), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=True),
    sa.Column('written_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['flag_id'], ['flag.id'], name=op.f('fk_flag_note_flag_id')),
    sa.ForeignKeyConstraint(['written_by'], ['account.id'], name=op.f('fk_flag_note_written_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_flag_note'))
    )
    with op.batch_alter_table('flag_note') as batch_op:
        batch_op.create_index(batch_op.f('ix_flag_note_flag_id'), ['flag_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('flag_note') as batch_op:
        batch_op.drop_index(batch_op.f('ix_flag_note_flag_id'))

    op.drop_table('flag_note')
    with op.batch_alter_table('flag') as batch_op:
        batch_op.drop_index(batch_op.f('ix_flag_round_id'))
        batch_op.drop_index(batch_op.f('ix_flag_review_id'))
        batch_op.drop_index(batch_op.f('ix_flag_board_id'))

    op.drop_table('flag')
