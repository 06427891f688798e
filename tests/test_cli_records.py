"""The console script on records: datasets checked together, rules listed, corrected rows merged, what is written."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from crossmobility.cli import main

sys.path.insert(0, str(Path(__file__).parent / "intake"))
sys.path.insert(0, str(Path(__file__).parent / "support"))

from record_files import TOML, dataset, placement


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "CROSSMOBILITY_RELEASE", "CROSSMOBILITY_DATA"):
        monkeypatch.delenv(name, raising=False)


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_dataset_is_checked_as_a_whole_and_every_line_is_counted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = dataset(tmp_path / "d", placement(), placement(placement_id="P-2", volunteer_id="V-2", hosting_org_id="O-X"))
    code, out, _ = answer(capsys, "check", folder, "--json")
    files = {one["table"]: one for one in json.loads(out)["files"]}
    assert code == 1
    assert set(files["placements"]) == {
        "file", "table", "lines", "header", "accepted", "left_out", "rejected", "blank", "findings",
    }  # fmt: skip
    assert (files["placements"]["lines"], files["placements"]["accepted"], files["placements"]["rejected"]) == (4, 2, 1)
    (finding,) = files["placements"]["findings"]
    assert (finding["severity"], finding["rule"], finding["line"], finding["column"], finding["value"]) == (
        "error", "V1", 3, "hosting_org_id", "O-X",
    )  # fmt: skip
    assert files["organisations"]["accepted"] == 2


def test_one_file_alone_says_what_it_cannot_check(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", placement(hosting_org_id="O-X", visa_outcome="REFUSED"))
    code, out, _ = answer(capsys, "check", folder / "placements.csv", "--json")
    findings = [(one["severity"], one["rule"]) for one in json.loads(out)["files"][0]["findings"]]
    assert code == 1
    assert findings == [("error", "V4"), ("info", "V1"), ("info", "V1"), ("info", "V5")]
    dated = answer(capsys, "check", folder / "placements.csv", "--json", "--as-of", "2025-06-30")[1]
    assert [one["rule"] for one in json.loads(dated)["files"][0]["findings"]] == ["V4", "V1", "V1"]


def test_a_dataset_without_a_day_is_checked_all_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", placement(), toml='title = "t"\n')
    code, out, _ = answer(capsys, "check", folder)
    assert code == 0
    assert "V5, V16 are not checked" in out


def test_an_unreadable_table_is_named_and_the_others_are_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", placement())
    (folder / "activities.csv").write_text("nothing\n", encoding="utf-8")
    code, out, said = answer(capsys, "check", folder)
    assert code == 2
    assert "activities.csv has no column" in said and "placements.csv  (placements)" in out


def test_the_rules_are_listed_for_people_in_two_languages(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "check", "--rules")
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines[2:]] == [
        *(f"V{number}" for number in range(1, 21)),
        *(f"I{number}" for number in range(1, 9)),
        *(f"P{number}" for number in range(1, 5)),
    ]
    assert "The status is the one that follows from the dates." in out
    assert answer(capsys, "--lang", "fr", "check", "--rules")[0] == 0


def test_the_rules_are_listed_for_scripts_with_their_origin(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = answer(capsys, "check", "--rules", "--json")
    records = json.loads(out)
    assert {frozenset(record) for record in records} == {frozenset({"rule", "severity", "table", "sentence", "origin"})}
    assert next(one for one in records if one["rule"] == "V6")["origin"] == "service-public.fr F13278"


def test_corrected_rows_are_merged_into_a_copy_that_passes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", placement(sex="?"), placement(placement_id="P-2", volunteer_id="V-2"))
    original = folder / "placements.csv"
    before = original.read_bytes()
    assert answer(capsys, "check", original, "--out", tmp_path / "out")[0] == 1
    rejected = tmp_path / "out" / "rejected.csv"
    with rejected.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[0]["sex"] = "F"
    with rejected.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    code, out, said = answer(capsys, "check", original, "--merge", rejected, "--out", tmp_path / "merged")
    assert code == 0, out
    assert "1 corrected row is in" in said
    assert original.read_bytes() == before
    merged = (tmp_path / "merged" / "placements.csv").read_bytes()
    assert merged.replace(b",F,18-21", b",?,18-21", 1) == before


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("check", "placements.csv", "--merge", "rejected.csv"), "--merge needs a folder for the merged file"),
        (("check", ".", "--merge", "rejected.csv", "--out", "."), "--merge puts corrected rows into one file"),
        (("check", "placements.csv", "--merge", "rejected.csv", "--out", "."), "would replace placements.csv"),
    ],
)
def test_a_merge_that_could_lose_the_original_is_refused(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    problem: str,
) -> None:
    monkeypatch.chdir(dataset(tmp_path / "d", placement(sex="?")))
    assert answer(capsys, "check", "placements.csv", "--out", ".")[0] == 1
    code, _, said = answer(capsys, *arguments)
    assert code == 2
    assert problem in said


def test_a_template_is_written_where_it_is_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = answer(capsys, "template", "organisations", "--lang", "fr", "--out", tmp_path / "o.xlsx")
    assert (code, out.strip()) == (0, str(tmp_path / "o.xlsx"))
    assert answer(capsys, "check", tmp_path / "o.xlsx")[0] == 2 or (tmp_path / "o.xlsx").stat().st_size > 5_000


def test_a_template_of_nothing_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, said = answer(capsys, "template", "missions", "--out", tmp_path / "x.xlsx")
    assert code == 2 and "There is no template of “missions”" in said


def test_the_server_listens_where_it_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from crossmobility.commands import serve
    from crossmobility.server import launch

    asked: list[object] = []
    monkeypatch.setattr(serve, "manifest_in", lambda folder: None)
    monkeypatch.setattr(launch, "serve", lambda *given, **named: asked.append((given[1:3], named)) or 0)
    assert answer(capsys, "serve", "--release", tmp_path, "--ip", "0.0.0.0", "--port", "9000")[0] == 0
    assert answer(capsys, "serve", "--release", tmp_path)[0] == 0
    assert [one[0] for one in asked] == [(9000, "0.0.0.0"), (8866, "127.0.0.1")]


def test_flows_of_records_agree_with_the_accepted_rows(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", placement(), placement(placement_id="P-2", volunteer_id="V-2", sex="?"), toml=TOML)
    code, out, _ = answer(capsys, "flows", "--data", folder, "--period", "2024", "--basis", "started", "--format", "json")
    assert code in (0, 1)
    assert {(one["origin"], one["destination"]): one["placements"] for one in json.loads(out)} == {
        ("SEN", "FRA"): 1,
        ("FRA", "SEN"): 1,
    }
