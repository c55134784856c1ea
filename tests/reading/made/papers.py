"""The labelled set: papers of every kind from a seed."""

import random
from collections.abc import Callable, Iterator

from rules.findings.reading import PaperKind
from tests.reading.made import hospital_papers, invoices, personal_papers
from tests.reading.made.sheet import Made

MAKERS: dict[PaperKind, Callable[[random.Random], Made]] = {
    PaperKind.INVOICE: invoices.invoice,
    PaperKind.ITEMISED_LIST: invoices.itemised_list,
    PaperKind.DISCHARGE_SUMMARY: hospital_papers.discharge_summary,
    PaperKind.DIAGNOSIS_CERTIFICATE: hospital_papers.diagnosis_certificate,
    PaperKind.MEDICAL_RECORD: hospital_papers.medical_record,
    PaperKind.LAB_REPORT: hospital_papers.lab_report,
    PaperKind.PRESCRIPTION: hospital_papers.prescription,
    PaperKind.CLAIM_FORM: personal_papers.claim_form,
    PaperKind.IDENTITY_CARD: personal_papers.identity_card,
    PaperKind.HOUSEHOLD_REGISTER: personal_papers.household_register,
    PaperKind.BIRTH_CERTIFICATE: personal_papers.birth_certificate,
    PaperKind.BANK_CARD: personal_papers.bank_card,
}


def a_paper(kind: PaperKind, seed: int) -> Made:
    """The paper of that kind and seed: always the same one."""
    return MAKERS[kind](random.Random(f"{kind}/{seed}"))


def labelled(seed: int, of_each: int) -> Iterator[Made]:
    """So many papers of each kind, the kinds by turns."""
    for number in range(of_each):
        for kind in MAKERS:
            yield a_paper(kind, seed * 1000 + number)
