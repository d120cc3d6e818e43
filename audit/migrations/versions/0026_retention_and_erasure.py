"""retention and erasure"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('retention_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('registerutdrag', 'granskning', 'urval', 'bradskande', 'dialog', 'kontrolltraffar', 'pappersar', 'kontologg', 'arbeten', name='kindid_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=True),
    sa.Column('event', sa.Enum('publicerad', 'arsskifte', 'tillkom', name='event_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('decided_by', sa.String(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('reference', sa.String(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_retention_rule_board_id')),
    sa.ForeignKeyConstraint(['made_by'], ['account.id'], name=op.f('fk_retention_rule_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_rule')),
    sa.UniqueConstraint('board_id', 'kind', 'version', name=op.f('uq_retention_rule_board_id_kind_version'))
    )
    with op.batch_alter_table('retention_rule', schema=None) as batch_op:
        batch_op.create_index('uq_retention_rule_house', ['kind', 'version'], unique=True, sqlite_where=sa.text('board_id IS NULL'), postgresql_where=sa.text('board_id IS NULL'))

    op.create_table('erasure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rule_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('registerutdrag', 'granskning', 'urval', 'bradskande', 'dialog', 'kontrolltraffar', 'pappersar', 'kontologg', 'arbeten', name='kindid_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=True),
    sa.Column('of_id', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('foreslagen', 'avslagen', 'gallrad', name='erasurestate_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('open_key', sa.String(), nullable=True),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('proposed_at', UtcDateTime(), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', UtcDateTime(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proof', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('gone_files', sa.JSON(), nullable=False),
    sa.Column('cleaned_at', UtcDateTime(), nullable=True),
    sa.Column('cleaned', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_erasure_board_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_erasure_decided_by')),
    sa.ForeignKeyConstraint(['proposed_by'], ['account.id'], name=op.f('fk_erasure_proposed_by')),
    sa.ForeignKeyConstraint(['rule_id'], ['retention_rule.id'], name=op.f('fk_erasure_rule_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure')),
    sa.UniqueConstraint('open_key', name=op.f('uq_erasure_open_key'))
    )
    with op.batch_alter_table('erasure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_erasure_board_id'), ['board_id'], unique=False)

    with op.batch_alter_table('frame', schema=None) as batch_op:
        batch_op.add_column(sa.Column('erased_at', UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('frame', schema=None) as batch_op:
        batch_op.drop_column('erased_at')

    with op.batch_alter_table('erasure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_erasure_board_id'))

    op.drop_table('erasure')
    with op.batch_alter_table('retention_rule', schema=None) as batch_op:
        batch_op.drop_index('uq_retention_rule_house', sqlite_where=sa.text('board_id IS NULL'), postgresql_where=sa.text('board_id IS NULL'))

    op.drop_table('retention_rule')
