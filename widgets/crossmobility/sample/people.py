"""Who volunteers: sex, age and field of invented people, with the shares that are published for real ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crossmobility.sample.chance import Chance

# In a thousand. Women: 55 to 57 % of incoming, 63 % of VSI, 66 % of outgoing volunteers (weltwärts, UNV, VSI, Norec).
SEXES: Final[Mapping[str, Mapping[str, int]]] = {
    "SC_RECIP": {"F": 562, "M": 429, "X": 5, "U": 4},
    "SC_INTL": {"F": 657, "M": 334, "X": 5, "U": 4},
    "VSI": {"F": 630, "M": 366, "U": 4},
}
AGES: Final[Mapping[str, Mapping[str, int]]] = {
    "SC_RECIP": {"18-21": 33, "22-25": 67},
    "SC_INTL": {"18-21": 52, "22-25": 48},
    "VSI": {"22-25": 24, "26-30": 45, "31-40": 22, "41-59": 7, "60+": 2},
    "VSI_RECIP": {"22-25": 26, "26-30": 52, "31-40": 22},
    "VSI_SS": {"22-25": 30, "26-30": 50, "31-40": 20},
    "CAMP": {"18-21": 48, "22-25": 34, "26-30": 12, "31-40": 6},
    "JSI_VVVSI": {"16-17": 22, "18-21": 50, "22-25": 28},
    "VEC": {"26-30": 10, "31-40": 20, "41-59": 40, "60+": 30},
    "ESC": {"18-21": 50, "22-25": 35, "26-30": 15},
    "NATIONAL": {"18-21": 45, "22-25": 55},
    "OTHER": {"26-30": 60, "31-40": 40},
}
SECTORS: Final[Mapping[str, int]] = {
    "SOLIDARITY": 20,
    "HEALTH": 7,
    "EDUCATION": 20,
    "CULTURE": 13,
    "SPORT": 7,
    "ENVIRONMENT": 15,
    "MEMORY_CITIZENSHIP": 4,
    "DEVELOPMENT": 11,
    "EMERGENCY": 1,
    "OTHER": 2,
}
GOALS: Final[Mapping[str, tuple[int, ...]]] = {
    "SOLIDARITY": (1, 2, 5, 10),
    "HEALTH": (3, 3, 6),
    "EDUCATION": (4, 4, 4, 5),
    "CULTURE": (4, 10, 11),
    "SPORT": (3, 5, 10),
    "ENVIRONMENT": (7, 11, 12, 13, 14, 15),
    "MEMORY_CITIZENSHIP": (16, 16, 10),
    "DEVELOPMENT": (1, 8, 9, 17),
    "EMERGENCY": (3, 11),
    "EU_CITIZENSHIP": (10, 16),
    "OTHER": (8, 17),
}
FEWER_OPPORTUNITIES: Final = 35
NOT_ASKED: Final = 12


def person(chance: Chance, scheme: str, sector: str = "") -> dict[str, object]:
    """Return the columns that describe one invented volunteer and the field of the mission.

    ``fewer_opportunities`` is absent where it was not asked. The age band holds at the start of the mission.
    """
    sexes = SEXES.get(scheme, SEXES["VSI" if scheme.startswith("VSI") else "SC_RECIP"])
    field = sector or chance.weighted(SECTORS)
    described: dict[str, object] = {
        "sex": chance.weighted(sexes),
        "age_band": chance.weighted(AGES[scheme]),
        "sector": field,
        "sdg": chance.one_of(GOALS[field]),
    }
    if not chance.percent(NOT_ASKED):
        described["fewer_opportunities"] = chance.percent(FEWER_OPPORTUNITIES)
    return described
