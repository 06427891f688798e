"""Observations become values: empty means all together, ratios are worked out, every edition stays, one is in force."""

from __future__ import annotations

from datetime import date
from math import nan
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from values import definition, value, values

from crossmobility import reference
from crossmobility.domain.indicators.definitions import definitions_of
from crossmobility.domain.indicators.observed import CELL_AND_PERIOD, observed_values, rows_in_force, values_of
from crossmobility.domain.indicators.values import COMPUTED_EDITION, VALUE_COLUMNS
from crossmobility.intake.dataset import take_in_dataset

ROW: dict[str, Any] = {
    "indicator_id": "STARTS",
    "programme_id": "_T",
    "scheme": "",
    "period": "2024",
    "territory": "",
    "dimension": "",
    "category": "",
    "value_type": "actual",
    "edition": "AR2024",
    "numerator": nan,
    "denominator": nan,
    "value": nan,
    "value_status": "reported",
    "as_of": "2024-12-31",
    "source": "report",
    "is_synthetic": False,
}
SHARE = definition("SHARED", unit="SHARE", min_denominator=20)
RATE = definition("RATED", unit="RATE")
DEFINITIONS = {each.indicator_id: each for each in (definition(), SHARE, RATE)}


def observed(*rows: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    frame = pd.DataFrame([{**ROW, **row} for row in rows])
    frame["as_of"] = pd.to_datetime(frame["as_of"])
    found = observed_values(frame, DEFINITIONS, **{"dataset": "test", "reference": "FRA", **options})
    assert tuple(found.columns) == VALUE_COLUMNS
    return [{str(name): cell for name, cell in row.items()} for row in found.to_dict("records")]


def test_an_empty_cell_means_all_together() -> None:
    (row,) = observed({"value": 12.0})
    words = ("scheme", "territory", "dimension", "category", "direction", "counterpart")
    assert {row[name] for name in words} == {"_T"}
    assert (row["value"], row["as_of"], row["edition"], row["source"]) == (12.0, "2024-12-31", "AR2024", "report")


@pytest.mark.parametrize(("dimension", "category"), [("territory", "FR-R84"), ("direction", "in"), ("counterpart", "SEN")])
def test_a_split_that_has_a_column_of_its_own_stands_there(dimension: str, category: str) -> None:
    (row,) = observed({"dimension": dimension, "category": category})
    assert row[dimension] == category
    assert (row["dimension"], row["category"]) == ("_T", "_T")


def test_other_splits_stay_splits() -> None:
    (row,) = observed({"territory": "FR-R11", "dimension": "sex", "category": "F"})
    assert (row["territory"], row["dimension"], row["category"]) == ("FR-R11", "sex", "F")


def test_a_dimension_without_a_category_is_its_total() -> None:
    (row,) = observed({"dimension": "sex"})
    assert (row["dimension"], row["category"]) == ("_T", "_T")


def test_a_value_left_out_beside_numerator_and_denominator_is_their_ratio() -> None:
    share, rate = observed(
        {"indicator_id": "SHARED", "numerator": 18.0, "denominator": 24.0},
        {"indicator_id": "RATED", "numerator": 3.0, "denominator": 60.0},
    )
    assert (share["value"], share["numerator"], share["denominator"]) == (0.75, 18.0, 24.0)
    assert rate["value"] == 5.0  # per 100


def test_a_ratio_of_too_few_is_not_made() -> None:
    (row,) = observed({"indicator_id": "SHARED", "numerator": 18.0, "denominator": 19.0})
    assert pd.isna(row["value"])
    assert (row["numerator"], row["denominator"]) == (18.0, 19.0)


@pytest.mark.parametrize("denominator", [0.0, nan])
def test_nothing_is_divided_by_zero_or_by_what_is_not_known(denominator: float) -> None:
    (row,) = observed({"numerator": 3.0, "denominator": denominator})
    assert pd.isna(row["value"])


def test_a_stated_value_wins_over_its_ratio() -> None:
    (row,) = observed({"indicator_id": "SHARED", "numerator": 18.0, "denominator": 24.0, "value": 0.7})
    assert row["value"] == 0.7


def test_a_value_that_was_not_reported_is_not_made_up() -> None:
    (row,) = observed({"numerator": 18.0, "denominator": 24.0, "value_status": "not_reported"})
    assert pd.isna(row["value"])


def test_a_hidden_value_has_no_number_left() -> None:
    (row,) = observed({"numerator": 2.0, "denominator": 3.0, "value": 0.67, "value_status": "suppressed"})
    assert pd.isna([row["value"], row["numerator"], row["denominator"]]).all()


def test_values_of_an_indicator_nobody_defined_are_kept() -> None:
    (row,) = observed({"indicator_id": "OTHER", "numerator": 1.0, "denominator": 4.0})
    assert (row["indicator"], row["value"]) == ("OTHER", 0.25)


def test_a_programme_is_seen_from_its_own_country() -> None:
    programmes = {"NOREC": SimpleNamespace(design="TWO_WAY", reference_country="NOR")}
    own, all_together = observed({"programme_id": "NOREC"}, {"programme_id": "_T"}, programmes=programmes)
    assert (own["ref_country"], all_together["ref_country"]) == ("NOR", "FRA")


def test_every_observation_of_the_sample_is_a_value() -> None:
    rows = take_in_dataset(reference.data_folder() / "sample").records("observations")
    found = observed_values(rows, definitions_of(reference.indicator_frame()), dataset="sample", reference="FRA")
    assert found["value"].tolist() == rows["value"].tolist()
    assert found["indicator"].tolist() == rows["indicator_id"].tolist()
    assert not found.drop(columns=["numerator", "denominator", "value"]).isna().any().any()


def test_what_was_stated_and_what_is_counted_stand_side_by_side() -> None:
    stated, counted = values(value(100)), values(value(101, edition=COMPUTED_EDITION))
    assert values_of(stated, counted)["value"].tolist() == [100, 101]
    assert values_of(values(), counted)["value"].tolist() == [101]
    assert values_of(values(), values()).empty


def in_force(*rows: dict[str, Any], as_of: str = "2030-01-01") -> list[float]:
    return rows_in_force(values(*rows), date.fromisoformat(as_of))["value"].tolist()


def test_the_latest_edition_is_in_force() -> None:
    first = value(1, edition="z", as_of="2025-01-31")
    second = value(2, edition="a", as_of="2025-06-30")
    assert in_force(second, first) == [2]
    assert in_force(second, first, as_of="2025-05-31") == [1]
    assert in_force(second, first, as_of="2024-12-31") == []


def test_of_two_editions_of_one_day_the_later_name_is_in_force() -> None:
    assert in_force(value(2, edition="AR2024-v2"), value(1, edition="AR2024-v1")) == [2]


def test_of_one_day_what_was_counted_comes_after_what_was_stated() -> None:
    assert in_force(value(2, edition=COMPUTED_EDITION), value(1, edition="rapport")) == [2]


def test_a_value_withdrawn_later_is_no_longer_in_force() -> None:
    withdrawn = value(edition="v2", value_status="not_reported", as_of="2025-06-30")
    assert pd.isna(in_force(value(1, edition="v1"), withdrawn)).all()


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["2023", "2024"]), st.integers(1, 5), st.sampled_from("xyz")),
        unique=True,
    ),
    st.randoms(),
)
def test_one_value_a_cell_is_in_force_however_the_rows_lie(editions: list[tuple[str, str, int, str]], random: Any) -> None:
    rows = [
        value(float(place), category=category, dimension="d", period=text, as_of=f"2025-01-0{day}", edition=name)
        for place, (category, text, day, name) in enumerate(editions)
    ]
    shuffled = random.sample(rows, len(rows))
    one, other = (rows_in_force(values(*each), date(2025, 1, 4)) for each in (rows, shuffled))
    assert not one.duplicated(list(CELL_AND_PERIOD)).any()
    assert sorted(one["value"]) == sorted(other["value"])
    assert (one["as_of"] <= "2025-01-04").all()
    known = {(row["category"], row["period"]) for row in rows if row["as_of"] <= "2025-01-04"}
    assert set(zip(one["category"], one["period"], strict=True)) == known
