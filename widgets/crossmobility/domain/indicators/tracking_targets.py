"""What a period is measured against: its targets, or those of the time around it, and the baseline before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from crossmobility.domain.indicators.progress import Mask, Numbers
from crossmobility.domain.indicators.tracking_series import (
    NEVER,
    Days,
    Points,
    Series,
    Window,
    first_of_year,
    year_of,
)

_A_YEAR: Final = 366


@dataclass(frozen=True, eq=False)
class Aims:
    """The targets of each cell, and the first and last day they are for: those of the period where there is no target.

    ``row`` is the row of the series that states the target in force, -1 where there is none.
    """

    initial: Numbers
    revised: Numbers
    start: Days
    end: Days
    row: Days

    @property
    def known(self) -> Mask:
        """Cells with a target."""
        return self.row >= 0

    @property
    def in_force(self) -> Numbers:
        """The revised target where there is one, else the initial one (see :func:`progress.in_force`)."""
        return np.where(np.isnan(self.revised), self.initial, self.revised)

    @property
    def one_year(self) -> Mask:
        """Cells whose target is for days of one calendar year."""
        return np.asarray(year_of(self.start) == year_of(self.end))


def aims(series: Series, asked: Window) -> Aims:
    """Return the targets of the period asked; where a cell has none, those of the shortest time around it.

    A target of a longer time is used only where what was reached in that time can be told: for levels, for what is
    cumulated, and for flows that add.
    """
    stated = [_around(series, asked, each) for each in (series.initial, series.revised)]
    start, end = np.full(len(series), asked.start), np.full(len(series), asked.end)
    length = np.full(len(series), np.iinfo(np.int64).max)
    for points in stated:
        np.minimum.at(length, points.cell, points.length)
    initial, revised = np.full(len(series), np.nan), np.full(len(series), np.nan)
    row = np.full(len(series), -1)
    # The revised target comes last: where both are for other days of the same number, its days count.
    for points, number in zip(stated, (initial, revised), strict=True):
        shortest = points.those(points.length == length[points.cell])
        chosen = shortest.last(shortest.start, shortest.row)
        number[chosen.cell], row[chosen.cell] = chosen.value, chosen.row
        start[chosen.cell], end[chosen.cell] = chosen.start, chosen.end
    return Aims(initial, revised, start, end, row)


def baselines(series: Series, asked: Window) -> Points:
    """Return the latest baseline of each cell that has one: of a period that begins no later than the one asked.

    A framework often states the baseline of its first year under that very year; one of a later period is none.
    """
    points = series.baseline.those(series.baseline.start <= asked.start)
    return points.last(points.start, points.end, points.row)


def programme_start(series: Series, asked: Window) -> Days:
    """Return the first day of the longest time around the period for which a cell has a target, if that is over a year.

    ``NEVER`` where there is none: then nobody has said when the programme began.
    """
    first = np.full(len(series), -NEVER)
    for points in (series.initial, series.revised):
        long = points.those((points.start <= asked.start) & (points.end >= asked.end) & (points.length > _A_YEAR))
        np.minimum.at(first, long.cell, long.start)
    return np.where(first == -NEVER, NEVER, first)


def _around(series: Series, asked: Window, points: Points) -> Points:
    around = (points.start <= asked.start) & (points.end >= asked.end)
    exact = (points.start == asked.start) & (points.end == asked.end)
    one_year = year_of(points.start) == year_of(points.end)
    counted = series.level | series.since_start | series.adds
    usable = counted[points.cell] | (series.in_year[points.cell] & one_year)
    return points.those(exact | (around & usable))


def windows(series: Series, found: Aims, begun: Days) -> tuple[Days, Days]:
    """Return the first and last day of the time in which each cell moves towards its target.

    What is cumulated in the year began on the first of January; what is cumulated since the start began with the
    programme, ``begun``, or, where that is not known, with the first day of any of its values and targets.
    """
    start = np.where(series.in_year & found.one_year, first_of_year(found.start), found.start)
    first = start.copy()
    np.minimum.at(first, series.every.cell, series.every.start)
    first = np.where(begun == NEVER, first, np.minimum(begun, start))
    return np.where(series.since_start, first, start), found.end
