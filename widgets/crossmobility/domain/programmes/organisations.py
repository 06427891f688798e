"""Organisations that send and host, year by year: new, loyal, returning and lost ones, and how much rests on the largest.

A year counts an organisation that has a placement active in it. Names play no part: organisations are told apart by their code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
import pandas as pd

from crossmobility.domain.counting import Codes, Mask, group_codes
from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.measures import Numbers, as_day
from crossmobility.domain.placements import stays_in
from crossmobility.domain.status import ended_early

Role = Literal["sending", "hosting"]
ORGANISATION_NUMBERS: Final = (
    *("organisations", "new", "loyal", "returning", "lost", "both", "placements", "largest", "two_early"),
)
ORGANISATION_KEYS: Final = ("role", "place", "programme", "scheme", "period")
ORGANISATION_COLUMNS: Final = ("dataset", *ORGANISATION_KEYS, *ORGANISATION_NUMBERS)
"""Columns of Figures ``organisations``: numbers float64, the other columns text."""
YEARS_LOOKED_BACK: Final = 3
"""A year and the two before it: so long does the other role, and an early end, weigh."""
MANY_EARLY: Final = 2

_NO_PROGRAMME: Final = "NONE"
_COLUMNS: Final[Mapping[Role, tuple[str, str]]] = {
    "sending": ("sending_org_id", "origin"),
    "hosting": ("hosting_org_id", "destination"),
}
_CODES: Final = tuple(column for column, _ in _COLUMNS.values())
_SCOPE: Final = ("place", "programme", "scheme")


def organisation_cells(
    placements: pd.DataFrame, families: Mapping[str, str], *, as_of: date, dataset: str = ""
) -> pd.DataFrame:
    """Count the organisations behind the placements into Figures ``organisations`` rows.

    Parameters
    ----------
    placements : DataFrame
        One row a placement: ``origin``, ``destination``, ``programme_id`` (``NONE``: none), ``scheme``, ``sending_org_id``,
        ``hosting_org_id`` (empty: not said, and counted nowhere), ``start_on``, ``end_on``, ``planned_end_on``.
    families : mapping
        Scheme to family; a scheme without one is its own. A code that is both means the family, as everywhere.
    dataset : str
        Written into every row.

    Returns
    -------
    DataFrame
        One row (``ORGANISATION_COLUMNS``) per ``role``, scope and calendar year that has any number; an absent row is zero.
        Scopes: all together, each ``place`` (the origin for ``sending``, the destination for ``hosting``), each programme,
        each scheme and each family, one at a time; the others are ``_T``. All numbers are of the scope: ``organisations``
        with a placement active in the year; ``new``: never active before; ``loyal``: active the year before too;
        ``returning``: active earlier, not the year before; ``lost``: active the year before and not this year; ``both``:
        of the organisations, those which had the other role, in whatever scope, in this year or the two before;
        ``placements``: those active, ``largest``: those of the organisation with most; ``two_early``: organisations with
        two placements or more that ended early in this year or the two before. ``as_of`` may cut the last year.

    Examples
    --------
    >>> records = pd.DataFrame({
    ...     "origin": "SEN", "destination": "FRA", "programme_id": "NONE", "scheme": "SC_RECIP",
    ...     "sending_org_id": ["A", "A", "B"], "hosting_org_id": ["H", "A", "H"], "planned_end_on": pd.NaT,
    ...     "start_on": pd.to_datetime(["2023-01-09", "2024-01-08", "2024-01-08"]),
    ...     "end_on": pd.to_datetime(["2023-06-30", "2024-06-30", "2024-06-30"])})
    >>> cells = organisation_cells(
    ...     records.astype({"planned_end_on": "datetime64[s]"}), {}, as_of=date(2024, 12, 31)).query("role == 'sending'")
    >>> whole = cells.query("place == '_T' and scheme == '_T'")
    >>> whole[["period", "organisations", "new", "loyal", "both", "largest"]].to_dict("split")["data"]
    [['2023', 1.0, 1.0, 0.0, 0.0, 1.0], ['2024', 2.0, 1.0, 1.0, 1.0, 1.0]]
    """
    stays = _Stays.of(placements, as_of)
    if not len(stays.rows):
        return _in_order(pd.DataFrame(columns=list(ORGANISATION_COLUMNS)))
    sending, hosting = (_Side.of(placements, stays, role, families) for role in _COLUMNS)
    tables = [
        _cells(sending, hosting, stays).assign(role="sending"),
        _cells(hosting, sending, stays).assign(role="hosting"),
    ]
    return _in_order(pd.concat(tables, ignore_index=True).assign(dataset=dataset))


@dataclass(frozen=True, eq=False)
class _Stays:
    """What has started: its place in the table, its first and last year, whether it ended early, its organisations.

    Years are counted from ``first``, the year of the first start; ``sending`` and ``hosting`` number the same codes (-1: none).
    """

    rows: Codes
    start: Codes
    end: Codes
    early: Mask
    first: int
    years: int
    organisations: int
    sending: Codes
    hosting: Codes

    @classmethod
    def of(cls, placements: pd.DataFrame, as_of: date) -> _Stays:
        stays = stays_in(placements, as_of)
        start = _year_of(stays.start)
        first = int(start.min()) if len(start) else as_of.year
        at = placements[["end_on", "planned_end_on", *_CODES]].iloc[stays.rows]
        ended = (at["end_on"] <= pd.Timestamp(as_of)).to_numpy(dtype=bool)
        texts = pd.concat([at[column] for column in _CODES], ignore_index=True)
        codes, names = pd.factorize(texts.mask(texts == ""))
        return cls(
            rows=stays.rows,
            start=start - first,
            end=_year_of(np.minimum(stays.end, as_day(as_of))) - first,
            early=ended & ended_early(at),
            first=first,
            years=as_of.year - first + 1,
            organisations=len(names),
            sending=codes[: len(at)].astype(np.int64),
            hosting=codes[len(at) :].astype(np.int64),
        )


@dataclass(frozen=True, eq=False)
class _Counts:
    """How often each organisation occurs in a cell or scope and year, once each and sorted."""

    of: Codes
    organisation: Codes
    year: Codes
    count: Codes

    @classmethod
    def added(cls, of: Codes, organisation: Codes, year: Codes, count: Codes, stays: _Stays) -> _Counts:
        key = (of * stays.organisations + organisation) * stays.years + year
        place, distinct = pd.factorize(key)  # a table of hashes, several times as fast as sorting every key
        order = np.argsort(distinct)
        whose, when = np.divmod(np.asarray(distinct)[order], stays.years)
        cell, who = np.divmod(whose, stays.organisations)
        return cls(cell, who, when, np.bincount(place, weights=count)[order].astype(np.int64))


@dataclass(frozen=True, eq=False)
class _Side:
    """One role: the scopes there are, and in each who was active in which year and whose placements ended early."""

    scopes: pd.DataFrame
    active: _Counts
    early: _Counts

    @classmethod
    def of(cls, placements: pd.DataFrame, stays: _Stays, role: Role, families: Mapping[str, str]) -> _Side:
        organisation = stays.sending if role == "sending" else stays.hosting
        keys = placements[[_COLUMNS[role][1], "programme_id", "scheme"]].iloc[stays.rows].set_axis(list(_SCOPE), axis=1)
        cell = group_codes(keys, _SCOPE, in_order=True)
        cells = keys.iloc[np.unique(cell, return_index=True)[1]].astype("str")
        scopes, levels = _scopes(cells, families)
        at = np.flatnonzero(organisation >= 0)
        lasting = stays.end[at] - stays.start[at] + 1
        since = np.repeat(stays.start[at] - (np.cumsum(lasting) - lasting), lasting)
        each = np.repeat(at, lasting)
        active = _Counts.added(cell[each], organisation[each], since + np.arange(len(each)), np.ones_like(each), stays)
        gone = at[stays.early[at]]
        early = _Counts.added(cell[gone], organisation[gone], stays.end[gone], np.ones_like(gone), stays)
        return cls(scopes, _laid(active, levels, stays), _laid(early, levels, stays))

    def recent(self, stays: _Stays) -> Mask:
        """Tell which organisation (row) had this role, anywhere, in which year (column) or the two before."""
        there = np.zeros((stays.organisations, stays.years), dtype=bool)
        there[self.active.organisation, self.active.year] = True
        found = there.copy()
        for back in range(1, YEARS_LOOKED_BACK):
            found[:, back:] |= there[:, : max(stays.years - back, 0)]
        return found


def _scopes(cells: pd.DataFrame, families: Mapping[str, str]) -> tuple[pd.DataFrame, list[Codes]]:
    """Return the scopes (``_SCOPE``), and for each way to lay the cells into them each cell's scope, -1 for none."""
    family = cells["scheme"].map(lambda code: families.get(code, code)).astype("str")
    ways = [
        ("", pd.Series(ALL, index=cells.index)),
        ("place", cells["place"]),
        ("programme", cells["programme"].mask(cells["programme"] == _NO_PROGRAMME)),
        ("scheme", family),
        ("scheme", cells["scheme"].mask(cells["scheme"].isin(family))),
    ]
    found: list[pd.DataFrame] = []
    levels: list[Codes] = []
    for column, texts in ways:
        codes, names = pd.factorize(texts, sort=True)
        levels.append(np.where(codes >= 0, codes + sum(map(len, found)), -1))
        whole = pd.DataFrame(dict.fromkeys(_SCOPE, ALL), index=range(len(names)))
        found.append(whole.assign(**{column: list(names)}) if column else whole)
    return pd.concat(found, ignore_index=True), levels


