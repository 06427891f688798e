"""Voilà's scripts and our template's files: only these, compressed once, kept by the reader's browser."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from jupyter_server.base.handlers import FileFindHandler
from tornado.web import HTTPError, StaticFileHandler
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler

from crossmobility.server.pages import ReadableErrors

LAB_EXTENSIONS: Final = ["anywidget", "@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]
"""What a page loads besides Voilà itself; whatever else is installed stays away from managers' browsers."""

TEXT: Final = (".js", ".css", ".svg", ".json")


@lru_cache(maxsize=256)
def _squeezed(path: str, _modified: float) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 6, mtime=0)


class Kept(ReadableErrors, StaticFileHandler):
    """Files compressed once and kept an hour by the browser: a second page loads nothing again.

    Tornado would compress 3.6 MB anew for every visitor, on the thread that also serves the pages.
    """

    @property
    def squeezed(self) -> bytes | None:
        """The compressed file, where the browser takes it."""
        path = str(self.absolute_path)
        plain = not path.endswith(TEXT) or "Range" in self.request.headers
        if plain or "gzip" not in self.request.headers.get("Accept-Encoding", ""):
            return None
        return _squeezed(path, Path(path).stat().st_mtime)

    def set_headers(self) -> None:
        """Say how long the file may be kept, and how it is packed."""
        StaticFileHandler.set_headers(self)
        self.set_header("Cache-Control", "private, max-age=3600")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Vary", "Accept-Encoding")
        if self.squeezed is not None:
            self.set_header("Content-Encoding", "gzip")

    @classmethod
    def get_content_version(cls, abspath: str) -> str:
        """Return what changes with the file, without reading it."""
        about = Path(abspath).stat()
        return f"{about.st_mtime_ns:x}{about.st_size:x}"

    def get_content_size(self) -> int:
        """Return the size of what is sent."""
        return super().get_content_size() if self.squeezed is None else len(self.squeezed)

    # Upstream's is a class method, called on the instance: the request decides here whether to compress.
    def get_content(  # type: ignore[override]
        self, abspath: str, start: int | None = None, end: int | None = None
    ) -> Iterator[bytes]:
        """Return the file, compressed when the headers said so."""
        packed = self.squeezed
        yield from super().get_content(abspath, start, end) if packed is None else [packed]


class TemplateFiles(Kept, TemplateStaticFileHandler):  # type: ignore[misc]  # Voilà ships no types
    """The template's files: ours and those of the base it stands on."""

    def parse_url_path(self, path: str) -> str:
        """Refuse every other template."""
        if not path.startswith(("crossmobility/static/", "base/static/")):
            raise HTTPError(404)
        parsed: str = super().parse_url_path(path)
        return parsed


class ScriptFiles(Kept, MultiStaticFileHandler):  # type: ignore[misc]  # Voilà ships no types
    """Voilà's scripts."""


class WidgetFiles(Kept, FileFindHandler):
    """The lab extensions a page needs."""

    def initialize(self, path: list[str]) -> None:  # type: ignore[override]  # two upstream classes disagree
        """Take the folders that hold extensions."""
        FileFindHandler.initialize(self, path)

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Refuse extensions that no page of ours loads."""
        if not any(f"/labextensions/{name}/" in Path(absolute_path).as_posix() for name in LAB_EXTENSIONS):
            raise HTTPError(404)
        found: str | None = super().validate_absolute_path(root, absolute_path)
        return found
