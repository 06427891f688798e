"""Only widget messages pass between browser and kernel, in both websocket protocols."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_server.services.kernels.connection.base import serialize_binary_message, serialize_msg_to_ws_v1

from crossmobility.server.guard import FROM_BROWSER, TO_BROWSER, V1, may_reach_browser, may_reach_kernel

PROTOCOLS = ("v1", "legacy text", "legacy binary")


def allowed(protocol: str, kind: str, channel: str = "shell", **content: object) -> bool:
    """Ask the guard about one message written in one protocol."""
    message = {"header": {"msg_type": kind, "msg_id": "1"}, "parent_header": {}, "metadata": {}, "content": content}
    if protocol == "v1":
        return may_reach_kernel(serialize_msg_to_ws_v1(message, channel, lambda part: json.dumps(part).encode()), V1)
    if protocol == "legacy text":
        return may_reach_kernel(json.dumps({**message, "channel": channel}), None)
    return may_reach_kernel(serialize_binary_message({**message, "channel": channel, "buffers": [b"12"]}), None)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_widget_messages_pass(protocol):
    for kind in FROM_BROWSER - {"comm_open"}:
        assert allowed(protocol, kind), kind
    assert allowed(protocol, "comm_open", target_name="jupyter.widget.control")


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(
    "kind",
    ["execute_request", "inspect_request", "complete_request", "history_request", "shutdown_request", "interrupt_request",
     "debug_request", "input_reply", "create_subshell_request", "COMM_MSG", ""],
)  # fmt: skip
def test_everything_else_is_dropped(protocol, kind):
    assert not allowed(protocol, kind, code="import os")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_browser_opens_the_widget_managers_own_comm_only(protocol):
    assert not allowed(protocol, "comm_open", target_name="jupyter.widget")
    assert not allowed(protocol, "comm_open", target_name="another")
    assert not allowed(protocol, "comm_open")


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("channel", ["control", "stdin", "iopub", ""])
def test_widget_messages_travel_on_the_shell_channel_only(protocol, channel):
    assert not allowed(protocol, "comm_msg", channel=channel)


def test_a_message_in_the_other_protocol_is_dropped():
    text = json.dumps({"channel": "shell", "header": {"msg_type": "comm_msg"}, "content": {}})
    assert may_reach_kernel(text, None)
    assert not may_reach_kernel(text, V1)
    assert not may_reach_kernel(text.encode(), V1)


@pytest.mark.parametrize(
    ("protocol", "count"), [(V1, (2**62).to_bytes(8, "little")), (None, (2**31 - 1).to_bytes(4, "big"))]
)
def test_a_frame_that_announces_more_parts_than_it_holds_costs_nothing(protocol, count):
    assert not may_reach_kernel(count + b"x" * 64, protocol)


@pytest.mark.parametrize("protocol", [V1, None])
def test_a_frame_cannot_have_itself_copied_many_times(protocol):
    width, order = (8, "little") if protocol else (4, "big")
    count = 20_000
    offsets = b"".join((0 if place % 2 else 1 << 20).to_bytes(width, order) for place in range(count))
    assert not may_reach_kernel(count.to_bytes(width, order) + offsets, protocol)


@given(st.one_of(st.binary(max_size=80), st.text(max_size=80)), st.sampled_from([V1, None, "another"]))
def test_what_cannot_be_read_is_dropped_and_breaks_nothing(message, protocol):
    assert may_reach_kernel(message, protocol) is False


def test_code_output_and_tracebacks_do_not_reach_the_browser():
    for kind in ("execute_input", "error", "stream", "display_data", "execute_result", "execute_reply", "input_request"):
        assert not may_reach_browser({"msg_type": kind}), kind
    assert all(may_reach_browser({"msg_type": kind}) for kind in TO_BROWSER)
    assert not may_reach_browser({})
