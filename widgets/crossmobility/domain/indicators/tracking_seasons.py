"""The share of a year that each of many series usually has reached by a day: seasons.py, for all of them at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crossmobility.domain.indicators.cases import Words
from crossmobility.domain.indicators.progress import Mask, Numbers, divided
from crossmobility.domain.indicators.seasons import LEAST_YEARS
from crossmobility.domain.indicators.tracking_series import KINDS, Days, Points, Series, year_of

# The finest kind of period of which two complete years are known tells the season.
_FINEST_FIRST = (("month", 12), ("quarter", 4), ("half", 2))


@dataclass(frozen=True, eq=False)
class Expected:
    """The share expected, NaN where no season is known, and the years it was learned from, as "2017;2018"."""

    share: Numbers
    years: Words


def seasonal(series: Series, cells: Mask, year: Days, told: Days) -> Expected:
    """Return what share of its year each of ``cells`` usually has reached by the day ``told``.

    Parameters
    ----------
    cells
        The cells that fill up within a year and are to be compared with a whole year.
    year
        Of each cell the year in question: only earlier ones teach.
    told
        Of each cell the day. On the last day of a quarter (month, half-year) the share is that of
        :func:`~crossmobility.domain.indicators.seasons.season`; between two such days it lies on the line between them.
        Before the first such day a flow starts from nothing, while of what is cumulated in the year nothing is known:
        everybody who was there already counts from the first of January on.
    """
    share, years = np.full(len(series), np.nan), np.full(len(series), "", dtype=object)
    usable = (series.in_year | (series.flow & series.adds))[series.actual.cell] & ~np.isnan(series.actual.value)
    usable &= cells[series.actual.cell] & (series.actual.told >= series.actual.end)
    points = series.actual.those(usable)
    for name, size in _FINEST_FIRST:
        kind = points.those(points.kind == KINDS.index(name))
        wanted = np.flatnonzero(cells & np.isnan(share) & np.isin(np.arange(len(series)), kind.cell))
        if len(wanted):
            _learn(series, kind, size, wanted, year, told, share, years)
    return Expected(share, years)


def _learn(
    series: Series, points: Points, size: int, wanted: Days, year: Days, told: Days, share: Numbers, years: Words
) -> None:
    """Fill ``share`` and ``years`` of the ``wanted`` cells from points of one kind, ``size`` of them a year."""
    table, first = _table(series, points, size, wanted)
    ends = table[:, :, -1]
    taught = first + np.arange(table.shape[1])
    complete = ~np.isnan(table).any(axis=2) & (ends > 0) & (taught[None, :] < year[wanted][:, None])
    count = complete.sum(axis=1)
    shares = np.where(complete[:, :, None], divided(table, np.where(ends > 0, ends, np.nan)[:, :, None]), 0.0)
    usual = divided(shares.sum(axis=1), np.where(count >= LEAST_YEARS, count, np.nan)[:, None])
    share[wanted] = _on_the_day(usual, year[wanted], told[wanted], series.flow[wanted])
    learned = ~np.isnan(share[wanted])
    patterns, pattern = np.unique(complete, axis=0, return_inverse=True)
    texts = np.array([";".join(map(str, taught[each])) for each in patterns], dtype=object)
    years[wanted[learned]] = texts[pattern.reshape(-1)[learned]]


def _table(series: Series, points: Points, size: int, wanted: Days) -> tuple[Numbers, int]:
    """Return what had been reached at every point of every year (cells × years × points), and the first year."""
    place = np.full(len(series), -1)
    place[wanted] = np.arange(len(wanted))
    of_year = year_of(points.start)
    first = int(of_year.min())
    table = np.full((len(wanted), int(of_year.max()) - first + 1, size), np.nan)
    month = points.start.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    mine = place[points.cell] >= 0
    table[place[points.cell][mine], (of_year - first)[mine], (month * size // 12)[mine]] = points.value[mine]
    flow = series.flow[wanted]
    table[flow] = table[flow].cumsum(axis=2)
    return table, first


def _on_the_day(usual: Numbers, year: Days, told: Days, flow: Mask) -> Numbers:
    size = usual.shape[1]
    months = (year - 1970)[:, None] * 12 + np.arange(size + 1)[None, :] * (12 // size)
    # The last day of each point, that of the year before first.
    ends = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1
    start = np.where(flow, 0.0, np.nan)
    known = np.concatenate([start[:, None], usual], axis=1)
    after = np.clip((ends < told[:, None]).sum(axis=1), 1, size)
    rows = np.arange(len(told))
    before, share = known[rows, after - 1], known[rows, after]
    way = (told - ends[rows, after - 1]) / (ends[rows, after] - ends[rows, after - 1])
    # Exactly on a point the one before does not matter, and may be unknown.
    return np.asarray(np.where(way >= 1, share, before + (share - before) * way))
