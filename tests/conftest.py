"""What all tests share: the factories, and trial files, which are optional: their absence is counted, never silent."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

# With importmode=importlib no test folder is on the path.
sys.path.insert(0, str(Path(__file__).parent / "support"))

TRIALS = "CROSSMOBILITY_TRIALS"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get(TRIALS):
        return
    without = [item for item in items if item.get_closest_marker("trials")]
    if without:
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]
        config.stash[_count] = len(without)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    count = config.stash.get(_count, 0)
    if count:
        terminalreporter.write_line(f"{count} trials on real files left out: {TRIALS} names no folder")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own: the schemas and reference tables of the workbook, and no dataset."""
    folder = tmp_path / "data"
    for name in ("schema", "reference"):
        shutil.copytree(Path(__file__).parents[1] / "data" / name, folder / name)
    monkeypatch.setenv("CROSSMOBILITY_DATA", str(folder))
    return folder


_count = pytest.StashKey[int]()
