"""The four counting bases reconciled: what enters a window, what leaves it, what crosses its ends.

Who was present before and who started were active; who was active ended or is present after:
before + started = active = ended + after.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from crossmobility.domain.directions import direction
from crossmobility.domain.periods import period

ROWS: Final = ("in", "out", "between")

_NUMBERS: Final = ("before", "started", "active", "ended", "after")
_UNKNOWN: Final = float("nan")


def reconciliation(
    every_basis: pd.DataFrame,
    periods: Sequence[str],
    reference: str,
    *,
    corridor: Sequence[str] = (),
    complete_to: str,
) -> pd.DataFrame:
    """Put started, active, ended and stock of a window side by side, seen from a country.

    Parameters
    ----------
    every_basis : DataFrame
        Flow rows of one dataset and kind, all bases and periods, counted once within basis and period.
    periods : sequence of str
        The window: consecutive years, oldest first. Other periods have no year before them, so ``before`` is unknown.
    corridor : sequence of str
        Two countries: only what goes between them, both ways.
    complete_to : str
        ISO date up to which absent means nobody; empty: absent is unknown.

    Returns
    -------
    DataFrame
        One row per side, ``in`` (into the reference country), ``out`` (out of it), ``between`` (between two others):
        ``side``, ``before`` (present when the window begins), ``started``, ``active`` (only in a window of one period:
        who is active in two years would count twice), ``ended``, ``after`` (present when it ends), all numbers of
        placements, NaN = unknown; ``holds``: whether before + started = ended + after (and = active), None when a number is
        unknown. Flows within a country are on no side.
    """
    years = [text for text in periods if text]
    eve = _year_before(years[0]) if years else ""
    used = every_basis[["origin", "destination", "period", "basis", "placements"]]  # a narrow table is chosen from faster
    rows = used[used["period"].isin([*years, *([eve] if eve else [])])]
    if corridor:
        ends = list(corridor)
        rows = rows[rows["origin"].isin(ends) & rows["destination"].isin(ends)]
    rows = rows.assign(side=direction(rows, reference))
    keys = ["side", "basis", "period"]
    counts = rows.groupby(keys, observed=True, as_index=False)["placements"].sum(skipna=False)
    known = {(side, basis, text): number for side, basis, text, number in counts.itertuples(index=False, name=None)}
    lines = [_line(known, side, years, eve, complete_to) for side in ROWS]
    return pd.DataFrame(lines, columns=["side", *_NUMBERS, "holds"]).astype({"holds": "object"})


def _line(
    counts: dict[tuple[str, str, str], float], side: str, years: Sequence[str], eve: str, complete_to: str
) -> tuple[object, ...]:
    def count(basis: str, text: str) -> float:
        return counts.get((side, basis, text), _where_absent(text, complete_to))

    if not years:
        return (side, *(_UNKNOWN for _ in _NUMBERS), None)
    before = count("stock", eve)
    started, ended = (sum(count(basis, text) for text in years) for basis in ("started", "ended"))
    active = count("active", years[0]) if len(years) == 1 else _UNKNOWN
    after = count("stock", years[-1])
    return side, before, started, active, ended, after, _holds(before + started, active, ended + after, len(years) == 1)


def _holds(entered: float, active: float, left: float, with_active: bool) -> bool | None:
    sums = [entered, active, left] if with_active else [entered, left]
    return None if any(pd.isna(each) for each in sums) else len(set(sums)) == 1


def _where_absent(text: str, complete_to: str) -> float:
    """Return 0 where a year without a row is nobody, NaN where it is unknown."""
    year = bool(text) and period(text).kind == "year"
    return 0.0 if complete_to and year and period(text).start <= date.fromisoformat(complete_to) else _UNKNOWN


def _year_before(text: str) -> str:
    when = period(text)
    return f"{when.start.year - 1:04d}" if when.kind == "year" else ""
