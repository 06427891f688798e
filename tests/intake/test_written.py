from __future__ import annotations

import csv
from pathlib import Path

from intake_files import HEADINGS, csv_file, taken

from crossmobility.intake.written import summary, written


def test_rejected_rows_come_back_as_they_were_and_harmless_to_a_spreadsheet(tmp_path: Path) -> None:
    intake = taken(
        csv_file(tmp_path, f'{HEADINGS}\n"=cmd()",FRA,2015,OTHER,3\n@x,FRA,2015,OTHER,-2\nSEN,FRA\nSEN,FRA,2015,OTHER,1\n')
    )
    findings, rejected = written([intake], tmp_path / "out", "fr")
    with rejected.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["origin"], row["placements"], row["line"], row["rule"], row["raw"]) for row in rows] == [
        ("'=cmd()", "3", "2", "F-COUNTRY", ""),
        ("'@x", "'-2", "3", "F-COUNTRY", ""),
        ("", "", "4", "F-ROW-LENGTH", "SEN,FRA"),
    ]
    with findings.open(encoding="utf-8-sig", newline="") as lines:
        assert [row["line"] for row in csv.DictReader(lines)] == ["2", "3", "3", "4"]


def test_two_files_with_one_name_keep_their_own_rejected_rows(tmp_path: Path) -> None:
    intakes = []
    for place, name in (("one", "Atlantis"), ("two", "Mu")):
        (tmp_path / place).mkdir()
        intakes.append(taken(csv_file(tmp_path / place, f"{HEADINGS}\n{name},FRA,2015,OTHER,3\n")))
    paths = written(intakes, tmp_path / "out", "en")
    assert len(set(paths)) == 3
    assert [
        name in path.read_text(encoding="utf-8-sig") for path, name in zip(paths[1:], ("Atlantis", "Mu"), strict=True)
    ] == [True, True]


def test_the_summary_has_the_shape_scripts_rely_on(tmp_path: Path) -> None:
    file = csv_file(tmp_path, f"{HEADINGS}\nSEN,FRA,2015,OTHER,1\n\nSEN,FRA,2015,OTHER,-2\n")
    told = summary(taken(file), "en")
    message = told["findings"][0].pop("message")
    finding = {"severity": "error", "rule": "F-NEGATIVE", "line": 4, "column": "placements", "value": "-2"}
    counts = {"lines": 4, "header": 1, "accepted": 1, "left_out": 0, "rejected": 1, "blank": 1}
    assert told == {"file": str(file), "table": "flow_counts", **counts, "findings": [finding]}
    assert message.startswith("“-2” is negative")
