"""The helper's log as stores have seen it grow, and what a restored backup has lost of it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "log_sightings",
        sa.Column("edge_id", sa.String(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edge_id"], ["edges.edge_id"]),
        sa.PrimaryKeyConstraint("edge_id"),
    )
    op.create_table(
        "log_lost_tails",
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", "root"),
    )


def downgrade() -> None:
    op.drop_table("log_lost_tails")
    op.drop_table("log_sightings")
