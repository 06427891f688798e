"""Stored notebooks are complete, small and comparable; and the comparison notices a changed number."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
SANITIZE = ROOT / "tests" / "notebooks" / "sanitize.cfg"


def cells(path: Path, kind: str = "code") -> list[dict[str, object]]:
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind]


def source(cell: dict[str, object]) -> str:
    return "".join(cell["source"])


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_every_cell_was_run_in_order(notebook: Path) -> None:
    assert [cell["execution_count"] for cell in cells(notebook)] == list(range(1, len(cells(notebook)) + 1))


def test_outputs_are_kept_and_worth_comparing(notebook: Path) -> None:
    outputs = [output for cell in cells(notebook) for output in cell["outputs"]]
    assert len([output for output in outputs if "text/html" in output.get("data", {})]) >= 2
    for output in outputs:
        assert output["output_type"] not in ("error", "stream"), "an error, or something on stderr or stdout"
        assert "image/png" not in output.get("data", {}), "nbval compares no picture"


def test_no_widget_state_is_stored_and_the_file_is_small(notebook: Path) -> None:
    assert "widgets" not in json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
    assert notebook.stat().st_size < 350_000, "a map, a matrix and six cards fit"


def test_a_notebook_is_a_doorway(notebook: Path) -> None:
    code = [source(cell) for cell in cells(notebook)]
    assert len(json.loads(notebook.read_text(encoding="utf-8"))["cells"]) <= 12
    assert sum(len(text.splitlines()) for text in code) <= 40
    assert not re.search(r"^\s*(def|for|if|while|class|import)\b", "\n".join(code), re.MULTILINE)


def test_there_is_one_parameters_cell_of_literals(notebook: Path) -> None:
    tagged = [source(cell) for cell in cells(notebook) if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    assert all(re.fullmatch(r'\w+ = ("[^"]*"|\d+)(\s+#.*)?', line) for line in tagged[0].splitlines())


def test_the_kernel_and_both_titles_are_named(notebook: Path) -> None:
    metadata = json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"
    assert metadata["title_fr"] and metadata["title_en"]


def test_words_are_in_both_languages(notebook: Path) -> None:
    for cell in cells(notebook, "markdown"):
        assert " / " in source(cell), source(cell)


def test_nothing_is_masked() -> None:
    rules = [line for line in SANITIZE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert rules == []


def nbval(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=120", "-q"]
    options = ["--nbval-sanitize-with", str(SANITIZE), "-p", "no:cacheprovider", "--rootdir", str(path.parent), str(path)]
    return subprocess.run([*command, *options], capture_output=True, text=True, cwd=path.parent, check=False)


def test_one_changed_number_in_a_stored_output_is_noticed(tmp_path: Path) -> None:
    text = (ROOT / "notebooks" / "dashboards" / "01_flows.ipynb").read_text(encoding="utf-8")
    assert "<b>153</b>" in text
    same, changed = tmp_path / "same.ipynb", tmp_path / "changed.ipynb"
    same.write_text(text, encoding="utf-8")
    changed.write_text(text.replace("<b>153</b>", "<b>154</b>", 1), encoding="utf-8")
    kept, found = nbval(same), nbval(changed)
    assert kept.returncode == 0, kept.stdout
    assert found.returncode == 1 and "mismatch 'text/html'" in found.stdout, found.stdout
