"""The file of one country as text: organisations by name, counts, sentences for what is not there, and nobody."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pandas as pd

from crossmobility import reference
from crossmobility.domain import country_file as file
from crossmobility.render import country_file as view
from crossmobility.render.country_file_page import CountryFilePage

HOSTILE = "<script>alert(1)</script>"


def table(columns: tuple[str, ...], *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns))


SENDERS = table(
    file.SENDER_COLUMNS,
    ("S2", "=Two", "SEN", 4, 2, 0, 0, "never"),
    ("S3", "Three", "SEN", 9, 0, 3, 0, "hosted_before"),
    ("S1", "One", "SEN", 7, 5, 2, 1, "also_hosts"),
)
HOSTS = table(file.HOST_COLUMNS, ("H1", HOSTILE, "SEN", 1200, 2))
BACK = table(file.SENT_BACK_COLUMNS, ("S1", "One", "SEN", 6))
SITUATIONS = table(file.SITUATION_COLUMNS, ("EMPLOYED", 2), ("_O", 2), ("no_answer", 1), ("not_due", 1))
LOSSES = table(
    file.LOSS_COLUMNS,
    ("COVID", "SC_RECIP", "VISA_REFUSED", 3, 40),
    ("COVID", "SC_RECIP", "_O", 1, 40),
    ("NIGER", "", "", 0, 5),
)


def page(**more: Any) -> CountryFilePage:
    usual: dict[str, Any] = {
        "language": "en",
        "title": "Ours",
        "as_of": date(2025, 12, 31),
        "synthetic": False,
        "countries": ["FRA", "SEN"],
        "country": "SEN",
        "window": (2023, 2025),
        "since": date(2025, 1, 1),
        "senders": SENDERS,
        "hosts": HOSTS,
        "sent_back": BACK,
        "situations": SITUATIONS,
        "losses": LOSSES,
        "breaks": {event.break_id: event for event in reference.breaks()},
        "labels": {"EMPLOYED": "Employed", "VISA_REFUSED": "Visa refused"},
    }
    return CountryFilePage(**{**usual, **more})


def empty(**more: Any) -> CountryFilePage:
    bare = {"senders": SENDERS, "hosts": HOSTS, "sent_back": BACK, "situations": SITUATIONS, "losses": LOSSES}
    return page(**{name: frame.iloc[:0] for name, frame in bare.items()}, **more)


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def cells(html: str) -> list[list[str]]:
    """Return the rows of every table, cell by cell."""
    found = re.findall(r"<tr>(.*?)</tr>", html)
    return [[plain(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in found]


def test_senders_are_named_with_what_they_sent_and_hosted() -> None:
    html = view.country_file_text(page())
    assert ["=Two", "never got anyone back", "2", "0", "4", "0"] in cells(html)
    assert ["Three", "hosted, but not lately", "0", "0", "9", "3"] in cells(html)
    assert ["One", "also hosts", "5", "1", "7", "2"] in cells(html)
    said = plain(html)
    assert (
        "3 organisations have sent somebody. In 2023–2025, 1 also hosted somewhere; 1 never did in these records." in said
    )


def test_hosts_returnees_and_losses_are_counts() -> None:
    html = view.country_file_text(page())
    assert ["Employed", "2"] in cells(html) and ["situations of one person each", "2"] in cells(html)
    assert ["no answer recorded", "1"] in cells(html) and ["six months not over yet", "1"] in cells(html)
    assert ["One", "6"] in cells(html)
    covid = ["Covid-19, since 1 January 2020", "Service Civique, incoming"]
    assert [*covid, "Visa refused", "3", "40"] in cells(html)
    assert [*covid, "reasons of one placement each", "1", "40"] in cells(html)
    assert ["Niger suspended, since 29 July 2023", "–", "nothing lost", "0", "5"] in cells(html)
    assert "6 people came back since 1 January 2025." in plain(html)
    assert "no proof that it was the cause" in plain(html)


def test_names_are_escaped_and_numbers_written_as_the_language_does() -> None:
    html = view.country_file_text(page())
    assert HOSTILE not in html and "&lt;script&gt;" in html
    assert "1,200" in html


def test_what_is_not_there_is_said() -> None:
    said = plain(view.country_file_text(empty()))
    for sentence in (
        "Nobody has left this country in these records.",
        "None in this country, in these records.",
        "Nobody came back since 1 January 2025, in these records.",
        "No break touches this country.",
    ):
        assert sentence in said
    assert "<table" not in view.country_file_text(empty())


def test_a_dataset_without_placements_says_what_to_do() -> None:
    assert "Put your placements into data/local" in view.country_file_text(empty(countries=[], country=""))
    assert view.country_file_controls(empty(countries=[], country="")) == ""


def test_wide_tables_scroll_in_boxes_a_keyboard_reaches_and_no_id_repeats() -> None:
    html = view.country_file_text(page())
    boxes = re.findall(r'<div class="cm-scroll" tabindex="0" role="region" aria-label="([^"]+)"><table', html)
    assert len(boxes) == html.count("<table") == 5 and len(set(boxes)) == 5
    assert " id=" not in html


def test_the_head_says_which_data_and_that_nobody_is_named() -> None:
    said = plain(view.country_file_head(page(rejected=2)))
    assert "Data as of 31 December 2025" in said and "organisations are named, people never" in said
    assert "2 rows of this dataset were rejected" in said
    assert "Synthetic demonstration data" in plain(view.country_file_head(page(synthetic=True)))


def test_the_counts_to_store_name_no_organisation() -> None:
    html = view.country_file_counts(page())
    assert ["of these: never got anyone back", "1"] in cells(html) and ["Organisations that sent somebody", "3"] in cells(
        html
    )
    assert ["People who came back in twelve months", "6"] in cells(html)
    assert ["Placements lost or refused since: Covid-19", "4"] in cells(html)
    assert not any(name in html for name in ("Three", "=Two", "One<", "script", "S1", "H1"))


def test_the_file_to_download_has_one_line_a_count_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(view.country_file_csv(page()))))
    assert len(rows) == 3 * 4 + 2 + 1 + 4 + 3 * 2
    assert {row["country"] for row in rows} == {"SEN"}
    found = {(row["section"], row["organisation"], row["measure"]): row["count"] for row in rows if row["organisation"]}
    assert found["senders", "S1", "sent_lately"] == "5" and found["hosts_with_early_ends", "H1", "early_ends"] == "2"
    assert {row["name"] for row in rows if row["organisation"] == "S2"} == {"'=Two"}
    lost = [row for row in rows if row["section"] == "losses" and row["measure"] == "placements"]
    assert [(row["break"], row["scheme"], row["category"], row["count"]) for row in lost] == [
        ("COVID", "SC_RECIP", "VISA_REFUSED", "3"),
        ("COVID", "SC_RECIP", "_O", "1"),
        ("NIGER", "", "", "0"),
    ]
