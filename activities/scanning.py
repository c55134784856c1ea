"""Scans what came while no scanner was there, and lets go what waited for it."""

from uuid import UUID

import structlog
from sqlalchemy import Engine
from temporalio import activity

from activities.payment_runs import start_run
from activities.reading_orders import ToldFinding
from activities.scan_orders import LetGoOrder, ScanAnswer, ScanOrder
from intake.scanner import Scanner
from rules.escalated import MALWARE
from rules.vocabulary import ScanStatus
from stores.database import transaction
from stores.papers import scans
from stores.papers.blobs import BlobMissingError, Blobs
from stores.papers.scans import Infected, Unscanned

PAGE = 50
"""Files of one act."""

log = structlog.get_logger()


class ScanActs:
    """Acts with the scanner."""

    def __init__(self, engine: Engine, blobs: Blobs, scanner: Scanner) -> None:
        """Hold the connections."""
        self._engine, self._blobs, self._scanner = engine, blobs, scanner

    @activity.defn
    def scan_waiting(self, order: ScanOrder) -> ScanAnswer:
        """Scan a page of files. A repeat scans what is left; a file that is judged stays as it is."""
        with transaction(self._engine) as session:
            let_go = scans.let_go_by_supervisors(session)
        if not self._scanner.answers():
            return ScanAnswer(let_go=let_go)
        with transaction(self._engine) as session:
            waiting = scans.unscanned(session, UUID(order.after) if order.after else None, PAGE)
        said = [self._scan(each) for each in waiting]
        last = str(waiting[-1].upload_id) if len(waiting) == PAGE else ""
        with transaction(self._engine) as session:
            infected = tuple(_told(each) for each in scans.untold(session, PAGE))
        return ScanAnswer(clean=said.count(ScanStatus.CLEAN), last=last, infected=infected, let_go=let_go)

    @activity.defn
    async def let_payments_go(self, order: LetGoOrder) -> None:
        """Start a run of what is approved; one that was started before is enough."""
        await start_run(activity.client(), order.run_id)

    def _scan(self, file: Unscanned) -> ScanStatus:
        activity.heartbeat()
        try:
            said = self._scanner.scan(self._blobs.get(file.object_key))
        except BlobMissingError:
            # It was erased since: there is nothing to scan.
            return ScanStatus.NOT_SCANNED
        if said is ScanStatus.INFECTED:
            log.warning("malware in a file that was taken unscanned", upload=str(file.upload_id))
        with transaction(self._engine) as session:
            scans.keep(session, file.upload_id, said)
        return said


def _told(paper: Infected) -> ToldFinding:
    return ToldFinding(
        key=f"malware/{paper.document_id}",
        case_number=paper.case_number,
        refers=True,
        detail={"finding": MALWARE, "paper": str(paper.document_id), "refers": True},
    )
