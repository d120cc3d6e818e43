"""reports of one board each, and templates kept with what was published"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

IN_COMMON = sa.text('board_id IS NULL')
OF_BOARDS = ('report_text', 'report_table', 'report_publication', 'report_head')


def upgrade() -> None:
    op.create_table('report_template_kept',
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_report_template_kept'))
    )
    op.create_table('report_division',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('per_board', sa.Boolean(), nullable=False),
    sa.Column('chosen_by', sa.Integer(), nullable=True),
    sa.Column('chosen_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['chosen_by'], ['account.id'], name=op.f('fk_report_division_chosen_by')),
    sa.ForeignKeyConstraint(['round_id'], ['review_round.id'], name=op.f('fk_report_division_round_id')),
    sa.PrimaryKeyConstraint('round_id', name=op.f('pk_report_division'))
    )
    with op.batch_alter_table('report_files') as batch_op:
        batch_op.add_column(sa.Column('published', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_column('number')
    with op.batch_alter_table('report_files') as batch_op:
        batch_op.alter_column('published', server_default=None)

    with op.batch_alter_table('report_head') as batch_op:
        batch_op.add_column(sa.Column('board_id', sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_report_head_round_id'), type_='unique')
        batch_op.create_index('uq_report_head_common', ['round_id'], unique=True, sqlite_where=IN_COMMON, postgresql_where=IN_COMMON)
        batch_op.create_unique_constraint(batch_op.f('uq_report_head_round_id_board_id'), ['round_id', 'board_id'])
        batch_op.create_foreign_key(batch_op.f('fk_report_head_board_id'), 'board', ['board_id'], ['id'])

    with op.batch_alter_table('report_publication') as batch_op:
        batch_op.add_column(sa.Column('board_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('template_sha256', sa.String(), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_report_publication_round_id_number'), type_='unique')
        batch_op.create_index('uq_report_publication_common', ['round_id', 'number'], unique=True, sqlite_where=IN_COMMON, postgresql_where=IN_COMMON)
        batch_op.create_unique_constraint(batch_op.f('uq_report_publication_round_id_board_id_number'), ['round_id', 'board_id', 'number'])
        batch_op.create_foreign_key(batch_op.f('fk_report_publication_template_sha256'), 'report_template_kept', ['template_sha256'], ['sha256'])
        batch_op.create_foreign_key(batch_op.f('fk_report_publication_board_id'), 'board', ['board_id'], ['id'])

    with op.batch_alter_table('report_table') as batch_op:
        batch_op.add_column(sa.Column('board_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_report_table_board_id'), 'board', ['board_id'], ['id'])

    with op.batch_alter_table('report_text') as batch_op:
        batch_op.add_column(sa.Column('board_id', sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_report_text_round_id_section_version'), type_='unique')
        batch_op.create_index('uq_report_text_common', ['round_id', 'section', 'version'], unique=True, sqlite_where=IN_COMMON, postgresql_where=IN_COMMON)
        batch_op.create_unique_constraint(batch_op.f('uq_report_text_round_id_board_id_section_version'), ['round_id', 'board_id', 'section', 'version'])
        batch_op.create_foreign_key(batch_op.f('fk_report_text_board_id'), 'board', ['board_id'], ['id'])



def downgrade() -> None:
    for table in OF_BOARDS:
        op.execute(sa.text(f'DELETE FROM {table} WHERE board_id IS NOT NULL'))
    with op.batch_alter_table('report_text') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_report_text_board_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_report_text_round_id_board_id_section_version'), type_='unique')
        batch_op.drop_index('uq_report_text_common', sqlite_where=IN_COMMON, postgresql_where=IN_COMMON)
        batch_op.create_unique_constraint(batch_op.f('uq_report_text_round_id_section_version'), ['round_id', 'section', 'version'])
        batch_op.drop_column('board_id')

    with op.batch_alter_table('report_table') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_report_table_board_id'), type_='foreignkey')
        batch_op.drop_column('board_id')

    with op.batch_alter_table('report_publication') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_report_publication_board_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_report_publication_template_sha256'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_report_publication_round_id_board_id_number'), type_='unique')
        batch_op.drop_index('uq_report_publication_common', sqlite_where=IN_COMMON, postgresql_where=IN_COMMON)
        batch_op.create_unique_constraint(batch_op.f('uq_report_publication_round_id_number'), ['round_id', 'number'])
        batch_op.drop_column('template_sha256')
        batch_op.drop_column('board_id')

    with op.batch_alter_table('report_head') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_report_head_board_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_report_head_round_id_board_id'), type_='unique')
        batch_op.drop_index('uq_report_head_common', sqlite_where=IN_COMMON, postgresql_where=IN_COMMON)
        batch_op.create_unique_constraint(batch_op.f('uq_report_head_round_id'), ['round_id'])
        batch_op.drop_column('board_id')

    with op.batch_alter_table('report_files') as batch_op:
        batch_op.add_column(sa.Column('number', sa.Integer(), nullable=False, server_default='0'))
        batch_op.drop_column('published')
    with op.batch_alter_table('report_files') as batch_op:
        batch_op.alter_column('number', server_default=None)

    op.drop_table('report_division')
    op.drop_table('report_template_kept')
