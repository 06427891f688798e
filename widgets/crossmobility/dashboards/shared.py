"""What every dashboard does alike: it reads figures once, speaks two languages, and shows a newer release by itself."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final

import pandas as pd

from crossmobility.domain.book import Book
from crossmobility.domain.offers import Offer, offer
from crossmobility.domain.selection import Selection
from crossmobility.errors import BadRequest
from crossmobility.i18n import Language, message
from crossmobility.reference import schemes
from crossmobility.release.figures import DatasetInfo, Figures, open_figures
from crossmobility.release.watch import changed_since, release_folder
from crossmobility.state import Choices, Store, from_query, to_query
from crossmobility.ui.address import Address
from crossmobility.ui.panel import Intent

FRESH_SECONDS: Final = 3.0


class Shelf:
    """The datasets of some figures, ready to be asked again and again; what is worked out once is kept."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.rows = lru_cache(maxsize=None)(lambda name: quick(figures.rows(name)))
        self.book = lru_cache(maxsize=None)(lambda name: Book(self.rows(name)))
        self.offer = lru_cache(maxsize=None)(self._offer)
        self.values = lru_cache(maxsize=None)(figures.values_of)
        self.definitions = lru_cache(maxsize=None)(figures.definitions_of)
        self.rules = lru_cache(maxsize=None)(figures.rules_of)
        self.stages = lru_cache(maxsize=None)(figures.stages_of)
        self.organisations = lru_cache(maxsize=None)(figures.organisations_of)

    @cached_property
    def families(self) -> Mapping[str, str]:
        """The family of each scheme."""
        return {scheme.scheme: scheme.family for scheme in schemes().values()}

    def info(self, dataset: str) -> DatasetInfo:
        """Return what is known of a dataset; an unknown name is a :class:`BadRequest`."""
        return self.figures.dataset(dataset)

    def complete_to(self, dataset: str) -> str:
        """Return the day up to which a dataset holds every placement; empty when what is absent is unknown."""
        info = self.info(dataset)
        return info.as_of if info.complete else ""

    def known_period(self, dataset: str, period: str) -> str:
        """Return ``period`` if the dataset has it.

        Raises
        ------
        BadRequest
            It does not; the remedy names the periods there are.
        """
        periods = self.offer(dataset).periods
        if period not in periods:
            raise BadRequest(
                message("The dataset “{dataset}” has nothing for the period “{period}”.", dataset=dataset, period=period),
                message("It has: {periods}.", periods=", ".join(text for text in periods if text)),
            )
        return period

    def day(self, dataset: str) -> date:
        """Return the day up to which the figures of a dataset hold."""
        return date.fromisoformat(self.info(dataset).as_of)

    def home(self, dataset: str) -> str:
        """Return the country from which arriving and leaving are usually seen in a dataset."""
        return self.info(dataset).reference_country or "FRA"

    def _offer(self, dataset: str) -> Offer:
        return offer(self.rows(dataset), self.families, complete_to=self.complete_to(dataset))


class Board(ABC):
    """What pages with a shelf and a selection do alike: open an address, say it, show a newer release.

    A page sets its store, what it opens on and its address, and says the rest.
    """

    _shelf: Shelf
    _store: Store
    _default: Selection
    _address: Address

    @abstractmethod
    def _use(self, figures: Figures) -> None:
        """Take figures, the first ones or newer ones."""

    @abstractmethod
    def _opening(self, dataset: str, language: Language, period: str = "") -> Selection:
        """Return what the page opens on in a dataset."""

    @abstractmethod
    def _choices(self, dataset: str) -> Choices:
        """Return what can be chosen in a dataset."""

    @abstractmethod
    def _redraw(self, selection: Selection) -> None:
        """Show a selection."""

    def _first(self) -> str:
        """Return the first dataset that holds every placement: only there is an absent corridor nobody; else the first."""
        datasets = self._shelf.figures.datasets
        return next((each.name for each in datasets if each.complete), datasets[0].name)

    def _open(self, query: str) -> None:
        """Take the address a page was opened with: first its dataset, then the rest."""
        asked = opened(query, self._default, self._choices, self._opening)
        if asked == self._store.selection:
            self._redraw(asked)
        self._store.selection = asked

    def _freshen(self) -> None:
        """Show a newer release; the last good one stays while the new one cannot be read."""
        if changed_since(self._shelf.figures.edition):
            figures = open_figures()
            self._use(figures)
            selection = self._store.selection
            if selection.dataset not in {each.name for each in figures.datasets}:
                self._store.selection = self._opening(self._first(), selection.language)
            self._redraw(self._store.selection)

    def _say(self, title: str) -> None:
        """Write what the page shows into its address and its title."""
        with self._address.hold_sync():
            self._address.language = self._store.selection.language
            self._address.title = title
            self._address.query = to_query(self._store.selection, self._default)


def quick(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with Python text instead of Arrow text: compact matters in a file, a page asks the same rows often."""
    return rows.astype({column: object for column in rows.columns if rows[column].dtype == "str"})


def speaking(store: Store) -> Callable[[Language], None] | None:
    """Return how a served page changes its language; elsewhere a page has one, and stored notebooks stay small."""
    return None if release_folder() is None else lambda language: store.choose(language=language)


def every(seconds: float, act: Any) -> None:
    """Call ``act`` again and again in the kernel's own loop, as long as the kernel lives; without a loop, never."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return

    def turn() -> None:
        try:
            act()
        finally:
            loop.call_later(seconds, turn)

    loop.call_later(seconds, turn)


def scoped(intent: Intent) -> Intent:
    """Return an intent whose ``scope`` ("scheme:SC", "programme:WECCEE", nothing) is said as what it changes."""
    if "scope" not in intent:
        return intent
    kind, _, code = str(intent["scope"]).partition(":")
    return {"scheme": "", "programme": ""} | ({kind: code} if code else {})


def opened(
    query: str, default: Selection, choices: Callable[[str], Choices], opening: Callable[[str, Language], Selection]
) -> Selection:
    """Return the selection of an address: first its dataset, then the rest, as that dataset offers it."""
    asked = from_query(query, default, choices(default.dataset))
    if asked.dataset == default.dataset:
        return asked
    return from_query(query, opening(asked.dataset, asked.language), choices(asked.dataset))


def settled(changes: Mapping[str, Any], before: Selection, *, counted: bool) -> dict[str, Any]:
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
