"""The style of the pages: one sheet all pages share, ``look.css``, and one for each page that needs its own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from crossmobility.ui.twin import STATIC

_SHARED: Final = "look"
_WITH: Final = {
    "flows": ("breaks",),
    "reciprocity": ("breaks", "trend"),
    "indicators": ("breaks", "choropleth", "status"),
    "programmes": ("breaks", "trend", "status", "programmes_overview"),
}
"""Sheets of parts that stand on some pages only, by page."""


def page_style(page: str) -> str:
    """Return the style of one page: the shared sheet, those of its parts, then its own if it has one."""
    own = [page] if _file(page).is_file() else []
    return "".join(map(_sheet, [_SHARED, *_WITH.get(page, ()), *own]))


def whole_style() -> str:
    """Return every sheet, in the order of :func:`page_style`: a live view does not know on which page it stands."""
    parts = sorted({part for of_page in _WITH.values() for part in of_page})
    own = sorted(file.stem for file in STATIC.glob("*.css") if file.stem not in (_SHARED, *parts))
    return "".join(map(_sheet, [_SHARED, *parts, *own]))


def _sheet(name: str) -> str:
    return _file(name).read_text(encoding="utf-8")


def _file(name: str) -> Path:
    return STATIC / f"{name.replace(' ', '_')}.css"
