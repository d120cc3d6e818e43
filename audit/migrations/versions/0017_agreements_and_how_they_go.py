"""agreements and how they go"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agreement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('stated_changes', sa.Text(), nullable=False),
    sa.Column('invented', sa.Boolean(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=True),
    sa.Column('before_id', sa.Integer(), nullable=True),
    sa.Column('adopted_on', sa.Date(), nullable=True),
    sa.Column('adopted_at', UtcDateTime(), nullable=True),
    sa.Column('adopted_by', sa.Integer(), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['adopted_by'], ['account.id'], name=op.f('fk_agreement_adopted_by')),
    sa.ForeignKeyConstraint(['before_id'], ['agreement.id'], name=op.f('fk_agreement_before_id')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_agreement_created_by')),
    sa.ForeignKeyConstraint(['first_id'], ['agreement.id'], name=op.f('fk_agreement_first_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement'))
    )
    with op.batch_alter_table('agreement') as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_first_id'), ['first_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_year'), ['year'], unique=False)

    op.create_table('agreement_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('attached_at', UtcDateTime(), nullable=False),
    sa.Column('attached_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_agreement_document_agreement_id')),
    sa.ForeignKeyConstraint(['attached_by'], ['account.id'], name=op.f('fk_agreement_document_attached_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_document'))
    )
    with op.batch_alter_table('agreement_document') as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_document_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('agreement_party',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=True),
    sa.Column('population', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_agreement_party_agreement_id')),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_agreement_party_board_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_party')),
    sa.UniqueConstraint('agreement_id', 'name', name=op.f('uq_agreement_party_agreement_id_name'))
    )
    with op.batch_alter_table('agreement_party') as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_party_agreement_id'), ['agreement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_party_board_id'), ['board_id'], unique=False)

    op.create_table('reconciliation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.Enum('T1', 'T2', 'VB', name='period_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('noted_at', UtcDateTime(), nullable=False),
    sa.Column('noted_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_reconciliation_agreement_id')),
    sa.ForeignKeyConstraint(['noted_by'], ['account.id'], name=op.f('fk_reconciliation_noted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reconciliation')),
    sa.UniqueConstraint('agreement_id', 'period', name=op.f('uq_reconciliation_agreement_id_period'))
    )
    with op.batch_alter_table('reconciliation') as batch_op:
        batch_op.create_index(batch_op.f('ix_reconciliation_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('steering_meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('roles', sa.Text(), nullable=False),
    sa.Column('agenda', sa.Text(), nullable=False),
    sa.Column('decisions', sa.Text(), nullable=False),
    sa.Column('escalation', sa.Text(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_steering_meeting_agreement_id')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_steering_meeting_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_steering_meeting'))
    )
    with op.batch_alter_table('steering_meeting') as batch_op:
        batch_op.create_index(batch_op.f('ix_steering_meeting_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('agreement_area',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('paragraph', sa.String(), nullable=False),
    sa.Column('covers', sa.Text(), nullable=False),
    sa.Column('key', sa.Enum('arenden', 'administration', 'direkt', 'tilldelning', 'befolkning', 'lika', 'fasta', 'debiteras_inte', name='key_value', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('performer_id', sa.Integer(), nullable=True),
    sa.Column('amount', sa.String(), nullable=True),
    sa.Column('rate', sa.String(), nullable=True),
    sa.Column('posts', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_agreement_area_agreement_id')),
    sa.ForeignKeyConstraint(['performer_id'], ['agreement_party.id'], name=op.f('fk_agreement_area_performer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_area')),
    sa.UniqueConstraint('agreement_id', 'name', name=op.f('uq_agreement_area_agreement_id_name'))
    )
    with op.batch_alter_table('agreement_area') as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_area_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('agreement_cases',
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['agreement_party.id'], name=op.f('fk_agreement_cases_party_id')),
    sa.PrimaryKeyConstraint('party_id', 'month', name=op.f('pk_agreement_cases'))
    )
    op.create_table('agreement_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('shares', sa.Boolean(), nullable=False),
    sa.Column('billed', sa.Boolean(), nullable=False),
    sa.Column('allocation', sa.String(), nullable=True),
    sa.Column('deduction', sa.String(), nullable=True),
    sa.Column('direct', sa.String(), nullable=True),
    sa.Column('share', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['area_id'], ['agreement_area.id'], name=op.f('fk_agreement_part_area_id')),
    sa.ForeignKeyConstraint(['party_id'], ['agreement_party.id'], name=op.f('fk_agreement_part_party_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_part')),
    sa.UniqueConstraint('area_id', 'party_id', name=op.f('uq_agreement_part_area_id_party_id'))
    )
    with op.batch_alter_table('agreement_part') as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_part_area_id'), ['area_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_part_party_id'), ['party_id'], unique=False)

    op.create_table('joint_proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reconciliation_id', sa.Integer(), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('responsible', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('status', sa.Enum('foreslagen', 'overenskommen', 'genomford', 'utgar', name='proposalstatus_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['area_id'], ['agreement_area.id'], name=op.f('fk_joint_proposal_area_id')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_joint_proposal_created_by')),
    sa.ForeignKeyConstraint(['reconciliation_id'], ['reconciliation.id'], name=op.f('fk_joint_proposal_reconciliation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joint_proposal'))
    )
    with op.batch_alter_table('joint_proposal') as batch_op:
        batch_op.create_index(batch_op.f('ix_joint_proposal_reconciliation_id'), ['reconciliation_id'], unique=False)

    op.create_table('reconciliation_line',
    sa.Column('reconciliation_id', sa.Integer(), nullable=False),
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('forecast', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['part_id'], ['agreement_part.id'], name=op.f('fk_reconciliation_line_part_id')),
    sa.ForeignKeyConstraint(['reconciliation_id'], ['reconciliation.id'], name=op.f('fk_reconciliation_line_reconciliation_id')),
    sa.PrimaryKeyConstraint('reconciliation_id', 'part_id', name=op.f('pk_reconciliation_line'))
    )


def downgrade() -> None:
    op.drop_table('reconciliation_line')
    with op.batch_alter_table('joint_proposal') as batch_op:
        batch_op.drop_index(batch_op.f('ix_joint_proposal_reconciliation_id'))

    op.drop_table('joint_proposal')
    with op.batch_alter_table('agreement_part') as batch_op:
        batch_op.drop_index(batch_op.f('ix_agreement_part_party_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_part_area_id'))

    op.drop_table('agreement_part')
    op.drop_table('agreement_cases')
    with op.batch_alter_table('agreement_area') as batch_op:
        batch_op.drop_index(batch_op.f('ix_agreement_area_agreement_id'))

    op.drop_table('agreement_area')
    with op.batch_alter_table('steering_meeting') as batch_op:
        batch_op.drop_index(batch_op.f('ix_steering_meeting_agreement_id'))

    op.drop_table('steering_meeting')
    with op.batch_alter_table('reconciliation') as batch_op:
        batch_op.drop_index(batch_op.f('ix_reconciliation_agreement_id'))

    op.drop_table('reconciliation')
    with op.batch_alter_table('agreement_party') as batch_op:
        batch_op.drop_index(batch_op.f('ix_agreement_party_board_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_party_agreement_id'))

    op.drop_table('agreement_party')
    with op.batch_alter_table('agreement_document') as batch_op:
        batch_op.drop_index(batch_op.f('ix_agreement_document_agreement_id'))

    op.drop_table('agreement_document')
    with op.batch_alter_table('agreement') as batch_op:
        batch_op.drop_index(batch_op.f('ix_agreement_year'))
        batch_op.drop_index(batch_op.f('ix_agreement_first_id'))

    op.drop_table('agreement')
