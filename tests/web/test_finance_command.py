"""`lipei finance` and `lipei bank` as people and scripts meet them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from temporalio.client import Client
from typer.testing import CliRunner, Result

from cli import compose
from commands.lived.loops import LoopThread
from models import Fund
from rules.china_time import shanghai_date
from tests.commands.test_import import point_at
from tests.money.treasury import Treasury, paying
from tests.web.site import Site
from tests.workflows.clinic import Clinic


@pytest.fixture(scope="module")
def treasury(clinic: Clinic, loop: LoopThread, client: Client, reader: Engine) -> Iterator[Treasury]:
    with paying(loop, client):
        yield Treasury(clinic.settings, loop, client, reader)


def finance(site: Site, *words: str) -> Result:
    return CliRunner().invoke(compose(), ["finance", *words, "--url", str(site.http.base_url)])


def bank(*words: str) -> Result:
    return CliRunner().invoke(compose(), ["bank", *words])


def test_a_payment_is_listed_signed_and_on_the_statement(site: Site, treasury: Treasury) -> None:
    case = treasury.case()
    ordered = case.order(321_00)
    assert "0/1" in finance(site, "payments", "--case", case.number).stdout

    signed = finance(site, "sign", ordered.number)
    case.wait_for_news()

    assert (signed.exit_code, "APPROVED, 1 of 1" in signed.stdout) == (0, True)
    again = finance(site, "sign", ordered.number)
    assert again.exit_code == 1
    day = shanghai_date(datetime.now(UTC)).isoformat()
    shown = finance(site, "statement", "--day", day).stdout
    assert ordered.number in shown
    assert "paid = " in shown
    assert ordered.number in finance(site, "statement", "--day", day, "--csv").stdout


def test_a_payment_is_turned_down_with_a_reason(site: Site, treasury: Treasury) -> None:
    ordered = treasury.case().order()

    assert "TURNED_DOWN" in finance(site, "turn-down", ordered.number, "--reason", "wrong_payee").stdout


def test_the_bank_shows_its_journal_and_takes_money(site: Site, treasury: Treasury) -> None:
    case = treasury.case()
    owed = case.owe(80_00)

    assert "arrived as entry" in bank("pay", "80.00", owed.reference).stdout
    treasury.look()

    assert case.look().receipts[0].paid
    assert owed.reference in bank("journal").stdout
    assert owed.reference in finance(site, "receivables", "--status", "paid").stdout


def test_the_bank_is_told_how_to_behave() -> None:
    assert "SILENT_DONE for every account, 2 more" in bank("behavior", "silent_done", "--times", "2").stdout
    assert "accepts every order" in bank("behavior", "accept").stdout
    assert bank("behavior", "dance").exit_code == 2


def test_without_a_bank_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "lipei.env").write_text(
        f"LIPEI_SECRET_KEY={'k' * 40}\nLIPEI_BANK_URL=http://127.0.0.1:9\n", "utf-8"
    )

    ended = bank("journal", "--home", str(tmp_path))

    assert ended.exit_code == 3
    assert "lipei up bank" in ended.stderr


def test_a_fund_is_added_and_corrected(tmp_path: Path, database_url: str, engine: Engine) -> None:
    home = point_at(tmp_path, database_url)
    words = ["fund", "provider:NEW", "--account", "123456", "--home", str(home), "--name"]

    for name in ("甲", "乙"):
        ended = CliRunner().invoke(compose(), ["finance", *words, name])
        assert ended.exit_code == 0, ended.output

    with Session(engine) as session:
        assert session.get_one(Fund, "provider:NEW").name == "乙"
