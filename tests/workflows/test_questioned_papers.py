"""A paper that does not fit sends the claim to a person, however small and clear it is."""

from uuid import uuid4

from sqlmodel import Session

from commands.lived.stage import papers
from models import Document
from rules.china_time import shanghai_date
from rules.claims.values import Concern
from rules.findings.findings import FindingKind, PaperFinding
from rules.reimbursement.values import Stage
from rules.vocabulary import DocumentKind, DocumentSource
from stores.papers import paper_findings
from tests.workflows import family_claims as family
from tests.workflows.clinic import COMPLETE, Clinic
from tests.workflows.family_claims import GUARDIAN, FamilyClaims
from workflows.messages_reimbursement import SubmitClaim


def question_a_paper(clinic: Clinic, number: str) -> None:
    """A finding that is for a person, on a paper of the case."""
    paper = uuid4()
    found = PaperFinding(kind=FindingKind.SAME_PICTURE, document_id=str(paper))
    with Session(clinic.engine) as session:
        session.add(
            Document(
                id=paper,
                case_number=number,
                kind=DocumentKind.OTHER,
                object_key=f"uploads/{paper}.jpg",
                sha256="0" * 64,
                size_bytes=1,
                media_type="image/jpeg",
                filename="a.jpg",
                source=DocumentSource.GUARDIAN,
                uploaded_by=GUARDIAN.reference,
                uploaded_at=family.CLAIMED_AT,
            )
        )
        session.flush()
        paper_findings.keep(session, [(number, found)], family.CLAIMED_AT)
        session.commit()


def test_a_claim_whose_paper_was_questioned_goes_to_a_person(clinic: Clinic) -> None:
    claims = FamilyClaims(clinic)
    number = claims.open(report=True, documents=())
    question_a_paper(clinic, number)

    claims.act(
        number,
        GUARDIAN,
        SubmitClaim(
            claim=family.claim(100_00),
            form_signed_on=shanghai_date(family.CLAIMED_AT),
            documents=papers(*COMPLETE),
        ),
    )

    assert claims.until(number, Stage.MANUAL).concerns == (Concern.PAPER_FINDING,)
