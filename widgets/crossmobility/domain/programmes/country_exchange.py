"""One country's exchange: who of it is there, who is here, and whether the two ways balance over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Final, Literal

import numpy as np
import pandas as pd

from crossmobility.domain.book import Book
from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.measures import Numbers
from crossmobility.domain.periods import period as period_of
from crossmobility.domain.scope import Scope, scope_of
from crossmobility.domain.selection import Measure, Selection
from crossmobility.domain.sums import weakest
from crossmobility.domain.ways import others_of, pair_history, way

Verdict = Literal["balanced", "one_way_out", "one_way_in", "reversing", "tilted", "too_few", "nothing"]
WAYS: Final = ("there", "here", "out_elsewhere", "in_elsewhere")
"""To the reference country, from it, to and from all others."""
EXCHANGE_COLUMNS: Final = ("way", "present", "started", "volunteer_months", "status")
YEARS: Final = 3
"""A small corridor does not move every year: three years make a window."""
BALANCED: Final = 0.8
"""Smaller ÷ larger from which an exchange is called balanced: the lower edge of the workbook's default band."""
FEW: Final = 5
"""Below so many people on the larger side nothing is said of the balance, as of the balance index."""

_COUNTS: Final[Mapping[str, tuple[str, Measure]]] = {
    "present": ("stock", "placements"),
    "started": ("started", "placements"),
    "volunteer_months": ("active", "volunteer_months"),
}


@dataclass(frozen=True)
class Course:
    """What went each way between a country and the reference country, year by year, and what that comes to.

    Attributes
    ----------
    periods : tuple of str
        Years, oldest first.
    forward, back : tuple of float
        Placements from the country to the reference country, and from there to the country, in each year. NaN: not known.
    forward_sum, back_sum : float
        Over the last three of the years (the window). NaN unless each of them is known; years before complete records begin
        are left out.
    verdict : str
        Of the window, the first that fits:

        - ``nothing``: nobody moved, or a side is not known (its sum is NaN);
        - ``too_few``: the larger side is below 5;
        - ``one_way_out``, ``one_way_in``: nobody came back from the reference country, or nobody went there;
        - ``balanced``: smaller ÷ larger is 0.8 or more;
        - ``reversing``: the larger way of the last year was the smaller one of the years before it together;
        - ``tilted``: none of these.
    """

    periods: tuple[str, ...]
    forward: tuple[float, ...]
    back: tuple[float, ...]
    forward_sum: float
    back_sum: float
    verdict: Verdict


def window_of(period: str) -> tuple[str, ...]:
    """Return the three calendar years up to and including a year; of a period that is no year, itself alone.

    Examples
    --------
    >>> window_of("2024"), window_of("2024-H1")
    (('2022', '2023', '2024'), ('2024-H1',))
    """
    if not period or period_of(period).kind != "year":
        return (period,)
    return tuple(f"{year:04d}" for year in range(int(period) - YEARS + 1, int(period) + 1))


def exchange_of(
    rows: pd.DataFrame | Book, country: str, reference: str, period: str, *, complete_to: str = ""
) -> pd.DataFrame:
    """Return how many people a country has abroad and hosts, with the reference country and with all others.

    Parameters
    ----------
    rows : DataFrame or Book
        Every flow row (``FLOW_COLUMNS``) of one dataset or of the schemes looked at, all periods and bases.
    period : str
        As the rows write it.
    complete_to : str
        ISO date up to which the rows hold every placement: absent means nobody. Empty: absent is unknown.

    Returns
    -------
    DataFrame
        One row (``EXCHANGE_COLUMNS``) per way (``WAYS``): ``there`` and ``here`` between the two countries, ``out_elsewhere``
        and ``in_elsewhere`` between the country and all others. ``present``: people at the end of the period (stock);
        ``started``: placements started in it; ``volunteer_months`` in it. NaN where not known. ``status`` of the three
        together: ``partial`` where one is missing, and for the countries that a source happens to name. Within the country
        itself nobody is counted; of the reference country itself ``there`` and ``here`` are ``not_applicable``.
    """
    book = rows if isinstance(rows, Book) else Book(rows)
    found = {}
    for name, (basis, measure) in _COUNTS.items():
        asked = Selection(period=period, basis=basis, measure=measure, reference=country)
        found[name] = _four_ways(scope_of(book, asked, {}, complete_to=complete_to), country, reference)
    table = pd.DataFrame({name: numbers for name, (numbers, _) in found.items()}, dtype="float64")
    words = pd.DataFrame({name: statuses for name, (_, statuses) in found.items()})
    status = weakest(table, words)
    if country == reference:
        status = status.where(~pd.Series(WAYS).isin(["there", "here"]), "not_applicable")
    return table.assign(way=list(WAYS), status=status)[list(EXCHANGE_COLUMNS)]


