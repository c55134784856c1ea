"""What does not fit in a paper is found, and what fits is left in peace."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from rules.findings.elsewhere import (
    NEAR,
    OtherPaper,
    bands,
    distance,
    invoice_key,
    known_by,
    may_not_look_alike,
    same_invoice,
    same_picture,
    taken_back,
)
from rules.findings.findings import (
    CaseFacts,
    FindingKind,
    Paper,
    PaperFinding,
    of_case,
    of_file,
    of_paper,
)
from rules.findings.reading import FieldName as F
from rules.findings.reading import Means, PaperKind, ReadField, Reading, ReadLine
from rules.vocabulary import DocumentKind

CHILD = CaseFacts(member_name="林小满", family_names=frozenset({"林建国"}))


def fields(values: Mapping[str, str], confidence: float = 0.99) -> tuple[ReadField, ...]:
    return tuple(
        ReadField(name=F[name], value=value, confidence=confidence, means=Means.OCR)
        for name, value in values.items()
    )


def a_bill(
    values: Mapping[str, str] = MappingProxyType({}), *, lines: tuple[int, ...] = (), confidence: float = 0.99
) -> Reading:
    usual = {
        "INVOICE_CODE": "31060126",
        "INVOICE_NUMBER": "0012345678",
        "AMOUNT": "60.00",
        "PERSON": "林小满",
    }
    return Reading(
        kind=PaperKind.INVOICE,
        kind_confidence=0.99,
        fields=fields(usual | dict(values), confidence),
        lines=tuple(ReadLine(item="诊察费", amount=amount, confidence=0.99) for amount in lines),
    )


def kinds(
    reading: Reading, facts: CaseFacts = CHILD, sent_as: DocumentKind = DocumentKind.INVOICE
) -> set[str]:
    return {each.kind for each in of_paper(Paper(document_id="d", sent_as=sent_as, reading=reading), facts)}


def test_a_bill_that_fits_gives_no_finding() -> None:
    shares = {"PUBLIC_FUND": "20.00", "OTHER_PAYMENT": "0.00", "PERSONAL_ACCOUNT": "0.00", "CASH": "40.00"}

    assert kinds(a_bill(shares, lines=(5000, 1000))) == set()


def test_lines_that_do_not_add_up_to_the_total_are_found_to_the_fen() -> None:
    assert kinds(a_bill(lines=(5000, 999))) == {FindingKind.LINES_DIFFER}


def test_payments_that_do_not_add_up_to_the_total_are_found() -> None:
    shares = {"PUBLIC_FUND": "20.00", "OTHER_PAYMENT": "0.00", "PERSONAL_ACCOUNT": "0.00", "CASH": "39.99"}

    assert kinds(a_bill(shares)) == {FindingKind.SHARES_DIFFER}


def test_a_bill_of_another_child_is_for_a_person_and_a_guardians_name_is_not() -> None:
    assert kinds(a_bill({"PERSON": "王小明"})) == {FindingKind.ANOTHER_PERSON}
    assert kinds(a_bill({"PERSON": "林建国"})) == set()


def test_what_was_read_uncertainly_proves_nothing() -> None:
    assert kinds(a_bill({"PERSON": "王小明"}, lines=(1,), confidence=0.89)) == set()


def test_a_paper_sent_as_another_kind_is_named() -> None:
    assert kinds(a_bill(), sent_as=DocumentKind.CLAIM_FORM) == {FindingKind.SENT_AS_ANOTHER_KIND}
    assert kinds(a_bill(), sent_as=DocumentKind.OTHER) == set()


@pytest.mark.parametrize(
    ("issued", "found"),
    [("2026-08-29", False), ("2026-08-28", True), ("2026-09-13", False), ("2026-09-14", True)],
)
def test_a_bill_dated_outside_the_stay_and_three_days_around_it_is_found(issued: str, found: bool) -> None:
    stay = replace(CHILD, from_on=date(2026, 9, 1), until_on=date(2026, 9, 10))

    assert (FindingKind.OUTSIDE_STAY in kinds(a_bill({"ISSUED_ON": issued}), stay)) is found


@pytest.mark.parametrize(
    ("name", "good", "bad", "kind"),
    [
        (
            "IDENTITY_NUMBER",
            "999999202001010010",
            "999999202001010011",
            FindingKind.IDENTITY_NUMBER_WRONG,
        ),
        ("BANK_ACCOUNT", "6217000000000006", "6226000000000004", FindingKind.CARD_NUMBER_WRONG),
    ],
)
def test_check_digits_are_looked_at(name: str, good: str, bad: str, kind: FindingKind) -> None:
    def a_form(number: str) -> Reading:
        return Reading(kind=PaperKind.CLAIM_FORM, kind_confidence=0.99, fields=fields({name: number}))

    assert kinds(a_form(good), sent_as=DocumentKind.CLAIM_FORM) == set()
    assert kinds(a_form(bad), sent_as=DocumentKind.CLAIM_FORM) == {kind}


def test_lists_and_invoices_of_a_case_must_add_up_alike() -> None:
    def papers(listed: str) -> list[Paper]:
        bill = Paper(document_id="b", sent_as=DocumentKind.INVOICE, reading=a_bill())
        reading = Reading(
            kind=PaperKind.ITEMISED_LIST, kind_confidence=0.99, fields=fields({"AMOUNT": listed})
        )
        return [bill, Paper(document_id="l", sent_as=DocumentKind.ITEMISED_LIST, reading=reading)]

    assert of_case(papers("60.00")) == []
    (found,) = of_case(papers("60.01"))
    assert (found.kind, found.detail) == (
        FindingKind.LISTS_DIFFER,
        {"lists": "60.01", "invoices": "60.00"},
    )


def test_a_bill_that_was_sent_twice_counts_once() -> None:
    def papers(number: str, confidence: float = 0.99) -> list[Paper]:
        copies = [a_bill(), a_bill({"INVOICE_NUMBER": number}, confidence=confidence)]
        listed = Reading(
            kind=PaperKind.ITEMISED_LIST, kind_confidence=0.99, fields=fields({"AMOUNT": "60.00"})
        )
        bills = [
            Paper(document_id=str(place), sent_as=DocumentKind.INVOICE, reading=each)
            for place, each in enumerate(copies)
        ]
        return [*bills, Paper(document_id="l", sent_as=DocumentKind.ITEMISED_LIST, reading=listed)]

    assert of_case(papers("0012345678")) == []
    (found,) = of_case(papers("0012345679"))
    assert found.detail == {"lists": "60.00", "invoices": "120.00"}


def other(**changes: Any) -> OtherPaper:
    usual: dict[str, Any] = {"document_id": "o", "case_number": "DB-1", "process": "DB", "same_member": False}
    return OtherPaper(**usual | changes)


def test_the_same_invoice_names_case_channel_and_whether_it_is_the_same_child() -> None:
    (found,) = same_invoice("d", [other()], ["DB-1"])

    assert found.refers
    assert found.detail == {"document": "o", "case": "DB-1", "channel": "DB", "same_member": False}
    assert [each.about for each in same_invoice("d", [], ["RC-9"])] == ["RC-9"]


def test_an_uncertain_number_makes_no_key() -> None:
    assert invoice_key(a_bill()) == "31060126:0012345678"
    assert invoice_key(a_bill(confidence=0.5)) == ""


def test_pictures_are_near_up_to_the_measured_distance_and_share_a_band() -> None:
    own = "a5" * 32
    near, far = (f"{int(own, 16) ^ (2**bits - 1):064x}" for bits in (NEAR, NEAR + 1))

    assert [each.kind for each in same_picture("d", [own], [other(picture=near)])] == [
        FindingKind.SAME_PICTURE
    ]
    assert same_picture("d", [own], [other(picture=far)]) == []
    assert set(bands(own)) & set(bands(near))
    assert distance(own, own[:16]) == 256


def test_families_may_send_their_identity_cards_again_but_not_an_invoice() -> None:
    assert not may_not_look_alike(PaperKind.IDENTITY_CARD, same_member=False)
    assert not may_not_look_alike(PaperKind.MEDICAL_RECORD, same_member=True)
    assert may_not_look_alike(PaperKind.MEDICAL_RECORD, same_member=False)
    assert may_not_look_alike(PaperKind.INVOICE, same_member=True)


def found_in(
    reading: Reading, facts: CaseFacts = CHILD, sent_as: DocumentKind = DocumentKind.INVOICE
) -> list[PaperFinding]:
    return of_paper(Paper(document_id="d", sent_as=sent_as, reading=reading), facts)


def finding(kind: FindingKind, about: str = "", **detail: Any) -> PaperFinding:
    return PaperFinding(kind=kind, document_id="d", about=about, detail=detail)


def test_a_finding_says_what_it_was_compared_with_in_amounts_and_codes() -> None:
    shares = {"PUBLIC_FUND": "20.00", "OTHER_PAYMENT": "0.00", "PERSONAL_ACCOUNT": "0.00", "CASH": "39.99"}

    assert found_in(a_bill(shares, lines=(5000, 999))) == [
        finding(FindingKind.LINES_DIFFER, lines="59.99", total="60.00"),
        finding(FindingKind.SHARES_DIFFER, shares="59.99", total="60.00"),
    ]
    assert found_in(a_bill(), sent_as=DocumentKind.CLAIM_FORM) == [
        finding(FindingKind.SENT_AS_ANOTHER_KIND, "INVOICE", sent_as="CLAIM_FORM", read_as="INVOICE")
    ]
    assert found_in(a_bill({"PERSON": "王小明"})) == [finding(FindingKind.ANOTHER_PERSON)]


def test_a_share_that_was_not_read_leaves_the_sum_open() -> None:
    assert kinds(a_bill({"PUBLIC_FUND": "20.00", "OTHER_PAYMENT": "0.00", "CASH": "39.99"})) == set()


@pytest.mark.parametrize(("confidence", "told"), [(0.9, True), (0.89, False)])
def test_readings_of_one_field_that_differ_name_the_field_and_the_means(
    confidence: float, told: bool
) -> None:
    said = ReadField(name=F.AMOUNT, value="61.00", confidence=confidence, means=Means.CODE)

    assert found_in(replace(a_bill(), disputed=(said,))) == (
        [finding(FindingKind.READINGS_DIFFER, "AMOUNT", field="AMOUNT", means=Means.CODE)] if told else []
    )


def test_a_paper_further_back_in_a_file_is_told_with_its_page() -> None:
    assert found_in(replace(a_bill({"PERSON": "王小明"}, lines=(1,)), first_page=3)) == [
        finding(FindingKind.LINES_DIFFER, "@3", lines="0.01", total="60.00", page=3),
        finding(FindingKind.ANOTHER_PERSON, "@3", page=3),
    ]


STAY = replace(CHILD, from_on=date(2026, 9, 1), until_on=date(2026, 9, 10))


def test_every_day_of_a_paper_is_held_against_the_stay() -> None:
    days = {"ADMITTED_ON": "2026-08-20", "DISCHARGED_ON": "2026-09-14", "ISSUED_ON": "2026-09-05"}

    assert found_in(a_bill(days), STAY) == [
        finding(FindingKind.OUTSIDE_STAY, "ADMITTED_ON", field="ADMITTED_ON", day="2026-08-20"),
        finding(FindingKind.OUTSIDE_STAY, "DISCHARGED_ON", field="DISCHARGED_ON", day="2026-09-14"),
    ]


@pytest.mark.parametrize(("left", "told"), [("2026-09-03", True), ("2026-09-04", False)])
def test_nobody_leaves_before_being_admitted(left: str, told: bool) -> None:
    order = finding(FindingKind.OUTSIDE_STAY, "order", field="DISCHARGED_ON")

    assert found_in(a_bill({"ADMITTED_ON": "2026-09-04", "DISCHARGED_ON": left}), STAY) == (
        [order] if told else []
    )


def test_without_an_end_of_the_treatment_nothing_is_too_late() -> None:
    open_end = replace(STAY, until_on=None)

    assert found_in(a_bill({"ISSUED_ON": "2027-09-05"}), open_end) == []
    assert kinds(a_bill({"ISSUED_ON": "2026-08-28"}), open_end) == {FindingKind.OUTSIDE_STAY}
    assert found_in(a_bill({"ISSUED_ON": "2026-08-28"})) == []


def test_days_of_papers_that_no_treatment_writes_are_left_in_peace() -> None:
    form = replace(a_bill({"ISSUED_ON": "2026-08-01"}), kind=PaperKind.CLAIM_FORM)

    assert found_in(form, STAY, DocumentKind.CLAIM_FORM) == []


def test_one_paper_of_the_kind_that_a_file_was_sent_as_is_enough() -> None:
    bill = Paper(document_id="d", sent_as=DocumentKind.INVOICE, reading=a_bill({"PERSON": "王小明"}))
    form = replace(bill, reading=replace(a_bill(), kind=PaperKind.CLAIM_FORM, first_page=2))

    assert [each.kind for each in of_file([form], CHILD)] == [FindingKind.SENT_AS_ANOTHER_KIND]
    assert [each.kind for each in of_file([bill, form], CHILD)] == [FindingKind.ANOTHER_PERSON]


@pytest.mark.parametrize("missing", ["bills", "lists"])
def test_lists_or_bills_alone_are_held_against_nothing(missing: str) -> None:
    bill = Paper(document_id="b", sent_as=DocumentKind.INVOICE, reading=a_bill())
    listed = replace(bill, document_id="l", reading=replace(a_bill(), kind=PaperKind.ITEMISED_LIST))
    unsure = replace(bill, document_id="c", reading=a_bill({"INVOICE_NUMBER": "1"}, confidence=0.5))

    assert of_case([listed] if missing == "bills" else [bill]) == []
    assert of_case([bill, unsure, replace(listed, reading=replace(listed.reading, fields=()))]) == []
    assert of_case([bill, unsure, listed]) == []


def test_an_invoice_in_a_decision_of_another_case_is_told_once() -> None:
    assert same_invoice("d", [other()], ["DB-1", "RC-9"])[1:] == [
        finding(FindingKind.SAME_INVOICE, "RC-9", case="RC-9", settled=True)
    ]


def test_an_invoice_that_was_taken_back_names_the_paper_that_did() -> None:
    assert taken_back("d", [other(same_member=True)]) == [
        finding(FindingKind.INVOICE_REVERSED, "o", document="o", case="DB-1", channel="DB", same_member=True)
    ]


def test_an_invoice_behind_another_paper_is_known_by_key_number_and_what_it_takes_back() -> None:
    assert known_by(a_bill()) == ("31060126:0012345678", "0012345678")
    assert known_by(a_bill({"REVERSES": "0012345600"})) == (
        "31060126:0012345678",
        "0012345678",
        "-0012345600",
    )
    assert known_by(a_bill({"INVOICE_NUMBER": "", "REVERSES": "0012345600"})) == ("-0012345600",)
    assert known_by(a_bill({"REVERSES": "0012345600"}, confidence=0.5)) == ()
    assert known_by(replace(a_bill({"REVERSES": "1"}), kind=PaperKind.CLAIM_FORM)) == ()


def test_empty_parts_of_a_picture_tell_nothing_whatever_their_colour() -> None:
    assert bands("0000ffff00f0a5a5") == ["2:00f0", "3:a5a5"]
