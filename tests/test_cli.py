"""The console script: what it answers, what it refuses, in which language, with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from crossmobility.cli import main

HEAD = "origin,destination,period,scheme,placements"
GOOD = ("Sénégal,France,2015,SC_RECIP,11", "Tunisie,France,2015,SC_RECIP,8")
DATED = 'title_fr = "Essai"\ntitle_en = "Trial"\nas_of = "2025-12-31"\n'
PUBLISHED = Path(__file__).parents[1] / "data" / "reference" / "published"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what would choose a language, data or a release for the test."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "CROSSMOBILITY_RELEASE", "CROSSMOBILITY_DATA"):
        monkeypatch.delenv(name, raising=False)


def dataset(folder: Path, *lines: str, head: str = HEAD, toml: str = DATED) -> Path:
    """Write a dataset folder with one table of flow counts and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "flow_counts.csv").write_text("\n".join([head, *(lines or GOOD)]) + "\n", encoding="utf-8")
    if toml:
        (folder / "dataset.toml").write_text(toml, encoding="utf-8")
    return folder


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run the command line; return exit code, stdout and stderr."""
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def answered(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[dict[str, object]]:
    """Return the JSON answer of ``flows``."""
    code, out, _ = answer(capsys, "flows", *arguments, "--format", "json")
    assert code == 0
    return list(json.loads(out))


# What was published, exactly.


def test_ten_corridors_of_2015_sum_to_33(capsys: pytest.CaptureFixture[str]) -> None:
    records = answered(capsys, "--data", PUBLISHED, "--period", "2015")
    assert len(records) == 10
    assert sum(int(str(record["placements"])) for record in records) == 33
    senegal = next(record for record in records if record["origin"] == "SEN")
    assert senegal == {
        "origin": "SEN",
        "destination": "FRA",
        "basis": "not_stated",
        "placements": 11,
        "volunteer_months": None,
        "status": "reported",
    }


def test_71_of_the_153_of_2022_are_not_broken_down(capsys: pytest.CaptureFixture[str]) -> None:
    records = answered(capsys, "--data", PUBLISHED, "--period", "2022", "--scheme", "SC_RECIP")
    rest = next(record for record in records if record["origin"] == "_O")
    assert (rest["placements"], rest["status"]) == (71, "not_broken_down")
    assert sum(int(str(record["placements"])) for record in records) == 153
    _, english, _ = answer(capsys, "flows", "--data", PUBLISHED, "--period", "2022", "--scheme", "SC")
    assert "71 of 153 volunteers not broken down by country" in english
    _, french, _ = answer(capsys, "--lang", "fr", "flows", "--data", PUBLISHED, "--period", "2022", "--scheme", "SC")
    assert "base non précisée par la source" in french and "Sénégal" in french


def test_the_251_of_2019_stay_a_total_whose_countries_have_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    records = answered(capsys, "--data", PUBLISHED, "--period", "2019", "--scheme", "SC_RECIP")
    assert {record["origin"]: record["placements"] for record in records} == {
        "_O": 251,
        "TUN": None,
        "SEN": None,
        "BFA": None,
    }
    assert {record["status"] for record in records} == {"not_broken_down"}


def test_a_pair_is_balanced_only_where_both_directions_are_stated(capsys: pytest.CaptureFixture[str]) -> None:
    weccee = answered(capsys, "--data", PUBLISHED, "--programme", "WECCEE", "--by", "pair,period")
    assert [(r["pair"], r["forward"], r["back"], r["balance"]) for r in weccee] == [
        (["FRA", "SEN"], 10, 9, 0.9),
        (["FRA", "SEN"], 10, 4, 0.4),
    ]
    assert set(weccee[0]) == {
        "pair", "period", "basis", "forward", "back", "gross", "net", "balance", "ratio", "band", "status",
    }  # fmt: skip
    one_way = answered(capsys, "--data", PUBLISHED, "--period", "2015", "--by", "pair")
    senegal = next(record for record in one_way if record["pair"] == ["FRA", "SEN"])
    assert (senegal["back"], senegal["forward"], senegal["balance"]) == (11, None, None)


# Asking.


def test_json_and_csv_say_codes_and_tables_say_names(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d")
    _, table, _ = answer(capsys, "flows", "--data", folder)
    assert "Senegal" in table and "SEN" not in table
    _, text, _ = answer(capsys, "flows", "--data", folder, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["origin"] == "SEN" and rows[0]["placements"] == "11"


def test_several_datasets_stand_side_by_side_and_are_never_added(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first, second = dataset(tmp_path / "a"), dataset(tmp_path / "b", "Sénégal,France,2015,SC_RECIP,5")
    records = answered(capsys, "--data", first, "--data", second)
    assert [(r["dataset"], r["origin"], r["placements"]) for r in records] == [
        ("a", "SEN", 11),
        ("a", "TUN", 8),
        ("b", "SEN", 5),
    ]


def test_people_present_in_two_years_are_never_added(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = ("SEN,FRA,2015,SC_RECIP,11,active", "SEN,FRA,2016,SC_RECIP,7,active")
    folder = dataset(tmp_path / "d", *rows, head=f"{HEAD},basis")
    unasked = answered(capsys, "--data", folder)
    assert [(r["period"], r["placements"]) for r in unasked] == [("2015", 11), ("2016", 7)]
    asked = answered(capsys, "--data", folder, "--by", "origin")
    assert [(r["placements"], r["status"]) for r in asked] == [(None, "not_applicable")]
    _, _, said = answer(capsys, "flows", "--data", folder, "--by", "origin", "--format", "json")
    assert "would be counted twice" in said and "--by origin,period" in said


def test_departures_of_two_years_are_added(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = ("SEN,FRA,2015,SC_RECIP,11,started", "SEN,FRA,2016,SC_RECIP,7,started")
    folder = dataset(tmp_path / "d", *rows, head=f"{HEAD},basis")
    (record,) = answered(capsys, "--data", folder)
    assert "period" not in record and record["placements"] == 18


def test_what_is_inside_another_figure_is_named_and_not_added(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = ("SEN,FRA,2015,SC_RECIP,_T,20", "SEN,FRA,2015,SC_RECIP,WECCEE,9")
    folder = dataset(tmp_path / "d", *rows, head="origin,destination,period,scheme,programme,placements")
    _, table, _ = answer(capsys, "flows", "--data", folder)
    assert "Total: 20 volunteers" in table
    assert "1 figure is not added, because another one here contains it: Senegal → France, 2015" in table


def test_a_selection_without_figures_is_a_sentence_not_an_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d")
    code, table, _ = answer(capsys, "flows", "--data", folder, "--basis", "stock")
    assert code == 0 and "No figure answers this question." in table
    assert answered(capsys, "--data", folder, "--basis", "stock") == []


def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(
        tmp_path / "d", "SEN,FRA,2015,SC_RECIP,=1+1,3", head="origin,destination,period,scheme,programme,placements"
    )
    code, text, _ = answer(capsys, "flows", "--data", folder, "--by", "programme", "--format", "csv")
    assert code in (0, 1) and "\n=1+1" not in text


MISTAKES = [
    (["flows", "--period", "1914"], "There is no figure for the period 1914", "2015"),
    (["flows", "--period", "last year"], "“last year” is not a period", "2019-Q3"),
    (["flows", "--scheme", "SC_RECPI"], "There is no scheme “SC_RECPI”", "Did you mean “SC_RECIP”"),
    (["flows", "--programme", "WECEE"], "there is no “WECEE”", "Did you mean “WECCEE”"),
    (["flows", "--reference", "Senegal"], "“Senegal” is not a country code", "--reference SEN"),
    (["flows", "--reference", "FRX"], "“FRX” is not a country code", "Did you mean"),
    (["flows", "--basis", "begun"], "--basis cannot be “begun”", "started"),
    (["flows", "--by", "origin,pair"], "cannot have both", "period"),
    (["flows", "--mix-schemes"], "--mix-schemes needs --by pair", "families"),
    (["flows", "--by", "country"], "--by cannot be “country”", "origin"),
    (["flows", "--format", "xml"], "--format cannot be “xml”", "json"),
    (["flows", "--period"], "--period needs a value", "--help"),
    (["flow"], "There is no command “flow”", "Did you mean “flows”"),
    ([], "Which command?", "--help"),
    (["check"], "needs a file", "XLSX"),
    (["check", "nowhere.csv"], "nowhere.csv does not exist", "Check the name"),
    (["build", "--audience", "public"], "cannot be built for the public yet", "management"),
    (["build", "--audience", "everyone"], "--audience cannot be “everyone”", "officer"),
    (["build", "--as-of", "31/12/2024"], "must be a date, not “31/12/2024”", "2025-12-31"),
    (["build", "--data", "nowhere"], "nowhere is not a folder", "Give the folder"),
    (["serve", "--port", "99999"], "--port must be a whole number from 1 to 65535", "99999"),
    (["serve", "--release", "nowhere"], "There is no release in", "crossmobility build"),
    (["build", "--unknown"], "“--unknown” is not understood here", "--help"),
]


@pytest.mark.parametrize(("arguments", "problem", "remedy"), MISTAKES)
def test_a_mistake_is_one_line_that_says_what_and_what_to_do(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: Sequence[str],
    problem: str,
    remedy: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, said = answer(capsys, *arguments)
    assert code == 2
    assert problem in said and remedy in said
    assert out == "" and len(said.splitlines()) == 1 and "Traceback" not in said
    french = answer(capsys, *arguments, "--lang", "fr")
    assert french[0] == 2 and french[2] != said, "the sentence has a French twin"


def test_the_language_may_stand_before_or_after_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    before = answer(capsys, "--lang", "fr", "flows", "--period", "2015")
    after = answer(capsys, "flows", "--period", "2015", "--lang", "fr")
    assert before == after and "Sénégal" in before[1]


def test_the_language_of_the_system_is_the_default(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "Sénégal" in answer(capsys, "flows", "--period", "2015")[1]
    code, _, said = answer(capsys, "flows", "--lang", "de")
    assert code == 2 and "de" in said


@pytest.mark.parametrize("command", [[], ["check"], ["build"], ["flows"], ["serve"]])
def test_help_is_an_answer(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    code, out, said = answer(capsys, *command, "--help")
    assert code == 0 and out.startswith("usage:") and said == ""
    _, french, _ = answer(capsys, *command, "--help", "--lang", "fr")
    assert french.startswith("utilisation\u00a0:") and "afficher cette aide" in french


# Bad input: one clear sentence, and the good rows still count.

BAD_ROWS = [
    ("Nowhereland,France,2015,SC_RECIP,4", "F-COUNTRY"),
    ("Mali,France,2015,SC_RECIP,-4", "F-NEGATIVE"),
    ("Mali,France,2015,SC_RECIP,4.5", "F-FRACTION"),
    ("Mali,Mali,2015,SC_RECIP,4", "F-SAME-COUNTRY"),
    ("Mali,France,someday,SC_RECIP,4", "F-PERIOD"),
    ("TOTAL,France,2015,SC_RECIP,19", ""),
]


@pytest.mark.parametrize(("row", "rule"), BAD_ROWS, ids=[rule or "total row" for _, rule in BAD_ROWS])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_bad_row_is_rejected_with_its_line_and_the_good_rows_still_count(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, row: str, rule: str, language: str
) -> None:
    folder = dataset(tmp_path / "d", GOOD[0], row, GOOD[1])
    code, out, _ = answer(capsys, "check", folder, "--json", "--lang", language)
    (file,) = json.loads(out)["files"]
    assert code == 1
    assert (file["lines"], file["header"], file["accepted"], file["rejected"], file["left_out"]) == (4, 1, 2, 1, 0)
    (finding,) = [each for each in file["findings"] if each["severity"] == "error"]
    assert finding["line"] == 3 and finding["message"]
    assert not rule or finding["rule"] == rule
    code, out, said = answer(capsys, "flows", "--data", folder, "--format", "json", "--lang", language)
    assert code == 1, "the answer is given, and the exit code says that rows were rejected"
    assert sum(record["placements"] for record in json.loads(out)) == 19
    assert finding["message"] in said


UNREADABLE = [
    ("empty", b""),
    ("wrong encoding", "origin,destination\nSénégal,France\n".encode("cp1252")),
    ("missing column", b"origin,period,scheme,placements\nSEN,2015,SC_RECIP,3\n"),
    ("no numbers", b"origin,destination,period,scheme\nSEN,FRA,2015,SC_RECIP\n"),
]


@pytest.mark.parametrize("content", [content for _, content in UNREADABLE], ids=[name for name, _ in UNREADABLE])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_file_that_cannot_be_read_stops_a_build_but_not_the_check_of_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, language: str
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    folder = dataset(tmp_path / "d")
    code, out, said = answer(capsys, "check", bad, folder, "--json", "--lang", language)
    files = json.loads(out)["files"]
    assert code == 2 and "bad.csv" in said and len(said.splitlines()) == 1
    assert [(file["accepted"], len(file["findings"])) for file in files] == [(0, 1), (2, 0)]
    (folder / "bad.csv").write_bytes(content)
    code, _, said = answer(capsys, "build", "--data", folder, "--out", tmp_path / "release", "--lang", language)
    assert code == 2 and "bad.csv" in said
    assert not (tmp_path / "release").exists(), "half a dataset is no release"


def test_the_two_languages_say_the_same_error_in_their_own_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = {
        language: answer(capsys, "build", "--data", dataset(tmp_path / language, toml=""), "--lang", language)[2]
        for language in ("fr", "en")
    }
    assert "as_of = " in said["en"] and "as_of = " in said["fr"]
    assert "chiffres" in said["fr"] and "figures" in said["en"] and "--as-of" in said["fr"]


# check.


def test_the_account_adds_up_and_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", *GOOD, "", "Mali,Mali,2015,SC_RECIP,4")
    code, out, _ = answer(capsys, "check", folder)
    words = {" ".join(line.split()[:-1]): line.split()[-1] for line in out.splitlines() if line.split()}
    assert code == 1
    assert {key: words[key] for key in ("accepted", "left out", "rejected", "header", "blank", "lines in the file")} == {
        "accepted": "2", "left out": "0", "rejected": "1", "header": "1", "blank": "1", "lines in the file": "5",
    }  # fmt: skip
    assert "line 5" in out


def test_many_findings_of_one_rule_are_cut_short_and_counted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = [f"Nowhere{number},France,2015,SC_RECIP,1" for number in range(14)]
    _, out, _ = answer(capsys, "check", dataset(tmp_path / "d", *GOOD, *bad))
    assert out.count("is not a country we know") == 10
    assert "and 4 more, see --out" in out


def test_the_reports_hold_every_finding_and_every_rejected_row(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", *GOOD, "=cmd(),France,2015,SC_RECIP,4")
    answer(capsys, "check", folder, "--out", tmp_path / "out", "--lang", "fr")
    rejected = list(csv.DictReader((tmp_path / "out" / "rejected.csv").open(encoding="utf-8-sig")))
    findings = list(csv.DictReader((tmp_path / "out" / "findings.csv").open(encoding="utf-8-sig")))
    assert [(row["line"], row["origin"], row["placements"]) for row in rejected] == [("4", "'=cmd()", "4")]
    assert findings[0]["rule"] == rejected[0]["rule"] == "F-COUNTRY"
    assert findings[0]["value"] == "'=cmd()", "a spreadsheet must not run what a file contains"


def test_a_name_to_confirm_counts_as_rejected_only_when_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", *GOOD, "Burkina Fasso,France,2015,SC_RECIP,4")
    assert answer(capsys, "check", folder)[0] == 0
    assert answer(capsys, "check", folder, "--strict")[0] == 1


def test_check_json_has_the_promised_shape(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, out, said = answer(capsys, "check", dataset(tmp_path / "d", *GOOD, "Mali,Mali,2015,SC_RECIP,4"), "--json")
    (file,) = json.loads(out)["files"]
    assert said == ""
    assert set(file) == {"file", "table", "lines", "header", "accepted", "left_out", "rejected", "blank", "findings"}
    assert set(file["findings"][0]) == {"severity", "rule", "line", "column", "value", "message"}
    kinds = ("header", "accepted", "left_out", "rejected", "blank")
    assert file["lines"] == sum(file[kind] for kind in kinds)


# build.


def test_build_needs_a_date_and_never_takes_todays(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder, out = dataset(tmp_path / "local", toml=""), tmp_path / "release"
    code, _, said = answer(capsys, "build", "--data", folder, "--out", out)
    assert code == 2 and "three lines" in said and not out.exists()
    code, text, _ = answer(capsys, "build", "--data", folder, "--out", out, "--as-of", "2024-06-30", "--json")
    assert code == 0
    (described,) = json.loads(text)["datasets"]
    assert (described["name"], described["title_fr"], described["as_of"]) == ("local", "local", "2024-06-30")


def test_the_same_input_gives_the_same_edition(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d")
    editions = {
        json.loads(answer(capsys, "build", "--data", folder, "--out", tmp_path / out, "--json")[1])["edition"]
        for out in ("one", "two")
    }
    assert len(editions) == 1


def test_two_datasets_of_one_name_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, said = answer(
        capsys, "build", "--data", dataset(tmp_path / "x" / "d"), "--data", dataset(tmp_path / "y" / "d")
    )
    assert code == 2 and "Two datasets are called “d”" in said and "rename" in said


def test_parts_above_their_total_are_refused_with_the_statement(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = ("S1,,_T,FRA,2022,SC_RECIP,10", "S2,S1,SEN,FRA,2022,SC_RECIP,11")
    folder = dataset(tmp_path / "d", *rows, head="statement_id,part_of,origin,destination,period,scheme,placements")
    code, _, said = answer(capsys, "flows", "--data", folder)
    assert code == 2 and "S1" in said and "11" in said and "10" in said


def test_an_unwritable_place_is_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = dataset(tmp_path / "d")
    code, _, said = answer(capsys, "build", "--data", folder, "--out", tmp_path / "file" / "release")
    assert code == 2 and "cannot be written" in said and "--out" in said
    code, _, said = answer(capsys, "check", folder, "--out", tmp_path / "file" / "report")
    assert code == 2 and "cannot be written" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "{d}", "--json"),
        ("build", "--data", "{d}", "--out", "{o}", "--json"),
        ("flows", "--data", "{d}", "--format", "json"),
    ],
    ids=["check", "build", "flows"],
)
def test_json_is_one_document_and_nothing_else_even_when_rows_are_bad(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    folder = dataset(tmp_path / "d", *GOOD, "Nowhere,France,2015,SC_RECIP,4")
    filled = [text.format(d=folder, o=tmp_path / "release") for text in arguments]
    code, out, _ = answer(capsys, *filled)
    assert code == 1
    json.loads(out)


def test_text_from_a_file_cannot_drive_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", *GOOD, "\x1b[31mRed\x1b[0m,France,2015,SC_RECIP,4")
    _, out, said = answer(capsys, "check", folder)
    assert "\x1b" not in out + said


# As a process.


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the console script as a process of its own."""
    settings = {**os.environ, "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"} | environment
    command = [sys.executable, "-m", "crossmobility.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=settings, check=False, encoding="utf-8")


def test_the_script_answers_from_any_folder_and_exits_with_its_code(tmp_path: Path) -> None:
    done = run("--lang", "fr", "check", str(dataset(tmp_path / "d", *GOOD, "Mali,Mali,2015,SC_RECIP,4")))
    assert done.returncode == 1 and done.stderr == ""
    assert "Traceback" not in done.stdout + done.stderr


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    script = f"{sys.executable} -m crossmobility.cli flows --data {PUBLISHED} --by period,origin,destination --format csv | head -n 1"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.stdout.startswith("period,origin,destination")
    assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr


def test_serve_never_loads_pandas_in_its_own_process(tmp_path: Path) -> None:
    script = (
        "import sys; from crossmobility.cli import main; "
        f"code = main(['serve', '--release', {str(tmp_path)!r}]); print(code, 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["2", "False"], done.stderr


# Real trial data, read where it lies.


@pytest.mark.trials
def test_peace_corps_2019_equals_a_plain_sum(capsys: pytest.CaptureFixture[str]) -> None:
    source = Path(os.environ["CROSSMOBILITY_TRIALS"]) / "peace-corps-volunteers" / "EarlyTerminations07-20.csv"
    with source.open(encoding="utf-8-sig", newline="") as lines:
        totals = {"AFRICA", "EMA", "IAP", "GLOBAL"}
        by_hand = sum(
            int(row["Total Volunteers and Trainees"].replace(",", ""))
            for row in csv.DictReader(lines)
            if row["Fiscal Year"] == "2019" and row["Post"] not in totals and not row["Post"].endswith("TOTAL")
        )
    folder = Path(__file__).parent / "data" / "peace-corps"
    records = answered(capsys, "--data", folder, "--period", "2019")
    assert sum(int(str(record["placements"])) for record in records) == by_hand == 10_811


@pytest.mark.trials
def test_peace_corps_lines_are_all_accounted_for(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "check", Path(__file__).parent / "data" / "peace-corps", "--json")
    (file,) = json.loads(out)["files"]
    assert code == 0
    assert (file["lines"], file["accepted"], file["left_out"], file["rejected"]) == (950, 893, 56, 0)


@pytest.mark.trials
def test_unesco_answers_although_one_row_is_rejected(capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(__file__).parent / "data" / "unesco-student-flows"
    code, out, _ = answer(capsys, "check", folder, "--json")
    (file,) = json.loads(out)["files"]
    assert code == 1
    assert (file["lines"], file["accepted"], file["rejected"]) == (50_700, 50_698, 1)
    code, out, said = answer(capsys, "flows", "--data", folder, "--period", "2019", "--format", "json")
    assert code == 1 and "BLR" in said and len(json.loads(out)) > 2_000
