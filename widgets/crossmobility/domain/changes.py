"""Changes between two periods: which corridors appeared, grew, shrank or stopped."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.counting import group_codes
from crossmobility.domain.countries import joins_two_countries
from crossmobility.domain.selection import Measure
from crossmobility.domain.sums import summed

WORDS: Final = ("appeared", "grew", "same", "shrank", "stopped", "unknown")

_ENDS: Final = ["origin", "destination"]
_TOLERANCE: Final = 1e-6  # months are sums of fractions: the same days added in another order are the same


def changes(now: pd.DataFrame, before: pd.DataFrame, measure: Measure, complete: bool) -> pd.DataFrame:
    """Put two periods side by side, corridor by corridor.

    Parameters
    ----------
    now, before : DataFrame
        Flow rows of one dataset, kind and basis, each counted once.
    complete : bool
        True only for placements one by one, where a corridor without a row is nobody: 0. Else it is unknown.

    Returns
    -------
    DataFrame
        One row per corridor between two countries stated in either: ``origin``, ``destination``, ``before``, ``now``
        (people or months; NaN = unknown), ``change`` (now − before), ``word`` (one of ``WORDS``; ``same`` also when both
        are stated as 0). Largest change first, whichever way; unknown ones last, by what is known of them.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "origin": ["SEN", "MAR"], "destination": "FRA", "period": "2019", "basis": "started", "placements": [4.0, 1.0],
    ...     "volunteer_months": float("nan"), "status": "reported"})
    >>> changes(rows, rows[rows["origin"] == "MAR"], "placements", True).to_dict("split")["data"]
    [['SEN', 'FRA', 0.0, 4.0, 4.0, 'appeared'], ['MAR', 'FRA', 1.0, 1.0, 0.0, 'same']]
    """
    table = _side_by_side(now, before, measure, absent=0.0 if complete else np.nan)
    change = table["now"] - table["before"]
    table["change"] = change.mask(change.abs() <= _TOLERANCE, 0.0)
    table["word"] = _words(table)
    table["size"], table["known"] = table["change"].abs(), table[["before", "now"]].sum(axis=1)
    order = ["size", "known", *_ENDS]
    table = table.sort_values(order, ascending=[False, False, True, True], na_position="last", ignore_index=True)
    return table[[*_ENDS, "before", "now", "change", "word"]]


def _side_by_side(now: pd.DataFrame, before: pd.DataFrame, measure: Measure, absent: float) -> pd.DataFrame:
    """Return one row per corridor, ``absent`` where a side has no row for it; a row without a number stays unknown."""
    rows = pd.concat([side.assign(side=name) for name, side in (("now", now), ("before", before))])
    sums = summed(rows[joins_two_countries(rows)], [*_ENDS, "side"])
    corridor = group_codes(sums, _ENDS, in_order=True)
    table = sums.loc[~sums.duplicated(_ENDS), _ENDS].reset_index(drop=True)
    for name in ("before", "now"):
        own = (sums["side"] == name).to_numpy(dtype=bool)
        volumes = np.full(len(table), absent)
        volumes[corridor[own]] = sums[measure].to_numpy(dtype=np.float64)[own]
        table[name] = volumes
    return table


def _words(table: pd.DataFrame) -> pd.Series:
    before, now, change = table["before"], table["now"], table["change"]
    words = np.select(
        [change.isna(), change == 0, before == 0, now == 0, change > 0],
        ["unknown", "same", "appeared", "stopped", "grew"],
        default="shrank",
    )
    return pd.Series(words, index=table.index, dtype="str")
