"""The balance of each pair of countries within its scheme, before and with a plan, against what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.bands import DEFAULT_BAND, Agreement, Band, agreements_of, band_of, needed
from crossmobility.domain.countries import ALL
from crossmobility.domain.exchange import ratio

PAIR_EFFECT_COLUMNS: Final = (
    *("family", "country", "counterpart", "in_before", "out_before", "ratio_before", "band_before"),
    *("in_with", "out_with", "ratio_with", "band_with", "low", "high", "agreement_id", "more_in", "more_out"),
)
"""``country`` is the reference country when it is one of the two, else the first by code; in and out are seen from it.

``band_*``: where arrivals ÷ departures stand in the band ``low`` to ``high``: the agreed one of ``agreement_id``, else our
default one (``agreement_id`` empty), which is nobody's agreement and only there for the reference country; ``none`` for the
others. ``more_in``, ``more_out``: the fewest more arrivals, or departures, that bring the ratio with the plan inside; 0 within
the band, below ``SMALL`` people either side, and where neither alone can do it.
"""


def pair_effects(
    volumes: pd.DataFrame, agreements: pd.DataFrame, families: Mapping[str, str], *, reference: str, year: int
) -> pd.DataFrame:
    """Return the pairs that a plan touches, and those under an agreement in force.

    Parameters
    ----------
    volumes : DataFrame
        One row per family and corridor: ``family``, ``origin``, ``destination``, ``before``, ``with_plan`` (placements),
        ``touched``.
    agreements : DataFrame
        ``AGREEMENT_COLUMNS``; those valid on some day of ``year`` count, for the family of their scheme.
    families : mapping
        Scheme code to family code.

    Returns
    -------
    DataFrame
        One row per family and pair (``PAIR_EFFECT_COLUMNS``); those the plan touches first, the largest with the plan first.
    """
    cells = {(str(row["family"]), str(row["origin"]), str(row["destination"])): row for row in volumes.to_dict("records")}
    agreed = _Agreements(agreements, families, year)
    keys = {(family, *_ends(origin, destination, reference)) for family, origin, destination in cells}
    asked = {key for key in keys if _touched(cells, key)} | agreed.with_country(reference)
    rows = [_row(cells, key, agreed.of(*key), reference) for key in sorted(asked)]
    rows.sort(
        key=lambda row: (
            not row.pop("touched"),
            -float(row["in_with"]) - float(row["out_with"]),
            str(row["family"]),
            str(row["counterpart"]),
        )
    )
    return pd.DataFrame(rows, columns=list(PAIR_EFFECT_COLUMNS))


_Key = tuple[str, str, str]
_Cells = Mapping[_Key, Mapping[object, object]]


class _Agreements:
    """The agreements of one year, by country and family."""

    def __init__(self, agreements: pd.DataFrame, families: Mapping[str, str], year: int) -> None:
        self._table, self._families = agreements, families
        self._first, self._last = date(year, 1, 1), date(year, 12, 31)
        self._found: dict[tuple[str, str], Mapping[str, Agreement]] = {}

    def _seen_from(self, country: str, family: str) -> Mapping[str, Agreement]:
        if (country, family) not in self._found:
            everything = agreements_of(self._table, country, ALL, self._families, self._first, self._last)
            own = agreements_of(self._table, country, family, self._families, self._first, self._last)
            self._found[country, family] = everything | own
        return self._found[country, family]

    def of(self, family: str, country: str, counterpart: str) -> Agreement | None:
        return self._seen_from(country, family).get(counterpart)

    def with_country(self, country: str) -> set[_Key]:
        schemes = {str(code) for code in self._table["scheme"]} - {ALL}
        named = {self._families.get(code, code) for code in schemes}
        return {(family, country, other) for family in named for other in self._seen_from(country, family)}


def _ends(origin: str, destination: str, reference: str) -> tuple[str, str]:
    if reference in (origin, destination):
        return reference, origin if destination == reference else destination
    first, second = sorted((origin, destination))
    return first, second


def _touched(cells: _Cells, key: _Key) -> bool:
    family, country, other = key
    ways = ((family, country, other), (family, other, country))
    return any(bool(cells[way]["touched"]) for way in ways if way in cells)


def _row(cells: _Cells, key: _Key, agreed: Agreement | None, reference: str) -> dict[str, float | str | bool]:
    family, country, other = key

    def people(origin: str, destination: str, column: str) -> float:
        cell = cells.get((family, origin, destination))
        return float(str(cell[column])) if cell is not None else 0.0

    low, high = (agreed.low, agreed.high) if agreed is not None else DEFAULT_BAND
    judged = agreed is not None or country == reference
    row: dict[str, float | str | bool] = {"family": family, "country": country, "counterpart": other}
    for when, column in (("before", "before"), ("with", "with_plan")):
        arriving, leaving = people(other, country, column), people(country, other, column)
        share = ratio(arriving, leaving)
        band: Band = band_of(share, arriving, leaving, low, high) if judged else "none"
        row |= {f"in_{when}": arriving, f"out_{when}": leaving, f"ratio_{when}": share, f"band_{when}": band}
        if when == "with":
            more = needed(arriving, leaving, low, high) if band in ("below", "above") else (0, 0)
            row |= {"more_in": float(more[0]), "more_out": float(more[1])}
    bounds = (low, high) if judged else (np.nan, np.nan)
    named = agreed.agreement_id if agreed is not None else ""
    return row | {"low": bounds[0], "high": bounds[1], "agreement_id": named, "touched": _touched(cells, key)}
