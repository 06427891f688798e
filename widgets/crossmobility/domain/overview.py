"""The answer to one selection: its corridors, its totals, what is not broken down, and where data can be found.

Everything a flows page shows is read from one :class:`Overview`, so the map, the table, the sentences and the headline
figures cannot disagree.

Of published figures, what is absent is unknown. Of a complete dataset (every placement is in it, up to ``complete_to``),
what is absent is nobody: 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from crossmobility.domain.countries import joins_two_countries
from crossmobility.domain.flows import count_once, direction
from crossmobility.domain.offers import BASES, goes, in_scope, last_day, periods_known, touching, unsplit, with_basis
from crossmobility.domain.periods import period, periods_of
from crossmobility.domain.placements import COUNTED_BASES
from crossmobility.domain.selection import Selection
from crossmobility.domain.sums import summed
from crossmobility.i18n import Language


@dataclass(frozen=True)
class Overview:
    """What one selection says.

    Attributes
    ----------
    selection : Selection
        The selection, with the basis that was used in ``selection.basis``.
    rows : DataFrame
        Figures rows of the direction asked for that may be added together (all bases but one left out).
    corridors : DataFrame
        One row per corridor between two countries: ``origin``, ``destination``, ``direction``, ``volume`` (the measure,
        NaN when unknown), ``status``; largest first.
    named : DataFrame
        Rows that name a country without a number, by rank.
    total, inflow, outflow : float
        Sum of the known figures; NaN when none is known, which is not zero.
    unsplit : float
        The part of ``total`` that no source breaks down by country; 0 when all is broken down.
    forward, back : float
        The selected corridor and its return, whatever direction is asked for; NaN when unknown or none is selected.
    countries_stated : float
        The number of countries a source states for the total, NaN when it states none.
    other_bases : tuple of str
        Bases on which the same selection has more figures; they are never added to these.
    complete_to : str
        The ISO date up to which absent means nobody; empty where it means unknown.
    """

    selection: Selection
    rows: pd.DataFrame
    corridors: pd.DataFrame
    named: pd.DataFrame
    total: float
    inflow: float
    outflow: float
    unsplit: float
    forward: float
    back: float
    countries_stated: float
    other_bases: tuple[str, ...]
    complete_to: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing at all is stated for the selection, or nobody counts in it."""
        return self.rows.empty

    @property
    def complete(self) -> bool:
        """Whether what is absent is zero rather than unknown."""
        return bool(self.complete_to)

    @property
    def cut(self) -> bool:
        """Whether the period is not over on the day the records go up to."""
        return (
            self.complete and bool(self.selection.period) and last_day(self.selection.period).isoformat() > self.complete_to
        )

    @property
    def counted_on(self) -> date | None:
        """The day on which people present are counted: the period's last, or the last the records go up to."""
        if not self.complete or not self.selection.period:
            return None
        return min(last_day(self.selection.period), date.fromisoformat(self.complete_to))

    def in_language(self, language: Language) -> Overview:
        """Return the same answer for a page in another language."""
        return replace(self, selection=replace(self.selection, language=language))

    @property
    def net(self) -> float:
        """Inflow minus outflow of the reference country; NaN unless both are stated."""
        return self.inflow - self.outflow


def overview(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str], *, complete_to: str = "") -> Overview:
    """Return what the rows of one dataset say for a selection.

    Parameters
    ----------
    rows : DataFrame
        Figures ``flows`` rows of one dataset: one row per published or computed cell.
    selection : Selection
        An empty basis means the first the selection has, in the order started, active, stock, ended, not stated.
    families : mapping
        Scheme code to family code.
    complete_to : str
        ISO date up to which the dataset holds every placement; then sums are 0 where nobody counts. Empty: it does not.
    """
    selection = with_basis(selection, complete_to)
    scope = in_scope(rows, selection, families)
    dated = scope[scope["period"] == selection.period]
    side = direction(dated, selection.reference)
    asked = goes(side, selection.direction)
    stated = set(dated.loc[asked, "basis"].unique())
    bases = [basis for basis in BASES if basis in stated]
    basis = selection.basis or (bases[0] if bases else "")
    used = count_once(dated[dated["basis"] == basis])
    touched = touching(used[asked[used.index]], selection.countries)
    side, whole, measure = side[used.index], unsplit(touched), selection.measure
    selection = replace(selection, basis=basis)
    complete_to = complete_to if _zero_where_absent(selection) else ""
    absent = 0.0 if complete_to else float("nan")
    return Overview(
        selection=selection,
        rows=touched,
        corridors=_corridors(touched, selection.reference, measure),
        named=_named(touched),
        total=_sum(touched, measure, absent),
        inflow=_sum(touching(used[side == "in"], selection.countries), measure, absent),
        outflow=_sum(touching(used[side == "out"], selection.countries), measure, absent),
        unsplit=_sum(touched[whole], measure, 0.0),
        forward=_between(used, selection.corridor, measure, absent),
        back=_between(used, selection.corridor[::-1], measure, absent),
        countries_stated=_stated(touched[whole]),
        other_bases=tuple(item for item in bases if item != basis),
        complete_to=complete_to,
    )


