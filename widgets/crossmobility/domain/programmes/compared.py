"""Published figures beside what complete records count for the same scope, on every basis; and why they may differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.book import end_codes
from crossmobility.domain.counting import Codes, Mask, group_codes
from crossmobility.domain.countries import AGGREGATES, ALL, OTHER
from crossmobility.domain.periods import period
from crossmobility.domain.placements import COUNTED_BASES
from crossmobility.domain.requests import without_mixing
from crossmobility.domain.statements import SCOPE

COMPARED_COLUMNS: Final = (
    *("statement_id", "origin", "destination", "period", "scheme", "programme", "kind", "published", "status", "certainty"),
    *("citation", "stated_basis", "started", "active", "stock", "ended", "nearest", "difference", "reasons"),
)
REASONS: Final = (
    *("basis_not_stated", "named_without_number", "planned_not_result", "period_not_counted", "synthetic"),
    *("total_without_countries", "not_recorded", "second_hand", "equal"),
)
"""Why a published and a counted number may differ, in the order in which they are given; ``equal``: they do not."""

_ENDS: Final = ("origin", "destination")
_SPLITS: Final = ("sector", "sex", "age_band", "duration_band")
_ADD_OVER_YEARS: Final = ("started", "ended")
_STATEMENT: Final = ("period", "scheme", "programme", "kind", "stated_basis", "citation")

Numbers = npt.NDArray[np.float64]


def compared(published: pd.DataFrame, counted: pd.DataFrame, *, synthetic: bool) -> pd.DataFrame:
    """Put what the records count beside each published figure.

    Parameters
    ----------
    published : DataFrame
        Flow rows as Figures hold them, remainders (``_O``) together with the countries named beside them: choose
        countries afterwards.
    counted : DataFrame
        Flow rows of one complete dataset, of which the calendar years that are over count. Hand over all of them: they tell
        which years, schemes and programmes the records hold.
    synthetic : bool
        Whether the records are invented.

    Returns
    -------
    DataFrame
        One row (``COMPARED_COLUMNS``) per row of ``published``, in its order. ``started``, ``active``, ``stock``, ``ended``:
        placements of the same corridor, period, scheme and programme, never within one country unless just that is
        published. ``_T`` adds up every country at that end; ``_O`` those to which no row of the same statement gives a
        number, so that the remainder and the numbered countries together are the whole. Several whole years add up for
        started and ended only. NaN is unknown: not counted, or a part of it is hidden. ``nearest``: the basis whose number is
        closest, the first of the four of equally close ones, and that basis alone where the source states it; empty without
        one. ``difference``: that number minus the
        published one. ``reasons``: a tuple of ``REASONS`` in their order. ``period_not_counted``: undated, not made of whole
        years, or not wholly within the years the records cover; ``total_without_countries``: an end is not one country;
        ``not_recorded``: the records hold nothing of that scheme or programme, which is unknown, not nobody.

    Raises
    ------
    BadRequest
        When ``counted`` has rows of several datasets: they may not be added.
    """
    without_mixing(counted, ("dataset",))
    rows, records = published.reset_index(drop=True), _records(counted)
    facts = [_counts(records, rows, at, beside) for at, beside in enumerate(_numbered_beside(rows))]
    table = rows.rename(columns={"placements": "published", "basis": "stated_basis"})
    numbers = np.array([fact.numbers for fact in facts], dtype=np.float64).reshape(len(rows), len(COUNTED_BASES))
    table = _with_nearest(table.assign(**dict(zip(COUNTED_BASES, numbers.T, strict=True))))
    open_end = table["origin"].isin(AGGREGATES) | table["destination"].isin(AGGREGATES)
    met = {
        "basis_not_stated": table["stated_basis"] == "not_stated",
        "named_without_number": table["published"].isna() & (table["status"] == "not_broken_down"),
        "planned_not_result": table["kind"] == "planned",
        "period_not_counted": [not fact.years for fact in facts],
        "synthetic": synthetic,
        "total_without_countries": open_end,
        "not_recorded": [not fact.recorded for fact in facts],
        "second_hand": table["certainty"] == "second_hand",
        "equal": table["difference"] == 0,
    }
    return _with_reasons(table, pd.DataFrame(met, index=table.index, columns=list(REASONS)))


def wholes(table: pd.DataFrame) -> pd.DataFrame:
    """Add up the rows of :func:`compared` that are parts of one whole.

    Returns
    -------
    DataFrame
        One row (``COMPARED_COLUMNS``) per period, scheme, programme, kind, basis and citation that is published in two rows
        with a number or more which share a destination, else an origin; ``_T`` at the other end, where the parts are
        together. ``statement_id``: of the total, when what remains of it is among the parts, else empty. Numbers are sums,
        NaN when one part is. Countries named without a number are in the remainder; without one there is no whole.
        ``reasons`` are those of the parts, but ``equal`` is said of the sums.
    """
    parts = table[(table["published"].notna() | (table["status"] == "not_broken_down")).to_numpy(dtype=bool)]
    found: list[dict[str, object]] = []
    for closed, opened in (("destination", "origin"), ("origin", "destination")):
        free = parts[(parts[opened] != ALL).to_numpy(dtype=bool) & ~parts[closed].isin(AGGREGATES).to_numpy(dtype=bool)]
        for _, group in free.groupby([*_STATEMENT, closed], sort=False, observed=True):
            numbered = group[group["published"].notna().to_numpy(dtype=bool)]
            if len(numbered) > 1 and (len(numbered) == len(group) or (group[opened] == OTHER).any()):
                found.append(_whole(numbered, opened))
                parts = parts.drop(index=group.index)
    sums = pd.DataFrame(found, columns=list(COMPARED_COLUMNS)).astype({"published": "float64"})
    sums = _with_nearest(sums.astype(dict.fromkeys(COUNTED_BASES, "float64")))
    met = {reason: [reason in given for given in sums["reasons"]] for reason in REASONS}
    return _with_reasons(sums, pd.DataFrame(met, index=sums.index).assign(equal=sums["difference"] == 0))


def _whole(group: pd.DataFrame, opened: str) -> dict[str, object]:
    rest = group[(group[opened] == OTHER).to_numpy(dtype=bool)]
    first = (group if rest.empty else rest).iloc[0]
    firm = group.loc[group["certainty"] != "derived", "certainty"]
    weak = group.loc[~group["status"].isin(["reported", "not_broken_down"]).to_numpy(dtype=bool), "status"]
    return {
        **{name: first[name] for name in COMPARED_COLUMNS},
        **{name: group[name].sum(skipna=False) for name in ("published", *COUNTED_BASES)},
        "statement_id": "" if rest.empty else first["statement_id"],
        "status": "reported" if weak.empty else weak.iloc[0],
        "certainty": first["certainty"] if firm.empty else firm.iloc[0],
        opened: ALL,
        "reasons": tuple(sorted({reason for given in group["reasons"] for reason in given})),
    }


@dataclass(frozen=True, eq=False)
class _Records:
    """Counted cells of the years that are over, as columns of numbers; ``basis`` is a place in ``COUNTED_BASES``."""

    codes: Mapping[str, Codes]
    names: Mapping[str, Mapping[str, int]]
    year: Codes
    basis: Codes
    placements: Numbers

    @property
    def years(self) -> range:
        """The years from the first to the last in which anybody is counted."""
        return range(int(self.year.min()), int(self.year.max()) + 1) if len(self.year) else range(0)

    def of(self, column: str, name: str) -> Mask:
        """Tell which cells have a name; ``_T`` means all."""
        codes = self.codes[column]
        same: Mask = np.ones(len(codes), dtype=bool) if name == ALL else codes == self.names[column].get(name, -1)
        return same

    def goes(self, origin: str, destination: str) -> Mask:
        """Tell which cells go from one end to the other; within a country only where both ends are that one."""
        found: Mask = np.ones(len(self.year), dtype=bool)
        for end, name in zip(_ENDS, (origin, destination), strict=True):
            found &= self.of(end, ALL if name == OTHER else name)
        if origin in AGGREGATES or destination in AGGREGATES:
            found &= self.codes["origin"] != self.codes["destination"]
        return found


@dataclass(frozen=True, eq=False)
class _Fact:
    """What the records count for one published row: a number per basis, and whether they hold its years and its scope."""

    numbers: Numbers
    years: bool
    recorded: bool


def _records(counted: pd.DataFrame) -> _Records:
    split = (counted[[name for name in _SPLITS if name in counted]] != ALL).any(axis=1)
    years = [text for text in counted["period"].unique() if text and period(text).kind == "year"]
    whole = counted["period"].isin(years) & (counted["status"] != "provisional") & counted["basis"].isin(COUNTED_BASES)
    rows = counted[whole & (counted["kind"] == "actual") & ~split]
    ends, origin, destination = end_codes(rows)
    codes, names = {"origin": origin, "destination": destination}, dict.fromkeys(_ENDS, _places(ends))
    for column in ("scheme", "programme"):
        found, distinct = pd.factorize(rows[column].to_numpy(dtype=object))
        codes[column], names[column] = found.astype(np.int64), _places(distinct)
    year = rows["period"].astype("int64").to_numpy().astype(np.int64)
    basis = rows["basis"].map(_places(COUNTED_BASES)).to_numpy().astype(np.int64)
    return _Records(codes, names, year, basis, rows["placements"].to_numpy(dtype=np.float64))


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _counts(records: _Records, rows: pd.DataFrame, at: int, beside: Codes) -> _Fact:
    row = rows.iloc[at]
    years = _whole_years(str(row["period"]))
    covered = len(years) > 0 and years[0] in records.years and years[-1] in records.years
    split = any(row[name] != ALL for name in _SPLITS if name in rows)
    scope = records.of("scheme", row["scheme"]) & records.of("programme", row["programme"])
    recorded = bool(scope.any()) and not split
    numbers = np.full(len(COUNTED_BASES), np.nan)
    if covered and recorded:
        cells = scope & (records.year >= years[0]) & (records.year <= years[-1])
        cells &= records.goes(row["origin"], row["destination"])
        for origin, destination in rows.loc[beside, list(_ENDS)].itertuples(index=False):
            cells &= ~records.goes(origin, destination)
        numbers = np.bincount(records.basis[cells], weights=records.placements[cells], minlength=len(COUNTED_BASES))
        if len(years) > 1:
            numbers[[name not in _ADD_OVER_YEARS for name in COUNTED_BASES]] = np.nan
    return _Fact(numbers, covered, recorded)


def _whole_years(text: str) -> range:
    """Return the calendar years a period is made of; none when it is undated or has a part of a year."""
    if not text:
        return range(0)
    span = period(text)
    whole = (span.start.month, span.start.day, span.end.month, span.end.day) == (1, 1, 12, 31)
    return range(span.start.year, span.end.year + 1) if whole else range(0)


def _numbered_beside(rows: pd.DataFrame) -> list[Codes]:
    """Return for each row with an end ``_O`` the rows of its statement whose own number is not in it; for others none."""
    scope = group_codes(rows, [column for column in SCOPE if column in rows])
    ends = {end: rows[end].to_numpy(dtype=object) for end in _ENDS}
    numbered = rows["placements"].notna().to_numpy(dtype=bool)
    found = []
    for at in range(len(rows)):
        finer = np.zeros(len(rows), dtype=bool)
        inside = numbered & (scope == scope[at])
        for codes in ends.values():
            rest = codes[at] == OTHER
            finer |= (codes != OTHER) & rest
            inside &= (codes == codes[at]) | (rest & (codes != ALL))
        found.append(np.flatnonzero(inside & finer))
    return found


def _with_nearest(table: pd.DataFrame) -> pd.DataFrame:
    """Add the basis closest to the published number, and how far it is from it."""
    numbers = table[list(COUNTED_BASES)].to_numpy(dtype=np.float64)
    differences = numbers - table["published"].to_numpy(dtype=np.float64)[:, None]
    stated = table["stated_basis"].to_numpy(dtype=object)[:, None]
    open_basis = ~np.isin(stated, COUNTED_BASES) | (stated == np.array(COUNTED_BASES, dtype=object))
    known = ~np.isnan(differences) & open_basis
    place = np.where(known, np.abs(differences), np.inf).argmin(axis=1)
    any_known = known.any(axis=1)
    nearest = np.where(any_known, np.array(COUNTED_BASES, dtype=object)[place], "")
    difference = np.where(any_known, differences[np.arange(len(table)), place], np.nan)
    return table.assign(nearest=nearest, difference=difference)


def _with_reasons(table: pd.DataFrame, met: pd.DataFrame) -> pd.DataFrame:
    lines = met[list(REASONS)].to_numpy(dtype=bool).tolist()
    words = [tuple(reason for reason, true in zip(REASONS, line, strict=True) if true) for line in lines]
    return table.assign(reasons=pd.Series(words, index=table.index, dtype=object))[list(COMPARED_COLUMNS)]
