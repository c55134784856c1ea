"""The stage of a case as its reader may know it: a hospital never learns what a family owes (A-24)."""

from rules.advances.vocabulary import Stage
from rules.vocabulary import Process
from web.access import Caller

AFTER_THE_STAY = {
    Process.HOSPITAL_ADVANCE: dict.fromkeys(
        (Stage.IN_CLAIM, Stage.REFUND_DUE, Stage.BALANCE_DUE), Stage.SETTLED
    )
}
"""Stages between us and the family, and the last one before them in which the hospital had a part."""


def stage_told(caller: Caller, process: Process, stage: str) -> str:
    """The stage; to a hospital the last one that was its business."""
    if caller.hospital_code is None:
        return stage
    return {str(own): str(told) for own, told in AFTER_THE_STAY.get(process, {}).items()}.get(stage, stage)


def is_kept(caller: Caller, process: Process, stage: str) -> bool:
    """Whether what happens in this stage is kept from the reader."""
    return stage_told(caller, process, stage) != stage
