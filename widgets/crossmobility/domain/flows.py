"""Flows: how many volunteers went from where to where, as far as the sources say.

``rows`` are Figures ``flows`` rows (``FLOW_COLUMNS``): one row a statement or cell. NaN means unknown, never zero; a
corridor that is absent is unknown too. Every table here counts each volunteer once (:func:`count_once`) and never adds
two bases, two kinds or two datasets.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.counting import count_once
from crossmobility.domain.countries import AGGREGATES, REGION_KEYS, joins_two_countries, with_regions
from crossmobility.domain.directions import Facing, direction, facing
from crossmobility.domain.pairs import pair_table
from crossmobility.domain.periods import PeriodKind, lies_within, period, periods_of
from crossmobility.domain.requests import unknown_word, without_mixing
from crossmobility.domain.selection import Measure
from crossmobility.domain.statements import FLOW_COLUMNS, contradictions, resolved_totals
from crossmobility.domain.sums import summed
from crossmobility.domain.totals import Totals, country_totals, totals
from crossmobility.i18n import message

__all__ = [
    "FLOW_COLUMNS",
    "KEYS",
    "Rest",
    "Totals",
    "contradictions",
    "corridors",
    "count_once",
    "country_totals",
    "direction",
    "facing",
    "families_in",
    "flow_table",
    "not_broken_down",
    "pair_table",
    "period_series",
    "resolved_totals",
    "selected",
    "top",
    "totals",
]

KEYS: Final = (
    *("dataset", "origin", "destination", "period", "programme", "scheme"),
    *("sector", "sex", "age_band", "duration_band", "basis", "kind", "source"),
    *REGION_KEYS,
)
"""What a flow table can be split by."""


@dataclass(frozen=True)
class Rest:
    """What a short list leaves out: how many rows, and the sum of their known numbers (None: none is known)."""

    rows: int
    placements: float | None
    volunteer_months: float | None = None


def selected(
    rows: pd.DataFrame,
    *,
    families: Mapping[str, str],
    dataset: str | None = None,
    period: str | None = None,
    basis: str | None = None,
    kind: str | None = "actual",
    schemes: Collection[str] = (),
    programmes: Collection[str] = (),
    countries: Collection[str] = (),
    source: str | None = None,
) -> pd.DataFrame:
    """Choose rows. ``None`` or nothing named means no restriction, except that ``kind`` is ``actual`` unless said.

    Parameters
    ----------
    period : str, optional
        Keeps the rows lying wholly inside it; ``""`` keeps the undated ones.
    schemes : collection of str
        Scheme or family codes; a code that is both (``VSI``) means the family.
    countries : collection of str
        Keeps rows of which one end is among them.
    families : mapping
        Scheme code to family code.

    Returns
    -------
    DataFrame
        A subset of ``rows``, same columns, order and index; add them only after :func:`count_once`.
    """
    keep = pd.Series(True, index=rows.index)
    for column, value in (("dataset", dataset), ("basis", basis), ("kind", kind), ("source", source)):
        if value is not None:
            keep &= rows[column] == value
    if period is not None:
        within = [each for each in rows["period"].unique() if each == period or lies_within(each, period)]
        keep &= rows["period"].isin(within)
    if schemes:
        keep &= rows["scheme"].isin(_schemes_named(schemes, families, rows))
    if programmes:
        keep &= rows["programme"].isin(list(programmes))
    if countries:
        keep &= rows["origin"].isin(list(countries)) | rows["destination"].isin(list(countries))
    return rows[keep]


def _schemes_named(wanted: Collection[str], families: Mapping[str, str], rows: pd.DataFrame) -> list[str]:
    known = {*families, *families.values(), *rows["scheme"].unique()}
    for code in wanted:
        if code not in known:
            raise unknown_word(message("There is no scheme {code}.", code=code), code, known)
    return [*wanted, *(scheme for scheme, family in families.items() if family in wanted)]


def families_in(rows: pd.DataFrame, families: Mapping[str, str]) -> tuple[str, ...]:
    """Return the scheme families of ``rows``, sorted; a ratio or balance needs exactly one."""
    return tuple(sorted({families.get(str(code), str(code)) for code in rows["scheme"].unique()}))


def flow_table(
    rows: pd.DataFrame, by: Sequence[str] = ("origin", "destination"), country_frame: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Add up placements by any of ``KEYS``, always split by basis too.

    Parameters
    ----------
    by : sequence of str
        Keys; region keys such as ``origin_region`` need ``country_frame`` (indexed by ISO alpha-3, columns ``region``
        and ``subregion``).

    Returns
    -------
    DataFrame
        One row per combination of ``by`` and basis that is stated, sorted by them: ``placements`` (persons placed),
        ``volunteer_months``, ``status``, ``months_status``. NaN = unknown; an absent combination is not stated, not
        zero.

    Raises
    ------
    BadRequest
        For an unknown key, or rows of several datasets or kinds that are not split by them.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "part_of": "", "origin": ["SEN", "TUN", "SEN"], "destination": "FRA", "period": "2015", "basis": "started",
    ...     "placements": [11.0, 8.0, 2.0], "volunteer_months": 6.0, "status": "reported"})
    >>> flow_table(rows)[["origin", "placements"]].to_dict("split")["data"]
    [['SEN', 13.0], ['TUN', 8.0]]
    """
    keys = list(dict.fromkeys([*by, "basis"]))
    for key in keys:
        if key not in KEYS or (key in REGION_KEYS and country_frame is None):
            raise unknown_word(message("Flows cannot be split by {key}.", key=key), key, KEYS)
    without_mixing(rows, ("dataset", "kind"), keys)
    regions = [key for key in keys if key in REGION_KEYS]
    counted = count_once(rows, apart=[key for key in keys if key not in ("origin", "destination", *regions)])
    if regions and country_frame is not None:
        counted = with_regions(counted, regions, country_frame)
    return summed(counted, keys)


