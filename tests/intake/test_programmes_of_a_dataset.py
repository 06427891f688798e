"""Programmes a dataset adds, with as many columns as its people have filled in."""

from __future__ import annotations

from pathlib import Path

import pytest
from record_files import dataset, found, placement

from crossmobility.intake.dataset import take_in_dataset


@pytest.mark.parametrize("more", ["", ",lead_fr,lead_en,started,citation"])
def test_a_dataset_adds_a_programme_with_the_old_columns_or_with_new_ones(more: str, tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", placement(programme_id="NEW"))
    values = ",Nous,We,2024,Notre rapport" if more else ""
    head = "programme_id,name_fr,name_en,design,reference_country,default_scheme"
    (folder / "programmes.csv").write_text(f"{head}{more}\nNEW,Nouveau,New,TWO_WAY,FRA,{values}\n", encoding="utf-8")
    taken = take_in_dataset(folder)
    assert found(taken, "programmes") == []
    (row,) = taken.records("programmes").itertuples()
    assert (row.lead_en, row.started) == (("We", "2024") if more else ("", ""))
    assert "NEW" in set(taken.records("placements")["programme_id"])


def test_a_dataset_adds_editions_and_countries_of_its_programme(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", placement(programme_id="NEW"))
    for name, text in {
        "programmes": "programme_id,name_fr,name_en,design,reference_country,default_scheme\nNEW,Nouveau,New,PAIRED,FRA,\n",
        "programme_editions": "programme_id,edition,kind,label_fr,label_en,period,done_in,citation\nNEW,1,edition,Une,One,2024,4,Rapport\n",
        "programme_countries": "programme_id,country,direction,edition\nNEW,SEN,BOTH,1\nNEW,SEN,BOTH,2\nNEW,SEN,AWAY,1\n",
    }.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    taken = take_in_dataset(folder)
    assert found(taken, "programmes") == found(taken, "programme_editions") == []
    (one,) = taken.records("programme_editions").itertuples()
    assert (one.done_in, one.planned_in != one.planned_in) == (4, True), "not published is not zero"
    assert taken.records("programme_countries")["edition"].tolist() == ["1", "2"]
    assert {line for _, _, line in found(taken, "programme_countries")} == {4}
