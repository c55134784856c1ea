"""Bills held against letters and against the version before, and divided among those who pay."""

from dataclasses import replace
from datetime import date

import pytest

from rules.claims.values import ClaimFigures
from rules.direct_billing.matching import match
from rules.direct_billing.shares import Shares, divide
from rules.direct_billing.values import (
    BillFinding,
    BillInvoice,
    HospitalBill,
    LineRuling,
    Mismatch,
    Promise,
)
from rules.direct_billing.versions import compare, line_digest, standing_rulings
from rules.items import ItemCode
from rules.preauthorization.values import Coded
from rules.vocabulary import RoomClass
from tests.rules.direct_billing.desk import bill, line, promise

ADMITTED_ON, DAY_FIVE = date(2026, 6, 10), date(2026, 6, 15)
BED = line("1", 8_000_00, ItemCode.BED, unit_price=1_600_00, quantity=5)
DRUGS = line("2", 10_000_00)


def codes(billed: HospitalBill, letter: Promise | None) -> list[Mismatch]:
    found = match(billed, letter, payable=billed.billed, admitted_on=ADMITTED_ON, on_day=DAY_FIVE)
    return [finding.code for finding in found]


def test_a_bill_that_is_what_the_letter_says_has_no_finding() -> None:
    assert codes(bill(BED, DRUGS), promise()) == []


@pytest.mark.parametrize(("ceiling", "found"), [(18_000_00, []), (17_999_99, [Mismatch.ABOVE_CEILING])])
def test_the_ceiling_holds_to_the_fen(ceiling: int, found: list[Mismatch]) -> None:
    assert codes(bill(BED, DRUGS), promise(ceiling=ceiling)) == found


@pytest.mark.parametrize(("last_on", "found"), [(15, []), (16, [Mismatch.TOO_MANY_DAYS])])
def test_a_stay_is_as_long_as_was_approved(last_on: int, found: list[Mismatch]) -> None:
    assert codes(bill(BED, DRUGS, discharged_on=date(2026, 6, last_on)), promise()) == found


def test_what_the_letter_does_not_name_is_found_and_a_dear_one_needs_an_approval() -> None:
    small = line("3", 5_000_00, ItemCode.IMAGING)
    dear = line("3", 5_000_01, ItemCode.IMAGING)
    room = promise(ceiling=90_000_00)

    assert codes(bill(BED, small), room) == [Mismatch.NOT_IN_LETTER]
    assert codes(bill(BED, dear), room) == [Mismatch.NOT_IN_LETTER, Mismatch.NEEDS_APPROVAL]


def test_a_unit_price_above_the_letters_is_found() -> None:
    assert codes(bill(replace(BED, unit_price=1_600_01)), promise()) == [Mismatch.ABOVE_UNIT_PRICE]


def test_an_item_that_the_letter_cut_stays_cut() -> None:
    cut = promise(items=(*promise().items, replace(promise().items[0], item="TCM", approved=0)))

    assert codes(bill(line("3", 50_00, ItemCode.TCM)), cut) == [Mismatch.CUT_IN_LETTER]


def test_an_item_beyond_its_sum_a_dearer_room_another_illness_and_a_dead_letter_are_found() -> None:
    dearer = bill(BED, replace(DRUGS, amount=10_000_01), room_class=RoomClass.SUITE)
    ill = replace(dearer, diagnoses=(Coded(code="K35.8", name="阑尾炎"),))

    assert codes(ill, promise(valid=False, ceiling=90_000_00)) == [
        Mismatch.LETTER_NOT_VALID,
        Mismatch.ROOM_ABOVE_LETTER,
        Mismatch.OTHER_DIAGNOSIS,
        Mismatch.ABOVE_ITEM,
    ]


def test_charges_add_up_to_their_invoice() -> None:
    right = BillInvoice(number="0001", total=18_000_00)
    wrong = BillInvoice(number="0001", total=17_000_00)

    assert codes(bill(BED, DRUGS, invoices=(right,)), None) == []
    assert codes(bill(BED, DRUGS, invoices=(wrong,)), None) == [Mismatch.INVOICE_TOTAL]


def test_a_new_version_says_what_is_new_gone_and_changed() -> None:
    before = (BED, DRUGS, line("3", 100_00))
    after = (BED, replace(DRUGS, amount=9_000_00), line("4", 50_00))

    found = compare(before, after)

    assert (found.added, found.removed, found.changed, found.unchanged) == (("4",), ("3",), ("2",), ("1",))


def test_a_ruling_stands_for_a_charge_that_did_not_change_and_for_no_other() -> None:
    rulings = tuple(
        LineRuling(line_id=each.line_id, digest=line_digest(each), ruled_by="staff:a")
        for each in (BED, DRUGS)
    )

    kept = standing_rulings(rulings, (BED, replace(DRUGS, amount=1)))

    assert [ruling.line_id for ruling in kept] == ["1"]


@pytest.mark.parametrize(
    ("paid_at_desk", "public", "recover", "expected"),
    [
        (200_00, False, False, (400_00, 0, 0, 0, 0)),
        (0, True, False, (600_00, 200_00, 0, 0, 0)),
        (0, False, False, (400_00, 0, 0, 200_00, 0)),
        (0, False, True, (600_00, 0, 200_00, 0, 0)),
        (250_00, False, False, (400_00, 0, 0, 0, 50_00)),
    ],
)
def test_a_determined_bill_is_divided_among_those_who_pay(
    paid_at_desk: int, public: bool, recover: bool, expected: tuple[int, ...]
) -> None:
    figures = ClaimFigures(billed=600_00, copay=200_00, payable=400_00)

    shares = divide(figures, paid_at_desk=paid_at_desk, public_outpatient=public, we_recover=recover)

    assert shares == Shares(
        hospital=expected[0],
        copay=expected[1],
        recovery=expected[2],
        uncollected=expected[3],
        overcharged=expected[4],
    )


