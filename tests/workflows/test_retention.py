"""Ten years later a file is gone: from Postgres and from the object store."""

import json
import os
from base64 import b64decode
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select
from temporalio.client import WorkflowHistory
from temporalio.service import RPCError, RPCStatusCode

from activities.letters_off import PAPER_QUEUE
from activities.retention import Means, erase, erase_case, forget, outdated
from commands.case_history import kept_runs
from commands.retention import blobs_of
from models import CaseRequest, CaseText, Letter, LetterDelivery
from rules.requests.data_request import DataRequestCase, Outcome, Wanted
from stores.casework import case_queries
from stores.casework.case_queries import Sight
from stores.papers.blobs import BlobMissingError
from stores.trust import retention_runs
from tests.workflows import family_requests as told_of
from tests.workflows.clinic import Clinic
from tests.workflows.family_requests import CHILD, FAMILY, moment
from tests.workflows.requesting import CLERK, HEAD, codes, opened
from workflows.codec import ENCODING
from workflows.messages import Withdraw
from workflows.messages_requests import AnswerDataRequest, VerifyRequester
from workflows.rounds.histories import HistoryRound
from workflows.rounds.retention import RetentionRound

STARTED = "workflowExecutionStartedEventAttributes"


def run_round(clinic: Clinic) -> None:
    """Keep the histories of what closed."""
    began = clinic.client.execute_workflow(HistoryRound.run, id=uuid4().hex, task_queue=PAPER_QUEUE)
    clinic.loop.run(began)


def is_forgotten(clinic: Clinic, number: str) -> bool:
    """Whether the server has no history of that case any more, nor anything that begins with its number."""
    try:
        clinic.loop.run(clinic.cases.handle(number).describe())
    except RPCError as gone:
        return gone.status is RPCStatusCode.NOT_FOUND
    return False


@pytest.mark.long
def test_a_file_is_erased_the_day_after_its_ten_years(clinic: Clinic) -> None:
    number = opened(clinic, told_of.complaint(about_case=""), child="M2021000004")
    clinic.wait_until(lambda: codes(clinic, number) == ["LT-CMP-ACK"], "the acknowledgement")
    clinic.act(number, FAMILY, Withdraw(reason="已经解决"))
    clinic.wait_until(lambda: all(row.sent_at for row in clinic.deliveries(number)), "the letter to leave")
    key = clinic.letters(number)[0].object_key
    assert key
    clinic.loop.run(clinic.cases.handle(number).result())
    run_round(clinic)
    history = clinic.row(number).history_object_key
    assert history
    run_round(clinic)
    assert clinic.row(number).history_object_key == history
    blobs, over = blobs_of(clinic.settings), datetime(2037, 7, 1, 1, tzinfo=UTC)
    means = Means(blobs=blobs, **clinic.settings.retention)

    assert number not in erase(means, over - timedelta(days=1), dry_run=True).cases
    assert number in erase(means, over, dry_run=True).cases
    assert blobs.get(key)
    (run,) = kept_runs(blobs, number)
    kept = WorkflowHistory.from_json(number, run.decode())
    assert kept.events == clinic.loop.run(clinic.cases.handle(number).fetch_history()).events
    sent = json.loads(run)["events"][0][STARTED]["input"]["payloads"][0]
    assert b64decode(sent["metadata"]["encoding"]) == ENCODING
    # Only this one: the children of the sample go on in other tests.
    assert erase_case(clinic.engine, blobs, number, over, dry_run=False) == 2
    assert clinic.loop.run(forget(clinic.client, number)) >= 1
    clinic.wait_until(lambda: is_forgotten(clinic, number), "the server to forget the case")
    assert clinic.loop.run(forget(clinic.client, "XX-370701-000001-0")) == 0

    for gone in (key, history):
        with pytest.raises(BlobMissingError):
            blobs.get(gone)
    with Session(clinic.engine) as session:
        assert session.get_one(CaseRequest, number).content is None
        texts = session.exec(select(CaseText.body).where(CaseText.case_number == number)).all()
        letters = session.exec(select(Letter.content).where(Letter.case_number == number)).all()
        ways = select(LetterDelivery.address).join(Letter).where(col(Letter.case_number) == number)
        addresses = session.exec(ways).all()
    assert (set(texts), letters, set(addresses)) == ({None}, [{}], {None})
    assert clinic.events(number), "the record of what was done stays whole"
    assert number not in erase(means, over, dry_run=True).cases


def test_every_night_what_is_over_goes_and_what_went_is_on_record(clinic: Clinic) -> None:
    """As of a day before all that the tests keep: what others keep here stays."""
    long_ago = datetime(2016, 1, 1, tzinfo=UTC)
    erased = clinic.loop.run(
        clinic.client.execute_workflow(RetentionRound.run, long_ago, id=uuid4().hex, task_queue=PAPER_QUEUE)
    )
    with Session(clinic.engine) as session:
        (last,) = retention_runs.newest(session, 1)

    assert erased.cases == ()
    assert last.erased == json.loads(json.dumps(asdict(erased)))


def test_backups_are_deleted_before_they_outlive_what_was_erased(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    for name, days in (("kept", 35), ("old", 36)):
        (tmp_path / f"{name}.backup").write_bytes(b"x")
        then = (now - timedelta(days=days)).timestamp()
        os.utime(tmp_path / f"{name}.backup", (then, then))

    assert outdated(tmp_path, now, dry_run=True) == ("old.backup",)
    assert outdated(tmp_path, now, dry_run=False) == ("old.backup",)
    assert [file.name for file in tmp_path.iterdir()] == ["kept.backup"]


def test_a_request_to_delete_is_answered_with_what_the_law_keeps(clinic: Clinic) -> None:
    wish = DataRequestCase(
        case_number="DS",
        opened_at=moment(),
        opened_by=FAMILY.reference,
        child=CHILD,
        wanted=Wanted.DELETION,
        words="请删除",
    )
    opened(clinic, told_of.enquiry(), child="M2021000004")
    number = opened(clinic, wish, child="M2021000004")

    clinic.act(number, CLERK, VerifyRequester(how="回拨核对"))
    state = clinic.see(number)
    assert isinstance(state, DataRequestCase)
    assert state.kept
    assert (state.kept.anything, state.kept.until) == (True, None)
    clinic.act(number, HEAD, AnswerDataRequest(outcome=Outcome.RESTRICTED, explanation="依法保存十年。"))
    clinic.wait_until(lambda: codes(clinic, number) == ["LT-DSR"], "the answer")

    assert clinic.row(number).stage == "DONE"
    assert clinic.row(number).closed_at
    with Session(clinic.engine) as session:
        assert case_queries.find(session, number, Sight(everything=True)) is None
        assert case_queries.find(session, number, Sight(everything=True, kept=True))
