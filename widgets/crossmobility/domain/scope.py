"""The rows behind one selection of the reciprocity page: which years are added, and with which they are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.book import Book, History, end_codes, length_of
from crossmobility.domain.counting import Mask
from crossmobility.domain.countries import joins_two_countries
from crossmobility.domain.flows import families_in
from crossmobility.domain.offers import BASES, last_day, touching, with_basis
from crossmobility.domain.periods import every_period, period
from crossmobility.domain.placements import COUNTED_BASES
from crossmobility.domain.requests import unknown_word
from crossmobility.domain.selection import Measure, Selection
from crossmobility.i18n import message

WINDOWS: Final = ("1", "3", "5")
"""How many years, up to and including the period, may be added."""


@dataclass(frozen=True, eq=False)
class Scope:
    """The rows behind one selection.

    Attributes
    ----------
    selection : Selection
        With the basis said and the window settled: "1" where the basis does not add over years or the period is no year.
    span : tuple of str
        The periods whose rows are added, oldest first. Complete data: every year of the window from the first in which
        anybody is counted; else the years of the window that something is stated for.
    before : tuple of str
        The window it is compared with: the one ending at ``selection.against``, else the one just before ``span``. Empty
        when the data do not reach back to its first year, or nothing is stated for it.
    rows, earlier : DataFrame
        Flow rows of ``span`` and of ``before``: one basis, one kind, the selection's schemes and programmes, every
        country, counted once.
    history : DataFrame
        The same for every period as long as the selection's, oldest first, counted once within each period.
    every_basis : DataFrame
        Rows of all bases and periods, counted once within basis and period.
    periods : tuple of str
        The periods of ``history``, oldest first; of complete data none is left out.
    families : tuple of str
        The families of the schemes in ``rows``, sorted.
    complete_to : str
        ISO date up to which absent means nobody; empty: absent is unknown.
    past : History or None
        ``history`` with what was worked out of it; None: not yet.
    joining : History or None
        The same on the basis ``started``, where months are added over years: people present in several years count once,
        those of the first year and those who started later.
    """

    selection: Selection
    span: tuple[str, ...]
    before: tuple[str, ...]
    rows: pd.DataFrame
    earlier: pd.DataFrame
    history: pd.DataFrame
    every_basis: pd.DataFrame
    periods: tuple[str, ...]
    families: tuple[str, ...]
    complete_to: str
    past: History | None = field(default=None, repr=False)
    joining: History | None = field(default=None, repr=False)

    @property
    def mixed(self) -> bool:
        """Whether unlike things are added: a ratio over several families of schemes, or over :attr:`timeless` figures."""
        return len(self.families) > 1 or self.timeless

    @property
    def timeless(self) -> bool:
        """Whether figures of several programmes are added of which none has a date."""
        return self.span == ("",) and self.rows["programme"].nunique() > 1

    @property
    def measure(self) -> Measure:
        """What is counted."""
        return self.selection.measure

    @property
    def reference(self) -> str:
        """The country from which in and out are seen."""
        return self.selection.reference

    @property
    def complete(self) -> bool:
        """Whether what is absent is nobody rather than unknown."""
        return bool(self.complete_to)

    @property
    def absent(self) -> float:
        """The number of what is absent: 0 in complete data, else NaN."""
        return 0.0 if self.complete else float("nan")

    def absent_status(self, text: str) -> str:
        """Return the status of what is absent in a period."""
        if not self.complete:
            return "not_reported"
        return "provisional" if last_day(text).isoformat() > self.complete_to else "reported"

    @property
    def window(self) -> tuple[str, ...]:
        """The periods that are added, those for which nothing is stated included: a sum without them is a part."""
        return self.span if self.complete else ending(self.selection.period, int(self.selection.window))

    @cached_property
    def known_past(self) -> History:
        """``history`` as trends and last years are read from it."""
        return self.past or History(self.history)

    @cached_property
    def grid(self) -> Grid:
        """What goes from every country to every other one in the span."""
        return _grid(self.rows[joins_two_countries(self.rows)], self.measure, self.absent)

    @cached_property
    def corridors(self) -> pd.DataFrame:
        """One row per corridor between two countries that is known to be taken: origin, destination, volume; largest first."""
        return self.grid.corridors(self.grid.volumes > 0)


@dataclass(frozen=True, eq=False)
class Grid:
    """Every country of a network against every other.

    Attributes
    ----------
    countries : tuple of str
        Codes, sorted.
    volumes : array
        Row: origin, column: destination. NaN unknown, the diagonal NaN.
    """

    countries: tuple[str, ...]
    volumes: npt.NDArray[np.float64]

    def corridors(self, wanted: Mask) -> pd.DataFrame:
        """Return the wanted cells, one row a corridor: origin, destination, volume; largest first, then by codes."""
        origin, destination = np.nonzero(wanted)
        volume = self.volumes[origin, destination]
        order = np.argsort(-volume, kind="stable")  # the codes are sorted already
        names = np.asarray(self.countries, dtype=object)
        return pd.DataFrame(
            {
                "origin": pd.Series(names[origin[order]], dtype=object),
                "destination": pd.Series(names[destination[order]], dtype=object),
                "volume": volume[order],
            }
        )


def scope_of(
    rows: pd.DataFrame | Book, selection: Selection, families: Mapping[str, str], *, complete_to: str = ""
) -> Scope:
    """Return the rows behind a selection.

    Parameters
    ----------
    rows : DataFrame or Book
        Flow rows of one dataset. A :class:`~crossmobility.domain.book.Book` made once per dataset and kept answers a
        change of period from the rows of that period; a frame is read anew each time.
    selection : Selection
        An empty basis means the first of started, active, stock, ended, not stated that has figures of the measure into
        or out of the reference country in the period. ``direction``, ``countries`` and ``corridor`` choose no rows.
    families : mapping
        Scheme code to family code.
    complete_to : str
        ISO date up to which the dataset holds every placement; empty: it does not.

    Raises
    ------
    BadRequest
        For a window that is none of ``WINDOWS``, or an unknown scheme.
    """
    book = rows if isinstance(rows, Book) else Book(rows)
    if selection.window not in WINDOWS:
        problem = message("A window of {window} years cannot be chosen.", window=selection.window)
        raise unknown_word(problem, selection.window, WINDOWS)
    whole = book.counted(selection, families)
    selection = _settled(_with_basis_said(whole, with_basis(selection, complete_to)))
    past = book.history(selection, families)
    complete_to = complete_to if _absent_is_nobody(selection, complete_to) else ""
    periods = _years_counted(book, selection) if complete_to else past.periods
    window = ending(selection.period, int(selection.window))
    span = tuple(text for text in window if text in periods) or (selection.period,)
    before = _before(selection, periods, complete=bool(complete_to))
    used = past.of(span)
    months = bool(complete_to) and selection.measure == "volunteer_months" and len(span) > 1
    return Scope(
        selection=selection,
        span=span,
        before=before,
        rows=used,
        earlier=past.of(before),
        history=past.rows,
        every_basis=whole.rows,
        periods=periods,
        families=families_in(used, families),
        complete_to=complete_to,
        past=past,
        joining=book.history(replace(selection, basis="started"), families) if months else None,
    )


def _with_basis_said(whole: History, selection: Selection) -> Selection:
    if selection.basis:
        return selection
    here = whole.of([selection.period])
    numbered = touching(here[here[selection.measure].notna()], [selection.reference])
    stated = set((here if numbered.empty else numbered)["basis"].unique())
    return replace(selection, basis=next((basis for basis in BASES if basis in stated), ""))


def _settled(selection: Selection) -> Selection:
    """Return the selection with a window its figures can bear: people present are in several years, their months are not."""
    adds = selection.basis in ("started", "ended") or (
        selection.measure == "volunteer_months" and selection.basis == "active"
    )
    return selection if adds and length_of(selection.period) == "year" else replace(selection, window="1")


def _absent_is_nobody(selection: Selection, complete_to: str) -> bool:
    """Tell what a complete dataset knows completely: years that have begun, on four bases; months of the active."""
    if not complete_to or length_of(selection.period) != "year" or selection.kind != "actual":
        return False
    begun = period(selection.period).start.isoformat() <= complete_to
    counted = selection.basis in COUNTED_BASES if selection.measure == "placements" else selection.basis == "active"
    return begun and counted


def _years_counted(book: Book, selection: Selection) -> tuple[str, ...]:
    """Return every year from the first in which anybody is counted to the last, or to the one that is asked for."""
    later = [selection.period] if book.years and selection.period > book.years[-1] else []
    return tuple(every_period([*book.years, *later]))


def ending(last: str, years: int) -> tuple[str, ...]:
    """Return the window of years that ends with ``last``; of one period, whatever its length."""
    if years == 1:
        return (last,)
    return tuple(f"{year:04d}" for year in range(int(last) - years + 1, int(last) + 1))


def _before(selection: Selection, periods: Sequence[str], *, complete: bool) -> tuple[str, ...]:
    """Return the window a selection is compared with, as far as the data reach."""
    reach, years = every_period(periods), int(selection.window)
    last = selection.against or _previous(ending(selection.period, years)[0], reach)
    if last not in reach or length_of(last) != length_of(selection.period):
        return ()
    window, own = ending(last, years), ending(selection.period, years)
    if window[0] not in reach or (complete and own[0] not in reach):
        return ()
    return window if complete else tuple(text for text in window if text in periods)


def _previous(text: str, reach: Sequence[str]) -> str:
    """Return the period just before one; ranges of days and undated figures have none."""
    if length_of(text) in ("", "range"):
        return ""
    line = every_period([*reach, text])
    place = line.index(text)
    return line[place - 1] if place else ""


def _grid(rows: pd.DataFrame, measure: Measure, absent: float) -> Grid:
    names, origin, destination = end_codes(rows)
    size, volumes = len(names), rows[measure].to_numpy(dtype=np.float64)
    cell, known = origin * size + destination, ~np.isnan(volumes)
    sums = np.bincount(cell[known], weights=volumes[known], minlength=size * size)
    summed, stated = (np.bincount(cells, minlength=size * size) > 0 for cells in (cell[known], cell))
    square = np.where(summed, sums, np.where(stated, np.nan, absent)).reshape(size, size)
    np.fill_diagonal(square, np.nan)
    return Grid(tuple(str(name) for name in names), square)
