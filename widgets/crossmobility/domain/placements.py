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

_KEYS: Final = ("origin", "destination", "programme_id", "scheme")
_NOT_SPLIT: Final = ("sector", "sex", "age_band", "duration_band")
_NEVER: Final = np.iinfo(np.int64).min  # what NaT is as a number of days
_OPEN: Final = np.iinfo(np.int64).max

Days = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Stays:
    """First and last day of each placement that has started, as days since 1970; an open one ends in ``_OPEN``."""

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
    stays = _stays(placements, as_of)
    ends = np.full(len(placements), np.datetime64("NaT"), dtype="datetime64[D]")
    closed = stays.end != _OPEN
    ends[stays.rows[closed]] = stays.end[closed].astype("datetime64[D]")
    return pd.Series(pd.to_datetime(ends), index=placements.index, name="last_on")


def is_overdue(placements: pd.DataFrame, as_of: date) -> pd.Series:
    """Tell which placements have started and should have ended before ``as_of``, but have no ``end_on``."""
    start, end, planned = (_days(placements[name]) for name in ("start_on", "end_on", "planned_end_on"))
    today = _day(as_of)
    late = (start != _NEVER) & (start <= today) & (end == _NEVER) & (planned != _NEVER) & (planned < today)
    return pd.Series(late, index=placements.index, name="overdue")


def counts_in(placements: pd.DataFrame, basis: Basis, text: str, as_of: date) -> pd.Series:
    """Tell which placements count on ``basis`` in the period ``text``, as they stand at ``as_of``.

    A period that begins after ``as_of`` counts nobody; one that ``as_of`` cuts is looked at until that day.
    """
    found = np.zeros(len(placements), dtype=bool)
    span = _span(text, as_of)
    if span is not None:
        stays = _stays(placements, as_of)
        found[stays.rows[_counted(stays, basis, span)]] = True
    return pd.Series(found, index=placements.index, name=basis)


def volunteer_months(placements: pd.DataFrame, text: str, as_of: date) -> pd.Series:
    """Return the months each placement spent in the period: its days there, both ends included, ÷ 30.4375; else 0."""
    months = np.zeros(len(placements))
    span = _span(text, as_of)
    if span is not None:
        stays = _stays(placements, as_of)
        months[stays.rows] = _days_inside(stays, span) / DAYS_IN_A_MONTH
    return pd.Series(months, index=placements.index, name="volunteer_months")


def years(placements: pd.DataFrame, as_of: date) -> list[str]:
    """Return the calendar years from the first start to ``as_of``, none left out; empty when nobody has started."""
    stays = _stays(placements, as_of)
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
    stays = _stays(placements, as_of)
    keys = placements[list(_KEYS)].iloc[stays.rows]
    group = group_codes(keys, _KEYS, in_order=True)
    names = keys.iloc[_firsts(group)].astype("str")
    counted = _cells(stays, group, texts, as_of)
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
    stays = _stays(placements, as_of)
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


def _cells(stays: _Stays, group: Codes, texts: Sequence[str], as_of: date) -> pd.DataFrame:
    """Count each group of placements in each period on each basis; groups nobody of which counts are left out."""
    size = int(group.max()) + 1 if len(group) else 0
    parts: list[pd.DataFrame] = []
    for text in texts:
        span = _span(text, as_of)
        if span is None or not size:
            continue
        months = np.bincount(group, weights=_days_inside(stays, span) / DAYS_IN_A_MONTH, minlength=size)
        for order, basis in enumerate(COUNTED_BASES):
            counts = np.bincount(group[_counted(stays, basis, span)], minlength=size)
            at = np.flatnonzero(counts)
            values = months[at] if basis == "active" else np.nan
            cell = {"group": at, "placements": counts[at].astype(np.float64), "volunteer_months": values}
            words = {"period": text, "basis": basis, "status": "provisional" if span.cut else "reported"}
            parts.append(pd.DataFrame({**cell, **words, "order": order, "start": span.first}))
    columns = ["group", "placements", "volunteer_months", "period", "basis", "status"]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=_TYPES.get(name, "str")) for name in columns})
    every = pd.concat(parts, ignore_index=True).sort_values(["start", "period", "group", "order"], ignore_index=True)
    return every[columns]


_TYPES: Final = {"group": "int64", "placements": "float64", "volunteer_months": "float64"}


def _firsts(group: Codes) -> Codes:
    """Return where each group first occurs, by its number."""
    return np.unique(group, return_index=True)[1].astype(np.int64)


def _stays(placements: pd.DataFrame, as_of: date) -> _Stays:
    start, end, planned = (_days(placements[name]) for name in ("start_on", "end_on", "planned_end_on"))
    today = _day(as_of)
    rows = np.flatnonzero((start != _NEVER) & (start <= today))
    start, end, planned = start[rows], end[rows], planned[rows]
    overdue = (end == _NEVER) & (planned != _NEVER) & (planned < today)
    last = np.where(overdue, planned, np.where(end == _NEVER, _OPEN, end))
    return _Stays(rows, start, np.maximum(last, start))


def _counted(stays: _Stays, basis: Basis, span: _Span) -> Mask:
    start, end = stays.start, stays.end
    if basis == "started":
        return (start >= span.first) & (start <= span.last)
    if basis == "active":
        return (start <= span.last) & (end >= span.first)
    if basis == "stock":
        return (start <= span.last) & (end > span.last)
    return (end >= span.first) & (end <= span.last)


def _days_inside(stays: _Stays, span: _Span) -> Days:
    inside: Days = np.minimum(stays.end, span.last) - np.maximum(stays.start, span.first) + 1
    return np.maximum(inside, 0)


def _span(text: str, as_of: date) -> _Span | None:
    when = period(text)
    if when.start > as_of:
        return None
    return _Span(_day(when.start), _day(min(when.end, as_of)), cut=when.end > as_of)


def _day(when: date) -> int:
    return (when - date(1970, 1, 1)) // timedelta(days=1)


def _days(values: pd.Series) -> Days:
    dates: npt.NDArray[np.datetime64] = pd.to_datetime(values).to_numpy().astype("datetime64[D]")
    return dates.astype(np.int64)
