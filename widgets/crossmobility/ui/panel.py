"""A region of a page: HTML made in Python; its controls report what the reader chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import traitlets as tl

from crossmobility.ui.twin import STATIC, TwinWidget

Intent = Mapping[str, object]


class Panel(TwinWidget):
    """Shows ``html`` and hands on what the reader does with it.

    Traits
    ------
    html : str
        Written by Python, shown by the browser.

    Whatever carries ``data-intent`` in the HTML sends ``{intent: value}``; ``data-download`` asks for a file.
    """

    _esm = STATIC / "panel.js"
    html = tl.Unicode("").tag(sync=True)

    def __init__(self, html: str = "", *, on_intent: Callable[[Intent], None] | None = None) -> None:
        super().__init__(html=html)
        self._on_intent = on_intent
        self.on_msg(lambda _widget, content, _buffers: self.receive(content))

    def receive(self, content: object) -> None:
        """Hand on an intent from the browser; anything that is not a mapping of words is ignored."""
        if self._on_intent is not None and isinstance(content, dict):
            self._on_intent({key: value for key, value in content.items() if isinstance(key, str)})

    def deliver(self, filename: str, document: str | bytes) -> None:
        """Give the browser a file to save: text as CSV, bytes as they are."""
        if isinstance(document, bytes):
            self.send({"filename": filename}, buffers=[document])
        else:
            self.send({"filename": filename, "document": document})

    def static_html(self) -> str:
        """Return the HTML as it stands."""
        return self.html


class PrivatePanel(Panel):
    """A panel whose twin may say less than what is shown: a stored notebook must not keep records of real people."""

    twin: str | None = None

    def static_html(self) -> str:
        """Return the twin, or what is shown when it may be kept."""
        return self.html if self.twin is None else self.twin
