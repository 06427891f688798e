from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_files import DESCRIPTION, HEADINGS, csv_file, described, rules, taken

from crossmobility.errors import BadSource, UnreadableFile
from crossmobility.intake.accounts import Account, take_in
from crossmobility.intake.sources import source_for


def test_rows_with_our_own_headings_need_no_description(tmp_path: Path) -> None:
    intake = taken(csv_file(tmp_path, f"{HEADINGS}\nSEN,FRA,2015,SC_RECIP,11\nTUN,FRA,2015,SC_RECIP,8\n"))
    assert intake.account == Account(lines=3, header=1, accepted=2, left_out=0, rejected=0, blank=0)
    row = intake.accepted.iloc[0]
    assert row["placements"] == 11
    assert [row[name] for name in ("programme", "basis", "kind", "status", "certainty", "statement_id")] == [
        "_T", "not_stated", "actual", "reported", "published", "flow_counts-2",
    ]  # fmt: skip
    assert row["source"] == f"{tmp_path.name}/flow_counts"
    assert intake.is_clean


def test_headings_are_known_in_french_and_english(tmp_path: Path) -> None:
    text = "Pays d'origine,Country of destination,Année,Dispositif,Volontaires\nSénégal,France,2015,SC_RECIP,11\n"
    intake = taken(csv_file(tmp_path, text))
    assert intake.accepted[["origin", "destination", "period", "placements"]].to_numpy().tolist() == [
        ["SEN", "FRA", "2015", 11.0]
    ]


@pytest.mark.parametrize(
    ("row", "rule", "word"),
    [
        ("Atlantis,FRA,2015,OTHER,3", "F-COUNTRY", "Atlantis"),
        ("Africa: unknown countries,FRA,2015,OTHER,3", "F-COUNTRY", "_O"),
        ("WORLDWIDE TOTAL,FRA,2015,OTHER,3", "F-TOTAL-ROW", "leave_out"),
        ("Afrique de l'Ouest,FRA,2015,OTHER,3", "F-TOTAL-ROW", "leave_out"),
        ("Corée,FRA,2015,OTHER,3", "F-COUNTRY-AMBIGUOUS", "three-letter"),
        (",FRA,2015,OTHER,3", "F-REQUIRED", "origin"),
        ("SEN,FRA,2015,OTHER,-4", "F-NEGATIVE", "-4"),
        ("SEN,FRA,2015,OTHER,3.5", "F-FRACTION", "whole = false"),
        ('SEN,FRA,2015,OTHER,"3,5"', "F-NUMBER", "decimal"),
        ("SEN,FRA,2015,OTHER,a dozen", "F-NUMBER", "a dozen"),
        ("SEN,FRA,2015,OTHER,", "F-REQUIRED", "missing"),
        ("SEN,FRA,1915-16,OTHER,3", "F-PERIOD", "1915-16"),
        ("SEN,FRA,2015,OTHR,3", "F-CODE", "Did you mean “OTHER”"),
        ("FRA,France,2015,OTHER,3", "F-SAME-COUNTRY", "NATIONAL"),
        ("SEN,FRA,2015,OTHER", "F-ROW-LENGTH", "4 cells"),
        ("SEN,FRA,2015,OTHER,3,4", "F-ROW-LENGTH", "6 cells"),
        ('SEN,"FRA" x,2015,OTHER,3', "F-QUOTE", "quotation mark"),
    ],
)
def test_a_bad_row_is_rejected_with_its_line_and_remedy_and_the_good_ones_count(
    tmp_path: Path, row: str, rule: str, word: str
) -> None:
    intake = taken(csv_file(tmp_path, f"{HEADINGS}\nTUN,FRA,2015,OTHER,8\n{row}\nBFA,FRA,2015,OTHER,3\n"))
    assert intake.account == Account(lines=4, header=1, accepted=2, left_out=0, rejected=1, blank=0)
    assert rules(intake) == [(rule, 3)]
    assert word in intake.findings[0].message.in_language("en")
    assert intake.accepted["placements"].sum() == 11
    assert intake.rejected["rule"].tolist() == [rule]
    assert intake.rejected["line"].tolist() == [3]
    assert not intake.is_clean


