"""A hospital's bill as it sends it: charges as JSON, or as CSV text."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field, Strict, model_validator

from rules.direct_billing.values import BillInvoice, BillLine, HospitalBill
from rules.items import ItemCode
from rules.vocabulary import RoomClass
from web.api.bodies.bill_table import MOST_LINES, charges
from web.api.bodies.fields import Amount, Body, Code, Day, Flag, Name
from web.api.bodies.preauthorization_body import Diagnosis, Procedure

BILL_EXAMPLE: dict[str, Any] = {
    "lines": [
        {"line_id": "1", "item": "CONSULTATION", "description": "儿科诊察费", "amount": "500.00"},
        {
            "line_id": "2",
            "item": "LAB",
            "description": "血常规",
            "amount": "160.00",
            "quantity": 2,
            "unit_price": "80.00",
        },
    ],
    "invoices": [{"number": "0012345678", "code": "31060126", "total": "660.00"}],
    "diagnoses": [{"code": "J06.900", "name": "上呼吸道感染"}],
    "paid_at_desk": "0.00",
}


class BillLineBody(Body):
    """One charge."""

    line_id: Code
    """The hospital's own number of the charge; the same in every version of the bill."""
    item: ItemCode
    description: Name
    amount: Amount
    quantity: Annotated[int, Strict(), Field(ge=1, le=100_000)] | None = None
    unit_price: Amount | None = None
    invoice: Code | None = None
    """Number of the invoice that holds it, where there are several."""
    doctor_level: Code | None = None

    def line(self) -> BillLine:
        """The charge as the case keeps it."""
        said = dict(self)
        return BillLine(**said | {"invoice": self.invoice or "", "doctor_level": self.doctor_level or ""})


class InvoiceBody(Body):
    """An invoice or e-bill."""

    number: Code
    code: Code | None = None
    """Left out for VAT invoices, which have none."""
    total: Amount

    def invoice(self) -> BillInvoice:
        """The invoice as the case keeps it."""
        return BillInvoice(number=self.number, code=self.code or "", total=self.total)


class BillBody(Body):
    """A version of the bill. Give the charges as `lines`, or all of them as `lines_csv`."""

    lines: Annotated[tuple[BillLineBody, ...], Field(max_length=MOST_LINES)] = ()
    lines_csv: Annotated[str, Field(max_length=60_000)] | None = None
    """With the header line_id,item,description,amount,quantity,unit_price,invoice,doctor_level."""
    invoices: Annotated[tuple[InvoiceBody, ...], Field(max_length=20)] = ()
    diagnoses: Annotated[tuple[Diagnosis, ...], Field(min_length=1, max_length=20)]
    procedures: Annotated[tuple[Procedure, ...], Field(max_length=20)] = ()
    surgery_on: Day | None = None
    discharged_on: Day | None = None
    """Given with the discharge bill of a stay, and after it."""
    room_class: RoomClass | None = None
    paid_at_desk: Amount = 0
    """What the family has paid at the desk."""
    final: Flag = False
    """Set on the signed bill of a stay whose discharge was authorized."""

    @model_validator(mode="before")
    @classmethod
    def _from_csv(cls, said: Any) -> Any:
        """Rows of CSV become lines, so that each is checked like any other."""
        if not isinstance(said, Mapping) or said.get("lines_csv") is None:
            return said
        if said.get("lines"):
            raise ValueError("give lines or lines_csv, not both")
        return {**said, "lines": list(_rows(str(said["lines_csv"]))), "lines_csv": None}

    @model_validator(mode="after")
    def _has_lines(self) -> "BillBody":
        if not self.lines:
            raise ValueError("a bill has at least one charge: give lines or lines_csv")
        return self

    def bill(self) -> HospitalBill:
        """The bill as the case takes it."""
        return HospitalBill(
            lines=tuple(each.line() for each in self.lines),
            invoices=tuple(each.invoice() for each in self.invoices),
            diagnoses=tuple(each.coded() for each in self.diagnoses),
            procedures=tuple(each.coded() for each in self.procedures),
            surgery_on=self.surgery_on,
            discharged_on=self.discharged_on,
            room_class=self.room_class,
            paid_at_desk=self.paid_at_desk,
            final=self.final,
        )


def _rows(text: str) -> Iterator[dict[str, Any]]:
    for place, filled in enumerate(charges(text, {}), 1):
        quantity = filled.get("quantity")
        if quantity is not None and not quantity.isdecimal():
            raise ValueError(f"lines_csv, row {place}: {quantity} is no quantity")
        yield {**filled, **({"quantity": int(quantity)} if quantity else {})}
