"""`/api/v1/members/{member_number}/export`, `/api/v1/exports`: a guardian's copy of a child's data (L-34)."""

import hashlib
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from sqlmodel import Session
from starlette.responses import Response

from models.data_export import DataExport
from models.member import Member
from rules.permissions import Action
from stores.cover import insured
from stores.papers.blobs import BlobMissingError
from stores.trust import access_log, exports
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import View
from web.api.consents import MemberNumber
from web.backend import Backend, Uses
from web.families.child_package import pack
from web.families.members import known_member

router = APIRouter(prefix="/api/v1", tags=["Families"])

FETCH_WITHIN = timedelta(days=7)
"""How long a package may be fetched; own choice."""

Exports = Annotated[Caller, Depends(Permission(Action.EXPORT_DATA))]


class ExportView(View):
    """A package that was made; ``url`` works for whoever may export the child's data, until it expires."""

    id: UUID
    url: str
    made_at: datetime
    expires_at: datetime
    sha256: str


@router.post(
    "/members/{member_number}/export",
    operation_id="exportChild",
    summary="Pack all that is kept of a child",
    status_code=201,
)
def export_child(member_number: MemberNumber, caller: Exports, backend: Uses) -> ExportView:
    """A zip: `data.json` and the letters to the guardian as PDF. It can be fetched for seven days."""
    return make_export(backend, caller, member_number)


def make_export(backend: Backend, caller: Caller, member_number: str) -> ExportView:
    """Pack what is kept of a child; 404 where the caller may not have it."""
    made_at = backend.clock.now()
    with backend.session() as session:
        member_id = known_member(session, caller, member_number, Action.EXPORT_DATA)
        data = exports.of_child(session, member_id)
    package = pack(data, backend.blobs, made_at)
    export = DataExport(
        member_id=member_id,
        made_by=caller.reference,
        made_at=made_at,
        expires_at=made_at + FETCH_WITHIN,
        sha256=hashlib.sha256(package).hexdigest(),
    )
    backend.blobs.put_new(export.object_key, package, "application/zip")
    with backend.session() as session:
        view = _view(export)
        exports.keep(session, export)
    return view


@router.get(
    "/exports/{export_id}.zip",
    operation_id="getExport",
    summary="Fetch a package",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}, "description": "The package."}},
)
def get_export(export_id: Annotated[UUID, Path()], caller: Exports, backend: Uses) -> Response:
    """Until it expires; every look is logged. 404 alike for one that is over and one of another family."""
    with backend.session() as session:
        export = exports.find(session, export_id)
        open_ = export is not None and export.expires_at > backend.clock.now()
        allowed = export is not None and open_ and _may_fetch(session, caller, export)
        access_log.write(
            session,
            caller.actor,
            Action.EXPORT_DATA,
            subject=str(export.member_id) if export else str(export_id),
            allowed=allowed,
            request_id=caller.request_id,
        )
        key = export.object_key if export and allowed else ""
    return _file(backend, key, export_id)


def _may_fetch(session: Session, caller: Caller, export: DataExport) -> bool:
    guardian = caller.guardian_id
    if guardian is None:  # staff: of another insurer's child there is no row
        return session.get(Member, export.member_id) is not None
    return insured.is_guardian(session, guardian, export.member_id)


def _file(backend: Backend, key: str, export_id: UUID) -> Response:
    try:
        package = backend.blobs.get(key) if key else None
    except BlobMissingError:
        package = None
    if package is None:
        raise problems.not_found("This package")
    named = {"Content-Disposition": f'attachment; filename="{export_id}.zip"'}
    return Response(package, media_type="application/zip", headers=named)


def _view(export: DataExport) -> ExportView:
    return ExportView(
        id=export.id,
        url=f"/api/v1/exports/{export.id}.zip",
        made_at=export.made_at,
        expires_at=export.expires_at,
        sha256=export.sha256,
    )