def test_one_row_can_break_several_rules_and_all_are_said(tmp_path: Path) -> None:
    intake = taken(csv_file(tmp_path, f"{HEADINGS}\nAtlantis,Total,2015,OTHER,-1\n"))
    assert {rule for rule, _ in rules(intake)} == {"F-COUNTRY", "F-TOTAL-ROW", "F-NEGATIVE"}
    assert intake.account.rejected == 1


def test_one_finding_speaks_for_all_lines_with_the_same_name(tmp_path: Path) -> None:
    intake = taken(csv_file(tmp_path, HEADINGS + "\n" + "Atlantis,FRA,2015,OTHER,1\n" * 9))
    assert rules(intake) == [("F-COUNTRY", 2)]
    assert "(Lines 2, 3, 4, 5, 6, 7 and 3 more.)" in intake.findings[0].message.in_language("en")
    assert intake.account.rejected == 9


def test_a_misspelt_name_is_accepted_to_confirm_and_rejected_when_strict(tmp_path: Path) -> None:
    file = csv_file(tmp_path, f"{HEADINGS}\nVenezuala,FRA,2015,OTHER,3\nCongo,FRA,2015,OTHER,2\n")
    intake = taken(file)
    assert intake.accepted["origin"].tolist() == ["VEN", "COG"]
    assert rules(intake, "warning") == [("F-COUNTRY-CONFIRM", 2), ("F-COUNTRY-AMBIGUOUS", 3)]
    assert '"Venezuala" = "VEN"' in intake.findings[0].message.in_language("en")
    assert intake.is_clean
    assert taken(file, strict=True).account.rejected == 2


def test_both_ends_may_be_unknown_and_national_service_stays_at_home(tmp_path: Path) -> None:
    intake = taken(csv_file(tmp_path, f"{HEADINGS}\n_O,_O,2015,OTHER,3\n_T,_T,2015,OTHER,3\nFRA,FRA,2015,NATIONAL,2\n"))
    assert intake.account.accepted == 3


def test_namibia_is_not_a_missing_value(tmp_path: Path) -> None:
    intake = taken(csv_file(tmp_path, f"{HEADINGS}\nNA,FR,2015,OTHER,3\nSN,FR,2015,OTHER,5\n"))
    assert intake.accepted["origin"].tolist() == ["NAM", "SEN"]


def test_the_same_statement_twice_is_a_warning_except_for_groups_of_countries(tmp_path: Path) -> None:
    text = f"{HEADINGS}\nSEN,FRA,2015,OTHER,3\nUSA,_O,2015,OTHER,4\nSEN,FRA,2015,OTHER,3\nUSA,_O,2015,OTHER,4\n"
    intake = taken(csv_file(tmp_path, text))
    assert rules(intake, "warning") == [("F-DUPLICATE", 2)]
    assert intake.accepted["placements"].sum() == 14


def test_a_country_named_without_a_number_is_not_broken_down(tmp_path: Path) -> None:
    text = (
        "statement_id,part_of,origin,destination,period,scheme,placements,countries,rank,status\n"
        "in-2019,,_T,FRA,2019,SC_RECIP,251,40,,\n"
        "tun,in-2019,TUN,FRA,2019,SC_RECIP,,,1,\n"
        "sen,,SEN,FRA,2019,SC_RECIP,,,,not_reported\n"
        "bfa,,BFA,FRA,2019,SC_RECIP,,,,reported\n"
        "ben,,BEN,FRA,2019,SC_RECIP,4,,,suppressed\n"
    )
    intake = taken(csv_file(tmp_path, text))
    assert intake.accepted["status"].tolist() == ["reported", "not_broken_down", "not_reported"]
    assert rules(intake) == [("F-STATUS", 5), ("F-STATUS", 6)]


def test_identifiers_are_unique_and_parts_are_of_something_else(tmp_path: Path) -> None:
    text = (
        "statement_id,part_of,origin,destination,period,scheme,placements\n"
        "a,,_T,FRA,2019,OTHER,9\na,,SEN,FRA,2019,OTHER,3\nb,c,TUN,FRA,2019,OTHER,2\nc,b,BEN,FRA,2019,OTHER,1\nd,zz,MLI,FRA,2019,OTHER,1\n"
    )
    intake = taken(csv_file(tmp_path, text))
    assert rules(intake) == [("F-ID", 3), ("F-PART-OF", 4), ("F-PART-OF", 5)]
    assert rules(intake, "warning") == [("F-PART-OF", 6)]


