"""One dataset's flow rows, kept in the order and the form in which a change of period looks at few of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.counting import Codes, count_once
from crossmobility.domain.countries import ALL
from crossmobility.domain.directions import direction
from crossmobility.domain.flows import selected
from crossmobility.domain.pairs import STATUS_OF
from crossmobility.domain.periods import in_order, period, periods_of
from crossmobility.domain.placements import COUNTED_BASES
from crossmobility.domain.selection import Measure, Selection
from crossmobility.domain.sums import summed

_SCOPES: Final = 32  # schemes, programmes and bases a reader goes back and forth between
_COUNTRIES: Final = 64  # whose exchanges are remembered

Trend = Mapping[str, tuple[float, str]]
"""What goes one way in each period that states it, oldest first: volume (NaN: stated without a number) and status."""
Numbers = npt.NDArray[np.float64]
Words = npt.NDArray[np.object_]


class History:
    """Rows counted once within each period, oldest period first.

    Attributes
    ----------
    rows : DataFrame
        Flow rows; each period's stand together.
    periods : tuple of str
        The periods that state something, in order.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = _oldest_first(rows)
        texts, first = np.unique(self.rows["period"].to_numpy(dtype=object), return_index=True)
        order = np.argsort(first)
        self.periods = tuple(str(text) for text in texts[order])
        self._edges = [*first[order].tolist(), len(self.rows)]
        self._trends = lru_cache(maxsize=_COUNTRIES)(self._trends_of)

    def of(self, periods: Sequence[str]) -> pd.DataFrame:
        """Return the rows of periods that follow one another."""
        places = [self.periods.index(text) for text in periods if text in self.periods]
        if not places:
            return self.rows.iloc[:0]
        return self.rows.iloc[self._edges[min(places)] : self._edges[max(places) + 1]]

    def trends(self, country: str, measure: Measure) -> Mapping[tuple[str, str], Trend]:
        """Return what enters (``in``) and leaves (``out``) a country, by way and by the other end; ``_T``: all of it."""
        return self._trends(country, measure)

    def last(self, origins: Sequence[str], destinations: Sequence[str], until: str, measure: Measure) -> list[str]:
        """Return for each corridor the last period, none that ends after ``until``, in which anybody went; empty: never."""
        names, started, ended = self._ends
        reached = np.array([_over_by(text, until) for text in self.periods], dtype=bool)
        went = (self.rows[measure].to_numpy(dtype=np.float64) > 0) & reached[self._places]
        last = np.full((len(names), len(names)), -1, dtype=np.int64)
        np.maximum.at(last, (started[went], ended[went]), self._places[went])
        at = {str(name): code for code, name in enumerate(names)}
        found = [last[at[a], at[b]] if a in at and b in at else -1 for a, b in zip(origins, destinations, strict=True)]
        return [self.periods[place] if place >= 0 else "" for place in found]

    def last_of(self, trend: Trend, until: str) -> str:
        """Return the last period of a trend, none that ends after ``until``, in which anybody went; empty: never."""
        return next(
            (text for text, (volume, _) in reversed(list(trend.items())) if volume > 0 and _over_by(text, until)), ""
        )

    def _trends_of(self, country: str, measure: Measure) -> Mapping[tuple[str, str], Trend]:
        seen = facing_rows(self.rows, country)
        place = {text: number for number, text in enumerate(self.periods)}
        seen = seen.assign(place=seen["period"].map(place).astype("int64"))
        found: dict[tuple[str, str], dict[str, tuple[float, str]]] = {}
        for keys in (["side", "country"], ["side"]):
            table = summed(seen, [*keys, "place"])
            others = table["country"] if len(keys) > 1 else [ALL] * len(table)
            # A total that a source states stands under _T as well, until all of it together takes its place.
            found |= {(side, other): {} for side, other in zip(table["side"], others, strict=True)}
            lines = zip(table["side"], others, table["place"], table[measure], table[STATUS_OF[measure]], strict=True)
            for side, other, at, volume, status in lines:
                found[side, other][self.periods[at]] = (volume, status)
        return found

    @cached_property
    def _places(self) -> Codes:
        return np.repeat(np.arange(len(self.periods)), np.diff(self._edges))

    @cached_property
    def _ends(self) -> tuple[Words, Codes, Codes]:
        return end_codes(self.rows)


