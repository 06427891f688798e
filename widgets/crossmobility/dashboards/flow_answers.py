"""What the flows page shows of some figures: answers to selections, worked out once and kept while the reader plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

import pandas as pd

from crossmobility.dashboards.shared import Shelf
from crossmobility.domain.bases import reconciliation
from crossmobility.domain.breaks import Marked, breaks_in
from crossmobility.domain.difference import Difference, between, difference
from crossmobility.domain.offers import (
    comparable,
    in_scope,
    largest_volume,
    numbered_countries,
    opening,
    schemes_reached,
    stated_periods,
    with_basis,
)
from crossmobility.domain.overview import Overview, every_basis, overview, series
from crossmobility.domain.periods import every_period
from crossmobility.domain.periods import period as period_of
from crossmobility.domain.selection import Selection
from crossmobility.i18n import Language
from crossmobility.reference import breaks
from crossmobility.release.figures import Figures
from crossmobility.render.flows_page import FlowsPage
from crossmobility.render.series import series_slots

_PLAYED: Final = 256  # years come back while they play


class FlowAnswers:
    """Answers selections from some figures; whatever does not depend on the language or the period is kept."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.shelf = Shelf(figures)
        # The series, the scale and the periods with data stay the same while only the period changes.
        self._series = lru_cache(maxsize=64)(self._series_of)
        self._scale = lru_cache(maxsize=64)(lambda asked: largest_volume(self._rows(asked), asked, self.shelf.families))
        self._periods = lru_cache(maxsize=16)(self._rows_by_period)
        self._overview = lru_cache(maxsize=_PLAYED)(self._overview_of)
        self._difference = lru_cache(maxsize=_PLAYED)(self._difference_of)
        self._bases = lru_cache(maxsize=_PLAYED)(self._bases_of)
        self._reached = lru_cache(maxsize=64)(
            lambda asked: numbered_countries(self._rows(asked), asked, self.shelf.families)
        )
        self._schemes = lru_cache(maxsize=64)(lambda asked: schemes_reached(self._rows(asked), asked, self.shelf.families))
        self._stated = lru_cache(maxsize=64)(lambda asked: stated_periods(self._rows(asked), asked, self.shelf.families))

    def opening(self, dataset: str, language: Language) -> Selection:
        """Return the selection the page opens on for a dataset."""
        rows, families, until = self.shelf.rows(dataset), self.shelf.families, self.shelf.complete_to(dataset)
        start = Selection(dataset=dataset, reference=self.shelf.home(dataset), language=language)
        found = opening(rows, start, families, complete_to=until)
        if not found.period:
            # Nothing arrives in the reference country: look at what leaves it.
            found = opening(rows, replace(start, direction="out"), families, complete_to=until)
        return found

    def page(self, selection: Selection) -> FlowsPage:
        """Return everything the page shows for a selection."""
        lasting = self._lasting(selection)
        answer = self._overview(replace(lasting, against="")).in_language(selection.language)
        found = self._difference(replace(lasting, basis=answer.selection.basis)) if selection.against else None
        table = self._series(replace(lasting, period=self._like(selection), against=""))
        return FlowsPage(
            answer=replace(answer, selection=replace(answer.selection, against=selection.against)),
            offer=self.shelf.offer(selection.dataset),
            datasets=self.figures.datasets,
            series=table,
            stated=self._stated(_scope(lasting)),
            largest=self._scale(_scope(replace(lasting, countries=()))),
            comparable=self.comparable(selection),
            difference=None if found is None else found.in_language(selection.language),
            marks=self._marks(lasting, series_slots(table)),
            between=[] if found is None else self._between(lasting),
            bases=self._bases(replace(lasting, basis="", measure="placements", direction="in", against="")),
        )

    def comparable(self, selection: Selection) -> list[str]:
        """Return the periods a selection can be compared with: as long as its own, with data of its scope and basis."""
        until = self.shelf.complete_to(selection.dataset)
        if until and selection.kind == "actual" and _is_year(selection.period):
            # Placement by placement, every year has a count; one that has not begun has none.
            known = [text for text in self.shelf.offer(selection.dataset).periods if text and text[:4] <= until[:4]]
            return comparable(known, selection.period)
        return comparable(self._stated(_scope(self._lasting(selection))), selection.period)

    def with_comparison(self, selection: Selection) -> Selection:
        """Return a selection without its comparison when there is no data for it.

        A comparison with the selection's own period stays: while the years play, one of them is that one.
        """
        kept = selection.against in ("", selection.period) or selection.against in self.comparable(selection)
        return selection if kept else replace(selection, against="")

    def extent(self, page: FlowsPage) -> tuple[str, ...]:
        """Return the countries the map opens on: those of every period, so that playing the years does not jump."""
        lasting = replace(_scope(page.selection), language="fr", countries=(), basis="")
        return self._reached(lasting) or (page.selection.reference,)

    # What is kept

    def _rows(self, asked: Selection) -> pd.DataFrame:
        return self.shelf.rows(asked.dataset)

    def _lasting(self, selection: Selection) -> Selection:
        return with_basis(replace(selection, language="fr"), self.shelf.complete_to(selection.dataset))

    def _rows_by_period(self, asked: Selection) -> Mapping[str, pd.DataFrame]:
        """Return the rows of a selection's scope, cut by period: a change of year then looks at its own rows only."""
        scope = in_scope(self._rows(asked), asked, self.shelf.families)
        return {str(text): rows for text, rows in scope.groupby("period", observed=True)}

    def _rows_of(self, asked: Selection, period: str) -> pd.DataFrame:
        scope = Selection(dataset=asked.dataset, kind=asked.kind, schemes=asked.schemes, programmes=asked.programmes)
        return self._periods(scope).get(period, self._rows(asked).iloc[:0])

    def _overview_of(self, asked: Selection) -> Overview:
        until = self.shelf.complete_to(asked.dataset)
        return overview(self._rows_of(asked, asked.period), asked, self.shelf.families, complete_to=until)

    def _difference_of(self, asked: Selection) -> Difference | None:
        """Compare a selection whose basis is said with the same of the period it is compared with."""
        now = replace(asked, against="")
        return difference(self._overview(now), self._overview(replace(now, period=asked.against)))

    def _series_of(self, asked: Selection) -> pd.DataFrame:
        return series(self._rows(asked), asked, self.shelf.families, complete_to=self.shelf.complete_to(asked.dataset))

    def _bases_of(self, asked: Selection) -> pd.DataFrame | None:
        """Reconcile the four bases of a year; nothing where placements are not counted one by one."""
        until = self.shelf.complete_to(asked.dataset)
        if not until or asked.kind != "actual" or not _is_year(asked.period):
            return None
        eve = f"{int(asked.period) - 1:04d}"
        rows = pd.concat([self._rows_of(asked, text) for text in (eve, asked.period)])
        return reconciliation(
            every_basis(rows, asked), [asked.period], asked.reference, corridor=asked.corridor, complete_to=until
        )

    def _like(self, selection: Selection) -> str:
        """Return the first period as long as the selection's: the same for all of them, so their series is kept."""
        if not selection.period:
            return ""
        kind = period_of(selection.period).kind
        periods = self.shelf.offer(selection.dataset).periods
        return next(text for text in periods if text and period_of(text).kind == kind)

    def _marks(self, asked: Selection, axis: list[str]) -> list[Marked]:
        """Return the breaks on an axis that concern the countries and schemes a selection looks at."""
        scope = _scope(replace(asked, countries=(), basis=""))
        looked_at = asked.corridor or asked.countries or self._reached(scope)
        schemes = self._schemes(scope)
        return breaks_in(breaks(), axis, countries={asked.reference, *looked_at}, schemes=schemes)

    def _between(self, asked: Selection) -> list[Marked]:
        axis = every_period([asked.against, asked.period])
        return between(self._marks(asked, axis), asked.against, asked.period)


def _scope(selection: Selection) -> Selection:
    """Return a selection without what changes from period to period: its period, its corridor, its comparison."""
    return replace(selection, period="", corridor=(), against="")


def _is_year(text: str) -> bool:
    return bool(text) and period_of(text).kind == "year"
