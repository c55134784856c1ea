"""Ten years later a file is gone: from Postgres and from the object store."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from commands.retention import blobs_of, erase, erase_case, outdated
from models import CaseRequest, CaseText, Letter, LetterDelivery
from rules.requests.data_request import DataRequestCase, Outcome, Wanted
from stores.blobs import BlobMissingError
from tests.workflows import family_requests as told_of
from tests.workflows.clinic import Clinic
from tests.workflows.family_requests import CHILD, FAMILY, moment
from tests.workflows.requesting import CLERK, HEAD, codes, opened
from workflows.messages import Withdraw
from workflows.messages_requests import AnswerDataRequest, VerifyRequester


def test_a_file_is_erased_the_day_after_its_ten_years(clinic: Clinic) -> None:
    number = opened(clinic, told_of.complaint(about_case=""), child="M2021000004")
    clinic.wait_until(lambda: codes(clinic, number) == ["LT-CMP-ACK"], "the acknowledgement")
    clinic.act(number, FAMILY, Withdraw(reason="已经解决"))
    clinic.wait_until(lambda: all(row.sent_at for row in clinic.deliveries(number)), "the letter to leave")
    key = clinic.letters(number)[0].object_key
    assert key
    settings, blobs, over = clinic.settings, blobs_of(clinic.settings), datetime(2037, 7, 1, 1, tzinfo=UTC)

    assert number not in erase(settings, over - timedelta(days=1), dry_run=True).cases
    assert number in erase(settings, over, dry_run=True).cases
    assert blobs.get(key)
    # Only this one: the children of the sample go on in other tests.
    assert erase_case(clinic.engine, blobs, number, over, dry_run=False) == 1

    with pytest.raises(BlobMissingError):
        blobs.get(key)
    with Session(clinic.engine) as session:
        assert session.get_one(CaseRequest, number).content is None
        texts = session.exec(select(CaseText.body).where(CaseText.case_number == number)).all()
        letters = session.exec(select(Letter.content).where(Letter.case_number == number)).all()
        ways = select(LetterDelivery.address).join(Letter).where(col(Letter.case_number) == number)
        addresses = session.exec(ways).all()
    assert (set(texts), letters, set(addresses)) == ({None}, [{}], {None})
    assert clinic.events(number), "the record of what was done stays whole"
    assert number not in erase(settings, over, dry_run=True).cases


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
    opened(clinic, told_of.enquiry(), child="M2021000003")
    number = opened(clinic, wish, child="M2021000003")

    clinic.act(number, CLERK, VerifyRequester(how="回拨核对"))
    state = clinic.see(number)
    assert isinstance(state, DataRequestCase)
    assert state.kept
    assert (state.kept.anything, state.kept.until) == (True, None)
    clinic.act(number, HEAD, AnswerDataRequest(outcome=Outcome.RESTRICTED, explanation="依法保存十年。"))
    clinic.wait_until(lambda: codes(clinic, number) == ["LT-DSR"], "the answer")

    assert clinic.row(number).stage == "DONE"
    assert clinic.row(number).closed_at
