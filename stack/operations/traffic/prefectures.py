"""Japan's prefectures: population in thousands (2020 census, rounded) and the seat's position."""

import random
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Prefecture:
    """Where a customer lives."""

    population_thousands: int
    latitude: float
    longitude: float


# In the order of JIS X 0401, from Hokkaido to Okinawa.
_ROWS: Final = (
    (5225, 43.06, 141.35), (1238, 40.82, 140.74), (1211, 39.70, 141.15),
    (2302, 38.27, 140.87), (960, 39.72, 140.10), (1068, 38.24, 140.36),
    (1833, 37.75, 140.47), (2867, 36.34, 140.45), (1933, 36.57, 139.88),
    (1939, 36.39, 139.06), (7345, 35.86, 139.65), (6284, 35.61, 140.12),
    (14048, 35.69, 139.69), (9237, 35.45, 139.64), (2201, 37.90, 139.02),
    (1035, 36.70, 137.21), (1133, 36.59, 136.63), (767, 36.07, 136.22),
    (810, 35.66, 138.57), (2048, 36.65, 138.18), (1979, 35.39, 136.72),
    (3633, 34.98, 138.38), (7542, 35.18, 136.91), (1770, 34.73, 136.51),
    (1414, 35.00, 135.87), (2578, 35.02, 135.76), (8838, 34.69, 135.52),
    (5465, 34.69, 135.18), (1324, 34.69, 135.83), (923, 34.23, 135.17),
    (553, 35.50, 134.24), (671, 35.47, 133.05), (1888, 34.66, 133.93),
    (2800, 34.40, 132.46), (1342, 34.19, 131.47), (720, 34.07, 134.56),
    (950, 34.34, 134.04), (1335, 33.84, 132.77), (692, 33.56, 133.53),
    (5135, 33.61, 130.42), (811, 33.25, 130.30), (1312, 32.74, 129.87),
    (1738, 32.79, 130.74), (1124, 33.24, 131.61), (1070, 31.91, 131.42),
    (1588, 31.56, 130.56), (1467, 26.21, 127.68),
)  # fmt: skip

PREFECTURES: Final = tuple(Prefecture(*row) for row in _ROWS)
_WEIGHTS: Final = tuple(prefecture.population_thousands for prefecture in PREFECTURES)


def some_prefecture(source: random.Random) -> Prefecture:
    """One prefecture, drawn by population."""
    return source.choices(PREFECTURES, _WEIGHTS)[0]
