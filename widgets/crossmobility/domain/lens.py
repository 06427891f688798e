"""The South–South lens: between which halves of the world volunteers go, period by period.

"South" is a dated list handed over by the caller: the countries that receive official development assistance. All others are
"North". It is a list of donors and recipients, nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.countries import AGGREGATES
from crossmobility.domain.pairs import STATUS_OF
from crossmobility.domain.selection import Measure
from crossmobility.domain.sums import summed

SIDES: Final = ("SS", "NS", "SN", "NN")
"""From where to where: South to South, North to South, South to North, North to North."""
UNSTATED: Final = "unstated"


def sides(
    history: pd.DataFrame, periods: Sequence[str], south: frozenset[str], measure: Measure, complete: bool
) -> pd.DataFrame:
    """Add up each period by the halves of the world it joins.

    Parameters
    ----------
    history : DataFrame
        Flow rows of one dataset, kind and basis, counted once within each period.
    periods : sequence of str
        The periods wanted, in the order wanted.
    south : frozenset of str
        ISO alpha-3 codes of the South.
    complete : bool
        True only for placements one by one, where a side without a row is nobody: 0. Else it is unknown: NaN.

    Returns
    -------
    DataFrame
        One row per period: ``period``, ``SS``, ``NS`` (North to South), ``SN``, ``NN``, ``unstated`` (an end is not one
        country), ``total`` (all that is known of these; flows within a country cross no border and are not in it),
        ``share_ss`` (:func:`share_between` South–South and what is stated of the four sides), ``status`` (of the total).

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "origin": ["MAR", "SEN", "FRA"], "destination": ["SEN", "FRA", "DEU"], "period": "2019", "basis": "started",
    ...     "placements": [3.0, 6.0, 3.0], "volunteer_months": float("nan"), "status": "reported"})
    >>> sides(rows, ["2019"], frozenset({"MAR", "SEN"}), "placements", True).to_dict("split")["data"]
    [['2019', 3.0, 0.0, 6.0, 3.0, 0.0, 12.0, 0.25, 'reported']]
    """
    rows = history[history["period"].isin(list(periods))]
    side = _side(rows, south)
    rows = rows.assign(side=side)[side != ""]
    names = [*SIDES, UNSTATED]
    table = summed(rows, ["period", "side"]).set_index(["period", "side"])[measure]
    # A side whose rows have no number stays unknown; one without rows is nobody in complete data.
    absent = 0.0 if complete else np.nan
    wanted = pd.MultiIndex.from_product([list(periods), names])
    volumes = table.reindex(wanted, fill_value=absent).to_numpy(dtype=np.float64).reshape(len(periods), len(names))
    found = pd.DataFrame(volumes, columns=names)
    whole = summed(rows, ["period"]).set_index("period")[STATUS_OF[measure]]
    stated = found[list(SIDES)].sum(axis=1, min_count=1)
    return found.assign(
        total=found.sum(axis=1, min_count=1),
        share_ss=[share_between(part, total) for part, total in zip(found["SS"], stated, strict=True)],
        status=whole.reindex(list(periods)).fillna("reported" if complete else "not_reported").to_numpy(),
    ).assign(period=list(periods))[["period", *names, "total", "share_ss", "status"]]


def share_between(part: float, total: float) -> float:
    """Return ``part`` ÷ ``total``, NaN when one is unknown or nobody is in the total.

    This is REC_SS of the indicator catalogue when the part is what goes between two countries of the South. Where a source
    states both in words (Norec 2024: 415, of which 242) it is used directly; such a statement has no corridors to sum.

    Examples
    --------
    >>> round(share_between(242, 415), 3)
    0.583
    """
    return part / total if total > 0 else float("nan")


def _side(rows: pd.DataFrame, south: frozenset[str]) -> pd.Series:
    """Say on which side each row is; empty within a country."""
    # Looking up each country once, not each row, is what makes this fast.
    codes, names = pd.factorize(pd.concat([rows["origin"], rows["destination"]]))
    origin, destination = codes[: len(rows)], codes[len(rows) :]
    country = np.array([name not in AGGREGATES for name in names], dtype=bool)
    southern = np.array([name in south for name in names], dtype=bool)
    leaves, arrives = southern[origin], southern[destination]
    words = np.select(
        [~(country[origin] & country[destination]), origin == destination, leaves & arrives, arrives, leaves],
        [UNSTATED, "", "SS", "NS", "SN"],
        default="NN",
    )
    return pd.Series(words, index=rows.index, dtype="category")
