"""What hospitals and families see of the cases, by the page and by words."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models.guardian import Guardian
from models.guardianship import Guardianship
from models.hospital import Hospital
from models.member import Member
from rules.permissions import ROLES, SHARED_WITH_HOSPITALS, Action
from rules.requests.data_request import Outcome
from rules.roles import Role
from rules.vocabulary import GuardianRelation, IdentityKind, Process
from stores.casework import case_queries
from stores.casework.case_queries import Sight, Wanted
from stores.database import transaction
from tests.builders import NOON, a_case, a_hospital
from workflows.processes import PROCESSES

DESK = Sight(hospital_code="SEEN-1")
EVERYBODY_MAY = {Action.WITHDRAW, Action.SUBMIT_DOCUMENTS}


def numbers(engine: Engine, wanted: Wanted, number: int = 1, sight: Sight = DESK) -> list[str]:
    with Session(engine) as session:
        return [each.row.case_number for each in case_queries.leaf(session, sight, wanted, number, size=2)]


def kept(engine: Engine, **changes: object) -> str:
    with transaction(engine) as session:
        if session.get(Hospital, "SEEN-1") is None:
            session.add(a_hospital(code="SEEN-1"))
            session.flush()
        return a_case(session, hospital_code="SEEN-1", **changes).case_number


def test_a_page_begins_with_those_due_first_and_tells_by_one_more_that_others_follow(engine: Engine) -> None:
    third, first, second = (kept(engine, due_at=NOON + timedelta(hours=hours)) for hours in (3, 1, 2))

    assert numbers(engine, Wanted()) == [first, second, third]
    assert numbers(engine, Wanted(), number=2) == [third]


def test_closed_ones_begin_with_the_latest(engine: Engine) -> None:
    old, new = (
        kept(engine, stage="CLOSED", closed_at=NOON + timedelta(days=days), due_at=None) for days in (1, 2)
    )

    assert numbers(engine, Wanted(closed=True)) == [new, old]


def test_a_desk_finds_a_case_by_what_it_knows(engine: Engine) -> None:
    kept(engine)
    sought = kept(engine, stage="ADMITTED", process=Process.DIRECT_BILLING)
    with transaction(engine) as session:
        seen = case_queries.find(session, sought, DESK)
        assert seen
        child = session.get_one(Member, seen.row.member_id)
        child.name = "欧阳小满"
        card = seen.member_number

    for words in (sought, card, "欧阳", f"欧阳 {card}"):
        assert numbers(engine, Wanted(words=words)) == [sought]
    assert numbers(engine, Wanted(stages=("ADMITTED",))) == [sought]
    assert numbers(engine, Wanted(words="欧阳 nobody")) == []


@pytest.mark.parametrize("process", Process)
def test_a_hospital_sees_only_cases_that_it_has_a_part_in(engine: Engine, process: Process) -> None:
    number = kept(engine, process=process)

    found = numbers(engine, Wanted())
    assert found == ([number] if process in SHARED_WITH_HOSPITALS else [])
    assert numbers(engine, Wanted(), sight=Sight(everything=True)) == [number]


def test_each_process_in_which_a_hospital_acts_is_shared_with_it() -> None:
    acts = {
        process
        for process, running in PROCESSES.items()
        for row in running.table.rows
        if isinstance(row.event, Action)
        and row.event not in EVERYBODY_MAY
        and Role.HOSPITAL_DESK in ROLES[row.event]
    }

    assert acts == SHARED_WITH_HOSPITALS


STAFF = Sight(everything=True)


def asked_to_delete(engine: Engine, member_id: UUID, outcome: Outcome) -> None:
    """The answer to a family's request, two days after noon."""
    with transaction(engine) as session:
        request = a_case(
            session,
            process=Process.DATA_REQUEST,
            stage="DONE",
            closed_at=NOON + timedelta(days=2),
            view={"outcome": outcome},
        )
        request.member_id = member_id


@pytest.mark.parametrize("outcome", Outcome)
def test_what_the_law_alone_keeps_is_worked_with_no_more(engine: Engine, outcome: Outcome) -> None:
    with transaction(engine) as session:
        if session.get(Hospital, "SEEN-1") is None:
            session.add(a_hospital(code="SEEN-1"))
            session.flush()
        ended = a_case(session, hospital_code="SEEN-1", stage="CLOSED", closed_at=NOON)
        still_open = a_case(session, hospital_code="SEEN-1")
        later = a_case(
            session,
            hospital_code="SEEN-1",
            stage="CLOSED",
            opened_at=NOON + timedelta(days=3),
            closed_at=NOON + timedelta(days=4),
        )
        other = a_case(session, hospital_code="SEEN-1", stage="CLOSED", closed_at=NOON)
        for each in (still_open, later):
            each.member_id = ended.member_id
        guardian = Guardian(
            name="林建国",
            phone="12000000001",
            identity_kind=IdentityKind.PASSPORT,
            identity_number=uuid4().hex[:12],
        )
        session.add(guardian)
        session.flush()
        bond = Guardianship(
            guardian_id=guardian.id, member_id=ended.member_id, relation=GuardianRelation.MOTHER
        )
        session.add(bond)
        child, old, used = ended.member_id, ended.case_number, [still_open, later, other]
        in_use, parent = {each.case_number for each in used}, guardian.id

    asked_to_delete(engine, child, outcome)

    hidden = set() if outcome is not Outcome.RESTRICTED else {old}
    for sight in (STAFF, DESK):
        with Session(engine) as session:
            seen = {number for number in in_use | {old} if case_queries.find(session, number, sight)}
        assert seen == (in_use | {old}) - hidden
    with Session(engine) as session:
        assert case_queries.find(session, old, Sight(everything=True, kept=True))
        assert case_queries.find(session, old, Sight(guardian_id=parent))