def test_fractions_are_estimates_where_the_source_says_so(tmp_path: Path) -> None:
    file = described(
        tmp_path, "from,to,year,n\nSEN,FRA,2015,0.957\nTUN,FRA,2015,8\n", DESCRIPTION + "[read]\nwhole = false\n"
    )
    assert taken(file).accepted["status"].tolist() == ["estimated", "reported"]


def test_french_numbers_are_read_when_declared(tmp_path: Path) -> None:
    toml = DESCRIPTION + '[read]\ndelimiter = ";"\ndecimal = ","\nencoding = "cp1252"\nwhole = false\n'
    file = described(
        tmp_path, "from;to;year;n\nSénégal;France;2015;1\u00a0234,5\nBénin;France;2015;12\n", toml, encoding="cp1252"
    )
    assert taken(file).accepted["placements"].tolist() == [1234.5, 12.0]


def test_a_missing_column_is_named_with_what_there_is_and_the_nearest(tmp_path: Path) -> None:
    file = described(tmp_path, "from,to,yeer,n\nSEN,FRA,2015,3\n")
    with pytest.raises(
        UnreadableFile, match=r"has no column “year”; it has: “from”, “to”, “yeer”, “n”. Did you mean “yeer”"
    ):
        taken(file)
    with pytest.raises(UnreadableFile, match="no column “scheme”"):
        taken(csv_file(tmp_path, "origin,destination,period,placements\nSEN,FRA,2015,3\n", name="other.csv"))
    with pytest.raises(UnreadableFile, match='write delimiter = ";"'):
        taken(csv_file(tmp_path, "origin;destination;period;scheme;placements\nSEN;FRA;2015;OTHER;3\n", name="semi.csv"))
    with pytest.raises(UnreadableFile, match="no column of numbers"):
        taken(csv_file(tmp_path, "origin,destination,scheme\nSEN,FRA,OTHER\n", name="numberless.csv"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"nowhere\.csv does not exist"):
        taken(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("suffix", [".xls", ".xlsb", ".xlsm"])
def test_old_and_macro_workbooks_are_refused_with_advice(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(UnreadableFile, match="save it as “Excel workbook"):
        taken(csv_file(tmp_path, "x", name=f"flow_counts{suffix}"))


def test_rows_without_a_period_are_undated_with_a_warning(tmp_path: Path) -> None:
    intake = taken(csv_file(tmp_path, "origin,destination,scheme,placements\nSEN,FRA,OTHER,3\n"))
    assert rules(intake, "warning") == [("S-PERIOD", None)]
    assert intake.accepted["period"].tolist() == [""]


def test_a_file_with_headings_only_has_nothing_to_say(tmp_path: Path) -> None:
    intake = taken(csv_file(tmp_path, HEADINGS + "\n"))
    assert (len(intake.accepted), intake.account.lines) == (0, 1)


def test_an_account_that_does_not_add_up_is_impossible() -> None:
    with pytest.raises(AssertionError, match="3 lines accounted for, 4 in the file"):
        Account(lines=4, header=1, accepted=2, left_out=0, rejected=0, blank=0)


CELLS = st.sampled_from(
    ["SEN", "FRA", "Sénégal", "Total", "Atlantis", "", "2015", "OTHER", "3", "-1", "1.5", '"', '"a\nb"', "=1", "x,y"]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6).map(",".join), max_size=7))
def test_whatever_the_rows_every_line_has_one_fate(lines: list[str]) -> None:
    with TemporaryDirectory() as folder:
        file = csv_file(Path(folder), "\n".join([HEADINGS, *lines]) + "\n")
        intake = take_in(source_for(file))
    records = len(intake.accepted) + len(intake.left_out) + len(intake.rejected)
    assert records <= intake.account.lines
    assert len(intake.rejected) == 0 or any(one.severity == "error" for one in intake.findings)


def test_a_constant_that_makes_no_sense_is_the_description_s_fault(tmp_path: Path) -> None:
    file = described(tmp_path, "from,to,year,n\nSEN,FRA,2015,3\n", DESCRIPTION.replace('"OTHER"', '"OTHR"'))
    with pytest.raises(BadSource, match=r"scheme.*OTHR.*Did you mean “OTHER”"):
        taken(file)
