"""Know where hospitals are: their district, and their place on the map."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_39"
down_revision = "2026_11_22_38"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hospital", sa.Column("district", sa.String(), nullable=True))
    op.add_column("hospital", sa.Column("latitude", sa.Float(), nullable=True))
    op.add_column("hospital", sa.Column("longitude", sa.Float(), nullable=True))
    op.create_check_constraint(
        op.f("ck_hospital_place"),
        "hospital",
        "(latitude IS NULL) = (longitude IS NULL)"
        " AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_hospital_place"), "hospital")
    op.drop_column("hospital", "longitude")
    op.drop_column("hospital", "latitude")
    op.drop_column("hospital", "district")
