from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from html_tree import Node, tree
from indicators_pages import DATASET, NAN, RULES, page_of, value

from crossmobility.domain.indicators.definitions import StatusRule
from crossmobility.i18n import LANGUAGES, message
from crossmobility.render import indicators_view as view
from crossmobility.render.indicators_words import SHAPES, STATUSES, light, spoken

REVISED = {
    "indicator": "HAPPY",
    "period": "2023",
    "dimension": "sex",
    "category": "F",
    "value_type": "actual",
    "before": 0.86,
    "now": 0.89,
    "change": 0.03,
    "edition_before": "AR2023",
    "edition": "AR2023-v2",
    "why": "revised",
}


def section(found: Node, title: str) -> Node:
    return next(each for each in found.every("section") if each.one("h2").text == title)


def test_the_page_asks_whether_promises_are_kept() -> None:
    assert view.question(page_of(programmes=("WECCEE",))) == "Does WECCEE keep its promises?"
    assert view.question(page_of()) == "Are the promises kept?"
    assert view.question(page_of(language="fr")) == "Tient-on les objectifs\u202f?"


def test_the_head_states_scope_period_dataset_and_its_day() -> None:
    head = tree(view.head(page_of(schemes=("CAMP",))))
    assert head.one("p", "cm-line").text == "International work camps · 2024 · Test data · data as of 31 December 2024"
    assert "no figure on this page describes real people" in head.one("p", "cm-band").text


def test_real_data_have_no_band() -> None:
    assert not tree(view.head(page_of(dataset=replace(DATASET, synthetic=False)))).every("p", "cm-band")


def test_controls_offer_programmes_schemes_and_the_latest_period_first() -> None:
    found = tree(view.controls(page_of(programmes=("WECCEE",))))
    scope, period = found.every("select")
    assert [option["value"] for option in scope.every("option")] == ["", "programme:WECCEE", "scheme:SC", "scheme:CAMP"]
    assert scope.one("option", selected="")["value"] == "programme:WECCEE"
    assert [option["value"] for option in period.every("option")] == ["2024", "2023", "2022", "2024-Q2", "2024-Q1"]
    assert period["data-intent"] == "period"


def test_levels_of_territory_are_offered_where_there_are_values() -> None:
    page = page_of(territory="region")
    offered = replace(page, offer=replace(page.offer, levels=("region", "departement")))
    buttons = tree(view.controls(offered)).every("button", data_intent="territory")
    assert [(button.text, button["aria-pressed"]) for button in buttons] == [
        ("None", "false"),
        ("Regions", "true"),
        ("Départements", "false"),
    ]
    assert not tree(view.controls(page)).every("button", data_intent="territory")


def test_looking_at_one_region_keeps_the_level_of_regions_pressed() -> None:
    page = page_of(territory="FR-R84")
    offered = replace(page, offer=replace(page.offer, levels=("region",)))
    pressed = tree(view.controls(offered)).every("button", data_intent="territory", aria_pressed="true")
    assert [button.text for button in pressed] == ["Regions"]


def test_an_empty_selection_says_which_and_where_the_nearest_values_are() -> None:
    found = tree(view.table(page_of([], period="2023", schemes=("CAMP",))))
    assert "No indicator has a value or a target for International work camps in 2023." in found.text
    assert [button["data-value"] for button in found.every("button")] == ["2024", "2022", "2024-Q1"]


def test_thresholds_are_said_as_the_data_have_them() -> None:
    rules = {"_T": StatusRule(on_track=0.9, at_risk=0.7, too_early=0.25)}
    said = section(tree(view.foot(page_of(rules=rules))), "How to read the figures").text
    assert "On track from 90% of what can be expected by the date, at risk from 70%" in said
    assert "Before 25% of the period has passed" in said
    assert "They are data" in said


def test_the_foot_names_who_owes_what_since_when_the_longest_first() -> None:
    owed = pd.DataFrame(
        {
            "indicator": ["STARTS", "HAPPY"],
            "owner_role": ["PROGRAMME_OFFICER", "MONITORING_OFFICER"],
            "period": ["2024-Q4", "2023"],
            "due_on": ["2025-01-30", "2024-03-31"],
            "days_late": [0.0, 275.0],
        }
    )
    rows = section(tree(view.foot(page_of(tables={"owed": owed}))), "Who owes which value").rows()
    assert rows[1:] == [
        ["Satisfied 2023", "monitoring officer", "31 March 2024", "275"],
        ["Departures Q4 2024", "programme officer", "30 January 2025", "not yet late"],
    ]


def test_nobody_owing_a_value_is_said() -> None:
    assert "Nobody owes a value." in tree(view.foot(page_of())).text


def test_a_figure_that_changed_is_shown_before_and_after_with_the_reason() -> None:
    found = tree(view.foot(page_of(tables={"revisions": pd.DataFrame([REVISED])})))
    row = section(found, "What changed since the edition published last").rows()[1]
    assert row == ["Satisfied 2023, Woman", "86.0% AR2023", "89.0% AR2023-v2", "+3 points", "The value was revised."]


def test_a_revised_target_is_called_a_target() -> None:
    changed = pd.DataFrame([{**REVISED, "value_type": "target_initial", "dimension": "_T", "before": NAN, "change": NAN}])
    row = section(
        tree(view.foot(page_of(tables={"revisions": changed}))), "What changed since the edition published last"
    ).rows()[1]
    assert row[:2] == ["Satisfied 2023, Initial target", "n/a AR2023"]
    assert row[3] == "n/a"


def test_findings_are_listed() -> None:
    found = tree(view.foot(page_of(tables={"findings": [message("There is no value yet.")]})))
    assert section(found, "What does not fit together").one("li").text == "There is no value yet."


def test_the_foot_gives_licence_day_and_note() -> None:
    said = tree(view.foot(page_of())).text
    assert "Nothing real. Data as of 31 December 2024. Licence: CC0." in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_a_shape_and_a_word_of_its_own(language: str) -> None:
    assert set(SHAPES) == set(STATUSES)
    assert len(set(SHAPES.values())) == len({word.in_language(language) for word in STATUSES.values()}) == len(STATUSES)
    for status in STATUSES:
        assert tree(light(status, language)).text == f"{SHAPES[status]} {STATUSES[status].in_language(language)}"


@pytest.mark.parametrize("part", ["head", "controls", "tiles", "table", "detail", "foot"])
def test_every_part_of_the_page_is_well_formed_in_both_languages(part: str) -> None:
    for language in LANGUAGES:
        for rows in ((), None):
            page = page_of(language=language) if rows is None else page_of(rows, language=language)
            tree(getattr(view, part)(page))


def test_a_rule_of_its_own_is_used_for_its_indicator() -> None:
    strict = {**RULES, "STARTS": StatusRule(on_track=0.85, at_risk=0.5, too_early=0.1)}
    assert "from 85% on is on track" in view.detail(page_of(rules=strict))


def test_unknown_is_never_written_as_zero() -> None:
    page = page_of([value(NAN, value_status="not_reported")])
    assert tree(view.table(page)).one("td", "cm-i-actual").text == "n/a"


def test_a_finding_speaks_of_a_quarter_as_people_do() -> None:
    found = message("{scope}: too much", scope="2022-Q2, WECCEE")
    assert spoken(found, "fr").startswith("T2 2022, WECCEE")
    assert spoken(found, "en") == "Q2 2022, WECCEE: too much"
