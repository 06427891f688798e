from __future__ import annotations

from dataclasses import replace

import pytest
from html_tree import Node, tree
from reciprocity_pages import DATASET, NAN, agreement, page_of, rows_between, rows_of

from crossmobility.render.reciprocity_table import COLUMNS, change_word, download_rows, table


def row_of(found: Node, country: str) -> Node:
    return next(row for row in found.one("tbody").every("tr") if row.one("th").text == country)


def numbers(row: Node) -> list[str]:
    return [cell["data-value"] for cell in row.every("td") if "data-way" in cell.attributes]


def test_leaving_stands_left_of_arriving_and_both_are_printed() -> None:
    row = row_of(tree(table(page_of())), "Senegal")
    assert numbers(row) == ["11", "24"]
    assert [cell["data-way"] for cell in row.every("td") if "data-way" in cell.attributes] == ["out", "in"]
    left, right = (cell.one("span") for cell in row.every("td", "cm-bars"))
    assert "cm-out" in left.classes and "cm-in" in right.classes


def test_bars_of_both_sides_share_one_scale() -> None:
    found = tree(table(page_of()))
    widths = {
        (country, side): row_of(found, country).one("span", side)["style"]
        for country in ("Morocco", "Senegal")
        for side in ("cm-in", "cm-out")
    }
    assert widths["Morocco", "cm-in"] == "width:100.0%"
    assert widths["Senegal", "cm-in"] == "width:60.0%"
    assert widths["Morocco", "cm-out"] == "width:30.0%"


def test_the_largest_partner_stands_first_and_the_total_last() -> None:
    found = tree(table(page_of()))
    assert [row.one("th").text for row in found.one("tbody").every("tr")] == ["Morocco", "Senegal", "Togo", "Kenya"]
    assert found.rows()[-1][:6] == ["Total", "26", "", "", "71", "+45"]


def test_a_small_pair_prints_no_ratio_but_says_why() -> None:
    row = row_of(tree(table(page_of())), "Togo")
    assert "too small" in row.text
    assert row.every("td")[5].text == ""
    assert row.every("td")[5]["data-value"] == ""


def test_a_verdict_on_our_default_band_has_a_star_that_is_explained() -> None:
    found = tree(table(page_of(agreements=[agreement("SEN", 0.5, 1.5)])))
    assert row_of(found, "Morocco").one("td", "cm-band-word").text == "▲ above*"
    assert row_of(found, "Senegal").one("td", "cm-band-word").text == "▲ above"
    assert "* no agreement: judged by our default band, 0.8–1.25." in found.text


def test_a_verdict_is_never_a_colour_alone() -> None:
    for cell in tree(table(page_of())).every("td", "cm-band-word"):
        assert cell.one("span", "cm-shape").text
        assert len(cell.text.split()) > 1


@pytest.mark.parametrize(
    ("before", "now", "word"),
    [(0, 3, "appeared"), (2, 3, "grew"), (3, 3, "same"), (3, 2, "shrank"), (3, 0, "stopped"), (0, 0, ""), (NAN, 3, "")],
)
def test_a_change_has_its_word(before: float, now: float, word: str) -> None:
    assert change_word(before, now) == word


def test_both_ways_are_compared_with_the_earlier_window() -> None:
    found = tree(table(page_of()))
    out, into = row_of(found, "Senegal").every("td", "cm-change")
    assert (out["title"], out.one("b").text) == ("appeared", "+11")
    assert (into["title"], into.one("b").text) == ("grew", "+12")
    assert "✚ appeared" in found.text


def test_nothing_is_compared_when_there_is_no_earlier_window() -> None:
    found = tree(table(page_of(period="2019")))
    assert found.every("td", "cm-change") == []
    assert "appeared" not in found.text


def test_every_row_has_as_many_cells_as_there_are_heads() -> None:
    for page in (page_of(), page_of(period="2019"), page_of(schemes=())):
        lengths = {len(row) for row in tree(table(page)).rows()}
        assert len(lengths) == 1


def test_the_chosen_pair_is_tinted_and_pressed() -> None:
    found = tree(table(page_of(corridor=("FRA", "SEN"))))
    assert [row.one("th").text for row in found.every("tr", "cm-chosen")] == ["Senegal"]
    assert [each["data-value"] for each in found.every("button", aria_pressed="true")] == ["FRA-SEN"]


def test_several_schemes_together_have_neither_ratio_nor_band() -> None:
    camps = rows_of({"origin": "SEN", "destination": "FRA", "period": "2021", "scheme": "CAMP", "placements": 30})
    page = page_of(
        rows_of(*rows_between({("FRA", "SEN"): (0, 0, 11)}).to_dict("records"), *camps.to_dict("records")), schemes=()
    )
    assert page.scope.mixed
    found = tree(table(page))
    assert found.every("td", "cm-band-word") == []
    assert "Reciprocity ratio" not in found.text


def test_what_no_source_breaks_down_has_its_own_line_and_is_in_the_total() -> None:
    rows = rows_of(
        {"origin": "SEN", "destination": "FRA", "period": "2021", "placements": 22},
        {"origin": "_O", "destination": "FRA", "period": "2021", "placements": 131},
    )
    found = tree(table(page_of(rows, dataset=replace(DATASET, complete=False))))
    foot = found.one("tfoot").rows()
    assert [line[:5] for line in foot] == [
        ["Not broken down by country", "n/a", "", "", "131"],
        ["Total", "n/a", "", "", "153"],
    ]
    assert "one way unknown" in row_of(found, "Senegal").text


def test_the_download_holds_every_partner_with_its_codes_and_numbers() -> None:
    head, lines = download_rows(page_of(window="3"))
    assert head[:5] == ["reference", "period", "basis", "measure", "name"]
    assert head[5:] == [*COLUMNS]
    senegal = dict(zip(head, next(line for line in lines if line[4] == "Senegal"), strict=True))
    assert (senegal["reference"], senegal["period"], senegal["inflow"], senegal["outflow"]) == ("FRA", "2019/2021", 56, 21)
    assert len(lines) == 5


def test_beyond_sixty_partners_the_rest_is_one_line_and_the_total_holds() -> None:
    codes = [f"{first}{second}X" for first in "ABCDEFGHIJK" for second in "ABCDEFGHIJK"][:65]
    page = page_of(rows_between({(code, "FRA"): (0, 0, 2 if place < 60 else 1) for place, code in enumerate(codes)}))
    found = tree(table(page))
    assert len(found.one("tbody").every("tr")) == 60
    assert found.one("tfoot").rows()[0][:5] == ["5 smaller partners, in the file to download", "0", "", "", "5"]
    assert found.one("tfoot").rows()[-1][4] == "125"


def test_nobody_at_all_is_no_table() -> None:
    assert table(page_of(rows_between({("SEN", "MAR"): (0, 0, 2)}))) == ""
