"""A plan to begin with: the places of a past year once more. A copy of what was, not a forecast of what will be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from crossmobility.domain.placements import DAYS_IN_A_MONTH, counts_in
from crossmobility.domain.plan_lines import KIND, Line

SHORTEST: Final = 0.5
"""Half a month, the step in which durations are copied."""
_KEYS: Final = ["scheme", "origin", "destination", "programme_id"]


@dataclass(frozen=True)
class Copy:
    """The places of a past year.

    Attributes
    ----------
    year : int
        The year that is copied.
    lines : tuple of Line
        One line per corridor, scheme and programme, the largest scheme and corridor first.
    placements, local : float
        Placements that started in the year between two countries, which are the places of the lines; and within one
        country, which a plan does not hold.
    """

    year: int
    lines: tuple[Line, ...]
    placements: float
    local: float


def copy_of_year(placements: pd.DataFrame, year: int, *, into: int, as_of: date) -> Copy:
    """Return the placements that started in ``year`` as lines of a plan of the year ``into``.

    Parameters
    ----------
    placements : DataFrame
        One row a placement: what :func:`~crossmobility.domain.placements.counts_in` needs, ``planned_start_on``,
        ``planned_end_on``, ``sex``.

    Returns
    -------
    Copy
        A line starts in the month in which most of its placements started, the earlier of two; its duration is the median
        planned one, in half months; ``women`` is empty unless the sex of all of them is known.
    """
    started = placements[counts_in(placements, "started", str(year), as_of).to_numpy(dtype=bool)]
    abroad = started[(started["origin"] != started["destination"]).to_numpy(dtype=bool)]
    days = (abroad["planned_end_on"] - abroad["planned_start_on"]).dt.days + 1
    table = abroad[_KEYS].assign(
        month=abroad["start_on"].dt.month,
        days=days,
        women=(abroad["sex"] == "F").astype("int64"),
        unsaid=(~abroad["sex"].isin(["F", "M", "X"])).astype("int64"),
    )
    groups = table.groupby(_KEYS, sort=True)
    found = groups.agg(
        month=("month", lambda months: months.mode().iloc[0]),
        days=("days", "median"),
        places=("women", "size"),
        women=("women", "sum"),
        unsaid=("unsaid", "sum"),
    ).reset_index()
    found["of_scheme"] = found.groupby("scheme")["places"].transform("sum")
    order = ["of_scheme", "scheme", "places", "origin", "destination", "programme_id"]
    rows = found.sort_values(order, ascending=[False, True, False, True, True, True]).to_dict("records")
    lines = tuple(Line(place, _cells(row, into)) for place, row in enumerate(rows, 1))
    return Copy(year, lines, float(len(abroad)), float(len(started) - len(abroad)))


def _cells(row: dict[object, object], year: int) -> dict[str, str]:
    days = float(str(row["days"]))
    months = max(SHORTEST, round(2 * days / DAYS_IN_A_MONTH) / 2)
    return {
        "kind": KIND,
        **{name: str(row[name]) for name in _KEYS},
        "period": f"{year}-{int(str(row['month'])):02d}",
        "duration_months": f"{months:g}" if months == months else "",
        "places": str(row["places"]),
        "women": "" if row["unsaid"] else str(row["women"]),
    }