def _zero_where_absent(selection: Selection) -> bool:
    """Tell what a complete dataset knows completely, year by year: placements on four bases, months of the active."""
    yearly = bool(selection.period) and period(selection.period).kind == "year"
    counted = yearly and selection.kind == "actual" and selection.basis in COUNTED_BASES
    return counted and (selection.measure == "placements" or selection.basis == "active")


def every_basis(rows: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Return what a selection counts on every basis, of all directions, so that its counts can be reconciled.

    Parameters
    ----------
    rows : DataFrame
        Rows of the selection's scope (see :func:`~crossmobility.domain.offers.in_scope`), of any periods.

    Returns
    -------
    DataFrame
        A subset of ``rows`` that may be added within one basis and one period.
    """
    return touching(count_once(rows, apart=["period"]), selection.countries)


_SERIES: Final = ("period", "total", "inflow", "outflow", "status")


def series(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str], *, complete_to: str = "") -> pd.DataFrame:
    """Return what a selection counts in each period as long as its own.

    Returns
    -------
    DataFrame
        One row per period: ``period``, ``total`` (the measure; of the selected corridor when there is one), ``inflow`` and
        ``outflow`` of the reference country, ``status``. NaN when stated without a number. Periods for which nothing is
        stated are absent, not zero; a complete dataset has every period from its first to its last, 0 where nobody counts.
    """
    selection = with_basis(selection, complete_to)
    scope = in_scope(rows, selection, families)
    kind = period(selection.period).kind if selection.period else ""
    if complete_to and _zero_where_absent(selection):
        texts = [text for text in periods_known(rows, complete_to) if text and period(text).kind == kind]
        return _counted_series(scope, selection, texts, complete_to)
    found = []
    for text in (text for text in periods_of(scope) if text and period(text).kind == kind):
        answer = overview(scope[scope["period"] == text], replace(selection, period=text), families)
        total = answer.forward if selection.corridor else answer.total
        if not answer.empty and not (selection.corridor and pd.isna(total)):
            found.append((text, total, answer.inflow, answer.outflow, _worst(answer.rows["status"])))
    return pd.DataFrame(found, columns=list(_SERIES))


def _counted_series(scope: pd.DataFrame, selection: Selection, texts: list[str], complete_to: str) -> pd.DataFrame:
    """Return the series of complete data: one look at all periods, because every row counts and none is unknown."""
    used = count_once(scope[(scope["basis"] == selection.basis) & scope["period"].isin(texts)], apart=["period"])
    seen = used if selection.corridor else touching(used, selection.countries)
    side = direction(seen, selection.reference)
    asked = goes(side, selection.direction)
    if selection.corridor:
        asked = (seen["origin"] == selection.corridor[0]) & (seen["destination"] == selection.corridor[1])
    columns = {
        name: seen[chosen].groupby("period", observed=True)[selection.measure].sum().reindex(texts, fill_value=0.0)
        for name, chosen in (("total", asked), ("inflow", side == "in"), ("outflow", side == "out"))
    }
    status = ["provisional" if last_day(text).isoformat() > complete_to else "reported" for text in texts]
    table = pd.DataFrame(columns).rename_axis("period").reset_index().assign(status=status)
    return table[list(_SERIES)]


def _corridors(rows: pd.DataFrame, reference: str, measure: str) -> pd.DataFrame:
    """Return the corridors of rows that are counted once already, so they may be added as they are."""
    ends = ["origin", "destination"]
    joined = rows[joins_two_countries(rows)]
    if joined.duplicated(ends).any():
        joined = summed(joined, ends)
    known = joined[joined[measure].notna()]
    columns = {end: known[end] for end in ends}
    sides, volume = direction(known, reference), known[measure]
    table = pd.DataFrame({**columns, "direction": sides, "volume": volume, "status": known["status"]})
    return table.sort_values(["volume", *ends], ascending=[False, True, True], ignore_index=True)


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    unknown = rows["placements"].isna() & rows["volunteer_months"].isna()
    if not unknown.any():
        return rows[unknown]
    named = rows[unknown & joins_two_countries(rows)]
    return named.sort_values(["rank", "origin", "destination"], na_position="last", ignore_index=True)


def _stated(rows: pd.DataFrame) -> float:
    stated = rows["countries"].dropna()
    return float(stated.iloc[0]) if len(stated) == 1 else float("nan")


def _sum(rows: pd.DataFrame, measure: str, absent: float) -> float:
    """Return the sum of the known numbers, ``absent`` where there is none."""
    found = float(rows[measure].sum(min_count=1))
    return absent if pd.isna(found) else found


def _between(rows: pd.DataFrame, corridor: Sequence[str], measure: str, absent: float) -> float:
    if not corridor:
        return float("nan")
    return _sum(rows[(rows["origin"] == corridor[0]) & (rows["destination"] == corridor[1])], measure, absent)


def _worst(statuses: pd.Series) -> str:
    order = ("suppressed", "partial", "provisional", "estimated", "not_broken_down")
    present = set(statuses.unique())
    return next((status for status in order if status in present), "reported")
