"""The text of the planner: what each field is called, what each figure says of itself, and what is too small to judge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from html_tree import Node, tree

from crossmobility.domain.bands import AGREEMENT_COLUMNS
from crossmobility.domain.plans import (
    TARGET_COLUMNS,
    Closure,
    Copy,
    Freeze,
    Ground,
    Known,
    Line,
    WhatIf,
    checked,
    effect,
)
from crossmobility.domain.splits import SPLIT_COLUMNS
from crossmobility.domain.statements import FLOW_COLUMNS
from crossmobility.reference import countries, schemes
from crossmobility.render.planner_effect import planner_brief, planner_effect, planner_summary, planner_words
from crossmobility.render.planner_page import Asked, PlannerPage
from crossmobility.render.planner_view import (
    planner_faults,
    planner_file,
    planner_head,
    planner_lines,
    planner_notice,
    planner_what_if,
)

NAN = float("nan")
KNOWN = Known(countries(), schemes(), ("WECCEE",), ("SC_RECIP", "VSI_RECIP"), ("VSI_SS",))
FAMILIES = {code: scheme.family for code, scheme in schemes().items()}
PLACES = {
    "kind": "scenario",
    "origin": "SEN",
    "destination": "FRA",
    "scheme": "SC_RECIP",
    "programme_id": "WECCEE",
    "period": "2026-09",
    "duration_months": "6",
    "places": "12",
    "women": "7",
}
TARGETS = pd.DataFrame([("WECCEE", "_T", "2026", 24.0, NAN)], columns=list(TARGET_COLUMNS))


def flow(ends: str, count: float, scheme: str = "SC_RECIP") -> dict[str, object]:
    origin, destination = ends.split("-")
    row = {**dict.fromkeys(FLOW_COLUMNS, ""), "kind": "actual", "basis": "started", "period": "2025"}
    row |= {"origin": origin, "destination": destination, "scheme": scheme, "programme": "NONE"}
    return {**row, "placements": count, "volunteer_months": NAN}


def page_of(
    *cells: Mapping[str, str], what_if: WhatIf | None = None, targets: pd.DataFrame = TARGETS, **more: Any
) -> PlannerPage:
    """Return a page in English on 20 departures to Senegal and 2 arrivals from there in 2025."""
    lines = [Line(number, {**PLACES, **each}) for number, each in enumerate(cells, 1)]
    rows = pd.DataFrame([flow("FRA-SEN", 20.0, "SC_INTL"), flow("SEN-FRA", 2.0)], columns=list(FLOW_COLUMNS))
    ground = Ground(
        reference="FRA",
        years=("2024", "2025", "2026"),
        families=FAMILIES,
        agreements=pd.DataFrame(columns=list(AGREEMENT_COLUMNS)),
        south=frozenset({"SEN", "TGO"}),
        sexes=pd.DataFrame(columns=list(SPLIT_COLUMNS)).astype({"placements": float}),
        targets=targets,
    )
    plan = checked(lines, KNOWN, 2026)
    return PlannerPage(
        language="en",
        as_of=date(2025, 12, 31),
        synthetic=False,
        reference="FRA",
        year=2026,
        lines=lines,
        checked=plan,
        effect=effect(rows, plan.plan, ground, what_if=what_if),
        copy=Copy(2025, (), 1.0, 2.0),
        what_if=what_if or WhatIf(),
        **{"title": "Ours", "programmes": {"WECCEE": "WECCEE"}, **more},
    )


def table(html: str, title: str) -> list[list[str]]:
    """Return the rows of the table under a heading."""
    found = tree(html).one("div", "cm-scroll", aria_label=title)
    return found.rows()


def names(node: Node) -> list[str]:
    """Return the accessible name of every field: its aria-label, else the words of the label around it."""
    around = {id(field): label.text for label in node.every("label") for field in label.every("input")}
    fields = [field for field in node.below() if field.tag in ("input", "select")]
    return [field.attributes.get("aria-label") or around.get(id(field), "") for field in fields]


def test_every_field_has_a_name_and_every_number_its_limits() -> None:
    top = tree(planner_lines(page_of({}, {"origin": "TGO"})))
    form = ["Origin", "Destination", "Scheme", "Programme", "Starts in", "Months", "Places", "Women"]
    ways = ("Senegal → France", "Togo → France")
    rows = [f"{field}, {way}, Service Civique, incoming · WECCEE" for way in ways for field in form[4:]]
    assert names(top) == [*form, *rows]
    numbers = [field for field in top.every("input") if field["type"] == "number"]
    assert len(numbers) == 3 * 3 and all(field["min"] and field["step"] for field in numbers)
    assert [group["aria-label"] for group in top.every("li")] == [
        "Line 1, Senegal → France, Service Civique, incoming · WECCEE",
        "Line 2, Togo → France, Service Civique, incoming · WECCEE",
    ]


def test_a_line_that_does_not_count_is_marked_in_words_and_its_remedy_is_named() -> None:
    page = page_of({}, {"places": "-1"})
    marks = [item.every("b", "cm-plan-refused") for item in tree(planner_lines(page)).every("li")]
    assert [len(mark) for mark in marks] == [0, 1] and marks[1][0].text == "does not count"
    said = tree(planner_faults(page))
    assert said.one("p").text == "1 line counts, 12 places, 1 line does not count"
    assert said.one("li").text.startswith("Line 2, Places — “-1” is no number of places.")


def test_what_was_typed_reaches_the_page_as_text() -> None:
    page = page_of({"origin": "<b>x</b>", "places": '"><script>'}, name='"><i>', who="<u>", title="<h9>")
    for html in (planner_head(page), planner_file(page), planner_faults(page), planner_lines(page), planner_what_if(page)):
        tree(html)
        assert not re.search(r"<(b>x|script|i>|u>|h9)", html)


def test_the_balance_says_bands_counts_and_what_brings_it_inside() -> None:
    html = planner_effect(page_of({}))
    head, row = table(html, "Balance of each pair within its scheme")
    assert head == ["Pair and scheme", "Band", "Started 2024–2026 so far", "With the plan scenario, not a result"]
    assert row[0] == "France ⇄ Senegal Service Civique" and row[1] == "0.8–1.25 our default"
    assert row[2] == "too few for a rate 2 in, 20 out"
    # 14 ÷ 20; 0.8 × 20 = 16
    assert row[3] == "0.70 ▼ below 14 in, 20 out 2 more arrivals bring it inside"


def test_a_pair_of_two_other_countries_names_each_way() -> None:
    html = planner_effect(page_of({"destination": "TGO", "scheme": "VSI_SS", "duration_months": "12"}))
    row = table(html, "Balance of each pair within its scheme")[1]
    assert row[:2] == ["Senegal ⇄ Togo South–South volunteering", "no band"]
    assert row[3] == "too few for a rate Togo → Senegal 0, Senegal → Togo 12"


def test_a_ratio_and_what_one_half_would_need() -> None:
    html = planner_effect(page_of({"places": "1", "women": ""}, {"origin": "TGO", "places": "2", "women": ""}))
    _, row = table(html, "Arrivals for 1 departure, by scheme, seen from France")
    assert row == ["Service Civique", "too few for a rate 2 in, 20 out", "too few for a rate 5 in, 20 out"]
    said = "Service Civique: to reach 0.5 with the plan, 5 more arrivals would be needed."
    assert f"{said} One way to share them: Senegal 5." in tree(html).text


def test_shares_of_few_people_are_counts_and_unknown_sex_is_apart() -> None:
    html = planner_effect(page_of({"women": ""}, {"places": "9", "women": "4"}))
    rows = {row[0]: row[1:] for row in table(html, "Shares and volumes")[1:]}
    assert rows["Women among people whose sex is known"] == [
        "n/a sex not known: 0",
        "too few for a rate 4 of 9 sex not known: 12",
    ]
    assert rows["Placements between two countries"] == ["22", "43"]
    south = rows["South–South share both countries receive development assistance"]
    assert south == ["0% 0 of 22", "0% 0 of 43"]


def test_targets_say_their_year_and_their_share() -> None:
    head, row = table(planner_effect(page_of({})), "Targets of placements started")
    assert head[1:3] == ["Initial target of 2026", "Revised target of 2026"]
    assert row == ["WECCEE", "24 50% with the plan", "no target", "12 0 started, 12 planned"]
    older = TARGETS.assign(period="2025")
    html = planner_effect(page_of({}, targets=older))
    assert "No target of 2026 is in these data: the plan of 2026 stands beside the targets of 2025" in tree(html).text
    none = planner_effect(page_of({}, targets=TARGETS.iloc[:0]))
    assert "No target of 2026 or of the year before is in these data." in tree(none).text


def test_places_lost_and_put_off_stand_beside_those_that_start() -> None:
    what_if = WhatIf(Closure("TGO", "FRA", "2026-01"), Freeze("SC", "2026-09", 2, postponed=True))
    html = planner_effect(
        page_of({}, {"origin": "TGO", "places": "8"}, {"period": "2026-12", "places": "8"}, what_if=what_if)
    )
    tiles = [tile.text for tile in tree(html).every("div", "cm-tile")]
    assert tiles[:3] == ["20 places that start in 2026", "12 of these, later than planned", "8 places lost"]


def test_beside_the_fields_stand_the_places_and_the_ratio_in_one_line() -> None:
    # 14 ÷ 20; 2 in so far is too few. Twelve places from September: four months each in the year.
    said = "Scenario, not a result: 12 places start in 2026, 48 volunteer-months."
    assert tree(planner_brief(page_of({}))).text == (
        f"{said} Arrivals for 1 departure: Service Civique 0.70 (so far too few for a rate)."
    )
    assert tree(planner_brief(page_of())).text == "Scenario, not a result: 0 places start in 2026, 0 volunteer-months."


def test_what_is_supposed_is_chosen_by_lists_with_names() -> None:
    asked = Asked(corridor="SEN-FRA", closed_from="2026-05", family="SC", frozen_from="2026-03", months=3)
    what_if = WhatIf(Closure("SEN", "FRA", "2026-05"), Freeze("SC", "2026-03", 3, postponed=True))
    top = tree(planner_what_if(page_of({}, asked=asked, what_if=what_if)))
    chosen = {
        field["data-intent"]: [option["value"] for option in field.every("option") if "selected" in option.attributes]
        for field in top.every("select")
    }
    assert chosen == {"closed": ["SEN-FRA"], "closed-from": ["2026-05"], "frozen": ["SC"], "frozen-from": ["2026-03"]}
    assert all(field["aria-label"] for field in top.every("select"))
    assert top.one("input", data_intent="frozen-months")["type"] == "number"
    assert [button["data-value"] for button in top.every("button", aria_pressed="true")] == ["postponed", "3"]
    gone = tree(planner_what_if(page_of(asked=asked, what_if=what_if)))
    assert "Senegal → France" in gone.text, "what is supposed stays named when its last line is removed"


def test_a_copy_says_that_it_is_no_forecast() -> None:
    said = tree(planner_lines(page_of({}))).one("p", "cm-plan-copy").text
    assert said == (
        "A copy of 2025, not a forecast: the 1 placement that started in 2025 between two countries, once more. "
        "2 placements within one country are left out."
    )
    assert not tree(planner_lines(page_of({}, begun="empty"))).every("p", "cm-plan-copy")


def test_the_page_speaks_both_languages() -> None:
    english = page_of({}, {"places": "-1"})
    french = replace(english, language="fr")
    for part in (planner_head, planner_file, planner_faults, planner_lines, planner_what_if, planner_effect, planner_words):
        assert part(english) != part(french), part.__name__
    assert "Sénégal → France" in planner_lines(french)
    assert planner_notice("en") != planner_notice("fr")


def test_what_is_stored_names_no_country_but_the_reference() -> None:
    page = page_of({"places": "1", "women": ""}, {"origin": "TGO", "places": "2", "women": ""})
    said = tree(planner_summary(page)._repr_html_()).text
    assert "5 more arrivals would be needed." in said and "scenario, not a result" in said
    assert not [code for code in ("SEN", "TGO") if page.words.country(code) in said]
