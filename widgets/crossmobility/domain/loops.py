"""Loops: what comes back to where it left, directly or through other countries.

What two countries send each other is matched first. Of the rest, as much as possible is read as going round: a circulation, in
which every country sends as much as it receives. The largest one is a linear programme (Ahuja, Magnanti and Orlin, *Network
Flows*, 1993, ch. 1.2: circulation problem). Its coefficients are those of a network, so with whole capacities its corners are
whole too: volumes are counted in whole units, and the solver's answer, rounded to units, is the exact one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.counting import Codes, Mask
from crossmobility.domain.countries import joins_two_countries

MOST_EXAMPLES: Final = 5
SHORTEST: Final = 3
"""Countries of the shortest loop: between two, volume is returned directly."""
_FINEST: Final = 2.0**-20  # of a month: seconds; far above the solver's tolerance of 1e-7, far below anything shown


@dataclass(frozen=True)
class Loop:
    """One way round: each country sends ``volume`` to the next one, the last one to the first.

    ``countries`` begins with the alphabetically first; the loop accounts for ``volume`` once per country in it.
    """

    countries: tuple[str, ...]
    volume: float


@dataclass(frozen=True)
class Loops:
    """Where the volume of a network goes: ``total`` = ``direct`` + ``through`` + ``unreturned``.

    Attributes
    ----------
    direct : float
        Returned by the very country it went to: twice the smaller direction, summed over pairs.
    through : float
        Of the rest, the most that can go round through other countries.
    unreturned : float
        What neither brings back.
    total : float
        Everything.
    examples : tuple of Loop
        The largest loops of one way to reach ``through``, largest first; they never use a volume twice. There may be other
        ways to reach it.
    """

    direct: float
    through: float
    unreturned: float
    total: float
    examples: tuple[Loop, ...] = ()


@dataclass(frozen=True, eq=False)
class _Arcs:
    """Corridors by number of origin and destination, sorted; ``volume`` in whole units, more than 0."""

    tail: Codes
    head: Codes
    volume: Codes
    names: tuple[str, ...]

    def having(self, kept: Mask, volume: Codes | None = None) -> _Arcs:
        """Return the arcs of a mask, with another volume if given."""
        volumes = self.volume if volume is None else volume
        return _Arcs(self.tail[kept], self.head[kept], volumes[kept], self.names)


def loops(table: pd.DataFrame) -> Loops:
    """Split a network's volume into what is returned directly, what is returned through others and what is not.

    Parameters
    ----------
    table : DataFrame
        ``origin``, ``destination``, ``volume`` (people or volunteer-months). Rows of one corridor are added. Rows without
        a number, at 0, within a country or with an end that is not one country cannot go round and are left out.

    Returns
    -------
    Loops
        Whole numbers when all volumes are whole; else exact for volumes rounded to 2⁻²⁰. Pairs come first, so a flow that
        begins to return another one may break a longer loop that both were part of.

    Examples
    --------
    >>> ends = {"origin": ["MAR", "SEN", "CIV", "FRA"], "destination": ["SEN", "CIV", "MAR", "MAR"]}
    >>> loops(pd.DataFrame({**ends, "volume": [4.0, 3.0, 5.0, 2.0]}))
    Loops(direct=0.0, through=9.0, unreturned=5.0, total=14.0, examples=(Loop(countries=('CIV', 'MAR', 'SEN'), volume=3.0),))
    """
    arcs, unit = _arcs(table)
    matched = np.minimum(arcs.volume, _opposite(arcs))
    left = arcs.volume - matched
    rest = arcs.having(left > 0, left)
    cyclic = rest.having(_on_or_between_loops(rest))
    flow = _largest_circulation(cyclic, unit) if len(cyclic.volume) else cyclic
    total, direct, through = (int(volume.sum()) for volume in (arcs.volume, matched, flow.volume))
    return Loops(
        direct=direct * unit,
        through=through * unit,
        unreturned=(total - direct - through) * unit,
        total=total * unit,
        examples=_largest_loops(flow, unit),
    )


def _arcs(table: pd.DataFrame) -> tuple[_Arcs, float]:
    """Return the corridors of a table and the unit in which their volumes are whole."""
    kept = table[joins_two_countries(table) & (table["volume"] > 0)]
    codes, names = pd.factorize(pd.concat([kept["origin"], kept["destination"]]), sort=True)
    size = len(names)
    tails, heads = codes[: len(kept)].astype(np.int64), codes[len(kept) :].astype(np.int64)
    corridors, place = np.unique(tails * size + heads, return_inverse=True)
    sums = np.bincount(place, weights=kept["volume"].to_numpy(dtype=np.float64), minlength=len(corridors))
    unit = 1.0 if (sums == np.rint(sums)).all() else _FINEST
    tail, head = np.divmod(corridors, max(size, 1))
    arcs = _Arcs(tail, head, np.rint(sums / unit).astype(np.int64), tuple(map(str, names)))
    return arcs.having(arcs.volume > 0), unit


def _opposite(arcs: _Arcs) -> Codes:
    """Return for each arc the volume of the opposite one, 0 where there is none."""
    size = max(len(arcs.names), 1)
    there, back = arcs.tail * size + arcs.head, arcs.head * size + arcs.tail
    if not len(there):
        return arcs.volume
    at = np.minimum(np.searchsorted(there, back), len(there) - 1)
    return np.where(there[at] == back, arcs.volume[at], 0)


def _on_or_between_loops(arcs: _Arcs) -> Mask:
    """Tell which arcs are left when those that nothing leads into, or out of, are taken away again and again.

    All arcs of every loop stay (and arcs from one loop to another); nothing stays when there is no loop.
    """
    size = len(arcs.names)
    kept = np.ones(len(arcs.tail), dtype=bool)
    while True:
        entered = np.bincount(arcs.head[kept], minlength=size) > 0
        left = np.bincount(arcs.tail[kept], minlength=size) > 0
        still = kept & entered[arcs.tail] & left[arcs.head]
        if still.sum() == kept.sum():
            return kept
        kept = still


def _largest_circulation(arcs: _Arcs, unit: float) -> _Arcs:
    """Return the arcs with the volume that goes round when as much as possible does; those without any are left out."""
    # Imported here: slow to load, and most networks have no loop.
    from scipy.optimize import linprog  # type: ignore[import-untyped]
    from scipy.sparse import csr_array  # type: ignore[import-untyped]

    count, size = len(arcs.tail), len(arcs.names)
    number = np.arange(count)
    ends, signs = np.concatenate([arcs.tail, arcs.head]), np.repeat([1.0, -1.0], count)
    conservation = csr_array((signs, (ends, np.tile(number, 2))), shape=(size, count))
    most = np.column_stack([np.zeros(count), arcs.volume * unit])
    # The simplex method answers with a corner; an interior point need not be one.
    solved = linprog(-np.ones(count), A_eq=conservation, b_eq=np.zeros(size), bounds=most, method="highs-ds")
    volume = np.rint(np.asarray(solved.x, dtype=np.float64) / unit).astype(np.int64)
    return arcs.having(volume > 0, volume)


def _largest_loops(flow: _Arcs, unit: float) -> tuple[Loop, ...]:
    """Take from a circulation its largest loop, then the largest of what is left, and so on."""
    found: list[Loop] = []
    while len(flow.volume) and len(found) < MOST_EXAMPLES:
        volume = _largest_that_goes_round(flow)
        path = _shortest_loop(flow.having(flow.volume >= volume), volume)
        steps = set(zip(path, [*path[1:], path[0]], strict=True))
        on_path = np.array([step in steps for step in zip(flow.tail, flow.head, strict=True)])
        rest = flow.volume - np.where(on_path, volume, 0)
        flow = flow.having(rest > 0, rest)
        first = path.index(min(path))
        countries = tuple(flow.names[place] for place in (*path[first:], *path[:first]))
        found.append(Loop(countries, volume * unit))
    return tuple(sorted(found, key=lambda loop: (-loop.volume, len(loop.countries), loop.countries)))


def _largest_that_goes_round(flow: _Arcs) -> int:
    """Return the largest volume that one single loop of the circulation can carry."""
    volumes = np.unique(flow.volume)
    low, high = 0, len(volumes) - 1  # a circulation has a loop: the smallest volume always goes round
    while low < high:
        middle = (low + high + 1) // 2
        if _on_or_between_loops(flow.having(flow.volume >= volumes[middle])).any():
            low = middle
        else:
            high = middle - 1
    return int(volumes[low])


def _shortest_loop(arcs: _Arcs, volume: int) -> list[int]:
    """Return the shortest loop through an arc of just ``volume``: every loop has one, since larger arcs form none."""
    arcs = arcs.having(_on_or_between_loops(arcs))
    nexts: dict[int, list[int]] = {}
    for tail, head in zip(arcs.tail.tolist(), arcs.head.tolist(), strict=True):
        nexts.setdefault(tail, []).append(head)
    tight = arcs.volume == volume
    best: list[int] = []
    for tail, head in zip(arcs.tail[tight].tolist(), arcs.head[tight].tolist(), strict=True):
        path = _shortest_path(nexts, head, tail, most=len(best) - 1 if best else len(arcs.names))
        best = path or best
        if len(best) == SHORTEST:
            break
    return best


def _shortest_path(nexts: Mapping[int, Sequence[int]], start: int, end: int, most: int) -> list[int]:
    """Return the countries of a shortest way, both ends included; nothing when none has at most ``most`` countries."""
    before, length, queue = {start: start}, {start: 1}, deque([start])
    while queue:
        here = queue.popleft()
        if here == end:
            path = [end]
            while path[-1] != start:
                path.append(before[path[-1]])
            return path[::-1]
        for there in nexts.get(here, ()) if length[here] < most else ():
            if there not in before:
                before[there], length[there] = here, length[here] + 1
                queue.append(there)
    return []
