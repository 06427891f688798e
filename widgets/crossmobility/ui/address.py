"""The page's address: read once when a served page opens, and kept up to date with the selection."""

from __future__ import annotations

from collections.abc import Callable

import traitlets as tl

from crossmobility.ui.style import whole_style
from crossmobility.ui.twin import STATIC, TwinWidget


class Address(TwinWidget):
    """Carries the selection to and from the address bar of a served page, with the page's language, title and look.

    Traits
    ------
    query, title, language : str
        Written by Python. In JupyterLab the address is left alone.
    """

    _esm = STATIC / "address.js"
    _css = whole_style()
    query = tl.Unicode("").tag(sync=True)
    title = tl.Unicode("").tag(sync=True)
    language = tl.Unicode("fr").tag(sync=True)

    def __init__(self, *, on_open: Callable[[str], None]) -> None:
        super().__init__()
        self._on_open = on_open
        self.on_msg(lambda _widget, content, _buffers: self.receive(content))

    def receive(self, content: object) -> None:
        """Take the address the browser opened the page with."""
        if isinstance(content, dict) and isinstance(content.get("opened"), str):
            self._on_open(content["opened"])

    def static_html(self) -> str:
        """Return nothing: an address has no picture."""
        return ""
