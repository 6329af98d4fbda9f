"""Which camera's sign is attested until when."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signs_heard",
        sa.Column("edge_id", sa.String(), nullable=False),
        sa.Column("objections", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edge_id"], ["edges.edge_id"]),
        sa.PrimaryKeyConstraint("edge_id"),
    )
    op.create_table(
        "camera_signs",
        sa.Column("edge_id", sa.String(), nullable=False),
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("attested_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["edge_id"], ["edges.edge_id"]),
        sa.PrimaryKeyConstraint("edge_id", "camera"),
    )
