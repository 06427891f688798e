"""A country representative's questions: the number on the page, its words, and the same count in plain pandas over the records."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from questions import (
    POSITIVE,
    active,
    asked,
    begun,
    hosts_with_two,
    in_french,
    label,
    part_of,
    volunteer_months,
)
from sample_records import AS_OF, PLACEMENTS, records

from crossmobility.domain.programmes.country import Hosts, Returned
from crossmobility.domain.programmes.country_exchange import Course

REFERENCE = PLACEMENTS.parents[1] / "reference"
NAMES = {
    "SEN": "Senegal",
    "MDG": "Madagascar",
    "TGO": "Togo",
    "BFA": "Burkina Faso",
    "BEN": "Benin",
    "CIV": "Côte d’Ivoire",
}


def between(origin: str, destination: str) -> pd.DataFrame:
    rows = begun()
    return rows[(rows["origin"] == origin) & (rows["destination"] == destination)]


def figure(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"


@pytest.mark.parametrize("country", ["SEN", "TGO"])
def test_question_15_how_many_are_there_and_here_in_people_and_months(country: str) -> None:
    english = asked(f"country:{country}", "2024", "en")
    found = english.page.answers["exchange"].set_index("way")
    said = english.says("How many are there, how many are here?")
    for way, ends in (("there", (country, "FRA")), ("here", ("FRA", country))):
        rows, end = between(*ends), pd.Timestamp("2024-12-31")
        present = ((rows["start_on"] <= end) & ~(rows["last"] <= end)).sum()
        months, started = volunteer_months(rows, 2024), (rows["year"] == 2024).sum()
        assert found.loc[way, ["present", "started", "volunteer_months"]].tolist() == pytest.approx(
            [present, started, months]
        )
        assert present > 0 and months > 10
        names = " → ".join({**NAMES, "FRA": "France"}[code] for code in ends)
        assert f"{names}: {present} present on 31 December 2024, {months:.1f} volunteer-months in 2024." in said
        assert f"{names} {present} {started} {months:.1f}" in said, "the table says the same"


def test_question_15_in_french() -> None:
    months = f"{volunteer_months(between('SEN', 'FRA'), 2024):.1f}".replace(".", ",")
    said = asked("country:SEN", "2024", "fr").says("Combien sont là-bas, combien sont ici ?")
    assert f"Sénégal → France : 29 en mission le 31 décembre 2024, {months} volontaires-mois en 2024." in said


VERDICTS = {
    "balanced": "Balanced: the smaller way is at least 80% of the larger.",
    "tilted": "Tilted: the smaller way is less than 80% of the larger.",
    "reversing": "Reversing: the larger way of the last year was the smaller one before.",
    "one way": "One way only: nobody came the other way.",
    "too few": "Too few for a verdict.",
    "nothing": "Nobody moved either way in",
}


def verdict(forward: list[int], back: list[int]) -> str:
    out, into = sum(forward), sum(back)
    if not out + into:
        return "nothing"
    if max(out, into) < 5:
        return "too few"
    if not out or not into:
        return "one way"
    if max(out, into) < 10:
        return "too few"  # a share of fewer than ten people is no verdict
    if min(out, into) >= 0.8 * max(out, into):
        return "balanced"
    before, last = sum(forward[:2]) - sum(back[:2]), forward[2] - back[2]
    return "reversing" if before * last < 0 else "tilted"


CASES = (("SEN", 2024), ("SEN", 2020), ("MDG", 2022), ("BFA", 2019), ("ARG", 2020), ("ESP", 2024), ("NPL", 2024))


def test_question_16_three_years_balanced_one_way_or_reversing() -> None:
    seen = set()
    for country, last in CASES:
        ways = [
            [int((between(*ends)["year"] == year).sum()) for year in range(last - 2, last + 1)]
            for ends in ((country, "FRA"), ("FRA", country))
        ]
        english = asked(f"country:{country}", str(last), "en")
        course = english.page.answers["course"]
        assert isinstance(course, Course)
        assert (course.forward_sum, course.back_sum) == (sum(ways[0]), sum(ways[1]))
        said = english.says("Over three years, does it balance, lean one way, or reverse?")
        rule = verdict(*ways)
        assert VERDICTS[rule] in said, (country, last)
        assert f"→ France {sum(ways[0])}, France → " in said
        seen.add(rule)
    assert seen == VERDICTS.keys(), "the sample has a case of each"
    french = asked("country:SEN", "2024", "fr").says(
        "Sur trois ans, est-ce équilibré, à sens unique, ou en train de s’inverser ?"
    )
    assert "Déséquilibré" in french and "2022–2024 : Sénégal → France 103, France → Sénégal 36." in french


@pytest.mark.parametrize("country", ["SEN", "BFA"])
def test_question_17_which_sending_organisations_also_host(country: str) -> None:
    english = asked(f"country:{country}", "2024", "en")
    now, recent = active(begun(), 2024, 2024), active(begun(), 2022, 2024)
    sending = set(now.loc[now["origin"] == country, "sending_org_id"].dropna())
    both = sending & set(recent["hosting_org_id"].dropna())
    found = english.page.answers["hosts"]
    assert isinstance(found, Hosts)
    assert (found.sending, found.also_hosting) == (len(sending), len(both)) and sending
    said = english.says("Which organisations that send also host?")
    assert f"Of those that sent in 2024, {part_of(len(both), len(sending))} also hosted in 2022–2024." in said
    never = len(sending - both)
    assert (f"{never} got nobody back in that time." in said) == (never > 0)
    assert f"Sending organisations of {NAMES[country]} {len(sending)} {len(both)} {never}" in said


def decided(country: str, year: int) -> pd.DataFrame:
    rows = records()
    rows = rows[(rows["origin"] == country) & (rows["destination"] == "FRA")]
    return rows[(rows["visa_decided_on"].dt.year == year) & rows["visa_outcome"].isin(["GRANTED", "REFUSED"])]


def median_days(rows: pd.DataFrame) -> float:
    return float((rows["visa_decided_on"] - rows["visa_applied_on"]).dt.days.median())


def test_question_18_how_long_a_visa_takes_and_how_many_are_refused() -> None:
    english = asked("country:SEN", "2024", "en")
    found = english.page.answers["visas"].set_index(["country", "period"])
    said = english.says("How long does a visa take, and how many are refused?")
    for year in (2024, 2023):
        rows = decided("SEN", year)
        refused = int((rows["visa_outcome"] == "REFUSED").sum())
        assert found.loc[("SEN", str(year)), ["decided", "refused"]].tolist() == [len(rows), refused]
        assert found.loc[("SEN", str(year)), "lead_days"] == median_days(rows)
        assert f"{year}: half took up to {figure(median_days(rows))} days, {part_of(refused, len(rows))} refused." in said
    places = pd.read_csv(REFERENCE / "countries.csv", dtype="str").set_index("iso3")["subregion"]
    near = {str(code) for code, _ in found.index} - {"SEN"}
    assert near == {"BEN", "BFA", "CIV", "TGO"} and {places[code] for code in near} == {places["SEN"]}
    days = {code: median_days(decided(code, 2024)) for code in near if len(decided(code, 2024)) >= 10}
    low, high = min(days.values()), max(days.values())
    heard = re.search(r"Neighbouring countries: from (\S+) days \((.+?)\) to (\S+) days \((.+?)\)\.", said)
    assert heard is not None and (heard[1], heard[3]) == (figure(low), figure(high))
    assert {days[code] for code in days if NAMES[code] == heard[2]} == {low}
    assert {days[code] for code in days if NAMES[code] == heard[4]} == {high}
    assert "Burkina Faso too few – 3 of 7 (too few for a rate) –" in said
    assert (decided("BFA", 2023)["visa_outcome"] == "REFUSED").sum() == 3 and len(decided("BFA", 2023)) == 7
    assert decided("BFA", 2024).empty


def test_question_19_sectors_and_goals_both_ways() -> None:
    english = asked("country:SEN", "2024", "en")
    said = english.says("Do both ways work in the same sectors and for the same goals?")
    ways = [rows[rows["year"].between(2022, 2024)] for rows in (between("SEN", "FRA"), between("FRA", "SEN"))]
    for dimension, codes, name in (("sector", "sector", "Sectors"), ("sdg", "sdg", "Goals")):
        shares = pd.concat([rows[dimension].value_counts(normalize=True) for rows in ways], axis=1).fillna(0.0)
        same = float(shares.min(axis=1).sum())
        assert english.page.answers["overlap"][dimension] == pytest.approx(same)
        assert f"{name}: {100 * same:.0f}% in common." in said
        counts = pd.concat([rows[dimension].value_counts() for rows in ways], axis=1).fillna(0).astype(int)
        for code, (out, back) in counts.loc[counts.sum(axis=1).sort_values(ascending=False).index[:4]].iterrows():
            number = f"{code} " if dimension == "sdg" else ""
            assert f"{number}{label(codes, code)} {out} {back}" in said


@pytest.mark.parametrize("country", ["SEN", "BEN"])
def test_question_20_how_many_came_back_and_what_they_do(country: str) -> None:
    english = asked(f"country:{country}", "2024", "en")
    rows = begun()
    rows = rows[(rows["origin"] == country) & (rows["destination"] != country)]
    ended = int((rows["last"].dt.year == 2024).sum())
    due = rows[(rows["destination"] == "FRA") & ((rows["end_on"] + pd.Timedelta(days=182)).dt.year == 2024)]
    answered = due[due["followup_on"].notna() & due["followup_status"].notna()]
    positive = int(answered["followup_status"].isin(POSITIVE).sum())
    found = english.page.answers["returned"]
    assert isinstance(found, Returned)
    assert (found.ended, found.positive, found.answered, found.due) == (ended, positive, len(answered), len(due))
    said = english.says("How many have returned, and what do they do now?")
    assert f"{ended} placements of volunteers from {NAMES[country]} ended in 2024." in said
    assert f"Of those who answered, {part_of(positive, len(answered))} are employed, studying or in service" in said
    assert f"Of those asked, {part_of(len(answered), len(due))} have answered." in said


def test_question_20_in_french() -> None:
    said = asked("country:SEN", "2024", "fr").says("Combien sont revenus, et que font-ils maintenant ?")
    assert "33 missions de volontaires venus de ce pays (Sénégal) ont fini en 2024." in said
    assert f"Parmi les personnes interrogées, ont répondu : {in_french(part_of(11, 24))}." in said


def test_question_21_departures_by_month() -> None:
    english = asked("country:SEN", "2024", "en")
    found = english.page.answers["departures"].set_index("month")
    rows = records()
    rows = rows[(rows["origin"] == "SEN") & (rows["destination"] != "SEN")]
    planned = rows["planned_start_on"]
    gone = rows[(rows["start_on"].notna() | rows["arrival_on"].notna()) & planned.dt.year.between(2023, 2025)]
    usual = (gone["planned_start_on"].dt.month.value_counts() / 3).reindex(range(1, 13), fill_value=0.0)
    ahead = planned[(planned > pd.Timestamp(AS_OF)) & rows["closed_before_start_on"].isna()]
    to_come = ahead.dt.month.value_counts().reindex(range(1, 13), fill_value=0)
    assert found["usual"].tolist() == pytest.approx(usual.tolist())
    assert found["planned"].tolist() == to_come.tolist() and to_come.sum() > 0
    said = english.says("How many leave in which month, so that training is ready?")
    months = pd.date_range("2024-01-01", periods=12, freq="MS").strftime("%B").tolist()
    top = months[int(usual.idxmax()) - 1]
    assert f"Usually {figure(round(len(gone) / 3, 1))} leave in a year, most in {top} ({figure(usual.max())})" in said
    assert f"Planned for the next twelve months: {len(ahead)}, most in {months[int(to_come.idxmax()) - 1]}" in said
    for month, name in enumerate(months, 1):
        assert f"{name} {figure(usual[month])} {to_come[month]}" in said


def test_question_22_women_both_ways() -> None:
    english, french = (asked("country:SEN", "2024", language) for language in ("en", "fr"))
    found = english.page.answers["women"].set_index("way")
    said = english.says("Is the share of women the same both ways?")
    dit = french.says("La part des femmes est-elle la même dans les deux sens ?")
    shares = []
    for way, ends, names in (
        ("there", ("SEN", "FRA"), ("Senegal → France", "Sénégal → France")),
        ("here", ("FRA", "SEN"), ("France → Senegal", "France → Sénégal")),
    ):
        rows = between(*ends)
        rows = rows[rows["year"].between(2022, 2024) & rows["sex"].isin(["F", "M", "X"])]
        women = int((rows["sex"] == "F").sum())
        assert found.loc[way, ["women", "known"]].tolist() == [women, len(rows)]
        assert f"{names[0]}: {part_of(women, len(rows))} are women." in said
        assert f"{names[1]} : femmes {in_french(part_of(women, len(rows)))}." in dit
        shares.append(women / len(rows))
    apart = round(100 * abs(shares[0] - shares[1]))
    assert f"{apart} percentage points apart, 2022–2024." in said and f"{apart} points d’écart, 2022–2024." in dit


def test_question_23_hosts_with_two_early_ends() -> None:
    seen = set()
    for country in ("SEN", "BEN", "CIV", "MDG"):
        count = len(hosts_with_two(country, 2022, 2024))
        english = asked(f"country:{country}", "2024", "en")
        assert english.page.answers["hosts"].two_early == count
        said = english.says("Which hosts had two early ends or more?")
        some = f"{count} host in {NAMES[country]} had two early ends or more in 2022–2024."
        assert (some if count else f"None in {NAMES[country]}, in 2022–2024.") in said
        seen.add(count)
    assert {0, 1} <= seen


@pytest.mark.parametrize("country", ["SEN", "MLI"])
def test_question_24_what_changed_since_the_breaks_and_what_was_lost(country: str) -> None:
    english = asked(f"country:{country}", "2024", "en")
    found = english.page.answers["since_breaks"].set_index("break_id")
    said = english.says("What changed when visas were limited, and what was lost?")
    events = pd.read_csv(REFERENCE / "breaks.csv", dtype="str", keep_default_na=False).set_index("break_id")
    rows = records()
    rows = rows[(rows["origin"] == country) & (rows["destination"] != country)]
    month = rows["planned_start_on"].dt.to_period("M")
    left = rows["start_on"].notna() | rows["arrival_on"].notna()
    waiting = rows["closed_before_start_on"].isna() & ~left
    cancelled = rows["closed_reason"].isin(["HOST_CANCELLED", "PROGRAMME_CANCELLED", "BUDGET_FREEZE"])
    for code, line in found.iterrows():
        event = events.loc[str(code)]
        assert not event["countries"] or country in event["countries"].split(";")
        first = pd.Period(event["from_on"][:7], "M")
        during = (month >= first) & (month <= (pd.Period(event["to_on"][:7], "M") if event["to_on"] else month.max()))
        before, after = (int((left & (month >= start) & (month < start + 12)).sum()) for start in (first - 12, first))
        lost = [int((part & during).sum()) for part in (rows["closed_reason"] == "VISA_REFUSED", cancelled, waiting)]
        assert line[["before", "after", "refused", "cancelled", "waiting"]].tolist() == [before, after, *lost]
        assert f"{event['label_en']} {before} {after} {lost[0]} {lost[1]} {lost[2]}" in said
    assert len(found) >= 2 and found[["before", "refused", "cancelled"]].to_numpy().sum() > 0
    assert "Whether a lost placement moved elsewhere is not in the data." in said
