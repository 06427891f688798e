"""The answer to one selection: its corridors, its totals, what is not broken down, and where data can be found.

Everything a flows page shows is read from one :class:`Overview`, so the map, the table, the sentences and the headline
figures cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from crossmobility.domain.countries import joins_two_countries
from crossmobility.domain.flows import count_once, direction, selected
from crossmobility.domain.periods import period, periods_of
from crossmobility.domain.selection import Direction, Selection
from crossmobility.domain.sums import summed
from crossmobility.i18n import Language

BASES: Final = ("started", "active", "stock", "ended", "not_stated")
NOT_A_COUNTRY: Final = frozenset({"_T", "_O"})


@dataclass(frozen=True)
class Offer:
    """What a dataset has to choose from. Codes; periods oldest first, undated ("") last."""

    periods: tuple[str, ...]
    families: tuple[str, ...]
    programmes: tuple[str, ...]
    countries: tuple[str, ...]
    bases: tuple[str, ...]
    kinds: tuple[str, ...]
    measures: tuple[str, ...]


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

    @property
    def empty(self) -> bool:
        """Whether nothing at all is stated for the selection."""
        return self.rows.empty

    def in_language(self, language: Language) -> Overview:
        """Return the same answer for a page in another language."""
        return replace(self, selection=replace(self.selection, language=language))

    @property
    def net(self) -> float:
        """Inflow minus outflow of the reference country; NaN unless both are stated."""
        return self.inflow - self.outflow


def offer(rows: pd.DataFrame, families: Mapping[str, str]) -> Offer:
    """Return what the rows of one dataset offer to choose from."""
    ends = set(rows["origin"].unique()) | set(rows["destination"].unique())
    programmes = set(rows["programme"].unique()) - {"_T", "NONE"}
    return Offer(
        periods=tuple(periods_of(rows)),
        families=tuple(sorted({families.get(code, code) for code in rows["scheme"].unique()} - {"_T"})),
        programmes=tuple(sorted(programmes)),
        countries=tuple(sorted(ends - NOT_A_COUNTRY)),
        bases=tuple(basis for basis in BASES if basis in set(rows["basis"].unique())),
        kinds=tuple(kind for kind in ("actual", "planned") if kind in set(rows["kind"].unique())),
        measures=tuple(name for name in ("placements", "volunteer_months") if rows[name].notna().any()),
    )


def in_scope(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of a selection's schemes, programmes and kind, of every period, basis and country."""
    return selected(
        rows, kind=selection.kind, schemes=selection.schemes, programmes=selection.programmes, families=families
    )


