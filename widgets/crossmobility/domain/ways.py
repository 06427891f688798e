"""Ways: what goes one way between a country and each other one, over a window, beside the one before, period by period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from crossmobility.domain.book import History, Numbers, Trend, Words, known_sum
from crossmobility.domain.counting import Mask
from crossmobility.domain.countries import AGGREGATES, ALL
from crossmobility.domain.scope import Scope
from crossmobility.domain.selection import Measure
from crossmobility.domain.sums import weakest

Side = Literal["in", "out"]


@dataclass(frozen=True, eq=False)
class Way:
    """What goes one way between a country and each other one, a line per other country.

    Attributes
    ----------
    cells, statuses : array
        Volume (people or months, NaN unknown) and status in each period of the window, a column per period.
    people, before : array
        People behind the window's volume; the volume of the window compared with, NaN unless wholly known.
    stated : array of bool
        Whether anything is stated in either window.
    last : list of str
        The last period, none that ends after the span, in which anybody went; empty: never.
    """

    cells: Numbers
    statuses: Words
    people: Numbers
    before: Numbers
    stated: Mask
    last: list[str]


@dataclass(frozen=True)
class Concentration:
    """The largest counterparts on one side of the reference country.

    ``volume`` is theirs, ``total`` that of the whole side, with what no source breaks down by country; ``share`` is volume ÷
    total, NaN when nobody is known to move.
    """

    countries: tuple[str, ...]
    volume: float
    total: float
    share: float


def others_of(scope: Scope, here: str) -> list[str]:
    """Return the countries that anything is stated for in any period of the history, sorted."""
    trends = scope.known_past.trends(here, scope.measure)
    return sorted({other for _, other in trends} - set(AGGREGATES))


def way(scope: Scope, here: str, side: Side, others: Sequence[str]) -> Way:
    """Return what enters (``in``) or leaves (``out``) the country ``here``, from or to each of ``others`` (``_T``: all)."""
    history, looked_at = scope.known_past, {*scope.window, *scope.before}
    trends = _trends(history, here, side, others, scope.measure)
    cells, statuses = _cells(scope, trends, scope.window)
    return Way(
        cells=cells,
        statuses=statuses,
        people=known_sum(cells) if scope.measure == "placements" else _people(scope, here, side, others),
        before=_compared(scope, trends),
        stated=np.array([not looked_at.isdisjoint(trend) for trend in trends], dtype=bool),
        last=[history.last_of(trend, scope.span[-1]) for trend in trends],
    )


def _trends(history: History, here: str, side: Side, others: Sequence[str], measure: Measure) -> list[Trend]:
    found = history.trends(here, measure)
    return [found.get((side, other), {}) for other in others]


def _cells(scope: Scope, trends: Sequence[Trend], periods: Sequence[str]) -> tuple[Numbers, Words]:
    """Return the volume and the status of each trend (lines) in each period (columns)."""
    absent = [(scope.absent, scope.absent_status(text)) for text in periods]
    cells = [[trend.get(text, nothing) for text, nothing in zip(periods, absent, strict=True)] for trend in trends]
    shape = (len(trends), len(periods))
    volumes = np.array([volume for line in cells for volume, _ in line], dtype=np.float64).reshape(shape)
    statuses = np.array([status for line in cells for _, status in line], dtype=object).reshape(shape)
    return volumes, statuses


def _people(scope: Scope, here: str, side: Side, others: Sequence[str]) -> Numbers:
    """Return the people behind months: those active in the first year of the window, and those who started later."""
    first, later = scope.window[:1], scope.window[1:]
    if later and scope.joining is None:
        return np.full(len(others), np.nan)  # people present in several years are never added
    counts = _cells(scope, _trends(scope.known_past, here, side, others, "placements"), first)[0]
    if scope.joining is not None:
        started = _cells(scope, _trends(scope.joining, here, side, others, "placements"), later)[0]
        counts = np.hstack([counts, started])
    return known_sum(counts)


def _compared(scope: Scope, trends: Sequence[Trend]) -> Numbers:
    """Return the volumes of the window compared with; a sum of which only a part is known compares with nothing."""
    if len(scope.before) != len(scope.window):
        return np.full(len(trends), np.nan)
    volumes, statuses = _cells(scope, trends, scope.before)
    summed: Numbers = np.where(statuses == "partial", np.nan, volumes).sum(axis=1)
    return summed


def pair_history(scope: Scope, a: str, b: str) -> pd.DataFrame:
    """Return what goes each way between two countries in every period of the history.

    ``b`` may be ``_T``: all countries together, with what no source breaks down.

    Returns
    -------
    DataFrame
        One row per period of ``scope.periods``, oldest first: ``period``, ``forward`` (a to b), ``back`` (b to a), people or
        months, ``status`` of both together. NaN where not known; a period for which nothing is stated is unknown, in complete
        data 0.
    """
    here, there, turned = (b, a, True) if b == scope.reference else (a, b, False)
    trends = scope.known_past.trends(here, scope.measure)
    columns, words = {}, {}
    for name, side in (("forward", "in" if turned else "out"), ("back", "out" if turned else "in")):
        volumes, statuses = _cells(scope, [trends.get((side, there), {})], scope.periods)
        columns[name], words[name] = volumes[0], statuses[0]
    table = pd.DataFrame({"period": np.array(scope.periods, dtype=object), **columns})
    return table.assign(status=weakest(table[["forward", "back"]], pd.DataFrame(words)))


def concentration(scope: Scope, side: Side, most: int = 5) -> Concentration:
    """Return the ``most`` largest countries from which people arrive (``in``) or to which they leave (``out``).

    Their share is of the whole side, what no source breaks down by country included. Equal ones by code.
    """
    others = others_of(scope, scope.reference)
    counted = _trends(scope.known_past, scope.reference, side, [*others, ALL], scope.measure)
    *parts, total = known_sum(_cells(scope, counted, scope.window)[0]).tolist()
    known = sorted(((-volume, code) for volume, code in zip(parts, others, strict=True) if volume > 0))[:most]
    nobody = 0.0 if total == 0 else float("nan")
    volume = -sum(volume for volume, _ in known) if known else nobody
    return Concentration(tuple(code for _, code in known), volume, total, volume / total if total > 0 else float("nan"))
