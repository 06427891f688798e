"""The file of one country without a browser: what is chosen, what is delivered, what a stored notebook may keep."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from crossmobility import reference
from crossmobility.desk import Records, country_file, country_file_table, open_records
from crossmobility.errors import BadRequest
from crossmobility.ui.page import Page

SAMPLE = reference.data_folder() / "sample"


@pytest.fixture(scope="module")
def records() -> Records:
    return open_records()


def shown(page: Page) -> str:
    return page.regions["file"].html


def ask(page: Page, **intent: object) -> None:
    page.regions["controls"].receive(dict(intent))


def chosen(page: Page) -> str:
    return re.findall(r'<option value="(\w+)" selected>', page.regions["controls"].html)[0]


def test_the_page_opens_on_the_country_it_was_given_or_on_the_one_with_most_placements(records: Records) -> None:
    rows = pd.read_csv(SAMPLE / "placements.csv", dtype="str")
    most = pd.concat([rows["origin"], rows["destination"]]).value_counts().drop("FRA").index[0]
    assert chosen(country_file(records, language="en")) == most
    assert chosen(country_file(records, country="TUN", language="en")) == "TUN"


def test_another_country_has_its_own_organisations(records: Records) -> None:
    page = country_file(records, country="SEN", language="en")
    names = pd.read_csv(SAMPLE / "organisations.csv", dtype="str").set_index("org_id")["name"]
    sent = pd.read_csv(SAMPLE / "placements.csv", dtype="str").query("start_on.notna()").groupby("origin")["sending_org_id"]
    for country in ("SEN", "TUN"):
        ask(page, country=country)
        found = set(re.findall(r'<th scope="row">([^<]+)</th><td>(?:also|hosted|never)', shown(page)))
        assert found == {names[code] for code in sent.get_group(country)}


def test_no_volunteer_no_placement_and_no_reason_of_an_end_is_on_it(records: Records) -> None:
    page = country_file(records, country="FRA", language="en")
    whole = shown(page) + page.regions["head"].html + page.regions["controls"].html
    assert not re.search(r"V-[A-Z0-9]{7}|P-\d{4}|B-\d{4}", whole)
    ends = {code.label_en for code in reference.code_lists()["end_reason"].values()} - {"Completed as planned"}
    assert not any(f">{label}<" in whole for label in ends)
    assert not re.search(r"\b(women|men|age)\b", whole)


def test_the_file_is_delivered_as_csv_without_a_person(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    page = country_file(records, country="SEN", language="en")
    found: list[tuple[str, str | bytes]] = []
    monkeypatch.setattr(page.regions["file"], "deliver", lambda name, document: found.append((name, document)))
    ask(page, download="csv")
    ask(page, download="../secret")
    ((name, document),) = found
    assert name == "country-file-sen-2025-12-31.csv" and isinstance(document, str)
    assert document.splitlines()[0] == "country,section,organisation,name,at,break,scheme,category,measure,count"
    assert not re.search(r"V-[A-Z0-9]{7}|P-\d{4}", document)


@pytest.mark.parametrize("intent", [{"country": "XXX"}, {"country": "../x"}, {"country": 7}, {"lang": "de"}, {}])
def test_what_the_page_does_not_offer_changes_nothing(records: Records, intent: dict[str, object]) -> None:
    page = country_file(records, country="SEN", language="en")
    before = {name: widget.html for name, widget in page.regions.items()}
    ask(page, **intent)
    assert {name: widget.html for name, widget in page.regions.items()} == before


def test_a_country_of_no_placement_is_refused(records: Records) -> None:
    with pytest.raises(BadRequest, match="No placement comes from or goes to “ISL”"):
        country_file(records, country="ISL")


def test_a_stored_notebook_of_real_records_keeps_counts_and_no_name(records: Records) -> None:
    page = country_file(replace(records, synthetic=False), country="SEN", language="en")
    static = page.static_html()
    names = re.findall(r'<th scope="row">([^<]+)</th><td>also hosts', shown(page))
    assert names and not any(name in static for name in names)
    assert "Organisations that sent somebody" in static and "named live only" in static
    ask(page, country="TUN")
    assert "Counts of the file: Tunisia" in page.static_html()
    assert all(name in country_file(records, country="SEN", language="en").static_html() for name in names)


def test_the_table_to_store_counts_and_names_nothing(records: Records) -> None:
    html = country_file_table(records, country="SEN", language="en").html
    assert "(exemple)" not in html and "Organisations that sent somebody" in html


def test_a_dataset_without_placements_says_so() -> None:
    published = open_records("published")
    page = country_file(published, language="en")
    assert "This dataset has no placement." in shown(page) and page.regions["controls"].html == ""
    assert country_file_table(published).html == ""


def test_the_page_speaks_both_languages(records: Records) -> None:
    page = country_file(records, country="SEN", language="en")
    ask(page, lang="fr")
    assert "Sénégal" in page.regions["controls"].html and "Visa refusé" in shown(page)


def test_the_file_is_refused_where_dashboards_are_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CROSSMOBILITY_RELEASE", str(tmp_path))
    with pytest.raises(BadRequest, match="CROSSMOBILITY_RELEASE"):
        country_file(open_records(), country="SEN")
