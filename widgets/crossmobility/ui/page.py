"""A page: named regions in one grid, live as a box of widgets, and static as one piece of HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets

from crossmobility.ui.address import Address
from crossmobility.ui.twin import STATIC, TwinWidget, with_twin


class Page(ipywidgets.Box):  # type: ignore[misc]  # ipywidgets ships no types
    """Lays out the widgets of a page; ``regions`` go by name into the grid of ``look.css``."""

    def __init__(self, name: str, address: Address, regions: Mapping[str, TwinWidget]) -> None:
        for region, widget in regions.items():
            widget.add_class(f"cm-area-{region}")
        grid = ipywidgets.Box([*regions.values()])
        grid.add_class("cm-page")
        super().__init__([address, grid])
        self.add_class("cm-frame")
        self._name, self._regions = name, dict(regions)

    @property
    def regions(self) -> Mapping[str, TwinWidget]:
        """The widgets of the page by region."""
        return self._regions

    def static_html(self) -> str:
        """Return the whole page as HTML with its style."""
        areas = "".join(
            f'<div class="cm-area-{region}">{widget.static_html()}</div>' for region, widget in self._regions.items()
        )
        style = (STATIC / "look.css").read_text(encoding="utf-8")
        return f'<style>{style}</style><div class="cm-frame"><div class="cm-page cm-static">{areas}</div></div>'

    def __repr__(self) -> str:
        return f"<Page {self._name}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return with_twin(super()._repr_mimebundle_(**kwargs), repr(self), self.static_html())
