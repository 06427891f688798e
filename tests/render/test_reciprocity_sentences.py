from __future__ import annotations

import re
from dataclasses import replace

import pytest
from reciprocity_pages import DATASET, USUAL, agreement, page_of, rows_between, rows_of

from crossmobility.render.reciprocity_page import ReciprocityPage
from crossmobility.render.reciprocity_sentences import empty_sentence, sentences

PUBLISHED = replace(DATASET, complete=False, synthetic=False)


def said(page: ReciprocityPage) -> str:
    return " ".join(sentences(page))


def mixed() -> ReciprocityPage:
    camps = {"origin": "SEN", "destination": "FRA", "period": "2021", "scheme": "CAMP", "placements": 30}
    return page_of(rows_of(*rows_between(USUAL).to_dict("records"), camps), schemes=())


def test_the_exchange_itself_is_said_first_then_its_verdict() -> None:
    first, second, *_ = sentences(page_of(corridor=("SEN", "FRA")))
    assert first == "France ⇄ Senegal, 2021: 11 leaving and 24 arriving, 35 volunteers in all (Service Civique)."
    assert second == (
        "For 1 that leaves, 2.18 arrive: above our default band 0.8–1.25 (no agreement); 9 more departures bring it inside."
    )


def test_the_verdict_follows_the_agreement_where_there_is_one() -> None:
    page = page_of(corridor=("FRA", "SEN"), agreements=[agreement("SEN", 3, 4)])
    assert "2.18 arrive: below the agreed band 3–4; 9 more arrivals bring it inside." in said(page)


def test_below_ten_people_on_one_side_no_ratio_is_said() -> None:
    page = page_of(corridor=("TGO", "FRA"))
    assert "too small to say" in said(page)
    assert "For 1 that leaves" not in said(page)


def test_one_way_says_when_the_last_volunteer_came_the_other_way() -> None:
    assert "One way only: Togo → France; the last volunteer the other way was in 2019." in said(
        page_of(corridor=("TGO", "FRA"))
    )
    assert "One way only: France → Kenya; nobody has ever come the other way." in said(page_of(corridor=("FRA", "KEN")))
    assert "One way" not in said(page_of(corridor=("FRA", "SEN")))


def test_a_closed_corridor_is_said_to_be_closed() -> None:
    assert "The corridor is closed: Visas/en." in said(page_of(corridor=("TGO", "FRA")))
    assert "closed" not in said(page_of(corridor=("FRA", "SEN")))


def test_several_schemes_together_say_that_they_mix_weeks_and_years() -> None:
    found = said(mixed())
    assert "Several schemes are added (International work camps, Service Civique)" in found
    assert "3.88 arrive, but weeks and years are mixed, so this is no verdict." in found
    assert "default band" not in found


def test_one_family_of_schemes_says_nothing_of_mixing() -> None:
    assert "mixed" not in said(page_of())


def test_what_appeared_and_what_stopped_is_named() -> None:
    assert "Since 2020: new exchanges with Kenya." in said(page_of())
    assert "Since 2019: none any more with Tunisia." in said(page_of(period="2020"))


def test_pairs_inside_and_outside_their_bands_are_counted() -> None:
    inside = page_of(agreements=[agreement("SEN", 2, 3)])
    assert "The 1 pair with an agreement and enough people is inside its band." in said(inside)
    both = page_of(agreements=[agreement("SEN", 2, 3), agreement("MAR", 0.8, 1.25)])
    assert "1 of 2 pairs with an agreement and enough people are inside their bands; outside: Morocco." in said(both)


def test_a_missing_way_leaves_the_balance_unknown() -> None:
    page = page_of(rows_between({("SEN", "FRA"): (0, 0, 24)}), dataset=PUBLISHED)
    found = said(page)
    assert "n/a leaving, 24 arriving; no balance, as one way is not published." in found
    assert "1 pair has one way or both without a published number" in found
    assert "answered directly" not in found


def test_a_year_that_is_not_over_says_how_far_the_figures_go() -> None:
    page = page_of(dataset=replace(DATASET, as_of="2021-06-30"))
    assert "The period is not over: these figures go up to 30 June 2021." in said(page)
    assert "not over" not in said(page_of())


def test_months_say_how_they_are_counted_and_people_still_decide_what_is_small() -> None:
    page = page_of(measure="volunteer_months", corridor=("TGO", "FRA"))
    assert "0 leaving and 42 arriving, 42 volunteer-months in all" in said(page)
    assert "too small to say" in said(page)
    assert "divided by 30.4375" in said(page)


def test_a_pair_of_other_countries_has_both_ways_and_a_balance() -> None:
    page = page_of(corridor=("SEN", "MAR"))
    assert sentences(page) == [
        "Morocco → Senegal: 1 volunteer; Senegal → Morocco: 2 volunteers (2021).",
        "Balance of the pair, smaller ÷ larger: 0.50.",
    ]


@pytest.mark.parametrize("corridor", [(), ("SEN", "FRA"), ("TGO", "FRA"), ("SEN", "MAR")])
def test_both_languages_say_the_same_numbers(corridor: tuple[str, ...]) -> None:
    def numbers(language: str) -> list[str]:
        found = " ".join(sentences(page_of(corridor=corridor, language=language, agreements=[agreement("SEN", 0.5, 1.5)])))
        return sorted(re.findall(r"\d+", found.replace("\u202f", "")))

    assert numbers("fr") == numbers("en")


def test_nothing_published_and_nobody_counted_are_two_things() -> None:
    nobody = page_of(period="2020", reference="KEN", schemes=("CAMP",))
    assert sentences(nobody) == []
    assert "the records count 0" in empty_sentence(nobody)
    unknown = page_of(rows_between({("SEN", "FRA"): (0, 0, 24)}), dataset=PUBLISHED, period="2020")
    assert empty_sentence(unknown) == "No figure is published for this selection (Service Civique, 2020)."
