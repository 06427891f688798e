"""The flows page: who goes from which country to which, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from crossmobility.csv_text import csv_text
from crossmobility.dashboards.shared import FRESH_SECONDS, every, speaking
from crossmobility.domain.offers import (
    Offer,
    in_scope,
    largest_volume,
    numbered_countries,
    offer,
    opening,
    stated_periods,
    with_basis,
)
from crossmobility.domain.overview import Overview, overview, series
from crossmobility.domain.periods import period as period_of
from crossmobility.domain.promises import promises
from crossmobility.domain.selection import Selection
from crossmobility.errors import BadRequest
from crossmobility.i18n import LANGUAGES, Language, message
from crossmobility.reference import schemes
from crossmobility.release.figures import Figures, open_figures
from crossmobility.release.watch import changed_since, release_folder
from crossmobility.render import flows_view
from crossmobility.render.chrome import Chrome
from crossmobility.render.documents import Document, promise_table
from crossmobility.render.flow_controls import controls
from crossmobility.render.flows_page import FlowsPage
from crossmobility.state import Choices, Store, chosen, from_query, to_query
from crossmobility.ui.address import Address
from crossmobility.ui.flow_map import FlowMap
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Intent, Panel

_DIRECTIONS: Final = frozenset({"in", "out", "both", "between"})


def flows_dashboard(figures: Figures, *, dataset: str = "", period: str = "", language: Language = "fr") -> Page:
    """Return the flows page: who goes from which country to which, and when.

    Parameters
    ----------
    figures : Figures
        What :func:`open_figures` returned.
    dataset, period : str
        What the page opens on; when empty, the first dataset and its latest period that has corridors.
    language : str
        ``"fr"`` or ``"en"``.

    Raises
    ------
    BadRequest
        An unknown dataset, or a period the dataset does not have.
    """
    return _FlowsDashboard(figures, dataset, period, language).page


def flows_table(figures: Figures, *, dataset: str = "", period: str = "", language: Language = "fr") -> Document:
    """Return what :func:`flows_dashboard` opens on, in words and as a table, for readers and checks without a browser."""
    dashboard = _FlowsDashboard(figures, dataset, period, language)
    return Document("flows as a table", dashboard.page.regions["side"].static_html())


def check_promises(figures: Figures, *, dataset: str = "") -> Document:
    """Return what must hold for the flows of a dataset, one line a promise, in both languages."""
    rows = figures.rows(dataset or figures.datasets[0].name)
    return Document("promises", promise_table(promises(rows)))


class _FlowsDashboard:
    """Joins the store and the widgets of the flows page: an intent changes the selection, a selection redraws."""

    def __init__(self, figures: Figures, dataset: str, period: str, language: Language) -> None:
        self._use(figures)
        name = dataset or figures.datasets[0].name
        self._default = self._opening(name, language)
        if period:
            self._default = replace(self._default, period=self._known_period(name, period))
        self._store = Store(self._default)
        self._store.follow(self._redraw)
        page = self._answer(self._store.selection)
        self._address = Address(on_open=self._open)
        self._bar = Panel(on_intent=self._take)
        self._controls = Panel(on_intent=self._take)
        self._side = Panel(on_intent=self._take)
        self._foot = Panel(on_intent=self._take)
        self._map = FlowMap(flows_view.scene(page), language=language, extent=self._extent(page), on_choose=self._choose)
        regions = {"head": self._bar, "controls": self._controls, "map": self._map, "side": self._side, "foot": self._foot}
        self.page = Page("flows", self._address, regions, speaking(self._store))
        self._show(page)
        if release_folder() is not None:
            every(FRESH_SECONDS, self._freshen)

    # What can be chosen

    def _use(self, figures: Figures) -> None:
        self._figures = figures
        self._families = {scheme.scheme: scheme.family for scheme in schemes().values()}
        self._rows = lru_cache(maxsize=None)(lambda name: figures.rows(name))
        self._offer = lru_cache(maxsize=None)(
            lambda name: offer(self._rows(name), self._families, complete_to=self._complete_to(name))
        )
        # The series, the scale and the periods with data stay the same while only the period changes.
        self._series = lru_cache(maxsize=64)(self._series_of)
        self._scale = lru_cache(maxsize=64)(lambda asked: largest_volume(self._rows(asked.dataset), asked, self._families))
        self._periods = lru_cache(maxsize=16)(self._rows_by_period)
        self._overview = lru_cache(maxsize=256)(self._overview_of)  # years come back while they play
        self._reached = lru_cache(maxsize=64)(
            lambda asked: numbered_countries(self._rows(asked.dataset), asked, self._families)
        )
        self._stated = lru_cache(maxsize=64)(lambda asked: stated_periods(self._rows(asked.dataset), asked, self._families))

    def _complete_to(self, dataset: str) -> str:
        """Return the day up to which a dataset holds every placement; empty when what is absent is unknown."""
        info = self._figures.dataset(dataset)
        return info.as_of if info.complete else ""

    def _rows_by_period(self, asked: Selection) -> Mapping[str, pd.DataFrame]:
        """Return the rows of a selection's scope, cut by period: a change of year then looks at its own rows only."""
        # Arrow text is compact in a release; Python text answers faster on the few rows of one period.
        rows = self._rows(asked.dataset)
        scope = in_scope(rows, asked, self._families)
        scope = scope.astype({column: object for column in scope.columns if scope[column].dtype == "str"})
        return {str(text): rows for text, rows in scope.groupby("period", observed=True)}

    def _overview_of(self, asked: Selection) -> Overview:
        scope = Selection(dataset=asked.dataset, kind=asked.kind, schemes=asked.schemes, programmes=asked.programmes)
        rows = self._periods(scope).get(asked.period, self._rows(asked.dataset).iloc[:0])
        return overview(rows, asked, self._families, complete_to=self._complete_to(asked.dataset))

    def _series_of(self, asked: Selection) -> Any:
        return series(self._rows(asked.dataset), asked, self._families, complete_to=self._complete_to(asked.dataset))

    def _opening(self, dataset: str, language: Language) -> Selection:
        info = self._figures.dataset(dataset)
        start = Selection(dataset=dataset, reference=info.reference_country or "FRA", language=language)
        until = self._complete_to(dataset)
        found = opening(self._rows(dataset), start, self._families, complete_to=until)
        if not found.period:
            # Nothing arrives in the reference country: look at what leaves it.
            found = opening(self._rows(dataset), replace(start, direction="out"), self._families, complete_to=until)
        return found

    def _known_period(self, dataset: str, period: str) -> str:
        periods = self._offer(dataset).periods
        if period not in periods:
            raise BadRequest(
                message("The dataset “{dataset}” has nothing for the period “{period}”.", dataset=dataset, period=period),
                message("It has: {periods}.", periods=", ".join(text for text in periods if text)),
            )
        return period

    def _choices(self, dataset: str) -> Choices:
        has: Offer = self._offer(dataset)
        return Choices(
            {
                "dataset": frozenset(each.name for each in self._figures.datasets),
                "period": frozenset(has.periods),
                "basis": frozenset(has.bases) | {""},
                "measure": frozenset(has.measures),
                "kind": frozenset(has.kinds),
                "direction": _DIRECTIONS,
                "reference": frozenset(has.countries),
                "schemes": frozenset(has.families),
                "programmes": frozenset(has.programmes),
                "countries": frozenset(has.countries),
                "language": frozenset(LANGUAGES),
            }
        )

    # What the reader does

    def _take(self, intent: Intent) -> None:
        if "download" in intent:
            self._deliver()
            return
        if "scope" in intent:
            kind, _, code = str(intent["scope"]).partition(":")
            intent = {"scheme": "", "programme": ""} | ({kind: code} if code else {})
        selection = self._store.selection
        changes = chosen(intent, self._choices(selection.dataset))
        if changes.get("dataset", selection.dataset) != selection.dataset:
            fresh = self._opening(changes["dataset"], selection.language)
            self._store.selection = fresh
        elif changes:
            self._store.choose(**_settled(changes, selection, counted=bool(self._complete_to(selection.dataset))))

    def _choose(self, mark: str) -> None:
        if mark == "-":
            self._store.choose(corridor=(), countries=())
        elif "-" in mark:
            self._take({"corridor": mark})
        else:
            self._take({"country": "" if mark == self._store.selection.reference else mark})

    def _open(self, query: str) -> None:
        """Take the address a page was opened with: first its dataset, then the rest."""
        default = self._default
        asked = from_query(query, default, self._choices(default.dataset))
        if asked.dataset != default.dataset:
            default = self._opening(asked.dataset, asked.language)
            asked = from_query(query, default, self._choices(asked.dataset))
        if asked == self._store.selection:
            self._redraw(asked)
        self._store.selection = asked

    def _deliver(self) -> None:
        page = self._answer(self._store.selection)
        selection = page.selection
        parts = ["flows", selection.dataset, selection.period.replace("/", "_"), selection.direction, selection.reference]
        self._side.deliver("-".join(part for part in parts if part) + ".csv", csv_text(*flows_view.download_rows(page)))

    def _freshen(self) -> None:
        """Show a newer release; the last good one stays while the new one cannot be read."""
        if changed_since(self._figures.edition):
            self._use(open_figures())
            name = self._store.selection.dataset
            if name not in {each.name for each in self._figures.datasets}:
                self._store.selection = self._opening(self._figures.datasets[0].name, self._store.selection.language)
            self._redraw(self._store.selection)

    # What the page shows

    def _answer(self, selection: Selection) -> FlowsPage:
        lasting = with_basis(replace(selection, language="fr"), self._complete_to(selection.dataset))
        return FlowsPage(
            answer=self._overview(lasting).in_language(selection.language),
            offer=self._offer(selection.dataset),
            datasets=self._figures.datasets,
            series=self._series(replace(lasting, period=self._like(selection))),
            stated=self._stated(replace(lasting, corridor=(), period="")),
            largest=self._scale(replace(lasting, corridor=(), period="", countries=())),
        )

    def _like(self, selection: Selection) -> str:
        """Return the first period as long as the selection's: the same for all of them, so their series is kept."""
        if not selection.period:
            return ""
        kind = period_of(selection.period).kind
        return next(text for text in self._offer(selection.dataset).periods if text and period_of(text).kind == kind)

    def _extent(self, page: FlowsPage) -> tuple[str, ...]:
        """Return the countries the map opens on: those of every period, so that playing the years does not jump."""
        lasting = replace(page.selection, language="fr", period="", corridor=(), countries=(), basis="")
        return self._reached(lasting) or (page.selection.reference,)

    def _redraw(self, selection: Selection) -> None:
        self._show(self._answer(selection))

    def _show(self, page: FlowsPage) -> None:
        selection = page.selection
        bar = Chrome("01_flows", selection.language, page.dataset.as_of)
        self._map.show(
            flows_view.scene(page), label=flows_view.map_label(page), language=selection.language, extent=self._extent(page)
        )
        self._bar.html = bar.html() + flows_view.head(page)
        self._side.html = flows_view.side(page)
        self._foot.html = flows_view.foot(page)
        self._controls.html = controls(page)
        with self._address.hold_sync():
            self._address.language = selection.language
            self._address.title = flows_view.question(page)
            self._address.query = to_query(replace(selection, basis=self._store.selection.basis), self._default)


def _settled(changes: Mapping[str, Any], before: Selection, *, counted: bool) -> dict[str, Any]:
    """Let go of what a change makes meaningless: another reference country or scheme frees the corridor and the country.

    Where placements are counted one by one, every scheme has every basis, and months belong to the active ones: asking for
    months asks for that basis, asking for another basis asks for placements.
    """
    if counted and "kind" not in changes:
        changes = {"basis": before.basis, **changes}
        if changes.get("measure") == "volunteer_months":
            changes["basis"] = "active"
        elif changes["basis"] != before.basis and changes["basis"] not in ("", "active"):
            changes["measure"] = "placements"
    if {"reference", "schemes", "programmes", "kind"} & set(changes):
        return {"corridor": (), "countries": (), "basis": "", **changes}
    if "countries" in changes:
        return {"corridor": (), **changes}
    return dict(changes)
