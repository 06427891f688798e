"""The data check without a browser: a file in, what an officer reads, and only her own folder written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossmobility.desk import data_check, data_check_table
from crossmobility.desk.check_page import LARGEST_DOWNLOAD
from crossmobility.errors import BadRequest
from crossmobility.intake.local_folder import LARGEST_FILE, Receiving, local_files, safe_name
from crossmobility.release.build import built
from crossmobility.ui.page import Page

HEADINGS = "Pays d'origine;Pays d'accueil;Année;Dispositif;Nombre de volontaires;Base;Observations"
FRENCH = [
    "Sénégal;France;2023;SC_RECIP;12;started;",
    "Tunisie;France;2023;SC_RECIP;9;started;dont 2 reports",
    "Bénin;France;2023;SC_RECIP;quatre;started;",
    "Maroc;France;2023;SC_RECIP;-3;started;",
    "Togo;France;2024;SC_RECIP;cinq;started;",
    "",
    "Sénégal;France;2024;SC_RECIP;14;started;",
    "Congo;France;2024;SC_RECIP;2;started;",
]
HOSTILE = "<script>alert(1)</script>"


Put = Callable[..., str]


@pytest.fixture
def put(data: Path) -> Put:
    """Write lines as a French Excel would, into the folder of received files; return the name to choose it by."""

    def write(*lines: str, name: str = "Suivi 2024.csv", headings: str = HEADINGS, encoding: str = "cp1252") -> str:
        folder = data / "local" / "received"
        folder.mkdir(parents=True, exist_ok=True)
        text = "\r\n".join([headings, *lines]) + "\r\n"
        (folder / name).write_bytes(text.encode(encoding))
        return f"received/{name}"

    return write


def shown(page: Page, region: str = "check") -> str:
    """Return what a region shows live, with plain spaces."""
    return re.sub(r"[\u202f\u00a0]", " ", page.regions[region].html)


def ask(page: Page, **intent: str) -> None:
    page.regions["check"].receive(dict(intent))


def rows_of(page: Page) -> list[str]:
    """Return the findings that are shown, one text a row."""
    table = shown(page).split('<div class="cm-findings">')[1].split("</table>")[0]
    return [row for row in re.findall(r"<tr>(.*?)</tr>", table) if "<td" in row]


def sent(page: Page, what: str) -> tuple[str, list[dict[str, str]]]:
    """Return the name and the rows of the file that a download gives."""
    found: list[dict[str, str]] = []
    page.regions["check"].send = found.append
    ask(page, download=what)
    return found[0]["filename"], list(csv.DictReader(io.StringIO(found[0]["document"])))


def test_without_a_file_an_invented_example_is_checked_and_says_so() -> None:
    page = data_check(language="en")
    assert "Example (an invented file)" in shown(page)
    assert "4 lines are rejected, 5 accepted." in shown(page)
    assert shown(page, "use") == "", "an example cannot be used"


def test_every_line_of_the_file_is_accounted_for_in_words(put: Put) -> None:
    page = data_check(file=put(*FRENCH), language="en")
    assert "header 1 + accepted 4 + left out 0 + rejected 3 + blank 1 = 9 lines: none is lost." in shown(page)
    assert "not a number (2) · below zero (1)" in shown(page)


def test_a_french_excel_file_is_understood_and_how_is_said(put: Put) -> None:
    page = data_check(file=put(*FRENCH), language="en")
    assert "cells separated by a semicolon, encoding cp1252, decimal point" in shown(page)
    assert "6 of 7 headings recognised" in shown(page)
    assert "Sénégal" not in shown(page) and "Bénin" not in shown(page), "only cells that are remarked on are shown"
    page = data_check(file=put(*FRENCH, encoding="utf-16", name="b.csv"), language="en")
    assert "encoding utf-16" in shown(page)


def test_a_finding_shows_its_line_its_column_the_raw_text_and_the_remedy(put: Put) -> None:
    page = data_check(file=put(*FRENCH), language="en")
    (first, *_) = rows_of(page)
    assert ">4</td>" in first and "Placements" in first and ">quatre</span>" in first
    assert "Write digits only" in first


def test_findings_are_grouped_by_severity_errors_first(put: Put) -> None:
    html = shown(data_check(file=put(*FRENCH), language="en"))
    places = [html.index(title) for title in ("Errors: the row is rejected", "Warnings: the row counts", ">Notes</th>")]
    assert places == sorted(places)


def test_filters_narrow_each_other_and_choosing_again_lets_go(put: Put) -> None:
    page = data_check(file=put(*FRENCH), language="en")
    assert len(rows_of(page)) == 5
    ask(page, severity="error")
    assert len(rows_of(page)) == 3
    ask(page, rule="F-NUMBER")
    assert len(rows_of(page)) == 2 and all("F-NUMBER" in row for row in rows_of(page))
    ask(page, rule="", place="origin", severity="")
    assert len(rows_of(page)) == 1 and "Congo" in rows_of(page)[0]
    ask(page, severity="info")
    assert "No finding is left by this choice." in shown(page)
    ask(page, clear="all")
    assert len(rows_of(page)) == 5


def test_at_most_two_hundred_findings_are_shown_and_the_rest_is_in_the_file(put: Put) -> None:
    lines = [f"Sénégal;France;2024;SC_RECIP;x{number};started;" for number in range(250)]
    page = data_check(file=put(*lines), language="en")
    assert len(rows_of(page)) == 200
    assert "51 more findings, in the file to download." in shown(page)
    assert len(sent(page, "findings")[1]) == 251


def test_rejected_rows_come_back_with_the_headings_they_had(put: Put) -> None:
    name, rows = sent(data_check(file=put(*FRENCH), language="en"), "rejected")
    assert name == "Suivi 2024-rejected.csv"
    assert [row["Nombre de volontaires"] for row in rows] == ["quatre", "'-3", "cinq"]
    assert [row["line"] for row in rows] == ["4", "5", "6"]
    assert rows[0]["rule"] == "F-NUMBER" and "Write digits only" in rows[0]["message"]


def test_a_report_too_long_for_the_browser_is_written_beside_the_data(put: Put, data: Path) -> None:
    filling = "x" * 2_000
    lines = [f"{filling}{number};France;2024;SC_RECIP;1;started;" for number in range(LARGEST_DOWNLOAD // 2_000)]
    page = data_check(file=put(*lines, encoding="utf-8"), language="en")
    ask(page, download="rejected")
    assert "data/local/checks/Suivi-2024-rejected.csv" in shown(page)
    assert (data / "local" / "checks" / "Suivi-2024-rejected.csv").stat().st_size > LARGEST_DOWNLOAD


def test_hostile_text_is_shown_as_text_everywhere(put: Put) -> None:
    name = put(f"{HOSTILE};France;2024;SC_RECIP;1;started;", headings=HEADINGS.replace("Observations", HOSTILE))
    page = data_check(file=name, language="en")
    everything = "".join(widget.static_html() + getattr(widget, "html", "") for widget in page.regions.values())
    assert "&lt;script&gt;" in everything and "<script" not in everything


def test_a_stored_notebook_holds_no_cell_of_a_real_file(put: Put) -> None:
    name = put("Secret Name;France;2024;SC_RECIP;1;started;")
    page = data_check(file=name)
    assert "Secret Name" in shown(page)
    assert "Secret Name" not in page.static_html()
    assert "Secret Name" not in data_check_table(file=name)._repr_html_()


def test_the_files_in_a_folder_are_not_part_of_the_example_that_is_stored(put: Put) -> None:
    before = data_check().static_html()
    put(*FRENCH)
    assert data_check().static_html() == before


def test_the_language_changes_everything_on_the_page(put: Put) -> None:
    page = data_check(file=put(*FRENCH), language="fr")
    assert "Ce qu’il faut regarder" in shown(page) and "N’écrivez que des chiffres" in shown(page)
    ask(page, lang="en")
    assert "What to look at" in shown(page) and "Write digits only" in shown(page)
    whole = "".join(shown(page, region) for region in ("head", "choose", "check", "use"))
    for word in ("Règle", "Lignes", "Utiliser", "Mobilités"):
        assert word not in whole


def test_an_unreadable_file_is_a_sentence_with_its_remedy_and_another_can_be_chosen(put: Put) -> None:
    good = put(*FRENCH)
    page = data_check(file=put("1;2", name="autre.csv", headings="a;b"), language="en")
    assert 'role="alert"' in shown(page) and "cannot be read" in shown(page)
    assert "Traceback" not in shown(page) and shown(page, "use") == ""
    ask(page, file=good)
    assert "3 lines are rejected" in shown(page)


def test_the_table_can_be_chosen_when_headings_mislead(put: Put) -> None:
    page = data_check(file=put(*FRENCH), language="en")
    ask(page, read="organisations")
    assert "cannot be read" in shown(page)
    ask(page, read="../../secret")
    assert "3 lines are rejected" in shown(page), "what is not offered is not read"


def test_headings_of_ones_own_are_given_a_meaning_which_is_kept_in_words(put: Put, data: Path) -> None:
    name = put("Sénégal;2023;12", "Tunisie;2024;9", headings="Parti de;An;Combien")
    page = data_check(file=name, language="en")
    assert "cannot be read" in shown(page) and "Which column is it?" in shown(page, "choose")
    answers = {
        "origin": ":Parti de",
        "period": ":An",
        "placements": ":Combien",
        "destination": "=FRA",
        "scheme": "=SC_RECIP",
    }
    for column, answer in answers.items():
        ask(page, **{f"is-{column}": answer})
    ask(page, **{"is-origin": ":../../secret", "is-nothing": "=FRA"})
    assert "Nothing is rejected: 2 lines are accepted." in shown(page)
    assert "3 of 3 headings recognised" in shown(page)
    ask(page, as_of="2024-12-31")
    ask(page, use="yes")
    rows = built([data / "local"]).figures.rows("local")
    assert rows[["origin", "destination", "period", "placements"]].to_numpy().tolist() == [
        ["SEN", "FRA", "2023", 12.0],
        ["TUN", "FRA", "2024", 9.0],
    ]


def test_only_a_file_of_the_folder_can_be_named(data: Path, put: Put) -> None:
    put(*FRENCH)
    outside = data / "outside.csv"
    outside.write_text("secret")
    (data / "local" / "link.csv").symlink_to(outside)
    assert list(local_files()) == ["received/Suivi 2024.csv"]
    with pytest.raises(BadRequest, match=r"no file “\.\./outside\.csv”"):
        data_check(file="../outside.csv")


def test_using_a_file_needs_the_day_the_data_speak_of(put: Put, data: Path) -> None:
    page = data_check(file=put(*FRENCH), language="en")
    ask(page, as_of="0002-12-31")
    ask(page, use="yes")
    assert "The day the data speak of is missing." in shown(page, "use")
    assert not (data / "local" / "dataset.toml").exists()


def test_a_file_in_use_becomes_figures_with_its_accepted_rows(put: Put, data: Path) -> None:
    page = data_check(file=put(*FRENCH), language="en")
    ask(page, as_of="2024-12-31")
    ask(page, use="yes")
    assert "make dashboards DATA=data/local" in shown(page, "use")
    figures = built([data / "local"]).figures
    assert figures.dataset("local").as_of == "2024-12-31"
    assert figures.rows("local")["placements"].sum() == 12 + 9 + 14 + 2
    assert list(local_files()) == ["Suivi 2024.csv"], "a received file moves, so that it exists once"


def test_nothing_but_the_users_own_folder_is_written(put: Put, data: Path) -> None:
    def everything() -> dict[Path, bytes]:
        return {file: file.read_bytes() for file in data.rglob("*") if file.is_file() and "local" not in file.parts}

    name, before = put(*FRENCH), everything()
    page = data_check(file=name)
    ask(page, as_of="2024-12-31")
    ask(page, use="yes")
    assert everything() == before


def test_an_earlier_file_of_the_same_name_is_put_aside_not_lost(put: Put, data: Path) -> None:
    for number, line in enumerate((FRENCH[0], FRENCH[1])):
        page = data_check(file=put(line), language="en")
        ask(page, as_of=f"202{number}-12-31")
        ask(page, use="yes")
    assert "The earlier file of that name is kept" in shown(page, "use")
    assert built([data / "local"]).figures.rows("local")["placements"].tolist() == [9.0]
    kept = [file for file in (data / "local" / "received").iterdir() if "12" in file.read_text("cp1252")]
    assert len(kept) == 1


def test_a_hand_written_dataset_keeps_its_words_and_changes_its_date(put: Put, data: Path) -> None:
    (data / "local").mkdir()
    toml = data / "local" / "dataset.toml"
    toml.write_text('# ours\ntitle = "Nous"\nas_of = 2023-12-31  # the end\nreference_country = "SEN"\n')
    page = data_check(file=put(*FRENCH), language="en")
    assert 'value="2023-12-31"' in shown(page, "use")
    ask(page, as_of="2024-06-30")
    ask(page, use="yes")
    assert toml.read_text() == '# ours\ntitle = "Nous"\nas_of = "2024-06-30"  # the end\nreference_country = "SEN"\n'


def test_what_is_accepted_is_summed_once(put: Put) -> None:
    total = "Tous pays;France;2023;SC_RECIP;40;started;"
    page = data_check(file=put(*FRENCH[:2], total.replace("Tous pays", "_T")), language="en")
    assert "<b>40</b><span>volunteers: placements started in the period</span>" in shown(page)
    page = data_check(
        file=put(*FRENCH[:2], total.replace("Tous pays", "_T").replace("40", "4"), name="b.csv"), language="en"
    )
    assert "no figures can be made of this file" in shown(page)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\Ana\\Suivi été.XLSX", "Suivi-été.xlsx"),
        (".hidden.csv", "hidden.csv"),
        ("~$lock.xlsx", "lock.xlsx"),
        ("a;rm -rf *.csv", "a-rm-rf.csv"),
    ],
)
def test_a_name_from_a_browser_is_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_what_is_no_table_is_not_received() -> None:
    with pytest.raises(BadRequest, match="Send a CSV file or an Excel workbook"):
        safe_name("photo.png")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pieces=st.lists(st.binary(max_size=9), max_size=6))
def test_a_file_arrives_as_it_was_sent_and_inside_the_folder(data: Path, pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    receiving = Receiving("../x.csv", len(whole))
    for number, piece in enumerate(pieces):
        receiving.add(sum(map(len, pieces[:number])), piece)
    assert receiving.is_whole
    place = data / "local" / receiving.finished()
    assert place.read_bytes() == whole and place.parent == data / "local" / "received"


def test_a_transfer_out_of_order_or_too_large_leaves_nothing(data: Path) -> None:
    receiving = Receiving("x.csv", 4)
    receiving.add(0, b"ab")
    with pytest.raises(BadRequest, match="did not arrive whole"):
        receiving.add(3, b"c")
    with pytest.raises(BadRequest, match="larger than 200 MB"):
        Receiving("x.csv", LARGEST_FILE + 1)
    assert list((data / "local" / "received").iterdir()) == []
