"""tables that people put into a report, and boards' own Word templates"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('report_table',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('section', sa.String(), nullable=False),
    sa.Column('caption', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('rows', sa.Text(), nullable=False),
    sa.Column('added_by', sa.Integer(), nullable=True),
    sa.Column('added_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['added_by'], ['account.id'], name=op.f('fk_report_table_added_by')),
    sa.ForeignKeyConstraint(['round_id'], ['review_round.id'], name=op.f('fk_report_table_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_table'))
    )
    with op.batch_alter_table('report_table') as batch_op:
        batch_op.create_index(batch_op.f('ix_report_table_round_id'), ['round_id'], unique=False)

    op.create_table('report_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('uploaded_by', sa.Integer(), nullable=True),
    sa.Column('uploaded_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_report_template_board_id')),
    sa.ForeignKeyConstraint(['uploaded_by'], ['account.id'], name=op.f('fk_report_template_uploaded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_template')),
    sa.UniqueConstraint('board_id', name=op.f('uq_report_template_board_id'))
    )


def downgrade() -> None:
    op.drop_table('report_template')
    with op.batch_alter_table('report_table') as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_table_round_id'))

    op.drop_table('report_table')
