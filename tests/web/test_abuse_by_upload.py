"""Whatever is on the abuse list is answered as a form: soon, once on record, and with words that help."""

import hashlib
import os
import time
from contextlib import suppress

import psutil
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from intake.verdict import Refusal
from models import AccessLog, Upload
from rules.vocabulary import ScanStatus
from tests.intake.hostile import HARMLESS, REFUSED
from tests.web.site import Site

CPU_SECONDS = 2.0
"""Of all that reads a file, until it is refused."""
STATUS = {Refusal.UNKNOWN_KIND: 415}


def readers() -> dict[int, float]:
    """The processes that read files, with the CPU seconds that each has used, those of its children too."""
    found = {}
    for each in psutil.Process(os.getpid()).children():
        with suppress(psutil.NoSuchProcess):  # of another test, and ending
            if "intake.cell" in each.cmdline():
                used = each.cpu_times()
                found[each.pid] = used.user + used.system + used.children_user + used.children_system
    return found


def taking(site: Site, data: bytes) -> tuple[int, dict[str, object]]:
    """How a file is answered; soon, and by processes that outlive it."""
    before, began = readers(), time.process_time()
    answer = site.desk().upload(data=data)
    spent = time.process_time() - began + sum(readers().values()) - sum(before.values())

    assert not before or before.keys() <= readers().keys(), "a process that reads files has ended"
    assert spent < CPU_SECONDS
    told: dict[str, object] = answer.json()
    return answer.status_code, told


def kept(reader: Engine, data: bytes) -> list[str]:
    """How each upload of these bytes was scanned."""
    digest = hashlib.sha256(data).hexdigest()
    with Session(reader) as session:
        return list(session.exec(select(Upload.scan_status).where(Upload.sha256 == digest)))


@pytest.mark.parametrize("name", REFUSED)
def test_what_means_harm_is_refused_once_on_record_and_in_words(
    site: Site, reader: Engine, name: str
) -> None:
    make, reason = REFUSED[name]
    data = make()

    status, told = taking(site, data)

    assert (status, told["refusal"]) == (STATUS.get(reason, 422), reason)
    assert ":" in str(told["detail"]) and "请" in str(told["detail_zh"])
    assert kept(reader, data) == []
    with Session(reader) as session:
        notes = session.exec(select(AccessLog).where(AccessLog.request_id == told["request_id"])).all()
        assert [(each.action, each.subject, each.allowed) for each in notes] == [
            ("UPLOAD", f"refused:{reason}", False)
        ]


@pytest.mark.parametrize("name", HARMLESS)
def test_what_could_harm_elsewhere_is_kept_once_as_a_dead_picture_and_never_as_clean(
    site: Site, reader: Engine, name: str
) -> None:
    make, kind = HARMLESS[name]
    data = make()
    before = kept(reader, data)

    status, told = taking(site, data)

    assert (status, told["scan_status"]) == (201, ScanStatus.NOT_SCANNED)
    assert kind.lower() in str(told["media_type"])
    assert kept(reader, data) == [*before, ScanStatus.NOT_SCANNED]
