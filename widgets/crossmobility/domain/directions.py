"""Directions: where a flow goes, seen from a reference country."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from crossmobility.domain.countries import is_country

Facing = Literal["in", "out", "both", "between"]


def direction(rows: pd.DataFrame, reference: str) -> pd.Series:
    """Say for each row which way it goes, seen from ``reference`` (an ISO alpha-3 code).

    Returns
    -------
    Series
        ``in`` (ends in the reference country), ``out`` (starts there), ``between`` (joins two other countries),
        ``within`` (starts and ends in one country), ``unstated`` (neither end is the reference country, but an end is
        ``_T`` or ``_O``, which may hold it).

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["SEN", "FRA", "COL", "_T"], "destination": ["FRA", "_T", "PER", "_T"]})
    >>> direction(rows, "FRA").tolist()
    ['in', 'out', 'between', 'unstated']
    """
    origin, destination = rows["origin"], rows["destination"]
    countries = is_country(origin) & is_country(destination)
    words = np.select(
        [origin == destination, destination == reference, origin == reference, countries],
        ["within", "in", "out", "between"],
        default="unstated",
    )
    # _T to _T says nothing about a single country.
    words = np.where((origin == destination) & ~is_country(origin), "unstated", words)
    return pd.Series(words, index=rows.index, dtype="str", name="direction")


def facing(rows: pd.DataFrame, reference: str, wanted: Facing) -> pd.DataFrame:
    """Return the rows that go the way asked for; ``both`` means into or out of ``reference``."""
    sides = direction(rows, reference)
    return rows[sides.isin(["in", "out"]) if wanted == "both" else sides == wanted]
