"""The manager's questions on the sample: every answer again with plain pandas over the records."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from sample_records import AS_OF, figures, last_day, records

from crossmobility.domain.indicators.tracking import tracked
from crossmobility.domain.programmes.director import (
    cohorts,
    cost,
    dependence,
    one_way_corridors,
    opportunities,
    reasons_of_end,
    six_months,
    targets,
)
from crossmobility.domain.programmes.needed import needed
from crossmobility.domain.reciprocity import scope_of
from crossmobility.domain.selection import Selection
from crossmobility.reference import schemes

DAY, TODAY = date.fromisoformat(AS_OF), pd.Timestamp(AS_OF)


@pytest.fixture(scope="module")
def values() -> pd.DataFrame:
    return figures().values_of("sample")


@pytest.fixture(scope="module")
def families() -> dict[str, str]:
    return {code: scheme.family for code, scheme in schemes().items()}


def begun() -> pd.DataFrame:
    rows = records()
    rows = rows[rows["start_on"].notna()]
    return rows.assign(last=last_day(rows), year=rows["start_on"].dt.year)


def matured(year: int) -> pd.DataFrame:
    rows = begun()
    rows = rows[(rows["year"] == year) & (rows["planned_end_on"] <= TODAY) & rows["end_on"].notna()]
    return rows.assign(early=rows["end_on"] < rows["planned_end_on"] - pd.Timedelta(days=7))


def test_targets(values: pd.DataFrame) -> None:
    table = tracked(
        values,
        figures().definitions_of("sample"),
        figures().rules_of("sample"),
        as_of=DAY,
        period="2024",
        programme=None,
        scheme=None,
        direction=None,
    )
    found = targets(table)
    rows = begun()[lambda each: each["year"] == 2024]
    for line in found.itertuples():
        own = rows[rows["programme_id"] == line.programme] if line.programme != "_T" else rows
        own = own[own["scheme"] == line.scheme] if line.scheme != "_T" else own
        assert (line.direction, line.actual) == ("_T", len(own))
        assert line.achievement_initial == len(own) / line.initial
        assert pd.isna(line.revised) or line.achievement_revised == len(own) / line.revised
    stated = {(line.programme, line.scheme): (line.initial, line.revised) for line in found.itertuples()}
    assert stated[("PRODDIGE", "_T")] == (24, 20)
    assert set(stated) == {("_T", "SC_RECIP"), ("_T", "VSI_RECIP"), ("WECCEE", "_T"), ("PRODDIGE", "_T")}


@pytest.mark.parametrize("family", ["SC", "VSI"])
def test_one_way(families: dict[str, str], family: str) -> None:
    found = one_way_corridors(
        figures().rows("sample"), "FRA", "2024", families=families, schemes=[family], complete_to=AS_OF
    )
    rows = begun()
    rows = rows[rows["year"].between(2022, 2024) & (rows["scheme"].map(families) == family)]
    counts = rows[rows["origin"] != rows["destination"]].groupby(["origin", "destination"]).size()
    alone = {ends: count for ends, count in counts.items() if ends[::-1] not in counts.index}
    assert {(line.origin, line.destination): line.volume for line in found.itertuples()} == alone
    assert len(alone) > 3 and set(found["scheme"]) == {family}


def test_needed(families: dict[str, str]) -> None:
    asked = Selection(period="2024", basis="started", schemes=("SC",))
    scope = scope_of(figures().rows("sample"), asked, families, complete_to=AS_OF)
    rows = begun()
    rows = rows[(rows["year"] == 2024) & (rows["scheme"].map(families) == "SC") & (rows["origin"] != rows["destination"])]
    into = rows[rows["destination"] == "FRA"]["origin"].value_counts()
    out = rows[rows["origin"] == "FRA"]["destination"].value_counts()
    found = needed(scope, 5.0)
    assert (found.arrivals_now, found.departures_now) == (into.sum(), out.sum())
    assert found.arrivals == max(0, 5 * out.sum() - into.sum()) > 0
    counts = pd.DataFrame({"into": into, "out": out}).fillna(0.0).sort_index()
    gap = 5 * counts["out"] - counts["into"]
    more = dict.fromkeys(counts.index, 0)
    for _ in range(int(found.arrivals)):
        country = gap.idxmax()  # the first of equal ones, in alphabetical order
        gap[country] -= 1
        more[country] += 1
    assert dict(zip(found.by_country["country"], found.by_country["more"], strict=True)) == {
        code: count for code, count in more.items() if count
    }


def test_cost(values: pd.DataFrame) -> None:
    found = cost(values, "2024").set_index("scheme")
    rows = begun()
    first, last = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-12-31")
    for scheme, line in found.iterrows():
        own = rows if scheme == "_T" else rows[rows["scheme"] == scheme]
        inside = own[(own["start_on"] <= last) & ~(own["last"] < first)]
        days = (inside["last"].fillna(last).clip(upper=last) - inside["start_on"].clip(lower=first)).dt.days + 1
        assert line["volunteer_months"] == pytest.approx(days.sum() / 30.4375), scheme
        ended = own[own["last"].dt.year == 2024]
        paid = ended[ended["cost_eur"].notna()]
        months = ((paid["last"] - paid["start_on"]).dt.days + 1).sum() / 30.4375
        assert (line["known"], line["ended"]) == (len(paid), len(ended))
        if months >= 60:
            assert line["cost"] == pytest.approx(paid["cost_eur"].sum() / months)
        else:
            assert pd.isna(line["cost"])
    assert set(rows[rows["last"].dt.year == 2024]["scheme"]) <= set(found.index)


def test_cohorts_and_reasons(values: pd.DataFrame) -> None:
    found = cohorts(values, figures().stages_of("sample"), "2024").set_index("period")
    rows = records()
    for year in (2023, 2024):
        ended = matured(year)
        there = rows["start_on"].notna() | (rows["arrival_on"].notna() & rows["closed_before_start_on"].isna())
        running = there & rows["end_on"].isna() & (rows["planned_start_on"].dt.year == year)
        assert found.loc[str(year)].tolist() == [ended["early"].sum(), len(ended), running.sum()]
    early = matured(2024)[lambda each: each["early"]]
    ends = reasons_of_end(values, "2024")
    assert (ends.early, ends.job_or_studies) == (
        len(early),
        early["end_reason"].isin(["COMPLETED", "JOB", "STUDIES"]).sum(),
    )


def test_dependence(values: pd.DataFrame) -> None:
    found = dependence(values, figures().organisations_of("sample"), "2024", complete_to=AS_OF)
    rows = begun()
    abroad = rows[(rows["year"] == 2024) & ((rows["origin"] == "FRA") != (rows["destination"] == "FRA"))]
    partner = abroad["origin"].where(abroad["origin"] != "FRA", abroad["destination"])
    assert (found.top_five, found.total) == (partner.value_counts().head(5).sum(), len(partner))
    first, last = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-12-31")
    active = rows[(rows["start_on"] <= last) & ~(rows["last"] < first)]
    by_host = active["hosting_org_id"].value_counts()
    assert (found.largest_host, found.host_placements) == (by_host.iloc[0], by_host.sum())


def test_opportunities(values: pd.DataFrame) -> None:
    found = opportunities(values, "2024").set_index(["indicator", "category"])
    rows = records()
    words = {True: "yes", False: "no"}
    planned = rows[(rows["planned_start_on"].dt.year == 2024) & rows["selected_on"].notna()]
    cohort = matured(2024)
    for name, own, met in (
        ("SEL_CONV", planned, planned["start_on"].notna()),
        ("CPL_RATE", cohort, cohort["end_reason"] == "COMPLETED"),
    ):
        group = own["fewer_opportunities"].map(words).fillna("unknown")
        for word in ("yes", "no", "unknown"):
            assert found.loc[(name, word)].tolist() == [(met & (group == word)).sum(), (group == word).sum()], (name, word)


def test_six_months(values: pd.DataFrame) -> None:
    found = six_months(values, "2024")
    rows = begun()
    due = rows[(rows["end_on"] + pd.Timedelta(days=182)).dt.year == 2024]
    answered = due[due["followup_on"].notna() & due["followup_status"].notna()]
    positive = answered["followup_status"].isin(["EMPLOYED", "SELF_EMPLOYED", "STUDY", "SERVICE"]).sum()
    assert (found.positive, found.answered, found.due) == (positive, len(answered), len(due))
