"""What the worker's and the web's Postgres roles may write."""

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from models import metadata
from tests.builders import a_case

SIGN_IN = {"account", "web_session", "phone_code", "sign_in_failure", "passkey"}
FAMILIES = {"consent", "card_binding", "incident", "brand_choice", "vaccine_word", "data_export"}
DESK = {
    "case_lease",
    "case_skip",
    "case_draft",
    "request_draft",
    "case_presence",
    "case_tag",
    "note_mention",
    "saved_view",
}
WEB_ALONE = {
    "intake",
    "upload",
    "upload_page",
    "unfinished_upload",
    "case_note",
    "access_log",
    "calendar_draft",
    "absence",
    "webhook_endpoint",
    "case_mail",
    "case_mail_address",
}
HOUSE = {
    "staff",
    "staff_role",
    "hospital",
    "network_membership",
    "insurer",
    "house_change",
    "authority_limit",
}
WRITTEN_BY_WEB = {*WEB_ALONE, *FAMILIES, *SIGN_IN, *DESK, *HOUSE}
ONLY_APPENDED_BY_WEB = {
    "data_export",
    "access_log",
    "calendar_draft",
    "sign_in_failure",
    "case_skip",
    "staff_role",
    "house_change",
}
APPEND_ONLY = {"case_event", "ledger_entry", "decision", "access_log", "house_change"}


def allowed(engine: Engine, role: str, privilege: str) -> set[str]:
    """Tables on which a role holds a privilege."""
    query = text("SELECT has_table_privilege(:role, :table, :privilege)")
    with engine.connect() as connection:
        return {
            table
            for table in inspect(connection).get_table_names()
            if connection.scalar(query, {"role": role, "table": table, "privilege": privilege})
        }


def test_the_web_writes_its_own_tables_and_no_other(engine: Engine) -> None:
    assert allowed(engine, "lipei_web", "INSERT") == WRITTEN_BY_WEB
    assert allowed(engine, "lipei_web", "UPDATE") == WRITTEN_BY_WEB - ONLY_APPENDED_BY_WEB
    assert allowed(engine, "lipei_web", "DELETE") == {
        *("upload", "upload_page", "unfinished_upload", "sign_in_failure", "passkey", "staff_role"),
        *(DESK - {"case_skip", "note_mention"}),
    }


def test_both_roles_read_every_table_but_the_worker_none_that_opens_the_door(engine: Engine) -> None:
    assert allowed(engine, "lipei_web", "SELECT") >= set(metadata.tables)
    assert allowed(engine, "lipei_activities", "SELECT") >= set(metadata.tables) - SIGN_IN
    assert not allowed(engine, "lipei_activities", "SELECT") & SIGN_IN


def test_the_worker_rewrites_nothing_that_happened(engine: Engine) -> None:
    for privilege in ("UPDATE", "DELETE", "TRUNCATE"):
        assert not allowed(engine, "lipei_activities", privilege) & APPEND_ONLY
    assert allowed(engine, "lipei_activities", "DELETE") == set()


def test_the_worker_records_cases_money_and_letters(engine: Engine) -> None:
    recorded = {"cases", "case_event", "benefit_account", "ledger_entry", "decision", "letter", "document"}

    assert allowed(engine, "lipei_activities", "INSERT") >= recorded
    assert not allowed(engine, "lipei_activities", "INSERT") & WRITTEN_BY_WEB


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases SET stage = 'APPROVED'",
        "DELETE FROM cases",
        "INSERT INTO ledger_entry DEFAULT VALUES",
        "UPDATE benefit_account SET consumed = 0",
    ],
)
def test_the_web_cannot_touch_a_case_or_the_ledger(engine: Engine, statement: str) -> None:
    with Session(engine) as session:
        a_case(session)
        session.commit()
        session.connection().exec_driver_sql("SET ROLE lipei_web")

        with pytest.raises(ProgrammingError, match="permission denied"):
            session.connection().exec_driver_sql(statement)


def test_the_web_draws_case_numbers(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("SET ROLE lipei_web"))

        first, second = (connection.scalar(text("SELECT nextval('case_number_sequence')")) for _ in range(2))
        assert second == first + 1
