"""Questions that the desk answers by name: which organisations, which reasons, and what would happen to the next cohort."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from questions import active, begun, hosts_with_two, label, plain
from sample_records import PLACEMENTS, records

from crossmobility.desk import country_file, open_records, planner_page
from crossmobility.ui.page import Page

REFERENCE = PLACEMENTS.parents[1] / "reference"


@pytest.fixture(scope="module")
def desk_says() -> str:
    """The file of Senegal at the desk."""
    return plain(country_file(open_records(), country="SEN", language="en").regions["file"].html)


def test_question_17_the_desk_names_them(desk_says: str) -> None:
    rows, lately = begun(), active(begun(), 2023, 2025)
    names = pd.read_csv(PLACEMENTS.with_name("organisations.csv"), dtype="str").set_index("org_id")["name"]
    sent = rows[rows["origin"] == "SEN"]["sending_org_id"].dropna()
    hosting, ever = set(lately["hosting_org_id"].dropna()), set(rows["hosting_org_id"].dropna())
    assert f"{sent.nunique()} organisations have sent somebody." in desk_says
    for code in sent.unique():
        state = "also hosts" if code in hosting else "hosted, but not lately" if code in ever else "never got anyone back"
        assert f"{names[code]} {state} " in desk_says
    count = (len({*sent} & hosting), len({*sent} - ever))
    assert f"In 2023–2025, {count[0]} also hosted somewhere; {count[1]} never did in these records." in desk_says


def test_question_20_through_which_organisations_they_had_left(desk_says: str) -> None:
    rows = begun()
    back = rows[(rows["origin"] == "SEN") & (rows["destination"] != "SEN") & (rows["last"].dt.year == 2025)]
    assert f"{len(back)} people came back since 1 January 2025." in desk_says
    names = pd.read_csv(PLACEMENTS.with_name("organisations.csv"), dtype="str").set_index("org_id")["name"]
    through = desk_says.partition("Organisations that sent them")[2]
    for code, count in back["sending_org_id"].value_counts().items():
        assert f"{names[str(code)]} {count}" in through


def test_question_23_the_desk_names_them(desk_says: str) -> None:
    names = pd.read_csv(PLACEMENTS.with_name("organisations.csv"), dtype="str").set_index("org_id")["name"]
    there = desk_says.partition("Which hosts had two early ends or more, 2023–2025?")[2].partition("Who came back")[0]
    named = hosts_with_two("SEN", 2023, 2025)
    for code, count in named.items():
        assert f"{names[str(code)]} {count}" in there
    assert ("None in this country" in there) == named.empty


def test_question_24_by_scheme_and_reason_at_the_desk(desk_says: str) -> None:
    rows = records()
    ours = rows[((rows["origin"] == "SEN") | (rows["destination"] == "SEN")) & (rows["planned_start_on"] >= "2020-01-01")]
    lost = ours[ours["closed_before_start_on"].notna() & (ours["closed_reason"] != "NOT_SELECTED")]
    counts = lost.groupby(["scheme", "closed_reason"]).size()
    (scheme, reason), count = counts.idxmax(), counts.max()
    name = pd.read_csv(REFERENCE / "schemes.csv", dtype="str").set_index("scheme")["short_en"][scheme]
    planned = (ours["scheme"] == scheme).sum()
    expected = f"Covid-19, since 1 January 2020 {name} {label('closed_reason', reason)} {count} {planned}"
    assert expected in desk_says and count > 2


def plan_of_2026() -> pd.DataFrame:
    """Return a copy of 2025: the placements of each corridor, scheme and programme, in the month in which most of them began."""
    rows = begun()
    rows = rows[(rows["year"] == 2025) & (rows["origin"] != rows["destination"])]
    groups = rows.groupby(["scheme", "origin", "destination", "programme_id"])["start_on"]
    months = groups.agg(lambda days: days.dt.month.mode().min())
    return pd.DataFrame({"month": months, "places": groups.size()}).reset_index()


def tile(page: Page, what: str) -> int:
    found = re.findall(rf'cm-tile"><b>([\d,]+)</b><span>{what}', page.regions["effect"].html)
    return int(found[0].replace(",", "")) if found else 0


def test_question_39_next_year_when_a_corridor_closes() -> None:
    page, plan = planner_page(open_records(), language="en"), plan_of_2026()
    whole = int(plan["places"].sum())
    assert tile(page, "places that start in 2026") == whole
    page.regions["plan"].receive({"closed": "SEN-FRA"})
    page.regions["plan"].receive({"closed-from": "2026-03"})
    gone = plan[(plan["origin"] == "SEN") & (plan["destination"] == "FRA") & (plan["month"] >= 3)]["places"].sum()
    every = plan[(plan["origin"] == "SEN") & (plan["destination"] == "FRA")]["places"].sum()
    assert 0 < gone < every
    assert tile(page, "places that start in 2026") == whole - gone and tile(page, "places lost") == gone


def test_question_39_next_year_when_a_budget_is_frozen_for_three_months() -> None:
    page, plan = planner_page(open_records(), language="en"), plan_of_2026()
    families = pd.read_csv(REFERENCE / "schemes.csv", dtype="str").set_index("scheme")["family"]
    of_family = plan["scheme"].map(families) == "SC"
    frozen = plan[of_family & plan["month"].between(9, 11)]["places"].sum()
    beyond = plan[of_family & plan["month"].between(10, 11)]["places"].sum()
    for name, value in (("frozen", "SC"), ("frozen-from", "2026-09"), ("frozen-months", "3"), ("frozen-fate", "lost")):
        page.regions["plan"].receive({name: value})
    whole = int(plan["places"].sum())
    assert tile(page, "places lost") == frozen > 0 and tile(page, "places that start in 2026") == whole - frozen
    page.regions["plan"].receive({"frozen-fate": "postponed"})
    assert tile(page, "places lost") == 0 and tile(page, "put off beyond 2026") == beyond
    assert tile(page, "of these, later than planned") == frozen - beyond
