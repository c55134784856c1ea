"""`lipei adjudicate`: a claim priced outside any case."""

import json
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner, Result

from commands.adjudicate import adjudicate

A_CLAIM: dict[str, Any] = {
    "plan": "GYX-2021-CZ",
    "policy": {"effective_on": "2026-03-01", "expires_on": "2027-02-28", "purchase": "FIRST"},
    "before": {"counted_visits": 6, "remaining": {"OUTPATIENT_EMERGENCY": "500.00"}},
    "claim": {
        "channel": "DIRECT_BILLING",
        "provider": {"name": "美华妇儿医院", "ownership": "PRIVATE", "in_network": True},
        "encounter": {"type": "OUTPATIENT", "on": "2026-06-10", "diagnoses": ["J06.9"]},
        "lines": [
            {"item": "CONSULTATION", "amount": "1120.00"},
            {"item": "ALLERGEN_TEST", "amount": "380.00"},
        ],
    },
}


def run(folder: Path, written: object, *options: str) -> Result:
    app = typer.Typer()
    app.command()(adjudicate)
    file = folder / "claim.json"
    file.write_text(written if isinstance(written, str) else json.dumps(written), "utf-8")
    return CliRunner().invoke(app, [str(file), *options])


def test_a_quote_says_who_pays_what_and_why(tmp_path: Path) -> None:
    shown = run(tmp_path, A_CLAIM).stdout

    assert "outcome  PAY  pay" in shown
    assert "insurer  500.00" in shown
    assert "member   1000.00" in shown
    assert "EXC-ALLERGEN  allergen tests are excluded" in shown
    assert "coinsurance takes" not in shown


def test_the_trace_is_a_table_of_rules_clauses_and_amounts(tmp_path: Path) -> None:
    lines = run(tmp_path, A_CLAIM, "--explain").stdout.splitlines()

    share = next(line for line in lines if line.startswith("1      coinsurance"))
    assert share.split()[2:6] == ["takes", "1120.00", "560.00", "560.00"]
    assert "R-106 A-01 A-07" in share
    assert "rate 0.50, base 1120.00" in share


def test_the_trace_speaks_chinese(tmp_path: Path) -> None:
    shown = run(tmp_path, A_CLAIM, "--explain", "--language", "zh").stdout

    assert "保险赔付  500.00" in shown
    assert "自付比例    扣减" in shown
    assert "2   过敏原检测" in shown
    assert "项目 过敏原检测" in shown
    assert "账户 门急诊" in shown


def test_machines_get_the_whole_result(tmp_path: Path) -> None:
    result = json.loads(run(tmp_path, A_CLAIM, "--json").stdout)

    assert result["amounts"]["payable"] == 500_00
    assert [line["payable"] for line in result["lines"]] == [500_00, 0]


def test_a_wrong_key_is_named_with_its_place_and_the_nearest_known_one(tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(A_CLAIM).replace('"ownership"', '"owner"'))
    ended = run(tmp_path, wrong)

    assert ended.exit_code == 2
    assert "claim.provider.owner: unknown key 'owner': did you mean 'ownership'?" in ended.stderr


def test_an_amount_with_three_decimals_is_refused(tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(A_CLAIM).replace('"380.00"', '"380.005"'))

    assert "'380.005' is not an amount" in run(tmp_path, wrong).stderr


def test_a_file_that_is_no_json_is_refused_in_one_sentence(tmp_path: Path) -> None:
    ended = run(tmp_path, "plan: GYX")

    assert ended.exit_code == 2
    assert "is not JSON" in ended.stderr


def test_a_plan_that_nobody_knows_goes_to_a_person(tmp_path: Path) -> None:
    assert "REFER  a person decides" in run(tmp_path, {**A_CLAIM, "plan": "GYX-1999"}).stdout
