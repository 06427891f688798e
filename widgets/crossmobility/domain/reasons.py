"""Why it is unbalanced: the gap between arrivals and departures, split exactly into parts that add up to it."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from math import isnan, nan
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.counting import Mask
from crossmobility.domain.countries import ALL
from crossmobility.domain.pairs import STATUS_OF
from crossmobility.domain.requests import unknown_word
from crossmobility.domain.selection import Measure
from crossmobility.domain.sums import summed, weakest
from crossmobility.i18n import message

DIMENSIONS: Final = ("scheme", "duration_band", "sector", "start_year")
OTHER: Final = "_OTHER"
"""The categories that are not shown one by one, together."""


def gap(
    rows: pd.DataFrame,
    dimension: str,
    reference: str,
    measure: Measure,
    counterpart: str = ALL,
    most: int = 7,
    *,
    complete: bool = False,
) -> pd.DataFrame:
    """Split the gap between arrivals and departures by category.

    Parameters
    ----------
    rows : DataFrame
        For ``scheme``, flow rows of one dataset, kind and basis, counted once. For the other dimensions, split rows of that
        dimension: the same with a ``category``.
    dimension : str
        One of ``DIMENSIONS``.
    reference : str
        ISO alpha-3 code of the country from which in and out are seen.
    counterpart : str
        The other country, or ``_T`` for all of them, what is not broken down included.
    most : int
        How many categories are shown one by one: those with the largest gap.
    complete : bool
        True only for placements one by one, where a category without a row in one direction is nobody: 0. Else that
        direction is unknown, and so is the gap.

    Returns
    -------
    DataFrame
        One row per category: ``category``, ``inflow``, ``outflow``, ``gap`` (in − out; NaN unless both are known),
        ``status``. Largest gap first, unknown gaps after them by what is known; ``start_year`` by year instead; the others
        together as ``_OTHER``, last. Each column adds up to that of the whole; of unknown parts, as far as they are known.

    Raises
    ------
    BadRequest
        For another dimension.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "origin": ["SEN", "FRA"], "destination": ["FRA", "SEN"], "period": "2019", "basis": "started",
    ...     "scheme": ["SC_RECIP", "SC_INTL"], "placements": [4.0, 10.0], "volunteer_months": float("nan"),
    ...     "status": "reported"})
    >>> gap(rows, "scheme", "FRA", "placements", complete=True)[["category", "gap"]].to_dict("split")["data"]
    [['SC_INTL', -10.0], ['SC_RECIP', 4.0]]
    """
    if dimension not in DIMENSIONS:
        raise unknown_word(message("Flows cannot be split by {key}.", key=dimension), dimension, DIMENSIONS)
    met = _met(rows, dimension, reference, counterpart)
    found = _gaps(_counted(met, measure) if complete else _stated(met, measure), complete)
    shown, rest = found[:most], found[most:]
    if dimension == "start_year":
        shown.sort(key=lambda line: line.category)
    table = pd.DataFrame(
        [astuple(line) for line in [*shown, *_together(rest)]], columns=[each.name for each in fields(_Gap)]
    )
    return table.astype({"category": "str", "inflow": "float64", "outflow": "float64", "gap": "float64", "status": "str"})


_Stated = dict[tuple[str, str], tuple[float, str]]
"""By category and way: the volume and its status."""


@dataclass(frozen=True)
class _Gap:
    """One row of the table: NaN = unknown."""

    category: str
    inflow: float
    outflow: float
    gap: float
    status: str

    @property
    def known(self) -> float:
        """What is known of both directions together."""
        return sum(side for side in (self.inflow, self.outflow) if not isnan(side))

    @property
    def order(self) -> tuple[bool, float, float, str]:
        """Largest gap first, then unknown ones, largest first."""
        return isnan(self.gap), 0.0 if isnan(self.gap) else -abs(self.gap), -self.known, self.category


@dataclass(frozen=True, eq=False)
class _Met:
    """The rows between the reference country and its counterpart, what each is called and whether it arrives."""

    rows: pd.DataFrame
    category: npt.NDArray[np.object_]
    arrives: Mask


def _met(rows: pd.DataFrame, dimension: str, reference: str, counterpart: str) -> _Met:
    ends = {end: rows[end].to_numpy(dtype=object) for end in ("origin", "destination")}
    arrives, leaves = ends["destination"] == reference, ends["origin"] == reference
    met = arrives != leaves  # both: within the country
    if counterpart != ALL:
        met &= (ends["origin"] == counterpart) | (ends["destination"] == counterpart)
    category = rows["scheme" if dimension == "scheme" else "category"].to_numpy(dtype=object)
    return _Met(rows[met], category[met], arrives[met])


def _counted(met: _Met, measure: Measure) -> _Stated:
    """Add what was counted placement by placement: every number is known, so its status says only whether it may change."""
    codes, categories = pd.factorize(met.category)
    size = 2 * len(categories)
    cell = 2 * codes + met.arrives
    volume = np.bincount(cell, weights=met.rows[measure].to_numpy(dtype=np.float64), minlength=size)
    may_change = np.bincount(cell, weights=met.rows["status"].to_numpy(dtype=object) != "reported", minlength=size) > 0
    return {
        (str(category), way): (
            float(volume[2 * place + side]),
            "provisional" if may_change[2 * place + side] else "reported",
        )
        for place, category in enumerate(categories)
        for side, way in enumerate(("out", "in"))
    }


def _stated(met: _Met, measure: Measure) -> _Stated:
    """Add what sources state; a direction that none states is not there."""
    way = np.where(met.arrives, "in", "out")
    sums = summed(met.rows.assign(way=way, category=met.category), ["category", "way"])
    cells = zip(sums["category"], sums["way"], sums[measure], sums[STATUS_OF[measure]], strict=True)
    return {(str(category), str(way)): (float(volume), str(status)) for category, way, volume, status in cells}


def _gaps(stated: _Stated, complete: bool) -> list[_Gap]:
    """Put both directions of each category side by side, largest gap first."""
    absent = (0.0, "reported") if complete else (nan, "")
    categories = sorted({category for category, _ in stated})
    sides = [[stated.get((category, way), absent) for way in ("in", "out")] for category in categories]
    volumes = [[volume for volume, _ in both] for both in sides]
    statuses = _weakest(volumes, [[status for _, status in both] for both in sides])
    lines = zip(categories, volumes, statuses, strict=True)
    found = [_Gap(category, inflow, outflow, inflow - outflow, status) for category, (inflow, outflow), status in lines]
    return sorted(found, key=lambda line: line.order)


def _together(rest: list[_Gap]) -> list[_Gap]:
    """Return one line for several, none for none; its gap is unknown when that of one of them is."""
    if not rest:
        return []
    inflow, outflow = (_known_sum(sides) for sides in ([line.inflow for line in rest], [line.outflow for line in rest]))
    known = [nan if isnan(line.inflow) and isnan(line.outflow) else line.known for line in rest]
    (status,) = _weakest([known], [[line.status for line in rest]])
    return [_Gap(OTHER, inflow, outflow, nan if any(isnan(line.gap) for line in rest) else inflow - outflow, status)]


def _known_sum(numbers: list[float]) -> float:
    known = [number for number in numbers if not isnan(number)]
    return sum(known) if known else nan


def _weakest(numbers: list[list[float]], statuses: list[list[str]]) -> list[str]:
    return weakest(pd.DataFrame(numbers), pd.DataFrame(statuses)).tolist() if numbers else []
