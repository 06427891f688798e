"""The programmes page: each programme, scheme and country in its own terms, and all programmes on equal scales."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from crossmobility.csv_text import csv_text
from crossmobility.dashboards.programme_facts import ProgrammeFacts
from crossmobility.dashboards.shared import FRESH_SECONDS, Board, Shelf, every, speaking
from crossmobility.domain.periods import period as period_of
from crossmobility.domain.selection import Selection
from crossmobility.i18n import LANGUAGES, Language
from crossmobility.reference import countries, scheme_rules, schemes
from crossmobility.release.figures import Figures
from crossmobility.release.watch import release_folder
from crossmobility.render import programmes_view as view
from crossmobility.render.chrome import Chrome
from crossmobility.render.documents import Document
from crossmobility.render.programmes_page import ProgrammesOffer, ProgrammesPage, Subject
from crossmobility.state import Choices, Store, chosen
from crossmobility.ui.address import Address
from crossmobility.ui.flow_map import FlowMap
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Intent, Panel

_PANELS: Final = ("side", "body", "foot")
SUBJECTS: Final = {"programme": "programmes", "scheme": "schemes", "country": "countries"}
"""Kinds of subjects, and the field of the selection that names one."""


def programmes_dashboard(
    figures: Figures, *, programme: str = "", dataset: str = "", period: str = "", language: Language = "fr"
) -> Page:
    """Return the programmes page: all programmes on equal scales, or one programme, scheme or country in its own terms.

    Parameters
    ----------
    figures : Figures
        What :func:`open_figures` returned.
    programme : str
        The programme the page opens on; all side by side when empty.
    dataset, period : str
        When empty, the first dataset that holds every placement (else the first), and its latest year.
    language : str
        ``"fr"`` or ``"en"``.

    Raises
    ------
    BadRequest
        An unknown dataset, or a year the dataset does not have.
    """
    return _ProgrammesDashboard(figures, programme, dataset, period, language).page


def programmes_table(
    figures: Figures, *, programme: str = "", dataset: str = "", period: str = "", language: Language = "fr"
) -> Document:
    """Return the sections :func:`programmes_dashboard` opens on, for readers and checks without a browser."""
    page = _ProgrammesDashboard(figures, programme, dataset, period, language).page
    return Document("programmes as text", page.regions["body"].static_html())


class _ProgrammesDashboard(Board):
    """Joins the store and the widgets of the programmes page: an intent changes the selection, a selection redraws."""

    def __init__(self, figures: Figures, programme: str, dataset: str, period: str, language: Language) -> None:
        self._use(figures)
        start = self._opening(dataset or self._first(), language, period)
        self._default = replace(start, programmes=(programme,)) if programme else start
        self._store = Store(self._default)
        self._store.follow(self._redraw)
        page = self.answer(self._default)
        self._address = Address(on_open=self._open)
        self._bar = Panel(on_intent=self._take)
        self._controls = Panel(on_intent=self._take)
        self._panels = {name: Panel(on_intent=self._take) for name in _PANELS}
        self._map = FlowMap(view.scene(page), language=language, on_choose=self._choose)
        regions = {"head": self._bar, "controls": self._controls, "map": self._map, **self._panels}
        self.page = Page("programmes", self._address, regions, speaking(self._store))
        self._show(page)
        if release_folder() is not None:
            every(FRESH_SECONDS, self._freshen)

    # What can be chosen

    def _use(self, figures: Figures) -> None:
        self._shelf = Shelf(figures)
        self._facts = ProgrammeFacts(self._shelf)
        self._offer = lru_cache(maxsize=None)(self._offer_of)

    def _offer_of(self, dataset: str) -> ProgrammesOffer:
        has, known = self._shelf.offer(dataset), self._facts.programmes(dataset)
        rows = self._shelf.rows(dataset)
        years = [text for text in has.periods if text and period_of(text).kind == "year"]
        of_rows = {str(code) for code in rows["scheme"].unique()} | set(scheme_rules())
        home = self._shelf.home(dataset)
        return ProgrammesOffer(
            periods=tuple(years),
            programmes=tuple(known),
            schemes=tuple(code for code in schemes() if code in of_rows),
            countries=tuple(code for code in has.countries if code != home),
            references=has.countries,
        )

    def _opening(self, dataset: str, language: Language, period: str = "") -> Selection:
        years = self._offer(dataset).periods
        asked = self._shelf.known_period(dataset, period) if period else (years or ("",))[-1]
        return Selection(dataset=dataset, period=asked, reference=self._shelf.home(dataset), language=language)

    def _choices(self, dataset: str) -> Choices:
        has = self._offer(dataset)
        return Choices(
            {
                "dataset": frozenset(each.name for each in self._shelf.figures.datasets),
                "period": frozenset(has.periods) | {""},
                "reference": frozenset(has.references),
                "schemes": frozenset(has.schemes),
                "programmes": frozenset(has.programmes),
                "countries": frozenset(has.references),
                "language": frozenset(LANGUAGES),
            }
        )

    # What the reader does

    def _take(self, intent: Intent) -> None:
        if "download" in intent:
            self._deliver()
            return
        selection = self._store.selection
        changes = chosen(_named(intent), self._choices(selection.dataset))
        if changes.get("dataset", selection.dataset) != selection.dataset:
            self._store.selection = replace(self._opening(changes["dataset"], selection.language), **_subject(selection))
        elif changes:
            self._store.choose(**_settled(changes, selection, self._offer(selection.dataset)))

    def _choose(self, mark: str) -> None:
        """Take a mark of the map: a corridor is looked at, a country has its own page."""
        if "-" in mark:
            self._take({"corridor": mark})
        elif mark in self._offer(self._store.selection.dataset).countries:
            self._take({"subject": f"country:{mark}"})
        else:
            self._store.choose(corridor=())

    def _deliver(self) -> None:
        page = self.answer(self._store.selection)
        parts = ["programmes", page.selection.dataset, page.subject.code, page.selection.period]
        self._panels["foot"].deliver("-".join(part for part in parts if part) + ".csv", csv_text(*view.download_rows(page)))

    # What the page shows

    def answer(self, selection: Selection) -> ProgrammesPage:
        """Return everything the page shows for a selection."""
        subject = self._subject(selection)
        facts = self._facts.of(selection.dataset, selection.period, subject, self._offer(selection.dataset).periods)
        return ProgrammesPage(
            selection=selection,
            subject=subject,
            offer=self._offer(selection.dataset),
            datasets=self._shelf.figures.datasets,
            **facts,
        )

    def _subject(self, selection: Selection) -> Subject:
        home = self._shelf.home(selection.dataset)
        if selection.programmes:
            entry = self._facts.programmes(selection.dataset)[selection.programmes[0]]
            return Subject("programme", entry.programme_id, entry.reference_country, entry.design)
        if selection.schemes:
            return Subject("scheme", selection.schemes[0], home)
        if selection.countries:
            return Subject("country", selection.countries[0], selection.reference)
        return Subject("all", "", home)

    def _extent(self, page: ProgrammesPage) -> tuple[str, ...]:
        """Return the countries the map opens on: those of every year, so that playing the years does not jump."""
        ends = {*page.flows["origin"], *page.flows["destination"], *(each.country for each in page.countries)}
        ends |= {page.subject.reference} if page.subject.design != "SOUTH_SOUTH" else set()
        return tuple(sorted(ends & set(countries()))) or (page.subject.reference,)

    def _redraw(self, selection: Selection) -> None:
        self._show(self.answer(selection))

    def _show(self, page: ProgrammesPage) -> None:
        selection = page.selection
        bar = Chrome("04_programmes", selection.language, page.dataset.as_of)
        # All text is written before any is sent: the browser then lays the page out once, not part by part.
        texts = {self._bar: bar.html() + view.head(page), self._controls: view.controls(page)}
        texts |= {panel: _DRAWN[name](page) for name, panel in self._panels.items()}
        scene, label = view.scene(page), view.map_label(page)
        self._map.show(scene, label=label, language=selection.language, extent=self._extent(page))
        for panel, html in texts.items():
            panel.html = html
        self._say(view.question(page))


_DRAWN: Final = {name: getattr(view, name) for name in _PANELS}


def _named(intent: Intent) -> Intent:
    """Return an intent whose ``subject`` ("programme:WECCEE", "country:SEN", nothing) is said as what it changes."""
    if "subject" not in intent:
        return intent
    kind, _, code = str(intent["subject"]).partition(":")
    return {"scheme": "", "programme": "", "country": ""} | ({kind: code} if code else {})


def _subject(selection: Selection) -> dict[str, Any]:
    return {name: getattr(selection, name) for name in SUBJECTS.values()}


def _settled(changes: dict[str, Any], before: Selection, offer: ProgrammesOffer) -> dict[str, Any]:
    """Let go of what another subject makes meaningless: the corridor, the other kinds of subjects, a reference to itself.

    A programme or scheme opens on all its years; a country, and all programmes side by side, on one year.
    """
    named = [name for name in SUBJECTS.values() if changes.get(name)]
    if named:
        changes = dict.fromkeys(SUBJECTS.values(), ()) | changes | {"corridor": ()}
        changes.setdefault("period", "" if named[0] != "countries" else before.period or (offer.periods or ("",))[-1])
    elif any(name in changes for name in SUBJECTS.values()):
        changes = changes | {"corridor": (), "period": before.period or (offer.periods or ("",))[-1]}
    return changes
