"""Remember hospitals and the networks that they belong to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_21_02"
down_revision = "2026_11_21_01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hospital",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column(
            "ownership",
            sa.Enum(
                "PUBLIC", "PRIVATE", name="ownership", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("grade", sa.SmallInteger(), nullable=True),
        sa.Column("departments", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("fax", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("copay_group", sa.String(), nullable=True),
        sa.Column("fee_exclusions", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("brand_closed_on", sa.Date(), nullable=True),
        sa.Column("hours", sa.String(), nullable=True),
        sa.CheckConstraint("grade BETWEEN 1 AND 3", name=op.f("ck_hospital_grade")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_hospital")),
    )
    op.create_table(
        "network_membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hospital_code", sa.String(), nullable=False),
        sa.Column("network_list", sa.String(), nullable=False),
        sa.Column(
            "benefit",
            sa.Enum(
                "OUTPATIENT_EMERGENCY",
                "INPATIENT",
                "DENTAL",
                "VACCINE",
                name="benefit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "NETWORK",
                "DIRECT_BILLING",
                "ADVANCE_PROVIDER",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("hospital_code"), "="),
            (sa.column("network_list"), "="),
            (sa.column("kind"), "="),
            (sa.text("COALESCE(benefit, '')"), "="),
            (sa.text("daterange(from_on, to_on, '[]')"), "&&"),
            using="gist",
            name="ex_network_membership_period",
        ),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_network_membership_period_order")),
        sa.ForeignKeyConstraint(
            ["hospital_code"], ["hospital.code"], name=op.f("fk_network_membership_hospital_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_membership")),
    )


def downgrade() -> None:
    op.drop_table("network_membership")
    op.drop_table("hospital")
