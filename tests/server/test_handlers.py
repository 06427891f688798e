"""Short names of the served notebooks."""

from __future__ import annotations

from crossmobility.server.handlers import notebooks_in


def test_notebooks_are_known_by_their_names_without_number(tmp_path):
    for name in ("01_flows.ipynb", "00_start_here.ipynb", "20_period_report.ipynb", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "03_hidden.ipynb").touch()
    assert notebooks_in(tmp_path) == {
        "start": "00_start_here.ipynb",
        "flows": "01_flows.ipynb",
        "period-report": "20_period_report.ipynb",
    }
