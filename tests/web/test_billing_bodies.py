"""Bills and cards as hospitals send them, read strictly."""

import pytest
from pydantic import ValidationError

from rules.items import ItemCode
from web.api.bodies.bill_body import BILL_EXAMPLE, BillBody
from web.api.bodies.visit_body import (
    ADMISSION_EXAMPLE,
    ELIGIBILITY_EXAMPLE,
    VISIT_EXAMPLE,
    AdmissionBody,
    EligibilityBody,
    VisitBody,
)

CSV = """line_id,item,description,amount,quantity,unit_price
1,CONSULTATION,儿科诊察费,500.00,,
2,LAB,血常规,160.00,2,80.00
"""


def a_bill(**changes: object) -> BillBody:
    return BillBody.model_validate({**BILL_EXAMPLE, **changes})


def test_the_examples_are_what_they_say() -> None:
    assert BillBody.model_validate(BILL_EXAMPLE).bill().billed == 660_00
    assert EligibilityBody.model_validate(ELIGIBILITY_EXAMPLE).expected == 800_00
    assert VisitBody.model_validate(VISIT_EXAMPLE).diagnoses
    assert AdmissionBody.model_validate(ADMISSION_EXAMPLE).guarantee


def test_charges_as_csv_are_the_same_charges() -> None:
    from_csv = a_bill(lines=[], lines_csv=CSV).bill()

    assert from_csv.lines == BillBody.model_validate(BILL_EXAMPLE).bill().lines
    assert from_csv.lines[1].item is ItemCode.LAB


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (CSV.replace("line_id", "zeile"), "columns zeile"),
        (CSV.replace(",2,80.00", ",two,80.00"), "row 2: two is no quantity"),
        (CSV.replace("500.00", "500.005"), "amount"),
        ("line_id,item,description,amount\n", "no charges"),
        (CSV.replace("儿科诊察费", "诊察费,儿科"), "line 2 has 7 cells"),
        (CSV + "3,DRUG,x,1.00,,\n" * 199, "201 charges"),
    ],
)
def test_a_wrong_csv_is_refused_where_it_is_wrong(text: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        a_bill(lines=[], lines_csv=text)


def test_charges_come_one_way_only() -> None:
    with pytest.raises(ValidationError, match="not both"):
        a_bill(lines_csv=CSV)
