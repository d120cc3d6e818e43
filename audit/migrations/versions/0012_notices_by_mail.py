"""notices by e-mail"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

KINDS = ('iakttagelser', 'enhetens_svar', 'besked', 'granskning', 'aterlamnad', 'bradskande', 'forsenat')


def upgrade() -> None:
    op.create_table('mail_address',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('wanted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_mail_address_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_mail_address'))
    )
    op.create_table('mail_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum(*KINDS, name='noticekind_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('due_at', UtcDateTime(), nullable=False),
    sa.Column('sent_at', UtcDateTime(), nullable=True),
    sa.Column('given_up_at', UtcDateTime(), nullable=True),
    sa.Column('fault', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_mail_notice_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_notice'))
    )
    with op.batch_alter_table('mail_notice') as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_notice_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mail_notice_due_at'), ['due_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('mail_notice') as batch_op:
        batch_op.drop_index(batch_op.f('ix_mail_notice_due_at'))
        batch_op.drop_index(batch_op.f('ix_mail_notice_account_id'))
    op.drop_table('mail_notice')
    op.drop_table('mail_address')
