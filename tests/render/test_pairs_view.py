"""Pairs of placements as text: arithmetic of what is left, order, words, and a picture that says what the dates say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossmobility.domain.pairings import STATES
from crossmobility.render import pairs_view
from crossmobility.render.pairs_page import PairFilters, PairsPage, PlacementPair, Side, editions, remaining
from crossmobility.render.pairs_timeline import NARROW, WIDE, last_day, timelines
from crossmobility.render.pairs_words import STATE_NAMES, pair_sentences, what_became, what_is_left, what_is_missing
from crossmobility.render.text_width import text_width

AS_OF = date(2025, 12, 31)
OUT = Side("P-1", "FRA", "SEN", date(2025, 9, 1), date(2026, 6, 30), start=date(2025, 9, 1))
IN = Side("P-2", "SEN", "FRA", date(2025, 9, 1), date(2026, 6, 30), start=date(2025, 9, 15))
LOST = replace(IN, end=date(2025, 11, 30), early=True, end_reason="MEDICAL")
GIVEN_UP = replace(IN, start=None, closed=date(2025, 8, 1), closed_reason="VISA_REFUSED")
DAY = st.dates(date(2020, 1, 1), date(2029, 12, 31))


def pair(*sides: Side, state: str = "broken", name: str = "B-1", cohort: str = "One", **more: object) -> PlacementPair:
    return PlacementPair(name, "WECCEE", cohort, state, sides, **more)


def page(*pairs: PlacementPair, language: str = "en", **more: object) -> PairsPage:
    reasons = {"MEDICAL": "Medical reason", "VISA_REFUSED": "Visa refused", "COMPLETED": "Completed as planned"}
    return PairsPage(language, "Ours", AS_OF, False, "FRA", pairs, {"WECCEE": "WECCEE"}, reasons, **more)


def plain(html: str) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", re.sub(r"<[^>]+>", " ", html))


# What is left of a plan


def test_what_is_left_is_the_days_of_the_other_plan_after_the_day_divided_by_the_days_of_a_month() -> None:
    left = remaining(pair(OUT, LOST), AS_OF)
    assert left is not None
    assert left.now == pytest.approx(181 / 30.4375), "1 January to 30 June 2026"
    assert left.then == pytest.approx(212 / 30.4375), "1 December 2025 to 30 June 2026"
    assert (left.kept, left.lost, left.lost_on) == (OUT, LOST, date(2025, 11, 30))


def test_a_side_given_up_before_its_start_is_lost_on_that_day() -> None:
    left = remaining(pair(OUT, GIVEN_UP, state="one_sided"), AS_OF)
    assert left is not None and left.lost_on == date(2025, 8, 1)
    assert left.then == pytest.approx(303 / 30.4375), "the whole plan: it had not begun"


def test_nothing_is_left_once_the_kept_side_has_ended() -> None:
    left = remaining(pair(replace(OUT, end=date(2025, 12, 30)), LOST), AS_OF)
    assert left is not None and left.now == 0


def test_a_side_that_no_placement_stands_for_was_lost_on_no_known_day() -> None:
    left = remaining(pair(OUT, state="one_sided"), AS_OF)
    assert left is not None
    assert (left.lost, left.lost_on, left.then) == (None, None, None)
    assert left.now > 0


@pytest.mark.parametrize(
    "sides",
    [(OUT, IN), (replace(OUT, early=True, end=AS_OF), LOST), (OUT, replace(IN, start=None)), (GIVEN_UP,)],
    ids=["none lost", "both lost", "still to start", "the only one lost"],
)
def test_there_is_nothing_to_replace_unless_exactly_one_side_is_lost(sides: tuple[Side, ...]) -> None:
    assert remaining(pair(*sides), AS_OF) is None


def test_a_plan_without_dates_leaves_an_unknown_number_of_months_never_zero() -> None:
    left = remaining(pair(replace(OUT, planned_end=None), LOST), AS_OF)
    assert left is not None and isnan(left.now)
    assert "has no dates" in what_is_left(page(), left)[-1]


@given(day=DAY, later=st.integers(0, 900), planned=DAY, length=st.integers(0, 700))
def test_what_is_left_never_grows_and_is_over_with_the_plan(day: date, later: int, planned: date, length: int) -> None:
    side = Side("P", "FRA", "SEN", planned, planned + timedelta(days=length))
    assert side.months_after(day) >= side.months_after(day + timedelta(days=later)) >= 0
    assert side.months_after(side.planned_end) == 0
    assert side.months_after(planned - timedelta(days=1)) == pytest.approx((length + 1) / 30.4375)


def test_what_is_left_is_said_to_be_arithmetic_and_not_advice() -> None:
    html = plain(pairs_view.pair_face(page(pair(OUT, LOST))))
    assert "On 31 December 2025, 5.9 months of the plan of France → Senegal are left, until 30 June 2026" in html
    assert (
        "When Senegal → France was lost, on 30 November 2025, 7 months of the plan of France → Senegal were left." in html
    )
    assert "arithmetic, not advice" in html
    assert "replacement" not in plain(pairs_view.pair_face(page(pair(OUT, IN))))


# Words


@pytest.mark.parametrize(
    ("side", "missing", "became"),
    [
        (OUT, "", "It is under way."),
        (LOST, "212 days early: medical reason", "Ended early, 212 days before the planned end (medical reason)."),
        (GIVEN_UP, "never started: visa refused", "Never started: given up on 1 August 2025 (visa refused)."),
        (replace(OUT, end=date(2025, 12, 1), end_reason="COMPLETED"), "", "Ended (completed as planned)."),
        (replace(OUT, start=None, planned_start=date(2026, 1, 5)), "not started yet", "It has not started yet."),
        (
            replace(OUT, start=None),
            "planned, but no start is recorded",
            "It was to start on 1 September 2025, but no start is recorded.",
        ),
        (
            replace(OUT, planned_end=date(2025, 12, 1)),
            "no end is recorded",
            "It was to end on 1 December 2025, but no end is recorded.",
        ),
    ],
    ids=["running", "early", "given up", "ended", "to come", "late", "overdue"],
)
def test_what_became_of_a_side_is_said_in_words(side: Side, missing: str, became: str) -> None:
    assert what_is_missing(page(), side) == missing
    assert what_became(page(), side) == became


def test_a_reason_that_was_not_given_is_said_to_be_missing() -> None:
    assert what_is_missing(page(), replace(GIVEN_UP, closed_reason="")) == "never started: no reason given"


def test_a_missing_side_is_said_in_words_where_its_card_would_be() -> None:
    html = plain(pairs_view.pair_face(page(pair(OUT, state="one_sided"))))
    assert "No placement of this dataset carries this pair_id" in html
    assert "no placement with this pair id" in html, "in the picture too"


def test_a_placement_that_stays_in_its_country_is_the_local_side() -> None:
    local = replace(OUT, destination="FRA")
    assert page().way(local) == "France (local side)"
    assert page().colour(local) == "between"
    assert (page().colour(OUT), page().colour(IN)) == ("out", "in")


def test_dates_are_in_full_in_both_languages() -> None:
    english, french = (pairs_view.pair_face(page(pair(OUT, LOST), language=one)) for one in ("en", "fr"))
    assert "from 1 September 2025 to 30 June 2026" in plain(english)
    assert "1er septembre 2025" in plain(french) and "30 juin 2026" in plain(french)


def test_the_counts_are_sentences_for_all_each_programme_and_each_edition_the_latest_first() -> None:
    early = replace(OUT, start=date(2024, 1, 1), planned_start=date(2024, 1, 1))
    found = pair_sentences(
        page(
            pair(early, IN, state="complete", name="B-1", cohort="WECCEE 1"),
            pair(OUT, LOST, name="B-2", cohort="WECCEE 2"),
            pair(OUT, IN, state="complete", name="B-3", cohort="WECCEE 2"),
        )
    )
    assert found == [
        "WECCEE: 3 pairs (2 complete, 1 broken).",
        "WECCEE 2: 2 pairs (1 complete, 1 broken).",
        "WECCEE 1: 1 pair (1 complete).",
    ]


def test_editions_are_the_latest_first_whatever_their_name() -> None:
    old = pair(replace(OUT, start=date(2019, 1, 1)), name="a", cohort="WECCEE 9")
    new = pair(OUT, name="b", cohort="WECCEE 10")
    unknown = pair(Side("P", "FRA", "SEN"), name="c", cohort="WECCEE 11")
    assert [cohort for _, cohort in editions([old, unknown, new])] == ["WECCEE 10", "WECCEE 9", "WECCEE 11"]


def test_each_state_has_its_own_shape_and_its_own_word() -> None:
    assert set(pairs_view.GLYPHS) == set(STATE_NAMES) == set(STATES)
    assert len(set(pairs_view.GLYPHS.values())) == len(STATES)
    assert len({name.in_language("en") for name in STATE_NAMES.values()}) == len(STATES)
    html = pairs_view.pairs_list(page(pair(OUT, LOST)))
    assert re.search(r'cm-face-broken"><svg[^>]*aria-hidden="true">.*?</svg>Broken</span></td>', html)


def test_text_of_the_records_is_never_markup() -> None:
    hostile = pair(replace(OUT, placement_id="<script>1"), LOST, name="<img src=x>", cohort="<b>")
    given = page(hostile)
    html = pairs_view.pairs_list(given) + pairs_view.pair_face(given) + pairs_view.pairs_text(given)
    html += pairs_view.pairs_controls(given) + pairs_view.pairs_counts(given)
    assert not re.search(r"<(script|img|b>(?!\d))", html)
    assert "&lt;img src=x&gt;" in html


# Order


def names(given: PairsPage) -> list[str]:
    return [each.pair_id for each in given.shown]


def sorted_by(column: str, up: bool, *pairs: PlacementPair) -> list[str]:
    return names(page(*pairs, filters=PairFilters(sort=column, up=up)))


def test_what_is_not_known_comes_last_in_either_order() -> None:
    pairs = [pair(OUT, name="none"), *(pair(OUT, IN, name=str(days), overlap_days=days) for days in (7, 30))]
    assert sorted_by("overlap", True, *pairs) == ["7", "30", "none"]
    assert sorted_by("overlap", False, *pairs) == ["30", "7", "none"]


def test_numbers_in_names_are_compared_as_numbers() -> None:
    pairs = [pair(OUT, name=f"B-{number}", cohort=f"WECCEE {number}") for number in (10, 9, 1)]
    assert sorted_by("pair", True, *pairs) == sorted_by("edition", True, *pairs) == ["B-1", "B-9", "B-10"]


def test_pairs_that_are_alike_stay_in_the_order_of_their_names() -> None:
    pairs = [pair(OUT, name=name, state="waiting") for name in ("c", "a", "b")]
    assert sorted_by("state", True, *pairs) == sorted_by("state", False, *pairs) == ["a", "b", "c"]


def test_only_the_column_that_sorts_says_so() -> None:
    html = pairs_view.pairs_list(page(pair(OUT, LOST), filters=PairFilters(sort="gap", up=True)))
    heads = dict(re.findall(r'aria-sort="(\w+)"><button type="button" data-intent="sort" data-value="(\w+)"', html))
    assert re.search(r'aria-sort="ascending"><button[^>]*data-value="gap"', html)
    assert html.count('aria-sort="none"') == len(pairs_view.HEADS) - 1 and set(heads) == {"ascending", "none"}


def test_the_page_opens_on_a_pair_that_lost_one_side() -> None:
    both = pair(replace(OUT, early=True, end=AS_OF), LOST, name="both")
    given = page(pair(OUT, IN, name="whole", state="complete"), both, pair(OUT, LOST, name="one"))
    assert given.face is not None and given.face.pair_id == "one"
    assert replace(given, chosen="whole").face.pair_id == "whole"
    assert replace(given, chosen="no such pair").face.pair_id == "one"
    assert page().face is None


def test_all_rows_are_shown_when_asked_for() -> None:
    many = [pair(OUT, LOST, name=f"B-{number}") for number in range(130)]
    html = pairs_view.pairs_list(page(*many))
    assert html.count('data-intent="pair"') == 100 and "Show the 30 other pairs too" in html
    html = pairs_view.pairs_list(page(*many, filters=PairFilters(all_rows=True)))
    assert html.count('data-intent="pair"') == 130 and "other pairs too" not in html


# The picture


def picture(*sides: Side, width: int = WIDE, **more: object) -> str:
    wide, narrow = timelines(page(), pair(*sides, **more)).split("</svg>")[:2]
    return wide if width == WIDE else narrow


def spans(svg: str, css: str) -> list[tuple[float, float]]:
    """Return the left and the right end of the bars of one kind."""
    found = re.findall(rf'<rect class="(?:cm-\w+ )?{css}" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
    return [(float(x), float(x) + float(width)) for x, width in found]


def scale(first: date, days: int, when: date) -> float:
    return 1 + (WIDE - 2) * (when - first).days / days


def test_bars_stand_on_one_axis_from_start_to_end_and_the_rest_of_the_plan_is_hollow() -> None:
    svg = picture(OUT, LOST, overlap_days=77)
    first, days = date(2025, 9, 1), 303
    (out, lost), plans = spans(svg, "cm-face-done"), spans(svg, "cm-face-plan")
    assert out == pytest.approx((1, scale(first, days, date(2026, 1, 1))), abs=0.2), "up to the day of the data"
    assert lost == pytest.approx((scale(first, days, LOST.start), scale(first, days, date(2025, 12, 1))), abs=0.2)
    assert [right for _, right in plans] == pytest.approx([WIDE - 1, WIDE - 1], abs=0.2)
    assert [left for left, _ in plans] == pytest.approx([out[1], lost[1]], abs=0.2)


def test_the_shade_covers_exactly_the_days_both_were_there() -> None:
    svg = picture(OUT, LOST, overlap_days=77)
    (shade,), (out, lost) = spans(svg, "cm-face-both"), spans(svg, "cm-face-done")
    assert shade == pytest.approx((max(out[0], lost[0]), min(out[1], lost[1])), abs=0.2)
    assert "77 days together" in svg
    assert not spans(picture(OUT, GIVEN_UP), "cm-face-both")


def test_a_side_that_never_started_has_no_full_bar() -> None:
    svg = picture(OUT, GIVEN_UP)
    assert len(spans(svg, "cm-face-done")) == 1 and len(spans(svg, "cm-face-plan")) == 2
    assert "never started: visa refused" in svg


def test_an_early_end_is_marked_and_a_planned_end_has_its_tick() -> None:
    assert picture(OUT, LOST).count("cm-face-early") == 1 and picture(OUT, LOST).count("cm-face-arrow") == 1
    assert "cm-face-early" not in picture(OUT, IN)
    assert "planned end 30 June 2026" in picture(OUT, IN)


def test_the_day_of_the_data_is_a_line_inside_the_axis_and_an_arrow_beyond_it() -> None:
    past = replace(OUT, planned_start=date(2019, 1, 1), planned_end=date(2019, 6, 30), start=None)
    assert "cm-face-today" in picture(OUT, IN)
    assert "cm-face-today" not in picture(past) and "Data as of 31 December 2025 →" in picture(past)


def test_a_pair_without_any_date_has_no_picture() -> None:
    assert timelines(page(), pair(Side("P", "FRA", "SEN"))) == ""


def test_the_picture_says_in_words_what_it_shows() -> None:
    (label,) = re.findall(r'role="img" aria-label="([^"]*)"', picture(OUT, LOST))
    assert label.startswith("Timeline of pair B-1.") and "Ended early, 212 days before" in label


def days_together(first: Side, second: Side) -> int | None:
    """Count the days one by one."""
    if first.start is None or second.start is None:
        return None
    lived = [
        {each.start + timedelta(days=number) for number in range(((last_day(each, AS_OF) or AS_OF) - each.start).days + 1)}
        for each in (first, second)
    ]
    return len(lived[0] & lived[1])


@st.composite
def sides(draw: st.DrawFn) -> Side:
    start = draw(DAY)
    planned_end = start + timedelta(days=draw(st.integers(1, 700)))
    side = Side("P", draw(st.sampled_from(["FRA", "SEN"])), draw(st.sampled_from(["FRA", "MDG"])), start, planned_end)
    what = draw(st.sampled_from(["running", "ended", "early", "given up", "to come"]))
    if what == "given up":
        return replace(side, closed=start, closed_reason="HOST_CANCELLED_FOR_SOME_VERY_LONG_REASON_INDEED")
    if what == "to come" or start > AS_OF:
        return side
    side = replace(side, start=start)
    if what == "running":
        return side
    end = min(AS_OF, planned_end if what == "ended" else start + (planned_end - start) / 2)
    return replace(side, end=end, early=what == "early", end_reason="MEDICAL")


@given(first=sides(), second=sides(), width=st.sampled_from([WIDE, NARROW]))
def test_words_of_the_picture_stay_inside_it_and_cover_no_other_words(first: Side, second: Side, width: int) -> None:
    svg = picture(first, second, width=width, overlap_days=days_together(first, second))
    taken: dict[str, list[tuple[float, float]]] = {}
    for css, x, y, words in re.findall(r'<text class="([\w-]+)" x="([\d.]+)" y="([\d.]+)">([^<]*)</text>', svg):
        bold = 1 if css == "cm-face-way" else 0.94
        end = float(x) + text_width(words.replace("&amp;", "&"), 12) * bold
        assert end <= width + 1, words
        taken.setdefault(y, []).append((float(x), end))
    for spots in taken.values():
        ordered = sorted(spots)
        assert all(left[1] <= right[0] for left, right in pairwise(ordered))


@given(first=sides(), second=sides())
def test_every_bar_lies_inside_the_picture_and_has_a_width(first: Side, second: Side) -> None:
    svg = picture(first, second)
    bars = spans(svg, "cm-face-done") + spans(svg, "cm-face-plan")
    assert bars
    assert all(0 <= left < right <= WIDE for left, right in bars)
