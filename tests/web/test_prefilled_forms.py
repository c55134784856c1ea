"""Forms of bills and claims begin with what is sure of the papers, and mark it until somebody changes it."""

from collections.abc import Mapping
from uuid import uuid4

from rules.findings.reading import FieldName as F
from rules.findings.reading import Means, PaperKind, ReadField, Reading, ReadLine
from rules.findings.states import ReadingState
from rules.vocabulary import Language
from stores.papers.readings import KeptReading
from web.api.bodies.reimbursement_acts import SubmitClaimBody
from web.api.views.reading_views import ReadingView, reading_view
from web.casework import prefilled
from web.forms.drawn import Drawn, Plan, every
from web.forms.entry import Sent, sent_of
from web.forms.page import form_of
from web.templating import module


def a_view(kind: PaperKind, said: Mapping[str, str], confidence: float = 0.95) -> ReadingView:
    fields = tuple(
        ReadField(name=F(name), value=value, confidence=confidence, means=Means.OCR)
        for name, value in said.items()
    )
    lines = (ReadLine(item="诊察费", amount=50_00, confidence=1.0),) if kind is PaperKind.INVOICE else ()
    reading = Reading(kind=kind, kind_confidence=0.99, fields=fields, lines=lines)
    kept = KeptReading(document_id=uuid4(), state=ReadingState.READ, problem="", reading=reading)
    return reading_view("RC-1", kept, ())


BILL = {
    "INVOICE_NUMBER": "0000350001",
    "AMOUNT": "386.40",
    "ISSUED_ON": "2026-11-16",
    "PUBLIC_FUND": "146.40",
}


def test_a_claim_begins_with_its_bills_its_stay_and_what_public_insurance_paid() -> None:
    stay = a_view(PaperKind.DISCHARGE_SUMMARY, {"ADMITTED_ON": "2026-11-10", "DISCHARGED_ON": "2026-11-15"})

    begun = prefilled.claim([a_view(PaperKind.INVOICE, BILL), stay])

    assert begun == {
        "on": "2026-11-10",
        "until_on": "2026-11-15",
        "invoices": [{"number": "0000350001", "total": "386.40"}],
        "lines": [{"amount": "50.00", "invoice": "0000350001"}],
        "public_insurance_paid": "146.40",
    }


def test_a_bill_that_was_sent_twice_begins_a_form_once() -> None:
    sent = [a_view(PaperKind.INVOICE, BILL) for _ in range(2)]

    assert [len(begun["invoices"]) for begun in (prefilled.claim(sent), prefilled.bill(sent))] == [1, 1]
    assert len(prefilled.bill(sent)["lines"]) == 1


def test_what_is_not_sure_or_takes_another_bill_back_is_left_to_people() -> None:
    unsure = a_view(PaperKind.INVOICE, BILL, 0.89)
    red = a_view(PaperKind.INVOICE, BILL | {"AMOUNT": "-386.40"})

    assert prefilled.claim([unsure, red]) == {} == prefilled.bill([unsure, red])


def test_a_bill_begins_with_charges_that_are_numbered_in_turn() -> None:
    begun = prefilled.bill([a_view(PaperKind.INVOICE, BILL)])

    assert begun["invoices"] == [{"number": "0000350001", "total": "386.40"}]
    assert begun["lines"] == [
        {"line_id": "1", "description": "诊察费", "amount": "50.00", "invoice": "0000350001"}
    ]


def test_a_value_that_a_machine_read_is_marked_until_it_is_changed() -> None:
    begin = {"claim": prefilled.claim([a_view(PaperKind.INVOICE, BILL)])}
    plan = Plan(begin=begin, read=prefilled.paths(begin))

    fresh = form_of(SubmitClaimBody, plan, "key")
    changed = form_of(
        SubmitClaimBody, plan, "key", Sent(sent_of(begin) | {"claim.invoices.0.total": ["1.00"]})
    )

    assert marked(fresh.fields) == set(prefilled.paths(begin))
    assert marked(changed.fields) == marked(fresh.fields) - {"claim.invoices.0.total"}
    words = module("form.html", Language.CHINESE)
    shown = "".join(str(words.one(each)) for each in fresh.fields)
    assert shown.count("机器读取，请核对") == len(marked(fresh.fields))


def marked(fields: tuple[Drawn, ...]) -> set[str]:
    """Paths of the fields that say they were read by machine."""
    return {each.path for each in every(fields) if each.read}
