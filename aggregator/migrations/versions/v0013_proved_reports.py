"""Under which key a report's proof held, at the helper."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports", sa.Column("proved_under", sa.LargeBinary(), nullable=True))
