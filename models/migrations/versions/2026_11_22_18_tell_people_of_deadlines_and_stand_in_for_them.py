"""Tell people of deadlines and stand in for them: absences, notices, tasks, watchers, intervals of clocks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_18"
down_revision = "2026_11_22_17"
branch_labels = None
depends_on = None

GRANTS = (
    "GRANT SELECT ON absence, notification, supervisor_task, case_watcher, clock_interval"
    " TO lipei_activities, lipei_web",
    "GRANT INSERT ON notification, supervisor_task, case_watcher TO lipei_activities",
    "GRANT INSERT, UPDATE ON clock_interval TO lipei_activities",
    "GRANT INSERT, UPDATE ON absence TO lipei_web",
    "GRANT UPDATE (read_at) ON notification TO lipei_web",
    "GRANT UPDATE (closed_at, closed_by, outcome) ON supervisor_task TO lipei_web",
)


def upgrade() -> None:
    op.add_column("staff", sa.Column("on_call", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("staff", "on_call", server_default=None)
    empty = sa.text("'{}'::jsonb")
    op.add_column(
        "clock",
        sa.Column(
            "as_carried", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default=empty
        ),
    )
    op.alter_column("clock", "as_carried", server_default=None)
    _absence()
    _notification()
    _supervisor_task()
    op.create_table(
        "case_watcher",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_case_watcher_case_number")
        ),
        sa.PrimaryKeyConstraint("case_number", "person", name=op.f("pk_case_watcher")),
    )
    op.create_index(op.f("ix_case_watcher_person"), "case_watcher", ["person"])
    _clock_interval()
    for grant in GRANTS:
        op.execute(grant)


def _absence() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=True),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(), nullable=True),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_absence_in_order")),
        sa.CheckConstraint("substitute_id <> staff_id", name=op.f("ck_absence_another")),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by IS NULL)", name=op.f("ck_absence_cancelled_by")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absence_staff_id")),
        sa.ForeignKeyConstraint(["substitute_id"], ["staff.id"], name=op.f("fk_absence_substitute_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("set_by", "key", name=op.f("uq_absence_set_by_key")),
    )
    op.create_index("ix_absence_days", "absence", ["from_on", "until_on"])
    op.create_index(op.f("ix_absence_staff_id"), "absence", ["staff_id"])


def _notification() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("clock", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("in_place_of", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deliver_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('ESCALATION', 'DEALT', 'CALENDAR')", name=op.f("ck_notification_kind")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_notification_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    op.create_index(op.f("ix_notification_case_number"), "notification", ["case_number"])
    op.create_index(
        "ix_notification_unread",
        "notification",
        ["recipient", "deliver_at"],
        postgresql_where=sa.text("read_at IS NULL"),
    )


def _supervisor_task() -> None:
    op.create_table(
        "supervisor_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("clock", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_supervisor_task_closed_by")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR outcome IS NOT NULL", name=op.f("ck_supervisor_task_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_supervisor_task_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisor_task")),
    )
    op.create_index(op.f("ix_supervisor_task_case_number"), "supervisor_task", ["case_number"])
    op.create_index(
        "ix_supervisor_task_open",
        "supervisor_task",
        ["owner", "opened_at"],
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _clock_interval() -> None:
    op.create_table(
        "clock_interval",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("sequence", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("began", sa.String(length=40), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("question_id", sa.String(), nullable=True),
        sa.Column("asked_of", sa.String(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("state IN ('RUNNING', 'PAUSED')", name=op.f("ck_clock_interval_state")),
        sa.CheckConstraint(
            "began IN ('STARTED', 'ASKED', 'ANSWERED', 'CALENDAR', 'URGENCY')",
            name=op.f("ck_clock_interval_began"),
        ),
        sa.ForeignKeyConstraint(
            ["case_number", "kind", "ordinal"],
            ["clock.case_number", "clock.kind", "clock.ordinal"],
            name=op.f("fk_clock_interval_case_number_kind_ordinal"),
        ),
        sa.PrimaryKeyConstraint("case_number", "kind", "ordinal", "sequence", name=op.f("pk_clock_interval")),
    )


def downgrade() -> None:
    for table in ("clock_interval", "case_watcher", "supervisor_task", "notification", "absence"):
        op.drop_table(table)
    op.drop_column("clock", "as_carried")
    op.drop_column("staff", "on_call")
