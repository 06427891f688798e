"""Published statements: totals and their parts, read so that nothing is counted twice and nothing is lost."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.counting import Codes, Mask, group_codes
from crossmobility.domain.countries import ALL, OTHER
from crossmobility.errors import BadSource
from crossmobility.i18n import message

FLOW_COLUMNS: Final = (
    "dataset",
    "statement_id",
    "part_of",
    "origin",
    "destination",
    "period",
    "programme",
    "scheme",
    "sector",
    "sex",
    "age_band",
    "duration_band",
    "basis",
    "kind",
    "placements",
    "volunteer_months",
    "countries",
    "rank",
    "status",
    "certainty",
    "citation",
    "source",
)
"""Columns of Figures ``flows``: one row a statement or cell; empty text = none, NaN = unknown, ``_T`` = no split."""

MEASURES: Final = ("placements", "volunteer_months")
SCOPE: Final = (
    *("dataset", "period", "scheme", "programme", "sector", "sex", "age_band", "duration_band", "basis", "kind"),
)
"""What a total and its parts have in common."""

_NONE: Final = -1
_LEVELS: Final = 3  # country to country, one country with all, all with all: no total lies deeper
_TOLERANCE: Final = 1e-6  # months are sums of fractions


def resolved_totals(counts: pd.DataFrame) -> pd.DataFrame:
    """Read each total beside its parts as the parts plus one remainder.

    A row is a part when it shares the total's scope (period, scheme, programme, basis, kind), looks at one country
    where the total says ``_T``, and either names the total in ``part_of`` or has an empty ``part_of`` and one such
    total only.

    Parameters
    ----------
    counts : DataFrame
        Rows of ``flow_counts`` or of Figures ``flows``; one row a published statement.

    Returns
    -------
    DataFrame
        The same columns, one row per part, remainder or untouched statement, in the given order. A total becomes its
        remainder: ``_O`` at the end its parts split, total minus known parts, status ``not_broken_down``, its own
        ``statement_id``, ``countries`` as stated for the whole, certainty ``derived`` when something was taken away.
        A remainder of nothing is left out when every part has a number. Parts without a number keep it unknown, with
        status ``not_broken_down``: their number is in the remainder. The sum over all rows stays what it was.

    Raises
    ------
    BadSource
        When parts exceed their total, or a part could belong to several totals.

    Examples
    --------
    >>> counts = pd.DataFrame({
    ...     "statement_id": ["A", "B", "C"], "part_of": ["", "A", "A"], "origin": ["_T", "SEN", "TUN"],
    ...     "destination": "FRA", "period": "2022", "placements": [153.0, 22.0, None], "status": "reported"})
    >>> resolved_totals(counts)[["origin", "placements", "status"]].to_dict("split")["data"]
    [['_O', 131.0, 'not_broken_down'], ['SEN', 22.0, 'reported'], ['TUN', nan, 'not_broken_down']]
    """
    rows = _with_words(counts)
    parent = _totals_of(rows)
    parts = parent >= 0
    if not parts.any():
        return rows
    totals = np.unique(parent[parts])
    remainders = pd.DataFrame({m: _remainders(rows, m, parent, totals) for m in MEASURES if m in rows}, index=totals)
    resolved = _with_parts_marked(_as_remainders(rows, parent, remainders), parent)
    return resolved.drop(index=_spent(rows, parent, remainders)).reset_index(drop=True)


def contradictions(counts: pd.DataFrame) -> pd.DataFrame:
    """Find the totals that :func:`resolved_totals` would refuse because their known parts exceed them.

    Returns
    -------
    DataFrame
        One row per such total, indexed like ``counts``: ``statement_id``, ``measure``, ``total``, ``parts``.
    """
    rows = _with_words(counts)
    parent = _totals_of(rows)
    totals = np.unique(parent[parent >= 0])
    found = []
    for measure in (m for m in MEASURES if m in rows):
        total = rows[measure].iloc[totals]
        parts = _sum_of_parts(rows, measure, parent).reindex(totals).fillna(0.0)
        excess = total - parts < -_TOLERANCE
        found.append(
            pd.DataFrame(
                {
                    "statement_id": rows["statement_id"].iloc[totals],
                    "measure": measure,
                    "total": total,
                    "parts": parts,
                }
            )[excess]
        )
    table = pd.concat(found) if found else pd.DataFrame(columns=["statement_id", "measure", "total", "parts"])
    return table.set_axis(counts.index[table.index])


def _with_words(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the rows numbered from 0, with empty words instead of missing ones."""
    rows = counts.reset_index(drop=True)
    words = [column for column in (*SCOPE, "statement_id", "part_of", "status") if column in rows]
    return rows.assign(**{word: rows[word].fillna("") for word in words if rows[word].hasnans})


