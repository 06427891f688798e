"""Sums with a status: what is known of a group of rows, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
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
        periods have no sum: ``not_applicable``.
    """
    keys = list(keys)
    table = rows[keys].assign(
        placements=rows["placements"],
        volunteer_months=rows["volunteer_months"],
        weakness=_weakness(rows, keys),
        reason=_reason(rows),
        lacks_months=(rows["placements"].notna() & rows["volunteer_months"].isna()).astype("int64"),
    )
    groups = table.groupby(keys, sort=True, observed=True, dropna=False)
    sums = groups[["placements", "volunteer_months"]].sum(min_count=1)
    words = groups[["weakness", "reason", "lacks_months"]].max()
    sums["status"] = _status(sums["placements"], words["weakness"], words["reason"])
    sums["months_status"] = _months_status(sums, words["lacks_months"])
    return _without_double_presence(sums, rows, keys).reset_index()


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
    words = np.column_stack([column.map(_ranks(_OF_KNOWN)).fillna(0).to_numpy(dtype=np.int64) for column in columns])
    reasons = np.column_stack(
        [column.map(_ranks(_OF_UNKNOWN)).fillna(1).to_numpy(dtype=np.int64) for column in columns]
    )
    word = np.asarray(_OF_KNOWN, dtype=object)[np.where(known, words, len(_OF_KNOWN) - 1).max(axis=1)]
    reason = np.asarray(_OF_UNKNOWN, dtype=object)[np.where(known, 0, reasons).max(axis=1)]
    return pd.Series(np.where(known.any(axis=1), word, reason), index=numbers.index, dtype="str", name="status")


def _ranks(words: tuple[str, ...]) -> Mapping[str, int]:
    return {word: rank for rank, word in enumerate(words)}


def _weakness(rows: pd.DataFrame, keys: list[str]) -> Codes:
    """Rank each row's word; a row that cannot weaken a sum is -1."""
    known = rows["placements"].notna().to_numpy(dtype=bool)
    status = rows["status"]
    rank = status.map(_ranks(_OF_KNOWN)).fillna(0).to_numpy().astype(np.int64)
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
    ranks = rows["status"].map(_ranks(_OF_UNKNOWN)).fillna(1).to_numpy(dtype=np.int64)
    return np.where(rows["placements"].notna().to_numpy(dtype=bool), 0, ranks)


def _status(numbers: pd.Series, weakness: pd.Series, reason: pd.Series) -> pd.Series:
    known = np.asarray(_OF_KNOWN, dtype=object)[weakness.clip(lower=0).to_numpy(dtype=np.int64)]
    unknown = np.asarray(_OF_UNKNOWN, dtype=object)[reason.to_numpy(dtype=np.int64)]
    return pd.Series(np.where(numbers.notna().to_numpy(dtype=bool), known, unknown), index=numbers.index, dtype="str")


def _months_status(sums: pd.DataFrame, lacks_months: pd.Series) -> pd.Series:
    status = sums["status"].mask(lacks_months > 0, "partial")
    return status.mask(sums["volunteer_months"].isna() & sums["placements"].notna(), "not_reported")


def _without_double_presence(sums: pd.DataFrame, rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    if "period" in keys or "period" not in rows:
        return sums
    present = rows[rows["basis"].isin(POINT_BASES)]
    if present["period"].nunique() < 2:
        return sums
    many = present.groupby(keys, observed=True, dropna=False)["period"].nunique()
    clash = many.index[many > 1]
    sums.loc[clash, ["placements", "volunteer_months"]] = np.nan
    sums.loc[clash, ["status", "months_status"]] = "not_applicable"
    return sums