class Book:
    """One dataset's flow rows, read once for every question.

    Make one per dataset and keep it: it remembers the rows counted for each choice of schemes, programmes and basis, and each
    country's exchanges in them, so a change of period or window counts nothing anew. Rows are never changed; a new release
    is a new book.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = _oldest_first(_plain(rows))
        self._counted = lru_cache(maxsize=_SCOPES)(self._counted_for)
        self._history = lru_cache(maxsize=_SCOPES)(self._history_for)

    def counted(self, selection: Selection, families: Mapping[str, str]) -> History:
        """Return the rows of a selection's kind, schemes and programmes, of all bases, counted once in basis and period."""
        return self._counted(_asked(selection, families))

    def history(self, selection: Selection, families: Mapping[str, str]) -> History:
        """Return of :meth:`counted` the rows on the selection's basis whose period is as long as the selection's."""
        return self._history(_asked(selection, families), selection.basis, length_of(selection.period))

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The years in which anybody is counted on any basis, whatever the scheme, oldest first."""
        counted = self.rows[self.rows["basis"].isin(COUNTED_BASES) & (self.rows["kind"] == "actual")]
        return tuple(text for text in periods_of(counted) if length_of(text) == "year")

    def _counted_for(self, asked: _Asked) -> History:
        rows = selected(
            self.rows,
            kind=asked.kind,
            schemes=asked.schemes,
            programmes=asked.programmes,
            families=dict(asked.families),
        )
        return History(count_once(rows, apart=["period"]))

    def _history_for(self, asked: _Asked, basis: str, length: str) -> History:
        whole = self._counted(asked)
        alike = [text for text in whole.periods if length_of(text) == length]
        rows = whole.rows
        return History(rows[(rows["basis"] == basis) & rows["period"].isin(alike)])


@dataclass(frozen=True)
class _Asked:
    kind: str
    schemes: tuple[str, ...]
    programmes: tuple[str, ...]
    families: tuple[tuple[str, str], ...]


def _asked(selection: Selection, families: Mapping[str, str]) -> _Asked:
    return _Asked(selection.kind, selection.schemes, selection.programmes, tuple(families.items()))


def length_of(text: str) -> str:
    """Return the kind of a period, empty for an undated one."""
    return period(text).kind if text else ""


def facing_rows(rows: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Return the rows into and out of a country, with ``side`` (in, out) and ``country`` (the other end) added."""
    touching = rows[(rows["origin"] == reference) | (rows["destination"] == reference)]
    side = direction(touching, reference).astype(object)
    seen = touching[(side != "within").to_numpy(dtype=bool)]
    side = side[seen.index]
    return seen.assign(side=side, country=seen["origin"].where(side == "in", seen["destination"]))


def known_sum(lines: Numbers) -> Numbers:
    """Return the sum of each line's known numbers, NaN where none is known."""
    known = ~np.isnan(lines)
    return np.where(known.any(axis=1), np.where(known, lines, 0.0).sum(axis=1), np.nan)


def end_codes(rows: pd.DataFrame) -> tuple[Words, Codes, Codes]:
    """Number the ends of rows: the sorted codes, and each row's origin and destination as places among them."""
    both = np.concatenate([rows[end].to_numpy(dtype=object) for end in ("origin", "destination")])
    codes, names = pd.factorize(both, sort=True)
    codes = codes.astype(np.int64)
    return np.asarray(names, dtype=object), codes[: len(rows)], codes[len(rows) :]


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    # Arrow text is compact in a release; Python text answers faster on the few rows of one period.
    return rows.astype({column: object for column in rows.columns if rows[column].dtype == "str"})


def _oldest_first(rows: pd.DataFrame) -> pd.DataFrame:
    codes, texts = pd.factorize(rows["period"])
    order = {text: place for place, text in enumerate(in_order(texts))}
    places = np.array([order[text] for text in texts], dtype=np.int64)[codes]
    if (np.diff(places) >= 0).all():
        return rows.reset_index(drop=True)
    return rows.iloc[np.argsort(places, kind="stable")].reset_index(drop=True)


def _over_by(text: str, until: str) -> bool:
    return text == until or (bool(text) and bool(until) and period(text).end <= period(until).end)
