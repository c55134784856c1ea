"""Publish several calendars, each with its hours and sources, and keep count of the cases that follow.

A version that stands already was the standard one, from nine to six.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import DateTime, String
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_15"
down_revision = "2026_11_22_14"
branch_labels = None
depends_on = None

APPEND_ONLY = ("calendar_day", "calendar_version")

CONTENT = """
UPDATE calendar_version AS edition
SET content = jsonb_build_object('hours', '["09:00-18:00"]'::jsonb, 'years', (
    SELECT jsonb_agg(year ORDER BY year -> 'year') FROM (
        SELECT jsonb_build_object(
            'year', extract(year FROM day_on)::int,
            'status', CASE WHEN bool_or(provisional) THEN 'PROVISIONAL' ELSE 'FINAL' END,
            'source', 'loaded before sources were kept',
            'rest_days', COALESCE(
                jsonb_object_agg(day_on, COALESCE(name, '')) FILTER (WHERE NOT is_working), '{}'),
            'make_up_working_days', COALESCE(
                jsonb_object_agg(day_on, COALESCE(name, '')) FILTER (WHERE is_working), '{}')
        ) AS year
        FROM calendar_day WHERE version = edition.version GROUP BY extract(year FROM day_on)
    ) AS years
))
"""
STANDARD = """
INSERT INTO calendar (name) VALUES ('STANDARD')
"""
PUBLICATIONS = """
INSERT INTO calendar_publication
    (key, calendar, version, published_at, published_by, cases, left_over, finished_at)
SELECT version, 'STANDARD', version, loaded_at, loaded_by, 0, 0, loaded_at
FROM calendar_version ORDER BY loaded_at, version
"""


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_calendar")),
    )
    op.execute(STANDARD)
    _move("published_at", "loaded_at", sa.DateTime(timezone=True))
    _move("published_by", "loaded_by", sa.String())
    op.drop_column("calendar_version", "content_hash")
    op.add_column("calendar_version", sa.Column("content", postgresql.JSONB(astext_type=sa.Text())))
    op.execute(CONTENT)
    op.alter_column("calendar_version", "content", nullable=False)
    _publications()
    op.create_table(
        "calendar_use",
        sa.Column(
            "user_kind",
            sa.Enum(
                "TEAM", "INSURER", name="user_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["calendar"], ["calendar.name"], name=op.f("fk_calendar_use_calendar")),
        sa.PrimaryKeyConstraint("user_kind", "subject", name=op.f("pk_calendar_use")),
    )
    _drafts()
    _reconciliations()
    _grants()
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )


def _move(old: str, new: str, kind: DateTime | String) -> None:
    """Rename a column; a new one takes the constraint's name along, which a renamed one does not."""
    op.add_column("calendar_version", sa.Column(new, kind))
    versions = sa.table("calendar_version", sa.column(old), sa.column(new))
    op.execute(versions.update().values({new: versions.c[old]}))
    op.alter_column("calendar_version", new, nullable=False)
    op.drop_column("calendar_version", old)


def _publications() -> None:
    op.create_table(
        "calendar_publication",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("left_over", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cases >= 0 AND left_over >= 0", name=op.f("ck_calendar_publication_counts")),
        sa.ForeignKeyConstraint(
            ["calendar"], ["calendar.name"], name=op.f("fk_calendar_publication_calendar")
        ),
        sa.ForeignKeyConstraint(
            ["version"], ["calendar_version.version"], name=op.f("fk_calendar_publication_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_publication")),
        sa.UniqueConstraint("key", name=op.f("uq_calendar_publication_key")),
    )
    op.create_index("ix_calendar_publication_in_force", "calendar_publication", ["calendar", "id"])
    op.execute(PUBLICATIONS)


def _drafts() -> None:
    op.create_table(
        "calendar_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("base_version", sa.String(), nullable=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_draft")),
    )
    op.create_index("ix_calendar_draft_newest", "calendar_draft", ["calendar", "loaded_at"])


def _reconciliations() -> None:
    op.create_table(
        "reconciliation_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("healed", sa.Integer(), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_run")),
    )


def _grants() -> None:
    op.execute(
        "GRANT SELECT ON calendar, calendar_publication, calendar_use, calendar_draft, reconciliation_run"
        " TO lipei_activities, lipei_web"
    )
    op.execute("GRANT INSERT ON calendar, calendar_publication, reconciliation_run TO lipei_activities")
    op.execute("GRANT UPDATE (cases, left_over, finished_at) ON calendar_publication TO lipei_activities")
    op.execute("GRANT INSERT ON calendar_draft TO lipei_web")


def downgrade() -> None:
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER append_only ON {table}")
    for table in ("reconciliation_run", "calendar_draft", "calendar_use", "calendar_publication", "calendar"):
        op.drop_table(table)
    op.drop_column("calendar_version", "content")
    op.add_column("calendar_version", sa.Column("content_hash", sa.String()))
    op.execute("UPDATE calendar_version SET content_hash = version")
    op.alter_column("calendar_version", "content_hash", nullable=False)
    _move("loaded_by", "published_by", sa.String())
    _move("loaded_at", "published_at", sa.DateTime(timezone=True))
