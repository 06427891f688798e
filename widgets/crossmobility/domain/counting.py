"""Counting once: which rows of a selection may be added together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.countries import AGGREGATES, ALL
from crossmobility.domain.periods import in_order, lies_within, may_overlap, period

ALWAYS_APART: Final = ("dataset", "kind", "basis")
"""Columns whose values are never added to one another."""
BREAKDOWNS: Final = ("scheme", "programme", "sector", "sex", "age_band", "duration_band")
"""Columns in which ``_T`` means: everything, not split."""

_DEEPEST: Final = 50  # a part of a part of a part: far more than anybody publishes, and an end for a circle

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]


def count_once(rows: pd.DataFrame, *, apart: Sequence[str] = (), among: pd.DataFrame | None = None) -> pd.DataFrame:
    """Leave out the rows whose volunteers another row of the selection already counts.

    A row is left out when a row with a number (1) is the statement it is ``part_of``, directly or further up; or (2) is
    the same flow without the split: a programme's figure is inside its scheme's figure wherever their countries and
    periods can meet; or (3) is the same flow over a longer period that holds its own.

    Parameters
    ----------
    rows : DataFrame
        Figures ``flows`` rows, after :func:`~crossmobility.domain.statements.resolved_totals`.
    apart : sequence of str
        Columns that the answer shows side by side, such as ``period``: rows that differ in them are not added, so one
        does not push out the other. Dataset, kind and basis are always apart.
    among : DataFrame, optional
        The table ``rows`` were chosen from, when a filter may have removed a statement between a part and its total.

    Returns
    -------
    DataFrame
        A subset of ``rows``, same columns, order and index. Doing it again changes nothing.

    Examples
    --------
    >>> from crossmobility.domain.counting import count_once
    >>> rows = pd.DataFrame({
    ...     "statement_id": ["A", "B"], "part_of": ["", "A"], "origin": ["_T", "_T"], "destination": "FRA",
    ...     "period": ["2017-01-01/2022-12-31", "2019"], "basis": "not_stated", "placements": [860.0, 251.0]})
    >>> count_once(rows)["placements"].tolist(), count_once(rows, apart=["period"])["placements"].tolist()
    ([860.0], [860.0, 251.0])
    """
    fixed = [column for column in dict.fromkeys([*ALWAYS_APART, *apart]) if column in rows]
    kept = rows[~_inside_a_statement(rows, fixed, rows if among is None else among)]
    splits = [column for column in BREAKDOWNS if column in rows and column not in apart]
    kept = kept[~_inside_a_coarser_row(kept, fixed, splits)]
    return kept if "period" in apart else kept[~_inside_a_longer_period(kept, fixed, splits)]


def group_codes(rows: pd.DataFrame, columns: Sequence[str], *, in_order: bool = False) -> Codes:
    """Number the groups of rows that agree in ``columns``, one code per row; ``in_order`` numbers them as they sort."""
    if not columns:
        return np.zeros(len(rows), dtype=np.int64)
    grouped = rows.groupby(list(columns), sort=in_order, observed=True, dropna=False)
    return grouped.ngroup().to_numpy().astype(np.int64)


def _numbered(rows: pd.DataFrame) -> Mask:
    known = rows["placements"].notna()
    if "volunteer_months" in rows:
        known = known | rows["volunteer_months"].notna()
    return known.to_numpy(dtype=bool)


def _inside_a_statement(rows: pd.DataFrame, fixed: list[str], among: pd.DataFrame) -> Mask:
    inside = np.zeros(len(rows), dtype=bool)
    parts = (rows["part_of"] != "").to_numpy(dtype=bool) if "part_of" in rows else inside
    if not parts.any():
        return inside
    book = among[among["statement_id"] != ""]
    above = pd.Series(_ids(book, "part_of").to_numpy(), index=_ids(book, "statement_id").to_numpy())
    above = above[~above.index.duplicated()]
    stated = rows[_numbered(rows) & (rows["statement_id"] != "").to_numpy()]
    counted = set(_ids(stated, "statement_id", *fixed))
    here = rows[parts]
    beside = _ids(here, *fixed)
    found, current = pd.Series(False, index=here.index), _ids(here, "part_of")
    for _ in range(_DEEPEST):
        found = found | (current + "\t" + beside if fixed else current).isin(counted)
        current = current.map(above).fillna("")
        if (current == "").all():
            break
    inside[parts] = found.to_numpy(dtype=bool)
    return inside


def _ids(rows: pd.DataFrame, *columns: str) -> pd.Series:
    # A statement id is unique within its dataset, so the dataset belongs to its name.
    texts = [rows[column].astype("str") for column in columns]
    if columns and columns[0] in ("part_of", "statement_id") and "dataset" in rows:
        texts[0] = (rows["dataset"].astype("str") + "\n" + texts[0]).where(texts[0] != "", "")
    joined = pd.Series("", index=rows.index, dtype="str") if not texts else texts[0]
    for text in texts[1:]:
        joined = joined + "\t" + text
    return joined


def _inside_a_coarser_row(rows: pd.DataFrame, fixed: list[str], splits: list[str]) -> Mask:
    """Compare the row patterns (which columns say ``_T``) pairwise: a handful, however many rows there are."""
    inside = np.zeros(len(rows), dtype=bool)
    pattern = np.zeros(len(rows), dtype=np.int64)
    for bit, column in enumerate(splits):
        pattern |= (rows[column] == ALL).to_numpy(dtype=bool).astype(np.int64) << bit
    patterns = np.unique(pattern)
    if len(patterns) < 2:
        return inside
    numbered = _numbered(rows)
    for coarse in patterns:
        finer = ((pattern & coarse) == pattern) & (pattern != coarse)
        whole = (pattern == coarse) & numbered
        if finer.any() and whole.any():
            shared = [column for bit, column in enumerate(splits) if not coarse >> bit & 1]
            inside |= _meeting(rows, [*fixed, *shared], finer, whole)
    return inside


def _meeting(rows: pd.DataFrame, keys: list[str], finer: Mask, whole: Mask) -> Mask:
    """Tell which ``finer`` rows can share volunteers with a ``whole`` row of the same ``keys``."""
    group = group_codes(rows, keys)
    origin, destination, ends = _end_codes(rows)
    periods = rows["period"].to_numpy(dtype=object) if "period" in rows else np.full(len(rows), "", dtype=object)
    found = np.zeros(len(rows), dtype=bool)
    for text in set(periods[finer]):
        near = [other for other in set(periods[whole]) if may_overlap(text, other)]
        here, there = np.flatnonzero(finer & (periods == text)), np.flatnonzero(whole & np.isin(periods, near))
        if len(there):
            found[here] = _cells_meet(group, origin, destination, ends, here, there)
    return found


def _cells_meet(group: Codes, origin: Codes, destination: Codes, ends: int, here: Codes, there: Codes) -> Mask:
    """Compare cells in which 0 stands for several countries, which may be any."""
    anything = ends  # a code no country has

    def keys(at: Codes, origins: Codes, destinations: Codes) -> Codes:
        return (group[at] * (ends + 1) + origins) * (ends + 1) + destinations

    o, d = origin[there], destination[there]
    any_end = np.full(len(there), anything, dtype=np.int64)
    known = np.concatenate([keys(there, a, b) for a in (o, any_end) for b in (d, any_end)])
    met = np.zeros(len(here), dtype=bool)
    for a in (np.where(origin[here] == 0, anything, origin[here]), np.where(origin[here] == 0, anything, 0)):
        for b in (
            np.where(destination[here] == 0, anything, destination[here]),
            np.where(destination[here] == 0, anything, 0),
        ):
            met |= np.isin(keys(here, a, b), known)
    return met


def _end_codes(rows: pd.DataFrame) -> tuple[Codes, Codes, int]:
    """Number the countries from 1; ``_T`` and ``_O`` are 0."""
    both = pd.concat([rows["origin"], rows["destination"]], ignore_index=True)
    codes, names = pd.factorize(both)
    codes = np.where(both.isin(AGGREGATES).to_numpy(dtype=bool), 0, codes.astype(np.int64) + 1)
    return codes[: len(rows)], codes[len(rows) :], len(names) + 1


def _inside_a_longer_period(rows: pd.DataFrame, fixed: list[str], splits: list[str]) -> Mask:
    inside = np.zeros(len(rows), dtype=bool)
    nested = _nested_periods(rows)
    if not nested:
        return inside
    cell = group_codes(rows, [*fixed, *splits, "origin", "destination"])
    periods, numbered = rows["period"].to_numpy(dtype=object), _numbered(rows)
    for text, longer in nested.items():
        here = periods == text
        inside |= here & np.isin(cell, cell[np.isin(periods, longer) & numbered])
    return inside


def _nested_periods(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Return the longer periods that hold each period of ``rows``; empty when periods follow one another."""
    texts = [text for text in in_order(rows["period"].unique()) if text] if "period" in rows else []
    spans = [period(text) for text in texts]
    if all(earlier.end < later.start for earlier, later in pairwise(spans)):
        return {}
    nested = {text: [other for other in texts if other != text and lies_within(text, other)] for text in texts}
    # Two ways to write the same days ("2019-Q1" and its range) hold each other: the first in order stays.
    strictly = {
        text: [other for other in longer if not lies_within(other, text) or texts.index(other) < texts.index(text)]
        for text, longer in nested.items()
    }
    return {text: longer for text, longer in strictly.items() if longer}
