"""`/api/v1/accounts`: limits and deductibles of a policy year, explained to the fen."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query

from rules.account_statement import AccountBalance, AccountKind, AccountStatement, ExplainedLine
from rules.permissions import Action
from rules.vocabulary import Benefit, LedgerEntryKind
from stores.benefits.account_views import YearView
from web.access import Caller, Permission
from web.api.bodies.fields import Code, View, Yuan
from web.backend import Uses
from web.money.account_access import visible_statement, visible_year

router = APIRouter(prefix="/api/v1/accounts", tags=["Accounts"])

Reads = Annotated[Caller, Depends(Permission(Action.READ_ACCOUNT))]
AccountId = Annotated[UUID, Path(examples=["6f3c0c5e-54d8-4a52-9d3c-1f2f0a1f7b11"])]


class AccountView(View):
    """An account as it stands."""

    id: UUID
    kind: AccountKind
    """LIMIT: what the insurer may pay. DEDUCTIBLE: what the family bears first."""
    benefit: Benefit
    initial: Yuan
    """What the year grants."""
    reserved: Yuan
    """Held for stays that are not billed yet."""
    consumed: Yuan
    """Paid, or for a deductible borne."""
    remaining: Yuan
    statement: str
    """Address of the statement."""


class YearAccountsView(View):
    """A policy year with all its accounts."""

    policy_number: str
    member_number: str
    starts_on: date
    ends_on: date
    version: int
    """Moves with every movement of the year; name it as seen when deciding."""
    counted_visits: int
    reserved_visits: int
    checkups_used: int
    accounts: tuple[AccountView, ...]


class StatementLineView(View):
    """One line: what it changed, and the balance after it."""

    at: datetime | None
    """Null where the policy's own grant was corrected, between the lines around it."""
    kind: LedgerEntryKind | None
    case_number: str | None
    case_url: str | None
    granted_change: Yuan
    reserved_change: Yuan
    consumed_change: Yuan
    remaining_change: Yuan
    reserved: Yuan
    consumed: Yuan
    remaining: Yuan
    visits: int
    checkups: int
    entry: int | None
    reverses: int | None
    """The entry that this one undid."""
    episode: UUID | None
    key: str | None
    """Names the movement for ever; for staff."""


class StatementView(View):
    """An account from what it first granted to its balance now."""

    policy_number: str
    member_number: str
    starts_on: date
    ends_on: date
    account: AccountView
    opening: Yuan
    """What the account granted before its first line."""
    lines: tuple[StatementLineView, ...]
    adds_up: bool
    """Whether opening and lines give the balance."""


@router.get("", operation_id="listAccounts", summary="Read the balances of a policy")
def list_accounts(
    caller: Reads, backend: Uses, policy: Annotated[Code, Query(description="Policy number")]
) -> YearAccountsView:
    """Limit, reserved, consumed and remaining of each benefit; a family sees its children's."""
    return _year_view(visible_year(backend, caller, policy))


@router.get(
    "/{account_id}/statement", operation_id="getStatement", summary="Read the statement of an account"
)
def get_statement(account_id: AccountId, caller: Reads, backend: Uses) -> StatementView:
    """Every entry with the balance after it, oldest first."""
    year, statement = visible_statement(backend, caller, account_id)
    return _statement_view(year, statement, caller)


def _year_view(year: YearView) -> YearAccountsView:
    return YearAccountsView(
        policy_number=year.policy_number,
        member_number=year.member_number,
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        version=year.version,
        counted_visits=year.counted_visits,
        reserved_visits=year.reserved_visits,
        checkups_used=year.checkups_used,
        accounts=tuple(_account_view(balance) for balance in year.accounts),
    )


def _account_view(balance: AccountBalance) -> AccountView:
    return AccountView(
        id=UUID(balance.account_id),
        kind=balance.kind,
        benefit=balance.benefit,
        initial=balance.initial,
        reserved=balance.reserved,
        consumed=balance.consumed,
        remaining=balance.remaining,
        statement=f"/api/v1/accounts/{balance.account_id}/statement",
    )


def _statement_view(year: YearView, statement: AccountStatement, caller: Caller) -> StatementView:
    return StatementView(
        policy_number=year.policy_number,
        member_number=year.member_number,
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        account=_account_view(statement.balance),
        opening=statement.opening,
        lines=tuple(_line_view(line, caller) for line in statement.lines),
        adds_up=statement.adds_up,
    )


def _line_view(line: ExplainedLine, caller: Caller) -> StatementLineView:
    entry = line.entry
    return StatementLineView(
        at=entry.at if entry else None,
        kind=entry.kind if entry else None,
        case_number=entry.case_number if entry else None,
        case_url=f"/api/v1/cases/{entry.case_number}" if entry else None,
        granted_change=line.granted_change,
        reserved_change=line.reserved_change,
        consumed_change=line.consumed_change,
        remaining_change=line.remaining_change,
        reserved=line.reserved,
        consumed=line.consumed,
        remaining=line.remaining,
        visits=entry.visits if entry else 0,
        checkups=entry.checkups if entry else 0,
        entry=entry.id if entry else None,
        reverses=entry.reverses_id if entry else None,
        episode=UUID(entry.episode_id) if entry and entry.episode_id else None,
        key=entry.key if entry and caller.is_staff else None,
    )
