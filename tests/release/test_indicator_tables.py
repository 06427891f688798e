"""Values and definitions of a dataset: what is counted beside what was stated, with what the dataset adds of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from crossmobility import reference
from crossmobility.domain.indicators.definitions import DEFINITION_COLUMNS, definitions_of
from crossmobility.domain.indicators.values import COMPUTED_EDITION, VALUE_COLUMNS
from crossmobility.intake.dataset import take_in_dataset
from crossmobility.release.indicator_tables import indicator_tables

SAMPLE = reference.data_folder() / "sample"
HEAD = "indicator_id,programme_id,period,value_type,edition,value,value_status,as_of,source,is_synthetic"


def written(folder: Path, *lines: str, **tables: str) -> Path:
    (folder / "dataset.toml").write_text('title_en = "Ours"\nas_of = 2025-12-31\n', encoding="utf-8")
    (folder / "observations.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def built(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    taken = take_in_dataset(folder, as_of="2025-12-31")
    return indicator_tables(taken, as_of=date(2025, 12, 31), dataset="ours", reference_country="FRA")


def test_what_was_stated_comes_before_what_is_counted_and_both_are_kept() -> None:
    values, frame = built(SAMPLE)
    assert tuple(values.columns) == VALUE_COLUMNS
    counted = (values["edition"] == COMPUTED_EDITION).to_numpy()
    assert not counted[:110].any() and counted[110:].all()
    both = values[(values["indicator"] == "SAT_VOL") & (values["scheme"] == "SC_RECIP") & (values["period"] == "2024")]
    whole = both[(both[["direction", "dimension"]] == "_T").all(axis=1) & (both["value_type"] == "actual")]
    assert whole["edition"].tolist() == ["RA 2024", COMPUTED_EDITION]
    # The report printed four decimals of the same share.
    assert whole["value"].round(4).nunique() == 1
    assert tuple(frame.columns) == DEFINITION_COLUMNS


def test_the_south_south_share_knows_the_list_of_recipients() -> None:
    values, _ = built(SAMPLE)
    assert values.loc[values["indicator"] == "REC_SS", "value"].gt(0).any()


def test_a_dataset_adds_definitions_to_those_of_the_workbook(tmp_path: Path) -> None:
    ours = reference.indicator_frame().iloc[[-1]].assign(indicator_id="OWN", name_en="Our own", computed="false")
    folder = written(
        tmp_path,
        "OWN,_T,2025,actual,a,3,reported,2025-12-31,report,false",
        indicators=ours.to_csv(index=False),
    )
    values, frame = built(folder)
    assert values[["indicator", "value"]].to_numpy().tolist() == [["OWN", 3]]
    assert len(frame) == len(reference.indicator_frame()) + 1
    assert frame.dtypes.to_dict() == reference.indicator_frame().dtypes.to_dict()
    assert definitions_of(frame)["OWN"].name("en") == "Our own"


def test_a_dataset_adds_programmes_with_a_country_of_their_own(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        "PARTNER_SCORE,OWN,2025,actual,a,3,reported,2025-12-31,report,false",
        programmes="programme_id,name_fr,name_en,design,reference_country,default_scheme\nOWN,Le nôtre,Ours,TWO_WAY,SEN,\n",
    )
    values, _ = built(folder)
    assert values[["programme", "ref_country"]].to_numpy().tolist() == [["OWN", "SEN"]]


def test_a_dataset_without_anything_to_measure_has_no_values(tmp_path: Path) -> None:
    values, frame = built(written(tmp_path))
    assert values.empty and tuple(values.columns) == VALUE_COLUMNS
    assert len(frame) == len(reference.indicator_frame())
