"""One country of the sample: every answer again with plain pandas over the records."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from sample_records import AS_OF, figures, last_day, records

from crossmobility.domain.book import Book
from crossmobility.domain.breaks import breaks_in
from crossmobility.domain.programmes.country import (
    course_of,
    departures_by_month,
    exchange_of,
    hosts,
    overlap,
    profile_of,
    returned,
    since_breaks,
    visas_of,
    women,
)
from crossmobility.reference import breaks

DAY, TODAY = date.fromisoformat(AS_OF), pd.Timestamp(AS_OF)
YEARS = ("2022", "2023", "2024")
COUNTRIES = ("SEN", "MAR", "TGO", "CIV", "TUN", "COL")


@pytest.fixture(scope="module")
def flows() -> pd.DataFrame:
    return figures().rows("sample")


@pytest.fixture(scope="module")
def values() -> pd.DataFrame:
    return figures().values_of("sample")


@pytest.fixture(scope="module")
def stages() -> pd.DataFrame:
    return figures().stages_of("sample")


def begun() -> pd.DataFrame:
    rows = records()
    rows = rows[rows["start_on"].notna()]
    return rows.assign(last=last_day(rows), year=rows["start_on"].dt.year.astype(str))


def between(rows: pd.DataFrame, origin: str, destination: str) -> pd.DataFrame:
    return rows[(rows["origin"] == origin) & (rows["destination"] == destination)]


def in_year(days: pd.Series, year: str) -> pd.Series:
    return days.dt.year == int(year)


@pytest.mark.parametrize("country", COUNTRIES)
def test_exchange(flows: pd.DataFrame, country: str) -> None:
    found = exchange_of(flows, country, "FRA", "2024", complete_to=AS_OF).set_index("way")
    every = begun()
    abroad = every[every["origin"] != every["destination"]]
    ways = {
        "there": between(every, country, "FRA"),
        "here": between(every, "FRA", country),
        "out_elsewhere": abroad[(abroad["origin"] == country) & (abroad["destination"] != "FRA")],
        "in_elsewhere": abroad[(abroad["destination"] == country) & (abroad["origin"] != "FRA")],
    }
    first, last = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-12-31")
    for name, rows in ways.items():
        present = (rows["start_on"] <= last) & ~(rows["last"] <= last)
        days = (rows["last"].fillna(last).clip(upper=last) - rows["start_on"].clip(lower=first)).dt.days + 1
        months = days[(rows["start_on"] <= last) & ~(rows["last"] < first)].sum() / 30.4375
        expected = [present.sum(), in_year(rows["start_on"], "2024").sum(), months]
        assert found.loc[name, ["present", "started", "volunteer_months"]].tolist() == pytest.approx(expected), name


@pytest.mark.parametrize("country", COUNTRIES)
def test_course(flows: pd.DataFrame, country: str) -> None:
    found = course_of(flows, country, "FRA", YEARS, complete_to=AS_OF)
    for numbers, ends in ((found.forward, (country, "FRA")), (found.back, ("FRA", country))):
        assert list(numbers) == [in_year(between(begun(), *ends)["start_on"], year).sum() for year in YEARS]
    assert (found.forward_sum, found.back_sum) == (sum(found.forward), sum(found.back))


def verdict(forward: list[int], back: list[int]) -> str:
    """Say it again, rule by rule."""
    out, into = sum(forward), sum(back)
    if not out + into:
        return "nothing"
    if max(out, into) < 5:
        return "too_few"
    if not out or not into:
        return "one_way_out" if out else "one_way_in"
    if 5 * min(out, into) >= 4 * max(out, into):
        return "balanced"
    before, last = sum(forward[:2]) - sum(back[:2]), forward[2] - back[2]
    return "reversing" if before * last < 0 else "tilted"


def test_verdicts(flows: pd.DataFrame) -> None:
    counts = begun().groupby(["origin", "destination", "year"]).size().to_dict()
    book, seen = Book(flows), set()
    for country in sorted({*records()["origin"], *records()["destination"]} - {"FRA"}):
        for last in (2016, 2018, 2020, 2022, 2024):
            years = [str(year) for year in range(last - 2, last + 1)]
            ways = [[counts.get((*ends, year), 0) for year in years] for ends in ((country, "FRA"), ("FRA", country))]
            found = course_of(book, country, "FRA", years, complete_to=AS_OF).verdict
            assert found == verdict(*ways), (country, last)
            seen.add(found)
    assert seen >= {"balanced", "one_way_out", "tilted", "too_few", "nothing"}, "the records hold most of them"


def test_visas(values: pd.DataFrame) -> None:
    found = visas_of(values, COUNTRIES, ("2023", "2024")).set_index(["country", "period"])
    rows = records()
    rows = rows[(rows["destination"] == "FRA") & (rows["origin"] != "FRA")]
    for (country, year), line in found.iterrows():
        own = rows[(rows["origin"] == country) & in_year(rows["visa_decided_on"], str(year))]
        decided = own["visa_outcome"].isin(["GRANTED", "REFUSED"]).sum()
        refused = (own["visa_outcome"] == "REFUSED").sum()
        assert (line["decided"], line["refused"]) == (decided, refused)
        lead = (own["visa_decided_on"] - own["visa_applied_on"]).dt.days
        assert (line["lead_days"] == lead.median()) if len(lead) >= 5 else pd.isna(line["lead_days"])
        assert (line["refusal_share"] == refused / decided) if decided >= 10 else pd.isna(line["refusal_share"])
    assert found["lead_days"].notna().sum() > 6 and found["refused"].sum() > 0


@pytest.mark.parametrize("country", COUNTRIES)
def test_women_and_profile(country: str) -> None:
    started = begun()[lambda rows: rows["year"].isin(YEARS)]
    ways = {"there": between(started, country, "FRA"), "here": between(started, "FRA", country)}
    found = women(figures().splits_of("sample", "sex"), country, "FRA", YEARS, complete_to=AS_OF).set_index("way")
    for name, rows in ways.items():
        expected = [(rows["sex"] == "F").sum(), rows["sex"].isin(["F", "M", "X"]).sum()]
        assert found.loc[name, ["women", "known"]].tolist() == expected
    splits = {name: figures().splits_of("sample", name) for name in ("sector", "sdg")}
    profile = profile_of(splits, country, "FRA", YEARS, complete_to=AS_OF)
    for dimension in splits:
        table = profile[profile["dimension"] == dimension].set_index("category")
        for name, rows in (("out", ways["there"]), ("in", ways["here"])):
            counts = rows[dimension].astype("str").value_counts()
            assert table[name][table[name] > 0].to_dict() == counts.to_dict()
        shares = [rows[dimension].value_counts(normalize=True) for rows in ways.values()]
        alike = pd.concat(shares, axis=1).fillna(0.0).min(axis=1).sum()
        few = min(len(rows) for rows in ways.values()) < 5
        assert pd.isna(overlap(profile, dimension)) if few else overlap(profile, dimension) == pytest.approx(alike)


@pytest.mark.parametrize("country", COUNTRIES)
def test_returned(flows: pd.DataFrame, values: pd.DataFrame, country: str) -> None:
    found = returned(flows, values, country, "2024", complete_to=AS_OF)
    rows = begun()
    rows = rows[(rows["origin"] == country) & (rows["destination"] != country)]
    assert found.ended == in_year(rows["last"], "2024").sum()
    rows = rows[(rows["destination"] == "FRA") & rows["end_on"].notna()]
    due = rows[in_year(rows["end_on"] + pd.Timedelta(days=182), "2024")]
    answered = due[due["followup_on"].notna() & due["followup_status"].notna()]
    positive = answered["followup_status"].isin(["EMPLOYED", "SELF_EMPLOYED", "STUDY", "SERVICE"]).sum()
    assert (found.positive, found.answered, found.due) == (positive, len(answered), len(due))


@pytest.mark.parametrize("country", COUNTRIES)
def test_departures(stages: pd.DataFrame, country: str) -> None:
    found = departures_by_month(stages, country, as_of=DAY, complete_to=AS_OF).set_index("month")
    rows = records()
    rows = rows[(rows["origin"] == country) & (rows["destination"] != country)]
    planned = rows["planned_start_on"]
    gone = rows[(rows["start_on"].notna() | rows["arrival_on"].notna()) & planned.dt.year.between(2023, 2025)]
    ahead = rows[(planned > TODAY) & rows["closed_before_start_on"].isna()]
    for month in range(1, 13):
        usual = (gone["planned_start_on"].dt.month == month).sum() / 3
        to_come = (ahead["planned_start_on"].dt.month == month).sum()
        assert found.loc[f"{month:02d}"].tolist() == pytest.approx([usual, to_come]), month
    assert found["usual"].sum() > 0


@pytest.mark.parametrize("country", ["MLI", "BFA", "SEN"])
def test_since_breaks(stages: pd.DataFrame, country: str) -> None:
    marks = breaks_in(breaks(), [str(year) for year in range(2014, 2026)], countries=[country])
    found = since_breaks(stages, marks, country, as_of=DAY, complete_to=AS_OF).set_index("break_id")
    rows = records()
    rows = rows[(rows["origin"] == country) & (rows["destination"] != country)]
    month = rows["planned_start_on"].dt.to_period("M")
    left = rows["start_on"].notna() | rows["arrival_on"].notna()
    refused, open_ = rows["closed_reason"] == "VISA_REFUSED", rows["closed_before_start_on"].isna() & ~left
    for event in (mark.event for mark in marks):
        first = pd.Period(event.from_on, "M")
        last = pd.Period(event.to_on, "M") if event.to_on else month.max()
        during = (month >= first) & (month <= last)
        line = found.loc[event.break_id]
        assert line["months"] == 12
        assert line["before"] == (left & (month >= first - 12) & (month < first)).sum(), event.break_id
        assert line["after"] == (left & (month >= first) & (month < first + 12)).sum(), event.break_id
        assert [line["refused"], line["waiting"]] == [(refused & during).sum(), (open_ & during).sum()]
    assert len(found) >= 2


@pytest.mark.parametrize("country", COUNTRIES)
def test_hosts(country: str) -> None:
    found = hosts(figures().organisations_of("sample"), country, "2024", complete_to=AS_OF)
    rows = begun()

    def active(first: str, last: str) -> pd.DataFrame:
        return rows[(rows["start_on"] <= pd.Timestamp(f"{last}-12-31")) & ~(rows["last"] < pd.Timestamp(f"{first}-01-01"))]

    now, recent = active("2024", "2024"), active("2022", "2024")
    sending = set(now.loc[now["origin"] == country, "sending_org_id"].dropna())
    hosting = set(now.loc[now["destination"] == country, "hosting_org_id"].dropna())
    assert (found.sending, found.also_hosting) == (len(sending), len(sending & set(recent["hosting_org_id"])))
    assert (found.hosting, found.also_sending) == (len(hosting), len(hosting & set(recent["sending_org_id"])))
    ended = rows[rows["end_on"].dt.year.between(2022, 2024) & (rows["destination"] == country)]
    early = ended[ended["end_on"] < ended["planned_end_on"] - pd.Timedelta(days=7)]
    assert found.two_early == (early["hosting_org_id"].value_counts() >= 2).sum()
