"""What only a request of a family shows."""

from datetime import datetime

from rules.requests.complaint import ComplaintSource
from rules.requests.data_request import Outcome, Wanted
from web.api.bodies.fields import View, Yuan


class AppointmentView(View):
    """A time that is offered or booked, and until when it costs nothing to cancel."""

    at: datetime | None
    cancel_until: datetime | None
    fee: Yuan | None
    """What the hospital charged for a missed appointment."""
    missed_before: int
    """Earlier appointments that were missed or cancelled late; staff only, else 0."""


class ComplaintView(View):
    """What was complained about, and how it ended."""

    subject: str
    about_case: str | None
    source: ComplaintSource
    upheld: bool | None
    facts: str


class FamilyRequestView(View):
    """A request beside what every case shows; words are empty where they were erased."""

    words: str
    answer: str
    refused_with: str | None
    at: datetime | None = None
    """When it is arranged for, or a doctor called."""
    department_name: str = ""
    expert: str = ""
    """The doctor whom the family named."""
    vaccine: str = ""
    brand_before: str = ""
    brand_wanted: str = ""
    wanted: Wanted | None = None
    """What is asked for the child's data."""
    outcome: Outcome | None = None
    """What became of that."""
    appointment: AppointmentView | None = None
    complaint: ComplaintView | None = None
