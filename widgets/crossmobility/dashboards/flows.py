"""The flows page: who goes from which country to which, and when, and what changed since another period."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from crossmobility.csv_text import csv_text
from crossmobility.dashboards.flow_answers import FlowAnswers
from crossmobility.dashboards.shared import FRESH_SECONDS, every, opened, scoped, settled, speaking
from crossmobility.domain.offers import Offer
from crossmobility.domain.promises import promises
from crossmobility.domain.selection import Selection
from crossmobility.i18n import LANGUAGES, Language
from crossmobility.release.figures import Figures, open_figures
from crossmobility.release.watch import changed_since, release_folder
from crossmobility.render import flows_view
from crossmobility.render.chrome import Chrome
from crossmobility.render.documents import Document, promise_table
from crossmobility.render.flow_controls import controls
from crossmobility.render.flows_page import FlowsPage
from crossmobility.state import Choices, Store, chosen, to_query
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
        self._answers = FlowAnswers(figures)
        name = dataset or figures.datasets[0].name
        self._default = self._answers.opening(name, language)
        if period:
            self._default = replace(self._default, period=self._answers.shelf.known_period(name, period))
        self._store = Store(self._default)
        self._store.follow(self._redraw)
        page = self._answers.page(self._store.selection)
        self._address = Address(on_open=self._open)
        self._bar = Panel(on_intent=self._take)
        self._controls = Panel(on_intent=self._take)
        self._side = Panel(on_intent=self._take)
        self._foot = Panel(on_intent=self._take)
        extent = self._answers.extent(page)
        self._map = FlowMap(flows_view.scene(page), language=language, extent=extent, on_choose=self._choose)
        regions = {"head": self._bar, "controls": self._controls, "map": self._map, "side": self._side, "foot": self._foot}
        self.page = Page("flows", self._address, regions, speaking(self._store))
        self._show(page)
        if release_folder() is not None:
            every(FRESH_SECONDS, self._freshen)

    def _choices(self, dataset: str) -> Choices:
        has: Offer = self._answers.shelf.offer(dataset)
        return Choices(
            {
                "dataset": frozenset(each.name for each in self._answers.figures.datasets),
                "period": frozenset(has.periods),
                "against": frozenset(text for text in has.periods if text) | {""},
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

    def _select(self, selection: Selection) -> None:
        """Show a selection, without a comparison that has no data: another scope or a period of another length."""
        self._store.selection = self._answers.with_comparison(selection)

    # What the reader does

    def _take(self, intent: Intent) -> None:
        if "download" in intent:
            self._deliver()
            return
        intent = scoped(intent)
        selection = self._store.selection
        changes = chosen(intent, self._choices(selection.dataset))
        if changes.get("dataset", selection.dataset) != selection.dataset:
            self._select(self._answers.opening(changes["dataset"], selection.language))
        elif changes:
            counted = bool(self._answers.shelf.complete_to(selection.dataset))
            self._select(replace(selection, **settled(changes, selection, counted=counted)))

    def _choose(self, mark: str) -> None:
        if mark == "-":
            self._store.choose(corridor=(), countries=())
        elif "-" in mark:
            self._take({"corridor": mark})
        else:
            self._take({"country": "" if mark == self._store.selection.reference else mark})

    def _open(self, query: str) -> None:
        """Take the address a page was opened with: first its dataset, then the rest."""
        asked = opened(query, self._default, self._choices, self._answers.opening)
        asked = self._answers.with_comparison(asked)
        if asked == self._store.selection:
            self._redraw(asked)
        self._store.selection = asked

    def _deliver(self) -> None:
        page = self._answers.page(self._store.selection)
        self._side.deliver(flows_view.download_name(page), csv_text(*flows_view.download_rows(page)))

    def _freshen(self) -> None:
        """Show a newer release; the last good one stays while the new one cannot be read."""
        if changed_since(self._answers.figures.edition):
            figures = open_figures()
            self._answers = FlowAnswers(figures)
            selection = self._store.selection
            if selection.dataset not in {each.name for each in figures.datasets}:
                selection = self._answers.opening(figures.datasets[0].name, selection.language)
            self._select(selection)
            self._redraw(self._store.selection)

    # What the page shows

    def _redraw(self, selection: Selection) -> None:
        self._show(self._answers.page(selection))

    def _show(self, page: FlowsPage) -> None:
        selection = page.selection
        bar = Chrome("01_flows", selection.language, page.dataset.as_of)
        self._map.show(
            flows_view.scene(page),
            label=flows_view.map_label(page),
            language=selection.language,
            extent=self._answers.extent(page),
        )
        self._bar.html = bar.html() + flows_view.head(page)
        self._side.html = flows_view.side(page)
        self._foot.html = flows_view.foot(page)
        self._controls.html = controls(page)
        with self._address.hold_sync():
            self._address.language = selection.language
            self._address.title = flows_view.question(page)
            self._address.query = to_query(replace(selection, basis=self._store.selection.basis), self._default)
