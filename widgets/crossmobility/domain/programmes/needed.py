"""What a ratio would take: how many more arrivals bring arrivals ÷ departures to a goal, and from which countries."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from math import ceil, isnan

import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.exchange import ratio
from crossmobility.domain.scope import Scope
from crossmobility.domain.ways import others_of, way

_EXACT = 9  # decimals: 1.1 × 10 is 11, whatever binary fractions make of it


@dataclass(frozen=True, eq=False)
class Needed:
    """What would bring a ratio to a goal, departures staying as they are.

    Attributes
    ----------
    arrivals_now, departures_now : float
        Over the period or window looked at, what no source breaks down by country included; NaN: not known.
    ratio : float
        arrivals ÷ departures; NaN when a side is not known or nobody leaves.
    goal : float
        The ratio wanted.
    arrivals : float
        The fewest more arrivals: goal × departures − arrivals, rounded up; 0 when the goal is reached; NaN when a side is not
        known.
    by_country : DataFrame
        One way to share them out, one row per country that gets some: ``country``, ``out`` (departures to it now), ``in``
        (arrivals from it now), ``more`` (> 0; adds up to ``arrivals``). Largest ``more`` first, then by code. Without rows
        where no country's exchange is known both ways.
    """

    arrivals_now: float
    departures_now: float
    ratio: float
    goal: float
    arrivals: float
    by_country: pd.DataFrame


def needed(scope: Scope, goal: float) -> Needed:
    """Return what would bring the ratio of a scope's reference country to ``goal`` (see :class:`Needed`).

    The arrivals are handed out one by one, each to the country whose arrivals are then furthest below goal × departures,
    ties by code. Not a forecast: it says nothing of what is possible there.

    Parameters
    ----------
    scope : Scope
        People of one family of schemes: a ratio over several says little. Absent is nobody in a complete scope, else unknown.
    """
    others = others_of(scope, scope.reference)
    sides = [way(scope, scope.reference, side, [ALL, *others]).cells.sum(axis=1) for side in ("in", "out")]
    (arrivals_now, *inflow), (departures_now, *outflow) = (side.tolist() for side in sides)
    lacking = goal * departures_now - arrivals_now
    more = lacking if isnan(lacking) else float(max(0, ceil(round(lacking, _EXACT))))
    exchanges = pd.DataFrame({"country": others, "out": outflow, "in": inflow})
    return Needed(
        arrivals_now=arrivals_now,
        departures_now=departures_now,
        ratio=ratio(arrivals_now, departures_now),
        goal=goal,
        arrivals=more,
        by_country=_shared_out(exchanges.astype({"country": "str", "out": "float64", "in": "float64"}), goal, more),
    )


def _shared_out(exchanges: pd.DataFrame, goal: float, arrivals: float) -> pd.DataFrame:
    known = exchanges[exchanges[["out", "in"]].notna().all(axis=1)]
    gaps = (known["in"] - goal * known["out"]).round(_EXACT)
    heap = list(zip(gaps.tolist(), known["country"].tolist(), strict=True))
    heapq.heapify(heap)
    more = dict.fromkeys(known["country"], 0.0)
    for _ in range(0 if isnan(arrivals) or not heap else int(arrivals)):
        gap, country = heap[0]
        more[country] += 1
        heapq.heapreplace(heap, (round(gap + 1, _EXACT), country))
    table = known.assign(more=[more[country] for country in known["country"]])
    table = table[table["more"] > 0]
    return table.sort_values(["more", "country"], ascending=[False, True], ignore_index=True)
