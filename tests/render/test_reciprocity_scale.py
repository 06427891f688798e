from __future__ import annotations

from math import inf

import pytest
from html_tree import tree
from hypothesis import given
from hypothesis import strategies as st
from reciprocity_pages import agreement, page_of

from crossmobility.render.reciprocity_scale import at, band_block, needed_sentence, verdict_sentence

ratios = st.floats(0, 1e6)


@given(ratios, ratios)
def test_a_larger_ratio_never_stands_further_left(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= at(low) <= at(high) <= 100


@given(st.floats(1e-3, 1e3))
def test_so_many_times_more_stands_as_far_from_the_middle_whichever_way(ratio: float) -> None:
    assert at(ratio) + at(1 / ratio) == pytest.approx(100)


def test_a_band_without_an_upper_limit_ends_with_the_scale() -> None:
    assert at(inf) == 100


def test_the_marker_stands_at_the_ratio_and_the_agreed_band_is_shaded() -> None:
    page = page_of(corridor=("SEN", "FRA"), agreements=[agreement("SEN", 0.5, 1.5)])
    scale = tree(band_block(page, page.pair)).one("div", "cm-track")
    assert scale.one("b")["style"] == f"left:{at(24 / 11):.2f}%"
    assert scale.one("b").text == "2.18"
    assert scale.one("s")["style"] == f"left:{at(0.5):.2f}%;width:{at(1.5) - at(0.5):.2f}%"


def test_an_agreement_is_named_with_its_source_and_said_to_be_made_up() -> None:
    page = page_of(corridor=("SEN", "FRA"), agreements=[agreement("SEN", 0.5, 1.5)])
    said = tree(band_block(page, page.pair)).text
    assert "Above the agreed band 0.5–1.5 (5 more departures bring it inside)" in said
    assert "from 1 January 2018, still valid. Source: Article 4." in said
    assert "This agreement is made up" in said


def test_without_an_agreement_the_band_is_said_to_be_ours() -> None:
    page = page_of(corridor=("SEN", "FRA"))
    assert (
        "Above our default band 0.8–1.25 (no agreement) (9 more departures bring it inside)"
        in tree(band_block(page, page.pair)).text
    )


def test_a_pair_inside_its_band_needs_nobody() -> None:
    page = page_of(corridor=("SEN", "FRA"), agreements=[agreement("SEN", 2, 3)])
    phrase = verdict_sentence(page, page.pair)
    assert phrase is not None
    assert phrase.in_language("en") == "within the agreed band 2–3"
    assert needed_sentence(page.pair) is None
    assert "cm-is-within" in band_block(page, page.pair)


def test_below_ten_people_on_one_side_there_is_no_scale_and_no_verdict() -> None:
    page = page_of(corridor=("TGO", "FRA"), agreements=[agreement("TGO", 0.8, 1.25)])
    block = tree(band_block(page, page.pair))
    assert block.every("div", "cm-scale") == []
    assert "Too small to say" in block.text
    assert verdict_sentence(page, page.pair) is None


def test_a_pair_without_the_reference_country_has_no_ratio() -> None:
    page = page_of(corridor=("SEN", "MAR"))
    block = tree(band_block(page, page.pair))
    assert block.every("div", "cm-scale") == []
    assert "Neither country is France" in block.text
