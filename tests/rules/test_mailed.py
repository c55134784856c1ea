"""A file's name says what the paper is, where it says anything."""

import pytest

from rules.findings.mailed import kind_by_name
from rules.vocabulary import DocumentKind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("出院小结.pdf", DocumentKind.DISCHARGE_SUMMARY),
        ("Discharge_Summary.PDF", DocumentKind.DISCHARGE_SUMMARY),
        ("发票明细.xlsx", DocumentKind.ITEMISED_LIST),
        ("电子发票-20260914.ofd", DocumentKind.INVOICE),
        ("claim-form.pdf", DocumentKind.CLAIM_FORM),
        ("Medical_Record.pdf", DocumentKind.MEDICAL_RECORD),
        ("IMG_2041.HEIC", DocumentKind.OTHER),
        ("", DocumentKind.OTHER),
    ],
)
def test_a_name_says_what_the_paper_is(name: str, kind: DocumentKind) -> None:
    assert kind_by_name(name) is kind
