"""What a dataset offers to choose from, and the selection a page opens on.

Rows are Figures ``flows`` rows of one dataset. ``complete_to`` is the ISO date up to which the dataset holds every placement;
empty for published figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import pandas as pd

from crossmobility.domain.directions import direction
from crossmobility.domain.flows import selected
from crossmobility.domain.periods import every_period, in_order, period, periods_of
from crossmobility.domain.placements import COUNTED_BASES
from crossmobility.domain.selection import Direction, Selection

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


def offer(rows: pd.DataFrame, families: Mapping[str, str], *, complete_to: str = "") -> Offer:
    """Return what the rows of one dataset offer to choose from; a complete one, also the years in which nobody counts."""
    ends = set(rows["origin"].unique()) | set(rows["destination"].unique())
    programmes = set(rows["programme"].unique()) - {"_T", "NONE"}
    return Offer(
        periods=tuple(periods_known(rows, complete_to)),
        families=tuple(sorted({families.get(code, code) for code in rows["scheme"].unique()} - {"_T"})),
        programmes=tuple(sorted(programmes)),
        countries=tuple(sorted(ends - NOT_A_COUNTRY)),
        bases=tuple(basis for basis in BASES if basis in set(rows["basis"].unique())),
        kinds=tuple(kind for kind in ("actual", "planned") if kind in set(rows["kind"].unique())),
        measures=tuple(name for name in ("placements", "volunteer_months") if rows[name].notna().any()),
    )


def with_basis(selection: Selection, complete_to: str) -> Selection:
    """Return a selection of a complete dataset with its basis said: months are those of the active, else started is usual."""
    if not complete_to or selection.kind != "actual":
        return selection
    if selection.measure == "volunteer_months":
        return replace(selection, basis="active")
    return replace(selection, basis=selection.basis or "started")


def in_scope(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of a selection's schemes, programmes and kind, of every period, basis and country."""
    return selected(
        rows, kind=selection.kind, schemes=selection.schemes, programmes=selection.programmes, families=families
    )


def largest_volume(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> float:
    """Return the largest corridor of a selection in any period: the scale on which its years compare."""
    scope = in_scope(rows, selection, families)
    facing = scope[faces(scope, selection) & ~unsplit(scope)]
    facing = facing[facing["basis"] == selection.basis] if selection.basis else facing
    sums = facing.groupby(["period", "basis", "origin", "destination"], observed=True)[selection.measure].sum()
    return float(sums.max()) if len(sums) else 0.0


def numbered_countries(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> tuple[str, ...]:
    """Return the countries that a corridor with a number reaches in any period of a selection, sorted."""
    scope = in_scope(rows, selection, families)
    facing = scope[faces(scope, selection) & ~unsplit(scope)]
    numbered = facing[facing[selection.measure].notna()]
    return tuple(sorted({*numbered["origin"], *numbered["destination"]}))


def schemes_reached(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> tuple[str, ...]:
    """Return the schemes that go the way a selection asks for, in any period, and their families; codes, sorted."""
    scope = in_scope(rows, selection, families)
    codes = set(scope.loc[faces(scope, selection), "scheme"].unique())
    return tuple(sorted(codes | {families.get(code, code) for code in codes}))


def opening(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str], *, complete_to: str = "") -> Selection:
    """Return the selection a page opens on: the latest period that has corridors, on the scheme that has most of them.

    Of a complete dataset: the latest period that is over, on the scheme that has most volunteers in it. Fields already
    chosen in ``selection`` are kept.
    """
    between = ~rows["origin"].isin(NOT_A_COUNTRY) & ~rows["destination"].isin(NOT_A_COUNTRY)
    facing = faces(rows, selection)
    numbered = rows[between & facing & (rows["kind"] == selection.kind) & rows[selection.measure].notna()]
    if complete_to:
        numbered = numbered[numbered["basis"] == with_basis(selection, complete_to).basis]
    wanted = selected(numbered, schemes=selection.schemes, programmes=selection.programmes, kind=None, families=families)
    dated = [text for text in periods_of(wanted) if text]
    over = [text for text in dated if not complete_to or last_day(text).isoformat() <= complete_to]
    if not selection.period and dated:
        selection = replace(selection, period=max(over or dated, key=last_day))
    if not selection.schemes and not selection.programmes:
        here = wanted[wanted["period"] == selection.period]
        weight = here[selection.measure] if complete_to else here[selection.measure].notna().astype("float64")
        sums = weight.groupby(here["scheme"].map(lambda code: families.get(code, code))).sum()
        if len(sums) > 1 or (len(sums) == 1 and rows["scheme"].nunique() > 1):
            selection = replace(selection, schemes=(str(sums.idxmax()),))
    return selection


def periods_known(rows: pd.DataFrame, complete_to: str) -> list[str]:
    """Return the periods of ``rows``; of complete data, also those between the first and the last counted one."""
    texts = periods_of(rows)
    if not complete_to:
        return texts
    counted = rows[rows["basis"].isin(COUNTED_BASES) & (rows["kind"] == "actual")]
    return in_order([*texts, *every_period(periods_of(counted))])


def stated_periods(rows: pd.DataFrame, selection: Selection, families: Mapping[str, str]) -> list[str]:
    """Return the periods that say something for a selection, whatever its own period; oldest first, undated last."""
    scope = in_scope(rows, selection, families)
    scope = scope[scope["basis"] == selection.basis] if selection.basis else scope
    return periods_of(touching(scope[faces(scope, selection)], selection.countries))


def nearest(periods: Sequence[str], wanted: str) -> list[str]:
    """Return the other periods, nearest to the wanted one first; undated last."""
    others = [text for text in periods if text != wanted]
    if not wanted:
        return others
    here = last_day(wanted)
    return sorted(others, key=lambda text: abs((last_day(text) - here).days) if text else 10**6)


def comparable(periods: Sequence[str], wanted: str) -> list[str]:
    """Return the other periods that are as long as the wanted one, in their order; none for an undated one.

    Examples
    --------
    >>> comparable(["2014", "2015", "2015-H1", "2016", ""], "2015")
    ['2014', '2016']
    """
    if not wanted:
        return []
    length = _length(wanted)
    return [text for text in periods if text and text != wanted and _length(text) == length]


def _length(text: str) -> tuple[str, int, int]:
    """Return how long a period is: its kind, whole months, and the days beyond them."""
    when = period(text)
    end = when.end + timedelta(days=1)
    return when.kind, 12 * (end.year - when.start.year) + end.month - when.start.month, end.day - when.start.day


def faces(rows: pd.DataFrame, selection: Selection) -> pd.Series:
    """Tell which rows go the way a selection asks for, seen from its reference country."""
    return goes(direction(rows, selection.reference), selection.direction)


def goes(side: pd.Series, wanted: Direction) -> pd.Series:
    """Tell which of the words of :func:`~crossmobility.domain.directions.direction` are the way asked for."""
    return side.isin(["in", "out"]) if wanted == "both" else side == wanted


def touching(rows: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """Return the rows of which one end is among ``countries``; all of them when none is named."""
    if not countries:
        return rows
    return rows[rows["origin"].isin(countries) | rows["destination"].isin(countries)]


def unsplit(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows have an end that is not one country."""
    return rows["origin"].isin(NOT_A_COUNTRY) | rows["destination"].isin(NOT_A_COUNTRY)


def last_day(text: str) -> date:
    """Return the last day of a period."""
    return period(text).end