def corridors(rows: pd.DataFrame) -> pd.DataFrame:
    """Add up placements by corridor: from one country to another one.

    Returns
    -------
    DataFrame
        One row per ``origin``, ``destination`` and ``basis``: ``placements``, ``volunteer_months``, ``status``,
        ``months_status``, ``rank`` (given by the source to a country it names without a number). Largest first, then
        those without a number by rank, then by codes. Totals, remainders and flows within a country are not here.
    """
    without_mixing(rows, ("dataset", "kind"))
    counted = count_once(rows)
    counted = counted[joins_two_countries(counted)]
    keys = ["origin", "destination", "basis"]
    table = summed(counted, keys)
    ranks = counted[keys + (["rank"] if "rank" in counted else [])]
    if "rank" in ranks and ranks["rank"].notna().any():
        table = table.merge(ranks.groupby(keys, observed=True, as_index=False).min(), on=keys, how="left")
    else:
        table["rank"] = np.nan
    order = ["placements", "rank", "origin", "destination", "basis"]
    return table.sort_values(order, ascending=[False, True, True, True, True], na_position="last", ignore_index=True)


def not_broken_down(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what cannot be given to a country: totals and remainders, then countries named without a number.

    Returns
    -------
    DataFrame
        A subset of the rows counted once, all columns: first rows with ``_T`` or ``_O`` at an end, largest first; then
        countries whose number the source does not give, by rank and codes (``placements`` NaN, status not_broken_down).
    """
    counted = count_once(rows)
    whole = counted["origin"].isin(AGGREGATES) | counted["destination"].isin(AGGREGATES)
    named = ~whole & counted["placements"].isna() & (counted["status"] == "not_broken_down")
    order = ["origin", "destination", "period", "statement_id"]
    first = counted[whole].sort_values(["placements", *order], ascending=[False, True, True, True, True])
    return pd.concat([first, counted[named].sort_values(["rank", *order], na_position="last")], ignore_index=True)


def top(table: pd.DataFrame, n: int, measure: Measure = "placements") -> tuple[pd.DataFrame, Rest]:
    """Keep the ``n`` rows of a table with the largest known ``measure``, and count the rest.

    Rows of equal size stay in the table's order. Rows without a number are always in the rest. The table should hold
    one basis: :class:`Rest` adds what it leaves out.
    """
    known = table[table[measure].notna()].sort_values(measure, ascending=False, kind="stable")
    kept = known.head(n)
    left = table.drop(index=kept.index)
    return kept.reset_index(drop=True), Rest(
        rows=len(left),
        placements=_known_sum(left, "placements"),
        volunteer_months=_known_sum(left, "volunteer_months"),
    )


def _known_sum(table: pd.DataFrame, column: str) -> float | None:
    if column not in table or not table[column].notna().any():
        return None
    return float(table[column].sum())


def period_series(
    rows: pd.DataFrame, reference: str, direction: Facing | None = None, length: PeriodKind | None = None
) -> pd.DataFrame:
    """Total the selection for each period of one length.

    Parameters
    ----------
    direction : str, optional
        Only rows going this way, seen from ``reference``.
    length : str, optional
        year, half, quarter or month; without it, the one most periods have (the longer of two). Ranges of days and
        undated rows are of no equal length and never here.

    Returns
    -------
    DataFrame
        One row per period and basis, oldest first: ``period``, ``basis``, ``placements``, ``volunteer_months``,
        ``status``, ``months_status``. A period for which nothing is stated is absent: a gap, not zero.
    """
    without_mixing(rows, ("dataset", "kind"))
    way = rows if direction is None else facing(rows, reference, direction)
    counted = count_once(way, apart=["period"], among=rows)
    kinds = {text: period(text).kind for text in periods_of(counted) if text}
    wanted = length or _commonest(list(kinds.values()))
    texts = [text for text, kind in kinds.items() if kind == wanted]
    table = summed(counted[counted["period"].isin(texts)], ["period", "basis"])
    order = {text: place for place, text in enumerate(texts)}
    return table.sort_values(
        ["period", "basis"], key=lambda c: c.map(order) if c.name == "period" else c, ignore_index=True
    )


def _commonest(kinds: list[PeriodKind]) -> PeriodKind:
    lengths: tuple[PeriodKind, ...] = ("year", "half", "quarter", "month")
    return max(lengths, key=kinds.count)
