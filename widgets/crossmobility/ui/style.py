"""The style of the pages: one sheet all pages share, ``look.css``, and one for each page that needs its own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from crossmobility.ui.twin import STATIC

_SHARED: Final = "look"
_WITH: Final = {"indicators": ("choropleth",)}
"""Sheets of parts that stand on some pages only, by page."""


def page_style(page: str) -> str:
    """Return the style of one page: the shared sheet, then its own if it has one."""
    own = [page] if _file(page).is_file() else []
    return "".join(map(_sheet, [_SHARED, *own, *_WITH.get(page, ())]))


def whole_style() -> str:
    """Return every sheet, the shared one first: a live view does not know on which page it stands."""
    own = sorted(file.stem for file in STATIC.glob("*.css") if file.stem != _SHARED)
    return "".join(map(_sheet, [_SHARED, *own]))


def _sheet(name: str) -> str:
    return _file(name).read_text(encoding="utf-8")


def _file(name: str) -> Path:
    return STATIC / f"{name.replace(' ', '_')}.css"