def largest_volume(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> float:
    """Return the largest corridor of a selection in any period: the scale on which its years compare."""
    scope = in_scope(rows, selection, families)
    facing = scope[_facing(scope, selection.reference, selection.direction) & ~_unsplit(scope)]
    sums = facing.groupby(["period", "basis", "origin", "destination"], observed=True)[selection.measure].sum()
    return float(sums.max()) if len(sums) else 0.0


def numbered_countries(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> tuple[str, ...]:
    """Return the countries that a corridor with a number reaches in any period of a selection, sorted."""
    scope = in_scope(rows, selection, families)
    facing = scope[_facing(scope, selection.reference, selection.direction) & ~_unsplit(scope)]
    numbered = facing[facing[selection.measure].notna()]
    return tuple(sorted({*numbered["origin"], *numbered["destination"]}))


def overview(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> Overview:
    """Return what the rows of one dataset say for a selection.

    Parameters
    ----------
    rows : DataFrame
        Figures ``flows`` rows of one dataset: one row per published or computed cell.
    selection : Selection
        An empty basis means the first the selection has, in the order started, active, stock, ended, not stated.
    families : mapping
        Scheme code to family code.
    """
    scope = in_scope(rows, selection, families)
    dated = scope[scope["period"] == selection.period]
    side = direction(dated, selection.reference)
    asked = _going(side, selection.direction)
    stated = set(dated.loc[asked, "basis"].unique())
    bases = [basis for basis in BASES if basis in stated]
    basis = selection.basis or (bases[0] if bases else "")
    used = count_once(dated[dated["basis"] == basis])
    touched = _touching(used[asked[used.index]], selection.countries)
    side, whole, measure = side[used.index], _unsplit(touched), selection.measure
    return Overview(
        selection=replace(selection, basis=basis),
        rows=touched,
        corridors=_corridors(touched, side[touched.index], measure),
        named=_named(touched),
        total=_sum(touched, measure),
        inflow=_sum(_touching(used[side == "in"], selection.countries), measure),
        outflow=_sum(_touching(used[side == "out"], selection.countries), measure),
        unsplit=_known(_sum(touched[whole], measure)),
        forward=_between(used, selection.corridor, measure),
        back=_between(used, selection.corridor[::-1], measure),
        countries_stated=_stated(touched[whole]),
        other_bases=tuple(item for item in bases if item != basis),
    )


def opening(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> Selection:
    """Return the selection a page opens on: the latest period that has corridors, on the scheme that has most of them.

    Fields already chosen in ``selection`` are kept.
    """
    between = ~rows["origin"].isin(NOT_A_COUNTRY) & ~rows["destination"].isin(NOT_A_COUNTRY)
    facing = _facing(rows, selection.reference, selection.direction)
    numbered = rows[between & facing & (rows["kind"] == selection.kind) & rows[selection.measure].notna()]
    wanted = selected(numbered, schemes=selection.schemes, programmes=selection.programmes, kind=None, families=families)
    dated = [text for text in periods_of(wanted) if text]
    if not selection.period and dated:
        selection = replace(selection, period=max(dated, key=_last_day))
    if not selection.schemes and not selection.programmes:
        here = wanted[wanted["period"] == selection.period]
        counts = here["scheme"].map(lambda code: families.get(code, code)).value_counts()
        if len(counts) > 1 or (len(counts) == 1 and rows["scheme"].nunique() > 1):
            selection = replace(selection, schemes=(str(counts.index[0]),))
    return selection


def series(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> pd.DataFrame:
    """Return what a selection counts in each period as long as its own.

    Returns
    -------
    DataFrame
        One row per period: ``period``, ``total`` (the measure; of the selected corridor when there is one), ``inflow`` and
        ``outflow`` of the reference country, ``status``. NaN when stated without a number. Periods for which nothing is
        stated are absent, not zero.
    """
    scope = in_scope(rows, selection, families)
    kind = period(selection.period).kind if selection.period else ""
    texts = [text for text in periods_of(scope) if text and period(text).kind == kind]
    found = []
    for text in texts:
        answer = overview(scope[scope["period"] == text], replace(selection, period=text), families)
        total = answer.forward if selection.corridor else answer.total
        if not answer.empty and not (selection.corridor and pd.isna(total)):
            found.append((text, total, answer.inflow, answer.outflow, _worst(answer.rows["status"])))
    return pd.DataFrame(found, columns=["period", "total", "inflow", "outflow", "status"])


def stated_periods(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> list[str]:
    """Return the periods that say something for a selection, whatever its own period; oldest first, undated last."""
    scope = in_scope(rows, selection, families)
    return periods_of(_touching(scope[_facing(scope, selection.reference, selection.direction)], selection.countries))


def nearest(periods: Sequence[str], wanted: str) -> list[str]:
    """Return the other periods, nearest to the wanted one first; undated last."""
    others = [text for text in periods if text != wanted]
    if not wanted:
        return others
    here = _last_day(wanted)
    return sorted(others, key=lambda text: abs((_last_day(text) - here).days) if text else 10**6)


def _facing(rows: pd.DataFrame, reference: str, wanted: Direction) -> pd.Series:
    return _going(direction(rows, reference), wanted)


def _going(side: pd.Series, wanted: Direction) -> pd.Series:
    return side.isin(["in", "out"]) if wanted == "both" else side == wanted


def _touching(rows: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    if not countries:
        return rows
    return rows[rows["origin"].isin(countries) | rows["destination"].isin(countries)]


def _corridors(rows: pd.DataFrame, side: pd.Series, measure: str) -> pd.DataFrame:
    """Return the corridors of rows that are counted once already, so they may be added as they are."""
    ends = ["origin", "destination"]
    joined = rows[joins_two_countries(rows)].assign(direction=side)
    if joined.duplicated(ends).any():
        sides = joined.drop_duplicates(ends)[[*ends, "direction"]]
        joined = summed(joined, ends).merge(sides, on=ends)
    table = joined[[*ends, "direction", measure, "status"]].rename(columns={measure: "volume"})
    table = table[table["volume"].notna()]
    return table.sort_values(["volume", *ends], ascending=[False, True, True], ignore_index=True)


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    unknown = rows[(rows["placements"].isna() & rows["volunteer_months"].isna()) & joins_two_countries(rows)]
    return unknown.sort_values(["rank", "origin", "destination"], na_position="last", ignore_index=True)


def _unsplit(rows: pd.DataFrame) -> pd.Series:
    return rows["origin"].isin(NOT_A_COUNTRY) | rows["destination"].isin(NOT_A_COUNTRY)


def _stated(rows: pd.DataFrame) -> float:
    stated = rows["countries"].dropna()
    return float(stated.iloc[0]) if len(stated) == 1 else float("nan")


def _sum(rows: pd.DataFrame, measure: str) -> float:
    return float(rows[measure].sum(min_count=1))


def _between(rows: pd.DataFrame, corridor: Sequence[str], measure: str) -> float:
    if not corridor:
        return float("nan")
    return _sum(rows[(rows["origin"] == corridor[0]) & (rows["destination"] == corridor[1])], measure)


def _known(value: float) -> float:
    return 0.0 if pd.isna(value) else value


def _worst(statuses: pd.Series) -> str:
    order = ("suppressed", "partial", "provisional", "estimated", "not_broken_down")
    present = set(statuses.unique())
    return next((status for status in order if status in present), "reported")


def _last_day(text: str) -> date:
    return period(text).end
