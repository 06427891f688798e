"""What is stated of an indicator in one cell: the edition in force, and nobody where the records count and hold nobody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import nan
from typing import Final

import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.observed import ACTUAL, in_edition_order
from crossmobility.domain.indicators.values import COMPUTED_EDITION

CELL: Final = ("indicator", "period", "direction", "counterpart", "dimension", "category")


@dataclass(frozen=True)
class Stated:
    """One value of an indicator; NaN is unknown, and ``status`` (a value status) says why.

    ``value`` is also NaN where too few stand below the line; then numerator and denominator are known all the same.
    """

    numerator: float = nan
    denominator: float = nan
    value: float = nan
    status: str = "not_reported"


NOBODY: Final = Stated(0.0, 0.0, nan, "not_applicable")
"""A cell of records that hold nobody there: of nobody there is no share."""


class Sheet:
    """The actual values of one scope, looked up cell by cell."""

    def __init__(
        self,
        values: pd.DataFrame,
        indicators: Collection[str],
        periods: Collection[str],
        *,
        programme: str = ALL,
        scheme: str = ALL,
        reference: str = "",
    ) -> None:
        """Read the values (``VALUE_COLUMNS``) of some indicators and periods.

        ``reference``: the country from which in and out must be seen; empty: whichever it is.
        """
        rows = values[values["indicator"].isin(list(indicators)).to_numpy(dtype=bool)]
        counted = rows[(rows["edition"] == COMPUTED_EDITION).to_numpy(dtype=bool)]
        self._split = {
            (str(indicator), column)
            for column in ("direction", "counterpart")
            for indicator in counted.loc[counted[column] != ALL, "indicator"].unique()
        }
        self._dimensions = set(counted[["indicator", "dimension"]].itertuples(index=False, name=None))
        keep = rows["period"].isin(list(periods)) & (rows["value_type"] == ACTUAL) & (rows["territory"] == ALL)
        keep &= (rows["programme"] == programme) & (rows["scheme"] == scheme)
        if reference:
            keep &= rows["ref_country"] == reference
        rows = in_edition_order(rows[keep.to_numpy(dtype=bool)])
        stated = zip(*(rows[name].tolist() for name in ("numerator", "denominator", "value", "value_status")), strict=True)
        keys = rows[list(CELL)].astype("str").itertuples(index=False, name=None)
        # The last edition of a cell is the one in force.
        self._cells = {key: Stated(*cell) for key, cell in zip(keys, stated, strict=True)}
        totals = rows[(rows["edition"] == COMPUTED_EDITION).to_numpy(dtype=bool)]
        totals = totals[(totals[["direction", "counterpart", "dimension"]] == ALL).all(axis=1)]
        self._counted = set(totals[["indicator", "period"]].astype("str").itertuples(index=False, name=None))

    def at(
        self,
        indicator: str,
        period: str,
        *,
        direction: str = ALL,
        counterpart: str = ALL,
        dimension: str = ALL,
        category: str = ALL,
    ) -> Stated:
        """Return one cell: as stated, ``NOBODY`` where its total is counted on records and it is not there, else unknown."""
        found = self._cells.get((indicator, period, direction, counterpart, dimension, category))
        if found is not None:
            return found
        asked = {"direction": direction, "counterpart": counterpart}
        split = all((indicator, column) in self._split for column, word in asked.items() if word != ALL)
        split &= dimension == ALL or (indicator, dimension) in self._dimensions
        return NOBODY if split and (indicator, period) in self._counted else Stated()

    def categories(self, indicator: str, dimension: str) -> list[str]:
        """Return the categories of a dimension in which anything is stated, sorted."""
        return sorted({key[5] for key in self._cells if key[0] == indicator and key[4] == dimension and key[3] == ALL})
