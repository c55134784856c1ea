"""How far two places lie apart."""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0


class Place(NamedTuple):
    """A point on the map; degrees."""

    latitude: float
    longitude: float


def distance_km(one: Place, other: Place) -> float:
    """Along the great circle: as the crow flies, which no road is."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    chord = (
        sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))
