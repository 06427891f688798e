"""What the page of a country answers, from the tables of one dataset."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from crossmobility.dashboards.shared import Shelf
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
    window_of,
    women,
)
from crossmobility.reference import breaks, countries

PROFILED = ("sector", "sdg")
MOST_NEIGHBOURS = 4


def country_answers(
    shelf: Shelf, dataset: str, country: str, reference: str, year: str, splits: Callable[[str, str], pd.DataFrame]
) -> Mapping[str, object]:
    """Return the answers to a country representative's questions, by their short names.

    Parameters
    ----------
    country, reference : str
        The country looked at, and the one it is seen with (ISO alpha-3).
    year : str
        The year of the answers; those over three years end with it.
    splits : callable
        Dataset and dimension to split rows, text as Python text.
    """
    book, until, as_of = shelf.book(dataset), shelf.complete_to(dataset), shelf.day(dataset)
    window, values, stages = window_of(year), shelf.values(dataset), shelf.stages(dataset)
    years = [text for text in shelf.offer(dataset).periods if text.isdigit() and text <= year]
    profile = profile_of({name: splits(dataset, name) for name in PROFILED}, country, reference, window, complete_to=until)
    marks = breaks_in(breaks(), years, countries=[country])
    return {
        "exchange": exchange_of(book, country, reference, year, complete_to=until),
        "course": course_of(book, country, reference, years, basis="started" if until else "not_stated", complete_to=until),
        "hosts": hosts(shelf.organisations(dataset), country, year, complete_to=until),
        "visas": visas_of(values, [country, *_neighbours(country, values)], window[-2:], reference=reference),
        "profile": profile,
        "overlap": {name: overlap(profile, name) for name in PROFILED},
        "returned": returned(book, values, country, year, reference=reference, complete_to=until),
        "departures": departures_by_month(stages, country, as_of=as_of, complete_to=until),
        "women": women(splits(dataset, "sex"), country, reference, window, complete_to=until),
        "since_breaks": since_breaks(stages, marks, country, as_of=as_of, families=shelf.families, complete_to=until),
        "marks": marks,
    }


def _neighbours(country: str, values: pd.DataFrame) -> list[str]:
    """Return the countries of the same subregion of which visas are known, those with most decisions first."""
    places = countries()
    known = values[(values["indicator"] == "VIS_REFUS") & (values["denominator"] > 0)]
    decided = known.groupby("counterpart", observed=True)["denominator"].sum().sort_values(ascending=False, kind="stable")
    home = places[country].subregion
    near = [
        str(code) for code in decided.index if code != country and code in places and places[str(code)].subregion == home
    ]
    return near[:MOST_NEIGHBOURS]
