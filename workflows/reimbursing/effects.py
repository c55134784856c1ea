"""What a reimbursement claim asks for beside what every claim does, and the facts that answer."""

from dataclasses import dataclass
from enum import StrEnum

from rules.payments.values import NewAccount


class ClaimFileFact(StrEnum):
    """What the system reports about a claim's file and account."""

    FILE_CHECKED = "FILE_CHECKED"
    ACCOUNT_KEPT = "ACCOUNT_KEPT"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFile:
    """Effect: look at claim, bills and papers against the tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAccount:
    """Effect: keep the account that the family named; its number never enters the state (L-35)."""

    account: NewAccount
