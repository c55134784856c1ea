"""How long a step may take, and how patiently it is tried again."""

from datetime import timedelta

from temporalio.common import RetryPolicy

SHORT_STEP = timedelta(seconds=8)
"""A step that was under way in a killed worker is tried again after this long; they take milliseconds."""
PATIENT = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(minutes=1))
