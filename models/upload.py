"""A file that was sent in and may not belong to a case yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import DocumentKind, DocumentSource, ScanStatus


class Upload(SQLModel, table=True):
    """Written by the web. ``case_number`` has no foreign key: the case may not be projected yet."""

    __tablename__ = "upload"
    __table_args__ = (
        UniqueConstraint("object_key"),
        CheckConstraint("size_bytes > 0", name="size_bytes"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        Index("ix_upload_not_scanned", "id", postgresql_where=text("scan_status = 'NOT_SCANNED'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    principal: str = Field(index=True)
    case_number: str | None = Field(default=None, index=True)
    kind: DocumentKind = Field(sa_type=choice(DocumentKind, "kind"))
    object_key: str
    sha256: str
    size_bytes: int = Field(sa_type=BigInteger)
    media_type: str
    filename: str
    source: DocumentSource = Field(sa_type=choice(DocumentSource, "source"))
    uploaded_at: datetime
    scan_status: ScanStatus = Field(default=ScanStatus.NOT_SCANNED, sa_type=choice(ScanStatus, "scan_status"))
