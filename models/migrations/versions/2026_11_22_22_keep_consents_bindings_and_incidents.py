"""Keep what families allow, who has a card on the phone, and breaches of data; the web writes these."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_22"
down_revision = "2026_11_22_21"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "card_binding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("bound_at", INSTANT, nullable=False),
        sa.Column("unbound_at", INSTANT, nullable=True),
        sa.CheckConstraint("unbound_at >= bound_at", name=op.f("ck_card_binding_unbound_after_bound")),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_card_binding_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_binding")),
    )
    op.create_index(
        "uq_card_binding_standing",
        "card_binding",
        ["policy_id", "holder"],
        unique=True,
        postgresql_where=sa.text("unbound_at IS NULL"),
    )
    op.create_index("ix_card_binding_holder", "card_binding", ["holder"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", INSTANT, nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("data_concerned", sa.String(), nullable=False),
        sa.Column("measures", sa.String(), nullable=False),
        sa.Column("members", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("reported_at", INSTANT, nullable=True),
        sa.Column("guardians_told_at", INSTANT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.CheckConstraint("found_at >= happened_at", name=op.f("ck_incident_found_after_happened")),
        sa.CheckConstraint(
            "closed_at IS NULL OR measures <> ''", name=op.f("ck_incident_closed_with_measures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.execute("GRANT SELECT ON card_binding, incident TO lipei_activities, lipei_web")
    op.execute("GRANT INSERT, UPDATE ON card_binding, incident, consent TO lipei_web")
    op.execute("REVOKE INSERT, UPDATE ON consent FROM lipei_activities")


def downgrade() -> None:
    op.execute("GRANT INSERT, UPDATE ON consent TO lipei_activities")
    op.execute("REVOKE INSERT, UPDATE ON consent FROM lipei_web")
    op.drop_table("incident")
    op.drop_table("card_binding")
