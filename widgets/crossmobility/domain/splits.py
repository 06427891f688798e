"""Placements counted once more, split by one dimension at a time: sector, sex, age, planned duration, year of start, goal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.counting import Codes
from crossmobility.domain.placements import (
    NEVER,
    Days,
    Stays,
    categories,
    cell_groups,
    counted_in_groups,
    days_of,
    stays_in,
    years,
)

SPLIT_COLUMNS: Final = (
    "dataset",
    "origin",
    "destination",
    "period",
    "programme",
    "scheme",
    "dimension",
    "category",
    "basis",
    "placements",
    "volunteer_months",
    "status",
)
"""Columns of Figures ``splits``: one row a cell and category; numbers float64, the other columns text."""
DIMENSIONS: Final = ("sector", "sex", "age_band", "duration_band", "start_year")
GOALS: Final = "sdg"
"""The main goal of a placement, ``1`` to ``17`` (list ``sdg``)."""
SPLIT_DIMENSIONS: Final = (*DIMENSIONS, GOALS)
DURATION_BANDS: Final = ("LT1M", "1-5M", "6-11M", "12-23M", "24M+", "U")
"""Planned durations (list ``duration_band``), shortest first."""
UNKNOWN: Final = "U"

# The first day too long for each band. A month is 30 days, so that six calendar months (181 days at least) are six and
# twelve (365) are twelve; only under a month do 31 days count, the longest month there is.
_FIRST_DAY_ABOVE: Final = (31, 180, 360, 720)


def split_cells(placements: pd.DataFrame, *, as_of: date, dataset: str = "") -> pd.DataFrame:
    """Count placements into Figures ``splits`` rows: the flow cells of the calendar years, by category.

    Parameters
    ----------
    placements : DataFrame
        One row a placement: what :func:`~crossmobility.domain.placements.flow_cells` needs, ``planned_start_on``,
        ``sector``, ``sex``, ``age_band`` and ``sdg`` (a number, NaN: not stated).
    dataset : str
        Written into every row.

    Returns
    -------
    DataFrame
        One row (``SPLIT_COLUMNS``, text as categories) per origin, destination, period, programme, scheme, dimension,
        category and basis that counts anybody. The categories of a dimension (one of ``SPLIT_DIMENSIONS``) add up to the flow cell;
        what is not stated is the category ``U``. ``duration_band`` is the planned duration, both days included;
        ``volunteer_months`` stand in the ``active`` rows only; ``status`` as in the flow cell.

    Examples
    --------
    >>> records = pd.DataFrame({
    ...     "origin": "SEN", "destination": "FRA", "programme_id": "NONE", "scheme": "SC_RECIP", "sex": ["F", "M"],
    ...     "age_band": "22-25", "sector": "SPORT", "sdg": [3, 4], "start_on": pd.to_datetime(["2024-01-08", "2024-02-01"]),
    ...     "end_on": pd.NaT, "planned_start_on": pd.to_datetime("2024-01-08"), "planned_end_on": pd.to_datetime("2024-07-12")})
    >>> cells = split_cells(records, as_of=date(2024, 12, 31)).query("basis == 'started'")
    >>> cells[["dimension", "category", "placements"]].astype(object).to_dict("split")["data"][:4]
    [['sector', 'SPORT', 2.0], ['sex', 'F', 1.0], ['sex', 'M', 1.0], ['age_band', '22-25', 2.0]]
    """
    stays = stays_in(placements, as_of)
    cell, names = cell_groups(placements, stays)
    found = [_categories(placements, stays, dimension) for dimension in SPLIT_DIMENSIONS]
    words = sorted({word for _, own in found for word in own})
    splits = [pd.factorize(cell * len(words) + _among(words, own)[codes], sort=True) for codes, own in found]
    tables = counted_in_groups(stays, [group for group, _ in splits], years(placements, as_of), as_of)
    at = [packed[table.pop("group").to_numpy()] for table, (_, packed) in zip(tables, splits, strict=True)]
    dimension = np.repeat(np.arange(len(SPLIT_DIMENSIONS)), [len(table) for table in tables])
    cells, category = np.divmod(np.concatenate(at), max(len(words), 1))
    columns = {name: _taken(names[key], cells) for name, key in _CELL_COLUMNS.items()}
    every = pd.concat(tables, ignore_index=True).assign(
        dataset=categories(np.zeros(len(cells), dtype=np.int64), [dataset]),
        dimension=categories(dimension, SPLIT_DIMENSIONS),
        category=categories(category, words),
        **columns,
    )
    return every[list(SPLIT_COLUMNS)]


def duration_bands(placements: pd.DataFrame) -> pd.Series:
    """Return the band of each placement's planned duration (``DURATION_BANDS``), both days included.

    ``U`` where a planned day is missing or the plan ends before it starts.
    """
    codes = _bands(days_of(placements["planned_start_on"]), days_of(placements["planned_end_on"]))
    return pd.Series(categories(codes, DURATION_BANDS), index=placements.index, name="duration_band").astype("str")


_CELL_COLUMNS: Final = {"origin": "origin", "destination": "destination", "programme": "programme_id", "scheme": "scheme"}


def _categories(placements: pd.DataFrame, stays: Stays, dimension: str) -> tuple[Codes, list[str]]:
    """Return the number of each stay's category and the categories' codes."""
    if dimension == "start_year":
        start = stays.start.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
        codes, years_found = pd.factorize(start)
        return codes, [str(1970 + int(year)) for year in years_found]
    if dimension == "duration_band":
        plan = placements[["planned_start_on", "planned_end_on"]].iloc[stays.rows]
        return _bands(days_of(plan["planned_start_on"]), days_of(plan["planned_end_on"])), list(DURATION_BANDS)
    if dimension == GOALS:
        codes, goals = pd.factorize(placements[dimension].iloc[stays.rows])
        return codes, [*(str(int(goal)) for goal in goals), UNKNOWN]
    codes, found = pd.factorize(placements[dimension].iloc[stays.rows])
    # A missing text has the code -1, which is the last place of the list.
    return codes, [*(str(code) or UNKNOWN for code in found), UNKNOWN]


def _bands(start: Days, end: Days) -> Codes:
    known = (start != NEVER) & (end != NEVER) & (end >= start)
    days = np.where(known, end - np.where(known, start, end) + 1, 0)
    bands = np.searchsorted(_FIRST_DAY_ABOVE, days, side="right")
    return np.where(known, bands, DURATION_BANDS.index(UNKNOWN))


def _among(words: Sequence[str], own: Sequence[str]) -> Codes:
    """Return where each of ``own`` stands in ``words``."""
    place = {word: number for number, word in enumerate(words)}
    return np.array([place[word] for word in own], dtype=np.int64)


def _taken(names: pd.Series, at: Codes) -> pd.Categorical:
    codes, words = pd.factorize(names, sort=True)
    return categories(codes[at], list(words))
