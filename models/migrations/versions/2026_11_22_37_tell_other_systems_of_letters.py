"""Tell the systems of hospitals, insurers and administrators of letters, by webhooks that they registered."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_37"
down_revision = "2026_11_22_36"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
READERS = "'HOSPITAL', 'GUARDIAN', 'PROVIDER'"
UNIQUE = op.f("uq_webhook_endpoint_owner_owner_code_url")
CHANNELS = "'EMAIL', 'FAX', 'POST', 'SMS', 'PORTAL'"


def upgrade() -> None:
    op.create_table(
        "webhook_endpoint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("owner_code", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("earlier_secret", sa.LargeBinary(), nullable=True),
        sa.Column("earlier_until", INSTANT, nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("off_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            f"owner IN ({READERS}, 'INSURER', 'ADMINISTRATOR')", name=op.f("ck_webhook_endpoint_owner")
        ),
        sa.CheckConstraint(
            "owner IN ('HOSPITAL', 'INSURER', 'ADMINISTRATOR')", name=op.f("ck_webhook_endpoint_owned")
        ),
        sa.CheckConstraint(
            "(earlier_secret IS NULL) = (earlier_until IS NULL)", name=op.f("ck_webhook_endpoint_earlier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoint")),
        sa.UniqueConstraint("owner", "owner_code", "url", name=UNIQUE),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON webhook_endpoint TO lipei_web")
    op.execute("GRANT SELECT ON webhook_endpoint TO lipei_activities")
    _restate(f"{CHANNELS}, 'WEBHOOK'", f"{READERS}, 'INSURER', 'ADMINISTRATOR'")


def downgrade() -> None:
    op.execute("DELETE FROM letter_delivery WHERE channel = 'WEBHOOK'")
    _restate(CHANNELS, READERS)
    op.drop_table("webhook_endpoint")


def _restate(channels: str, readers: str) -> None:
    for column, allowed in (("channel", channels), ("recipient_role", readers)):
        name = op.f(f"ck_letter_delivery_{column}")
        op.drop_constraint(name, "letter_delivery", type_="check")
        op.create_check_constraint(name, "letter_delivery", f"{column} IN ({allowed})")