def test_cost_outside_cover_at_a_public_hospital_is_no_copay() -> None:
    figures = ClaimFigures(billed=700_00, excluded=100_00, copay=200_00, payable=400_00)

    shares = divide(figures, paid_at_desk=0, public_outpatient=True, we_recover=False)

    assert (shares.copay, shares.uncollected, shares.hospital) == (200_00, 100_00, 600_00)


def found(billed: HospitalBill, letter: Promise | None) -> list[BillFinding]:
    return list(match(billed, letter, payable=billed.billed, admitted_on=ADMITTED_ON, on_day=DAY_FIVE))


def test_a_finding_on_the_whole_bill_says_what_was_billed_and_what_is_allowed() -> None:
    dear = bill(BED, DRUGS, discharged_on=date(2026, 6, 16), room_class=RoomClass.SUITE)

    assert found(dear, promise(ceiling=17_000_00, valid=False, diagnoses=("K02.1",))) == [
        BillFinding(code=Mismatch.LETTER_NOT_VALID, detail="GOP-20260610-000042-V1"),
        BillFinding(code=Mismatch.ABOVE_CEILING, billed=18_000_00, allowed=17_000_00),
        BillFinding(code=Mismatch.TOO_MANY_DAYS, billed=6, allowed=5),
        BillFinding(code=Mismatch.ROOM_ABOVE_LETTER, detail=RoomClass.SUITE),
        BillFinding(code=Mismatch.OTHER_DIAGNOSIS, detail="J18"),
    ]


def test_a_finding_on_a_charge_names_it_with_its_amounts() -> None:
    letter = promise(
        ceiling=90_000_00,
        items=(*promise().items, replace(promise().items[0], item="TCM", approved=0, reason_code="EXC-TCM")),
    )
    charges = bill(
        replace(BED, unit_price=1_600_01),
        line("2", 10_000_01),
        line("3", 50_00, ItemCode.TCM),
        line("4", 6_000_00, ItemCode.IMAGING, unit_price=5_000_01, quantity=1),
        line("5", 3_000_01, ItemCode.INJECTION),
    )

    assert found(charges, letter) == [
        BillFinding(code=Mismatch.ABOVE_ITEM, billed=10_000_01, allowed=10_000_00, detail="DRUG"),
        BillFinding(code=Mismatch.ABOVE_UNIT_PRICE, line_id="1", billed=1_600_01, allowed=1_600_00),
        BillFinding(code=Mismatch.CUT_IN_LETTER, line_id="3", billed=50_00, detail="EXC-TCM"),
        BillFinding(code=Mismatch.NOT_IN_LETTER, line_id="4", billed=6_000_00, detail="IMAGING"),
        BillFinding(
            code=Mismatch.NEEDS_APPROVAL, line_id="4", billed=5_000_01, allowed=5_000_00, detail="IMAGING"
        ),
        BillFinding(code=Mismatch.NOT_IN_LETTER, line_id="5", billed=3_000_01, detail="INJECTION"),
        BillFinding(
            code=Mismatch.NEEDS_APPROVAL, line_id="5", billed=3_000_01, allowed=3_000_00, detail="INJECTION"
        ),
    ]


def test_a_ruling_without_a_digest_takes_that_of_the_charge_it_is_about() -> None:
    ruled = LineRuling(line_id="2", digest="", ruled_by="staff:ma")
    (standing,) = standing_rulings((ruled,), (BED, DRUGS))

    assert standing == replace(ruled, digest=line_digest(DRUGS))


@pytest.mark.parametrize("ward", [RoomClass.INTENSIVE_CARE, RoomClass.NEONATAL, RoomClass.OBSERVATION])
def test_a_ward_by_need_is_dearer_than_no_room_and_no_room_is_dearer_than_it(ward: RoomClass) -> None:
    assert codes(bill(BED, DRUGS, room_class=ward), promise()) == []
    assert codes(bill(BED, DRUGS, room_class=RoomClass.SUITE), promise(room_class=ward)) == []


def test_what_a_letter_approves_of_an_item_in_several_places_counts_together() -> None:
    twice = promise(ceiling=90_000_00, items=(*promise().items, replace(promise().items[1], approved=1_00)))

    assert found(bill(line("2", 10_001_00)), twice) == []
    assert found(bill(line("2", 10_001_01)), twice) == [
        BillFinding(code=Mismatch.ABOVE_ITEM, billed=10_001_01, allowed=10_001_00, detail="DRUG")
    ]


def test_each_invoice_is_held_against_its_own_charges() -> None:
    charges = (line("1", 60_00, invoice="A"), line("2", 40_00, invoice="B"), line("3", 5_00))
    right = (BillInvoice(number="A", total=60_00), BillInvoice(number="B", total=40_00))
    wrong = (right[0], BillInvoice(number="B", total=41_00), BillInvoice(number="C", total=5_00))

    assert found(bill(*charges, invoices=right), None) == []
    assert found(bill(*charges, invoices=right[:1]), None) == []
    assert found(bill(*charges, invoices=wrong), None) == [
        BillFinding(code=Mismatch.INVOICE_TOTAL, billed=40_00, allowed=41_00, detail="B"),
        BillFinding(code=Mismatch.INVOICE_TOTAL, billed=0, allowed=5_00, detail="C"),
    ]
