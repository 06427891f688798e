"""Placements counted: who started, was active, was present, or ended in a period, and how many volunteer-months that made.

A placement counts once it has really started: ``start_on`` is filled in and not after ``as_of``. It lasts until ``end_on``;
without one until ``planned_end_on`` if that is before ``as_of`` (overdue: nobody has written down how it ended); else it is
open. It lasts at least its first day. What is only planned is not counted here.

Dates are ``datetime64`` of any unit or ``datetime.date`` objects; NaT or None where the record says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.counting import Codes, Mask, group_codes
from crossmobility.domain.countries import ALL
from crossmobility.domain.periods import period
from crossmobility.domain.statements import FLOW_COLUMNS

Basis = Literal["started", "active", "stock", "ended"]
COUNTED_BASES: Final[tuple[Basis, ...]] = get_args(Basis)
"""The four ways to count placements. ``stock``: present after the period's last day, or after ``as_of`` when that is earlier."""
DAYS_IN_A_MONTH: Final = 30.4375

CELL_KEYS: Final = ("origin", "destination", "programme_id", "scheme")
"""What, with a period and a basis, makes a cell."""
_NOT_SPLIT: Final = ("sector", "sex", "age_band", "duration_band")
NEVER: Final = np.iinfo(np.int64).min
"""What NaT is as a number of days."""
_OPEN: Final = np.iinfo(np.int64).max

Days = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Stays:
    """First and last day of each placement that has started, as days since 1970; an open one ends in the last day there is.

    ``rows`` are their positions in the table of placements.
    """

    rows: Codes
    start: Days
    end: Days


@dataclass(frozen=True)
class _Span:
    """The days of a period up to ``as_of``, and whether ``as_of`` cuts it short."""

    first: int
    last: int
    cut: bool


def last_days(placements: pd.DataFrame, as_of: date) -> pd.Series:
    """Return the last day of each placement as it stands at ``as_of``; NaT for those that are open or never started."""
    stays = stays_in(placements, as_of)
    ends = np.full(len(placements), np.datetime64("NaT"), dtype="datetime64[D]")
    closed = stays.end != _OPEN
    ends[stays.rows[closed]] = stays.end[closed].astype("datetime64[D]")
    return pd.Series(pd.to_datetime(ends), index=placements.index, name="last_on")


def is_overdue(placements: pd.DataFrame, as_of: date) -> pd.Series:
    """Tell which placements have started and should have ended before ``as_of``, but have no ``end_on``."""
    start, end, planned = (days_of(placements[name]) for name in ("start_on", "end_on", "planned_end_on"))
    today = _day(as_of)
    late = (start != NEVER) & (start <= today) & (end == NEVER) & (planned != NEVER) & (planned < today)
    return pd.Series(late, index=placements.index, name="overdue")


def counts_in(placements: pd.DataFrame, basis: Basis, text: str, as_of: date) -> pd.Series:
    """Tell which placements count on ``basis`` in the period ``text``, as they stand at ``as_of``.

    A period that begins after ``as_of`` counts nobody; one that ``as_of`` cuts is looked at until that day.
    """
    found = np.zeros(len(placements), dtype=bool)
    span = _span(text, as_of)
    if span is not None:
        stays = stays_in(placements, as_of)
        found[stays.rows[_counted(stays, basis, span)]] = True
    return pd.Series(found, index=placements.index, name=basis)


def volunteer_months(placements: pd.DataFrame, text: str, as_of: date) -> pd.Series:
    """Return the months each placement spent in the period: its days there, both ends included, ÷ 30.4375; else 0."""
    months = np.zeros(len(placements))
    span = _span(text, as_of)
    if span is not None:
        stays = stays_in(placements, as_of)
        months[stays.rows] = _days_inside(stays, span) / DAYS_IN_A_MONTH
    return pd.Series(months, index=placements.index, name="volunteer_months")


def years(placements: pd.DataFrame, as_of: date) -> list[str]:
    """Return the calendar years from the first start to ``as_of``, none left out; empty when nobody has started."""
    stays = stays_in(placements, as_of)
    if not len(stays.start):
        return []
    first = int(str(np.datetime64(int(stays.start.min()), "D"))[:4])
    return [str(year) for year in range(first, as_of.year + 1)]


