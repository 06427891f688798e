from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest
from html_tree import tree
from hypothesis import given
from hypothesis import strategies as st
from reciprocity_pages import COVID, NAN, VISAS, Event

from crossmobility.domain.breaks import breaks_in
from crossmobility.render.text_width import text_width
from crossmobility.render.trend import LANE_WIDTH, Ways, numbers, on_axis, peak, spark, trend
from crossmobility.render.words import Words

ENGLISH = Words("en")
WAYS = Ways(("out", "in"), ("leaving", "arriving"))
YEARS = [str(year) for year in range(2014, 2026)]


def history(*rows: tuple[str, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["period", "forward", "back"])
    return table.assign(status="reported")


def drawn(table: pd.DataFrame, events: tuple[Event, ...] = (), span: tuple[str, ...] = ()) -> str:
    marks = breaks_in(events, table["period"].tolist())
    return trend(table, marks, ENGLISH, WAYS, label="People per year", span=span)


THREE = history(("2019", 10, 20), ("2020", 0, 12), ("2021", 11, 24))


def test_what_comes_back_rises_and_what_goes_falls_on_one_scale() -> None:
    found = tree(drawn(THREE))
    first = found.one("button", data_value="2019")
    assert first.one("i", "cm-up").one("span")["style"] == "height:83%"
    assert first.one("i", "cm-down").one("span")["style"] == "height:42%"
    assert found.one("button", data_value="2021").one("i", "cm-up").one("span")["style"] == "height:100%"


def test_every_bar_prints_its_number_and_says_it() -> None:
    bar = tree(drawn(THREE)).one("button", data_value="2019")
    assert [each.text for each in bar.every("b")] == ["20", "10"]
    assert bar["aria-label"] == "2019: 20 one way, 10 the other"


def test_the_periods_that_are_added_are_pressed() -> None:
    found = tree(drawn(THREE, span=("2020", "2021")))
    assert [each["data-value"] for each in found.every("button", aria_pressed="true")] == ["2020", "2021"]


def test_a_year_without_data_is_a_gap_that_keeps_its_width() -> None:
    found = tree(drawn(history(("2019", 10, 20), ("2021", 11, 24))))
    slots = found.every(css="cm-slot2")
    assert [slot.one("small").text for slot in slots] == ["2019", "2020", "2021"]
    assert slots[1].tag == "span"
    assert slots[1]["title"] == "2020: nothing published"


def test_one_unknown_way_is_no_bar_and_no_zero() -> None:
    bar = tree(drawn(history(("2019", NAN, 20), ("2020", 1, 2)))).one("button", data_value="2019")
    assert bar.one("i", "cm-down").every("span") == []
    assert bar["aria-label"] == "2019: 20 one way, n/a the other"


def test_provisional_bars_are_hollow_and_say_so() -> None:
    table = THREE.assign(status=["reported", "reported", "provisional"])
    bar = tree(drawn(table)).one("button", data_value="2021")
    assert "cm-hollow" in bar.classes
    assert "(provisional)" in bar["aria-label"]


def test_one_period_is_no_history() -> None:
    assert drawn(history(("2019", 1, 2))) == ""
    assert spark(history(("2019", 1, 2)), [], ENGLISH, largest=2) == ""


def test_a_break_lies_over_the_years_it_touches_and_has_its_word() -> None:
    table = history(*((year, 1, 2) for year in YEARS))
    found = tree(drawn(table, (COVID,)))
    assert found.one("s")["style"] == "left:50.00%;width:16.67%"  # 2020 and 2021 of twelve years
    assert found.one("span", "cm-lane").text == "1 Covid/en"
    assert found.one("span", "cm-lane")["title"] == "What Covid was."


def test_breaks_that_overlap_are_one_band() -> None:
    table = history(*((year, 1, 2) for year in YEARS))
    assert len(tree(drawn(table, (COVID, VISAS))).every("s")) == 1
    assert len(tree(drawn(table, (COVID, VISAS))).every("span", "cm-lane")) == 2


@given(
    st.lists(st.tuples(st.integers(2014, 2025), st.integers(0, 4), st.text("abc ", min_size=1, max_size=24)), max_size=8)
)
def test_the_words_of_breaks_never_overlap(spans: list[tuple[int, int, str]]) -> None:
    events = tuple(
        Event(f"{place} {name}", date(first, 1, 1), date(min(first + length, 2025), 6, 1))
        for place, (first, length, name) in enumerate(spans)
    )
    lanes: dict[str, list[tuple[float, float]]] = {}
    for lane in tree(drawn(history(*((year, 1, 2) for year in YEARS)), events)).every("span", "cm-lane"):
        left, width, row = (float(value) for value in re.findall(r"[\d.]+", lane["style"]))
        wide = 100 * (text_width(lane.text, 11) + 8) / LANE_WIDTH
        box = (left - wide, left + width) if "cm-flush" in lane.classes else (left, left + max(width, wide))
        assert all(box[1] <= other[0] + 0.02 or other[1] <= box[0] + 0.02 for other in lanes.setdefault(str(row), []))
        lanes[str(row)].append(box)


def test_a_card_names_breaks_by_the_numbers_of_the_list() -> None:
    table = history(*((year, 1, 2) for year in YEARS))
    marks = breaks_in((COVID, VISAS), YEARS)
    found = tree(spark(table, marks[1:], ENGLISH, largest=2, names=numbers(marks)))
    assert [each.text for each in found.every("em")] == ["2"]
    assert found.every("button") == []  # a card is a button itself


@pytest.mark.parametrize(("count", "written"), [(2, "1,2"), (3, "1–3")])
def test_breaks_that_begin_together_share_one_mark(count: int, written: str) -> None:
    events = [Event(str(place), date(2020, 1, 1), date(2021, 1, 1)) for place in range(count)]
    found = tree(spark(history(*((year, 1, 2) for year in YEARS)), breaks_in(events, YEARS), ENGLISH, largest=2))
    assert [each.text for each in found.every("em")] == [written]


def test_the_scale_of_nothing_is_zero() -> None:
    assert peak(history(("2019", NAN, NAN))) == 0
    assert peak(history()) == 0


def test_only_the_last_periods_are_shown_when_there_are_many() -> None:
    table = history(*((str(year), 1, 2) for year in range(1960, 2026)))
    assert on_axis(table, 30)["period"].tolist() == [str(year) for year in range(1996, 2026)]
