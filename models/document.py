"""A file that belongs to a case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import DocumentKind, DocumentSource, ScanStatus


class Document(SQLModel, table=True):
    """Its id is that of the upload it came from; the bytes are the object at ``object_key``."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("object_key"),
        CheckConstraint("size_bytes > 0", name="size_bytes"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
    )

    id: UUID = Field(primary_key=True)
    case_number: str = Field(foreign_key="cases.case_number", index=True)
    kind: DocumentKind = Field(sa_type=choice(DocumentKind, "kind"))
    object_key: str
    sha256: str = Field(index=True)
    size_bytes: int = Field(sa_type=BigInteger)
    media_type: str
    filename: str
    source: DocumentSource = Field(sa_type=choice(DocumentSource, "source"))
    uploaded_by: str
    uploaded_at: datetime
    scan_status: ScanStatus = Field(default=ScanStatus.NOT_SCANNED, sa_type=choice(ScanStatus, "scan_status"))
