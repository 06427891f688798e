"""Sums with a status: what is known of a group of rows, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.counting import Codes, Mask, group_codes
from crossmobility.domain.countries import AGGREGATES, OTHER

POINT_BASES: Final = ("active", "stock")
"""Bases that count people present: they add over countries and schemes, never over periods."""

# The weakest word wins. Of rows with a number:
_OF_KNOWN: Final = ("reported", "not_broken_down", "provisional", "estimated", "partial")
# and of rows without:
_OF_UNKNOWN: Final = ("not_applicable", "not_reported", "not_broken_down", "suppressed")
_END_KEYS: Final = (
    *("origin", "destination", "origin_region", "origin_subregion", "destination_region", "destination_subregion"),
)
_REMAINDER_SCOPE: Final = ("dataset", "period", "scheme", "programme", "basis", "kind")


def summed(rows: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Add rows that may be added together, per ``keys``.

    Returns
    -------
    DataFrame
        One row per combination of ``keys`` that occurs, sorted by them: ``placements`` and ``volunteer_months`` (sum of
        the known numbers, NaN when none is known), ``status`` and ``months_status``. A sum is ``reported`` when all its
        parts are; ``partial`` when one is unknown; ``estimated`` and ``provisional`` pass on. Without any number:
        ``suppressed``, ``not_broken_down``, ``not_reported`` or ``not_applicable``. An unknown part whose number is in
        the group's own remainder row does not make it partial. People present (``active``, ``stock``) in several
        periods have no sum: ``not_applicable``; their months have.
    """
    keys = list(keys)
    group = group_codes(rows, keys, in_order=True)
    size = int(group.max()) + 1 if len(group) else 0
    known = rows["placements"].notna().to_numpy(dtype=bool)
    months_known = rows["volunteer_months"].notna().to_numpy(dtype=bool)
    table = rows[keys].iloc[_firsts(group, size)].reset_index(drop=True)
    table["placements"] = _sums(rows["placements"], known, group, size)
    table["volunteer_months"] = _sums(rows["volunteer_months"], months_known, group, size)
    weakness = _maxima(_weakness(rows, keys), group, size, len(_OF_KNOWN))
    reason = _maxima(_reason(rows), group, size, len(_OF_UNKNOWN))
    table["status"] = _status(table["placements"], weakness, reason)
    lacking = np.bincount(group[known & ~months_known], minlength=size) > 0
    table["months_status"] = _months_status(table, lacking)
    return _without_double_presence(table, rows, group)


def _firsts(group: Codes, size: int) -> Codes:
    first = np.zeros(size, dtype=np.int64)
    first[group[::-1]] = np.arange(len(group))[::-1]
    return first


def _sums(numbers: pd.Series, known: Mask, group: Codes, size: int) -> npt.NDArray[np.float64]:
    """Return the sum of each group's known numbers, NaN where none is known."""
    values = numbers.to_numpy(dtype=np.float64)
    sums = np.bincount(group[known], weights=values[known], minlength=size)
    return np.where(np.bincount(group[known], minlength=size) > 0, sums, np.nan)


def _maxima(ranks: Codes, group: Codes, size: int, count: int) -> Codes:
    """Return the largest rank of each group, 0 where all are negative; ranks are below ``count``."""
    real = ranks >= 0
    seen = np.bincount(group[real] * count + ranks[real], minlength=size * count).reshape(size, count) > 0
    largest: Codes = np.where(seen.any(axis=1), count - 1 - seen[:, ::-1].argmax(axis=1), 0)
    return largest


def weakest(numbers: pd.DataFrame, statuses: pd.DataFrame) -> pd.Series:
    """Return for each row the status of several numbers read together; an absent number is an unknown one.

    ``numbers`` and ``statuses`` have the same shape: column by column a number (NaN = unknown) and its status.

    Examples
    --------
    >>> numbers = pd.DataFrame({"forward": [10.0, 11.0, None], "back": [9.0, None, None]})
    >>> words = pd.DataFrame({"forward": ["reported", "reported", "suppressed"], "back": ["estimated", "", ""]})
    >>> weakest(numbers, words).tolist()
    ['estimated', 'partial', 'suppressed']
    """
    known = numbers.notna().to_numpy(dtype=bool)
    columns = [statuses[column] for column in statuses]
    words = np.column_stack([_ranked(column, _OF_KNOWN, 0) for column in columns])
    reasons = np.column_stack([_ranked(column, _OF_UNKNOWN, 1) for column in columns])
    word = np.asarray(_OF_KNOWN, dtype=object)[np.where(known, words, len(_OF_KNOWN) - 1).max(axis=1)]
    reason = np.asarray(_OF_UNKNOWN, dtype=object)[np.where(known, 0, reasons).max(axis=1)]
    return pd.Series(np.where(known.any(axis=1), word, reason), index=numbers.index, dtype="str", name="status")


