"""Where night trains stop, as data. The site seeds its stations from here.

The carriers read it too, for how far two stations lie apart. No Django in here.
"""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Place:
    """A station: `slug` is its name in addresses, latitude and longitude are in degrees."""

    slug: str
    name: str
    country: str
    latitude: float
    longitude: float


PLACES: tuple[Place, ...] = (
    Place("amsterdam", "Amsterdam", "Netherlands", 52.38, 4.90),
    Place("athens", "Athens", "Greece", 37.99, 23.72),
    Place("barcelona", "Barcelona", "Spain", 41.38, 2.14),
    Place("belgrade", "Belgrade", "Serbia", 44.79, 20.45),
    Place("berlin", "Berlin", "Germany", 52.53, 13.37),
    Place("brussels", "Brussels", "Belgium", 50.84, 4.34),
    Place("budapest", "Budapest", "Hungary", 47.50, 19.08),
    Place("copenhagen", "Copenhagen", "Denmark", 55.67, 12.56),
    Place("hamburg", "Hamburg", "Germany", 53.55, 10.01),
    Place("lisbon", "Lisbon", "Portugal", 38.71, -9.12),
    Place("madrid", "Madrid", "Spain", 40.47, -3.68),
    Place("milan", "Milan", "Italy", 45.49, 9.20),
    Place("munich", "Munich", "Germany", 48.14, 11.56),
    Place("oslo", "Oslo", "Norway", 59.91, 10.75),
    Place("paris", "Paris", "France", 48.84, 2.37),
    Place("prague", "Prague", "Czechia", 50.08, 14.44),
    Place("rome", "Rome", "Italy", 41.90, 12.50),
    Place("stockholm", "Stockholm", "Sweden", 59.33, 18.06),
    Place("vienna", "Vienna", "Austria", 48.19, 16.38),
    Place("warsaw", "Warsaw", "Poland", 52.23, 21.00),
    Place("zagreb", "Zagreb", "Croatia", 45.80, 15.98),
    Place("zurich", "Zurich", "Switzerland", 47.38, 8.54),
)

BY_SLUG: dict[str, Place] = {place.slug: place for place in PLACES}


def kilometres(a: Place, b: Place) -> float:
    """The distance between two stations in kilometres, as the crow flies."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half_lat = (lat_b - lat_a) / 2
    half_lon = radians(b.longitude - a.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))