def _laid(counts: _Counts, levels: list[Codes], stays: _Stays) -> _Counts:
    """Return the counts of cells as counts of every scope the cells lie in."""
    scope = np.concatenate([level[counts.of] for level in levels])
    at = np.flatnonzero(scope >= 0)
    who, when, count = (np.tile(each, len(levels))[at] for each in (counts.organisation, counts.year, counts.count))
    return _Counts.added(scope[at], who, when, count, stays)


def _cells(side: _Side, other: _Side, stays: _Stays) -> pd.DataFrame:
    active, early, years = side.active, side.early, stays.years
    size = len(side.scopes) * years
    here = active.of * years + active.year

    def number(at: Codes) -> Numbers:
        return np.bincount(at, minlength=size).astype(np.float64)

    again = np.zeros(len(here), dtype=bool)
    again[1:] = (active.of[1:] == active.of[:-1]) & (active.organisation[1:] == active.organisation[:-1])
    gap = np.diff(active.year, prepend=0)
    stayed = np.append((again & (gap == 1))[1:], False)
    largest = np.zeros(size)
    np.maximum.at(largest, here, active.count)
    columns = {
        "organisations": number(here),
        "new": number(here[~again]),
        "loyal": number(here[again & (gap == 1)]),
        "returning": number(here[again & (gap > 1)]),
        "lost": number(here[~stayed & (active.year + 1 < years)] + 1),
        "both": number(here[other.recent(stays)[active.organisation, active.year]]),
        "placements": np.bincount(here, weights=active.count, minlength=size),
        "largest": largest,
        "two_early": number(_often(early, stays)),
    }
    scope, year = np.divmod(np.arange(size), years)
    periods = pd.Series([str(stays.first + each) for each in range(years)], dtype="str")
    table = side.scopes.iloc[scope].reset_index(drop=True)
    table = table.assign(period=periods.iloc[year].to_numpy(), **columns)
    return table[(table[["organisations", "lost", "two_early"]] > 0).any(axis=1)]


def _often(early: _Counts, stays: _Stays) -> Codes:
    """Return scope and year, as one number, once for each organisation with two early ends or more in three years."""
    weighs = np.concatenate([early.year + back for back in range(YEARS_LOOKED_BACK)])
    at = np.flatnonzero(weighs < stays.years)
    of, who, count = (np.tile(each, YEARS_LOOKED_BACK)[at] for each in (early.of, early.organisation, early.count))
    summed = _Counts.added(of, who, weighs[at], count, stays)
    often = summed.count >= MANY_EARLY
    return summed.of[often] * stays.years + summed.year[often]


def _year_of(days: Codes) -> Codes:
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    kinds = {name: "float64" if name in ORGANISATION_NUMBERS else "str" for name in ORGANISATION_COLUMNS}
    return table[list(ORGANISATION_COLUMNS)].astype(kinds).reset_index(drop=True)
