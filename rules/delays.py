"""Why a duty was late, so that reports can say what to mend."""

from enum import StrEnum


class DelayReason(StrEnum):
    """Reasons that people choose from; their own words stand beside it."""

    WORKLOAD = "WORKLOAD"
    ABSENCE = "ABSENCE"
    MEDICAL_REVIEW = "MEDICAL_REVIEW"
    SECOND_SIGNATURE = "SECOND_SIGNATURE"
    HOSPITAL = "HOSPITAL"
    FAMILY = "FAMILY"
    INSURER = "INSURER"
    SYSTEM = "SYSTEM"
    OTHER = "OTHER"
