"""What was read off the papers of a case, to begin a form with: what is sure, marked as read by machine."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rules.findings.reading import FieldName as F
from rules.findings.reading import PaperKind
from rules.money import format_yuan, parse_yuan
from web.api.views.reading_views import PaperBehindView, ReadingView
from web.forms.entry import sent_of

Begin = dict[str, Any]
Read = ReadingView | PaperBehindView


def claim(readings: Iterable[ReadingView]) -> Begin:
    """A claim as far as its papers say it: bills, charges, days, what public insurance paid."""
    read = list(_papers(readings))
    bills = list(_bills(read))
    days = [_sure(each) for each in read if each.kind is PaperKind.DISCHARGE_SUMMARY]
    issued = {said[F.ISSUED_ON] for said, _ in bills if F.ISSUED_ON in said}
    public = sum(parse_yuan(said[F.PUBLIC_FUND]) for said, _ in bills if F.PUBLIC_FUND in said)
    return _said(
        on=next((each[F.ADMITTED_ON] for each in days if F.ADMITTED_ON in each), "")
        or (issued.pop() if len(issued) == 1 else ""),
        until_on=next((each[F.DISCHARGED_ON] for each in days if F.DISCHARGED_ON in each), ""),
        invoices=[
            _said(
                code=said.get(F.INVOICE_CODE),
                number=said[F.INVOICE_NUMBER],
                check_code=said.get(F.CHECK_CODE),
                total=said[F.AMOUNT],
            )
            for said, _ in bills
        ],
        lines=[
            _said(amount=format_yuan(line.amount), invoice=said[F.INVOICE_NUMBER])
            for said, bill in bills
            for line in bill.lines
        ],
        public_insurance_paid=format_yuan(public) if public else "",
    )


def bill(readings: Iterable[ReadingView]) -> Begin:
    """A hospital's bill as far as its papers say it: invoices and their charges, numbered in turn."""
    bills = list(_bills(_papers(readings)))
    charges = [(line, said[F.INVOICE_NUMBER]) for said, each in bills for line in each.lines]
    return _said(
        lines=[
            _said(line_id=str(place), description=line.item, amount=format_yuan(line.amount), invoice=number)
            for place, (line, number) in enumerate(charges, 1)
        ],
        invoices=[
            _said(number=said[F.INVOICE_NUMBER], code=said.get(F.INVOICE_CODE), total=said[F.AMOUNT])
            for said, _ in bills
        ],
    )


def paths(begin: Begin) -> Mapping[str, str]:
    """Which field begins with which value, to mark it as long as nobody changes it."""
    return {path: values[-1] for path, values in sent_of(begin).items() if values}


def _papers(readings: Iterable[ReadingView]) -> Iterator[Read]:
    for each in readings:
        yield each
        yield from each.others


def _bills(readings: Iterable[Read]) -> Iterator[tuple[Mapping[F, str], Read]]:
    """Invoices whose number and amount are sure, each once; one that takes another back is for a person."""
    known = set()
    for each in readings:
        said = _sure(each)
        is_bill = each.kind is PaperKind.INVOICE and each.kind_sure
        takes_back = F.REVERSES in said or said.get(F.AMOUNT, "").startswith("-")
        if is_bill and {F.INVOICE_NUMBER, F.AMOUNT} <= said.keys() and not takes_back:
            name = (said.get(F.INVOICE_CODE), said[F.INVOICE_NUMBER])
            if name not in known:
                known.add(name)
                yield said, each


def _sure(reading: Read) -> Mapping[F, str]:
    return {each.name: each.value for each in reading.fields if each.sure}


def _said(**values: Any) -> Begin:
    return {name: value for name, value in values.items() if value}
