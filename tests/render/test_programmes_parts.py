"""What the sections share: rates of enough people only, sources as links, bars that never claim what is unknown."""

from __future__ import annotations

import pytest
from html_tree import tree
from programmes_pages import NAN

from crossmobility.render.programmes_parts import Bar, cited, label, percent, rate, way_cell
from crossmobility.render.words import Words

WORDS = Words("en")


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(18, 24, "75%"), (9, 9, "too few for a rate"), (10, 10, "100%"), (0, 0, ""), (NAN, 20, ""), (3, NAN, "")],
)
def test_a_rate_needs_ten_people(part: float, whole: float, said: str) -> None:
    assert rate(part, whole, WORDS) == said


def test_a_source_keeps_what_stands_after_its_address() -> None:
    links = tree(cited("Code, art. 1, https://a.org/x (fiche 957); Book; B (copy), https://b.org/y.")).one("cite")
    assert [(link.text, link["href"]) for link in links.every("a")] == [
        ("Code, art. 1 (fiche 957)", "https://a.org/x"),
        ("B (copy).", "https://b.org/y"),
    ]
    assert "Book" in links.text and cited("") == ""


def test_nothing_but_the_web_is_linked() -> None:
    assert "<a" not in cited("javascript:alert(1)")
    assert 'href="https://a.org/&quot;x"' in cited('T, https://a.org/"x')


def test_a_bar_says_unknown_and_zero_differently() -> None:
    unknown = way_cell("in", "Arriving", Bar(NAN), 10, WORDS)
    assert tree(unknown).text == "n/a" and "<i" not in unknown
    zero = way_cell("in", "Arriving", Bar(0.0), 10, WORDS)
    assert tree(zero).text == "0" and 'style="--w:0"' in zero


def test_a_plan_without_a_result_is_an_outline_only() -> None:
    cell = tree(way_cell("out", "Leaving", Bar(NAN, 5.0, below="5 planned"), 10, WORDS))
    assert [mark["style"] for mark in cell.every("s")] == ["--w:50.0"] and not cell.every("i")
    assert cell.text == "5 planned"


def test_what_is_not_nobody_can_be_seen() -> None:
    assert (percent(1, 2000), percent(0, 2000), percent(5, 0), percent(NAN, 10)) == ("1.0", "0", "0", "0")


def test_a_code_the_list_does_not_have_stands_as_it_is() -> None:
    assert label("design", "PAIRED", "fr") == "Binômes croisés" and label("design", "ODD", "fr") == "ODD"
