"""Know what each case needs of the reserve that it shares with others of its stay."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_11"
down_revision = "2026_11_21_10"
branch_labels = None
depends_on = None

NEEDS_SO_FAR = """
INSERT INTO reserve_need (episode_id, account_id, case_number, amount)
SELECT reserve.episode_id, reserve.account_id, cases.case_number, (cases.view ->> 'reserved')::bigint
FROM benefit_reserve AS reserve
JOIN benefit_account AS account ON account.id = reserve.account_id
JOIN cases ON cases.episode_id = reserve.episode_id AND cases.view ->> 'benefit' = account.benefit
WHERE reserve.state = 'OPEN' AND (cases.view ->> 'reserved')::bigint > 0
"""


def upgrade() -> None:
    op.create_table(
        "reserve_need",
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_reserve_need_amount")),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_reserve_need_episode_id")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["benefit_account.id"], name=op.f("fk_reserve_need_account_id")
        ),
        sa.PrimaryKeyConstraint("episode_id", "account_id", "case_number", name=op.f("pk_reserve_need")),
    )
    op.execute(NEEDS_SO_FAR)
    op.execute("GRANT SELECT ON reserve_need TO lipei_activities, lipei_web")
    op.execute("GRANT INSERT, UPDATE ON reserve_need TO lipei_activities")


def downgrade() -> None:
    op.drop_table("reserve_need")
