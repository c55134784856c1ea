"""Judges a request for pre-authorization by what the tables know now."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.orders import AssessOrder
from rules.preauthorization.assess import assess
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.diagnoses import diagnosis_groups
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.values import Assessment
from stores.benefits.cover_facts import request_facts
from stores.benefits.drawn_accounts import balances, surroundings
from stores.casework.episodes import Stay, episode_of, open_episode
from stores.clocks.calendars import PublishedCalendars
from stores.cover.parties import PartyMissingError
from stores.database import transaction


class AssessmentActs:
    """Acts that judge a request."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections and the calendars that were read."""
        self._engine = engine
        self._calendars = PublishedCalendars(engine)

    @activity.defn
    def assess_preauthorization(self, order: AssessOrder) -> Assessment:
        """Judge the request and find its stay; safe twice, for an episode's id follows from its case.

        A request that is accepted has its episode and the accounts of its policy year afterwards.
        """
        case = order.case
        calendar = self._calendars.current()
        with transaction(self._engine) as session:
            episode_id = episode_of(session, _stay(case))
            try:
                facts = request_facts(session, case, calendar)
            except PartyMissingError as missing:
                # Rows are imported before a case can name them: asking again finds nothing new.
                raise ApplicationError(str(missing), type="PARTY_MISSING", non_retryable=True) from missing
            found = assess(_with_money(session, facts, case.case_number, episode_id))
            if not found.accepted:
                return found
            open_episode(session, episode_id, member_id=UUID(case.request.member_id), at=case.opened_at)
            return replace(found, episode_id=str(episode_id))


def _with_money(session: Session, facts: RequestFacts, case_number: str, episode_id: UUID) -> RequestFacts:
    if facts.request.member_id != facts.policy.member_id:
        return facts
    around = surroundings(session, facts, case_number, episode_id)
    return replace(
        facts,
        balances=balances(session, facts, episode_id),
        spent_on_group=around.spent_on_group,
        promises=around.promises,
    )


def _stay(case: PreAuthorizationCase) -> Stay:
    return Stay(
        case_number=case.case_number,
        opened_at=case.opened_at,
        member_id=UUID(case.request.member_id),
        hospital_code=case.request.hospital_id,
        planned_on=case.request.planned_on,
        groups=diagnosis_groups(case.request.diagnoses),
    )
