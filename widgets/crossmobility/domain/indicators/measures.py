"""What single records add to an indicator in a period.

A measure is a function of facts (``measures_facts``) and a :class:`Span`; it returns :class:`Parts`: which records it
concerns, and what each puts above and below the line. ``measures_sums`` makes one value of the parts of a scope, so that
every scope and every split is made from the records themselves: nothing is ever averaged twice.

Days are whole numbers since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from crossmobility.domain.counting import Codes, Mask
from crossmobility.domain.periods import period

Numbers = npt.NDArray[np.float64]
States = npt.NDArray[np.int8]

KNOWN, PENDING, UNKNOWN = 0, 1, 2
"""What a record says: enough; not yet (a running placement of a cohort); nothing, although it should."""


@dataclass(frozen=True)
class Span:
    """The days of a period: the first, the last one known (``as_of`` may cut), the last one written, all inside it."""

    text: str
    first: int
    last: int
    end: int

    @property
    def cut(self) -> bool:
        """Whether ``as_of`` lies before the end of the period."""
        return self.last < self.end

    def months_ending(self, months: int) -> Span:
        """Return the ``months`` calendar months that end with this period, cut where it is cut.

        Examples
        --------
        >>> three = span_of("2024", date(2024, 6, 30)).months_ending(36)
        >>> np.datetime64(three.first, "D"), np.datetime64(three.last, "D")
        (np.datetime64('2022-01-01'), np.datetime64('2024-06-30'))
        """
        after = np.datetime64(self.end + 1, "D").astype("datetime64[M]")
        first = (after - months).astype("datetime64[D]").astype(np.int64)
        return Span(self.text, int(first), self.last, self.end)

    def before(self) -> Span:
        """Return the period of the same months that ends the day before this one."""
        first, after = (np.datetime64(day, "D").astype("datetime64[M]") for day in (self.first, self.end + 1))
        earlier = int((first - (after - first)).astype("datetime64[D]").astype(np.int64))
        return Span(f"before {self.text}", earlier, self.first - 1, self.first - 1)


def span_of(text: str, as_of: date) -> Span:
    """Return the days of a period as they stand at ``as_of``; one that begins later has no day."""
    when = period(text)
    end = as_day(when.end)
    return Span(text, as_day(when.start), min(end, as_day(as_of)), end)


def as_day(when: date) -> int:
    """Return a date as days since 1970."""
    return (when - date(1970, 1, 1)) // timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Parts:
    """What single records add to an indicator.

    Attributes
    ----------
    at : array of int
        Positions of the records concerned.
    numerator, denominator : array of float
        What each puts above and below the line; NaN: nothing, see ``state``. Counts have no denominator: all NaN.
    state : array of int
        ``KNOWN``, ``PENDING`` or ``UNKNOWN``.
    item : array of int
        For what is counted by its name (organisations, goals, pairs of countries): the number of that name, else 0.
    """

    at: Codes
    numerator: Numbers
    denominator: Numbers
    state: States
    item: Codes

    def sums(self) -> tuple[float, float]:
        """Return what all records put above and below the line together."""
        return float(np.nansum(self.numerator)), float(np.nansum(self.denominator))


def parts(
    at: Codes,
    numerator: Numbers | Mask | float,
    denominator: Numbers | Mask | float = np.nan,
    *,
    pending: Mask | None = None,
    unknown: Mask | bool | None = None,
    item: Codes | None = None,
) -> Parts:
    """Return the parts of the records ``at``; those pending or unknown add nothing and say so."""
    size = len(at)
    state = np.zeros(size, dtype=np.int8)
    above, below = (np.full(size, each, dtype=np.float64) for each in (numerator, denominator))
    if isinstance(unknown, bool):  # the whole period lacks something; what is there still counts
        state[:] = UNKNOWN if unknown else KNOWN
        unknown = None
    for mask, word in ((pending, PENDING), (unknown, UNKNOWN)):
        if mask is not None:
            state[mask], above[mask], below[mask] = word, np.nan, np.nan
    return Parts(at, above, below, state, np.zeros(size, dtype=np.int64) if item is None else item)
