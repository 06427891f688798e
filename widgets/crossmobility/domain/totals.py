"""Totals: of a selection seen from one country, and of every country."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from crossmobility.domain.counting import count_once
from crossmobility.domain.countries import AGGREGATES, is_country, joins_two_countries
from crossmobility.domain.directions import direction
from crossmobility.domain.pairs import STATUS_OF
from crossmobility.domain.requests import without_mixing
from crossmobility.domain.selection import Measure
from crossmobility.domain.sums import summed, weakest


@dataclass(frozen=True)
class Totals:
    """Headline figures of one selection and one basis; ``None`` = not stated, which is not zero.

    Attributes
    ----------
    basis, measure : str
        What was counted; ``basis`` is empty when there are no rows.
    inflow, outflow, between : float or None
        Into the reference country, out of it, and between two other countries.
    net, gross : float or None
        Inflow minus, and plus, outflow; only when both are stated.
    total : float or None
        Everything known of the selection, whichever way it goes.
    not_broken_down : float or None
        The part of ``total`` that is not given to two single countries.
    status : str
        Of ``total``.
    corridors, countries : int
        Corridors with a number; countries other than the reference that are named, with or without one.
    countries_stated : int or None
        The number of countries that the only statement about it gives ("251 people from 40 countries").
    """

    basis: str
    measure: Measure
    inflow: float | None
    outflow: float | None
    between: float | None
    total: float | None
    not_broken_down: float | None
    status: str
    corridors: int
    countries: int
    countries_stated: int | None

    @property
    def net(self) -> float | None:
        """Inflow minus outflow: positive where more arrive than leave."""
        return None if self.inflow is None or self.outflow is None else self.inflow - self.outflow

    @property
    def gross(self) -> float | None:
        """Inflow plus outflow."""
        return None if self.inflow is None or self.outflow is None else self.inflow + self.outflow

    @property
    def ratio(self) -> float | None:
        """Inflow ÷ outflow, above 1 where more arrive than leave; says something within one family of schemes only."""
        return None if self.inflow is None or not self.outflow else self.inflow / self.outflow


def totals(rows: pd.DataFrame, reference: str, *, measure: Measure = "placements", absent_is_zero: bool = False) -> Totals:
    """Sum up a selection of one basis, seen from ``reference`` (see :class:`Totals`).

    ``absent_is_zero`` is for complete data only (placements one by one): a direction nobody takes is then 0, not ``None``.

    Raises
    ------
    BadRequest
        When the rows have several bases, kinds or datasets: they may not be added.
    """
    without_mixing(rows, ("dataset", "kind", "basis"))
    counted = count_once(rows)
    sides = direction(counted, reference)
    open_end = counted["origin"].isin(AGGREGATES) | counted["destination"].isin(AGGREGATES)
    total = _known_sum(counted[measure])
    ways = {way: _known_sum(counted.loc[sides == way, measure]) for way in ("in", "out", "between")}
    if absent_is_zero:
        ways = {way: value or 0.0 for way, value in ways.items()}
    pairs = counted[joins_two_countries(counted)]
    ends = pd.concat([counted["origin"], counted["destination"]])
    stated = counted.loc[open_end, "countries"].dropna() if "countries" in counted else pd.Series(dtype="float64")
    return Totals(
        basis=str(counted["basis"].iloc[0]) if len(counted) else "",
        measure=measure,
        inflow=ways["in"],
        outflow=ways["out"],
        between=ways["between"],
        total=total,
        not_broken_down=None if total is None else _known_sum(counted.loc[open_end, measure]) or 0.0,
        status=str(summed(counted, ["basis"])[STATUS_OF[measure]].iloc[0]) if len(counted) else "not_reported",
        corridors=len(pairs.loc[pairs[measure].notna(), ["origin", "destination"]].drop_duplicates()),
        countries=ends[is_country(ends) & (ends != reference)].nunique(),
        countries_stated=int(stated.iloc[0]) if len(stated) == 1 else None,
    )


def _known_sum(numbers: pd.Series) -> float | None:
    return float(numbers.sum()) if numbers.notna().any() else None


def country_totals(rows: pd.DataFrame, *, measure: Measure = "placements", absent_is_zero: bool = False) -> pd.DataFrame:
    """Add up what reaches and what leaves each country.

    Parameters
    ----------
    absent_is_zero : bool
        True only for complete data (placements one by one), where no row means nobody went.

    Returns
    -------
    DataFrame
        One row per country and basis, largest ``known`` first: ``inflow``, ``outflow`` (sums of known numbers, totals
        and remainders included; NaN = not stated), ``known`` (sum of what is stated), ``net`` (inflow - outflow) and
        ``gross`` (inflow + outflow), both NaN unless both are stated, ``status``. ``_T`` and ``_O`` are no countries;
        flows within a country neither reach nor leave it.
    """
    without_mixing(rows, ("dataset", "kind"))
    counted = count_once(rows)
    counted = counted[counted["origin"] != counted["destination"]]
    table = _side(counted, "destination", "inflow", measure).merge(
        _side(counted, "origin", "outflow", measure), on=["country", "basis"], how="outer"
    )
    if absent_is_zero:
        for side in ("inflow", "outflow"):
            absent = table[f"{side}_status"].isna()
            table[side] = table[side].mask(absent, 0.0)
            table[f"{side}_status"] = table[f"{side}_status"].mask(absent, "reported")
    table["known"] = table[["inflow", "outflow"]].sum(axis=1, min_count=1)
    table["net"] = table["inflow"] - table["outflow"]
    table["gross"] = table["inflow"] + table["outflow"]
    table["status"] = weakest(table[["inflow", "outflow"]], table[["inflow_status", "outflow_status"]])
    order = ["known", "country", "basis"]
    table = table.sort_values(order, ascending=[False, True, True], na_position="last", ignore_index=True)
    return table[["country", "basis", "inflow", "outflow", "known", "net", "gross", "status"]]


def _side(rows: pd.DataFrame, end: str, name: str, measure: Measure) -> pd.DataFrame:
    table = summed(rows[is_country(rows[end])], [end, "basis"])[[end, "basis", measure, STATUS_OF[measure]]]
    return table.set_axis(["country", "basis", name, f"{name}_status"], axis="columns")
