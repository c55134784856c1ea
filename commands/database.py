"""The database as this release needs it: its tables, and the plans and calendar that it ships with."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from embedded.errors import StackError

if TYPE_CHECKING:
    from settings import Settings


def make_database_ready(settings: "Settings") -> list[str]:
    """Bring the tables up to date and put plans and calendar in force; what was new. Safe to repeat.

    Raises StackError where the database cannot be used or a plan file cannot be published.
    """
    from alembic.util import CommandError
    from sqlalchemy.exc import OperationalError

    from models.migrations import upgrade

    try:
        upgrade(settings.database_owner_url)
    except OperationalError as refused:
        reason = str(refused.orig).strip().splitlines()[0]
        raise StackError(
            f"The tables cannot be brought up to date ({reason}): check LIPEI_DATABASE_OWNER_URL and that no"
            " other program holds the tables, then try again."
        ) from None
    except CommandError as refused:
        raise StackError(
            f"The tables belong to another release of Lipei ({refused}): use that release, or a newer one."
        ) from None
    return _publish(settings)


def has_cases(settings: "Settings") -> bool:
    """Whether any case was ever opened."""
    from sqlmodel import select

    from models.case import Case
    from stores import database

    engine = database.connect(settings.database_owner_url)
    try:
        with database.transaction(engine) as session:
            return session.exec(select(Case.case_number).limit(1)).first() is not None
    finally:
        engine.dispose()


def _publish(settings: "Settings") -> list[str]:
    from rules.catalogue.faults import CatalogueInvalidError
    from rules.catalogue.loader import PLAN_FOLDER
    from stores import database
    from stores.benefits.plans import SoldTermsError
    from stores.seed import publish_reference

    engine = database.connect(settings.database_owner_url)
    try:
        with database.transaction(engine) as session:
            return publish_reference(session, PLAN_FOLDER, at=datetime.now(UTC))
    except (CatalogueInvalidError, SoldTermsError) as refused:
        raise StackError(f"The plans cannot be published: {refused}") from None
    finally:
        engine.dispose()
