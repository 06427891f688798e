"""What a series had reached by the end of a period, whichever periods its values are stored by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from crossmobility.domain.indicators.cases import Words
from crossmobility.domain.indicators.progress import Mask, Numbers
from crossmobility.domain.indicators.tracking_series import NEVER, Days, Points, Series, Window, first_of_year

# From the best to the worst: a sum is as good as the worst of its parts.
GRADES: Final = ("reported", "provisional", "estimated", "partial")
# An answer without a number: nobody owes a value any more.
ANSWERED: Final = ("not_applicable", "suppressed", "not_broken_down")
_DAYS: Final = 10**8


@dataclass(frozen=True, eq=False)
class Reached:
    """One value a cell, NaN where there is none.

    ``told`` is the last day it tells of (``NEVER``: nothing), ``row`` the row of the series that says so (-1: none; of a
    sum the last one), ``parts`` how many values were added.
    """

    value: Numbers
    numerator: Numbers
    denominator: Numbers
    told: Days
    row: Days
    parts: Days
    status: Words

    @property
    def known(self) -> Mask:
        """Cells with a number."""
        return ~np.isnan(self.value)

    def instead(self, other: Reached, where: Mask) -> Reached:
        """Return ``other`` for the cells in ``where``."""
        both = zip(vars(self).values(), vars(other).values(), strict=True)
        return Reached(*(np.where(where, new, old) for old, new in both))


class Tiles:
    """Values that lie one after the other: what was added by periods that begin where the one before ended.

    Of values that begin on one day the longest one that is complete is taken, else the longest that was cut by the day it
    was taken on. What is cumulated in the year counts from the first of January. Gaps end a sum.
    """

    def __init__(self, series: Series, limit: int, of: Mask | None = None) -> None:
        """Lay out the values that end by ``limit``, of the cells that add up, else of the cells ``of``."""
        actual = series.actual
        usable = ~np.isnan(actual.value) & (actual.end <= limit)
        usable &= (series.in_year | (series.flow & series.adds) if of is None else of)[actual.cell]
        points = actual.those(usable)
        january = first_of_year(points.end)
        self.start = np.where(series.in_year[points.cell] & (points.start > january), january, points.start)
        self.complete = points.told >= points.end
        order = np.lexsort((points.end, self.complete, _keys(points.cell, self.start)))
        keys = _keys(points.cell, self.start)[order]
        last = np.append(keys[1:] != keys[:-1], True) if len(keys) else np.zeros(0, dtype=bool)
        keep = order[last]
        self._points, self.start, self.complete = points.at(keep), self.start[keep], self.complete[keep]
        self._keys = keys[last]
        self._series = series

    def first_day(self) -> Days:
        """Return of each cell the first day that anything tells of, ``-NEVER`` where nothing does."""
        first = np.full(len(self._series), -NEVER)
        np.minimum.at(first, self._points.cell, self.start)
        return first

    def since(self, start: Days) -> Reached:
        """Return what each cell added up to from its day ``start`` on."""
        size = len(self._series)
        numbers = {name: np.zeros(size) for name in ("value", "numerator", "denominator")}
        columns = {name: self._series.numbers(name)[self._points.row] for name in numbers}
        grades = _grades(self._series.words("value_status"))[self._points.row]
        told, row, parts = np.full(size, NEVER), np.full(size, -1), np.zeros(size, dtype=np.int64)
        grade, at, going = np.zeros(size, dtype=np.int64), start.copy(), np.arange(size)
        while len(going) and len(self._keys):
            place = np.minimum(np.searchsorted(self._keys, _keys(going, at[going])), len(self._keys) - 1)
            hit = self._keys[place] == _keys(going, at[going])
            going, place = going[hit], place[hit]
            for name, each in columns.items():
                numbers[name][going] += each[place]
            grade[going] = np.maximum(grade[going], grades[place])
            told[going], row[going] = self._points.told[place], self._points.row[place]
            parts[going] += 1
            at[going] = self._points.end[place] + 1
            going = going[self.complete[place]]
        none = parts == 0
        value, above, below = (np.where(none, np.nan, each) for each in numbers.values())
        status = np.array([*GRADES, "not_reported"], dtype=object)[np.where(none, len(GRADES), grade)]
        return Reached(value, above, below, told, row, parts, status)


def reached(series: Series, asked: Window, tiles: Tiles) -> Reached:
    """Return the value of each cell for the period asked.

    The value stated for the period itself; where there is none, or where others reach further: what its parts add up to
    (flows that add), the latest of the values cumulated in its year or since the start, the latest stock or mark.
    """
    exact, composed = _exact(series, asked), _composed(series, asked, tiles)
    further = composed.known & ~(exact.known & (exact.told >= composed.told))
    return exact.instead(composed, further & (exact.known | ~np.isin(exact.status, ANSWERED)))


def _exact(series: Series, asked: Window) -> Reached:
    actual = series.actual
    points = actual.those((actual.start == asked.start) & (actual.end == asked.end))
    return _of_points(series, points.last(points.told, points.row))


def _composed(series: Series, asked: Window, tiles: Tiles) -> Reached:
    start = np.full(len(series), asked.start)
    start[series.in_year] = tiles_from(asked)
    added = tiles.since(start)
    found = _of_points(series, _latest(series, asked))
    found = found.instead(added, series.flow | (series.in_year & (series.adds | (added.parts == 1))))
    inside = found.known & (found.told >= asked.start)
    return _nothing(len(series)).instead(_cut(series, asked, found), inside)


def tiles_from(asked: Window) -> int:
    """Return the day from which values cumulated in the year have to be added to reach the end of a period."""
    return int(first_of_year(np.array([asked.start]))[0]) if asked.in_one_year else asked.start


def _latest(series: Series, asked: Window) -> Points:
    actual = series.actual
    inside = (actual.end >= asked.start) & (actual.end <= asked.end) & ~np.isnan(actual.value)
    # A mark given for a longer time is no value of this period; a stock holds on its last day whatever it is called after.
    whole = (actual.start >= asked.start) | (series.of_definition("accumulation") != "flow")[actual.cell]
    points = actual.those(inside & whole & series.latest[actual.cell])
    return points.last(points.told, points.length, points.row)


def _cut(series: Series, asked: Window, found: Reached) -> Reached:
    """Return values that stop before the period does, marked so."""
    word = "provisional" if series.today < asked.end else "partial"
    words = np.where(series.level, "provisional", word)
    short = (found.told < asked.end) & (found.status == "reported")
    return found.instead(Reached(**{**vars(found), "status": words.astype(object)}), short)


def _of_points(series: Series, points: Points) -> Reached:
    size = len(series)
    value, above, below = np.full(size, np.nan), np.full(size, np.nan), np.full(size, np.nan)
    for each, name in ((value, "value"), (above, "numerator"), (below, "denominator")):
        each[points.cell] = series.numbers(name)[points.row]
    told, row, parts = np.full(size, NEVER), np.full(size, -1), np.zeros(size, dtype=np.int64)
    told[points.cell], row[points.cell], parts[points.cell] = points.told, points.row, 1
    status = np.full(size, "not_reported", dtype=object)
    status[points.cell] = series.words("value_status")[points.row]
    return Reached(value, above, below, told, row, parts, status)


def _nothing(size: int) -> Reached:
    unknown, none = np.full(size, np.nan), np.zeros(size, dtype=np.int64)
    status = np.full(size, "not_reported", dtype=object)
    return Reached(unknown, unknown, unknown, np.full(size, NEVER), np.full(size, -1), none, status)


def _grades(statuses: Words) -> Days:
    found = np.full(len(statuses), len(GRADES) - 1, dtype=np.int64)
    for place, word in enumerate(GRADES):
        found[statuses == word] = place
    return found


def _keys(cell: Days, day: Days) -> Days:
    # Cells first, days second: one number that sorts as the two together.
    return np.asarray(cell * _DAYS + day - NEVER)
