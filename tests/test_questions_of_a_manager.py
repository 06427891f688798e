"""A manager's questions: the number on the page, its words, and the same count in plain pandas over the records."""

from __future__ import annotations

import re
from math import ceil

import pandas as pd
import pytest
from questions import (
    POSITIVE,
    Answered,
    active,
    asked,
    begun,
    ended_early,
    in_french,
    part_of,
    volunteer_months,
)
from sample_records import AS_OF, PLACEMENTS, records

from crossmobility.domain.programmes.director import Dependence, ReasonsOfEnd, SixMonths

REFERENCE = PLACEMENTS.parents[1] / "reference"
FAMILY = pd.read_csv(REFERENCE / "schemes.csv", dtype="str").set_index("scheme")["family"].to_dict()


@pytest.fixture(scope="module")
def english() -> Answered:
    """All programmes of the sample in 2024."""
    return asked("", "2024", "en")


@pytest.fixture(scope="module")
def french() -> Answered:
    return asked("", "2024", "fr")


def matured(year: int) -> pd.DataFrame:
    """Return who started in a year and should have finished by now, and of whom an end is written down."""
    rows = begun()
    rows = rows[(rows["year"] == year) & (rows["planned_end_on"] <= pd.Timestamp(AS_OF)) & rows["end_on"].notna()]
    return rows.assign(early=ended_early(rows))


TARGETS = {
    ("_T", "SC_RECIP"): ("Service Civique, incoming both ways 180 165 92%", "at risk"),
    ("_T", "VSI_RECIP"): ("VSI, incoming both ways 90 94 104%", "achieved"),
    ("PRODDIGE", "_T"): ("PrODDige both ways 24 20 20 83% 100%", "achieved"),
    ("WECCEE", "_T"): ("WECCEE both ways 50 50 100%", "achieved"),
}


def test_question_26_are_we_on_course_for_the_target(english: Answered, french: Answered) -> None:
    found = english.page.answers["targets"].set_index(["programme", "scheme"])
    said = english.says("Are we on course for the target of 2024?")
    stated = pd.read_csv(PLACEMENTS.with_name("observations.csv"), dtype="str")
    stated = stated[(stated["indicator_id"] == "PLC_STARTED") & (stated["period"] == "2024")]
    aims = stated.pivot_table(index=["programme_id", "scheme"], columns="value_type", values="value", aggfunc="first")
    assert set(aims.index) == set(TARGETS) == set(found.index)
    started, met = begun()[begun()["year"] == 2024], 0
    for (programme, scheme), aim in aims.iterrows():
        own = started[(started["programme_id"] == programme) | (programme == "_T")]
        count = int(((own["scheme"] == scheme) | (scheme == "_T")).sum())
        line = found.loc[(programme, scheme)]
        assert line["actual"] == count
        aim = aim.astype(float)
        assert line["initial"] == aim["target_initial"]
        assert line["revised"] == aim["target_revised"] or (pd.isna(line["revised"]) and pd.isna(aim["target_revised"]))
        shares = [f"{100 * count / number:.0f}%" for number in aim.dropna()]
        row, status = TARGETS[(programme, scheme)]
        assert row.endswith(f"{' '.join(f'{number:.0f}' for number in aim.dropna())} {count} {' '.join(shares)}")
        assert re.search(rf"{row} \S {status}", said)
        met += count >= aim.dropna().iloc[-1]
    assert f"In 2024, {met} of 4 targets are met or on track." in said
    assert "Furthest behind: Service Civique, incoming, both ways: 165 of 180 (92%)." in said
    dit = french.says("Sommes-nous en bonne voie pour la cible 2024 ?")
    assert f"En 2024, cibles tenues ou en bonne voie : {met} sur 4." in dit


