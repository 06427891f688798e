"""The origin-destination matrix: every corridor of a selection in one square, the small countries together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.book import Numbers, known_sum
from crossmobility.domain.scope import Grid, Scope

REST: Final = "_R"
"""The countries that have no line of their own, together."""


@dataclass(frozen=True, eq=False)
class Matrix:
    """Who goes where, between two countries; totals and remainders that no source breaks down are not in it.

    Attributes
    ----------
    countries : tuple of str
        The countries with a line and a column of their own, largest gross flow (in + out, whole network) first.
    cells : DataFrame
        Indexed by ``origin``, columns ``destination``: ``countries``, then ``_R`` when there are more. People or months;
        NaN: unknown, or from a country to itself. The known cells add up to ``total`` exactly.
    sent, hosted : Series
        Sums over the lines and over the columns; NaN where nothing is known.
    total : float
        Sum of the cells; 0 where nobody moves, NaN when nothing is known.
    hidden : int
        How many countries are in ``_R``.
    """

    countries: tuple[str, ...]
    cells: pd.DataFrame
    sent: pd.Series
    hosted: pd.Series
    total: float
    hidden: int


def matrix(scope: Scope, most: int = 18) -> Matrix:
    """Return the matrix of a scope, with ``most`` countries and the rest together.

    The reference country and the two ends of the chosen corridor always have their own line when anybody moves there.
    """
    grid = scope.grid
    order = _by_size(grid)
    shown = _shown(scope, order, most)
    rest = [place for place in order if place not in shown]
    codes = [grid.countries[place] for place in shown]
    square = _square(grid.volumes, shown, rest)
    names = [*codes, REST] if rest else codes
    cells = pd.DataFrame(square, index=pd.Index(names, name="origin"), columns=pd.Index(names, name="destination"))
    total = known_sum(square.ravel()[None, :])[0] if names else scope.absent
    return Matrix(
        countries=tuple(codes),
        cells=cells,
        sent=pd.Series(known_sum(square), index=cells.index, name="sent"),
        hosted=pd.Series(known_sum(square.T), index=cells.columns, name="hosted"),
        total=float(total),
        hidden=len(rest),
    )


def _by_size(grid: Grid) -> list[int]:
    """Return the places of the countries in which anybody is known to move, largest gross flow first, then by code."""
    gross = np.nansum(grid.volumes, axis=0) + np.nansum(grid.volumes, axis=1)
    return [int(place) for place in np.argsort(-gross, kind="stable") if gross[place] > 0]


def _shown(scope: Scope, order: list[int], most: int) -> list[int]:
    wanted = {scope.reference, *scope.selection.corridor}
    always = [place for place in order if scope.grid.countries[place] in wanted]
    others = [place for place in order if place not in always]
    kept = {*always, *others[: max(most - len(always), 0)]}
    return [place for place in order if place in kept]


def _square(volumes: Numbers, shown: list[int], rest: list[int]) -> Numbers:
    groups = [np.array([place]) for place in shown] + ([np.array(rest)] if rest else [])
    lines = np.vstack([known_sum(volumes[group].T) for group in groups]) if groups else np.empty((0, len(volumes)))
    return np.column_stack([known_sum(lines[:, group]) for group in groups]) if groups else np.empty((0, 0))
