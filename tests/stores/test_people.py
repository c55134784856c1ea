"""Names behind the references that cases hold."""

from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from models import Staff
from models.guardian import Guardian
from rules.vocabulary import IdentityKind
from stores.casework import case_rooms
from stores.cover.people import names_of


def test_a_reference_that_nobody_has_is_its_own_name(engine: Engine) -> None:
    with Session(engine) as session:
        person = Staff(account="ma.names", name="马理算", team="理算一组")
        session.add(person)
        session.flush()
        known, unknown = f"staff:{person.id}", f"staff:{uuid4()}"
        odd = {unknown, "staff:", f"staff:{'-' * 36}", "system:claims", "hospital:SH-1"}
        named = {known: "马理算", "staff:ma.names": "马理算"}

        assert names_of(session, {*named, *odd}) == {**named, **{each: each for each in odd}}


def test_a_case_names_whom_it_knows_and_keeps_the_reference_of_others(engine: Engine) -> None:
    with Session(engine) as session:
        parent = Guardian(
            name="林母", phone="13800000000", identity_kind=IdentityKind.PASSPORT, identity_number="E1"
        )
        session.add(parent)
        session.flush()
        odd = {"guardian:", "guardian:1", f"guardian:{uuid4()}", "hospital:NOBODY"}

        found = case_rooms.names(session, {f"guardian:{parent.id}", None, *odd})

        assert found == {f"guardian:{parent.id}": "林母", **{each: each for each in odd}}
