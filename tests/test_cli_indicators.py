"""``crossmobility indicators``: the tracking table for people and for scripts, what it refuses, with which exit code."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest import approx

from crossmobility.cli import main
from crossmobility.domain.indicators.tracking import tracked
from crossmobility.release.build import built

sys.path.insert(0, str(Path(__file__).parent / "support"))

from barometer import NAME, trial_folder, write_barometer

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
PUBLISHED = Path(__file__).parents[1] / "data" / "reference" / "published"
HEAD = (
    "indicator_id,programme_id,scheme,period,territory,dimension,category,value_type,edition,numerator,denominator,value,"
    "value_status,as_of,source,is_synthetic"
)
KEYS = [
    *(
        "indicator",
        "programme",
        "period",
        "dimension",
        "category",
        "baseline",
        "target_initial",
        "target_revised",
        "actual",
    ),
    *("numerator", "denominator", "achievement", "progress", "value_status", "status", "as_of"),
]
TOML = 'title_fr = "Essai"\ntitle_en = "Trial"\nas_of = 2021-12-31\ncitation = "Our own report"\n'
# Young people in Service Civique in 2021: the target was lowered within the year.
SERVICE_CIVIQUE = (
    "SC_ENGAGED,_T,,2021,,,,actual,RA2021,,,145000,reported,2021-12-31,report,false",
    "SC_ENGAGED,_T,,2021,,,,target_initial,PAP2021,,,245000,reported,2020-12-15,plan,false",
    "SC_ENGAGED,_T,,2021,,,,target_revised,PLF2022,,,200000,reported,2021-09-30,plan,false",
)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "CROSSMOBILITY_RELEASE", "CROSSMOBILITY_DATA"):
        monkeypatch.delenv(name, raising=False)


def dataset(folder: Path, *lines: str, toml: str = TOML) -> Path:
    """Write a dataset of observations, by default those of the Service Civique in 2021."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dataset.toml").write_text(toml, encoding="utf-8")
    (folder / "observations.csv").write_text("\n".join([HEAD, *(lines or SERVICE_CIVIQUE)]) + "\n", encoding="utf-8")
    return folder


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["indicators", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def records(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[dict[str, Any]]:
    code, out, _ = answer(capsys, *arguments, "--format", "json")
    assert code == 0
    return list(json.loads(out))


def test_scripts_read_exactly_these_keys(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (record,) = records(capsys, "--data", dataset(tmp_path / "ours"))
    assert list(record) == KEYS
    assert record == {
        "indicator": "SC_ENGAGED",
        "programme": "_T",
        "period": "2021",
        "dimension": "_T",
        "category": "_T",
        "baseline": None,
        "target_initial": 245_000,
        "target_revised": 200_000,
        "actual": 145_000,
        "numerator": None,
        "denominator": None,
        "achievement": 0.725,
        "progress": None,
        "value_status": "reported",
        "status": "off_track",
        "as_of": "2021-12-31",
    }


def test_people_read_both_targets_the_status_in_words_and_why(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = answer(capsys, "--data", dataset(tmp_path / "ours"))
    assert code == 0
    (line,) = [line for line in out.splitlines() if line.startswith("Young people in Service Civique") and ":" not in line]
    assert line.split("  ")[0] == "Young people in Service Civique since 1 January"
    assert [cell.strip() for cell in line.split("  ") if cell.strip()][1:] == [
        "number",
        "245,000",
        "200,000",
        "145,000",
        "72.5%",
        "off track",
    ]
    assert "Reached 145,000 of 200,000: 72.5% of the target; below 80% is off track." in out
    assert "Trial (as of 31 December 2021)" in out
    assert "report, RA2021" in out and "Our own report" in out
    assert "Synthetic" not in out


def test_csv_holds_the_numbers_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--data", SAMPLE, "--scheme", "SC_RECIP", "--period", "2024")
    found = records(capsys, *asked)
    _, out, _ = answer(capsys, *asked, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == KEYS
    assert len(rows) == len(found) > 100
    for row, record in zip(rows, found, strict=True):
        assert {name: "" if cell is None else str(cell) for name, cell in record.items()} == row


def test_the_command_gives_the_numbers_of_the_tracking_table(capsys: pytest.CaptureFixture[str]) -> None:
    figures = built([SAMPLE]).figures
    table = tracked(
        figures.values_of("sample"),
        figures.definitions_of("sample"),
        figures.rules_of("sample"),
        as_of=date(2025, 12, 31),
        period="2024",
        programme="WECCEE",
    )
    expected = {(row.indicator, row.dimension, row.category): row for row in table.itertuples(index=False)}
    found = records(capsys, "--data", SAMPLE, "--programme", "WECCEE", "--period", "2024")
    of_columns = ("scheme", "direction", "counterpart", "territory")
    own = {
        (record["indicator"], record["dimension"], record["category"]): record
        for record in found
        if record["dimension"] not in of_columns
    }
    assert {key for key in expected if key[1] not in of_columns} == set(own)
    for key, record in own.items():
        for name in ("target_initial", "target_revised", "actual", "achievement"):
            wanted = getattr(expected[key], name)
            assert record[name] == (None if wanted != wanted else approx(wanted))
        assert record["status"] == expected[key].status


def test_a_scheme_a_territory_and_a_direction_are_dimensions_of_the_whole(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = [
        "SC_ENGAGED,_T,,2021,,,,actual,a,,,100,reported,2021-12-31,report,false",
        "SC_ENGAGED,_T,SC_INTL,2021,,,,actual,a,,,40,reported,2021-12-31,report,false",
        "SC_ENGAGED,_T,,2021,FR-R84,,,actual,a,,,30,reported,2021-12-31,report,false",
        "SC_ENGAGED,_T,,2021,,sex,F,actual,a,,,60,reported,2021-12-31,report,false",
        "SC_ENGAGED,_T,,2021,FR-R84,sex,F,actual,a,,,20,reported,2021-12-31,report,false",
    ]
    folder = dataset(tmp_path / "ours", *lines)
    found = {(row["dimension"], row["category"]): row["actual"] for row in records(capsys, "--data", folder)}
    # What is split twice has no place in a list with one dimension.
    assert found == {("_T", "_T"): 100, ("scheme", "SC_INTL"): 40, ("territory", "FR-R84"): 30, ("sex", "F"): 60}
    (alone,) = records(capsys, "--data", folder, "--scheme", "SC_INTL")
    assert (alone["dimension"], alone["actual"]) == ("_T", 40)
    _, out, _ = answer(capsys, "--data", folder, "--indicator", "SC_ENGAGED")
    assert "Auvergne-Rhône-Alpes" in out and "Woman" in out
    _, out, _ = answer(capsys, "--data", folder)
    assert "Auvergne-Rhône-Alpes" not in out
    assert "3 more rows, by programme, scheme or category" in out


def test_targets_of_a_scheme_stand_beside_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    found = [
        row
        for row in records(capsys, "--data", SAMPLE, "--period", "2021", "--indicator", "PLC_STARTED")
        if (row["programme"], row["dimension"], row["category"]) == ("_T", "scheme", "SC_RECIP")
    ]
    (alone,) = [
        row
        for row in records(
            capsys, "--data", SAMPLE, "--period", "2021", "--indicator", "PLC_STARTED", "--scheme", "SC_RECIP"
        )
        if row["dimension"] == "_T"
    ]
    assert [{**row, "dimension": "_T", "category": "_T"} for row in found] == [alone]
    assert (alone["target_initial"], alone["target_revised"], alone["actual"]) == (280, 120, 101)


def test_every_programme_has_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    found = records(capsys, "--data", SAMPLE, "--period", "2025", "--indicator", "PLC_STARTED")
    totals = {row["programme"]: row["actual"] for row in found if row["dimension"] == "_T"}
    assert {"_T", "WECCEE", "PRODDIGE"} <= set(totals)
    assert totals["WECCEE"] == 48


def test_without_a_period_people_see_the_last_and_scripts_every_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = [
        f"SC_ENGAGED,_T,,{text},,,,actual,a,,,{number},reported,2021-12-31,report,false"
        for text, number in (("2020", 90), ("2021-Q1", 40), ("2021", 100))
    ]
    folder = dataset(tmp_path / "ours", *lines)
    assert [(row["period"], row["actual"]) for row in records(capsys, "--data", folder)] == [
        ("2020", 90),
        ("2021-Q1", 40),
        ("2021", 100),
    ]
    _, out, _ = answer(capsys, "--data", folder)
    assert "2021, all programmes and schemes together" in out and "2020" not in out


def test_an_earlier_day_knows_less(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = ["SC_ENGAGED,_T,,2021-Q2,,,,actual,a,,,80000,reported,2021-06-30,report,false", *SERVICE_CIVIQUE]
    folder = dataset(tmp_path / "ours", *lines)
    (record,) = records(capsys, "--data", folder, "--period", "2021", "--as-of", "2021-07-31")
    assert (record["actual"], record["target_initial"], record["target_revised"]) == (80_000, 245_000, None)
    assert record["value_status"] == "provisional"


def test_a_value_that_is_late_is_said_to_people_and_beside_the_answer_of_scripts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = dataset(tmp_path / "ours", *SERVICE_CIVIQUE[1:])
    asked = ("--data", folder, "--as-of", "2022-05-10", "--period", "2021")
    _, out, _ = answer(capsys, *asked)
    assert "value late" in out
    sentence = "since 1 January, Q1 2021: due on 30 April 2021, 375 days late (monitoring officer)."
    assert sentence in out
    _, out, err = answer(capsys, *asked, "--format", "json")
    (record,) = json.loads(out)
    assert (record["actual"], record["status"], record["as_of"]) == (None, "late", None)
    assert sentence in err


def test_parts_that_do_not_add_up_are_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    line = "SC_ENGAGED,_T,,2021,FR-R84,,,actual,RA2021,,,140000,reported,2021-12-31,report,false"
    _, out, _ = answer(capsys, "--data", dataset(tmp_path / "ours", *SERVICE_CIVIQUE, line))
    assert "2021: 5,000 of 145,000 not broken down by region" in out


def test_several_datasets_stand_side_by_side(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    one, other = dataset(tmp_path / "ours"), dataset(tmp_path / "theirs")
    found = records(capsys, "--data", one, "--data", other)
    assert [record["dataset"] for record in found] == ["ours", "theirs"]
    assert list(found[0]) == ["dataset", *KEYS]
    _, out, _ = answer(capsys, "--data", one, "--data", other, "--format", "csv")
    assert out.startswith("dataset,indicator,")


def test_a_dataset_without_indicators_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "--data", PUBLISHED)
    assert (code, out) == (0, "These data have no value of an indicator.\n")
    assert records(capsys, "--data", PUBLISHED) == []


def test_the_bundled_data_are_answered_without_naming_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "--period", "2024", "--indicator", "PLC_STARTED")
    assert code == 0
    assert "Synthetic data, made up for practice." in out
    assert any(line.startswith("WECCEE ") for line in out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--indicator", "SC_ENGAGE"), "--indicator: there is no “SC_ENGAGE” in these data. Did you mean “SC_ENGAGED”?"),
        (("--programme", "WECEE"), "--programme: there is no “WECEE” in these data. Did you mean “WECCEE”?"),
        (("--scheme", "SC_RECIPE"), "--scheme: there is no “SC_RECIPE” in these data. Did you mean “SC_RECIP”?"),
        (("--period", "2031"), "There is no figure for the period 2031. Did you mean “2021”? There is: 2020, 2021."),
        (("--period", "last year"), "“last year” is not a period. Write it as 2019"),
        (("--as-of", "yesterday"), "--as-of must be a date, not “yesterday”."),
    ],
)
def test_what_is_not_there_is_refused_in_one_sentence_with_the_nearest(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, str], said: str
) -> None:
    lines = [
        *SERVICE_CIVIQUE,
        "SC_ENGAGED,WECCEE,,2021,,,,actual,a,,,5,reported,2021-12-31,report,false",
        "SC_ENGAGED,_T,SC_RECIP,2020,,,,actual,a,,,5,reported,2020-12-31,report,false",
    ]
    code, out, err = answer(capsys, "--data", dataset(tmp_path / "ours", *lines), *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert err.count("\n") == 1


def test_a_refusal_is_json_where_json_was_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = answer(capsys, "--data", dataset(tmp_path / "ours"), "--indicator", "X", "--format", "json")
    assert code == 2
    assert json.loads(out)["error"].startswith("--indicator: there is no “X” in these data.")


def test_rejected_rows_are_told_and_make_exit_code_1(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(
        tmp_path / "ours", *SERVICE_CIVIQUE, "SC_ENGAGED,_T,,never,,,,actual,a,,,1,reported,2021-12-31,r,false"
    )
    code, out, err = answer(capsys, "--data", folder, "--format", "json")
    assert code == 1
    assert len(json.loads(out)) == 1
    assert "1 row rejected" in err


def test_a_dataset_without_a_day_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = answer(capsys, "--data", dataset(tmp_path / "ours", toml='title_en = "Ours"\n'))
    assert code == 2
    assert "does not say for which day" in err


def test_a_dataset_may_define_its_own_indicators(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "ours", "OWN_HOURS,_T,,2021,,,,actual,a,,,120,reported,2021-12-31,report,false")
    (folder / "indicators.csv").write_text(
        "indicator_id,name_fr,name_en,level,formula_fr,formula_en,numerator_fr,numerator_en,unit,iati_measure,direction,"
        "accumulation,aggregation,basis,frequency,min_denominator,decimals,owner_role,computed,due_days,valid_from\n"
        "OWN_HOURS,Heures de formation,Hours of training,output,somme,sum,heures,hours,COUNT,1,increase,flow,sum,not_stated,"
        "quarter,0,0,COUNTRY_OFFICE,false,30,2020-01-01\n",
        encoding="utf-8",
    )
    (record,) = records(capsys, "--data", folder)
    assert (record["indicator"], record["actual"]) == ("OWN_HOURS", 120)
    _, out, _ = answer(capsys, "--data", folder)
    assert "Hours of training" in out


def test_the_help_names_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "indicators" in capsys.readouterr().out
    assert main(["indicators", "--help"]) == 0
    assert "--indicator" in capsys.readouterr().out


@pytest.mark.trials
def test_the_barometer_is_answered_in_every_format(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = write_barometer(trial_folder(), tmp_path / "barometer")
    found = records(capsys, "--data", folder, "--period", "2022")
    country = next(record for record in found if record["dimension"] == "_T")
    assert (country["indicator"], country["actual"], country["target_initial"]) == (NAME, 81_647, 202_000)
    assert (country["achievement"], country["status"]) == (approx(0.404, abs=5e-4), "off_track")
    assert len(found) == 1 + 18 + 101
    _, out, _ = answer(capsys, "--data", folder)
    assert "Reached 81,647 of 202,000: 71.1% of what the season lets expect at this date; below 80% is off track." in out
    assert "By 30 June 2022, 56.9% of a year is usually reached (mean of 2017, 2018, 2019, 2020, 2021)." in out
    assert "6,546 of the target of 202,000 not broken down by region" in out
    assert "3,312 of 81,647 not broken down by region" in out
    assert "by département" not in out
