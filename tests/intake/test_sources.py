from __future__ import annotations

from pathlib import Path

import pytest
from intake_files import DESCRIPTION, HEADINGS, csv_file, described, rules, taken

from crossmobility.errors import BadSource
from crossmobility.intake.sources import dataset_in, source_for, sources_in

ROWS = "from,to,year,n\nSEN,FRA,2015,11\nTUN,FRA,2015,8\nWORLD,FRA,2015,19\n"
LEAVE = '\n[[leave_out]]\ncolumn = "from"\nequals = "WORLD"\nreason_fr = "total"\nreason_en = "a total"\n'


def test_rows_are_left_out_with_their_reason(tmp_path: Path) -> None:
    intake = taken(described(tmp_path, ROWS, DESCRIPTION + LEAVE))
    assert intake.left_out[["from", "line", "reason"]].to_numpy().tolist() == [["WORLD", 4, "a total"]]
    assert (intake.account.accepted, intake.account.left_out, intake.account.rejected) == (2, 1, 0)
    assert [(reason.in_language("fr"), rows) for reason, rows in intake.reasons] == [("total", 1)]


@pytest.mark.parametrize("way", ['in = ["WORLD", "GLOBAL"]', 'matches = "^WOR"'])
def test_rows_can_be_chosen_by_list_and_by_pattern(tmp_path: Path, way: str) -> None:
    toml = DESCRIPTION + LEAVE.replace('equals = "WORLD"', way)
    assert taken(described(tmp_path, ROWS, toml)).account.left_out == 1


def test_values_are_translated_and_unused_translations_are_said(tmp_path: Path) -> None:
    toml = DESCRIPTION + '\n[values.origin]\nWORLD = "_T"\nATLANTIS = "_O"\n'
    intake = taken(described(tmp_path, ROWS, toml))
    assert intake.accepted["origin"].tolist() == ["SEN", "TUN", "_T"]
    assert rules(intake, "warning") == [("S-VALUES", None)]


def test_a_leave_out_that_matches_nothing_is_said(tmp_path: Path) -> None:
    intake = taken(described(tmp_path, ROWS, DESCRIPTION + LEAVE + LEAVE.replace("WORLD", "MONDE")))
    assert rules(intake, "warning") == [("S-LEAVE-OUT", None)]


def test_expectations_hold_or_say_what_was_found(tmp_path: Path) -> None:
    good = DESCRIPTION + LEAVE + '\n[[expect]]\ncolumn = "placements"\nwhere = { period = "2015" }\nsum = 19\n'
    assert taken(described(tmp_path, ROWS, good)).meets_expectations
    intake = taken(described(tmp_path, ROWS.replace("8", "9"), good))
    assert not intake.meets_expectations
    assert not intake.is_clean
    assert "should come to 19 and come to 20" in intake.findings[0].message.in_language("en")


def test_each_total_row_must_equal_the_rows_of_its_year(tmp_path: Path) -> None:
    toml = DESCRIPTION + LEAVE + '\n[[expect]]\ncolumn = "placements"\ntotals = { from = "WORLD" }\nper = "period"\n'
    two_years = ROWS + "SEN,FRA,2016,4\nWORLD,FRA,2016,4\n"
    assert taken(described(tmp_path, two_years, toml)).meets_expectations
    intake = taken(described(tmp_path, two_years.replace("WORLD,FRA,2016,4", "WORLD,FRA,2016,5"), toml))
    assert not intake.meets_expectations
    assert "Line 6 gives a total of 5; the accepted rows (2016) come to 4" in intake.findings[0].message.in_language("en")
    assert not taken(described(tmp_path, ROWS, toml.replace('"WORLD" }', '"MONDE" }'))).meets_expectations


def test_a_rejected_row_breaks_the_expectation_it_was_part_of(tmp_path: Path) -> None:
    toml = DESCRIPTION + LEAVE + "\n[[expect]]\nrows = 2\n"
    assert not taken(described(tmp_path, ROWS.replace("SEN", "Atlantis"), toml)).meets_expectations


