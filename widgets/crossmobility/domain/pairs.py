"""Pairs of countries: what goes each way, and how balanced it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.counting import count_once
from crossmobility.domain.countries import joins_two_countries
from crossmobility.domain.requests import without_mixing
from crossmobility.domain.selection import Measure
from crossmobility.domain.sums import summed, weakest

STATUS_OF: Final[Mapping[Measure, str]] = {"placements": "status", "volunteer_months": "months_status"}


def pair_table(
    rows: pd.DataFrame,
    reference: str | None = None,
    *,
    by: Sequence[str] = (),
    measure: Measure = "placements",
    families: Mapping[str, str] | None = None,
    absent_is_zero: bool = False,
) -> pd.DataFrame:
    """Put both directions of each pair of countries side by side.

    Parameters
    ----------
    reference : str, optional
        Country from which ``ratio`` is seen.
    by : sequence of str
        Further keys, such as ``scheme`` or ``period``.
    families : mapping, optional
        Scheme to family. With it, a pair whose rows are of several families has no balance and no ratio. Without it the
        caller vouches that the rows are of one family.
    absent_is_zero : bool
        True only for complete data (placements one by one), where a missing direction means nobody went.

    Returns
    -------
    DataFrame
        One row per unordered pair ``a`` < ``b``, other keys and basis, largest ``known`` first: ``forward`` (a to b),
        ``back`` (b to a), ``known`` (sum of what is stated), ``gross`` (forward + back), ``net`` (forward - back),
        ``balance`` (smaller / larger, 0 to 1), ``ratio`` (into the reference / out of it), ``status``. Gross, net,
        balance and ratio are NaN unless both directions are stated; balance when both are 0, ratio when nobody leaves.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "part_of": "", "origin": ["FRA", "SEN"], "destination": ["SEN", "FRA"], "period": "", "basis": "not_stated",
    ...     "placements": [10.0, 9.0], "volunteer_months": float("nan"), "status": "reported"})
    >>> pair_table(rows, "FRA")[["a", "b", "forward", "back", "net", "balance", "ratio"]].to_dict("split")["data"]
    [['FRA', 'SEN', 10.0, 9.0, 1.0, 0.9, 0.9]]
    """
    keys = list(dict.fromkeys([*by, "basis"]))
    without_mixing(rows, ("dataset", "kind"), keys)
    counted = count_once(rows, apart=keys)
    counted = counted[joins_two_countries(counted)]
    forward = (counted["origin"] < counted["destination"]).to_numpy(dtype=bool)
    counted = counted.assign(
        a=counted["origin"].where(forward, counted["destination"]),
        b=counted["destination"].where(forward, counted["origin"]),
    )
    pair = ["a", "b", *keys]
    ways = [_one_way(counted[way], pair, name, measure) for name, way in (("forward", forward), ("back", ~forward))]
    table = ways[0].merge(ways[1], on=pair, how="outer")
    table = _with_measures(_zero_where_absent(table) if absent_is_zero else table)
    if reference is not None:
        table["ratio"] = _ratio(table, reference)
    if families is not None:
        _blank_mixed(table, counted, pair, families)
    return table.sort_values(["known", *pair], ascending=[False, *(True for _ in pair)], ignore_index=True)[
        [*pair, "forward", "back", "known", "gross", "net", "balance", "ratio", "status"]
    ]


def _one_way(rows: pd.DataFrame, pair: list[str], name: str, measure: Measure) -> pd.DataFrame:
    table = summed(rows, pair)[[*pair, measure, STATUS_OF[measure]]]
    return table.set_axis([*pair, name, f"{name}_status"], axis="columns")


def _zero_where_absent(table: pd.DataFrame) -> pd.DataFrame:
    for way in ("forward", "back"):
        absent = table[f"{way}_status"].isna()
        table[way] = table[way].mask(absent, 0.0)
        table[f"{way}_status"] = table[f"{way}_status"].mask(absent, "reported")
    return table


def _with_measures(table: pd.DataFrame) -> pd.DataFrame:
    forward, back = table["forward"], table["back"]
    both = table[["forward", "back"]]
    larger = both.max(axis=1, skipna=False)
    return table.assign(
        known=both.sum(axis=1, min_count=1),
        gross=forward + back,
        net=forward - back,
        balance=both.min(axis=1, skipna=False) / larger.where(larger > 0),
        ratio=np.nan,
        status=weakest(both, table[["forward_status", "back_status"]]),
    )


def _ratio(table: pd.DataFrame, reference: str) -> pd.Series:
    first = table["a"] == reference
    into, out = table["back"].where(first, table["forward"]), table["forward"].where(first, table["back"])
    return (into / out.where(out > 0)).where(first | (table["b"] == reference))


def _blank_mixed(table: pd.DataFrame, rows: pd.DataFrame, pair: list[str], families: Mapping[str, str]) -> None:
    family = rows["scheme"].map(families).fillna(rows["scheme"])
    several = rows.assign(family=family).groupby(pair, observed=True)["family"].nunique()
    mixed = pd.MultiIndex.from_frame(table[pair]).isin(several.index[several > 1])
    table.loc[mixed, ["balance", "ratio"]] = np.nan
