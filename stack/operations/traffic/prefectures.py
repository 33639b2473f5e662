"""Japan's prefectures: population in thousands (2020 census, rounded) and the seat's position."""

import random
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Prefecture:
    """Where a customer lives; `code` is JIS X 0401's, in ISO 3166-2 form."""

    code: str
    population_thousands: int
    latitude: float
    longitude: float


_ROWS: Final = (
    (1, 5225, 43.06, 141.35), (2, 1238, 40.82, 140.74), (3, 1211, 39.70, 141.15),
    (4, 2302, 38.27, 140.87), (5, 960, 39.72, 140.10), (6, 1068, 38.24, 140.36),
    (7, 1833, 37.75, 140.47), (8, 2867, 36.34, 140.45), (9, 1933, 36.57, 139.88),
    (10, 1939, 36.39, 139.06), (11, 7345, 35.86, 139.65), (12, 6284, 35.61, 140.12),
    (13, 14048, 35.69, 139.69), (14, 9237, 35.45, 139.64), (15, 2201, 37.90, 139.02),
    (16, 1035, 36.70, 137.21), (17, 1133, 36.59, 136.63), (18, 767, 36.07, 136.22),
    (19, 810, 35.66, 138.57), (20, 2048, 36.65, 138.18), (21, 1979, 35.39, 136.72),
    (22, 3633, 34.98, 138.38), (23, 7542, 35.18, 136.91), (24, 1770, 34.73, 136.51),
    (25, 1414, 35.00, 135.87), (26, 2578, 35.02, 135.76), (27, 8838, 34.69, 135.52),
    (28, 5465, 34.69, 135.18), (29, 1324, 34.69, 135.83), (30, 923, 34.23, 135.17),
    (31, 553, 35.50, 134.24), (32, 671, 35.47, 133.05), (33, 1888, 34.66, 133.93),
    (34, 2800, 34.40, 132.46), (35, 1342, 34.19, 131.47), (36, 720, 34.07, 134.56),
    (37, 950, 34.34, 134.04), (38, 1335, 33.84, 132.77), (39, 692, 33.56, 133.53),
    (40, 5135, 33.61, 130.42), (41, 811, 33.25, 130.30), (42, 1312, 32.74, 129.87),
    (43, 1738, 32.79, 130.74), (44, 1124, 33.24, 131.61), (45, 1070, 31.91, 131.42),
    (46, 1588, 31.56, 130.56), (47, 1467, 26.21, 127.68),
)  # fmt: skip

PREFECTURES: Final = tuple(
    Prefecture(f"JP-{number:02d}", people, latitude, longitude)
    for number, people, latitude, longitude in _ROWS
)
_WEIGHTS: Final = tuple(prefecture.population_thousands for prefecture in PREFECTURES)


def some_prefecture(source: random.Random) -> Prefecture:
    """One prefecture, drawn by population."""
    return source.choices(PREFECTURES, _WEIGHTS)[0]
