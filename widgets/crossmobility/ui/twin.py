"""The base of our widgets: a widget that can also say in plain HTML what the browser would draw.

The twin is what GitHub, an untrusted notebook, a printed page and nbval see, and what Voilà shows before any script.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import anywidget

STATIC: Final = Path(__file__).parent / "static"


class TwinWidget(anywidget.AnyWidget):
    """A widget with a static twin and a text that does not change from run to run."""

    def static_html(self) -> str:
        """Return what the browser would draw, without its hands."""
        raise TypeError(f"{type(self).__name__} has no static twin")

    def static_shared(self) -> str:
        """Return what several static pictures of one page refer to, such as the outline of the land."""
        return ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return with_twin(super()._repr_mimebundle_(**kwargs), repr(self), self.static_shared() + self.static_html())


def with_twin(bundle: Any, name: str, html: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a widget's mime bundle with its name as text and its twin as HTML beside the live view."""
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
    return {**data, "text/plain": name, "text/html": html}, metadata
