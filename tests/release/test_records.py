"""Records become figures: counted once, on four bases, and the command line agrees with a sum made by hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from crossmobility.cli import main
from crossmobility.domain.placements import COUNTED_BASES
from crossmobility.errors import BadRelease, BadSource
from crossmobility.release.build import Build, built, write_release
from crossmobility.release.figures import read_release
from crossmobility.release.manifest import MANIFEST, Manifest, manifest_in

HEAD = (
    "placement_id,programme_id,cohort,scheme,origin,destination,sending_org_id,hosting_org_id,sex,age_band,sector,sdg,"
    "planned_start_on,planned_end_on,start_on,end_on,end_reason,status,is_synthetic,updated_on"
)
# Programme, scheme, origin, destination, planned start, planned end, start, end, why it ended, status.
TWELVE = (
    "NONE,SC_RECIP,SEN,FRA,2022-10-01,2023-04-30,2022-10-01,2023-04-30,COMPLETED,COMPLETED",
    "WECCEE,SC_RECIP,SEN,FRA,2023-01-15,2023-07-31,2023-01-15,2023-07-31,COMPLETED,COMPLETED",
    "WECCEE,SC_INTL,FRA,SEN,2023-02-01,2023-08-31,2023-02-01,2023-08-31,COMPLETED,COMPLETED",
    "NONE,SC_RECIP,TUN,FRA,2023-09-01,2024-03-31,2023-09-04,2024-03-31,COMPLETED,COMPLETED",
    "NONE,SC_RECIP,TUN,FRA,2023-09-01,2024-03-31,2023-09-01,2023-12-31,ABANDONMENT,ENDED_EARLY",
    "NONE,VSI,FRA,MDG,2023-03-01,2024-08-31,2023-03-01,2024-08-31,COMPLETED,COMPLETED",
    "NONE,VSI_RECIP,MDG,FRA,2023-06-01,2024-05-31,2023-06-01,2024-05-31,COMPLETED,COMPLETED",
    "NONE,VSI_RECIP,MDG,FRA,2024-01-01,2024-12-31,2024-01-01,,,ACTIVE",
    "SUDSUD,VSI_SS,SEN,MAR,2024-02-01,2025-01-31,2024-02-01,,,ACTIVE",
    "NONE,SC_RECIP,SEN,FRA,2024-02-01,2024-08-31,2024-02-01,,,ACTIVE",
    "NONE,SC_RECIP,SEN,FRA,2024-10-01,2025-04-30,,,,APPLIED",
    "NONE,SC_INTL,FRA,SEN,2024-09-02,2025-03-31,2024-09-02,,,ACTIVE",
)
AS_OF = "2024-10-31"
TOML = f'title_fr = "À nous"\ntitle_en = "Ours"\nas_of = {AS_OF}\nsynthetic = true\ncitation = "Made for a test"\n'
ORGANISATIONS = (
    "org_id,name,country,org_type,can_send,can_host,can_coordinate,is_funder,accreditation,is_synthetic",
    "S1,Sender,FRA,NGO_NAT,true,true,true,false,NONE,true",
    "H1,Host,FRA,NGO_NAT,true,true,false,false,NONE,true",
)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "CROSSMOBILITY_RELEASE", "CROSSMOBILITY_DATA"):
        monkeypatch.delenv(name, raising=False)


def dataset(folder: Path, *rows: str) -> Path:
    """Write a dataset of placements (the twelve when none is given) and its organisations."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dataset.toml").write_text(TOML, encoding="utf-8")
    lines = [_line(number, row) for number, row in enumerate(rows or TWELVE, start=1)]
    (folder / "placements.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    (folder / "organisations.csv").write_text("\n".join(ORGANISATIONS) + "\n", encoding="utf-8")
    return folder


def _line(number: int, row: str) -> str:
    programme, scheme, origin, destination, *dates = row.split(",")
    known = [
        f"P{number:03d}",
        programme,
        dates[0][:4],
        scheme,
        origin,
        destination,
        "S1",
        "H1",
        "F",
        "22-25",
        "EDUCATION",
        "4",
    ]
    return ",".join([*known, *dates, "true", AS_OF])


def by_hand(folder: Path, basis: str, year: int) -> dict[tuple[str, str], int]:
    """Count the file again with nothing of ours: one row at a time, dates as text."""
    first, last = f"{year}-01-01", min(f"{year}-12-31", AS_OF)
    found: dict[tuple[str, str], int] = {}
    with (folder / "placements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            start, end = row["start_on"], row["end_on"]
            if not start or start > AS_OF:
                continue
            end = end or (row["planned_end_on"] if row["planned_end_on"] < AS_OF else "9999")
            counts = {
                "started": first <= start <= last,
                "active": start <= last and end >= first,
                "stock": start <= last < end,
                "ended": first <= end <= last,
            }[basis]
            if counts:
                corridor = row["origin"], row["destination"]
                found[corridor] = found.get(corridor, 0) + 1
    return found


def answered(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[dict[str, object]]:
    assert main([str(argument) for argument in ("flows", *arguments, "--format", "json")]) == 0
    return list(json.loads(capsys.readouterr().out))


def build_of(folder: Path, rows: Sequence[str] = ()) -> Build:
    return built([dataset(folder, *rows)])


@pytest.mark.parametrize("basis", COUNTED_BASES)
@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_flows_on_records_are_the_sum_made_by_hand(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, basis: str, year: int
) -> None:
    folder = dataset(tmp_path / "ours")
    every = answered(capsys, "--data", folder, "--basis", basis, "--by", "origin,destination,period")
    records = [record for record in every if record["period"] == str(year)]
    assert {(r["origin"], r["destination"]): r["placements"] for r in records} == by_hand(folder, basis, year)
    assert {r["status"] for r in records} <= {"provisional" if year == 2024 else "reported"}


def test_months_of_the_command_line_are_the_days_of_the_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "ours")
    (record,) = answered(capsys, "--data", folder, "--period", "2023", "--basis", "active", "--by", "period")
    frame = pd.read_csv(folder / "placements.csv", parse_dates=["start_on", "end_on", "planned_end_on"])
    frame = frame[frame["start_on"] <= AS_OF]
    first = frame["start_on"].clip(lower=pd.Timestamp("2023-01-01"))
    last = frame["end_on"].fillna(frame["planned_end_on"]).clip(upper=pd.Timestamp("2023-12-31"))
    days = ((last - first).dt.days + 1).clip(lower=0)
    assert record["volunteer_months"] == pytest.approx(days.sum() / 30.4375, abs=0.01)


def test_programmes_count_inside_their_scheme(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "ours")
    asked = ("--data", folder, "--basis", "started", "--period", "2023")
    (scheme,) = answered(capsys, *asked, "--scheme", "SC_RECIP", "--by", "scheme")
    assert scheme["placements"] == 3, "two of no programme and one of WECCEE"
    split = answered(capsys, *asked, "--by", "programme")
    assert sum(int(str(record["placements"])) for record in split) == 6


def test_a_pair_nobody_travels_back_has_a_zero_and_a_net(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "ours")
    pairs = answered(capsys, "--data", folder, "--basis", "started", "--period", "2023", "--by", "pair")
    tunisia = next(record for record in pairs if record["pair"] == ["FRA", "TUN"])
    assert (tunisia["forward"], tunisia["back"], tunisia["net"], tunisia["balance"]) == (0, 2, -2, 0)
    assert tunisia["status"] == "reported"


def test_people_can_read_what_was_counted_and_until_when(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = dataset(tmp_path / "ours")
    main(["flows", "--data", str(folder), "--period", "2022", "--basis", "started"])
    said = capsys.readouterr().out
    assert "Seen from France: arriving 1, leaving 0" in said
    assert "Counted placement by placement up to 31 October 2024" in said and "Synthetic data" in said


def test_the_figures_of_records_say_that_they_are_complete_computed_and_made_up(tmp_path: Path) -> None:
    figures = build_of(tmp_path / "ours").figures
    assert figures.datasets[0].complete and figures.datasets[0].synthetic
    assert set(figures.flows["certainty"]) == {"computed"} and set(figures.flows["source"]) == {"Ours"}
    assert set(figures.flows["citation"]) == {"Made for a test"}


def test_an_earlier_day_looks_back(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "ours")
    earlier = built([folder], as_of="2023-03-31").figures
    assert set(earlier.flows["period"]) == {"2022", "2023"} and earlier.datasets[0].as_of == "2023-03-31"
    active = earlier.flows[(earlier.flows["basis"] == "active") & (earlier.flows["period"] == "2023")]
    assert active["placements"].sum() == 4 and set(active["status"]) == {"provisional"}


def test_a_release_of_records_gives_back_what_was_built(tmp_path: Path) -> None:
    figures = build_of(tmp_path / "ours").figures
    read = read_release(write_release(figures, tmp_path / "release"))
    pd.testing.assert_frame_equal(read.flows, figures.flows)
    assert read.datasets == figures.datasets and read.datasets[0].complete


def test_a_release_from_before_records_says_to_build_again(tmp_path: Path) -> None:
    release = write_release(build_of(tmp_path / "ours").figures, tmp_path / "release")
    manifest = manifest_in(release)
    older = tuple({key: value for key, value in each.items() if key != "complete"} for each in manifest.datasets)
    text = Manifest(manifest.audience, older, manifest.tables).sealed().to_json()
    (release / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(BadRelease, match=r"written in another format.*crossmobility build"):
        read_release(release)


def test_a_rejected_placement_is_in_no_figure_and_the_dataset_says_so(tmp_path: Path) -> None:
    wrong = TWELVE[1].replace("2023-07-31", "2022-07-31")
    build = build_of(tmp_path / "ours", [TWELVE[0], wrong])
    assert not build.clean
    started = build.figures.flows[build.figures.flows["basis"] == "started"]
    assert started["placements"].sum() == 1
    (described,) = build.figures.datasets
    assert described.note_en == "1 placement was rejected when the file was read and is in no figure."


def test_published_counts_beside_placements_are_refused_unless_they_are_plans(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "ours")
    head = "origin,destination,period,scheme,basis,kind,placements"
    (folder / "flow_counts.csv").write_text(f"{head}\nSEN,FRA,2023,SC_RECIP,started,planned,9\n", encoding="utf-8")
    plans = built([folder]).figures
    assert plans.flows.loc[plans.flows["kind"] == "planned", "placements"].tolist() == [9.0]
    (folder / "flow_counts.csv").write_text(f"{head}\nSEN,FRA,2023,SC_RECIP,started,actual,9\n", encoding="utf-8")
    with pytest.raises(BadSource, match=r"placements and flow counts of the same kind.*compared, never added"):
        built([folder])


def test_a_dataset_of_published_counts_is_not_complete(tmp_path: Path) -> None:
    folder = tmp_path / "stated"
    folder.mkdir()
    (folder / "dataset.toml").write_text(TOML, encoding="utf-8")
    counts = "origin,destination,period,scheme,basis,placements\nSEN,FRA,2023,SC_RECIP,started,9\n"
    (folder / "flow_counts.csv").write_text(counts, encoding="utf-8")
    assert not built([folder]).figures.datasets[0].complete
