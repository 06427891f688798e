"""``flows --by pair``: balance, and where the ratio stands in the agreed band, for people and for scripts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from crossmobility.cli import main

DATA = Path(__file__).parents[1] / "data"
SAMPLE, PUBLISHED = DATA / "sample", DATA / "reference" / "published"
KEYS = {"pair", "basis", "forward", "back", "gross", "net", "balance", "ratio", "band", "status"}
TOML = 'title_en = "Ours"\nas_of = 2025-12-31\n'
AGREED = "agreement_id,reference,counterpart,scheme,low,high,valid_from,valid_to,source,is_synthetic"
SENEGAL = "A-1,FRA,SEN,SC_RECIP,0.8,1.25,2018-01-01,,text,true"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "CROSSMOBILITY_RELEASE", "CROSSMOBILITY_DATA"):
        monkeypatch.delenv(name, raising=False)


def dataset(folder: Path, *counts: str, agreements: Sequence[str] = (SENEGAL,)) -> Path:
    """Write a dataset of flow counts of people who started (origin, destination, period, scheme, number) and agreements."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dataset.toml").write_text(TOML, encoding="utf-8")
    lines = ["origin,destination,period,scheme,placements,basis", *(f"{line},started" for line in counts)]
    (folder / "flow_counts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if agreements:
        (folder / "agreements.csv").write_text("\n".join([AGREED, *agreements]) + "\n", encoding="utf-8")
    return folder


def answer(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> tuple[str, str]:
    """Return what ``flows`` prints on stdout and on stderr."""
    assert main(["flows", "--data", str(folder), *arguments]) == 0
    said = capsys.readouterr()
    return said.out, said.err


def pairs(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> list[dict[str, object]]:
    by = () if "--by" in arguments else ("--by", "pair")
    return list(json.loads(answer(capsys, folder, *arguments, *by, "--format", "json")[0]))


def bands(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> dict[str, object]:
    return {"-".join(record["pair"]): record["band"] for record in pairs(capsys, folder, *arguments)}


def line_of(text: str, start: str) -> list[str]:
    """Return the cells of the table line that starts so."""
    (line,) = [line for line in text.splitlines() if line.startswith(start)]
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


# Where a ratio stands.


@pytest.mark.parametrize(
    ("arriving", "leaving", "band", "more"),
    [
        (20, 20, "within", ""),
        (16, 20, "within", ""),
        (25, 20, "within", ""),
        (12, 20, "below", "4 more arrivals"),
        (15, 20, "below", "1 more arrival"),
        (20, 12, "above", "4 more departures"),
        (26, 20, "above", "1 more departure"),
        (9, 20, "too_small", ""),
        (20, 9, "too_small", ""),
        (10, 10, "within", ""),
        (0, 20, "too_small", ""),
        (20, 0, "too_small", ""),
    ],
)
def test_a_ratio_stands_in_the_agreed_band_or_is_told_what_is_missing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arriving: int, leaving: int, band: str, more: str
) -> None:
    folder = dataset(tmp_path / "d", f"SEN,FRA,2024,SC_RECIP,{arriving}", f"FRA,SEN,2024,SC_INTL,{leaving}")
    assert bands(capsys, folder) == {"FRA-SEN": band}
    table, _ = answer(capsys, folder, "--by", "pair")
    words = {"within": "within 0.8–1.25", "below": "below 0.8–1.25", "above": "above 0.8–1.25"}
    cells = line_of(table, "France – Senegal")
    assert words.get(band, "too few people to say") in cells
    assert (more in cells) if more else ("To be inside" not in table)


def test_an_agreement_is_read_from_both_its_ends(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", "SEN,FRA,2024,SC_RECIP,20", "FRA,SEN,2024,SC_INTL,10")
    assert bands(capsys, folder, "--reference", "FRA") == {"FRA-SEN": "above"}
    assert bands(capsys, folder, "--reference", "SEN") == {"FRA-SEN": "below"}
    assert bands(capsys, folder, "--reference", "MAR") == {"FRA-SEN": "none"}, "Morocco has no part in it"
    table, _ = answer(capsys, folder, "--by", "pair", "--reference", "MAR")
    assert "agreement" not in " ".join(line_of(table, "France – Senegal")), "whether there is one is not Morocco's question"


def test_without_an_agreement_our_default_is_said_to_be_ours(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    counts = ("MLI,FRA,2024,SC_RECIP,12", "FRA,MLI,2024,SC_INTL,20", "TGO,FRA,2024,SC_RECIP,2", "FRA,TGO,2024,SC_INTL,3")
    folder = dataset(tmp_path / "d", *counts, agreements=())
    assert bands(capsys, folder) == {"FRA-MLI": "none", "FRA-TGO": "none"}
    table, _ = answer(capsys, folder, "--by", "pair")
    assert "no agreement; below our default" in line_of(table, "France – Mali")
    assert "no agreement" in line_of(table, "France – Togo")
    assert "Without an agreement, 0.8–1.25 is only our default" in table
    assert "Below 10 people on either side no verdict is given." in table
    assert "made up" not in table and "To be inside" not in table


def test_an_unknown_direction_is_no_verdict(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", "SEN,FRA,2024,SC_RECIP,20")
    (record,) = pairs(capsys, folder)
    assert (record["ratio"], record["band"]) == (None, "too_small")


def test_the_agreement_in_force_in_the_last_period_counts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    years = ("2022", "2023", "2024")
    counts = [f"SEN,FRA,{year},SC_RECIP,20" for year in years] + [f"FRA,SEN,{year},SC_INTL,40" for year in years]
    ended = "A-1,FRA,SEN,SC_RECIP,0.8,1.25,2018-01-01,2023-06-30,text,true"
    folder = dataset(tmp_path / "d", *counts, agreements=[ended])
    by_year = pairs(capsys, folder, "--by", "pair,period")
    assert {record["period"]: record["band"] for record in by_year} == {"2022": "below", "2023": "below", "2024": "none"}
    assert bands(capsys, folder) == {"FRA-SEN": "none"}, "all years together are judged in 2024"
    assert bands(capsys, folder, "--period", "2022-01-01/2023-12-31") == {"FRA-SEN": "below"}


def test_an_agreement_is_for_its_own_family_of_schemes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", "SEN,FRA,2024,VSI_RECIP,20", "FRA,SEN,2024,VSI,40")
    assert bands(capsys, folder) == {"FRA-SEN": "none"}
    both = "A-2,FRA,SEN,_T,0.8,1.25,2018-01-01,,text,true"
    everything = dataset(tmp_path / "e", "SEN,FRA,2024,VSI_RECIP,20", "FRA,SEN,2024,VSI,40", agreements=[SENEGAL, both])
    assert bands(capsys, everything) == {"FRA-SEN": "below"}, "no scheme was asked for"
    assert bands(capsys, everything, "--scheme", "VSI") == {"FRA-SEN": "none"}


# Several families of schemes.

MIXED = ("SEN,FRA,2024,SC_RECIP,20", "FRA,SEN,2024,SC_INTL,20", "FRA,SEN,2024,VSI,20")


def test_several_families_have_no_balance_unless_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", *MIXED)
    (blank,) = pairs(capsys, folder)
    assert (blank["net"], blank["balance"], blank["ratio"], blank["band"]) == (20, None, None, "mixed")
    _, said = answer(capsys, folder, "--by", "pair", "--format", "csv")
    assert "--mix-schemes computes them" in said
    (mixed,) = pairs(capsys, folder, "--mix-schemes")
    assert (mixed["balance"], mixed["ratio"], mixed["band"]) == (0.5, 0.5, "mixed")
    table, _ = answer(capsys, folder, "--by", "pair", "--mix-schemes")
    assert "several schemes" in line_of(table, "France – Senegal")
    assert "Balance and ratio add different families of schemes, as --mix-schemes asks" in table


def test_families_side_by_side_are_judged_each(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    records = pairs(capsys, dataset(tmp_path / "d", *MIXED), "--scheme", "SC")
    assert [(record["ratio"], record["band"]) for record in records] == [(1, "within")]
    split = pairs(capsys, dataset(tmp_path / "e", *MIXED), "--by", "pair,scheme")
    assert {record["scheme"]: record["band"] for record in split} == {
        "SC_INTL": "too_small", "SC_RECIP": "too_small", "VSI": "none",
    }  # fmt: skip


def test_mixing_schemes_changes_nothing_where_there_is_one_family(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = dataset(tmp_path / "d", *MIXED[:2])
    assert pairs(capsys, folder) == pairs(capsys, folder, "--mix-schemes")
    assert "--mix-schemes" not in answer(capsys, folder, "--by", "pair", "--mix-schemes")[0]


@pytest.mark.parametrize("by", [(), ("--by", "origin,period")])
def test_mixing_schemes_is_for_pairs(capsys: pytest.CaptureFixture[str], tmp_path: Path, by: Sequence[str]) -> None:
    code = main(["flows", "--data", str(dataset(tmp_path / "d", *MIXED)), "--mix-schemes", *by])
    said = capsys.readouterr().err
    assert code == 2 and "--mix-schemes needs --by pair." in said and len(said.splitlines()) == 1


# Shapes.


def test_json_and_csv_have_the_promised_keys_and_no_others(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", "SEN,FRA,2024,SC_RECIP,12", "FRA,SEN,2024,SC_INTL,20")
    (record,) = pairs(capsys, folder)
    assert set(record) == KEYS
    assert record == {
        "pair": ["FRA", "SEN"], "basis": "started", "forward": 20, "back": 12, "gross": 32, "net": 8, "balance": 0.6,
        "ratio": 0.6, "band": "below", "status": "reported",
    }  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(answer(capsys, folder, "--by", "pair", "--format", "csv")[0]))
    assert list(row) == list(record)
    assert (row["pair"], row["ratio"], row["band"]) == ("FRA-SEN", "0.6", "below")


def test_the_table_says_it_in_french_with_french_numbers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", "SEN,FRA,2024,SC_RECIP,12", "FRA,SEN,2024,SC_INTL,20")
    table, _ = answer(capsys, folder, "--by", "pair", "--lang", "fr")
    assert "Bande convenue" in table and "Pour y entrer" in table
    cells = line_of(table, "France – Sénégal")
    assert "sous 0,8–1,25" in cells and "4 accueils de plus" in cells
    assert "Sans accord, 0,8–1,25 n’est que notre bande par défaut" in table
    assert "inventés pour s’exercer" in table


# What the bundled data say.


def test_weccee_of_2025_goes_to_guinea_and_nobody_comes_back(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--programme", "WECCEE", "--period", "2025", "--basis", "started")
    records = {"-".join(record["pair"]): record for record in pairs(capsys, SAMPLE, *asked)}
    guinea = records["FRA-GIN"]
    assert (guinea["back"], guinea["ratio"], guinea["band"]) == (0, 0, "none") and guinea["forward"] == 3
    assert all(record["back"] for name, record in records.items() if name != "FRA-GIN"), "every other pair goes both ways"
    assert {record["band"] for record in records.values()} == {"none"}, (
        "an agreement is about a scheme, not about a part of it"
    )


def test_service_civique_in_the_sample_is_judged_by_its_agreements(capsys: pytest.CaptureFixture[str]) -> None:
    small = bands(capsys, SAMPLE, "--scheme", "SC", "--period", "2025", "--basis", "started", "--reference", "FRA")
    agreed = ("BEN-FRA", "FRA-MAR", "FRA-SEN", "FRA-TGO", "FRA-TUN")
    assert {name for name, band in small.items() if band != "none"} == set(agreed)
    assert {small[name] for name in agreed} == {"too_small"}, "a year of the sample is too little to judge"
    every = bands(capsys, SAMPLE, "--scheme", "SC", "--basis", "started", "--reference", "FRA")
    assert {name: every[name] for name in agreed} == {
        "BEN-FRA": "too_small", "FRA-MAR": "above", "FRA-SEN": "above", "FRA-TGO": "above", "FRA-TUN": "above",
    }  # fmt: skip
    assert every["BFA-FRA"] == "none", "that agreement ended with the freeze of August 2023"
    before = bands(capsys, SAMPLE, "--scheme", "SC", "--period", "2022", "--basis", "active", "--reference", "FRA")
    assert before["BFA-FRA"] == "too_small"


def test_the_south_south_pilot_is_balanced_around_morocco(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--reference", "MAR", "--scheme", "SOUTH_SOUTH", "--basis", "started")
    pilot = pairs(capsys, SAMPLE, *asked, "--period", "2021")
    seen = {"-".join(record["pair"]): (record["ratio"], record["band"]) for record in pilot}
    assert seen == {
        "MAR-SEN": (1, "too_small"), "CIV-MAR": (1, "too_small"), "MAR-MLI": (1, "none"),
        "COL-PER": (None, "none"), "ECU-PER": (None, "none"),
    }  # fmt: skip
    assert pairs(capsys, SAMPLE, *asked, "--period", "2020") == [], (
        "it was announced in December 2020, and nobody left that year"
    )
    assert bands(capsys, SAMPLE, *asked)["MAR-SEN"] == "none", (
        "the agreement ended in February 2022, the data go on to 2025"
    )


def test_published_pairs_have_a_balance_and_no_agreement(capsys: pytest.CaptureFixture[str]) -> None:
    records = pairs(capsys, PUBLISHED, "--programme", "WECCEE", "--by", "pair,period")
    assert [(record["forward"], record["back"], record["ratio"], record["band"]) for record in records] == [
        (10, 9, 0.9, "none"),
        (10, 4, 0.4, "none"),
    ]
    camps, _ = answer(capsys, PUBLISHED, "--by", "pair", "--scheme", "CAMP", "--period", "2016")
    assert "No figure answers this question." in camps and "Agreed band" not in camps, "no source names the countries"
