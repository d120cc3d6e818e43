"""Goals, indicators, figures of documents and the rules that they are held against."""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('year_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('plan', 'berattelse', 'overenskommelse', 'kontroll', name='documentkind_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('invented', sa.Boolean(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_year_document_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_year_document'))
    )
    with op.batch_alter_table('year_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_year_document_year'), ['year'], unique=False)

    op.create_table('figure_table',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('volym', 'budget', 'text', name='tablekind_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('caption', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('cells', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['year_document.id'], name=op.f('fk_figure_table_document_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure_table')),
    sa.UniqueConstraint('document_id', 'caption', name=op.f('uq_figure_table_document_id_caption'))
    )
    with op.batch_alter_table('figure_table', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_figure_table_document_id'), ['document_id'], unique=False)

    op.create_table('goal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('level', sa.Enum('inriktningsmal', 'verksamhetsmal', 'namndmal', 'atagande', 'aktivitet', name='level_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('expected', sa.Text(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('deviation', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['year_document.id'], name=op.f('fk_goal_document_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal'))
    )
    with op.batch_alter_table('goal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_goal_document_id'), ['document_id'], unique=False)

    op.create_table('year_document_board',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_year_document_board_board_id')),
    sa.ForeignKeyConstraint(['document_id'], ['year_document.id'], name=op.f('fk_year_document_board_document_id')),
    sa.PrimaryKeyConstraint('document_id', 'board_id', name=op.f('pk_year_document_board'))
    )
    with op.batch_alter_table('year_document_board', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_year_document_board_board_id'), ['board_id'], unique=False)

    op.create_table('figure_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('table_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('raknas', 'alla_mal', 'enheter', 'anteckning', name='checkkind_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('formula', sa.Text(), nullable=False),
    sa.Column('tolerance', sa.String(), nullable=False),
    sa.Column('quotation', sa.Text(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['year_document.id'], name=op.f('fk_figure_check_document_id')),
    sa.ForeignKeyConstraint(['table_id'], ['figure_table.id'], name=op.f('fk_figure_check_table_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure_check'))
    )
    with op.batch_alter_table('figure_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_figure_check_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figure_check_table_id'), ['table_id'], unique=False)

    op.create_table('indicator',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('goal_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('direction', sa.Enum('ej_angiven', 'hogre', 'lagre', name='direction_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('periodicity', sa.Enum('tertial', 'ar', 'vb', name='periodicity_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('owner', sa.Enum('kf', 'namnd', 'enhet', name='owner_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('target', sa.String(), nullable=False),
    sa.Column('city_target', sa.String(), nullable=False),
    sa.Column('guarantee', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['year_document.id'], name=op.f('fk_indicator_document_id')),
    sa.ForeignKeyConstraint(['goal_id'], ['goal.id'], name=op.f('fk_indicator_goal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator')),
    sa.UniqueConstraint('document_id', 'name', name=op.f('uq_indicator_document_id_name'))
    )
    with op.batch_alter_table('indicator', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicator_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_indicator_goal_id'), ['goal_id'], unique=False)

    op.create_table('check_settlement',
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('judgement', sa.Enum('forklaras', 'fel', 'okant', name='judgement_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('arithmetic', sa.Text(), nullable=False),
    sa.Column('settled_at', UtcDateTime(), nullable=False),
    sa.Column('settled_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['check_id'], ['figure_check.id'], name=op.f('fk_check_settlement_check_id')),
    sa.ForeignKeyConstraint(['settled_by'], ['account.id'], name=op.f('fk_check_settlement_settled_by')),
    sa.PrimaryKeyConstraint('check_id', name=op.f('pk_check_settlement'))
    )
    op.create_table('indicator_outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('period', sa.Enum('T1', 'T2', 'VB', name='period_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=True),
    sa.Column('written', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_indicator_outcome_board_id')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_indicator_outcome_indicator_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_outcome')),
    sa.UniqueConstraint('indicator_id', 'year', 'period', 'board_id', name=op.f('uq_indicator_outcome_indicator_id_year_period_board_id'))
    )
    with op.batch_alter_table('indicator_outcome', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicator_outcome_indicator_id'), ['indicator_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('indicator_outcome', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_indicator_outcome_indicator_id'))

    op.drop_table('indicator_outcome')
    op.drop_table('check_settlement')
    with op.batch_alter_table('indicator', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_indicator_goal_id'))
        batch_op.drop_index(batch_op.f('ix_indicator_document_id'))

    op.drop_table('indicator')
    with op.batch_alter_table('figure_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_figure_check_table_id'))
        batch_op.drop_index(batch_op.f('ix_figure_check_document_id'))

    op.drop_table('figure_check')
    with op.batch_alter_table('year_document_board', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_year_document_board_board_id'))

    op.drop_table('year_document_board')
    with op.batch_alter_table('goal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_goal_document_id'))

    op.drop_table('goal')
    with op.batch_alter_table('figure_table', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_figure_table_document_id'))

    op.drop_table('figure_table')
    with op.batch_alter_table('year_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_year_document_year'))

    op.drop_table('year_document')
