"""Money of the sample: floats, and accounts of its hospitals, all of them made up."""

from datetime import datetime
from zlib import crc32

from sqlmodel import Session, select

from models.fund import Fund
from models.hospital import Hospital
from rules.payments.values import NewAccount
from stores.money import funds, payees

BANK, BANK_CODE = "示例银行上海分行", "999290000001"

FUNDS = (
    Fund(
        code="insurer:JDAZ",
        name="京东安联财产保险有限公司",
        account_number="310010000000001",
        bank_code=BANK_CODE,
        top_up_reference="FLOAT-JDAZ",
    ),
    Fund(
        code="insurer:HAIDE",
        name="海德财产保险（示例）",
        account_number="310010000000003",
        bank_code=BANK_CODE,
        top_up_reference="FLOAT-HAIDE",
    ),
    Fund(
        code="provider:FENGSHI",
        name="风石健康",
        account_number="310010000000002",
        bank_code=BANK_CODE,
        top_up_reference="FLOAT-FENGSHI",
    ),
)


def keep_sample_money(session: Session, at: datetime) -> None:
    """Load floats and accounts, or what is missing of them."""
    for fund in FUNDS:
        funds.keep(session, fund.model_copy())
        if fund.code.startswith("provider:"):
            _keep(session, fund.code, fund.name, fund.account_number, at)
    for hospital in session.exec(select(Hospital)):
        number = f"31002{crc32(hospital.code.encode()):010}"
        _keep(session, f"hospital:{hospital.code}", hospital.name, number, at)


def _keep(session: Session, party: str, holder: str, number: str, at: datetime) -> None:
    account = NewAccount(party=party, holder=holder, number=number, bank=BANK, bank_code=BANK_CODE)
    payees.keep_account(session, account, at=at, on_file=True)
