"""Series inside their years: what had been reached at each point, and what share of a year that usually is.

A quarter, half-year or month is a **point** of its year, numbered from 1. Years are kept apart, so a count that starts
again from nothing every January never looks like a fall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import nan
from typing import Final, Literal

import numpy as np
import pandas as pd

from crossmobility.domain.periods import PeriodKind, period
from crossmobility.errors import BadRequest
from crossmobility.i18n import message

SeasonKind = Literal["quarter", "month", "half"]
RUNNING_COLUMNS: Final = ("period", "kind", "year", "point", "value", "added")
# Two years can disagree; one year is its own mean and says nothing of the season.
LEAST_YEARS: Final = 2
_POINTS: Final[Mapping[PeriodKind, int]] = {"year": 1, "half": 2, "quarter": 4, "month": 12}


@dataclass(frozen=True)
class Season:
    """The share of a year's total usually reached at each point of the year, and the years it was learned from.

    Both are empty where fewer than two complete years are known: no season is better than a season of one year.
    """

    shares: Mapping[int, float] = field(default_factory=dict)
    years: tuple[str, ...] = ()

    def at(self, number: int) -> float:
        """Return the share at a point (see :func:`point`); NaN when the season does not know it."""
        return self.shares.get(number, nan)


def point(text: str) -> int:
    """Return which quarter, half-year or month of its year a period is; 1 for a year and for a range of days.

    Examples
    --------
    >>> point("2022-Q2"), point("2022-H2"), point("2022-11"), point("2022")
    (2, 2, 11, 1)
    """
    when = period(text)
    return 1 if when.kind == "range" else (when.start.month - 1) * _POINTS[when.kind] // 12 + 1


def season(history: pd.DataFrame, kind: SeasonKind, accumulation: str, *, before: str | None = None) -> Season:
    """Return the mean share of the year-end value that had been reached at each point, over complete years.

    Parameters
    ----------
    history
        One row per ``period`` of one series: ``value``, NaN where unknown. Other kinds of periods are passed over.
    accumulation
        How the values are stored; see :func:`running`. A stock has no season.
    before
        A year, such as ``"2022"``: only earlier ones teach. Give it whenever ``history`` may reach further, since a year
        must not be measured by itself.

    Returns
    -------
    Season
        Learned from the years of which every point is known and whose total is above zero.

    Notes
    -----
    The mean of the years' shares, not the share of their sums: a large year weighs no more than a small one.

    Examples
    --------
    >>> history = pd.DataFrame({"period": ["2020-H1", "2020-H2", "2021-H1", "2021-H2"], "value": [30.0, 50.0, 25.0, 50.0]})
    >>> season(history, "half", "cumulative_in_period")
    Season(shares={1: 0.55, 2: 1.0}, years=('2020', '2021'))
    """
    if accumulation == "stock":
        return Season()
    table = running(history, accumulation)
    table = table[table["kind"] == kind]
    points = range(1, _POINTS[kind] + 1)
    years = table.pivot(index="year", columns="point", values="value").reindex(columns=points).dropna()
    years = years[years[points[-1]] > 0]
    if before is not None:
        years = years[years.index < before]
    if len(years) < LEAST_YEARS:
        return Season()
    shares = years.div(years[points[-1]], axis=0).mean()
    return Season({int(number): float(shares[number]) for number in points}, tuple(map(str, years.index)))


def running(history: pd.DataFrame, accumulation: str) -> pd.DataFrame:
    """Return values as they stood within their year, whichever way they are stored, and what each point added.

    Parameters
    ----------
    history
        One row per ``period`` of one series: ``value``, NaN where unknown. Undated rows and ranges of days belong to no
        point of a year and are left out.
    accumulation
        ``flow``: each value is what its own period added. ``cumulative_in_period``: since the first of January.
        ``cumulative_since_start``: since the programme began; the end of the year before is taken off, so the first year
        is unknown. ``stock``: a level, left as it is.

    Returns
    -------
    DataFrame
        One row per dated period, oldest first: ``RUNNING_COLUMNS``. ``value`` is what had been reached in the year, NaN
        after a gap in a flow; ``added`` is the part of this period alone, NaN after a gap and for a stock.

    Raises
    ------
    BadRequest
        Two values for one period: nobody knows which edition is meant.

    Examples
    --------
    Service Civique counts everybody who served since January: the fall in 2019 is none.

    >>> history = pd.DataFrame({"period": ["2018-Q3", "2018-Q4", "2019-Q1", "2019-Q2"], "value": [100_440, 140_290, 75_866, 85_435]})
    >>> running(history, "cumulative_in_period")["added"].tolist()
    [nan, 39850.0, 75866.0, 9569.0]
    """
    table = _by_year(history)
    kept = table.groupby(["year", "kind"], sort=False)
    if accumulation == "stock":
        return _columns(table.assign(added=nan))
    if accumulation == "flow":
        # A year is known up to its first gap: missing periods as well as missing values.
        gap = table["value"].isna() | (table["point"] != kept.cumcount() + 1)
        known = ~gap.groupby([table["year"], table["kind"]], sort=False).cummax()
        return _columns(table.assign(added=table["value"], value=kept["value"].cumsum().where(known)))
    if accumulation == "cumulative_since_start":
        table = table.assign(value=table["value"] - _end_of_the_year_before(table))
        kept = table.groupby(["year", "kind"], sort=False)
    before = kept["value"].shift().where(kept["point"].shift() == table["point"] - 1)
    return _columns(table.assign(added=table["value"] - before.mask(table["point"] == 1, 0.0)))


def _by_year(history: pd.DataFrame) -> pd.DataFrame:
    texts = [str(text) for text in history["period"]]
    repeated = next((text for text, count in Counter(texts).items() if text and count > 1), None)
    if repeated is not None:
        raise BadRequest(
            message("“{period}” has several values in one series.", period=repeated),
            message("Choose one programme, category and edition first."),
        )
    values = history["value"].to_numpy(dtype=float)
    rows = [
        (text, when.kind, str(when.start.year), point(text), value, when.start)
        for text, value in zip(texts, values, strict=True)
        if text and (when := period(text)).kind != "range"
    ]
    table = pd.DataFrame(rows, columns=["period", "kind", "year", "point", "value", "start"])
    ordered = table.sort_values(["start", "point"], kind="stable", ignore_index=True).drop(columns="start")
    return ordered.astype({"period": "str", "kind": "str", "year": "str", "point": "int64", "value": "float64"})


def _end_of_the_year_before(table: pd.DataFrame) -> pd.Series:
    last = table[table["point"] == table["kind"].map(_POINTS)]
    ends = {
        (kind, int(year) + 1): value for kind, year, value in zip(last["kind"], last["year"], last["value"], strict=True)
    }
    found = [ends.get((kind, int(year)), nan) for kind, year in zip(table["kind"], table["year"], strict=True)]
    return pd.Series(np.array(found, dtype=float), index=table.index)


def _columns(table: pd.DataFrame) -> pd.DataFrame:
    return table[list(RUNNING_COLUMNS)].astype({"value": "float64", "added": "float64"})
