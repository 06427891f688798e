"""National schemes: those that a source names, with the volumes it publishes, and that nobody publishes the whole list."""

from __future__ import annotations

from html_tree import tree
from programmes_pages import page_of

from crossmobility.reference import national_schemes
from crossmobility.render.programmes_national import national


def test_the_bodies_that_sources_name_are_there_the_largest_first() -> None:
    rows = tree(national(page_of("NATIONAL", kind="scheme"))).rows()[1:]
    assert len(rows) == len(national_schemes()) == 11
    assert [row[:3] for row in rows[:3]] == [
        ["Togo", "Agence nationale du volontariat au Togo (ANVT)", "1,870 2024"],
        ["Côte d’Ivoire", "Office du service civique national (OSCN)", "500 2024"],
        ["Cameroon", "Programme national de volontariat (PNV)", "280 2024"],
    ]


def test_a_country_without_a_number_is_not_published_and_has_no_bar() -> None:
    section = tree(national(page_of("NATIONAL", kind="scheme", language="fr")))
    assert [row[2] for row in section.rows()[1:]].count("non publié") == 8
    assert [bar["style"] for bar in section.every("i")] == ["--w:100.0", "--w:26.7", "--w:15.0"]


def test_nobody_publishes_the_list_of_nearly_twenty() -> None:
    said = "Sources speak of nearly 20 African countries; none of them publishes the list."
    assert said in national(page_of("NATIONAL", kind="scheme")) and said in national(page_of("DENVA"))


def test_a_south_south_programme_has_those_of_its_countries() -> None:
    assert [row[0] for row in tree(national(page_of("SUDSUD"))).rows()[1:]] == ["Côte d’Ivoire", "Senegal"]
    assert len(tree(national(page_of("DENVA"))).rows()[1:]) == 11
    assert national(page_of("WECCEE")) == "" and national(page_of("VSI", kind="scheme")) == ""
