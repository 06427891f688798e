"""Who goes between a country and the reference country: women, sectors and goals, each way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from typing import Final

import pandas as pd

from crossmobility.domain.periods import period as period_of
from crossmobility.domain.programmes.country_exchange import FEW
from crossmobility.domain.splits import UNKNOWN

WOMEN_COLUMNS: Final = ("way", "women", "known")
PROFILE_COLUMNS: Final = ("dimension", "category", "out", "in")
_SEXES: Final = ("F", "M", "X")


def women(
    splits: pd.DataFrame, country: str, reference: str, periods: Sequence[str], *, complete_to: str = ""
) -> pd.DataFrame:
    """Return how many of those who started each way are women.

    Parameters
    ----------
    splits : DataFrame
        Split rows (``SPLIT_COLUMNS``) of the dimension ``sex``.
    periods : sequence of str
        Years that are added.
    complete_to : str
        ISO date up to which the rows hold every placement: absent means nobody. Empty: absent is unknown.

    Returns
    -------
    DataFrame
        One row (``WOMEN_COLUMNS``) per way: ``there`` (from the country to the reference country), ``here``. ``women``:
        placements of women that started; ``known``: those of whom the sex is known (women, men, others), as in INC_WOMEN. NaN:
        not known.
    """
    absent = _absent(periods, complete_to)
    lines = []
    for name, ends in (("there", (country, reference)), ("here", (reference, country))):
        counts = _started(splits, *ends, periods)
        known = counts[counts.index.isin(_SEXES)]
        lines.append((name, known.get("F", 0.0), known.sum()) if len(known) else (name, absent, absent))
    return pd.DataFrame(lines, columns=list(WOMEN_COLUMNS)).astype({"women": "float64", "known": "float64"})


def profile_of(
    splits: Mapping[str, pd.DataFrame], country: str, reference: str, periods: Sequence[str], *, complete_to: str = ""
) -> pd.DataFrame:
    """Return what those who started each way do, by category of several dimensions.

    Parameters
    ----------
    splits : mapping
        Dimension (``sector``, ``sdg``) to its split rows (``SPLIT_COLUMNS``).
    periods, complete_to
        As for :func:`women`.

    Returns
    -------
    DataFrame
        One row (``PROFILE_COLUMNS``) per dimension and category that occurs either way, in the order of the mapping and of
        the codes, numbers as numbers, what is not known (``U``) last. ``out``: placements from the country to the reference
        country that started; ``in``: the other way. NaN: not known.
    """
    absent = _absent(periods, complete_to)
    parts = []
    for dimension, rows in splits.items():
        ways = [_started(rows, *ends, periods) for ends in ((country, reference), (reference, country))]
        codes = sorted({str(code) for way in ways for code in way.index}, key=_place)
        # Where a way has any category, the others of it are nobody: categories add up to the whole.
        filled = [way.reindex(codes).fillna(absent if way.empty else 0.0).to_numpy() for way in ways]
        parts.append(pd.DataFrame({"dimension": dimension, "category": codes, "out": filled[0], "in": filled[1]}))
    empty = pd.DataFrame(columns=list(PROFILE_COLUMNS))
    table = pd.concat([part for part in parts if len(part)] or [empty], ignore_index=True)
    types = {"dimension": "str", "category": "str", "out": "float64", "in": "float64"}
    return table.astype(types)[list(PROFILE_COLUMNS)]


def overlap(table: pd.DataFrame, dimension: str) -> float:
    """Return how alike the two ways of a profile are: Σ min(share out, share in) over the categories, 0 to 1.

    1: the same things in the same proportions; 0: nothing in common, wholly complementary. ``U`` is left out. NaN where a way
    has fewer than 5 people or is not known.

    Examples
    --------
    Of 10 out, 6 in sport and 4 in health; of 5 in, all in sport: min(0.6, 1) + min(0.4, 0).

    >>> table = pd.DataFrame({"dimension": "sector", "category": ["HEALTH", "SPORT"], "out": [4.0, 6.0], "in": [0.0, 5.0]})
    >>> overlap(table, "sector")
    0.6
    """
    rows = table[(table["dimension"] == dimension) & (table["category"] != UNKNOWN)]
    out, into = (rows[name].sum(min_count=1, skipna=False) for name in ("out", "in"))
    if not (out >= FEW and into >= FEW):
        return nan
    shares = pd.DataFrame({"out": rows["out"] / out, "in": rows["in"] / into})
    return float(shares.min(axis=1).sum())


def _started(rows: pd.DataFrame, origin: str, destination: str, periods: Sequence[str]) -> pd.Series[float]:
    """Return the placements that started on a corridor, by category; without those that nobody is in."""
    keep = (rows["origin"] == origin) & (rows["destination"] == destination) & (rows["basis"] == "started")
    own = rows[(keep & rows["period"].isin(list(periods))).to_numpy(dtype=bool)]
    return own["placements"].astype("float64").groupby(own["category"].astype("str").to_numpy(dtype=object)).sum()


def _absent(periods: Sequence[str], complete_to: str) -> float:
    """Return the number of what is absent: 0 where the data are complete for any of the periods, else NaN."""
    begun = any(text and period_of(text).start.isoformat() <= complete_to for text in periods)
    return 0.0 if begun else nan


def _place(code: str) -> tuple[bool, int, str]:
    return code == UNKNOWN, int(code) if code.isdigit() else 0, code
