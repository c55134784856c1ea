"""Who took part in deciding a case."""

from sqlmodel import Session, col, select

from models.case import Case
from models.case_event import CaseEvent
from rules.requests.recusal import DECIDING


def deciders(session: Session, case_number: str) -> tuple[str, ...]:
    """Members of staff who decided something on the case, and whoever has it (L-23), in order."""
    acted = select(CaseEvent.actor).where(
        CaseEvent.case_number == case_number,
        col(CaseEvent.kind).in_(sorted(DECIDING)),
        col(CaseEvent.actor).startswith("staff:"),
    )
    people = set(session.exec(acted.distinct()))
    assignee = session.exec(select(Case.assignee).where(Case.case_number == case_number)).one_or_none()
    return tuple(sorted(people | ({assignee} if assignee else set())))
