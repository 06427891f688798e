"""The values in force of one scope, numbered: cells (series) and points (values of a series), ready for arithmetic.

Days are whole numbers since 1970. Every array of cells has one entry a cell, in the same order everywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.counting import Codes
from crossmobility.domain.indicators.cases import RATES, Words
from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.measures import as_day
from crossmobility.domain.indicators.observed import ACTUAL, CELL_COLUMNS, in_edition_order, rows_in_force
from crossmobility.domain.indicators.progress import Mask, Numbers
from crossmobility.domain.periods import PeriodKind, period

Days = npt.NDArray[np.int64]
NEVER: Final = -(10**7)
"""The day of what did not happen: before every day."""
# Who is counted in two periods would be added twice; months are what people deliver, and add.
NOT_OVER_PERIODS: Final = ("active", "stock")
EVENTS: Final = ("started", "ended", "decided", "due")
KINDS: Final[tuple[PeriodKind, ...]] = ("year", "half", "quarter", "month", "range")


@dataclass(frozen=True)
class Window:
    """A period as days: the first and the last one, both inside, and how many calendar months it touches."""

    text: str
    start: int
    end: int
    months: int

    @property
    def in_one_year(self) -> bool:
        """Whether both ends are days of one calendar year."""
        return bool(first_of_year(np.array([self.start]))[0] == first_of_year(np.array([self.end]))[0])


def window(text: str) -> Window:
    """Return the days of a period.

    Raises
    ------
    BadRequest
        When the text is no period.

    Examples
    --------
    >>> window("1970-Q1"), window("1970").in_one_year, window("1970-01-01/1971-12-31").in_one_year
    (Window(text='1970-Q1', start=0, end=89, months=3), True, False)
    """
    when = period(text)
    months = 12 * (when.end.year - when.start.year) + when.end.month - when.start.month + 1
    return Window(text, as_day(when.start), as_day(when.end), months)


def first_of_year(days: Days) -> Days:
    """Return the first of January of each day's year."""
    return np.asarray(days.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64))


def year_of(days: Days) -> Days:
    """Return the calendar year of each day."""
    return np.asarray(days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970)


def iso(days: Days) -> list[str]:
    """Return days as ISO dates; ``NEVER`` is empty."""
    texts = np.datetime_as_string(days.astype("datetime64[D]"))
    return ["" if day == NEVER else str(text) for day, text in zip(days.tolist(), texts.tolist(), strict=True)]


@dataclass(frozen=True, eq=False)
class Points:
    """Values of series: the cell of each, the first and last day it is about, the day it tells of, its numbers.

    ``told`` is the last day of the period, or the day the value was taken if that came first. ``kind`` is the place of
    its kind of period in ``KINDS``; ``row`` its place among the rows of :class:`Series`.
    """

    row: Codes
    cell: Codes
    start: Days
    end: Days
    told: Days
    kind: Codes
    value: Numbers

    def those(self, mask: Mask) -> Points:
        """Return the points where ``mask`` holds."""
        return self.at(np.flatnonzero(mask))

    def at(self, place: Codes) -> Points:
        """Return the points at these places."""
        return Points(*(each[place] for each in vars(self).values()))

    def last(self, *ranks: Days) -> Points:
        """Return of each cell the point that comes last by ``ranks``, the most important first."""
        order = np.lexsort((*reversed(ranks), self.cell))
        cells = self.cell[order]
        final = np.append(cells[1:] != cells[:-1], True) if len(cells) else np.zeros(0, dtype=bool)
        keep = np.zeros(len(cells), dtype=bool)
        keep[order[final]] = True
        return self.those(keep)

    @property
    def length(self) -> Days:
        """How many days each period has."""
        return self.end - self.start


