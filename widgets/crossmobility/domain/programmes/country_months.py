"""One country's departures month by month: how many to prepare for, and what changed after a break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import nan
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.breaks import BreakLike, Marked
from crossmobility.domain.counting import Codes, Mask

DEPARTURE_COLUMNS: Final = ("month", "usual", "planned")
BREAK_COLUMNS: Final = ("break_id", "months", "before", "after", "refused", "cancelled", "waiting")
YEARS: Final = 3
"""How many complete years make a usual one."""
MONTHS: Final = 12
CLOSED: Final = ("withdrawn", "refused", "cancelled", "not_selected")
"""What will not leave: closed before the start."""
_ENDLESS: Final = int(np.iinfo(np.int64).max)
_LOST: Final = ("refused", "cancelled", "waiting")


def departures_by_month(stages: pd.DataFrame, country: str, *, as_of: date, complete_to: str = "") -> pd.DataFrame:
    """Return how many people usually leave a country in each month, and how many are to leave in the coming twelve.

    Parameters
    ----------
    stages : DataFrame
        Stage rows (``STAGE_COLUMNS``) of one dataset or of the schemes looked at, every country.
    as_of : date
        The coming months are the twelve after this day's month.
    complete_to : str
        ISO date up to which the rows hold every placement: absent means nobody. Empty: absent is unknown.

    Returns
    -------
    DataFrame
        Twelve rows (``DEPARTURE_COLUMNS``) in the order of the coming months: ``month`` (``01`` to ``12``); ``usual``: those
        who left and whose start was planned in that month, mean of the last three complete years (of those of them that the
        records reach back to; NaN: of none); ``planned``: records planned in that month to come that are not closed. Months
        are those of the planned start, whoever starts late. Placements within the country are not counted.
    """
    month = _months(stages)
    first = as_of.year * MONTHS + as_of.month  # the number of the month after as_of
    last_year = as_of.year if as_of == date(as_of.year, 12, 31) else as_of.year - 1
    known = month >= 0
    begins = int(month[known].min()) // MONTHS if known.any() else last_year + 1
    years = [year for year in range(last_year - YEARS + 1, last_year + 1) if year >= begins]
    leaving = _leaving(stages, country)
    absent = 0.0 if complete_to else nan
    open_records = stages["planned"] - stages[list(CLOSED)].sum(axis=1)
    lines = []
    for number in range(first, first + MONTHS):
        own = leaving & (month % MONTHS == number % MONTHS)
        past, ahead = own & known & np.isin(month // MONTHS, years), own & (month == number)
        gone = float(stages.loc[past, "arrived"].sum()) if past.any() else absent
        lines.append(
            (
                f"{number % MONTHS + 1:02d}",
                gone / len(years) if years else nan,
                float(open_records[ahead].sum()) if ahead.any() else absent,
            )
        )
    return _frame(lines, DEPARTURE_COLUMNS)


def since_breaks(
    stages: pd.DataFrame,
    marks: Iterable[Marked],
    country: str,
    *,
    as_of: date,
    families: Mapping[str, str] = MappingProxyType({}),
    complete_to: str = "",
) -> pd.DataFrame:
    """Return what changed after each break that touches a country.

    Parameters
    ----------
    stages : DataFrame
        As for :func:`departures_by_month`.
    marks : iterable of Marked
        Breaks; those of other countries are passed over, those of certain schemes are looked at in these schemes only.
    as_of : date
        Only whole months up to this day are compared.
    families : mapping
        Scheme to family: a break may name a family.
    complete_to : str
        As for :func:`departures_by_month`.

    Returns
    -------
    DataFrame
        One row (``BREAK_COLUMNS``) per break, in their order. ``after``: those of the country who left and whose start was
        planned in the first twelve months from the month in which the break began; ``months``: how many of them were over by
        ``as_of``, and only these are counted; ``before``: in the same months a year earlier. NaN where none is over, or not
        known, or where the records begin later. ``refused`` (visas), ``cancelled``, ``waiting`` (nothing closed and not
        left): records planned to start from that month on while the break lasted. One break may fall into the time of another.
    """
    month, leaving, absent = _months(stages), _leaving(stages, country), 0.0 if complete_to else nan
    begins = int(month[month >= 0].min()) if (month >= 0).any() else _ENDLESS
    over = _number(as_of + timedelta(days=1)) - 1  # the last whole month
    lines = []
    for event in (mark.event for mark in marks):
        if event.countries and country not in event.countries:
            continue
        own, first = leaving & _of_schemes(stages, event, families), _number(event.from_on)
        months = max(0, min(MONTHS, over - first + 1))
        starts = [start if months and start >= begins else None for start in (first - MONTHS, first)]
        left = [
            nan if start is None else _sum(stages, "arrived", own & _between(month, start, start + months), absent)
            for start in starts
        ]
        until = _number(event.to_on) + 1 if event.to_on else _ENDLESS
        lost = [_sum(stages, name, own & _between(month, first, until), absent) for name in _LOST]
        lines.append((event.break_id, float(months), *left, *lost))
    return _frame(lines, BREAK_COLUMNS)


def _between(month: Codes, first: int, until: int) -> Mask:
    inside: Mask = (month >= first) & (month < until)
    return inside


def _sum(stages: pd.DataFrame, column: str, keep: pd.Series, absent: float) -> float:
    return float(stages.loc[keep, column].sum()) if keep.any() else absent


def _leaving(stages: pd.DataFrame, country: str) -> pd.Series:
    return (stages["origin"] == country) & (stages["destination"] != country)


def _of_schemes(stages: pd.DataFrame, event: BreakLike, families: Mapping[str, str]) -> pd.Series:
    if not event.schemes:
        return pd.Series(True, index=stages.index)
    named = [code for code in stages["scheme"].unique() if {code, families.get(str(code))} & set(event.schemes)]
    return stages["scheme"].isin(named)


def _months(stages: pd.DataFrame) -> Codes:
    """Number the month of each row's planned start (year × 12 + month − 1); −1 where no start was planned."""
    year = pd.to_numeric(stages["period"], errors="coerce").to_numpy(dtype=np.float64)
    month = pd.to_numeric(stages["month"], errors="coerce").to_numpy(dtype=np.float64)
    numbers = year * MONTHS + month - 1
    return np.where(np.isnan(numbers), -1, numbers).astype(np.int64)


def _number(day: date) -> int:
    return day.year * MONTHS + day.month - 1


def _frame(lines: Sequence[tuple[object, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame(lines, columns=list(columns))
    return table.astype({columns[0]: "str", **dict.fromkeys(columns[1:], "float64")})
