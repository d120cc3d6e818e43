"""whom an account belongs to at the provider of single sign-on"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('account', sa.Column('sso_subject', sa.String(), nullable=True))
    op.create_index(op.f('ix_account_sso_subject'), 'account', ['sso_subject'], unique=True)


def downgrade() -> None:
    op.drop_index(op.f('ix_account_sso_subject'), 'account')
    with op.batch_alter_table('account') as batch_op:
        batch_op.drop_column('sso_subject')
