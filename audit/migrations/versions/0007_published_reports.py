"""published reports, what must not be in them, and the figures that texts were written against"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('secrecy_word',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=False),
    sa.Column('word', sa.String(), nullable=False),
    sa.Column('added_by', sa.Integer(), nullable=True),
    sa.Column('added_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['added_by'], ['account.id'], name=op.f('fk_secrecy_word_added_by')),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_secrecy_word_board_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_secrecy_word')),
    sa.UniqueConstraint('board_id', 'word', name=op.f('uq_secrecy_word_board_id_word'))
    )
    with op.batch_alter_table('secrecy_word') as batch_op:
        batch_op.create_index(batch_op.f('ix_secrecy_word_board_id'), ['board_id'], unique=False)

    op.create_table('report_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.Column('made_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['owner_id'], ['account.id'], name=op.f('fk_report_files_owner_id')),
    sa.ForeignKeyConstraint(['round_id'], ['review_round.id'], name=op.f('fk_report_files_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_files'))
    )
    with op.batch_alter_table('report_files') as batch_op:
        batch_op.create_index(batch_op.f('ix_report_files_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_files_round_id'), ['round_id'], unique=False)

    op.create_table('report_publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('annex', sa.Text(), nullable=False),
    sa.Column('annex_sha256', sa.String(), nullable=False),
    sa.Column('changed', sa.Text(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('published_by', sa.Integer(), nullable=True),
    sa.Column('published_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['published_by'], ['account.id'], name=op.f('fk_report_publication_published_by')),
    sa.ForeignKeyConstraint(['round_id'], ['review_round.id'], name=op.f('fk_report_publication_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_publication')),
    sa.UniqueConstraint('round_id', 'number', name=op.f('uq_report_publication_round_id_number'))
    )
    with op.batch_alter_table('report_publication') as batch_op:
        batch_op.create_index(batch_op.f('ix_report_publication_round_id'), ['round_id'], unique=False)

    with op.batch_alter_table('report_text') as batch_op:
        batch_op.add_column(sa.Column('figures', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('restored_from', sa.Integer(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('report_text') as batch_op:
        batch_op.drop_column('restored_from')
        batch_op.drop_column('figures')

    with op.batch_alter_table('report_publication') as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_publication_round_id'))

    op.drop_table('report_publication')
    with op.batch_alter_table('report_files') as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_files_round_id'))
        batch_op.drop_index(batch_op.f('ix_report_files_owner_id'))

    op.drop_table('report_files')
    with op.batch_alter_table('secrecy_word') as batch_op:
        batch_op.drop_index(batch_op.f('ix_secrecy_word_board_id'))

    op.drop_table('secrecy_word')
