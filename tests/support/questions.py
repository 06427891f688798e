"""A question asked of the sample's programmes page: the page behind it, and the words of its answer as a reader reads them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache

import pandas as pd
from sample_records import PLACEMENTS, last_day, records

from crossmobility.dashboards.programmes import _ProgrammesDashboard
from crossmobility.i18n import Language
from crossmobility.release.figures import Figures, open_figures
from crossmobility.render.programmes_page import ProgrammesPage

POSITIVE = ("EMPLOYED", "SELF_EMPLOYED", "STUDY", "SERVICE")
"""Situations six months after the end that are called positive."""


@dataclass(frozen=True)
class Answered:
    """One subject in one year and language: what the page knows, and the HTML of its body."""

    page: ProgrammesPage
    body: str

    def says(self, question: str) -> str:
        """Return the words under one question, tags gone, spaces made plain."""
        found = [part for part in self.body.split("<section")[1:] if plain(_heading(part)) == question]
        assert len(found) == 1, f"{len(found)} sections ask “{question}”"
        return plain(found[0].partition(">")[2])


def _heading(part: str) -> str:
    found = re.search(r"<h2[^>]*>(.*?)</h2>", part)
    return found[1] if found else ""


def plain(markup: str) -> str:
    """Return the words of HTML in one line."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


@cache
def every_dataset() -> Figures:
    return open_figures()


@cache
def _dashboard(language: Language) -> _ProgrammesDashboard:
    return _ProgrammesDashboard(every_dataset(), "", "sample", "2024", language)


def asked(subject: str, period: str, language: Language) -> Answered:
    """Return what a reader sees who chose a subject ("country:SEN", or "" for all programmes) and a year of the sample."""
    dashboard = _dashboard(language)
    dashboard._take({"subject": subject})
    dashboard._take({"period": period})
    page = dashboard.answer(dashboard._store.selection)
    assert page.year == period and page.selection.dataset == "sample"
    return Answered(page, dashboard.page.regions["body"].html)


@cache
def begun() -> pd.DataFrame:
    """Return the records of people who started, with the ``year`` of it and their ``last`` day (NaT: not over yet)."""
    rows = records()
    rows = rows[rows["start_on"].notna()]
    return rows.assign(year=rows["start_on"].dt.year, last=last_day(rows))


def active(rows: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Return those who were there on some day from the first day of one year to the last day of another."""
    begins, ends = pd.Timestamp(first, 1, 1), pd.Timestamp(last, 12, 31)
    return rows[(rows["start_on"] <= ends) & ~(rows["last"] < begins)]


def volunteer_months(rows: pd.DataFrame, year: int) -> float:
    """Return the days spent in a year, first and last day counted, in months of 365.25 ÷ 12 days."""
    inside = active(rows, year, year)
    begins, ends = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    days = (inside["last"].fillna(ends).clip(upper=ends) - inside["start_on"].clip(lower=begins)).dt.days + 1
    return float(days.sum() / (365.25 / 12))


def ended_early(rows: pd.DataFrame) -> pd.Series:
    """Tell who left more than seven days before the planned end."""
    return rows["end_on"] < rows["planned_end_on"] - pd.Timedelta(days=7)


def part_of(part: int, whole: int) -> str:
    """Write "17 of 212 (8%)" as the page should: a share only of ten people or more, half a per cent rounded to even."""
    if not whole:
        return "–"
    share = f"{round(100 * part / whole)}%" if whole >= 10 else "too few for a rate"
    return f"{part:,} of {whole:,} ({share})"


def in_french(said: str) -> str:
    """Write "17 of 212 (8%)" in French."""
    words = {" of ": " sur ", "%)": " %)", "too few for a rate": "trop peu pour un taux", ",": " "}
    for english, french in words.items():
        said = said.replace(english, french)
    return said


def hosts_with_two(country: str, first: int, last: int) -> pd.Series:
    """Return the hosts in a country with two early ends or more in some years, and how many."""
    rows = begun()
    rows = rows[(rows["destination"] == country) & rows["end_on"].dt.year.between(first, last)]
    counts = rows[ended_early(rows)]["hosting_org_id"].value_counts()
    return counts[counts >= 2]


def label(codes: str, code: object) -> str:
    """Return what a code of a list means, in English."""
    table = pd.read_csv(PLACEMENTS.parents[1] / "reference" / "code_lists.csv", dtype="str", keep_default_na=False)
    return str(table[(table["list"] == codes) & (table["code"] == str(code))]["label_en"].iloc[0])
