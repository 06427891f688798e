"""A page: named regions in one grid, live as a box of widgets, and static as one piece of HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets

from crossmobility.i18n import LANGUAGES, Language, language_from
from crossmobility.ui.address import Address
from crossmobility.ui.style import page_style
from crossmobility.ui.twin import TwinWidget, with_twin


class Page(ipywidgets.Box):  # type: ignore[misc]  # ipywidgets ships no types
    """Lays out the widgets of a page; ``regions`` go by name into the grid of ``look.css``."""

    def __init__(
        self,
        name: str,
        address: Address,
        regions: Mapping[str, TwinWidget],
        speak: Callable[[Language], None] | None = None,
    ) -> None:
        for region, widget in regions.items():
            widget.add_class(f"cm-area-{region}")
        grid = ipywidgets.Box([*regions.values()])
        grid.add_class("cm-page")
        if "map" not in regions:
            grid.add_class("cm-no-map")  # such a page is ready as soon as its text is there
        super().__init__([address, grid])
        self.add_class("cm-frame")
        self._name, self._address, self._regions, self._speak = name, address, dict(regions), speak

    @property
    def regions(self) -> Mapping[str, TwinWidget]:
        """The widgets of the page by region."""
        return self._regions

    def static_html(self) -> str:
        """Return the whole page as HTML with its style.

        A page that was given ``speak`` comes in every language, and the reader's browser shows one: a served page is
        prepared before anybody asks for it.
        """
        grids = self._grid()
        if self._speak is not None:
            own = language_from(self._address.language)
            for language in (each for each in LANGUAGES if each != own):
                self._speak(language)
                grids += self._grid()
            self._speak(own)
        shared = "".join(widget.static_shared() for widget in self._regions.values())
        return f'<style>{page_style(self._name)}</style><div class="cm-frame">{shared}{grids}</div>'

    def _grid(self) -> str:
        areas = "".join(
            f'<div class="cm-area-{region}">{widget.static_html()}</div>' for region, widget in self._regions.items()
        )
        return f'<div class="cm-page cm-static" lang="{self._address.language}">{areas}</div>'

    def __repr__(self) -> str:
        return f"<Page {self._name}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return with_twin(super()._repr_mimebundle_(**kwargs), repr(self), self.static_html())