def _ranked(words: pd.Series, order: tuple[str, ...], default: int) -> Codes:
    """Return each word's place in ``order``; looking up distinct words only is what makes this fast."""
    codes, distinct = pd.factorize(words)
    places = [order.index(word) if word in order else default for word in distinct]
    ranks: Codes = np.asarray([*places, default], dtype=np.int64)[codes]  # a missing word has code -1: the default
    return ranks


def _weakness(rows: pd.DataFrame, keys: list[str]) -> Codes:
    """Rank each row's word; a row that cannot weaken a sum is -1."""
    known = rows["placements"].notna().to_numpy(dtype=bool)
    status = rows["status"]
    rank = _ranked(status, _OF_KNOWN, 0)
    # A remainder is as good as reported in a sum that does not look at countries on the side it leaves open.
    rank[(rank == 1) & ~_open_side(rows, keys)] = 0
    partial = len(_OF_KNOWN) - 1
    unknown = np.where((status == "not_applicable").to_numpy(dtype=bool), -1, partial)
    unknown[_in_a_remainder(rows, keys)] = -1
    return np.where(known, rank, unknown)


def _open_side(rows: pd.DataFrame, keys: list[str]) -> Mask:
    found = np.zeros(len(rows), dtype=bool)
    for key in (key for key in keys if key in _END_KEYS):
        found |= rows[key].isin(AGGREGATES).to_numpy(dtype=bool)
    return found


def _in_a_remainder(rows: pd.DataFrame, keys: list[str]) -> Mask:
    """Tell which countries named without a number have theirs in a remainder row of the same group."""
    open_word = (rows["status"] == "not_broken_down").to_numpy(dtype=bool)
    known = rows["placements"].notna().to_numpy(dtype=bool)
    unknown, remainders = open_word & ~known, open_word & known
    if not (unknown.any() and remainders.any()):
        return np.zeros(len(rows), dtype=bool)
    scope = [column for column in dict.fromkeys([*keys, *_REMAINDER_SCOPE]) if column in rows]
    ends = rows[["origin", "destination"]]
    found = np.zeros(len(rows), dtype=bool)
    for closed in (["destination"], ["origin"], []):
        opened = [end for end in ("origin", "destination") if end not in closed]
        whole = remainders & (ends[opened] == OTHER).all(axis=1).to_numpy(dtype=bool)
        columns = list(dict.fromkeys([*scope, *closed]))
        group = group_codes(rows, columns)
        found |= unknown & np.isin(group, group[whole])
    return found


def _reason(rows: pd.DataFrame) -> Codes:
    known = rows["placements"].notna().to_numpy(dtype=bool)
    return np.where(known, 0, _ranked(rows["status"], _OF_UNKNOWN, 1))


def _status(numbers: pd.Series, weakness: Codes, reason: Codes) -> pd.Series:
    known = np.asarray(_OF_KNOWN, dtype=object)[weakness]
    unknown = np.asarray(_OF_UNKNOWN, dtype=object)[reason]
    return pd.Series(np.where(numbers.notna().to_numpy(dtype=bool), known, unknown), index=numbers.index, dtype="str")


def _months_status(table: pd.DataFrame, lacking: Mask) -> pd.Series:
    status = table["status"].mask(lacking, "partial")
    return status.mask(table["volunteer_months"].isna() & table["placements"].notna(), "not_reported")


def _without_double_presence(table: pd.DataFrame, rows: pd.DataFrame, group: Codes) -> pd.DataFrame:
    present = rows["basis"].isin(POINT_BASES).to_numpy(dtype=bool)
    if "period" in table or "period" not in rows or not present.any():
        return table
    periods = rows["period"][present].groupby(group[present]).nunique()
    clash = periods.index[periods > 1]
    table.loc[clash, "placements"] = np.nan
    table.loc[clash, "status"] = "not_applicable"
    return table