def test_an_unfinished_period_gets_its_status(tmp_path: Path) -> None:
    toml = (
        DESCRIPTION
        + LEAVE
        + '\n[[status]]\nwhere = { period = "2015", from = ["SEN"] }\nstatus = "partial"\nreason = "unfinished"\n'
    )
    intake = taken(described(tmp_path, ROWS, toml))
    assert intake.accepted["status"].tolist() == ["partial", "reported"]
    assert rules(intake, "info") == [("S-STATUS", None)]


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ('tabel = "flow_counts"', "line 1: “tabel” is not a key of the top of the file. Did you mean “table”"),
        ('[columns]\norigine = "from"', "line 2: “origine” is not a key of \\[columns\\]. Did you mean “origin”"),
        ('\n[read]\nencodign = "cp1252"', "line 3: “encodign”"),
        ('[read]\nencoding = "utf8000"', "line 2: “utf8000” is not an encoding"),
        ("[read]\ndecimal = 1", "line 2: decimal must be a text"),
        ('[read]\nwhole = "no"', "whole must be true or false"),
        (
            '[[leave_out]]\ncolumn = "x"\nequals = "a"\nreason = "r"\n[[leave_out]]\ncolumn = "x"\nreson = "r"',
            "line 7: “reson”",
        ),
        ('[[leave_out]]\ncolumn = "x"\nequals = "a"', "needs a reason"),
        ('[[leave_out]]\ncolumn = "x"\nmatches = "("\nreason = "r"', "not a regular expression"),
        ('[[expect]]\ncolumn = "origin"\nsum = 3', "whose numbers it adds"),
        ('[columns]\norigin = "a"\n[constants]\norigin = "SEN"', "line 4: “origin” stands both"),
        ("table = ", "not valid TOML"),
        ('table = "placement"', "There is no table"),
        ('file = "${CROSSMOBILITY_NOWHERE}/x.csv"', "CROSSMOBILITY_NOWHERE is not set"),
    ],
)
def test_a_mistake_in_a_description_is_named_with_its_line(tmp_path: Path, toml: str, problem: str) -> None:
    described(tmp_path, ROWS, toml)
    with pytest.raises(BadSource, match=problem):
        sources_in(tmp_path)


def test_a_condition_on_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match=r"“form” is neither a heading.*Did you mean “from”"):
        taken(described(tmp_path, ROWS, DESCRIPTION + LEAVE.replace('"from"', '"form"')))


def test_a_description_may_point_elsewhere_through_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "set").mkdir()
    csv_file(tmp_path / "far", ROWS, name="x.csv")
    monkeypatch.setenv("SOMEWHERE", str(tmp_path / "far"))
    toml = tmp_path / "set" / "flow_counts.source.toml"
    toml.write_text('file = "${SOMEWHERE}/x.csv"\n' + DESCRIPTION, encoding="utf-8")
    (source,) = sources_in(tmp_path / "set")
    assert source.file == tmp_path / "far" / "x.csv"
    assert source.name == "set/flow_counts"
    assert source_for(toml).file == source.file


def test_a_folder_gives_its_tables_and_nothing_else(tmp_path: Path) -> None:
    described(tmp_path, ROWS)
    csv_file(tmp_path, HEADINGS + "\n", name="volunteers.csv")
    csv_file(tmp_path, "programme_id\n", name="programmes.csv")
    csv_file(tmp_path, "x", name="country_aliases.csv")
    csv_file(tmp_path, "x", name="findings.csv")
    found = [(source.file.name, source.table) for source in sources_in(tmp_path)]
    assert found == [
        ("flow_counts.csv", "flow_counts"),
        ("programmes.csv", "programmes"),
        ("volunteers.csv", "flow_counts"),
    ]


def test_a_dataset_says_its_date_and_never_today_s(tmp_path: Path) -> None:
    assert dataset_in(tmp_path).as_of == ""
    (tmp_path / "dataset.toml").write_text(
        'title = "Mine"\nas_of = 2024-12-31\nreference_country = "MAR"\n', encoding="utf-8"
    )
    mine = dataset_in(tmp_path)
    assert (mine.title_fr, mine.as_of, mine.reference_country, mine.synthetic) == ("Mine", "2024-12-31", "MAR", False)
    (tmp_path / "dataset.toml").write_text('as_of = "31/12/2024"\n', encoding="utf-8")
    with pytest.raises(BadSource, match="line 1: “31/12/2024” is not a date"):
        dataset_in(tmp_path)