def _totals_of(rows: pd.DataFrame) -> Codes:
    """Return for each row the position of the total it is a part of, or -1."""
    parent = np.full(len(rows), _NONE, dtype=np.int64)
    is_total = ((rows["origin"] == ALL) | (rows["destination"] == ALL)).to_numpy(dtype=bool)
    if not is_total.any():
        return parent
    scope = group_codes(rows, [column for column in SCOPE if column in rows])
    named = _named_totals(rows)
    linked = named >= 0
    linked[linked] = is_total[named[linked]]
    linked[linked] = (scope[named[linked]] == scope[linked]) & _is_finer(rows, np.flatnonzero(linked), named[linked])
    parent[linked] = named[linked]
    return _with_unnamed(rows, parent, scope, is_total)


def _named_totals(rows: pd.DataFrame) -> Codes:
    """Return the position of the row each ``part_of`` names, or -1."""
    wanted = _keys(rows, "part_of")
    ids = pd.Series(np.arange(len(rows)), index=_keys(rows, "statement_id").to_numpy())
    ids = ids[ids.index.isin(wanted[rows["part_of"] != ""])]
    twice = ids.index[ids.index.duplicated()]
    if len(twice):
        raise BadSource(
            message("Two rows have the statement_id {statement}.", statement=str(twice[0]).split("\n")[-1]),
            message("Give each row its own, so that part_of names one row."),
        )
    found = wanted.map(ids).where(rows["part_of"] != "")
    return found.fillna(_NONE).to_numpy(dtype=np.int64)


def _keys(rows: pd.DataFrame, column: str) -> pd.Series:
    # Statement ids are unique within a dataset only.
    return rows["dataset"].astype("str") + "\n" + rows[column].astype("str") if "dataset" in rows else rows[column]


def _with_unnamed(rows: pd.DataFrame, parent: Codes, scope: Codes, is_total: Mask) -> Codes:
    """Link rows that name nothing to the one total above them; the nearest total wins over the world total."""
    origin, destination = rows["origin"], rows["destination"]
    free = ((rows["part_of"] == "") & (parent == _NONE)).to_numpy(dtype=bool)
    ends = pd.DataFrame({"scope": scope, "origin": origin, "destination": destination})
    into = _one_total(
        ends, ["scope", "destination"], is_total & (destination != ALL).to_numpy(), free & (origin != ALL).to_numpy()
    )
    out = _one_total(
        ends, ["scope", "origin"], is_total & (origin != ALL).to_numpy(), free & (destination != ALL).to_numpy()
    )
    both = np.flatnonzero((into >= 0) & (out >= 0))
    if len(both):
        raise _ambiguous(rows, both[0], into[both[0]], out[both[0]])
    nearest = np.maximum(into, out)
    world = is_total & ((origin == ALL) & (destination == ALL)).to_numpy()
    above = _one_total(ends, ["scope"], world, free & (nearest == _NONE) & ~world)
    return np.maximum(parent, np.maximum(nearest, above))


def _one_total(ends: pd.DataFrame, keys: list[str], totals: Mask, rows: Mask) -> Codes:
    found = np.full(len(ends), _NONE, dtype=np.int64)
    if not totals.any() or not rows.any():
        return found
    above = ends.loc[totals, keys].assign(total=np.flatnonzero(totals))
    pairs = ends.loc[rows, keys].assign(row=np.flatnonzero(rows)).merge(above, on=keys)
    pairs = pairs[pairs["row"] != pairs["total"]]
    twice = pairs["row"].duplicated()
    if twice.any():
        row = pairs.loc[twice, "row"].iloc[0]
        first, second = pairs.loc[pairs["row"] == row, "total"].iloc[:2]
        raise _ambiguous(ends.assign(statement_id=""), row, first, second)
    found[pairs["row"]] = pairs["total"]
    return found