def course_of(
    rows: pd.DataFrame | Book,
    country: str,
    reference: str,
    periods: Sequence[str],
    *,
    basis: str = "started",
    complete_to: str = "",
) -> Course:
    """Return what went each way between a country and the reference country (see :class:`Course`).

    Parameters
    ----------
    rows : DataFrame or Book
        As for :func:`exchange_of`.
    periods : sequence of str
        Years, oldest first; the last three are the window.
    basis : str
        What is counted. Started and ended add over years; people present do not, and their sums are NaN.
    complete_to : str
        As for :func:`exchange_of`. Years before anybody is counted are unknown even so.
    """
    begun = [text for text in periods if not complete_to or period_of(text).start.isoformat() <= complete_to]
    asked = Selection(period=(begun or list(periods))[-1], basis=basis, reference=country)
    scope = scope_of(rows, asked, {}, complete_to=complete_to)
    line = pair_history(scope, country, reference).set_index("period").reindex(list(periods))
    forward, back = (line[name].to_numpy(dtype=np.float64) for name in ("forward", "back"))
    window = range(max(len(periods) - YEARS, 0), len(periods))
    recent = [place for place in window if not scope.complete or periods[place] in scope.periods]
    adds = basis in ("started", "ended") or len(recent) == 1
    sums = [float(side[recent].sum()) if recent and adds else nan for side in (forward, back)]
    return Course(
        periods=tuple(periods),
        forward=tuple(forward.tolist()),
        back=tuple(back.tolist()),
        forward_sum=sums[0],
        back_sum=sums[1],
        verdict=_verdict(forward[recent], back[recent], sums[0], sums[1]),
    )


def _verdict(forward: Numbers, back: Numbers, out: float, into: float) -> Verdict:
    larger, smaller = max(out, into), min(out, into)
    if isnan(out) or isnan(into) or larger == 0:
        return "nothing"
    if larger < FEW:
        return "too_few"
    if smaller == 0:
        return "one_way_out" if out else "one_way_in"
    if smaller / larger >= BALANCED:
        return "balanced"
    lean = forward - back
    return "reversing" if float(lean[-1]) * float(lean[:-1].sum()) < 0 else "tilted"


def _four_ways(scope: Scope, country: str, reference: str) -> tuple[list[float], list[str]]:
    """Return the volume and the status of each of ``WAYS`` in the one period of a scope seen from ``country``."""
    (text,) = scope.window
    if scope.complete and text not in scope.periods:  # before the records begin
        return [nan] * 4, ["not_reported"] * 4
    others = [code for code in others_of(scope, country) if code != reference]
    ways = [way(scope, country, side, [reference, *others]) for side in ("out", "in")]
    own = [(float(each.cells[0, 0]), str(each.statuses[0, 0])) for each in ways]
    if country == reference:
        own = [(nan, "not_applicable")] * 2
    rest = [_together(scope, each.cells[1:, 0], text) for each in ways]
    numbers, statuses = zip(*own, *rest, strict=True)
    return list(numbers), list(statuses)


def _together(scope: Scope, volumes: Numbers, text: str) -> tuple[float, str]:
    """Add up several countries: a whole in complete data, else what is stated of some of them."""
    if scope.complete:
        return float(volumes.sum()), scope.absent_status(text)
    known = volumes[~np.isnan(volumes)]
    return (float(known.sum()), "partial") if len(known) else (nan, "not_reported")


def ended_from(rows: pd.DataFrame | Book, country: str, period: str, *, complete_to: str = "") -> float:
    """Return the placements of an origin that ended abroad in a period, wherever they were; NaN where not known."""
    asked = Selection(period=period, basis="ended", reference=country)
    scope = scope_of(rows, asked, {}, complete_to=complete_to)
    if scope.complete and period not in scope.periods:
        return nan
    return float(way(scope, country, "out", [ALL]).cells[0, 0])
