"""Records as arrays, read column by column once.

Days are whole numbers since 1970. What is dated after ``as_of`` has not happened.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, Final, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.counting import Codes, Mask
from crossmobility.domain.indicators.measures import Numbers, Span, as_day, span_of
from crossmobility.domain.placements import DAYS_IN_A_MONTH

Names = npt.NDArray[np.object_]
Kept = TypeVar("Kept")

NEVER: Final = np.iinfo(np.int64).min
"""The day of what has not happened, or is not known: what NaT is as a number."""
OPEN: Final = np.iinfo(np.int64).max
"""The last day of what is still running."""
_NOT_SAID: Final = ("", "U")


class Facts:
    """A table of records read column by column, once; a column that is not there counts as unknown.

    Parameters
    ----------
    rows : DataFrame
        One row a record (``placements`` or ``activities``).
    as_of : date
        What is dated later has not happened.
    reference : str or sequence of str
        Country from which in and out are seen: one for all, or one a record.
    oda : collection of str
        Countries on the list of recipients of official development assistance.
    paired : collection of str
        Programmes designed in pairs.
    """

    def __init__(
        self,
        rows: pd.DataFrame,
        as_of: date,
        *,
        reference: str | Sequence[str] = "FRA",
        oda: Collection[str] = (),
        paired: Collection[str] = (),
    ) -> None:
        self.rows = rows
        self.as_of = as_of
        self.today = as_day(as_of)
        self.reference = reference
        self.oda = frozenset(oda)
        self.paired = frozenset(paired)
        self._kept: dict[object, Any] = {}
        self._facing: tuple[Mask, Mask, Codes] | None = None

    @classmethod
    def of(cls, as_of: str, /, *, reference: str = "FRA", oda: Collection[str] = (), **columns: object) -> Facts:
        """Return facts of a few columns given one by one, for examples and tests."""
        return cls(pd.DataFrame(columns), date.fromisoformat(as_of), reference=reference, oda=oda)

    def seen_from(self, reference: str | Sequence[str]) -> Facts:
        """Return the same records seen from another country; what does not depend on it is not read again."""
        other = Facts(self.rows, self.as_of, reference=reference, oda=self.oda, paired=self.paired)
        other._kept = self._kept
        return other

    def __len__(self) -> int:
        return len(self.rows)

    def span(self, text: str) -> Span:
        """Return the days of a period as they stand at ``as_of``."""
        return span_of(text, self.as_of)

    def kept(self, name: object, make: Callable[[], Kept]) -> Kept:
        """Return what ``make`` makes, made once."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast("Kept", self._kept[name])

    # What a column says.

    def days(self, column: str) -> Codes:
        """Return the days of a column, those after ``as_of`` too; ``NEVER`` where there is none."""
        return self.kept(("days", column), lambda: self._days(column))

    def done(self, column: str) -> Codes:
        """Return the days of what has happened by ``as_of``; ``NEVER`` for the rest."""

        def happened() -> Codes:
            days = self.days(column)
            return np.where(days <= self.today, days, NEVER)

        return self.kept(("done", column), happened)

    def numbers(self, column: str) -> Numbers:
        """Return the numbers of a column, or its truth values as 1 and 0; NaN where there is none."""
        return self.kept(("numbers", column), lambda: self._numbers(column))

    def codes(self, column: str) -> tuple[Codes, Names]:
        """Return the number of each text of a column (-1: empty), and the texts by number, sorted."""
        return self.kept(("codes", column), lambda: self._codes(column))

    def is_one(self, column: str, *values: str) -> Mask:
        """Tell which records have one of these texts in a column."""

        def compared() -> Mask:
            codes, names = self.codes(column)
            found: Mask = np.append(np.isin(names.astype(str), values), False)[codes]
            return found

        return self.kept(("is", column, values), compared)

    def filled(self, column: str) -> Mask:
        """Tell which records have something in a column that has happened and is not “unknown”."""
        if column not in self.rows:
            return np.zeros(len(self), dtype=bool)
        if column.endswith("_on"):
            happened: Mask = self.done(column) != NEVER
            return happened
        values = self.rows[column]
        said = values.notna() if values.dtype.kind in "fib" else values.notna() & ~values.isin(_NOT_SAID)
        filled: Mask = said.to_numpy(dtype=bool)
        return filled

    # What a placement did.

    @property
    def start(self) -> Codes:
        """The first day of what has started."""
        return self.done("start_on")

    @property
    def end(self) -> Codes:
        """The last day of each placement as it stands: its end, the planned one when that has passed, else ``OPEN``."""

        def last() -> Codes:
            end, planned = self.days("end_on"), self.days("planned_end_on")
            overdue = (end == NEVER) & (planned != NEVER) & (planned < self.today)
            ends = np.where(overdue, planned, np.where(end == NEVER, OPEN, end))
            return np.maximum(ends, self.start)

        return self.kept("end", last)

    @property
    def overdue(self) -> Mask:
        """Placements that have started and should have ended by ``as_of``, without anybody saying how."""

        def unsaid() -> Mask:
            planned = self.days("planned_end_on")
            late: Mask = (self.start != NEVER) & (self.done("end_on") == NEVER) & (planned != NEVER)
            return late & (planned < self.today)

        return self.kept("overdue", unsaid)

    @property
    def begins(self) -> int:
        """The first day of the year in which the first placement started: before it nothing is known."""
        started = self.start[self.start != NEVER]
        first = np.datetime64(int(started.min()) if len(started) else self.today, "D").astype("datetime64[Y]")
        return int(first.astype("datetime64[D]").astype(np.int64))

    def started_in(self, span: Span) -> Codes:
        """Return the placements whose first day is in a period."""
        return self.dated_in(self.start, span, "started")

    def ended_in(self, span: Span) -> Codes:
        """Return the placements whose last day, as it stands, is in a period."""
        return self.kept(
            ("ended", span), lambda: np.flatnonzero((self.start != NEVER) & _between(self.end, span.first, span.last))
        )

    def active_in(self, span: Span) -> Codes:
        """Return the placements with at least one day in a period."""

        def present() -> Codes:
            return np.flatnonzero((self.start != NEVER) & (self.start <= span.last) & (self.end >= span.first))

        return self.kept(("active", span), present)

    def dated_in(self, days: Codes, span: Span, name: str) -> Codes:
        """Return the records whose day is in a period; ``name`` says which day, so that it is looked for once."""
        return self.kept(("dated", name, span), lambda: np.flatnonzero(_between(days, span.first, span.last)))

    def months_in(self, span: Span) -> Numbers:
        """Return the volunteer-months of the placements :meth:`active_in` a period: days there ÷ 30.4375."""
        at = self.active_in(span)
        return months_between(np.maximum(self.start[at], span.first), np.minimum(self.end[at], span.last))

    # Where it went, seen from the reference country.

    @property
    def inward(self) -> Mask:
        """Placements that arrive in the reference country from another one."""
        return self._sides()[0]

    @property
    def outward(self) -> Mask:
        """Placements that leave the reference country for another one."""
        return self._sides()[1]

    @property
    def counterpart(self) -> Codes:
        """The number of the other country, -1 where neither end, or both, is the reference country."""
        return self._sides()[2]

    def ends(self) -> tuple[Codes, Codes, Names]:
        """Return the numbers of origin and destination, and the countries by number, sorted."""

        def numbered() -> tuple[Codes, Codes, Names]:
            if "origin" not in self.rows:
                return np.full(len(self), -1), np.full(len(self), -1), np.array([], dtype=object)
            both = pd.concat([self.rows["origin"], self.rows["destination"]], ignore_index=True)
            codes, names = pd.factorize(both, sort=True)
            return codes[: len(self)], codes[len(self) :], np.asarray(names, dtype=object)

        return self.kept("ends", numbered)

    def _sides(self) -> tuple[Mask, Mask, Codes]:
        if self._facing is None:
            origin, destination, names = self.ends()
            place = {name: number for number, name in enumerate(names)}
            seen: Codes = np.full(len(self), place.get(self.reference, -2) if isinstance(self.reference, str) else -2)
            if not isinstance(self.reference, str):
                codes, distinct = pd.factorize(np.asarray(self.reference, dtype=object))
                seen = np.array([*(place.get(name, -2) for name in distinct), -2])[codes]
            inward, outward = (destination == seen) & (origin != seen), (origin == seen) & (destination != seen)
            self._facing = inward, outward, np.where(inward, origin, np.where(outward, destination, -1))
        return self._facing

    def _days(self, column: str) -> Codes:
        if column not in self.rows:
            return np.full(len(self), NEVER)
        dates: npt.NDArray[np.datetime64] = pd.to_datetime(self.rows[column]).to_numpy().astype("datetime64[D]")
        days: Codes = dates.astype(np.int64)
        return days

    def _numbers(self, column: str) -> Numbers:
        if column not in self.rows:
            return np.full(len(self), np.nan)
        numbers: Numbers = pd.to_numeric(self.rows[column]).to_numpy(dtype=np.float64, na_value=np.nan)
        return numbers

    def _codes(self, column: str) -> tuple[Codes, Names]:
        if column not in self.rows:
            return np.full(len(self), -1), np.array([], dtype=object)
        texts = self.rows[column].astype("str")
        codes, names = pd.factorize(texts.mask(texts == ""), sort=True)
        return codes.astype(np.int64), np.asarray(names, dtype=object)


def months_between(first: Codes, last: Codes) -> Numbers:
    """Return the months from first to last day, both included; a month is 30.4375 days, a year 12 months."""
    months: Numbers = np.maximum(last - first + 1, 0) / DAYS_IN_A_MONTH
    return months


def _between(days: Codes, first: int, last: int) -> Mask:
    inside: Mask = (days >= first) & (days <= last)
    return inside