def flow_cells(
    placements: pd.DataFrame,
    *,
    as_of: date,
    periods: Sequence[str] | None = None,
    dataset: str = "",
    source: str = "",
    citation: str = "",
) -> pd.DataFrame:
    """Count placements into Figures ``flows`` rows.

    Parameters
    ----------
    placements : DataFrame
        One row a placement: ``origin``, ``destination``, ``programme_id`` (``NONE``: none), ``scheme``, ``start_on``,
        ``end_on``, ``planned_end_on``.
    periods : sequence of str, optional
        Without it, the calendar years (:func:`years`).
    dataset, source, citation : str
        Written into every row.

    Returns
    -------
    DataFrame
        One row (``FLOW_COLUMNS``) per origin, destination, period, programme, scheme and basis that counts anybody, in
        that order; an absent cell is zero. ``volunteer_months`` stand in the ``active`` rows only, NaN in the others:
        they belong to those who were there during the period. ``status`` is ``provisional`` where ``as_of`` cuts the
        period, else ``reported``; ``certainty`` is ``computed``.

    Examples
    --------
    >>> records = pd.DataFrame({
    ...     "origin": ["SEN"], "destination": "FRA", "programme_id": "NONE", "scheme": "VSI_RECIP",
    ...     "start_on": pd.to_datetime(["2023-12-01"]), "end_on": pd.to_datetime(["2024-01-31"]),
    ...     "planned_end_on": pd.to_datetime(["2024-05-31"])})
    >>> cells = flow_cells(records, as_of=date(2024, 12, 31))
    >>> cells[["period", "basis", "placements", "volunteer_months"]].round(2).to_dict("split")["data"]
    [['2023', 'started', 1.0, nan], ['2023', 'active', 1.0, 1.02], ['2023', 'stock', 1.0, nan], ['2024', 'active', 1.0, 1.02], ['2024', 'ended', 1.0, nan]]
    """
    texts = years(placements, as_of) if periods is None else list(periods)
    stays = stays_in(placements, as_of)
    group, names = cell_groups(placements, stays)
    (counted,) = counted_in_groups(stays, [group], texts, as_of)
    counted = counted.astype(dict.fromkeys(("period", "basis", "status"), "str"))
    at = names.iloc[counted.pop("group").to_numpy()].reset_index(drop=True)
    constants = {
        "dataset": dataset,
        "source": source,
        "citation": citation,
        "statement_id": "",
        "part_of": "",
        **dict.fromkeys(_NOT_SPLIT, ALL),
        "kind": "actual",
        "certainty": "computed",
    }
    cells = counted.assign(countries=np.nan, rank=np.nan, **constants)
    cells = cells.assign(**{end: at[end] for end in ("origin", "destination", "scheme")}, programme=at["programme_id"])
    return cells[list(FLOW_COLUMNS)]


def reconciled(placements: pd.DataFrame, periods: Sequence[str], as_of: date) -> pd.DataFrame:
    """Put the four bases of each period side by side, as a page or an auditor reconciles them.

    Returns
    -------
    DataFrame
        One row per period that has begun by ``as_of``: ``period``, ``before`` (present after the day before it),
        ``started``, ``active``, ``ended``, ``after`` (present after its last day, or after ``as_of``), all numbers of
        placements, and ``holds``: whether before + started = active = ended + after.
    """
    stays = stays_in(placements, as_of)
    lines = []
    for text in periods:
        span = _span(text, as_of)
        if span is not None:
            eve = _Span(span.first - 1, span.first - 1, cut=False)
            counts = {basis: int(_counted(stays, basis, span).sum()) for basis in COUNTED_BASES}
            lines.append((text, int(_counted(stays, "stock", eve).sum()), *counts.values()))
    table = pd.DataFrame(lines, columns=["period", "before", *COUNTED_BASES]).rename(columns={"stock": "after"})
    holds = (table["before"] + table["started"] == table["active"]) & (table["active"] == table["ended"] + table["after"])
    return table[["period", "before", "started", "active", "ended", "after"]].assign(holds=holds)


def cell_groups(placements: pd.DataFrame, stays: Stays) -> tuple[Codes, pd.DataFrame]:
    """Number the cells of the placements that have started, in the order of their keys.

    Returns
    -------
    tuple of array and DataFrame
        The number of each stay's cell, and one row (``CELL_KEYS``, text) per cell in the order of the numbers.
    """
    keys = placements[list(CELL_KEYS)].iloc[stays.rows]
    group = group_codes(keys, CELL_KEYS, in_order=True)
    firsts = np.unique(group, return_index=True)[1]
    return group, keys.iloc[firsts].astype("str").reset_index(drop=True)


