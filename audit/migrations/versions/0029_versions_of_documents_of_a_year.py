"""versions of documents of a year"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = "0029"
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("goal") as batch_op:
        batch_op.add_column(sa.Column("root_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_goal_root_id"), "goal", ["root_id"], ["id"])

    with op.batch_alter_table("indicator") as batch_op:
        batch_op.add_column(sa.Column("root_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_indicator_root_id"), "indicator", ["root_id"], ["id"])

    with op.batch_alter_table("year_document") as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("first_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("before_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("adopted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("adopted_by_role", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("registry_number", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("adopted_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("adopted_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("handed_in", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.create_foreign_key(batch_op.f("fk_year_document_before_id"), "year_document", ["before_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_year_document_adopted_by"), "account", ["adopted_by"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_year_document_first_id"), "year_document", ["first_id"], ["id"])
    with op.batch_alter_table("year_document") as batch_op:
        for name in ("version", "adopted_by_role", "registry_number", "handed_in"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("year_document") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_year_document_first_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_year_document_adopted_by"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_year_document_before_id"), type_="foreignkey")
        batch_op.drop_column("handed_in")
        batch_op.drop_column("adopted_by")
        batch_op.drop_column("adopted_at")
        batch_op.drop_column("registry_number")
        batch_op.drop_column("adopted_by_role")
        batch_op.drop_column("adopted_on")
        batch_op.drop_column("before_id")
        batch_op.drop_column("first_id")
        batch_op.drop_column("version")

    with op.batch_alter_table("indicator") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_indicator_root_id"), type_="foreignkey")
        batch_op.drop_column("root_id")

    with op.batch_alter_table("goal") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_goal_root_id"), type_="foreignkey")
        batch_op.drop_column("root_id")
