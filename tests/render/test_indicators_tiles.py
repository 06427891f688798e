from __future__ import annotations

import pandas as pd
from html_tree import tree
from indicators_pages import NAN, USUAL, page_of, target, value

from crossmobility.i18n import message
from crossmobility.render.indicators_sentences import lead, sentences
from crossmobility.render.indicators_tiles import headlines, tiles

OWED = pd.DataFrame(
    {
        "indicator": ["HAPPY", "STARTS"],
        "owner_role": ["MONITORING_OFFICER", "PROGRAMME_OFFICER"],
        "period": ["2023", "2024-Q3"],
        "due_on": ["2024-03-31", "2024-10-30"],
        "days_late": [275.0, 62.0],
    }
)
MIRRORED = pd.DataFrame(
    {
        "indicator": ["STARTS", "EARLY", "HAPPY"],
        "value_in": [90.0, 0.10, 0.9],
        "value_out": [9.0, 0.12, 0.8],
        **{f"{name}_{way}": [NAN] * 3 for name in ("numerator", "denominator") for way in ("in", "out")},
        "status_in": ["reported"] * 3,
        "status_out": ["reported"] * 3,
        "target": [NAN, NAN, 0.9],
    }
)


def test_the_lead_counts_what_is_kept_of_what_is_promised() -> None:
    rows = [value(100), target(100), *USUAL[6:9]]
    assert lead(page_of(rows)) == "1 of 2 targets met or on track · 1\u00a0off track"


def test_what_cannot_be_said_yet_is_not_counted_as_broken() -> None:
    early = page_of([value(1, period="2024-Q1", as_of="2024-01-10"), target(100)], as_of="2024-01-10")
    assert lead(early) == "No verdict yet on 1 target · 1\u00a0too early"


def test_without_any_promise_the_lead_says_so() -> None:
    assert lead(page_of([value(41, indicator="FIELD")])).startswith("Nothing is promised here")


def test_a_missing_value_without_a_target_is_no_promise() -> None:
    page = page_of([value(41, indicator="FIELD"), value(NAN, indicator="LASTING", numerator=3, denominator=7)])
    assert [row.indicator for row in page.judged] == []
    assert lead(page).startswith("Nothing is promised here")


def test_headlines_are_those_with_a_target_first() -> None:
    assert [row.indicator for row in headlines(page_of())] == ["STARTS", "HAPPY", "EARLY", "RATIO"]


def test_a_headline_is_a_button_with_value_target_and_status() -> None:
    starts = tree(tiles(page_of())).every("button", "cm-i-head")[0]
    assert (starts["data-intent"], starts["data-value"]) == ("indicator", "STARTS")
    assert starts.one("strong").text == "90"
    assert starts.one("span", "cm-i-aim-words").text == "target 100, initially 150"
    assert starts.one("span", "cm-i-stand").text == "▲ at risk 90.0%"


def test_a_headline_with_a_baseline_shows_the_share_its_status_looks_at() -> None:
    happy = tree(tiles(page_of())).every("button", "cm-i-head")[1]
    assert happy.one("span", "cm-i-stand").text == "■ off track 60.0% of the way"


def test_within_the_year_a_headline_shows_the_year_so_far() -> None:
    rows = [value(10, period="2024-Q1"), value(30, period="2024-Q2"), target(100)]
    tile = tree(tiles(page_of(rows, period="2024-Q2", as_of="2024-06-30"))).one("button", "cm-i-head")
    assert tile.one("strong").text == "40"
    assert tile.one("span", "cm-i-aim-words").text == "2024 so far, target 100"


def test_the_filter_opens_on_what_has_a_target() -> None:
    chips = tree(tiles(page_of())).every("label", "cm-i-chip")
    assert [chip.text for chip in chips] == [
        "4 with a target",
        "▲ 1 at risk",
        "■ 3 off track",
        "○ 1 no data",
        "– 1 not judged",
        "6 all indicators",
    ]
    assert [chip.one("input")["value"] for chip in chips if "checked" in chip.one("input").attributes] == ["judged"]


def test_without_a_target_the_filter_opens_on_everything() -> None:
    chips = tree(tiles(page_of([value(41, indicator="FIELD")]))).every("label", "cm-i-chip")
    assert [chip.one("input")["value"] for chip in chips if "checked" in chip.one("input").attributes] == ["every"]


def test_choosing_an_indicator_leaves_the_tiles_as_they_are() -> None:
    assert tiles(page_of(indicator="HAPPY")) == tiles(page_of(indicator="")) == tiles(page_of())


def test_both_languages_of_a_document_have_filters_of_their_own() -> None:
    names = {language: tree(tiles(page_of(language=language))).every("input")[0]["name"] for language in ("fr", "en")}
    assert names["fr"] != names["en"]


def test_sentences_begin_with_what_is_missed_and_the_gravest_comes_first() -> None:
    said = sentences(page_of())
    # A third of what a ceiling allows is worse than three fifths of a way; outside a range there is no pace at all.
    assert said[0] == "Balance: 2.00 is outside its range, more than 20% beyond its limit 1.25: off track."
    assert said[1].startswith("Satisfied: from 85.0% to 88.0%, towards 90.0%: 60% of the way")
    assert said[2].startswith("Early ends: at most 10.0% is wanted")


def test_a_target_that_was_lowered_is_said_with_both_shares() -> None:
    assert (
        "Departures: the target was changed from 150 to 100. What was reached is 90.0% of the new one, 60.0% of the first one."
        in sentences(page_of())
    )


def test_a_late_value_is_said_with_who_owes_it_the_longest_first() -> None:
    (said,) = [each for each in sentences(page_of(tables={"owed": OWED})) if "late" in each]
    assert said == "2 values are late, longest: Satisfied, 2023, due on 31 March 2024 (monitoring officer)."


def test_a_value_that_is_not_late_yet_is_no_finding() -> None:
    assert not [each for each in sentences(page_of(tables={"owed": OWED.assign(days_late=0.0)})) if "late" in each]


def test_the_two_sides_are_compared_where_shares_differ_most() -> None:
    (said,) = [each for each in sentences(page_of(tables={"mirrored": MIRRORED})) if "two sides" in each]
    assert "Satisfied, 90.0% of those who arrive, 80.0% of those who leave" in said


def test_sides_that_are_close_are_no_news() -> None:
    near = MIRRORED[MIRRORED["indicator"] == "EARLY"]
    assert not [each for each in sentences(page_of(tables={"mirrored": near})) if "two sides" in each]


def test_findings_are_said_in_the_language_of_the_page() -> None:
    finding = message("There is no value yet.")
    assert "Il n’y a pas encore de valeur." in sentences(page_of(language="fr", tables={"findings": [finding]}))


def test_what_is_unsure_small_or_without_a_target_is_counted() -> None:
    said = sentences(page_of())
    assert said[-3:] == [
        "1 value may still change: provisional, partial or estimated.",
        "1 value is not shown: too few people stand behind it.",
        "1 indicator is measured without a target.",
    ]


def test_nothing_measured_is_no_tile() -> None:
    assert tiles(page_of([])) == ""
