"""what an indicator counts"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

# What the program told a share by until now: the unit or the name.
SHARES = ("%", "procent", "andel", "/", " per ", "index", "kvot", "genomsnitt", "medel", "dagar", "poäng")


def upgrade() -> None:
    with op.batch_alter_table("indicator") as batch_op:
        batch_op.add_column(sa.Column("quantity", sa.String(40), nullable=True))
    _derive()
    with op.batch_alter_table("indicator") as batch_op:
        batch_op.alter_column("quantity", existing_type=sa.String(40), nullable=False)
        batch_op.create_check_constraint(op.f("ck_indicator_quantity_value"), "quantity IN ('andel', 'antal')")


def _derive() -> None:
    indicator = sa.table("indicator", *map(sa.column, ("id", "name", "unit", "quantity")))
    connection = op.get_bind()
    for id_, name, unit in connection.execute(sa.select(indicator.c.id, indicator.c.name, indicator.c.unit)).all():
        told = f" {name} {unit} ".casefold()
        quantity = "andel" if any(sign in told for sign in SHARES) else "antal"
        connection.execute(indicator.update().where(indicator.c.id == id_).values(quantity=quantity))


def downgrade() -> None:
    with op.batch_alter_table("indicator") as batch_op:
        batch_op.drop_constraint(op.f("ck_indicator_quantity_value"), type_="check")
        batch_op.drop_column("quantity")
