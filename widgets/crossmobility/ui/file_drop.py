"""A file from the reader's computer: chosen or dropped, sent in pieces, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import traitlets as tl

from crossmobility.ui.twin import STATIC, TwinWidget

PIECE: Final = 1_000_000
"""Bytes sent at once: a server passes on no message much larger than ten times this."""


class Receiver(Protocol):
    """Where the bytes of one file go."""

    @property
    def is_whole(self) -> bool: ...
    def add(self, offset: int, content: bytes) -> None: ...
    def finished(self) -> str: ...
    def stop(self) -> None: ...


class FileDrop(TwinWidget):
    """A button and a field to drop a file on; says how far the work on the file is.

    Parameters
    ----------
    begin : callable
        Called with the name and the size the browser gives; returns where the bytes go, or raises.
    on_file : callable
        Called with the name the file was kept under, when it has come whole.
    on_failure : callable
        Called with the exception that stopped a transfer, or None when the reader did.

    Traits
    ------
    words, progress, busy
        Written by Python. ``words`` are those of the widget; ``progress`` is a sentence; ``busy`` while a file is read.

    The browser sends ``{begin: name, size}``, then pieces ``{offset}`` with their bytes, each after Python asked for it
    with ``{next: offset}``.
    """

    _esm = STATIC / "file_drop.js"
    words = tl.Dict().tag(sync=True)
    progress = tl.Unicode("").tag(sync=True)
    busy = tl.Bool(False).tag(sync=True)
    piece = tl.Int(PIECE).tag(sync=True)

    def __init__(
        self,
        words: dict[str, str],
        *,
        begin: Callable[[str, int], Receiver],
        on_file: Callable[[str], None],
        on_failure: Callable[[Exception | None], None],
    ) -> None:
        super().__init__(words=words)
        self._begin, self._on_file, self._on_failure = begin, on_file, on_failure
        self._receiver: Receiver | None = None
        self.on_msg(lambda _widget, content, buffers: self.receive(content, buffers))

    def receive(self, content: object, buffers: Sequence[Any] = ()) -> None:
        """Take one message of the browser; whatever goes wrong is told to ``on_failure``, never raised."""
        if not isinstance(content, dict):
            return
        try:
            if isinstance(content.get("begin"), str) and isinstance(content.get("size"), int):
                self._forget()
                self._receiver = self._begin(content["begin"], content["size"])
                self._go_on(0)
            elif isinstance(content.get("offset"), int) and self._receiver is not None and len(buffers) == 1:
                piece = bytes(buffers[0])
                self._receiver.add(content["offset"], piece)
                self._go_on(content["offset"] + len(piece))
            elif "stop" in content:
                self._forget()
                self._on_failure(None)
        except Exception as error:  # a page shows what went wrong; nobody reads a kernel's log
            self._forget()
            self.send({"failed": True})
            self._on_failure(error)

    def _go_on(self, offset: int) -> None:
        receiver = self._receiver
        if receiver is None or not receiver.is_whole:
            self.send({"next": offset})
            return
        self._receiver = None
        name = receiver.finished()
        self.send({"done": True})
        self._on_file(name)

    def _forget(self) -> None:
        if self._receiver is not None:
            self._receiver.stop()
            self._receiver = None

    def static_html(self) -> str:
        """Return nothing: a file can only be given to a page that lives."""
        return ""