def counted_in_groups(stays: Stays, groups: Sequence[Codes], periods: Sequence[str], as_of: date) -> list[pd.DataFrame]:
    """Count stays by group, period and basis, for several ways to group them; who counts is worked out once for all.

    Parameters
    ----------
    groups : sequence of array
        Each a number from 0 for every stay.

    Returns
    -------
    list of DataFrame
        For each way to group, one row per group, period and basis that counts anybody, in the order of time, group and
        basis: ``group``, ``placements``, ``volunteer_months`` (active rows only), and as categories ``period``, ``basis``
        and ``status``.
    """
    begun = [(when, text) for text in periods if (when := _span(text, as_of)) is not None]
    begun.sort(key=lambda each: (each[0].first, each[1]))
    tallies = [_Tally(group) for group in groups]
    for place, (span, _) in enumerate(begun):
        for order, basis in enumerate(COUNTED_BASES):
            who = np.flatnonzero(_counted(stays, basis, span))
            months = _days_inside(stays, span, who) / DAYS_IN_A_MONTH if basis == "active" else None
            for tally in tallies:
                tally.add(who, months, place, order)
    return [tally.frame(begun) for tally in tallies]


class _Tally:
    """The counts of one way to group stays, period by period and basis by basis."""

    def __init__(self, group: Codes) -> None:
        self._of_stay = group
        self._size = int(group.max()) + 1 if len(group) else 0
        self._group, self._place, self._order = ([np.zeros(0, dtype=np.int64)] for _ in range(3))
        self._number, self._months = ([np.zeros(0)] for _ in range(2))

    def add(self, who: Codes, months: Numbers | None, place: int, order: int) -> None:
        """Add the stays at ``who`` and, of the active, their months; the period and the basis by their places."""
        group = self._of_stay[who]
        counts = np.bincount(group, minlength=self._size)
        at = np.flatnonzero(counts)
        self._group.append(at.astype(np.int64))
        self._number.append(counts[at].astype(np.float64))
        sums: Numbers = np.full(len(at), np.nan)
        if months is not None:
            sums = np.bincount(group, weights=months, minlength=self._size)[at].astype(np.float64)
        self._months.append(sums)
        self._place.append(np.full(len(at), place, dtype=np.int64))
        self._order.append(np.full(len(at), order, dtype=np.int64))

    def frame(self, begun: Sequence[tuple[_Span, str]]) -> pd.DataFrame:
        """Return the counts as a table; see :func:`counted_in_groups`."""
        group, place, order = (np.concatenate(each) for each in (self._group, self._place, self._order))
        cut = np.array([span.cut for span, _ in begun], dtype=np.int64)
        columns: dict[str, object] = {
            "group": group,
            "placements": np.concatenate(self._number),
            "volunteer_months": np.concatenate(self._months),
            "period": categories(place, [text for _, text in begun]),
            "basis": categories(order, COUNTED_BASES),
            "status": categories(cut[place], ("reported", "provisional")),
        }
        return pd.DataFrame(columns).take(np.lexsort((order, group, place))).reset_index(drop=True)


def categories(codes: Codes, words: Sequence[str]) -> pd.Categorical:
    """Return the word of each code, as categories: one byte or two a row, however long the words."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(words), dtype="str"))


def stays_in(placements: pd.DataFrame, as_of: date) -> Stays:
    """Return the stays of the placements that have started by ``as_of``, as they stand on that day."""
    start, end, planned = (days_of(placements[name]) for name in ("start_on", "end_on", "planned_end_on"))
    today = _day(as_of)
    rows = np.flatnonzero((start != NEVER) & (start <= today))
    start, end, planned = start[rows], end[rows], planned[rows]
    overdue = (end == NEVER) & (planned != NEVER) & (planned < today)
    last = np.where(overdue, planned, np.where(end == NEVER, _OPEN, end))
    return Stays(rows, start, np.maximum(last, start))


def _counted(stays: Stays, basis: Basis, span: _Span) -> Mask:
    start, end = stays.start, stays.end
    if basis == "started":
        return (start >= span.first) & (start <= span.last)
    if basis == "active":
        return (start <= span.last) & (end >= span.first)
    if basis == "stock":
        return (start <= span.last) & (end > span.last)
    return (end >= span.first) & (end <= span.last)


def _days_inside(stays: Stays, span: _Span, who: Codes | slice = slice(None)) -> Days:
    inside: Days = np.minimum(stays.end[who], span.last) - np.maximum(stays.start[who], span.first) + 1
    return np.maximum(inside, 0)


def _span(text: str, as_of: date) -> _Span | None:
    when = period(text)
    if when.start > as_of:
        return None
    return _Span(_day(when.start), _day(min(when.end, as_of)), cut=when.end > as_of)


def _day(when: date) -> int:
    return (when - date(1970, 1, 1)) // timedelta(days=1)


def days_of(values: pd.Series) -> Days:
    """Return dates as days since 1970; ``NEVER`` where there is none."""
    dates: npt.NDArray[np.datetime64] = pd.to_datetime(values).to_numpy().astype("datetime64[D]")
    return dates.astype(np.int64)
