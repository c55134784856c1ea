"""Keep drafts, who is at a case, tags, mentions and saved views; the web writes them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_27"
down_revision = "2026_11_22_26"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TABLES = "case_draft, case_presence, case_tag, note_mention, saved_view"
GRANTS = (
    f"GRANT SELECT ON {TABLES} TO lipei_activities, lipei_web",
    f"GRANT INSERT, UPDATE ON {TABLES} TO lipei_web",
    "GRANT DELETE ON case_draft, case_presence, case_tag, saved_view TO lipei_web",
)


def upgrade() -> None:
    op.create_table(
        "case_draft",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("seen_version", sa.BigInteger(), nullable=False),
        sa.Column("fields", postgresql.JSONB(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_case_draft_case_number")
        ),
        sa.PrimaryKeyConstraint("person", "case_number", "action", name=op.f("pk_case_draft")),
    )
    op.create_index(op.f("ix_case_draft_case_number"), "case_draft", ["case_number"])
    op.create_table(
        "case_presence",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("editing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_case_presence_case_number")
        ),
        sa.PrimaryKeyConstraint("case_number", "person", name=op.f("pk_case_presence")),
    )
    op.create_table(
        "case_tag",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("tagged_by", sa.String(), nullable=False),
        sa.Column("tagged_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_case_tag_case_number")),
        sa.PrimaryKeyConstraint("case_number", "tag", name=op.f("pk_case_tag")),
    )
    op.create_index(op.f("ix_case_tag_tag"), "case_tag", ["tag"])
    op.create_table(
        "note_mention",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["note_id"], ["case_note.id"], name=op.f("fk_note_mention_note_id")),
        sa.PrimaryKeyConstraint("note_id", "person", name=op.f("pk_note_mention")),
    )
    op.create_index(op.f("ix_note_mention_person"), "note_mention", ["person"])
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("opens_first", sa.Boolean(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner", "name", name=op.f("uq_saved_view_owner_name")),
    )
    op.create_index(op.f("ix_saved_view_team"), "saved_view", ["team"])
    op.create_index("ix_decision_line_item", "decision_line", ["item"])
    for grant in GRANTS:
        op.execute(grant)


def downgrade() -> None:
    op.drop_index("ix_decision_line_item", table_name="decision_line")
    op.drop_table("saved_view")
    op.drop_table("note_mention")
    op.drop_table("case_tag")
    op.drop_table("case_presence")
    op.drop_table("case_draft")
