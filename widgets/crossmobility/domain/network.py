"""The network of a selection: how much of what goes comes back, and which corridors are one-way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crossmobility.domain.scope import Scope


@dataclass(frozen=True)
class Network:
    """How much of a network comes back, over the pairs of countries of which both directions are known.

    Attributes
    ----------
    pairs : int
        Pairs of countries between which anybody moves.
    one_way : int
        Those of them in which only one direction is taken.
    flow_reciprocity : float
        Σ 2 · min(forward, back) ÷ Σ (forward + back) over the pairs: the part of the volume that is returned directly, 0 to
        1 (weighted reciprocity; Squartini, Picciolo, Ruzzenenti and Garlaschelli 2013, Scientific Reports 3:2729).
    net_to_gross : float
        Σ |in − out| ÷ Σ (in + out) over the countries, 0 to 1; times 100 it is the migration effectiveness index. It can be
        0 in a network without a single two-way pair, when volunteers go round.
    one_way_share : float
        ``one_way`` ÷ ``pairs``. The three shares are NaN when there is no pair.
    """

    pairs: int
    one_way: int
    flow_reciprocity: float
    net_to_gross: float
    one_way_share: float


def network(scope: Scope) -> Network:
    """Return how much of the whole network of a scope comes back (see :class:`Network`)."""
    volumes = scope.grid.volumes
    both = ~np.isnan(volumes) & ~np.isnan(volumes.T)
    flows = np.where(both, volumes, 0.0)
    larger, smaller = np.maximum(flows, flows.T), np.minimum(flows, flows.T)
    pairs = int(np.triu(larger > 0).sum())
    one_way_pairs = int(np.triu((larger > 0) & (smaller == 0)).sum())
    total, sent, hosted = float(flows.sum()), flows.sum(axis=1), flows.sum(axis=0)
    if not pairs:
        return Network(0, 0, float("nan"), float("nan"), float("nan"))
    return Network(
        pairs=pairs,
        one_way=one_way_pairs,
        flow_reciprocity=float(smaller.sum()) / total,
        net_to_gross=float(np.abs(hosted - sent).sum()) / float((hosted + sent).sum()),
        one_way_share=one_way_pairs / pairs,
    )


def one_way(scope: Scope) -> pd.DataFrame:
    """Return the corridors whose return nobody takes.

    Returns
    -------
    DataFrame
        One row per pair of countries with exactly one direction above 0 in the span and the other known to be 0:
        ``origin``, ``destination``, ``volume`` (people or months, > 0), ``last_return`` (the last period of the history,
        none that ends after the span, in which the other direction was taken; empty: never). Largest first. An unknown
        return is not one-way; absent is unknown unless the data are complete.
    """
    grid = scope.grid
    table = grid.corridors((grid.volumes > 0) & (grid.volumes.T == 0))
    until = scope.span[-1]
    returned = scope.known_past.last(table["destination"].tolist(), table["origin"].tolist(), until, scope.measure)
    return table.assign(last_return=pd.Series(returned, index=table.index, dtype=object))
