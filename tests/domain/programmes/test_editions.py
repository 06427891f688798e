"""Editions: what is published of each beside what the records count, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from crossmobility.domain.programmes.editions import EDITION_COLUMNS, editions
from crossmobility.domain.programmes.stages import STAGE_COLUMNS, STAGE_NUMBERS, stage_cells
from crossmobility.reference import programme_editions

SAMPLE = Path(__file__).parents[3] / "data" / "sample" / "placements.csv"
OUT = {"origin": "FRA", "destination": "SEN"}


@dataclass(frozen=True)
class Entry:
    """An edition as a source publishes it."""

    edition: str
    period: str = ""
    kind: str = "edition"
    label_fr: str = "Édition"
    label_en: str = "Edition"
    planned_out: int | None = None
    planned_in: int | None = None
    planned: int | None = None
    done_out: int | None = None
    done_in: int | None = None
    done: int | None = None


def stages(*rows: dict[str, object]) -> pd.DataFrame:
    """Return stages of edition 1 from Senegal to France, planned for January 2022; each dict says only what differs."""
    usual: dict[str, object] = {
        **dict.fromkeys(STAGE_NUMBERS, 0.0),
        "dataset": "d",
        "origin": "SEN",
        "destination": "FRA",
        "period": "2022",
        "month": "01",
        "programme": "WECCEE",
        "cohort": "1",
        "scheme": "SC_RECIP",
    }
    frame = pd.DataFrame([{**usual, **row} for row in rows], columns=list(STAGE_COLUMNS))
    texts = [name for name in STAGE_COLUMNS if name not in STAGE_NUMBERS]
    return frame.astype(dict.fromkeys(texts, "str") | dict.fromkeys(STAGE_NUMBERS, "float64"))


def row_of(table: pd.DataFrame, edition: str) -> dict[str, object]:
    (row,) = table[table["edition"] == edition].to_dict("records")
    return {name: None if pd.isna(value) else value for name, value in row.items()}


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    frame = pd.read_csv(SAMPLE, dtype="str", keep_default_na=False)
    days = [name for name in frame if str(name).endswith("_on")]
    return frame.assign(**{day: pd.to_datetime(frame[day].replace("", None)).astype("datetime64[s]") for day in days})


def weccee(records: pd.DataFrame) -> pd.DataFrame:
    entries = [entry for entry in programme_editions() if entry.programme_id == "WECCEE"]
    cells = stage_cells(records[records["programme_id"] == "WECCEE"], as_of=date(2025, 12, 31))
    return editions(entries, cells, "FRA")


def test_an_edition_and_a_cohort_of_the_same_code_are_one_row() -> None:
    cells = stages(
        {"planned": 5.0, "arrived": 4.0, "completed": 3.0, "running": 1.0},
        {**OUT, "planned": 6.0, "arrived": 5.0, "completed": 4.0, "ended_early": 1.0},
        {"origin": "COL", "destination": "PER", "planned": 1.0, "arrived": 1.0, "completed": 1.0},
        {"origin": "TGO", "destination": "TGO", "planned": 2.0, "arrived": 2.0, "running": 2.0},
    )
    entry = Entry("1", "2022", label_fr="Première", label_en="First", planned=12, done_out=5, done_in=4)
    table = editions([entry], cells, "FRA")
    assert list(table) == list(EDITION_COLUMNS)
    assert row_of(table, "1") == {
        "edition": "1",
        "kind": "edition",
        "label_fr": "Première",
        "label_en": "First",
        "period": "2022",
        "planned_out": None,
        "planned_in": None,
        "planned": 12.0,
        "done_out": 5.0,
        "done_in": 4.0,
        "done": None,
        "counted_planned": 14.0,
        "counted_out": 5.0,
        "counted_in": 4.0,
        "counted_between": 1.0,
        "counted_local": 2.0,
        "counted_completed": 8.0,
        "running": 3.0,
        "source": "both",
    }
    seen_from_peru = row_of(editions([entry], cells, "PER"), "1")
    assert [seen_from_peru[f"counted_{way}"] for way in ("out", "in", "between")] == [0.0, 1.0, 9.0]


def test_what_only_one_side_knows_is_unknown_on_the_other() -> None:
    table = editions([Entry("1", "2021", done=48)], stages({"cohort": "2", "planned": 3.0}), "FRA")
    published, counted = row_of(table, "1"), row_of(table, "2")
    assert (published["source"], published["done"], published["counted_out"]) == ("published", 48.0, None)
    assert (counted["source"], counted["done"], counted["planned"]) == ("counted", None, None)
    assert (counted["kind"], counted["label_fr"], counted["label_en"]) == ("edition", "2", "2")
    assert (counted["counted_planned"], counted["counted_in"]) == (3.0, 0.0), "planned, and nobody arrived: that is known"


def test_editions_stand_in_the_order_of_time() -> None:
    entries = [Entry("a"), Entry("b", "2019"), Entry("d"), Entry("c"), Entry("e", "2023-01-01/2024-12-31"), Entry("f")]
    cells = stages(
        {"cohort": "g", "period": "2020", "month": "03"},
        {"cohort": "d", "period": "2020", "month": "02"},
        {"cohort": "d", "period": "2019", "month": "11"},
        {"cohort": "h", "period": "2019", "month": "01"},
    )
    table = editions(entries, cells, "FRA")
    # a and c have no date: just before the next that has one. d begins with its cohort; f comes after all.
    assert table["edition"].tolist() == ["a", "b", "h", "d", "g", "c", "e", "f"]
    assert row_of(table, "d")["period"] == "", "no source dates it, whatever the records say"


def test_a_cohort_alone_has_the_years_of_its_planned_starts() -> None:
    cells = stages({"period": "2021", "month": "12"}, {"period": "2022"}, {"cohort": "2", "period": "2023", "month": "05"})
    table = editions([], cells, "FRA")
    assert table["period"].tolist() == ["2021-01-01/2022-12-31", "2023"]


def test_funds_and_events_are_no_editions() -> None:
    table = editions([Entry("FIV", kind="fund"), Entry("launch", kind="event"), Entry("1", kind="phase")], stages(), "FRA")
    assert table[["edition", "kind"]].to_numpy().tolist() == [["1", "phase"]]


def test_a_hidden_part_leaves_its_sum_unknown() -> None:
    cells = stages({"planned": 3.0, "arrived": float("nan")}, {**OUT, "planned": 2.0, "arrived": 2.0})
    row = row_of(editions([], cells, "FRA"), "1")
    assert (row["counted_planned"], row["counted_in"], row["counted_out"]) == (5.0, None, 2.0)


def test_without_entries_and_records_there_is_no_edition() -> None:
    table = editions([], stages(), "FRA")
    assert (list(table), len(table)) == (list(EDITION_COLUMNS), 0)


@pytest.mark.parametrize(
    ("edition", "published", "counted", "planned"),
    [
        ("WECCEE 1", [10.0, 9.0, None], [10.0, 9.0], 20.0),
        ("WECCEE 2", [10.0, 4.0, None], [10.0, 4.0], 20.0),
        ("WECCEE 7", [None, None, None], [0.0, 0.0], 24.0),
        ("WECCEE 11", [None, None, 48.0], [25.0, 23.0], 48.0),
    ],
)
def test_the_editions_of_weccee(
    records: pd.DataFrame, edition: str, published: list[float | None], counted: list[float], planned: float
) -> None:
    row = row_of(weccee(records), edition)
    assert [row["done_out"], row["done_in"], row["done"]] == published
    assert [row["counted_out"], row["counted_in"]] == counted
    assert row["counted_planned"] == planned


def test_the_editions_of_the_sample_are_what_plain_pandas_counts(records: pd.DataFrame) -> None:
    table = weccee(records).set_index("edition")
    assert table.index[:7].tolist() == [f"WECCEE {number}" for number in range(1, 8)]
    own = records[records["programme_id"] == "WECCEE"]
    started = own[own["start_on"].notna()]
    for way, end in (("in", "destination"), ("out", "origin")):
        expected = started[started[end] == "FRA"].groupby("cohort").size()
        expected = expected.reindex(own["cohort"].unique(), fill_value=0)
        assert table.loc[expected.index, f"counted_{way}"].to_dict() == expected.to_dict()
    assert table.loc["WECCEE 2022", "source"] == "published", "the source does not say of which edition"


def test_published_editions_without_records_keep_their_order() -> None:
    entries = [entry for entry in programme_editions() if entry.programme_id == "WECCEE"]
    table = editions(entries, stages(), "FRA")
    assert table["edition"].tolist() == [entry.edition for entry in entries]
    assert table["counted_planned"].isna().all()
