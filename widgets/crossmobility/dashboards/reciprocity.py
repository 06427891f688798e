"""The reciprocity page: who gives and who receives, pair by pair, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from math import isnan
from typing import Any, Final

import pandas as pd

from crossmobility.csv_text import csv_text
from crossmobility.dashboards.shared import FRESH_SECONDS, Board, Shelf, every, quick, scoped, settled, speaking
from crossmobility.domain.bases import reconciliation
from crossmobility.domain.book import length_of
from crossmobility.domain.breaks import Marked, breaks_in
from crossmobility.domain.countries import joins_two_countries
from crossmobility.domain.flows import selected
from crossmobility.domain.lens import sides
from crossmobility.domain.loops import loops
from crossmobility.domain.reasons import DIMENSIONS, gap
from crossmobility.domain.reciprocity import (
    WINDOWS,
    Pair,
    Scope,
    concentration,
    matrix,
    network,
    one_way,
    pair,
    pair_history,
    partners,
    scope_of,
    whole,
)
from crossmobility.domain.reciprocity_promises import reciprocity_promises
from crossmobility.domain.selection import Selection
from crossmobility.i18n import LANGUAGES, Language
from crossmobility.reference import breaks, countries
from crossmobility.release.figures import Figures
from crossmobility.release.watch import release_folder
from crossmobility.render import reciprocity_view as view
from crossmobility.render.chrome import Chrome
from crossmobility.render.documents import Document, promise_table, sentence_list
from crossmobility.render.reciprocity_page import WHOLE, ReciprocityPage
from crossmobility.render.reciprocity_table import plain_table
from crossmobility.state import Choices, Store, chosen
from crossmobility.ui.address import Address
from crossmobility.ui.flow_map import FlowMap
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Intent, Panel

CARDS: Final = 6
_PANELS: Final = ("side", "table", "cards", "matrix", "story", "foot")


def reciprocity_dashboard(figures: Figures, *, dataset: str = "", period: str = "", language: Language = "fr") -> Page:
    """Return the reciprocity page: who gives, who receives, how balanced each pair of countries is, and why.

    Parameters
    ----------
    figures : Figures
        What :func:`open_figures` returned.
    dataset, period : str
        What the page opens on; when empty, the first dataset that holds every placement (else the first), its latest period
        and the scheme that goes both ways most.
    language : str
        ``"fr"`` or ``"en"``.

    Raises
    ------
    BadRequest
        An unknown dataset, or a period the dataset does not have.
    """
    return _ReciprocityDashboard(figures, dataset, period, language).page


def reciprocity_table(figures: Figures, *, dataset: str = "", period: str = "", language: Language = "fr") -> Document:
    """Return what :func:`reciprocity_dashboard` opens on, in words and as a table, for readers and checks without a browser."""
    page = _ReciprocityDashboard(figures, dataset, period, language).opened
    return Document("reciprocity as a table", sentence_list(view.sentences(page)) + plain_table(page))


def reciprocity_checks(figures: Figures, *, dataset: str = "", period: str = "") -> Document:
    """Return what must hold between the tables of the page that opens on a dataset, one line a promise, in both languages."""
    page = _ReciprocityDashboard(figures, dataset, period, "fr").opened
    found = reciprocity_promises(
        partners=page.partners,
        whole=page.whole,
        matrix=page.matrix,
        loops=page.loops,
        reasons=page.reasons,
        bases=page.bases,
    )
    return Document("reciprocity promises", promise_table(found))


class _ReciprocityDashboard(Board):
    """Joins the store and the widgets of the reciprocity page: an intent changes the selection, a selection redraws."""

    def __init__(self, figures: Figures, dataset: str, period: str, language: Language) -> None:
        self._use(figures)
        self._default = self._opening(dataset or self._first(), language, period)
        self._store = Store(self._default)
        self._store.follow(self._redraw)
        self.opened = page = self._answer(self._store.selection)
        self._address = Address(on_open=self._open)
        self._bar = Panel(on_intent=self._take)
        self._controls = Panel(on_intent=self._take)
        self._panels = {name: Panel(on_intent=self._take) for name in _PANELS}
        self._map = FlowMap(view.scene(page), language=language, extent=self._extent(), on_choose=self._choose)
        regions = {"head": self._bar, "controls": self._controls, "map": self._map, **self._panels}
        self.page = Page("reciprocity", self._address, regions, speaking(self._store))
        self._show(page)
        if release_folder() is not None:
            every(FRESH_SECONDS, self._freshen)

    # What can be chosen

    def _use(self, figures: Figures) -> None:
        self._shelf = Shelf(figures)
        self._south = frozenset(code for code, country in countries().items() if country.is_oda)
        # What depends neither on the chosen pair nor on the language is kept: choosing a pair works out that pair only.
        self._scope = lru_cache(maxsize=64)(self._scope_of)
        self._network = lru_cache(maxsize=32)(self._network_of)
        # What is the same for every period stays while the years play.
        self._lens = lru_cache(maxsize=16)(self._lens_of)
        self._trend = lru_cache(maxsize=256)(lambda asked, a, b: pair_history(self._scope(asked), a, b))
        self._reached = lru_cache(maxsize=16)(self._reached_of)
        self._largest = lru_cache(maxsize=16)(lambda asked: _largest_window(self._scope(asked)))
        self._splits = lru_cache(maxsize=16)(
            lambda name, dimension: _by_basis_and_period(quick(figures.splits_of(name, dimension)))
        )

    def _opening(self, dataset: str, language: Language, period: str = "") -> Selection:
        """Return the latest period in which a scheme goes both ways, and the scheme of which most does.

        Where years may be added, three of them: small numbers say more together.
        """
        info = self._shelf.info(dataset)
        window = WINDOWS[1] if info.complete else WINDOWS[0]
        start = Selection(dataset=dataset, reference=self._shelf.home(dataset), window=window, language=language)
        has = self._shelf.offer(dataset)
        dated = [text for text in reversed(has.periods) if text]
        texts = [self._shelf.known_period(dataset, period)] if period else [*dated, ""]
        for text in texts:
            asked = [replace(start, period=text, schemes=(family,)) for family in has.families]
            best = max(asked, key=lambda each: self._both_ways(each), default=start)
            if self._both_ways(best) > 0:
                return best
        return replace(start, period=texts[0])

    def _both_ways(self, selection: Selection) -> float:
        """Return the smaller of what arrives and what leaves; 0 where one of them is nobody or unknown."""
        pair_of_all = whole(self._scope(_common(selection)))
        lesser = min(pair_of_all.forward, pair_of_all.back)
        return 0.0 if isnan(lesser) else lesser

    def _choices(self, dataset: str) -> Choices:
        has = self._shelf.offer(dataset)
        return Choices(
            {
                "dataset": frozenset(each.name for each in self._shelf.figures.datasets),
                "period": frozenset(has.periods),
                "window": frozenset(WINDOWS),
                "against": frozenset(has.periods) | {""},
                "basis": frozenset(has.bases) | {""},
                "measure": frozenset(has.measures),
                "kind": frozenset(has.kinds),
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
        selection = self._store.selection
        intent = scoped(intent)
        if "country" in intent:
            country = str(intent["country"])
            intent = {"corridor": f"{country}-{selection.reference}" if country else ""}
        changes = chosen(intent, self._choices(selection.dataset))
        if changes.get("dataset", selection.dataset) != selection.dataset:
            self._store.selection = self._opening(changes["dataset"], selection.language)
        elif changes:
            counted = bool(self._shelf.complete_to(selection.dataset))
            self._store.choose(**settled(changes, selection, counted=counted))

    def _choose(self, mark: str) -> None:
        reference = self._store.selection.reference
        if mark in ("-", "", reference):
            self._store.choose(corridor=())
        else:
            self._take({"corridor": mark} if "-" in mark else {"country": mark})

    def _deliver(self) -> None:
        page = self._answer(self._store.selection)
        selection = page.selection
        parts = ["reciprocity", selection.dataset, selection.period.replace("/", "_"), selection.reference]
        table = csv_text(*view.download_rows(page))
        self._panels["table"].deliver("-".join(part for part in parts if part) + ".csv", table)

    # What the page shows

    def _answer(self, selection: Selection) -> ReciprocityPage:
        common = _common(selection)
        scope = self._scope(common)
        shown = replace(scope.selection, language=selection.language, corridor=selection.corridor)
        scope = replace(scope, selection=shown)
        dataset, shelf = selection.dataset, self._shelf
        agreements = shelf.figures.agreements_of(dataset)
        one = pair(scope, *selection.corridor, agreements, shelf.families) if selection.corridor else None
        network = self._network(common)
        looked_at = one or network["whole"]
        trends = dict(network["trends"])
        if one is not None:
            trends["chosen"] = self._trend(self._lasting(common), one.a, one.b)
        return ReciprocityPage(
            scope=scope,
            chosen=one,
            **{**network, "trends": trends, "matrix": matrix(scope) if one else network["matrix"]},
            reasons=self._reasons(scope, looked_at),
            bases=self._bases(scope, looked_at),
            marks=_marks(scope, network["partners"], one),
            offer=shelf.offer(dataset),
            datasets=shelf.figures.datasets,
            agreements=agreements,
            largest=self._largest(self._lasting(common)),
        )

    def _scope_of(self, asked: Selection) -> Scope:
        dataset = asked.dataset
        book, until = self._shelf.book(dataset), self._shelf.complete_to(dataset)
        return scope_of(book, asked, self._shelf.families, complete_to=until)

    def _network_of(self, asked: Selection) -> dict[str, Any]:
        """Return everything of the page that is the same whichever pair is chosen."""
        scope, families, lasting = self._scope(asked), self._shelf.families, self._lasting(asked)
        agreements = self._shelf.figures.agreements_of(asked.dataset)
        table = partners(scope, agreements, families)
        carded = [WHOLE, *table["country"].head(CARDS)]
        return {
            "partners": table,
            "whole": whole(scope, agreements, families),
            "matrix": matrix(scope),
            "one_way": one_way(scope),
            "network": network(scope),
            "concentration": {side: concentration(scope, side) for side in ("in", "out")},
            "lens": self._lens(lasting),
            "loops": loops(scope.corridors[scope.corridors["volume"] > 0]),
            "pairings": _of_programmes(self._shelf.figures.pairings_of(asked.dataset), asked),
            "trends": {country: self._trend(lasting, scope.reference, country) for country in carded},
        }

    def _lens_of(self, asked: Selection) -> pd.DataFrame:
        scope = self._scope(asked)
        return sides(scope.history, scope.periods, self._south, scope.measure, scope.complete)

    def _lasting(self, asked: Selection) -> Selection:
        """Return the selection on the last period as long as its own, so that all of them share what is the same."""
        alike = [text for text in self._shelf.offer(asked.dataset).periods if length_of(text) == length_of(asked.period)]
        return replace(asked, period=alike[-1] if alike else asked.period, against="")

    def _reasons(self, scope: Scope, looked_at: Pair) -> dict[str, pd.DataFrame]:
        """Return what makes up the gap between both directions, dimension by dimension; exact in each of them."""
        found = {}
        for dimension in DIMENSIONS:
            rows = scope.rows if dimension == "scheme" else self._split_rows(scope, dimension)
            if not rows.empty:
                found[dimension] = gap(
                    rows, dimension, looked_at.a, scope.measure, counterpart=looked_at.b, complete=scope.complete
                )
        return found

    def _split_rows(self, scope: Scope, dimension: str) -> pd.DataFrame:
        """Return the rows of a scope, cut by one dimension."""
        asked = scope.selection
        pages = self._splits(asked.dataset, dimension)
        found = [pages[asked.basis, text] for text in scope.span if (asked.basis, text) in pages]
        if not found:
            return pd.DataFrame()
        rows = found[0] if len(found) == 1 else pd.concat(found)
        return selected(rows, kind=None, schemes=asked.schemes, programmes=asked.programmes, families=self._shelf.families)

    def _bases(self, scope: Scope, looked_at: Pair) -> pd.DataFrame:
        corridor = () if looked_at.b == WHOLE else (looked_at.a, looked_at.b)
        return reconciliation(scope.every_basis, scope.span, looked_at.a, corridor=corridor, complete_to=scope.complete_to)

    def _extent(self) -> tuple[str, ...]:
        """Return the countries the map opens on: those of every period, so that playing the years does not jump."""
        return self._reached(self._lasting(_common(self._store.selection)))

    def _reached_of(self, asked: Selection) -> tuple[str, ...]:
        rows, reference = self._scope(asked).history, asked.reference
        facing = rows[(rows["origin"] == reference) | (rows["destination"] == reference)]
        codes = {*facing["origin"], *facing["destination"]} & set(countries())
        return tuple(sorted(codes)) or (reference,)

    def _redraw(self, selection: Selection) -> None:
        self._show(self._answer(selection))

    def _show(self, page: ReciprocityPage) -> None:
        selection = page.selection
        bar = Chrome("02_reciprocity", selection.language, page.dataset.as_of)
        # All text is written before any is sent: the browser then lays the page out once, not part by part.
        texts = {self._bar: bar.html() + view.head(page), self._controls: view.controls(page)}
        texts |= {panel: _DRAWN[name](page) for name, panel in self._panels.items()}
        scene, label = view.scene(page), view.map_label(page)
        self._map.show(scene, label=label, language=selection.language, extent=self._extent())
        for panel, html in texts.items():
            panel.html = html
        self._say(view.question(page))


_DRAWN: Final = {name: getattr(view, name) for name in _PANELS}


def _common(selection: Selection) -> Selection:
    """Return a selection without what changes no figure: the chosen pair, the language."""
    return replace(selection, corridor=(), countries=(), language="fr")


def _marks(scope: Scope, table: pd.DataFrame, one: Pair | None) -> list[Marked]:
    """Return the breaks on the page's time axis that touch its countries and schemes."""
    places = {scope.reference, *table["country"], *([one.a, one.b] if one else [])}
    codes = {*scope.selection.schemes, *scope.families, *scope.rows["scheme"]}
    return breaks_in(breaks(), scope.periods, countries=places, schemes=codes)


def _largest_window(scope: Scope) -> float:
    """Return the largest corridor of any window as long as the scope's: the scale on which its windows compare."""
    rows = scope.history[joins_two_countries(scope.history)]
    if rows.empty:
        return 0.0
    volumes = rows.pivot_table(scope.measure, "period", ["origin", "destination"], "sum", observed=True)
    return float(volumes.reindex(scope.periods).fillna(0.0).rolling(len(scope.span), min_periods=1).sum().max().max())


def _by_basis_and_period(rows: pd.DataFrame) -> Mapping[tuple[str, str], pd.DataFrame]:
    return {(str(basis), str(text)): part for (basis, text), part in rows.groupby(["basis", "period"], observed=True)}


def _of_programmes(pairings: pd.DataFrame, asked: Selection) -> pd.DataFrame:
    return pairings[pairings["programme"].isin(asked.programmes)] if asked.programmes else pairings
