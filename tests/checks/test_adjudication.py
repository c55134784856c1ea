"""Adjudication and settlement cases: what must differ is told, and what is written wrongly is pointed at."""

from pathlib import Path

import pytest

from checks.report import Report, judge
from rules.catalogue.loader import PLAN_FOLDER

A_CASE = """\
- id: T1
  plan: GYX-2021-YX
  policy: {effective_on: 2026-03-01, expires_on: 2027-02-28, purchase: FIRST}
  before: {counted_visits: 10}
  claim:
    channel: DIRECT_BILLING
    provider: {name: 美华妇儿医院, ownership: PRIVATE, in_network: true}
    encounter: {type: OUTPATIENT, "on": 2026-06-10, diagnoses: [J06.9]}
    lines: [{item: CONSULTATION, amount: "945.50"}]
  expect:
    {outcome: PAY, insurer: "745.50", member: "200.00", reasons: [COPAY], flags: [],
     after: {counted_visits: 11}}
"""
AN_ADVANCE = """\
- id: T1
  kind: ADVANCE_SETTLEMENT
  plan: GYX-2025-STD
  inputs:
    {bill: "48000.00", remaining: {INPATIENT: "100000.00"}, preauthorisation: APPROVED,
     advance_paid: "40000.00", member_paid: "8000.00"}
  expect: {payable: "48000.00", pay_to_member: "8000.00", refund_from_member: "0.00"}
"""


def judged(folder: Path, text: str, old: str = "", new: str = "") -> Report:
    assert old in text
    file = folder / "cases.yaml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    return judge([file])


def differs(report: Report) -> list[str]:
    return [mismatch.field for result in report.results for mismatch in result.differs]


def test_the_case_passes_as_it_stands(tmp_path: Path) -> None:
    assert judged(tmp_path, A_CASE).passed == 1


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('insurer: "745.50"', 'insurer: "745.51"', "insurer"),
        ("outcome: PAY", "outcome: REFUSE", "outcome"),
        ("reasons: [COPAY]", "reasons: []", "reasons"),
        ("reasons: [COPAY]", "reasons: [COPAY, LIMIT]", "reasons"),
        ("flags: []", "flags: [PA-WARN]", "flags"),
        ("flags: []", "reasons_absent: [COPAY]", "reasons_absent"),
        ("counted_visits: 11", "counted_visits: 10", "after.counted_visits"),
        ("flags: []", "provisional: {insurer: '745.50'}", "provisional"),
    ],
)
def test_what_came_out_otherwise_is_named(tmp_path: Path, old: str, new: str, field: str) -> None:
    assert differs(judged(tmp_path, A_CASE, old, new)) == [field]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("in_network: true", "in_netwrk: true", "did you mean 'in_network'?"),
        ("item: CONSULTATION", "item: CONSULTATON", "CONSULTATION"),
        ('amount: "945.50"', 'amount: "-945.50"', "write an amount of 0.00 or more"),
        ("purchase: FIRST}", "purchase: FIRST, schedule: {outpatent_limit: '1.00'}}", "outpatient_limit"),
        ("plan: GYX-2021-YX", "plan: 2021", "plan code"),
        ("before: {", "config: {si_ofset: CAP_ONLY}\n  before: {", "si_offset"),
        ("before: {", "config: {si_offset: CAPS}\n  before: {", "NET_FIRST"),
        ('amount: "945.50"', 'amount: "945.50", invoice: "7"', "names invoice 7"),
        ("expires_on: 2027-02-28", "expires_on: 2025-02-28", "before effective_on"),
    ],
)
def test_what_is_written_wrongly_is_pointed_at(tmp_path: Path, old: str, new: str, problem: str) -> None:
    (found,) = judged(tmp_path, A_CASE, old, new).problems

    assert problem in found.problem
    assert found.line > 1


def test_a_plan_that_nobody_knows_is_referred(tmp_path: Path) -> None:
    report = judged(tmp_path, A_CASE, "plan: GYX-2021-YX", "plan: GYX-1999")

    assert "outcome" in differs(report)


def test_a_referred_claim_may_have_more_reasons_than_a_case_lists(tmp_path: Path) -> None:
    case = A_CASE.replace("in_network: true", "in_network: false").split("  expect:")[0]
    case = case.replace("GYX-2021-YX", "GYX-2025-STD")

    report = judged(tmp_path, case + "  expect: {outcome: REFER, reasons: [OON]}\n")

    assert report.passed == 1


def test_the_advance_passes_as_it_stands_and_fails_when_it_differs(tmp_path: Path) -> None:
    assert judged(tmp_path, AN_ADVANCE).passed == 1
    assert differs(judged(tmp_path, AN_ADVANCE, 'payable: "48000.00"', 'payable: "1.00"')) == ["payable"]


def test_a_stay_of_which_nothing_is_covered_is_refused(tmp_path: Path) -> None:
    written = AN_ADVANCE.split("  expect:")[0].replace("{bill:", '{excluded: "48000.00", bill:')

    report = judged(tmp_path, f'{written}  expect: {{payable: "0.00", letters: [LT-REF, LT-RFD]}}\n')

    assert report.passed == 1


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("bill:", "bil:", "bill"),
        ("preauthorisation: APPROVED", "preauthorisation: PHONED", "APPROVED"),
        ("plan: GYX-2025-STD", "plan: GYX-2025", "no such plan"),
        ("advance_paid:", "coinsurance: 20, advance_paid:", "quoted rate"),
        ("{INPATIENT:", "{OUTPATIENT:", "OUTPATIENT"),
    ],
)
def test_an_advance_that_is_written_wrongly_is_pointed_at(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    (found,) = judged(tmp_path, AN_ADVANCE, old, new).problems

    assert problem in found.problem


def test_the_worked_examples_all_pass() -> None:
    report = judge(sorted(PLAN_FOLDER.glob("cases/*.yaml")))

    assert (report.passed, report.failed, report.problems) == (129, 0, ())
