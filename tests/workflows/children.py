"""Children that belong to one case of a test, so that no other case moves their accounts."""

from datetime import date

from sqlalchemy import Engine

from commands.lived.insured import Cover, Insured, insure, new_mark
from rules.adjudication.claim import Accumulators, Policy
from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.schedule import Schedule
from rules.vocabulary import Purchase
from stores.database import transaction

SCHEDULE = {
    "outpatient_limit": "100000.00",
    "inpatient_limit": "300000.00",
    "inpatient_deductible": "0.00",
    "inpatient_coinsurance": "0.00",
    "waiting_days": 0,
    "outpatient_tiers": [{"from": 1, "to": None, "copay": "200.00", "coinsurance": "0.00"}],
    "outpatient_exclusions": [],
    "inpatient_exclusions": ["vision"],
}


def new_child(engine: Engine, **terms: object) -> Insured:
    """A child that nobody knew, insured for 2026; ``terms`` change its policy schedule."""
    schedule = SCHEDULE | terms
    cover = Cover(
        plan=shipped_catalogue().of("GYX-2025-STD")[-1],
        policy=Policy(
            effective_on=date(2026, 1, 1),
            expires_on=date(2026, 12, 31),
            purchase=Purchase.CONTINUOUS_RENEWAL,
            schedule=Schedule.from_mapping(schedule),
        ),
        schedule=schedule,
        before=Accumulators(),
        mark=new_mark(),
    )
    with transaction(engine) as session:
        return insure(session, cover)
