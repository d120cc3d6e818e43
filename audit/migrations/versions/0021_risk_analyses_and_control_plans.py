"""risk analyses and control plans"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('plan_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('riskanalys', 'kontrollplan', name='documentkind_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('scale', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('on_paper', sa.Boolean(), nullable=False),
    sa.Column('invented', sa.Boolean(), nullable=False),
    sa.Column('before_id', sa.Integer(), nullable=True),
    sa.Column('analysis_id', sa.Integer(), nullable=True),
    sa.Column('adopted_on', sa.Date(), nullable=True),
    sa.Column('adopted_by_role', sa.String(), nullable=False),
    sa.Column('registry_number', sa.String(), nullable=False),
    sa.Column('adopted_at', UtcDateTime(), nullable=True),
    sa.Column('adopted_by', sa.Integer(), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['adopted_by'], ['account.id'], name=op.f('fk_plan_document_adopted_by')),
    sa.ForeignKeyConstraint(['analysis_id'], ['plan_document.id'], name=op.f('fk_plan_document_analysis_id')),
    sa.ForeignKeyConstraint(['before_id'], ['plan_document.id'], name=op.f('fk_plan_document_before_id')),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_plan_document_board_id')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_plan_document_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_document')),
    sa.UniqueConstraint('kind', 'board_id', 'year', 'version', name=op.f('uq_plan_document_kind_board_id_year_version'))
    )

    with op.batch_alter_table('plan_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_document_board_id'), ['board_id'], unique=False)

    op.create_table('plan_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('period', sa.Enum('T1', 'T2', 'VB', name='period_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('results', sa.JSON(), nullable=False),
    sa.Column('handed_in_at', UtcDateTime(), nullable=False),
    sa.Column('handed_in_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_plan_report_board_id')),
    sa.ForeignKeyConstraint(['document_id'], ['plan_document.id'], name=op.f('fk_plan_report_document_id')),
    sa.ForeignKeyConstraint(['handed_in_by'], ['account.id'], name=op.f('fk_plan_report_handed_in_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_report')),
    sa.UniqueConstraint('board_id', 'year', 'period', name=op.f('uq_plan_report_board_id_year_period'))
    )

    with op.batch_alter_table('plan_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_report_document_id'), ['document_id'], unique=False)

    op.create_table('plan_risk',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('root_id', sa.Integer(), nullable=True),
    sa.Column('process', sa.String(), nullable=False),
    sa.Column('risk', sa.Text(), nullable=False),
    sa.Column('routine', sa.Text(), nullable=False),
    sa.Column('ongoing', sa.Text(), nullable=False),
    sa.Column('likelihood', sa.Integer(), nullable=False),
    sa.Column('materiality', sa.Integer(), nullable=False),
    sa.Column('handling', sa.Enum('accepteras', 'lopande', 'planen', name='handling_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['plan_document.id'], name=op.f('fk_plan_risk_document_id')),
    sa.ForeignKeyConstraint(['root_id'], ['plan_risk.id'], name=op.f('fk_plan_risk_root_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_risk'))
    )

    with op.batch_alter_table('plan_risk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_risk_document_id'), ['document_id'], unique=False)

    op.create_table('plan_control',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('root_id', sa.Integer(), nullable=True),
    sa.Column('risk_root_id', sa.Integer(), nullable=True),
    sa.Column('process', sa.String(), nullable=False),
    sa.Column('moment', sa.Text(), nullable=False),
    sa.Column('method', sa.Text(), nullable=False),
    sa.Column('frequency', sa.String(), nullable=False),
    sa.Column('periods', sa.JSON(), nullable=False),
    sa.Column('responsible', sa.String(), nullable=False),
    sa.Column('report_to', sa.String(), nullable=False),
    sa.Column('basis', sa.Enum('egen', 'omgang', 'maskinell', name='basis_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('round_kind', sa.Enum('arenden', 'utbetalningar', 'boutredningar', name='registerkind_value', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('area', sa.String(), nullable=True),
    sa.Column('control_id', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['plan_document.id'], name=op.f('fk_plan_control_document_id')),
    sa.ForeignKeyConstraint(['risk_root_id'], ['plan_risk.id'], name=op.f('fk_plan_control_risk_root_id')),
    sa.ForeignKeyConstraint(['root_id'], ['plan_control.id'], name=op.f('fk_plan_control_root_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_control'))
    )

    with op.batch_alter_table('plan_control', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_control_document_id'), ['document_id'], unique=False)

    op.create_table('plan_follow_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('control_root_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('period', sa.Enum('T1', 'T2', 'VB', name='period_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('assessment', sa.Enum('fungerar', 'brister', 'pagar', 'inte_gjord', name='assessment_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('deviation', sa.Text(), nullable=False),
    sa.Column('noted_at', UtcDateTime(), nullable=False),
    sa.Column('noted_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['control_root_id'], ['plan_control.id'], name=op.f('fk_plan_follow_up_control_root_id')),
    sa.ForeignKeyConstraint(['noted_by'], ['account.id'], name=op.f('fk_plan_follow_up_noted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_follow_up')),
    sa.UniqueConstraint('control_root_id', 'year', 'period', name=op.f('uq_plan_follow_up_control_root_id_year_period'))
    )

    op.create_table('plan_measure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('control_root_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('period', sa.Enum('T1', 'T2', 'VB', name='period_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('responsible', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('status', sa.Enum('planerad', 'pagar', 'klar', 'utgar', name='measurestatus_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['control_root_id'], ['plan_control.id'], name=op.f('fk_plan_measure_control_root_id')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_plan_measure_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_measure'))
    )

    with op.batch_alter_table('plan_measure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_measure_control_root_id'), ['control_root_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('plan_measure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_measure_control_root_id'))

    op.drop_table('plan_measure')

    op.drop_table('plan_follow_up')

    with op.batch_alter_table('plan_control', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_control_document_id'))

    op.drop_table('plan_control')

    with op.batch_alter_table('plan_risk', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_risk_document_id'))

    op.drop_table('plan_risk')

    with op.batch_alter_table('plan_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_report_document_id'))

    op.drop_table('plan_report')

    with op.batch_alter_table('plan_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_document_board_id'))

    op.drop_table('plan_document')