def test_question_27_which_corridors_went_one_way_only(english: Answered, french: Answered) -> None:
    rows = begun()
    rows = rows[rows["origin"] != rows["destination"]].assign(family=rows["scheme"].map(FAMILY))
    counts = rows[rows["year"].between(2022, 2024)].groupby(["family", "origin", "destination"]).size().to_dict()
    alone = {key: count for key, count in counts.items() if (key[0], key[2], key[1]) not in counts}
    found = english.page.answers["one_way"]
    assert {(row.scheme, row.origin, row.destination): row.volume for row in found.itertuples()} == alone
    said = english.says("Which corridors went one way only in 2022–2024?")
    people = sum(alone.values())
    assert f"{len(alone)} corridors were taken one way only, with {people} volunteers." in said
    family, origin, destination = max(alone, key=lambda key: alone[key])
    back = rows[(rows["family"] == family) & (rows["origin"] == destination) & (rows["destination"] == origin)]
    last = back[back["year"] <= 2024]["year"].max()
    assert f"Largest: Côte d’Ivoire → France, {alone[family, origin, destination]}; last return: {last}." in said
    assert (origin, destination) == ("CIV", "FRA")
    dit = french.says("Quels corridors n’ont servi que dans un sens en 2022–2024 ?")
    assert f"{len(alone)} corridors n’ont servi que dans un sens, avec {people} volontaires." in dit


def service_civique() -> tuple[pd.Series, pd.Series]:
    """Return who came to France and who left it by Service Civique in 2022-2024, by the other country."""
    rows = begun()
    rows = rows[rows["year"].between(2022, 2024) & (rows["scheme"].map(FAMILY) == "SC")]
    rows = rows[rows["origin"] != rows["destination"]]
    into, out = rows[rows["destination"] == "FRA"]["origin"], rows[rows["origin"] == "FRA"]["destination"]
    return into.value_counts(), out.value_counts()


def test_question_28_what_a_ratio_would_need_where_more_arrive_than_leave(english: Answered, french: Answered) -> None:
    into, out = (int(side.sum()) for side in service_civique())
    found = english.page.answers["needed"]
    assert (found.arrivals_now, found.departures_now, found.arrivals) == (into, out, 0) and into > 0.8 * out
    said = english.says("How many more arrivals for a ratio of 0.80, and from where?")
    assert f"Service Civique, 2022–2024: {into} arrive, {out} leave: a ratio of {into / out:.2f}." in said
    more = ceil(into / 1.25 - out)
    assert f"The goal of 0.80 is reached. More arrive than leave: {more} more departures would bring the ratio" in said
    dit = french.says("Combien d’arrivées de plus pour un taux de 0,80, et d’où ?")
    assert f"{more} départs de plus ramèneraient le taux à 1,25." in dit


def test_question_29_volunteer_months_and_what_a_month_costs(english: Answered, french: Answered) -> None:
    found = english.page.answers["cost"].set_index("scheme")
    said = english.says("How many volunteer-months in 2024, at what cost?")
    prices = {}
    for scheme, line in found.iterrows():
        own = begun() if scheme == "_T" else begun()[begun()["scheme"] == scheme]
        months = volunteer_months(own, 2024)
        ended = own[own["last"].dt.year == 2024]
        paid = ended[ended["cost_eur"].notna()]
        stayed = float(((paid["last"] - paid["start_on"]).dt.days + 1).sum()) / (365.25 / 12)
        price = paid["cost_eur"].sum() / stayed if stayed >= 60 else float("nan")
        assert line["volunteer_months"] == pytest.approx(months)
        assert [line["known"], line["ended"]] == [len(paid), len(ended)]
        assert line["cost"] == pytest.approx(price, nan_ok=True)
        name = "Together" if scheme == "_T" else english.page.words.scheme(str(scheme))
        written = "n/a" if pd.isna(price) else f"€{price:,.0f}"
        if months or len(ended):
            assert f"{name} {months:,.0f} {written} {part_of(len(paid), len(ended))}" in said
        if scheme != "_T" and not pd.isna(price):
            prices[name] = price
    whole = volunteer_months(begun(), 2024)
    assert f"{whole:,.0f} volunteer-months were delivered." in said
    cheap, dear = min(prices, key=prices.get), max(prices, key=prices.get)
    assert f"from €{prices[cheap]:,.0f} ({cheap}) to €{prices[dear]:,.0f} ({dear})." in said
    dit = french.says("Combien de volontaires-mois en 2024, à quel coût ?")
    assert f"{whole:,.0f}".replace(",", " ") + " volontaires-mois ont été réalisés." in dit


