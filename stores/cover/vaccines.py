"""What is known of children's vaccinations, and which dose a family is to be reminded of (R-015, R-068)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.vaccine_dose import VaccineDose
from models.vaccine_word import VaccineWord
from rules.catalogue.vaccines import shipped_doses
from rules.vocabulary import DoseState

REMIND_BEFORE_DAYS, REMIND_UNTIL_DAYS = 7, 60
"""From a week before a dose is due; what is long past a family that joins late is not reminded of."""

_DUE = text(
    """
    SELECT member.id AS member_id, held.policy_id, dose.code AS dose
    FROM member
    JOIN LATERAL (
        SELECT policy.id AS policy_id FROM policy JOIN plan_version ON plan_version.id = plan_version_id
        WHERE policy.member_id = member.id AND plan_version.code = ANY(:plans)
            AND :today BETWEEN effective_on AND coalesce(terminated_on, expires_on)
        ORDER BY effective_on DESC LIMIT 1
    ) AS held ON true
    CROSS JOIN jsonb_to_recordset(CAST(:doses AS jsonb)) AS dose(code text, vaccine text, months int)
    WHERE EXISTS (
            SELECT FROM consent WHERE consent.member_id = member.id AND withdrawn_at IS NULL
                AND purpose = 'VACCINE_REMINDERS' AND recipient = 'TPA'
        )
        AND (born_on + make_interval(months => dose.months))::date BETWEEN :earliest AND :latest
        AND NOT EXISTS (
            SELECT FROM (
                SELECT member_id, dose, state FROM vaccine_dose
                UNION ALL SELECT member_id, dose, state FROM vaccine_word
            ) AS known WHERE known.member_id = member.id AND (
                known.dose = dose.code OR (known.state = 'DECLINED'
                    AND left(known.dose, length(dose.vaccine) + 1) = dose.vaccine || '-')
            )
        )
        AND NOT EXISTS (
            SELECT FROM cases WHERE cases.member_id = member.id AND cases.process = 'VA'
                AND cases.view ->> 'vaccine' = dose.code AND cases.stage IN ('REQUESTED', 'ARRANGED', 'DONE')
        )
    ORDER BY member.id, dose.code
    LIMIT :most
    """
)
_UNSTARTED = text(
    """
    SELECT member_id, policy_id, dose, vaccine_dose.case_number,
        coalesce((SELECT language FROM guardian JOIN guardianship ON guardian_id = guardian.id
            WHERE guardianship.member_id = vaccine_dose.member_id AND is_primary), 'zh') AS language
    FROM vaccine_dose
    WHERE vaccine_dose.case_number IS NOT NULL AND state = 'REMINDED'
        AND NOT EXISTS (SELECT FROM cases WHERE cases.case_number = vaccine_dose.case_number)
    ORDER BY vaccine_dose.case_number
    LIMIT :most
    """
)
_UNDER_WAY = text(
    """
    SELECT coalesce(view ->> 'dose', view ->> 'vaccine') AS dose, case_number, stage = 'REMINDED' AS asked,
        CAST(view ->> 'version' AS int) AS version
    FROM cases WHERE member_id = :member_id AND process = 'VA' AND closed_at IS NULL
    ORDER BY opened_at
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseCase:
    """An open case about a dose; ``asked``: it waits for the family's answer to a reminder."""

    dose: str
    case_number: str
    asked: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDose:
    """A dose that a child's family is to be reminded of."""

    member_id: UUID
    policy_id: UUID
    dose: str


def due(session: Session, today: date, plans: Sequence[str], most: int) -> list[DueDose]:
    """Doses due about today that no reminder was made for, of families that want to be reminded."""
    doses = [
        {"code": code, "vaccine": dose.vaccine, "months": dose.months}
        for code, dose in shipped_doses().items()
    ]
    asked = {
        "today": today,
        "earliest": date.fromordinal(today.toordinal() - REMIND_UNTIL_DAYS),
        "latest": date.fromordinal(today.toordinal() + REMIND_BEFORE_DAYS),
        "plans": list(plans),
        "doses": json.dumps(doses),
        "most": most,
    }
    return [DueDose(**row) for row in session.execute(_DUE, asked).mappings()]


def remind(session: Session, dose: DueDose, case_number: str, at: datetime) -> None:
    """Keep that the family is reminded in that case, once for ever; a second one finds the first."""
    row = VaccineDose(
        member_id=dose.member_id,
        policy_id=dose.policy_id,
        dose=dose.dose,
        state=DoseState.REMINDED,
        case_number=case_number,
        at=at,
    )
    session.execute(insert(VaccineDose).values(row.model_dump()).on_conflict_do_nothing())


def unstarted(session: Session, most: int) -> Sequence[Row[Any]]:
    """Reminders whose case is not on record yet, each with the language of the child's guardian."""
    return session.execute(_UNSTARTED, {"most": most}).all()


def tell(session: Session, member_id: UUID, dose: str, state: DoseState, *, at: datetime) -> None:
    """Keep what came of a reminder."""
    _keep(session, VaccineDose(member_id=member_id, dose=dose, state=state, at=at))


def say(session: Session, member_id: UUID, dose: str, state: DoseState, *, at: datetime) -> None:
    """Keep what a family says of a dose by itself; the newest word stands."""
    _keep(session, VaccineWord(member_id=member_id, dose=dose, state=state, at=at))


def _keep(session: Session, said: VaccineDose | VaccineWord) -> None:
    kind = type(said)
    row = insert(kind).values(said.model_dump(include={"member_id", "dose", "state", "at"}))
    session.execute(
        row.on_conflict_do_update(
            index_elements=[col(kind.member_id), col(kind.dose)], set_={"state": said.state, "at": said.at}
        )
    )


def known(session: Session, member_id: UUID) -> dict[str, DoseState]:
    """What is known of a child's doses, by code: a family's word goes before what came of a reminder."""
    reminded = session.exec(select(VaccineDose).where(VaccineDose.member_id == member_id))
    said = session.exec(select(VaccineWord).where(VaccineWord.member_id == member_id))
    return {row.dose: row.state for row in (*reminded, *said)}


def under_way(session: Session, member_id: UUID) -> dict[str, DoseCase]:
    """Open cases about doses of a child, by dose; the newest of each."""
    rows = session.execute(_UNDER_WAY, {"member_id": member_id}).mappings()
    return {row["dose"]: DoseCase(**row) for row in rows if row["dose"]}
