"""The seventeen Sustainable Development Goals: how many placements name each, whichever way they go."""

from __future__ import annotations

from typing import Final

import pandas as pd

from crossmobility.domain.programmes.course import way_of

GOALS: Final = tuple(range(1, 18))
GOAL_COLUMNS: Final = ("goal", "in", "out", "between", "local", "placements")
"""Columns of the answer: ``goal`` is a whole number, 1 to 17; the others are numbers of placements."""


def goals(rows: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Count the placements that name each goal, by the way they go seen from ``reference`` (an ISO alpha-3 code).

    Parameters
    ----------
    rows : DataFrame
        Figures ``splits`` rows of the dimension ``sdg``, of one scope and basis; several periods only where the basis adds
        over them (started, ended). Categories other than 1 to 17 (not stated) are passed over.

    Returns
    -------
    DataFrame
        Seventeen rows (``GOAL_COLUMNS``), goal 1 first; ``placements`` is the sum of the four ways. 0: no placement names
        the goal. NaN is unknown: the number, or a part of it, is hidden, or no placement names any goal.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "origin": ["SEN", "FRA"], "destination": ["FRA", "SEN"], "category": ["4", "13"], "placements": [2.0, 1.0]})
    >>> goals(rows, "FRA").query("placements > 0").to_dict("split")["data"]
    [[4, 2.0, 0.0, 0.0, 0.0, 2.0], [13, 0.0, 1.0, 0.0, 0.0, 1.0]]
    """
    stated = rows[rows["category"].isin([str(goal) for goal in GOALS]).to_numpy(dtype=bool)]
    goal = stated["category"].astype("str").astype("int64").to_numpy()
    keys = [goal, way_of(stated, reference).to_numpy(dtype=object)]
    ways = ["in", "out", "between", "local"]
    sums = stated["placements"].groupby(keys).sum(skipna=False)
    nothing = float("nan") if stated.empty else 0.0
    line = pd.MultiIndex.from_product([GOALS, ways])
    wide = sums.reindex(line, fill_value=nothing).unstack()[ways]
    return wide.assign(placements=wide.sum(axis=1, skipna=False)).rename_axis("goal").reset_index()[list(GOAL_COLUMNS)]


def covered(table: pd.DataFrame) -> int:
    """Return how many goals of :func:`goals` at least one placement is known to name."""
    return int((table[["in", "out", "between", "local"]] > 0).any(axis=1).sum())
