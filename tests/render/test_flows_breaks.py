"""Breaks of series on a time axis: where the bands lie, that their words stay readable, what the list explains."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.breaks import Marked, breaks_in
from crossmobility.render.breaks import LINE, SLOT, break_bands, break_dates, break_list, break_rows
from crossmobility.render.text_width import text_width
from crossmobility.render.words import Words

YEARS = [str(year) for year in range(2014, 2026)]
ENGLISH = Words("en")


@dataclass(frozen=True)
class Event:
    break_id: str
    from_on: date
    to_on: date | None = None
    countries: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    citation: str = "Ours, https://www.example.org/a/long/address; Theirs"
    closes_corridor: bool = False

    def label(self, language: str) -> str:
        return self.break_id

    def note(self, language: str) -> str:
        return f"What {self.break_id} was."


def event(name: str, first: int, last: int | None = None) -> Event:
    return Event(name, date(first, 3, 1), date(last, 6, 30) if last else None)


def bands(*events: Event, slots: list[str] = YEARS) -> list[dict[str, str]]:
    """Return the drawn bands: name, left, width, top, and whether the word is turned to the left."""
    pattern = r'class="cm-break(?P<css>[^"]*)" style="left:(?P<left>[\d.]+)%;width:(?P<width>[\d.]+)%;top:(?P<top>\d+)px"'
    pattern += r".*?<b>(?P<number>\d+)</b> <span>(?P<name>.*?)</span>"
    drawn = break_bands(breaks_in(events, slots), slots, ENGLISH)
    return [found.groupdict() for found in re.finditer(pattern, drawn)]


def test_a_band_covers_the_slots_its_event_touches() -> None:
    (covid,) = bands(event("Covid", 2020, 2021))
    assert (float(covid["left"]), float(covid["width"])) == (50.0, round(200 / 12, 2))


def test_an_event_that_lasts_reaches_the_end_of_the_axis_and_is_open_there() -> None:
    (lasting,) = bands(event("Mali", 2022))
    assert float(lasting["left"]) + float(lasting["width"]) == 100.0
    assert "cm-open-end" in lasting["css"]
    (over,) = bands(event("Covid", 2020, 2021))
    assert "cm-open-end" not in over["css"]


def test_words_that_would_overlap_stand_in_different_rows_and_the_others_share_one() -> None:
    rows = {band["name"]: int(band["top"]) // LINE for band in bands(event("A", 2016), event("B", 2016), event("C", 2020))}
    assert rows == {"A": 0, "B": 1, "C": 0}


def test_a_word_that_would_leave_the_axis_ends_at_its_right_edge() -> None:
    (late,) = bands(event("A long word about a freeze", 2025))
    assert "cm-turned" in late["css"]
    (early,) = bands(event("A long word about a freeze", 2015))
    assert "cm-turned" not in early["css"]


@given(st.lists(st.tuples(st.integers(2014, 2025), st.integers(0, 4), st.integers(1, 24)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_no_word_covers_another(drawn: list[tuple[int, int, int]]) -> None:
    events = [event("W" * letters, first, first + length) for first, length, letters in drawn]
    taken: dict[str, list[tuple[float, float]]] = {}
    for band in bands(*events):
        left, width = (float(band[name]) / 100 * len(YEARS) * SLOT for name in ("left", "width"))
        word = text_width(band["name"], 11) + 20
        begin = max(0.0, left + width - word) if "cm-turned" in band["css"] else left
        assert all(begin + word <= other or end <= begin for other, end in taken.get(band["top"], []))
        taken.setdefault(band["top"], []).append((begin, begin + word))


def test_the_rows_to_leave_free_are_those_the_words_use() -> None:
    events = [event("A", 2016), event("B", 2016), event("C", 2016)]
    assert break_rows(breaks_in(events, YEARS), YEARS, ENGLISH) == 3
    assert break_rows([], YEARS, ENGLISH) == 0


def test_an_axis_without_breaks_has_neither_bands_nor_a_list() -> None:
    assert break_bands([], YEARS, ENGLISH) == break_list([], YEARS, ENGLISH) == ""


def test_a_mark_outside_the_slots_is_left_out_and_one_that_began_before_them_is_cut() -> None:
    marks = [Marked(event("Early", 2014, 2015), "2014", "2015"), Marked(event("Long", 2014), "2014", "2025")]
    slots = ["2020", "2021", "2022"]
    drawn = break_bands(marks, slots, ENGLISH)
    assert "Early" not in drawn and 'style="left:0.00%;width:100.00%' in drawn
    assert "Early" not in break_list(marks, slots, ENGLISH)


def test_the_explanation_is_on_the_word_for_keyboard_and_mouse_and_again_in_the_list() -> None:
    marks = breaks_in([event("Covid", 2020, 2021)], YEARS)
    drawn, listed = break_bands(marks, YEARS, ENGLISH), break_list(marks, YEARS, ENGLISH)
    said = "1. Covid, 1 March 2020 to 30 June 2021: What Covid was."
    assert f'tabindex="0" role="note" aria-label="{said}" title="{said}"' in drawn
    assert "<b>Covid</b>, 1 March 2020 to 30 June 2021. What Covid was." in listed


def test_the_list_has_the_order_and_the_numbers_of_the_bands() -> None:
    marks = breaks_in([event("Second", 2022), event("First", 2020, 2021)], YEARS)
    assert [(band["number"], band["name"]) for band in bands(event("Second", 2022), event("First", 2020, 2021))] == [
        ("1", "First"),
        ("2", "Second"),
    ]
    assert re.findall(r"<li><b>(.*?)</b>", break_list(marks, YEARS, ENGLISH)) == ["First", "Second"]


def test_a_long_address_is_shortened_to_its_site_and_kept_in_the_title() -> None:
    listed = break_list(breaks_in([event("Covid", 2020)], YEARS), YEARS, ENGLISH)
    assert ">Ours, example.org; Theirs</cite>" in listed
    assert 'title="Ours, https://www.example.org/a/long/address; Theirs"' in listed


def test_an_event_without_an_end_says_since_when() -> None:
    assert break_dates(event("Mali", 2022), ENGLISH) == "since 1 March 2022"


def test_hostile_words_are_shown_as_text() -> None:
    bad = Event("<script>", date(2020, 1, 1), citation="<b>")
    marks = breaks_in([bad], YEARS)
    whole = break_bands(marks, YEARS, ENGLISH) + break_list(marks, YEARS, ENGLISH)
    assert "<script>" not in whole and "&lt;script&gt;" in whole and '<cite title="&lt;b&gt;">' in whole