class Series:
    """The values in force at ``as_of`` of the scopes asked for.

    Attributes
    ----------
    rows : DataFrame
        Values in force of indicators that have a definition, dated, in the order they were given.
    cells : DataFrame
        One row a series: ``CELL_COLUMNS``.
    which : array of int
        The place of each cell's indicator in ``definitions``.
    actual, baseline, initial, revised : Points
        By their type of value; but for ``actual`` those with a number only.
    comments : DataFrame
        What was written beside values known by then: ``CELL_COLUMNS``, ``period``, ``comment``, the latest edition last.
    """

    def __init__(
        self,
        values: pd.DataFrame,
        definitions: Mapping[str, Definition],
        as_of: date,
        scope: Mapping[str, str | None],
    ) -> None:
        self.today = as_day(as_of)
        self.definitions = list(definitions.values())
        self.rows = _rows(values, definitions, as_of, scope)
        codes, first = _numbered(self.rows, CELL_COLUMNS)
        self.cells = self.rows.iloc[first][list(CELL_COLUMNS)].reset_index(drop=True)
        places = {code: place for place, code in enumerate(definitions)}
        self.which = self.cells["indicator"].map(places).to_numpy(dtype=np.int64)
        points = _points(self.rows, codes)
        types = self.rows["value_type"].to_numpy(dtype=object)
        known = ~np.isnan(points.value)
        self.actual = points.those(types == ACTUAL)
        self.baseline = points.those((types == "baseline") & known)
        self.initial = points.those((types == "target_initial") & known)
        self.revised = points.those((types == "target_revised") & known)
        self.every = points
        self.comments = _commented(values, as_of)

    def __len__(self) -> int:
        return len(self.cells)

    def numbers(self, column: str) -> Numbers:
        """Return a column of numbers of ``rows``."""
        return self.rows[column].to_numpy(dtype=np.float64)

    def words(self, column: str) -> Words:
        """Return a column of words of ``rows``."""
        return self.rows[column].to_numpy(dtype=object)

    def of_definition(self, name: str) -> Words:
        """Return one field of each cell's definition."""
        fields = np.empty(len(self.definitions), dtype=object)
        fields[:] = [getattr(each, name) for each in self.definitions]
        return np.asarray(fields[self.which])

    @cached_property
    def level(self) -> Mask:
        """Cells whose values are of their moment (a stock, a rate): they neither fill up nor add over periods."""
        rate = np.isin(self.of_definition("unit"), (*RATES, "TEXT")) & (self.of_definition("aggregation") != "sum")
        return np.asarray((self.of_definition("accumulation") == "stock") | rate)

    @cached_property
    def flow(self) -> Mask:
        """Cells whose values are what their own period added."""
        return np.asarray((self.of_definition("accumulation") == "flow") & ~self.level)

    @cached_property
    def in_year(self) -> Mask:
        """Cells whose values are cumulated since the first of January."""
        return np.asarray((self.of_definition("accumulation") == "cumulative_in_period") & ~self.level)

    @cached_property
    def since_start(self) -> Mask:
        """Cells whose values are cumulated since the programme began."""
        return np.asarray((self.of_definition("accumulation") == "cumulative_since_start") & ~self.level)

    @cached_property
    def adds(self) -> Mask:
        """Cells whose periods may be added: what happened once, and months; never people who may be in two periods."""
        basis, summed = self.of_definition("basis"), self.of_definition("aggregation") == "sum"
        months = self.of_definition("unit") == "MONTHS"
        apart = months | ~np.isin(basis, NOT_OVER_PERIODS)
        return np.asarray(summed & ((self.flow & apart) | (self.in_year & np.isin(basis, EVENTS))))

    @cached_property
    def latest(self) -> Mask:
        """Cells of which the latest value inside a period is the value of the period."""
        return np.asarray(
            self.since_start
            | (
                self.level
                & ((self.of_definition("accumulation") == "stock") | (self.of_definition("aggregation") == "latest"))
            )
        )


def judged_unit(definition: Definition) -> str:
    """Return the unit by which the status of an indicator is found.

    Money that adds up fills up like a count, while EUR usually is a cost per month; what is told in words, in classes or
    on a scale (IATI measures 3 to 5) is never calculated with.
    """
    if definition.iati_measure >= 3:
        return "TEXT"
    return "COUNT" if definition.unit in RATES and definition.aggregation == "sum" else definition.unit


def _rows(values: pd.DataFrame, definitions: Collection[str], as_of: date, scope: Mapping[str, str | None]) -> pd.DataFrame:
    chosen = np.ones(len(values), dtype=bool)
    for column, wanted in scope.items():
        if wanted is not None:
            chosen &= (values[column] == wanted).to_numpy(dtype=bool)
    chosen &= (values["period"] != "").to_numpy(dtype=bool) & values["indicator"].isin(list(definitions)).to_numpy(bool)
    # The caller's frame may hold its words as categories.
    rows = values[chosen]
    words = {name: "str" for name in rows if isinstance(rows[name].dtype, pd.CategoricalDtype)}
    return rows_in_force(rows.astype(words), as_of).reset_index(drop=True)


def _numbered(rows: pd.DataFrame, columns: Sequence[str]) -> tuple[Codes, Codes]:
    """Return the number of each row's group by ``columns``, and the first row of each group."""
    number = np.zeros(len(rows), dtype=np.int64)
    for column in columns:
        codes, names = pd.factorize(rows[column])
        number = pd.factorize(number * (len(names) + 1) + codes)[0].astype(np.int64)
    return number, np.unique(number, return_index=True)[1].astype(np.int64)


def _points(rows: pd.DataFrame, cell: Codes) -> Points:
    codes, texts = pd.factorize(rows["period"])
    found = [period(str(text)) for text in texts]
    start = np.array([as_day(each.start) for each in found], dtype=np.int64)[codes]
    end = np.array([as_day(each.end) for each in found], dtype=np.int64)[codes]
    kind = np.array([KINDS.index(each.kind) for each in found], dtype=np.int64)[codes]
    days, dates = pd.factorize(rows["as_of"])
    taken = np.array([as_day(date.fromisoformat(str(each))) for each in dates], dtype=np.int64)[days]
    value = rows["value"].to_numpy(dtype=np.float64)
    return Points(np.arange(len(rows)), cell, start, end, np.minimum(end, taken), kind, value)


def _commented(values: pd.DataFrame, as_of: date) -> pd.DataFrame:
    said = values[(values["comment"] != "").to_numpy(dtype=bool) & (values["as_of"].astype("str") <= as_of.isoformat())]
    return in_edition_order(said)[[*CELL_COLUMNS, "period", "comment"]]
