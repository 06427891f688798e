"""Starting the server: what stops it is said in one sentence, and it stays light."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from crossmobility.server.launch import serve


@pytest.fixture
def release(tmp_path: Path) -> Path:
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "manifest.json").write_text("{}")
    (tmp_path / "01_flows.ipynb").touch()
    return tmp_path / "release"


def test_a_folder_without_release_is_refused_with_the_command_that_makes_one(tmp_path, capsys):
    assert serve(tmp_path, language="en") == 2
    said = capsys.readouterr().err
    assert f"There is no release in {tmp_path}." in said
    assert "crossmobility build" in said


def test_a_folder_without_notebooks_is_refused(release, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert serve(release, language="en", notebooks=tmp_path / "empty") == 2
    assert "There is no notebook in" in capsys.readouterr().err


def test_a_taken_port_is_refused_before_anything_starts(release, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve(release, port, language="en", notebooks=release.parent) == 2
    said = capsys.readouterr().err
    assert f"Port {port} of 127.0.0.1 is taken" in said
    assert f"--port {port + 1}" in said


def test_the_server_never_loads_what_only_kernels_need():
    code = (
        "import sys, crossmobility.server.app, crossmobility.server.launch\n"
        "print([name for name in ('pandas', 'pyarrow', 'geopandas') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "[]"


def test_the_template_and_its_scripts_name_no_other_host():
    share = Path(serve.__code__.co_filename).parent / "share"
    texts = {file: file.read_text("utf-8") for file in share.rglob("*") if file.is_file()}
    assert len(texts) >= 6
    assert not [file.name for file, text in texts.items() if "://" in text]
