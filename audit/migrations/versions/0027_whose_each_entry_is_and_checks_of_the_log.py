"""whose each entry of the journal is and checks of the log"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime


revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('journal_board',
    sa.Column('board_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sequence', sa.Integer(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('board_id', 'sequence', name=op.f('pk_journal_board'))
    )
    with op.batch_alter_table('journal_board', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journal_board_sequence'), ['sequence'], unique=False)

    op.create_table('access_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=False),
    sa.Column('period_from', sa.Date(), nullable=False),
    sa.Column('period_to', sa.Date(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('population', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('protocol', sa.JSON(), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('unusual', sa.JSON(), nullable=False),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('conclusion', sa.Text(), nullable=False),
    sa.Column('signed_at', UtcDateTime(), nullable=True),
    sa.Column('signed_by', sa.Integer(), nullable=True),
    sa.Column('kept', sa.JSON(), nullable=True),
    sa.Column('kept_sha256', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_access_check_board_id')),
    sa.ForeignKeyConstraint(['made_by'], ['account.id'], name=op.f('fk_access_check_made_by')),
    sa.ForeignKeyConstraint(['signed_by'], ['account.id'], name=op.f('fk_access_check_signed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_check'))
    )
    with op.batch_alter_table('access_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_check_board_id'), ['board_id'], unique=False)

    op.create_table('check_interval',
    sa.Column('board_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_check_interval_board_id')),
    sa.PrimaryKeyConstraint('board_id', name=op.f('pk_check_interval'))
    )
    op.create_table('checked_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('ticket', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['check_id'], ['access_check.id'], name=op.f('fk_checked_entry_check_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checked_entry')),
    sa.UniqueConstraint('check_id', 'sequence', name=op.f('uq_checked_entry_check_id_sequence'))
    )
    with op.batch_alter_table('checked_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_checked_entry_check_id'), ['check_id'], unique=False)

    op.create_table('entry_verdict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Enum('befogad', 'inte_befogad', 'utred', name='verdict_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('given_at', UtcDateTime(), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['checked_entry.id'], name=op.f('fk_entry_verdict_entry_id')),
    sa.ForeignKeyConstraint(['given_by'], ['account.id'], name=op.f('fk_entry_verdict_given_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_verdict'))
    )
    with op.batch_alter_table('entry_verdict', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_verdict_entry_id'), ['entry_id'], unique=False)

    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journal_actor'), ['actor'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_at'), ['at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_journal_at'))
        batch_op.drop_index(batch_op.f('ix_journal_actor'))

    with op.batch_alter_table('entry_verdict', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entry_verdict_entry_id'))

    op.drop_table('entry_verdict')
    with op.batch_alter_table('checked_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_checked_entry_check_id'))

    op.drop_table('checked_entry')
    op.drop_table('check_interval')
    with op.batch_alter_table('access_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_check_board_id'))

    op.drop_table('access_check')
    with op.batch_alter_table('journal_board', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_journal_board_sequence'))

    op.drop_table('journal_board')
