"""Targets by year, and the values that reports stated: the latter counted on the placements, so that both agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from crossmobility.sample.calendar import AS_OF, YEARS
from crossmobility.sample.preparation import Row

COLUMNS: Final = (
    "indicator_id",
    "programme_id",
    "scheme",
    "period",
    "territory",
    "dimension",
    "category",
    "value_type",
    "edition",
    "numerator",
    "denominator",
    "value",
    "value_status",
    "as_of",
    "source",
    "comment",
    "is_synthetic",
)
ALL: Final = "_T"
# Placements meant to start: at first, and after a revision. Only PrODDige's first class (24) is published.
TARGETS: Final[Mapping[tuple[str, str], Mapping[int, tuple[int, int | None]]]] = {
    (ALL, "SC_RECIP"): {
        2017: (98, None),
        2018: (180, None),
        2019: (240, None),
        2020: (280, 80),
        2021: (280, 120),
        2022: (200, 170),
        2023: (180, 150),
        2024: (180, None),
        2025: (190, 120),
    },
    (ALL, "VSI_RECIP"): {2023: (50, 60), 2024: (90, None), 2025: (100, 70)},
    ("WECCEE", ALL): {
        2018: (24, None),
        2019: (36, None),
        2020: (40, None),
        2022: (52, None),
        2024: (50, None),
        2025: (50, 48),
    },
    ("PRODDIGE", ALL): {
        2020: (24, None),
        2021: (24, 14),
        2022: (24, None),
        2023: (24, 20),
        2024: (24, 20),
        2025: (24, None),
    },
}
AIMS: Final[Mapping[str, Mapping[str, str]]] = {
    "SAT_VOL": {"baseline": "0.85", "target_initial": "0.9"},
    "OUT_6M": {"baseline": "0.6", "target_initial": "0.7"},
    "INC_WOMEN": {"target_initial": "0.55"},
}
POSITIVE: Final = ("EMPLOYED", "SELF_EMPLOYED", "STUDY", "SERVICE")
STATED_FOR: Final = ("SC_RECIP", "VSI_RECIP", "SC_INTL", "VSI")
SMALLEST: Final = 20

COVID_YEARS: Final = (2020, 2021)
# A comment is data, in one text for both languages.
COVID: Final = (
    "Cible révisée, arrivées suspendues (exemple inventé) / Target revised, arrivals suspended (invented example)"
)
REVISED: Final = "Cible révisée en cours d’année (exemple inventé) / Target revised during the year (invented example)"

Counted = tuple[int, int]


def observations(placements: Sequence[Row]) -> list[Row]:
    """Return one row per indicator, programme or scheme, year and kind of value.

    Shares are 0 to 1. ``numerator`` and ``denominator`` are counted on ``placements``; a share of fewer than 20 is not stated.
    """
    return [*_targets(), *_aims(), *_stated(placements)]


def _row(indicator: str, programme: str, scheme: str, year: int, value_type: str, edition: str, taken: date) -> Row:
    return {
        "indicator_id": indicator,
        "programme_id": programme,
        "scheme": scheme,
        "period": str(year),
        "territory": ALL,
        "dimension": ALL,
        "category": ALL,
        "value_type": value_type,
        "edition": edition,
        "value_status": "reported",
        "as_of": taken,
        "source": "sample",
        "is_synthetic": True,
    }


def _targets() -> list[Row]:
    rows = []
    for (programme, scheme), years in TARGETS.items():
        for year, (initial, revised) in years.items():
            row = _row("PLC_STARTED", programme, scheme, year, "target_initial", f"plan {year}", date(year - 1, 12, 15))
            rows.append({**row, "value": initial})
            if revised is not None:
                row = _row("PLC_STARTED", programme, scheme, year, "target_revised", f"plan {year} v2", date(year, 6, 30))
                rows.append({**row, "value": revised, "comment": COVID if year in COVID_YEARS else REVISED})
    return rows


def _aims() -> list[Row]:
    rows = []
    for indicator, values in AIMS.items():
        for year in range(2022, AS_OF.year + 1):
            for value_type, value in values.items():
                row = _row(indicator, ALL, "SC_RECIP", year, value_type, "cadre 2022-2025", date(2021, 12, 15))
                rows.append({**row, "value": value})
    return rows


def _stated(placements: Sequence[Row]) -> list[Row]:
    rows = []
    for indicator, counted in COUNTED.items():
        for scheme in STATED_FOR:
            of_scheme = [row for row in placements if row["scheme"] == scheme]
            for year in YEARS:
                numerator, denominator = counted(of_scheme, year)
                if denominator >= SMALLEST:
                    row = _row(indicator, ALL, scheme, year, "actual", f"RA {year}", min(date(year + 1, 3, 31), AS_OF))
                    status = "provisional" if year == AS_OF.year else "reported"
                    shares = {"numerator": numerator, "denominator": denominator, "value": _share(numerator, denominator)}
                    rows.append({**row, **shares, "value_status": status})
    return rows


def _share(numerator: int, denominator: int) -> str:
    """Return a share with four decimals, in whole numbers all the way."""
    tens_of_thousands = (numerator * 20000 + denominator) // (denominator * 2)
    return f"{tens_of_thousands // 10000}.{tens_of_thousands % 10000:04d}"


def _in_year(row: Row, column: str, year: int) -> bool:
    day = row.get(column)
    return isinstance(day, date) and day.year == year


def _satisfied(placements: Sequence[Row], year: int) -> Counted:
    marks = [
        row["satisfaction_volunteer"]
        for row in placements
        if _in_year(row, "end_on", year) and "satisfaction_volunteer" in row
    ]
    return sum(mark in (4, 5) for mark in marks), len(marks)


def _women(placements: Sequence[Row], year: int) -> Counted:
    sexes = [row["sex"] for row in placements if _in_year(row, "start_on", year) and row["sex"] != "U"]
    return sum(sex == "F" for sex in sexes), len(sexes)


def _well_after(placements: Sequence[Row], year: int) -> Counted:
    answers = [row["followup_status"] for row in placements if _in_year(row, "followup_on", year)]
    return sum(answer in POSITIVE for answer in answers), len(answers)


COUNTED: Final[Mapping[str, Callable[[Sequence[Row], int], Counted]]] = {
    "SAT_VOL": _satisfied,
    "OUT_6M": _well_after,
    "INC_WOMEN": _women,
}
