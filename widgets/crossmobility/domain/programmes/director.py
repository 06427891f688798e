"""What a manager asks of a year: targets, one-way corridors, cost, early ends, dependence, opportunities, results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan
from typing import Final

import pandas as pd

from crossmobility.domain.book import Book
from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.tracking import owed
from crossmobility.domain.network import one_way
from crossmobility.domain.periods import period as period_of
from crossmobility.domain.programmes.stated import Sheet
from crossmobility.domain.scope import scope_of
from crossmobility.domain.selection import Selection

TARGET_COLUMNS: Final = (
    *("programme", "scheme", "direction", "period", "initial", "revised", "actual"),
    *("achievement_initial", "achievement_revised", "status", "reason"),
)
COST_COLUMNS: Final = ("scheme", "volunteer_months", "cost", "coverage", "known", "ended", "value_status")
COHORT_COLUMNS: Final = ("period", "early", "matured", "running")
OPPORTUNITY_COLUMNS: Final = ("indicator", "category", "numerator", "denominator")
STARTED: Final = "PLC_STARTED"
OPPORTUNITIES: Final = ("yes", "no", "unknown")
LONG_LATE: Final = 30
"""Days after which a value that is owed is called stale."""


@dataclass(frozen=True)
class ReasonsOfEnd:
    """Early ends of a cohort, and those of them for a job or studies; NaN: not known."""

    early: float
    job_or_studies: float


@dataclass(frozen=True)
class Dependence:
    """How much rests on few: placements of a year; NaN: not known.

    ``top_five`` of the ``total`` started with the five largest partner countries (GEO_TOP5); ``largest_host`` of the
    ``host_placements`` active at the largest hosting organisation.
    """

    top_five: float
    total: float
    largest_host: float
    host_placements: float


@dataclass(frozen=True)
class SixMonths:
    """The survey six months after the end: positive situations, answers, surveys due in the period; NaN: not known."""

    positive: float
    answered: float
    due: float
    value_status: str


def targets(tracked: pd.DataFrame, *, indicator: str = STARTED) -> pd.DataFrame:
    """Return how far each programme and scheme is towards its target.

    Parameters
    ----------
    tracked : DataFrame
        The tracking table (``TRACKED_COLUMNS``) of one period and of every programme, scheme and direction.
    indicator : str
        Whose targets; those of placements started are the yearly ones.

    Returns
    -------
    DataFrame
        One row (``TARGET_COLUMNS``) per programme, scheme and direction with a target, in the order of the table.
        ``period``: that of the target, ``actual``: what is measured against it, so of a target of several years the sum since
        its beginning. Achievements are actual ÷ target, 0 to 1 and above; ``status`` and ``reason`` are against the target in
        force, the revised one where there is one. NaN: not known, or no such target.
    """
    whole = (tracked[["territory", "counterpart", "dimension"]] == ALL).all(axis=1) & (tracked["indicator"] == indicator)
    rows = tracked[whole & tracked[["target_initial", "target_revised"]].notna().any(axis=1)]
    table = rows.assign(
        period=rows["target_period"],
        initial=rows["target_initial"],
        revised=rows["target_revised"],
        actual=rows["measured"],
        achievement_revised=rows["achievement"].where(rows["target_revised"].notna()),
    )
    return table[list(TARGET_COLUMNS)].reset_index(drop=True)


def one_way_corridors(
    rows: pd.DataFrame | Book,
    reference: str,
    period: str,
    *,
    families: Mapping[str, str],
    schemes: Sequence[str] = (),
    programmes: Sequence[str] = (),
    complete_to: str = "",
) -> pd.DataFrame:
    """Return the corridors that were taken one way only in the three years up to ``period``, placements started.

    Of published figures, which state no basis, the period alone, and only where a return of 0 is stated.

    Parameters
    ----------
    rows, families, complete_to
        As for :func:`~crossmobility.domain.scope.scope_of`.
    schemes : sequence of str
        Scheme or family codes, each looked at apart; empty: all schemes together.
    programmes : sequence of str
        Programme codes looked at together; empty: all.

    Returns
    -------
    DataFrame
        As :func:`~crossmobility.domain.network.one_way` returns it, largest first; with ``schemes``, the column ``scheme``
        first.
    """
    asked = Selection(
        period=period,
        window="3",
        basis="started" if complete_to else "",
        reference=reference,
        programmes=tuple(programmes),
    )
    book = rows if isinstance(rows, Book) else Book(rows)
    if not schemes:
        return one_way(scope_of(book, asked, families, complete_to=complete_to))
    tables = []
    for code in schemes:
        scope = scope_of(book, replace(asked, schemes=(code,)), families, complete_to=complete_to)
        table = one_way(scope)
        table.insert(0, "scheme", code)
        tables.append(table)
    found = pd.concat(tables, ignore_index=True)
    return found.sort_values("volume", ascending=False, kind="stable", ignore_index=True)


def cost(values: pd.DataFrame, period: str) -> pd.DataFrame:
    """Return what was delivered and what a month of it cost, scheme by scheme.

    Parameters
    ----------
    values : DataFrame
        Indicator values (``VALUE_COLUMNS``) of one dataset, every scope.

    Returns
    -------
    DataFrame
        One row (``COST_COLUMNS``) per scheme with anything stated, by code, and last all together (``_T``), of which they are
        the parts: schemes, not families.
        ``volunteer_months``: delivered in the period (PLC_VM). ``cost``: euros a month of the placements that ended in it and
        whose cost is known, over their whole stay (EFF_COST); NaN below the least number of months. ``known`` of the ``ended``
        have a known cost, and ``coverage`` is that share (EFF_COVERED; NaN below the least number). ``value_status`` of the
        cost.
    """
    names = ("PLC_VM", "EFF_COST", "EFF_COVERED")
    sheet = Sheet(values, names, (period,))
    codes = sorted({code for name in names for code in sheet.categories(name, "scheme")})
    lines = []
    for code in [*codes, ALL] if codes else []:
        dimension = ALL if code == ALL else "scheme"
        months, paid, covered = (sheet.at(name, period, dimension=dimension, category=code) for name in names)
        # Where the records hold nobody of a scheme, the count PLC_VM is 0, as its numerator is.
        delivered = months.numerator if isnan(months.value) else months.value
        lines.append((code, delivered, paid.value, covered.value, covered.numerator, covered.denominator, paid.status))
    return _frame(lines, COST_COLUMNS, texts=("scheme", "value_status"))


def cohorts(values: pd.DataFrame, stages: pd.DataFrame, period: str) -> pd.DataFrame:
    """Return the early ends of a year's cohort beside those of the year before.

    Parameters
    ----------
    values : DataFrame
        As for :func:`cost`.
    stages : DataFrame
        Stage rows (``STAGE_COLUMNS``) of the dataset.
    period : str
        A year.

    Returns
    -------
    DataFrame
        Two rows (``COHORT_COLUMNS``), the year before first: ``early`` ended early, of the ``matured`` who started in the year
        and whose planned end is past (CPL_EARLY); ``running``: those of whom no end is written down, planned to start in
        the year (NaN: the records hold no such year). They stand in neither number.
    """
    years = [f"{int(period) - 1:04d}", period]
    sheet = Sheet(values, ("CPL_EARLY",), years)
    running = stages["running"].groupby(stages["period"].to_numpy(dtype=object)).sum()
    lines = []
    for year in years:
        found = sheet.at("CPL_EARLY", year)
        lines.append((year, found.numerator, found.denominator, float(running.get(year, nan))))
    return _frame(lines, COHORT_COLUMNS, texts=("period",))


def reasons_of_end(values: pd.DataFrame, period: str) -> ReasonsOfEnd:
    """Return how many of a cohort ended early, and how many of these for a job or studies (CPL_EARLY − CPL_ADV)."""
    sheet = Sheet(values, ("CPL_EARLY", "CPL_ADV"), (period,))
    early, adverse = (sheet.at(name, period).numerator for name in ("CPL_EARLY", "CPL_ADV"))
    return ReasonsOfEnd(early=early, job_or_studies=early - adverse)


def dependence(values: pd.DataFrame, organisations: pd.DataFrame, period: str, *, complete_to: str = "") -> Dependence:
    """Return how much of a year rests on five countries, and on one host.

    ``organisations`` are the dataset's rows (``ORGANISATION_COLUMNS``); in complete data a year without a row is 0.
    """
    countries = Sheet(values, ("GEO_TOP5",), (period,)).at("GEO_TOP5", period)
    whole = (organisations[["place", "programme", "scheme"]] == ALL).all(axis=1) & (organisations["role"] == "hosting")
    own = organisations[whole & (organisations["period"] == period)]
    absent = 0.0 if complete_to and period_of(period).start.isoformat() <= complete_to else nan
    largest, placements = (float(own[name].iloc[0]) if len(own) else absent for name in ("largest", "placements"))
    return Dependence(countries.numerator, countries.denominator, largest, placements)


def opportunities(values: pd.DataFrame, period: str) -> pd.DataFrame:
    """Return whether people with fewer opportunities are selected and complete as often as others.

    Returns
    -------
    DataFrame
        Six rows (``OPPORTUNITY_COLUMNS``): for SEL_CONV (started ÷ selected) and CPL_RATE (completed ÷ matured), the categories
        ``yes`` (fewer opportunities), ``no``, ``unknown`` (not asked). NaN: not known; 0 of 0: nobody.
    """
    names = ("SEL_CONV", "CPL_RATE")
    sheet = Sheet(values, names, (period,))
    lines = []
    for name in names:
        for word in OPPORTUNITIES:
            found = sheet.at(name, period, dimension="fewer_opportunities", category=word)
            lines.append((name, word, found.numerator, found.denominator))
    return _frame(lines, OPPORTUNITY_COLUMNS, texts=("indicator", "category"))


def six_months(values: pd.DataFrame, period: str) -> SixMonths:
    """Return the result of the survey at six months: OUT_6M, and of OUT_RESPONSE how many were due."""
    sheet = Sheet(values, ("OUT_6M", "OUT_RESPONSE"), (period,))
    result, response = sheet.at("OUT_6M", period), sheet.at("OUT_RESPONSE", period)
    return SixMonths(result.numerator, result.denominator, response.denominator, result.status)


def long_owed(tracked: pd.DataFrame, *, days: int = LONG_LATE) -> int:
    """Return how many indicators of a tracking table are more than ``days`` days late in any of their scopes."""
    late = owed(tracked)
    return int(late.loc[late["days_late"] > days, "indicator"].nunique())


def _frame(lines: Sequence[tuple[object, ...]], columns: tuple[str, ...], *, texts: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame(lines, columns=list(columns))
    return table.astype({name: "str" if name in texts else "float64" for name in columns})
