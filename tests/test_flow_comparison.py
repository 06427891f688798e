"""Two periods compared on the flows page, without a browser: intents in, text and a table out."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pandas as pd
import pytest

from crossmobility.dashboards import flows_dashboard, open_figures
from crossmobility.domain.placements import flow_cells
from crossmobility.release.figures import DatasetInfo, Figures, flow_rows
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Panel


def html(page: Page, region: str) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", page.regions[region].static_html())


def ask(page: Page, **intent: str) -> None:
    controls = page.regions["controls"]
    assert isinstance(controls, Panel)
    controls.receive(dict(intent))


def address(page: Page) -> str:
    return str(page.children[0].query)


def sentences(page: Page) -> list[str]:
    return re.findall(r"<li>(.*?)</li>", html(page, "side"))


def table(page: Page) -> dict[str, list[str]]:
    """Return the lines of the table: corridor to before, now, change, word."""
    rows = re.findall(r'<tr[^>]*><th scope="row"><button.*?aria-label="([^"]+)".*?</th>(.*?)</tr>', html(page, "side"))
    return {
        name: [re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells)] for name, cells in rows
    }


def options(page: Page) -> list[str]:
    control = re.search(r'<select data-intent="against".*?</select>', html(page, "controls"))
    return re.findall(r'<option value="([^"]*)"', control[0]) if control else []


def stays(*, started: dict[str, list[tuple[str, str, int]]], as_of: date) -> pd.DataFrame:
    """Return what placements of six months from 1 February of each year count: origin, destination, how many."""
    rows = [
        (origin, end, f"{year}-02-01", f"{year}-07-31")
        for year, flows in started.items()
        for origin, end, count in flows
        for _ in range(count)
    ]
    frame = pd.DataFrame(rows, columns=["origin", "destination", "start_on", "end_on"])
    frame = frame.assign(programme_id="NONE", scheme="VSI_RECIP", planned_end_on=frame["end_on"])
    dates = ["start_on", "end_on", "planned_end_on"]
    frame[dates] = frame[dates].apply(pd.to_datetime)
    return flow_cells(frame, as_of=as_of, dataset="own", source="Ours")


STARTED = {
    "2019": [("SEN", "FRA", 9), ("TUN", "FRA", 4), ("BEN", "FRA", 1), ("FRA", "SEN", 2)],
    "2020": [("SEN", "FRA", 2)],
    "2024": [("SEN", "FRA", 12), ("MAR", "FRA", 2), ("BEN", "FRA", 1), ("FRA", "SEN", 2)],
    "2025": [("SEN", "FRA", 3)],
}


def counted(as_of: date = date(2025, 12, 31)) -> Page:
    info = DatasetInfo("own", "À nous", "Ours", as_of.isoformat(), complete=True)
    figures = Figures(flow_rows(stays(started=STARTED, as_of=as_of)), (info,))
    return flows_dashboard(figures, period="2024", language="en")


@pytest.fixture
def page() -> Page:
    return counted()


@pytest.fixture(scope="module")
def published() -> Figures:
    return open_figures("published")


def test_every_other_year_of_counted_placements_can_be_compared_with(page: Page) -> None:
    assert options(page) == ["", "2019", "2020", "2021", "2022", "2023", "2025"]


def test_the_page_says_what_changed_in_figures_table_and_words(page: Page) -> None:
    ask(page, against="2019")
    assert "France: what changed in its arrivals from 2019 to 2024?" in html(page, "head")
    assert "2024 compared with 2019 · placements started in the period" in html(page, "head")
    assert re.findall(r"<b>(.*?)</b><span>(.*?)</span>", html(page, "side")) == [
        ("15", "volunteers, 2024"),
        ("14", "volunteers, 2019"),
        ("+1", "change"),
    ]
    assert table(page) == {
        "Tunisia → France": ["4", "0", "−4", "stopped"],
        "Senegal → France": ["9", "12", "+3", "grew"],
        "Morocco → France": ["0", "2", "+2", "appeared"],
        "Benin → France": ["1", "1", "0", "unchanged"],
    }
    assert (
        '<tr class="cm-total"><th scope="row">Total</th><td class="cm-number">14</td><td class="cm-number">15</td>'
        in html(page, "side")
    )
    said = sentences(page)
    assert said[0] == "Volunteers arriving in France: 15 in 2024, 14 in 2019, 1 more."
    assert "1 corridor appeared: Morocco → France (2)." in said
    assert "1 corridor stopped: Tunisia → France (4)." in said
    assert "Grew most: Senegal → France (+3)." in said


def test_the_map_draws_each_change_with_its_sentence_and_its_form(page: Page) -> None:
    ask(page, against="2019")
    drawn = re.sub(r"[\u202f\u00a0]", " ", page.regions["map"].marks)
    scope = "all schemes, placements started in the period"
    assert f'aria-label="Senegal → France: 12 in 2024, 9 in 2019, 3 more ({scope})"' in drawn
    flow = r'cm-flow cm-in cm-change-(\w+)" role="button" tabindex="-1" data-corridor="([A-Z-]+)"'
    assert set(re.findall(flow, drawn)) == {
        ("more", "SEN-FRA"),
        ("more", "MAR-FRA"),
        ("fewer", "TUN-FRA"),
        ("same", "BEN-FRA"),
    }
    legend = drawn.split('class="cm-legend"')[1]
    assert all(
        f">{word}</text>" in legend for word in ("Change, volunteers", "more", "fewer", "unchanged", "new", "stopped")
    )


def test_both_directions_show_the_change_of_each_and_both_nets(page: Page) -> None:
    ask(page, against="2019", direction="both")
    side = html(page, "side")
    assert '<b>15</b><span>arriving</span><span class="cm-then">2019: 14 (+1)</span>' in side
    assert '<b>2</b><span>leaving</span><span class="cm-then">2019: 2 (0)</span>' in side
    assert "Net, arriving minus leaving: +13 in 2024, +12 in 2019." in sentences(page)


def test_a_chosen_corridor_is_compared_both_ways(page: Page) -> None:
    ask(page, against="2019")
    ask(page, corridor="SEN-FRA")
    assert sentences(page)[0].startswith("Senegal → France: 12 in 2024, 9 in 2019, 3 more (")
    assert sentences(page)[1].startswith("France → Senegal: 2 in 2024, 2 in 2019, unchanged (")
    assert '<span class="cm-then">2019: 9 (+3)</span>' in html(page, "side")


def test_a_break_between_the_two_periods_is_said(page: Page) -> None:
    ask(page, against="2019")
    assert any(said.startswith("Between the two lie breaks of series: Covid-19, ") for said in sentences(page))
    ask(page, period="2025", against="2024")
    assert not any("Covid" in said for said in sentences(page)), "both years come after it"


def test_playing_on_keeps_the_comparison_and_the_year_compared_with_says_what_it_is(page: Page) -> None:
    ask(page, against="2019")
    for year in ("2020", "2024"):
        ask(page, period=year)
        assert f"from 2019 to {year}?" in html(page, "head") and "against=2019" in address(page)
    ask(page, period="2019")
    assert "where do the volunteers it hosts come from" in html(page, "head")
    assert "The others are compared with 2019: choose another period to see what changed." in sentences(page)
    assert (
        '<option value="2019" selected>' in html(page, "controls").split('data-intent="against"')[1].split("</select>")[0]
    )
    ask(page, period="2025")
    assert "from 2019 to 2025?" in html(page, "head")


def test_the_series_marks_both_periods(page: Page) -> None:
    ask(page, against="2019")
    foot = html(page, "foot")
    marked = re.findall(r'class="cm-slot[^"]*cm-against" data-intent="period" data-value="(\d+)"', foot)
    assert marked == ["2019"]
    assert 'aria-label="2019: 14 (compared with this period)"' in foot
    assert re.findall(r'data-value="(\d+)" aria-pressed="true"', foot) == ["2024"]


def test_a_year_with_nobody_is_a_number_to_compare_with(page: Page) -> None:
    ask(page, against="2022")
    assert {line[3] for line in table(page).values()} == {"appeared"}
    ask(page, period="2022", against="2019")
    assert {line[3] for line in table(page).values()} == {"stopped"}, "nobody now, which is a figure too"


def test_one_click_stops_comparing(page: Page) -> None:
    ask(page, against="2019")
    assert 'data-intent="against" data-value=""' in html(page, "side")
    ask(page, against="")
    assert "what changed" not in html(page, "head") and "against" not in address(page)


def test_the_address_brings_the_comparison_back_and_a_made_up_one_is_ignored() -> None:
    one, other = counted(), counted()
    ask(one, against="2019")
    other.children[0].receive({"opened": "?" + address(one)})
    assert html(other, "side") == html(one, "side")
    other.children[0].receive({"opened": "?against=1914"})
    assert "what changed" not in html(other, "head")


def test_a_cut_year_is_said_to_be_shorter_than_the_one_it_is_compared_with() -> None:
    page = counted(as_of=date(2025, 6, 30))
    ask(page, period="2025", against="2024")
    assert "2025 is not over: it is counted up to 30 June 2025 only." in sentences(page)
    ask(page, period="2024", against="2025")
    assert "2025 is not over: it is counted up to 30 June 2025 only." in sentences(page)


def test_months_are_compared_in_months(page: Page) -> None:
    ask(page, measure="volunteer_months", against="2019")
    assert sentences(page)[0].startswith("Volunteer-months of volunteers arriving in France: ")
    months = 181 / 30.4375  # from 1 February to 31 July
    assert table(page)["Morocco → France"] == ["0", f"{2 * 182 / 30.4375:.1f}", f"+{2 * 182 / 30.4375:.1f}", "appeared"]
    assert table(page)["Tunisia → France"][2] == f"−{4 * months:.1f}"


def test_the_download_holds_both_periods_and_the_change(page: Page) -> None:
    ask(page, against="2019")
    side, sent = page.regions["side"], []
    side.send = sent.append
    side.receive({"download": "corridors"})
    assert sent[0]["filename"] == "flows-own-2024-against-2019-in-FRA.csv"
    lines = list(csv.DictReader(io.StringIO(sent[0]["document"])))
    corridors = {line["origin"]: line for line in lines if line["origin"]}
    assert [
        corridors["TUN"][name] for name in ("against", "period", "value_against", "value", "change", "what_happened")
    ] == [*("2019", "2024", "4", "0", "-4", "stopped")]
    assert sum(int(line["change"]) for line in corridors.values()) == 1
    assert [lines[-1][name] for name in ("origin_name", "value_against", "value", "change")] == ["Total", "14", "15", "1"]


def test_the_table_sorts_on_every_head_unknown_numbers_last(published: Figures) -> None:
    page = flows_dashboard(published, dataset="published", period="2016", language="en")
    ask(page, against="2015")
    side = html(page, "side")
    assert len(re.findall(r"<thead>.*?</thead>", side)[0].split("data-sort=")) == 6
    values = [float(value) for value in re.findall(r'<td class="cm-number[^"]*" data-value="([^"]+)"', side)]
    assert min(values) == -1e15 and sorted(values)[-1] == 11.0


# Published figures: what is unknown stays unknown


def test_a_corridor_published_in_one_period_only_is_unknown_and_not_drawn(published: Figures) -> None:
    page = flows_dashboard(published, dataset="published", period="2016", language="en")
    ask(page, against="2015")
    assert table(page)["Senegal → France"] == ["11", "n/a", "n/a", "unknown change"]
    assert "data-corridor" not in page.regions["map"].marks
    said = " ".join(sentences(page))
    assert "in one of the two periods only, so their change is unknown: Senegal → France" in said
    assert "Not broken down by country: 54 in 2016, 0 in 2015." in said
    assert "appeared" not in said and "stopped" not in said
    rest = re.search(r'<tr class="cm-rest">.*?</tr>', html(page, "side"))
    assert rest and re.findall(r'<td class="cm-number">(.*?)</td>', rest[0]) == ["0", "54", ""]


def test_the_sources_of_both_periods_are_named(published: Figures) -> None:
    page = flows_dashboard(published, dataset="published", period="2022", language="en")
    alone = html(page, "foot").split("Sources</h2>")[1]
    ask(page, against="2015")
    both = html(page, "foot").split("Sources</h2>")[1]
    assert both.count("<li>") == alone.count("<li>") + 1


def test_only_periods_that_say_something_for_the_selection_are_offered(published: Figures) -> None:
    page = flows_dashboard(published, dataset="published", period="2022", language="en")
    assert options(page) == ["", "2015", "2016", "2019"]
    ask(page, direction="out")
    assert options(page) == ["", "2016"]


def test_a_comparison_without_data_is_let_go_of(published: Figures) -> None:
    page = flows_dashboard(published, dataset="published", period="2022", language="en")
    ask(page, against="2019")
    assert "against=2019" in address(page)
    ask(page, direction="out")
    assert "against" not in address(page), "nothing is published on departures in 2019"


def test_a_period_of_another_length_lets_go_of_the_comparison() -> None:
    page = flows_dashboard(open_figures("published"), dataset="published", period="2022", language="en")
    ask(page, against="2016")
    longer = re.search(r'<option value="(\d{4}-\d\d-\d\d/[^"]+)"', html(page, "controls"))
    assert longer
    ask(page, period=longer[1])
    assert "against" not in address(page)


def test_another_dataset_starts_without_a_comparison() -> None:
    page = flows_dashboard(open_figures("published", "sample"), dataset="published", language="en")
    ask(page, against="2016")
    ask(page, dataset="sample")
    assert "against" not in address(page) and "what changed" not in html(page, "head")


# Breaks and bases on the page


def test_the_series_shows_only_the_breaks_of_its_countries_and_schemes(page: Page) -> None:
    foot = html(page, "foot")
    assert re.findall(r"<b>\d</b> <span>(.*?)</span>", foot) == [
        "Covid-19",
        "VSI opened to hosting",
        "Visa refusals reported",
    ]
    assert "Mali" not in foot, "nobody of this dataset comes from Mali"
    ask(page, direction="out")
    assert "VSI opened to hosting" in html(page, "foot"), "the departures are of the same scheme"


def test_the_foot_reconciles_the_four_bases_of_a_counted_year(page: Page) -> None:
    assert "How these counts fit together" in html(page, "foot")
    ask(page, period="2020")
    rows = re.findall(r'<th scope="row">(.*?)</th><td class="cm-number">(\d+)', html(page, "foot"))
    assert rows == [
        ("Present on 31 December 2019", "0"),
        ("+ started", "2"),
        ("= active", "2"),
        ("− ended", "2"),
        ("= present on 31 December 2020", "0"),
    ]


def test_published_figures_have_no_bases_to_reconcile(published: Figures) -> None:
    page = flows_dashboard(published, dataset="published", language="en")
    assert "How these counts fit together" not in html(page, "foot")
