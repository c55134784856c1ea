"""Finding accounts for a person: what is not theirs is not there, and every look is on record."""

from uuid import UUID

from rules.account_statement import AccountStatement
from rules.permissions import Action
from stores.benefits import account_views
from stores.benefits.account_views import YearView
from stores.database import driver_connection
from stores.trust import access_log
from web import problems
from web.access import Caller
from web.backend import Backend


def visible_year(backend: Backend, caller: Caller, policy_number: str) -> YearView:
    """The accounts of a policy; 404 alike for one that does not exist and for one of another family."""
    with backend.session() as session:
        year = account_views.year_of_policy(driver_connection(session), policy_number, caller.sight)
        access_log.write(
            session,
            caller.actor,
            Action.READ_ACCOUNT,
            subject=str(year.member_id) if year else None,
            allowed=year is not None,
            request_id=caller.request_id,
        )
    if year is None:
        raise problems.not_found("This policy")
    return year


def visible_statement(
    backend: Backend, caller: Caller, account_id: UUID
) -> tuple[YearView, AccountStatement]:
    """The statement of an account and the year that it belongs to; 404 as above."""
    with backend.session() as session:
        connection = driver_connection(session)
        year = account_views.year_of_account(connection, account_id, caller.sight)
        statement = account_views.statement_of(connection, year.account(account_id)) if year else None
        access_log.write(
            session,
            caller.actor,
            Action.READ_ACCOUNT,
            subject=str(account_id),
            allowed=year is not None,
            request_id=caller.request_id,
        )
    if year is None or statement is None:
        raise problems.not_found("This account")
    return year, statement
