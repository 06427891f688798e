"""Exchanges for tests: flow rows in short, agreements, and the scope of a selection that is ordinary unless said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from crossmobility.domain.bands import AGREEMENT_COLUMNS
from crossmobility.domain.reciprocity import (
    Book,
    Scope,
    partners,
    scope_of,
)
from crossmobility.domain.selection import Selection

DATA = Path(__file__).parents[2] / "data"
NAN = float("nan")
FAMILIES = {"SC_RECIP": "SC", "SC_INTL": "SC", "CAMP": "CAMP", "VSI": "VSI"}
AS_OF = "2025-12-31"
Rows = Callable[..., pd.DataFrame]


def agreements(*rows: dict[str, object]) -> pd.DataFrame:
    ordinary = {
        "dataset": "test",
        "agreement_id": "A",
        "reference": "FRA",
        "counterpart": "SEN",
        "scheme": "SC_RECIP",
        "low": 0.8,
        "high": 1.25,
        "valid_from": "2018-01-01",
        "valid_to": "",
        "source": "test",
        "synthetic": "true",
    }
    return pd.DataFrame([{**ordinary, **row} for row in rows], columns=list(AGREEMENT_COLUMNS))


def looked_at(rows: pd.DataFrame | Book, complete_to: str = "", **selection: object) -> Scope:
    """Return the scope of a selection of 2019, on placements started, seen from France, unless said."""
    chosen = {"period": "2019", "basis": "started", **selection}
    return scope_of(rows, Selection(**chosen), FAMILIES, complete_to=complete_to)


def by_country(scope: Scope, *rows: dict[str, object]) -> pd.DataFrame:
    return partners(scope, agreements(*rows), FAMILIES).set_index("country")


def way(origin: str, destination: str, placements: float, **more: object) -> dict[str, object]:
    return {"origin": origin, "destination": destination, "placements": placements, **more}


def years(ends: tuple[str, str], counts: Mapping[str, float], **more: object) -> list[dict[str, object]]:
    return [way(*ends, count, period=year, **more) for year, count in counts.items()]
