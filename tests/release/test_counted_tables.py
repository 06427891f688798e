"""What a release holds beside its flows: splits, agreements and what is counted on records, the same in memory and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.bands import AGREEMENT_COLUMNS
from crossmobility.domain.pairings import PAIRING_COLUMNS
from crossmobility.domain.programmes.activities import ACTIVITY_COLUMNS
from crossmobility.domain.programmes.organisations import ORGANISATION_COLUMNS
from crossmobility.domain.programmes.stages import STAGE_COLUMNS
from crossmobility.domain.splits import SPLIT_COLUMNS, SPLIT_DIMENSIONS
from crossmobility.errors import BadRelease, BadRequest
from crossmobility.release.build import Build, built, write_release
from crossmobility.release.figures import DatasetInfo, Figures, flow_rows, read_release
from crossmobility.release.manifest import MANIFEST, Manifest, StoredTable, manifest_in
from crossmobility.release.tables import (
    activity_rows,
    agreement_rows,
    organisation_rows,
    pairing_rows,
    split_rows,
    stage_rows,
)

COLUMNS = {
    "splits": SPLIT_COLUMNS,
    "agreements": AGREEMENT_COLUMNS,
    "pairings": PAIRING_COLUMNS,
    "stages": STAGE_COLUMNS,
    "organisations": ORGANISATION_COLUMNS,
    "activities": ACTIVITY_COLUMNS,
}
TABLES = tuple(COLUMNS)
TOML = 'title_en = "Ours"\nas_of = 2024-10-31\nsynthetic = true\n'
HEAD = (
    "placement_id,programme_id,cohort,scheme,origin,destination,sending_org_id,hosting_org_id,pair_id,sex,age_band,sector,sdg,"
    "planned_start_on,planned_end_on,start_on,end_on,end_reason,status,is_synthetic,updated_on"
)
PAIR = (
    "P1,WECCEE,2024,SC_INTL,FRA,SEN,S1,H2,B-1,F,22-25,EDUCATION,4,2024-01-08,2024-07-12,2024-01-08,2024-07-12,COMPLETED,"
    "COMPLETED,true,2024-10-31",
    "P2,WECCEE,2024,SC_RECIP,SEN,FRA,S2,H1,B-1,M,22-25,SPORT,3,2024-01-08,2024-07-12,2024-01-08,2024-03-01,JOB,"
    "ENDED_EARLY,true,2024-10-31",
)
ORGANISATIONS = (
    "org_id,name,country,org_type,can_send,can_host,can_coordinate,is_funder,accreditation,is_synthetic",
    "S1,Sender,FRA,NGO_NAT,true,true,true,false,NONE,true",
    "H1,Host,FRA,NGO_NAT,true,true,false,false,NONE,true",
    "S2,Sender there,SEN,NGO_NAT,true,true,true,false,NONE,true",
    "H2,Host there,SEN,NGO_NAT,true,true,false,false,NONE,true",
)
AGREED = (
    "agreement_id,reference,counterpart,scheme,low,high,valid_from,valid_to,source,is_synthetic",
    "A-1,FRA,SEN,SC_RECIP,0.8,1.25,2018-01-01,,text,true",
    "A-2,FRA,TUN,VSI_RECIP,0.5,2,2018-01-01,2023-08-06,text,false",
)
HELD = (
    "activity_id,programme_id,kind,title,country,held_on,participants_on_site,amount_eur,is_synthetic,source",
    "A-1,WECCEE,TRAINING,Preparation,SEN,2024-01-05,12,,true,text",
    "A-2,WECCEE,GRANT,Fund,,2023-05-05,,3000,true,text",
)
COUNTS = ("origin,destination,period,scheme,placements", "SEN,FRA,2015,SC_RECIP,11")


def dataset(folder: Path, **tables: Sequence[str]) -> Path:
    """Write a dataset folder with the tables given, each as its lines."""
    folder.mkdir(parents=True)
    (folder / "dataset.toml").write_text(TOML, encoding="utf-8")
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def recorded(folder: Path, **more: Sequence[str]) -> Path:
    """Write a dataset of one pair of placements and its organisations."""
    return dataset(folder, placements=(HEAD, *PAIR), organisations=ORGANISATIONS, **more)


def clean(*folders: Path) -> Figures:
    build: Build = built(folders)
    assert build.clean
    return build.figures


def check_same(read: Figures, figures: Figures) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(read, name), getattr(figures, name), check_exact=True, obj=name)


def test_a_release_gives_back_every_table_as_it_was_built(tmp_path: Path) -> None:
    ours = recorded(tmp_path / "ours", agreements=AGREED, activities=HELD)
    figures = clean(ours, dataset(tmp_path / "stated", flow_counts=COUNTS))
    check_same(read_release(write_release(figures, tmp_path / "release")), figures)
    assert [name for name in TABLES if getattr(figures, name).empty] == []
    assert (len(figures.agreements), len(figures.pairings), len(figures.activities)) == (2, 1, 2)


def test_the_same_figures_make_the_same_files(tmp_path: Path) -> None:
    figures = clean(recorded(tmp_path / "ours", agreements=AGREED))
    one, two = (manifest_in(write_release(figures, tmp_path / name)) for name in ("one", "two"))
    again = read_release(write_release(read_release(tmp_path / "one"), tmp_path / "three"))
    assert one.edition == two.edition == again.edition


def test_an_agreement_is_text_with_two_bounds(tmp_path: Path) -> None:
    agreed = clean(recorded(tmp_path / "ours", agreements=AGREED)).agreements_of("ours")
    assert agreed.to_dict("split")["data"] == [
        ["ours", "A-1", "FRA", "SEN", "SC_RECIP", 0.8, 1.25, "2018-01-01", "", "text", "true"],
        ["ours", "A-2", "FRA", "TUN", "VSI_RECIP", 0.5, 2.0, "2018-01-01", "2023-08-06", "text", "false"],
    ]
    assert agreed.dtypes[["low", "high"]].tolist() == ["float64", "float64"]


def test_pairs_are_counted_by_edition(tmp_path: Path) -> None:
    (row,) = clean(recorded(tmp_path / "ours")).pairings_of("ours").to_dict("records")
    assert (row["programme"], row["cohort"], row["period"], row["pairs"], row["broken"]) == (
        "WECCEE",
        "2024",
        "2024",
        1.0,
        1.0,
    )


def test_stages_organisations_and_activities_are_those_of_the_records(tmp_path: Path) -> None:
    figures = read_release(
        write_release(
            clean(recorded(tmp_path / "ours", activities=HELD), recorded(tmp_path / "theirs")), tmp_path / "release"
        )
    )
    stages = figures.stages_of("ours")
    numbers = ["month", "cohort", "planned", "arrived", "completed", "ended_early", "waiting"]
    assert stages[["origin", *numbers]].to_dict("split")["data"] == [
        ["FRA", "01", "2024", 1.0, 1.0, 1.0, 0.0, 0.0],
        ["SEN", "01", "2024", 1.0, 1.0, 0.0, 1.0, 0.0],
    ]
    hosting = figures.organisations_of("ours").query("role == 'hosting'")
    families = set(hosting["scheme"]) - {"_T"}
    assert {"SC", "SC_INTL", "SC_RECIP"} == families and set(hosting["place"]) == {"_T", "FRA", "SEN"}
    whole = hosting.query("place == '_T' and programme == '_T' and scheme == '_T'")
    assert whole[["period", "organisations", "new", "placements"]].to_dict("split")["data"] == [["2024", 2.0, 2.0, 2.0]]
    held = figures.activities_of("ours")
    assert held[["kind", "country", "period", "activities", "on_site", "amount_eur"]].fillna(-1).to_dict("split")[
        "data"
    ] == [
        ["GRANT", "", "2023", 1.0, -1.0, 3000.0],
        ["TRAINING", "SEN", "2024", 1.0, 12.0, -1.0],
    ]
    assert figures.activities_of("theirs").empty and set(figures.stages_of("theirs")["dataset"]) == {"theirs"}
    assert stages["origin"].dtype == object, "text as Python text"
    with pytest.raises(BadRequest, match="no dataset “others”"):
        figures.stages_of("others")


def test_placements_are_split_by_their_goal(tmp_path: Path) -> None:
    goals = clean(recorded(tmp_path / "ours")).splits_of("ours", "sdg").query("basis == 'started'")
    assert dict(zip(goals["category"], goals["placements"], strict=True)) == {"4": 1.0, "3": 1.0}


def test_a_dimension_is_read_as_text_that_repeats_itself_for_nothing(tmp_path: Path) -> None:
    figures = clean(recorded(tmp_path / "ours"))
    sectors = figures.splits_of("ours", "sector")
    assert tuple(sectors.columns) == SPLIT_COLUMNS and set(sectors["dimension"]) == {"sector"}
    started = sectors[sectors["basis"] == "started"]
    assert dict(zip(started["category"], started["placements"], strict=True)) == {"EDUCATION": 1.0, "SPORT": 1.0}
    assert (
        sectors["period"].dtype == object and len({id(text) for text in sectors["period"]}) == sectors["period"].nunique()
    )
    with pytest.raises(BadRequest, match=r"cannot be split by sectr.*“sector”"):
        figures.splits_of("ours", "sectr")
    with pytest.raises(BadRequest, match="no dataset “theirs”"):
        figures.splits_of("theirs", "sector")


def test_a_dataset_without_records_has_tables_without_rows_and_its_release_opens(tmp_path: Path) -> None:
    figures = clean(dataset(tmp_path / "stated", flow_counts=COUNTS))
    read = read_release(write_release(figures, tmp_path / "release"))
    check_same(read, figures)
    for name, columns in COLUMNS.items():
        assert getattr(read, name).empty and tuple(getattr(read, name).columns) == columns
    assert read.splits_of("stated", "sex").empty and read.agreements_of("stated").empty and read.pairings_of("stated").empty


def test_records_without_agreements_and_agreements_without_records_are_both_welcome(tmp_path: Path) -> None:
    unagreed = clean(recorded(tmp_path / "ours"))
    check_same(read_release(write_release(unagreed, tmp_path / "one")), unagreed)
    assert unagreed.agreements.empty and not unagreed.splits.empty
    uncounted = clean(dataset(tmp_path / "stated", flow_counts=COUNTS, agreements=AGREED))
    check_same(read_release(write_release(uncounted, tmp_path / "two")), uncounted)
    assert len(uncounted.agreements_of("stated")) == 2 and uncounted.splits.empty


def test_tables_of_one_dataset_are_its_own_alone(tmp_path: Path) -> None:
    figures = clean(
        recorded(tmp_path / "ours", agreements=AGREED[:2]),
        recorded(tmp_path / "theirs", agreements=[AGREED[0], AGREED[2]], activities=HELD),
    )
    assert figures.agreements_of("ours")["agreement_id"].tolist() == ["A-1"]
    assert figures.agreements_of("theirs")["agreement_id"].tolist() == ["A-2"]
    for dimension in SPLIT_DIMENSIONS:
        assert set(figures.splits_of("theirs", dimension)["dataset"]) == {"theirs"}
    only = figures.only(["theirs"])
    for name in TABLES:
        assert set(getattr(only, name)["dataset"]) == {"theirs"}, name
    check_same(read_release(write_release(only, tmp_path / "release")), only)


def without_table(manifest: Manifest, name: str) -> Mapping[str, StoredTable]:
    return {key: table for key, table in manifest.tables.items() if key != name}


@pytest.mark.parametrize("name", TABLES)
def test_a_release_from_before_a_table_says_to_build_again(tmp_path: Path, name: str) -> None:
    release = write_release(clean(recorded(tmp_path / "ours")), tmp_path / "release")
    manifest = manifest_in(release)
    older = Manifest(manifest.audience, manifest.datasets, without_table(manifest, name)).sealed()
    (release / MANIFEST).write_text(older.to_json(), encoding="utf-8")
    with pytest.raises(BadRelease, match=r"written in another format.*crossmobility build"):
        read_release(release)


@pytest.mark.parametrize("name", TABLES)
def test_an_altered_table_is_noticed(tmp_path: Path, name: str) -> None:
    release = write_release(clean(recorded(tmp_path / "ours")), tmp_path / "release")
    file = release / manifest_in(release).tables[name].file
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    with pytest.raises(BadRelease, match=r"was altered after it was built"):
        read_release(release)


@pytest.mark.parametrize("rows", [split_rows, agreement_rows, pairing_rows, stage_rows, organisation_rows, activity_rows])
def test_an_empty_table_has_the_types_of_a_full_one(rows: object) -> None:
    assert callable(rows)
    empty, one = rows(pd.DataFrame()), rows(pd.DataFrame({"dataset": ["d"], "low": [1], "placements": [2], "pairs": [3]}))
    assert [str(dtype) for dtype in empty.dtypes] == [str(dtype) for dtype in one.dtypes]
    texts = one.select_dtypes(exclude="float64")
    assert texts.notna().all(axis=None) and set(texts.iloc[0]) == {"d", ""}, "text is empty, never missing"


def test_figures_made_without_them_have_them_without_rows(tmp_path: Path) -> None:
    figures = Figures(flow_rows(pd.DataFrame()), (DatasetInfo("own", "", "", "2024-12-31"),))
    check_same(read_release(write_release(figures, tmp_path)), figures)


words = st.sampled_from(["SEN", "FRA", "", "é"])
line = st.fixed_dictionaries({"origin": words, "category": words, "placements": st.sampled_from([1.0, float("nan")])})


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(line, max_size=4), min_size=1, max_size=3))
def test_splits_of_several_datasets_are_joined_in_one_form(tables: list[list[dict[str, object]]]) -> None:
    frames = [pd.DataFrame(lines, columns=["origin", "category", "placements"]) for lines in tables]
    together = split_rows(*frames)
    pd.testing.assert_frame_equal(together, split_rows(split_rows(*(split_rows(frame) for frame in frames))))
    for column in ("origin", "category"):
        assert together[column].tolist() == [line[column] for lines in tables for line in lines]
        assert together[column].cat.categories.tolist() == sorted({line[column] for lines in tables for line in lines})
