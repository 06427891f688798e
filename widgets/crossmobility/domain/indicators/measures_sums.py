"""From the parts of single records to the value of a scope: sums, shares, medians, distinct names, pairs of countries.

Each function takes :class:`~crossmobility.domain.indicators.measures.Parts`, the group of each part and the number of groups,
and returns one number per group. Totals are never made from the totals of parts: a group holds the records themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from crossmobility.domain.counting import Codes, Mask
from crossmobility.domain.indicators.measures import Numbers, Parts
from crossmobility.domain.indicators.progress import divided

MOST: Final = 5
"""How many countries :func:`largest_five` adds."""


@dataclass(frozen=True, eq=False)
class Sums:
    """One number per group: above the line, below it (NaN where nothing is divided), and the value."""

    numerator: Numbers
    denominator: Numbers
    value: Numbers


Combine = Callable[[Parts, Codes, int], Sums]


def total(of: Parts, group: Codes, size: int) -> Sums:
    """Add what stands above the line; a group of which nothing is known has no sum."""
    known = ~np.isnan(of.numerator)
    sums = _added(of.numerator, group, size)
    value = np.where(np.bincount(group[known], minlength=size) > 0, sums, np.nan)
    return Sums(value, np.full(size, np.nan), value)


def share(of: Parts, group: Codes, size: int) -> Sums:
    """Divide the sum above by the sum below the line; NaN where nothing stands below."""
    above, below = _added(of.numerator, group, size), _added(of.denominator, group, size)
    return Sums(above, below, divided(above, below))


def smaller_by_larger(of: Parts, group: Codes, size: int) -> Sums:
    """Divide the smaller of the two sums by the larger one; NaN where both are 0."""
    above, below = _added(of.numerator, group, size), _added(of.denominator, group, size)
    smaller, larger = np.minimum(above, below), np.maximum(above, below)
    return Sums(smaller, larger, divided(smaller, larger))


def quantile(part: float) -> Combine:
    """Return the function that finds the value which ``part`` of the group do not exceed; 0.5 is the median.

    Between two records it lies on the straight line between them, as in pandas and numpy. The denominator is the number
    of records.
    """

    def found(of: Parts, group: Codes, size: int) -> Sums:
        order = np.lexsort((of.numerator, group))
        values, counts = of.numerator[order], np.bincount(group, minlength=size)
        first = np.cumsum(counts) - counts
        place = first + part * np.maximum(counts - 1, 0)
        low = np.floor(place).astype(np.int64)
        here = counts > 0
        value = np.full(size, np.nan)
        high = np.minimum(low + 1, first + counts - 1)
        below, above = values[low[here]], values[high[here]]
        value[here] = below + (above - below) * (place - low)[here]
        return Sums(np.full(size, np.nan), counts.astype(np.float64), value)

    return found


def distinct(of: Parts, group: Codes, size: int) -> Sums:
    """Count the different items of each group."""
    owner, _, _ = _items(of, group)
    counts = _counted(owner, size)
    return Sums(counts, np.full(size, np.nan), counts)


def kept(of: Parts, group: Codes, size: int) -> Sums:
    """Divide the items found above and below the line by those found below it."""
    owner, above, below = _items(of, group)
    before, both = below > 0, (below > 0) & (above > 0)
    remaining, every = _counted(owner[both], size), _counted(owner[before], size)
    return Sums(remaining, every, divided(remaining, every))


def returned(of: Parts, group: Codes, size: int) -> Sums:
    """Divide twice the smaller way of each pair of countries, added up, by all that moves (items are pairs)."""
    owner, forward, back = _items(of, group)
    both, every = _added(2 * np.minimum(forward, back), owner, size), _added(forward + back, owner, size)
    return Sums(both, every, divided(both, every))


def one_way(of: Parts, group: Codes, size: int) -> Sums:
    """Divide the pairs of countries that move one way only by all pairs that move (items are pairs)."""
    owner, forward, back = _items(of, group)
    single: Mask = np.minimum(forward, back) == 0
    alone, every = _counted(owner[single], size), _counted(owner, size)
    return Sums(alone, every, divided(alone, every))


def largest_five(of: Parts, group: Codes, size: int) -> Sums:
    """Divide what the five largest items of each group add up to by all of it."""
    owner, above, _ = _items(of, group)
    order = np.lexsort((-above, owner))
    owner, above = owner[order], above[order]
    counts = np.bincount(owner, minlength=size)
    rank = np.arange(len(owner)) - (np.cumsum(counts) - counts)[owner]
    first = rank < MOST
    largest, every = _added(above[first], owner[first], size), _added(above, owner, size)
    return Sums(largest, every, divided(largest, every))


def _added(numbers: Numbers, group: Codes, size: int) -> Numbers:
    known = ~np.isnan(numbers)
    return np.bincount(group[known], weights=numbers[known], minlength=size).astype(np.float64)


def _counted(group: Codes, size: int) -> Numbers:
    return np.bincount(group, minlength=size).astype(np.float64)


def _items(of: Parts, group: Codes) -> tuple[Codes, Numbers, Numbers]:
    """Return one entry per group and item that occurs in it: the group, and the sums above and below the line."""
    many = int(of.item.max()) + 1 if len(of.item) else 1
    keys, code = np.unique(group * many + of.item, return_inverse=True)
    above, below = (_added(numbers, code, len(keys)) for numbers in (of.numerator, of.denominator))
    return keys // many, above, below
