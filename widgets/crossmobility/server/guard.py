"""What may pass between a browser and its kernel: the messages of widgets, and nothing else.

A dashboard only moves widget state to and fro. Both websocket protocols of Jupyter are read here, because the browser
chooses which one it speaks.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, Final

from jupyter_server.services.kernels.connection.base import deserialize_binary_message, deserialize_msg_from_ws_v1
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets import Bool

V1: Final = "v1.kernel.websocket.jupyter.org"
FROM_BROWSER: Final = frozenset({"kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close"})
TO_BROWSER: Final = frozenset({"kernel_info_reply", "comm_info_reply", "comm_open", "comm_msg", "comm_close", "status"})
OPENABLE: Final = "jupyter.widget.control"
MOST_PARTS: Final = 64
"""Parts of one binary message; a widget's message has about six."""
KERNEL_GONE: Final = 4410
"""Close code that tells the page its kernel will not come back (private range of RFC 6455)."""


def may_reach_kernel(message: str | bytes, subprotocol: str | None) -> bool:
    """Say whether one websocket message of a browser is widget traffic.

    A message that cannot be read is refused. ``comm_open`` passes for the widget manager's own target only: every
    other comm is opened by the kernel.
    """
    try:
        channel, header, content = _v1_parts(message) if subprotocol == V1 else _legacy_parts(message)
        if channel != "shell" or header["msg_type"] not in FROM_BROWSER:
            return False
        return bool(header["msg_type"] != "comm_open" or content["target_name"] == OPENABLE)
    except (ValueError, LookupError, TypeError, AttributeError, MemoryError, RecursionError, struct.error):
        return False


def may_reach_browser(header: Mapping[str, Any]) -> bool:
    """Say whether a kernel's message with this header is widget traffic: no code, no output, no traceback."""
    return header.get("msg_type") in TO_BROWSER


def _v1_parts(message: str | bytes) -> tuple[str, Mapping[str, Any], Mapping[str, Any]]:
    if isinstance(message, str):
        raise TypeError("the v1 protocol is binary")
    _check_count(int.from_bytes(message[:8], "little"))
    channel, parts = deserialize_msg_from_ws_v1(message)  # type: ignore[no-untyped-call]  # upstream is untyped
    return channel, json.loads(parts[0]), json.loads(parts[3])


def _legacy_parts(message: str | bytes) -> tuple[str, Mapping[str, Any], Mapping[str, Any]]:
    if isinstance(message, bytes):
        _check_count(int.from_bytes(message[:4], "big"))
    read = deserialize_binary_message(message) if isinstance(message, bytes) else json.loads(message)  # type: ignore[no-untyped-call]
    return read["channel"], read["header"], read["content"]


def _check_count(parts: int) -> None:
    # A frame begins with the number of its parts, and readers copy as many: a lying number must not cost memory.
    if parts > MOST_PARTS:
        raise ValueError("too many parts")


class WidgetsOnly(ZMQChannelsWebsocketConnection):
    """A kernel's websocket that carries widget messages only."""

    # A map redrawn while the years play is more than Jupyter's limit for chatty output; dropped messages would be
    # dropped pictures. The kernel runs our notebooks only, so there is no runaway output to fear.
    limit_rate = Bool(False)

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        """Pass a browser's message on, or drop it."""
        if may_reach_kernel(incoming_msg, self.subprotocol):
            super().handle_incoming_message(incoming_msg)  # type: ignore[arg-type]  # it takes both
        else:
            self.log.warning("dropped a message from the browser that is no widget traffic")

    def handle_outgoing_message(self, stream: str, outgoing_msg: list[Any]) -> None:
        """Pass a kernel's message on, or drop it."""
        if may_reach_browser(self._header(outgoing_msg)):
            super().handle_outgoing_message(stream, outgoing_msg)

    def on_restart_failed(self) -> None:
        """Close the websocket when the kernel has died, so that the page can say so."""
        self.websocket_handler.close(KERNEL_GONE, "kernel gone")

    def _header(self, outgoing: Sequence[Any]) -> Mapping[str, Any]:
        _, parts = self.session.feed_identities(list(outgoing))
        header: Mapping[str, Any] = self.session.unpack(getattr(parts[1], "bytes", parts[1]))
        return header
