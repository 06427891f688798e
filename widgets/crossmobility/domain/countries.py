"""Country codes in flows: what is one country, what is several, and the region a country belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

ALL: Final = "_T"
"""All together: all countries, all programmes, no split."""
OTHER: Final = "_O"
"""Other countries, or not one country."""
AGGREGATES: Final = (ALL, OTHER)

REGION_KEYS: Final[Mapping[str, tuple[str, str]]] = {
    "origin_region": ("origin", "region"),
    "origin_subregion": ("origin", "subregion"),
    "destination_region": ("destination", "region"),
    "destination_subregion": ("destination", "subregion"),
}
"""Key of a flow table: the end it looks at and the column of the country table it needs."""


def is_country(codes: pd.Series) -> pd.Series:
    """Tell for each code whether it means one country; ``_T`` and ``_O`` do not.

    Examples
    --------
    >>> is_country(pd.Series(["SEN", "_T", "_O"])).tolist()
    [True, False, False]
    """
    return ~codes.isin(AGGREGATES)


def joins_two_countries(rows: pd.DataFrame) -> pd.Series:
    """Tell for each row whether it is a corridor: two countries, and not the same one."""
    return is_country(rows["origin"]) & is_country(rows["destination"]) & (rows["origin"] != rows["destination"])


def with_regions(rows: pd.DataFrame, keys: list[str], country_frame: pd.DataFrame) -> pd.DataFrame:
    """Add the region columns named in ``keys`` (see ``REGION_KEYS``).

    ``country_frame`` is indexed by ISO alpha-3 code, with columns ``region`` and ``subregion`` (UN M49 codes). ``_T``
    stays ``_T``; ``_O`` and countries without a region become ``_O``.
    """
    added = {}
    for key in keys:
        end, column = REGION_KEYS[key]
        regions = rows[end].map(country_frame[column].astype("str"))
        regions = regions.where(regions.notna() & (regions != ""), OTHER)
        added[key] = regions.mask(rows[end] == ALL, ALL)
    return rows.assign(**added)