def test_question_30_early_ends_of_this_cohort_and_the_last(english: Answered, french: Answered) -> None:
    found = english.page.answers["cohorts"].set_index("period")
    said = english.says("Do more leave early than the year before?")
    rows, counts = records(), {}
    for year in (2023, 2024):
        ended = matured(year)
        there = rows["start_on"].notna() | (rows["arrival_on"].notna() & rows["closed_before_start_on"].isna())
        running = int((there & rows["end_on"].isna() & (rows["planned_start_on"].dt.year == year)).sum())
        counts[year] = (int(ended["early"].sum()), len(ended), running)
        assert found.loc[str(year)].tolist() == list(counts[year])
        early, whole, _ = counts[year]
        assert f"{year} {whole} {early} {100 * early / whole:.0f}% {running}" in said
    (before, all_before, _), (early, whole, running) = counts[2023], counts[2024]
    assert f"in 2024 and should have finished by now, {part_of(early, whole)} left early." in said
    assert f"At the rate of 2023 it would have been {whole * before / all_before:.1f}." in said
    assert f"{running} placements of 2024 still run and are set aside." in said
    dit = french.says("Y a-t-il plus de fins anticipées que l’année d’avant ?")
    assert f"fins anticipées : {in_french(part_of(early, whole))}." in dit


def test_question_31_a_job_or_studies_rather_than_a_breakdown(english: Answered) -> None:
    early = matured(2024)[lambda rows: rows["early"]]
    elsewhere = int(early["end_reason"].isin(["JOB", "STUDIES"]).sum())
    found = english.page.answers["reasons"]
    assert isinstance(found, ReasonsOfEnd)
    assert (found.early, found.job_or_studies) == (len(early), elsewhere)
    said = english.says("Why do they leave early: for a job or studies, or because it broke down?")
    assert f"started in 2024, {part_of(elsewhere, len(early))} were for a job or studies." in said
    assert f"{len(early) - elsewhere} had other reasons or none was given." in said


def test_question_32_how_much_depends_on_five_countries_and_one_host(english: Answered, french: Answered) -> None:
    rows = begun()
    rows = rows[(rows["year"] == 2024) & ((rows["origin"] == "FRA") != (rows["destination"] == "FRA"))]
    partner = rows["origin"].where(rows["origin"] != "FRA", rows["destination"])
    top = int(partner.value_counts().head(5).sum())
    by_host = active(begun(), 2024, 2024)["hosting_org_id"].value_counts()
    largest, every = int(by_host.iloc[0]), int(by_host.sum())
    found = english.page.answers["dependence"]
    assert isinstance(found, Dependence)
    assert (found.top_five, found.total, found.largest_host, found.host_placements) == (top, len(partner), largest, every)
    said = english.says("How much depends on five countries, and on one host?")
    assert f"Placements with the five largest partner countries: {part_of(top, len(partner))}." in said
    assert f"Placements at the largest host: {part_of(largest, every)}." in said
    dit = french.says("Que doit-on à cinq pays, et à une seule structure d’accueil ?")
    assert f"Missions dans la première structure d’accueil : {in_french(part_of(largest, every))}." in dit


def test_question_33_host_organisations_new_loyal_lost(english: Answered, french: Answered) -> None:
    hosts = {year: set(active(begun(), year, year)["hosting_org_id"].dropna()) for year in range(2010, 2025)}
    table = english.page.organisations
    table = table[table["role"] == "hosting"].set_index("period")
    said = english.says("How many host organisations are new, loyal, lost?")
    for year in range(2020, 2025):
        now, before = hosts[year], hosts[year - 1]
        earlier = set().union(*(hosts[each] for each in range(2010, year - 1)))
        counts = [now, now - before - earlier, now & before, (now & earlier) - before, before - now]
        numbers = [len(each) for each in counts]
        assert table.loc[str(year), ["organisations", "new", "loyal", "returning", "lost"]].tolist() == numbers
        assert " ".join(map(str, [year, *numbers])) in said
    assert f"{numbers[0]} hosts were active in 2024: {numbers[1]} new, {numbers[2]} loyal, {numbers[3]} back" in said
    assert f"{numbers[4]} of the year before did not go on." in said
    dit = french.says("Combien de structures d’accueil nouvelles, fidèles, perdues ?")
    assert f"{numbers[0]} structures actives en 2024 : {numbers[1]} nouvelles, {numbers[2]} fidèles" in dit


