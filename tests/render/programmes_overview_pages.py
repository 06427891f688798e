"""Programmes pages for tests of the overview, written by hand: all programmes in 2025, and Senegal seen with France."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from crossmobility.domain.breaks import Marked
from crossmobility.domain.programmes.country import Hosts, Returned
from crossmobility.domain.programmes.country_exchange import Course
from crossmobility.domain.programmes.director import Dependence, ReasonsOfEnd, SixMonths
from crossmobility.domain.programmes.needed import Needed
from crossmobility.domain.selection import Selection
from crossmobility.reference import Programme
from crossmobility.release.figures import DatasetInfo
from crossmobility.render.programmes_page import ProgrammesOffer, ProgrammesPage, Subject

NAN = float("nan")
YEARS = ("2022", "2023", "2024", "2025")
DATASET = DatasetInfo(
    "test",
    "Données d’essai",
    "Test data",
    "2025-12-31",
    synthetic=True,
    licence="CC0",
    note_fr="Rien de réel.",
    note_en="Nothing real.",
    complete=True,
)
PROGRAMMES = {
    code: Programme(code, name, name, design, reference, "")
    for code, name, design, reference in (
        ("WECCEE", "WECCEE", "PAIRED", "FRA"),
        ("SUDSUD", "Action pilote Sud–Sud", "SOUTH_SOUTH", "MAR"),
        ("AFRICA2020", "Saison Africa2020", "ONE_WAY_IN", "FRA"),
        ("ENLAZANDO", "EnLAzando", "ECOSYSTEM", "FRA"),
    )
}
# Programme: forward, back, between, local in each of YEARS.
COUNTED: dict[str, tuple[tuple[float, ...], ...]] = {
    "AFRICA2020": ((0, 0, 0, 0), (2, 9, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)),
    "WECCEE": ((20, 24, 30, 26), (10, 18, 28, 24), (0, 0, 0, 0), (0, 0, 0, 0)),
    "SUDSUD": ((4, 3, 0, 0), (2, 1, 0, 0), (6, 5, 0, 0), (0, 0, 0, 1)),
    "ENLAZANDO": ((NAN,) * 4,) * 4,
}


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    """Return a frame from the names of its columns and its rows."""
    return pd.DataFrame(list(rows), columns=columns.split())


def multiples(counted: dict[str, tuple[tuple[float, ...], ...]] = COUNTED) -> pd.DataFrame:
    """Return programmes and years as the page holds them."""
    return table(
        "programme period forward back between local largest",
        *(
            (code, year, *(way[at] for way in ways), 30.0)
            for code, ways in counted.items()
            for at, year in enumerate(YEARS)
        ),
    )


def goals(*open_goals: int) -> pd.DataFrame:
    """Return the seventeen goals, those named without a placement, the others with as many as their number."""
    rows = [(goal, 0.0 if goal in open_goals else float(goal)) for goal in range(1, 18)]
    frame = table("goal placements", *rows)
    return frame.assign(**dict.fromkeys(("in", "out", "between", "local"), NAN))


def organisations() -> pd.DataFrame:
    """Return hosts of three years, and a sending row that is not asked for."""
    numbers = "organisations new loyal returning lost both placements largest two_early"
    rows = [
        ("sending", "_T", "2025", 7.0, 7.0, 0.0, 0.0, 0.0, 1.0, 9.0, 2.0, 0.0),
        ("hosting", "_T", "2023", 40.0, 40.0, 0.0, 0.0, 0.0, 5.0, 60.0, 4.0, 0.0),
        ("hosting", "_T", "2024", 50.0, 15.0, 35.0, 0.0, 5.0, 6.0, 80.0, 5.0, 1.0),
        ("hosting", "_T", "2025", 62.0, 14.0, 44.0, 4.0, 6.0, 8.0, 100.0, 7.0, 2.0),
    ]
    return table(f"role place period {numbers}", *rows).assign(dataset="test", programme="_T", scheme="_T")


MANAGER: dict[str, object] = {
    "targets": table(
        "programme scheme direction period initial revised actual achievement_initial achievement_revised status reason",
        ("_T", "_T", "_T", "2025", 480.0, 400.0, 410.0, 410 / 480, 1.025, "achieved", ""),
        ("WECCEE", "_T", "out", "2025", 48.0, NAN, 34.0, 34 / 48, NAN, "off_track", ""),
        ("_T", "VEC", "out", "2025", 8.0, NAN, 3.0, 3 / 8, NAN, "off_track", ""),
        ("_T", "SC", "in", "2025", 120.0, NAN, 60.0, 0.5, NAN, "too_early", ""),
    ),
    "one_way": table("origin destination volume last_return", ("FRA", "KEN", 23.0, ""), ("GIN", "FRA", 4.0, "2019")),
    "needed": Needed(
        151.0,
        480.0,
        151 / 480,
        0.5,
        89.0,
        table("country out in more", ("TGO", 60.0, 4.0, 26.0), ("KEN", 130.0, 2.0, 63.0)),
    ),
    "needed_scheme": "SC",
    "cost": table(
        "scheme volunteer_months cost coverage known ended value_status",
        ("VSI", 1200.0, 2310.0, 0.5, 60.0, 120.0, "reported"),
        ("SC_RECIP", 2212.4, 1120.0, 0.8, 96.0, 120.0, "reported"),
        ("VEC", 6.0, NAN, 0.25, 1.0, 4.0, "not_reported"),
    ),
    "cohorts": table("period early matured running", ("2024", 21.0, 240.0, 0.0), ("2025", 17.0, 212.0, 64.0)),
    "reasons": ReasonsOfEnd(21.0, 9.0),
    "dependence": Dependence(480.0, 800.0, 23.0, 800.0),
    "opportunities": table(
        "indicator category numerator denominator",
        ("SEL_CONV", "yes", 45.0, 60.0),
        ("SEL_CONV", "no", 300.0, 400.0),
        ("SEL_CONV", "unknown", NAN, NAN),
        ("CPL_RATE", "yes", 5.0, 8.0),
        ("CPL_RATE", "no", 210.0, 240.0),
        ("CPL_RATE", "unknown", 0.0, 0.0),
    ),
    "six_months": SixMonths(41.0, 60.0, 96.0, "provisional"),
    "revisions": 12,
    "owed": 1,
}
COUNTRY: dict[str, object] = {
    "exchange": table(
        "way present started volunteer_months status",
        ("there", 12.0, 14.0, 96.5, "reported"),
        ("here", 30.0, 33.0, 240.0, "reported"),
        ("out_elsewhere", 2.0, 3.0, 11.0, "reported"),
        ("in_elsewhere", NAN, NAN, NAN, "not_reported"),
    ),
    "course": Course(YEARS, (NAN, 10.0, 12.0, 14.0), (40.0, 30.0, 28.0, 33.0), 36.0, 91.0, "tilted"),
    "hosts": Hosts(14.0, 5.0, 22.0, 4.0, 2.0),
    "visas": table(
        "country period lead_days decided refused refusal_share status",
        ("SEN", "2024", 38.0, 44.0, 4.0, 4 / 44, "reported"),
        ("SEN", "2025", 41.0, 40.0, 3.0, 3 / 40, "reported"),
        ("MLI", "2024", 70.0, 12.0, 6.0, 0.5, "reported"),
        ("MLI", "2025", 88.0, 4.0, 3.0, 0.75, "reported"),
        ("GMB", "2024", NAN, NAN, NAN, NAN, "not_reported"),
        ("GMB", "2025", 30.0, 11.0, 1.0, 1 / 11, "reported"),
        ("TGO", "2025", 55.0, 20.0, 0.0, 0.0, "reported"),
    ),
    "profile": table(
        "dimension category out in",
        ("sector", "EDUCATION", 18.0, 20.0),
        ("sector", "HEALTH", 6.0, 5.0),
        ("sector", "U", 0.0, 2.0),
        ("sdg", "4", 20.0, 22.0),
        ("sdg", "13", 4.0, 0.0),
    ),
    "overlap": {"sector": 0.95, "sdg": NAN},
    "returned": Returned(23.0, 9.0, 14.0, 20.0, "reported"),
    "departures": table(
        "month usual planned",
        *(
            (f"{month:02d}", float(usual), float(planned))
            for month, usual, planned in zip(
                range(1, 13), (2, 0, 1, 0, 0, 1.5, 0, 1, 8, 4, 0, 0), (7, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0), strict=True
            )
        ),
    ),
    "women": table("way women known", ("there", 22.0, 40.0), ("here", 90.0, 120.0)),
    "since_breaks": table(
        "break_id months before after refused cancelled waiting",
        ("COVID", 12.0, 20.0, 3.0, 2.0, 5.0, 0.0),
        ("Freeze", 4.0, 6.0, 2.0, 0.0, 1.0, 3.0),
        ("REFUSALS", 12.0, NAN, NAN, 4.0, 0.0, 0.0),
    ),
}


class Freeze:
    """A break that only the page knows."""

    break_id = "Freeze"
    from_on = date(2025, 9, 1)
    to_on = None
    countries = ()
    schemes = ()
    citation = "A decree"
    closes_corridor = False

    def label(self, language: str) -> str:
        return f"Freeze/{language}"

    def note(self, language: str) -> str:
        return ""


def manager(**changes: Any) -> ProgrammesPage:
    """Return the page of all programmes in 2025, in English; ``answers`` given here are added to the usual ones."""
    usual = {"subject": Subject(), "organisations": organisations(), "goals": goals(14, 7)}
    return _page(MANAGER, **{**usual, **changes})


def senegal(**changes: Any) -> ProgrammesPage:
    """Return the page of Senegal seen with France in 2025, in English."""
    marks = (Marked(Freeze(), "2025", "2025"),)
    return _page(COUNTRY, **{"subject": Subject("country", "SEN", "FRA"), "marks": marks, **changes})


def _page(known: dict[str, object], **changes: Any) -> ProgrammesPage:
    language, added = changes.pop("language", "en"), changes.pop("answers", {})
    page = ProgrammesPage(
        subject=changes.pop("subject"),
        selection=Selection(dataset="test", period="2025", language=language),
        offer=ProgrammesOffer(YEARS, tuple(PROGRAMMES), ("SC", "VSI"), ("SEN", "TGO")),
        datasets=(DATASET,),
        programmes=PROGRAMMES,
        year="2025",
        multiples=multiples(),
        answers={key: value for key, value in {**known, **added}.items() if value is not None},
    )
    return replace(page, **changes)
