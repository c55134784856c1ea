"""Judges a request for a hospital advance by what the tables know now."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.advance_orders import AdvanceAssessOrder
from rules.advances.case import AdvanceCase
from rules.advances.entitlement import AdvanceFacts, entitlement
from rules.advances.values import Entitlement
from rules.catalogue.providers import provider_for
from rules.preauthorization.diagnoses import diagnosis_groups
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.network import network_lists
from rules.vocabulary import Benefit
from stores.benefits.cover_facts import care_facts
from stores.benefits.drawn_accounts import balances, surroundings
from stores.casework.episodes import Stay, episode_of, open_episode
from stores.clocks.calendars import PublishedCalendars
from stores.cover.parties import PartyMissingError
from stores.database import transaction


class AdvanceActs:
    """Acts that judge a request for an advance."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections and the calendars that were read."""
        self._engine = engine
        self._calendars = PublishedCalendars(engine)

    @activity.defn
    def assess_advance(self, order: AdvanceAssessOrder) -> Entitlement:
        """Judge the request and find its stay; safe twice, for an episode's id follows from its case.

        What the policy does not stand for has no episode afterwards.
        """
        case, calendar = order.case, self._calendars.current()
        with transaction(self._engine) as session:
            episode_id = _episode(session, case)
            try:
                care = care_facts(session, case.request, case.opened_at, calendar)
            except PartyMissingError as missing:
                # Rows are imported before a case can name them: asking again finds nothing new.
                raise ApplicationError(str(missing), type="PARTY_MISSING", non_retryable=True) from missing
            found = entitlement(_facts(session, case, care, episode_id))
            if care.request.member_id != care.policy.member_id:
                return found
            open_episode(session, episode_id, member_id=UUID(case.request.member_id), at=case.opened_at)
            return replace(found, episode_id=str(episode_id))


def _facts(session: Session, case: AdvanceCase, care: RequestFacts, episode_id: UUID) -> AdvanceFacts:
    provider = provider_for(network_lists(care, Benefit.INPATIENT))
    if care.request.member_id == care.policy.member_id:
        around = surroundings(session, care, case.case_number, episode_id)
        care = replace(
            care,
            balances=balances(session, care, episode_id),
            spent_on_group=around.spent_on_group,
            documents=tuple(document.kind for document in case.documents),
        )
    return AdvanceFacts(care=care, circumstances=case.circumstances, provider=provider)


def _episode(session: Session, case: AdvanceCase) -> UUID:
    """The stay that was found first stays the stay of the case."""
    if case.entitlement and case.entitlement.episode_id:
        return UUID(case.entitlement.episode_id)
    return episode_of(
        session,
        Stay(
            case_number=case.case_number,
            opened_at=case.opened_at,
            member_id=UUID(case.request.member_id),
            hospital_code=case.request.hospital_id,
            planned_on=case.request.planned_on,
            groups=diagnosis_groups(case.request.diagnoses),
        ),
    )