@pytest.mark.parametrize("year", [2014, 2016, 2024])
def test_question_34_which_goals_no_placement_covers(year: int) -> None:
    rows = active(begun(), year, year)
    counts = rows["sdg"].dropna().astype(float).value_counts().reindex(range(1, 18), fill_value=0)
    found = asked("", str(year), "en")
    table = found.page.goals.set_index("goal")
    assert table["placements"].tolist() == counts.tolist()
    codes = pd.read_csv(REFERENCE / "code_lists.csv", dtype="str").query("list == 'sdg'").set_index("code")["label_en"]
    said = found.says("Which of the 17 goals does no placement cover?")
    assert f"{(counts > 0).sum()} of 17 goals are covered by at least one placement." in said
    missing = [f"{goal} {codes[str(goal)]}" for goal in counts.index[counts == 0]]
    assert (len(missing) > 0) == (year != 2024)
    sentence = said.partition("Not covered: ")[2].partition(" More on")[0]
    assert all(name in sentence for name in missing)
    assert ("None is left out." in said) == (not missing)


def test_question_35_people_with_fewer_opportunities(english: Answered, french: Answered) -> None:
    rows, cohort = records(), matured(2024)
    planned = rows[(rows["planned_start_on"].dt.year == 2024) & rows["selected_on"].notna()]
    found = english.page.answers["opportunities"].set_index(["indicator", "category"])
    said = english.says("Do people with fewer opportunities start and complete as often?")
    dit = french.says("Les jeunes ayant moins d’opportunités partent-ils et achèvent-ils aussi souvent ?")
    for code, step, pas, own, met in (
        ("SEL_CONV", "Selected who started", "Personnes retenues parties", planned, planned["start_on"].notna()),
        (
            "CPL_RATE",
            "Started who completed",
            "Personnes parties, mission achevée",
            cohort,
            cohort["end_reason"] == "COMPLETED",
        ),
    ):
        group = own["fewer_opportunities"].map({True: "yes", False: "no"}).fillna("unknown")
        counts = {
            word: (int((met & (group == word)).sum()), int((group == word).sum())) for word in ("yes", "no", "unknown")
        }
        for word, count in counts.items():
            assert found.loc[(code, word)].tolist() == list(count)
        fewer, others = part_of(*counts["yes"]), part_of(*counts["no"])
        assert f"{step}: {fewer} with fewer opportunities, {others} of the others." in said
        assert f"{pas} : {in_french(fewer)} avec moins d’opportunités, {in_french(others)} parmi les autres." in dit
        assert part_of(*counts["unknown"]) in said


def test_question_36_the_six_month_result_its_responses_and_the_national_survey(
    english: Answered, french: Answered
) -> None:
    rows = begun()
    due = rows[(rows["end_on"] + pd.Timedelta(days=182)).dt.year == 2024]
    answered = due[due["followup_on"].notna() & due["followup_status"].notna()]
    positive = int(answered["followup_status"].isin(POSITIVE).sum())
    found = english.page.answers["six_months"]
    assert isinstance(found, SixMonths)
    assert (found.positive, found.answered, found.due) == (positive, len(answered), len(due))
    said = english.says("Where are they six months later, and how many answered?")
    dit = french.says("Que deviennent-ils six mois après, et combien ont répondu ?")
    assert f"Of those who answered, {part_of(positive, len(answered))} are employed" in said
    assert f"Of those asked, {part_of(len(answered), len(due))} have answered." in said
    survey = pd.read_csv(REFERENCE / "published" / "published_statements.csv", dtype="str").set_index("statement_id")
    stated = survey.loc["SC-SIX-MONTHS"]
    assert stated["text_en"] in said and "8,193 answers (57%)" in stated["text_en"]
    assert re.sub(r"\s", " ", stated["text_fr"]) in dit
    assert "Not the same people, nor the same question: beside each other, never one against the other." in said
