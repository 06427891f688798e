"""Kernels get what they need and no more."""

from __future__ import annotations

from pathlib import Path

from crossmobility.server.kernels import LONGEST_SOCKET_PATH, kernel_environment, transport


def test_a_kernel_inherits_no_secret_and_no_address_of_a_request(tmp_path):
    given = {
        "PATH": "/bin",
        "CROSSMOBILITY_RELEASE": "/release",
        "DATABASE_PASSWORD": "x",
        "JUPYTER_TOKEN": "x",
        "QUERY_STRING": "token=x",
        "VOILA_REQUEST_URL": "http://host/?token=x",
    }
    seen = kernel_environment(given, tmp_path)
    assert seen == {"PATH": "/bin", "CROSSMOBILITY_RELEASE": "/release", "IPYTHONDIR": str(tmp_path / "ipython")}


def test_kernels_talk_through_files_unless_their_names_would_be_too_long():
    assert transport(Path("/tmp")) == "ipc"
    assert transport(Path("/") / ("a" * LONGEST_SOCKET_PATH)) == "tcp"
