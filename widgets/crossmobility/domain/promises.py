"""What must hold for any flows, whatever the data: promises a notebook checks in front of its reader."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from crossmobility.domain.flows import corridors, count_once, country_totals
from crossmobility.domain.sums import POINT_BASES
from crossmobility.i18n import Message, message


@dataclass(frozen=True)
class Promise:
    """One promise and whether it holds; ``seen`` is the number that was looked at."""

    name: Message
    holds: bool
    seen: int


def promises(rows: pd.DataFrame) -> list[Promise]:
    """Check the flows of one dataset, all its kinds.

    Arrivals and departures are compared per kind and basis over all countries: what leaves one country arrives in another.
    People present (active, stock) have no sum over periods, so they are compared period by period.
    """
    numbered = rows[rows["placements"].notna()]
    nets = [
        _net(part)
        for _, alike in rows.groupby(["kind", "basis"], observed=True)
        for group in _addable(alike)
        for part in [_between_countries(group)]
        if len(part)
    ]
    return [
        Promise(message("Every number has a source"), bool((numbered["source"] != "").all()), len(numbered)),
        Promise(
            message("Every unknown number says why"),
            bool((rows.loc[rows["placements"].isna(), "status"] != "reported").all()),
            len(rows) - len(numbered),
        ),
        Promise(message("No number is negative"), bool((numbered["placements"] >= 0).all()), len(numbered)),
        Promise(
            message("No corridor starts and ends in one country, national schemes apart"),
            bool(
                (
                    (rows["origin"] != rows["destination"])
                    | rows["origin"].isin(["_T", "_O"])
                    | (rows["scheme"] == "NATIONAL")
                ).all()
            ),
            len(rows),
        ),
        Promise(
            message("What leaves all countries together arrives in all countries together"),
            all(abs(net) < 1e-6 for net in nets),
            len(nets),
        ),
    ]


def _addable(rows: pd.DataFrame) -> list[pd.DataFrame]:
    if rows["basis"].iloc[0] not in POINT_BASES:
        return [rows]
    return [part for _, part in rows.groupby("period", observed=True)]


def _net(rows: pd.DataFrame) -> float:
    # Unknown directions are left out: what is known to leave must be what is known to arrive.
    table = country_totals(rows)
    return float(table["inflow"].sum() - table["outflow"].sum())


def _between_countries(rows: pd.DataFrame) -> pd.DataFrame:
    counted = count_once(rows)
    ends = corridors(rows)[["origin", "destination"]].drop_duplicates()
    return counted.merge(ends, on=["origin", "destination"]).dropna(subset=["placements"])
