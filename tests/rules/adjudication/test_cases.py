"""The cases beside the plans, and the worked examples of the domain, all come out as written."""

from pathlib import Path

import pytest

from checks.case_files import read_cases
from checks.report import Result, judge
from rules.catalogue.loader import PLAN_FOLDER
from rules.reasons import ReasonCode

FILES = sorted([*PLAN_FOLDER.glob("*/cases.yaml"), *PLAN_FOLDER.glob("cases/*.yaml")])


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_case_of_a_file_passes(file: Path) -> None:
    report = judge([file])

    assert not report.problems
    assert [_said(result) for result in report.results if not result.passed] == []


def _said(result: Result) -> str:
    return f"{result.entry.case_id}: {', '.join(str(mismatch) for mismatch in result.differs)}"


def test_every_plan_has_cases_of_its_own() -> None:
    plans = {folder.parent for folder in PLAN_FOLDER.glob("*/plan.yaml")}

    assert {file.parent for file in FILES} >= plans


def test_every_reason_code_is_produced_by_a_case_beside_a_plan() -> None:
    named: set[str] = set()
    for file in PLAN_FOLDER.glob("*/cases.yaml"):
        for entry in read_cases(file).entries:
            named.update(map(str, _listed(entry.expected.get("reasons"))))
            named.update(map(str, _listed(entry.expected.get("flags"))))
            named.add(str(entry.expected.get("refused_with")))

    assert {code.value for code in ReasonCode} - named == BEFORE_A_BILL


BEFORE_A_BILL = {"NOT-INSURED", "NO-CONSENT", "WITHDRAWN", "BRAND-UNCHOSEN"}
"""Codes that only a pre-authorization or a desk gives."""


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