def _ambiguous(rows: pd.DataFrame, row: int, first: int, second: int) -> BadSource:
    def cell(position: int) -> str:
        return f"{rows['origin'].iloc[position]} → {rows['destination'].iloc[position]}"

    return BadSource(
        message(
            "{row} may be a part of two totals, {first} and {second}.",
            row=cell(row),
            first=cell(first),
            second=cell(second),
        ),
        message("Name the total in the part_of column, or leave one of the totals out."),
    )


def _is_finer(rows: pd.DataFrame, parts: Codes, totals: Codes) -> Mask:
    """Tell whether each part looks at one country (or ``_O``) where its total says ``_T``, and agrees elsewhere."""
    fits, splits = np.ones(len(parts), dtype=bool), np.zeros(len(parts), dtype=bool)
    for end in ("origin", "destination"):
        codes = rows[end].to_numpy(dtype=object)
        part, total = codes[parts], codes[totals]
        fits &= (part == total) | (total == ALL)
        splits |= (part != total) & (total == ALL)
    return fits & splits


def _sum_of_parts(rows: pd.DataFrame, measure: str, parent: Codes) -> pd.Series:
    """Return the known parts' sum per total; a part without a number counts by its own parts."""
    own = rows[measure].astype("float64")
    known, sums = own, pd.Series(dtype="float64")
    for _ in range(_LEVELS):
        sums = known[parent >= 0].groupby(parent[parent >= 0]).sum(min_count=1)
        known = own.fillna(sums)
    return sums


def _remainders(rows: pd.DataFrame, measure: str, parent: Codes, totals: Codes) -> pd.Series:
    parts = _sum_of_parts(rows, measure, parent).reindex(totals).fillna(0.0)
    total = rows[measure].iloc[totals]
    remainder = total - parts
    for position in remainder.index[remainder < -_TOLERANCE]:
        raise BadSource(
            message(
                "The parts of {statement} add up to {parts}, more than its total {total}.",
                statement=rows["statement_id"].iloc[position] or rows["period"].iloc[position],
                parts=float(parts[position]),
                total=float(total[position]),
            ),
            message("Correct the numbers, or leave out the total or the parts."),
        )
    return remainder.mask(remainder.abs() <= _TOLERANCE, 0.0)


def _as_remainders(rows: pd.DataFrame, parent: Codes, remainders: pd.DataFrame) -> pd.DataFrame:
    resolved, totals = rows.copy(), remainders.index
    for end in ("origin", "destination"):
        split = np.unique(parent[(parent >= 0) & (rows[end] != ALL).to_numpy()])
        resolved.loc[split[(rows[end].iloc[split] == ALL).to_numpy()], end] = OTHER
    for measure in remainders:
        resolved[measure] = rows[measure].astype("float64")
        resolved.loc[totals, measure] = remainders[measure]
    resolved.loc[totals, "status"] = "not_broken_down"
    if "certainty" in rows:
        reduced = totals[(remainders["placements"] < rows.loc[totals, "placements"]).to_numpy()]
        resolved.loc[reduced, "certainty"] = "derived"
    return resolved


def _with_parts_marked(resolved: pd.DataFrame, parent: Codes) -> pd.DataFrame:
    """Give parts the ``part_of`` of the total they replaced, and unknown parts their status."""
    top = parent.copy()
    for _ in range(_LEVELS):
        higher = np.where(top >= 0, parent[top], _NONE)
        top = np.where(higher >= 0, higher, top)
    parts = np.flatnonzero(parent >= 0)
    resolved.loc[parts, "part_of"] = resolved["part_of"].to_numpy(dtype=object)[top[parts]]
    unknown = (parent >= 0) & (resolved["placements"].isna() & resolved["status"].isin(["", "reported", "not_reported"]))
    resolved.loc[unknown, "status"] = "not_broken_down"
    return resolved


def _spent(rows: pd.DataFrame, parent: Codes, remainders: pd.DataFrame) -> pd.Index:
    """Return the totals of which nothing remains and that no other row still refers to."""
    parts = parent >= 0
    unknown = np.unique(parent[parts & rows["placements"].isna().to_numpy()])
    referring = _named_totals(rows)
    still_named = np.unique(referring[(referring >= 0) & (referring != parent)])
    nothing_left = (remainders.fillna(0.0) == 0.0).all(axis=1) & remainders["placements"].notna()
    gone = remainders.index[nothing_left]
    return gone[~gone.isin(unknown) & ~gone.isin(still_named)]
