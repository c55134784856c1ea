"""A request for a hospital advance, as families and the intake send it (R-151, domain 5.4)."""

from web.api.bodies.fields import Body, Flag
from web.api.bodies.preauthorization_body import EXAMPLE as CARE_EXAMPLE
from web.api.bodies.preauthorization_body import PreauthorizationBody

EXAMPLE = {
    **{name: value for name, value in CARE_EXAMPLE.items() if name != "department_name"},
    "hospital": "SHENCHENG",
    "department_name": "耳鼻喉科",
    "circumstances": {"real_time_settlement": True, "file_at_discharge": True},
}


class CircumstancesBody(Body):
    """What rules an advance out, as far as the family knows it (R-158, R-162, R-163)."""

    deposit: Flag = False
    """The money is for an admission deposit."""
    third_party: Flag = False
    """Somebody else is liable for the cost, or pays it."""
    litigation: Flag = False
    real_time_settlement: Flag = True
    """Public insurance settles at discharge; true where none is involved."""
    file_at_discharge: Flag = True
    """The whole file can be handed over at discharge."""


class AdvanceBody(PreauthorizationBody):
    """Who is treated for what, where and since when, what it will cost, and what speaks against it."""

    circumstances: CircumstancesBody = CircumstancesBody()
