"""The tracking table made step by step: what was reached, what it is measured against, what is expected, what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.cases import STATED, Words
from crossmobility.domain.indicators.definitions import StatusRule
from crossmobility.domain.indicators.observed import CELL_COLUMNS
from crossmobility.domain.indicators.progress import Mask, Numbers, achievements
from crossmobility.domain.indicators.standing import standings
from crossmobility.domain.indicators.tracking_dues import MONTHS, Dues, dues
from crossmobility.domain.indicators.tracking_reached import ANSWERED, Reached, Tiles, reached
from crossmobility.domain.indicators.tracking_seasons import Expected, seasonal
from crossmobility.domain.indicators.tracking_series import (
    NEVER,
    Days,
    Points,
    Series,
    Window,
    first_of_year,
    iso,
    judged_unit,
    year_of,
)
from crossmobility.domain.indicators.tracking_targets import aims, baselines, programme_start, windows

TRACKED_COLUMNS: Final = (
    *("indicator", "level", "unit", "programme", "scheme", "period", "territory", "direction", "counterpart"),
    *("dimension", "category", "baseline", "baseline_period", "target_initial", "target_revised", "target"),
    *("target_period", "actual", "numerator", "denominator", "cumulative", "measured", "achievement"),
    *("achievement_initial", "progress", "expected", "pace", "value_status", "status", "reason", "due_on", "owed"),
    *("owner_role", "days_late", "elapsed", "season", "season_years", "told_on", "edition", "source", "comment", "as_of"),
)
"""The columns of the tracking table; see :func:`crossmobility.domain.indicators.tracking.tracked`."""


class Tracking:
    """The steps from values to the table, each an array with one entry a cell."""

    def __init__(self, series: Series, asked: Window) -> None:
        self.series, self.asked = series, asked
        self.tiles = Tiles(series, asked.end)
        self.found = _without_hidden(reached(series, asked, self.tiles))
        self.aims = aims(series, asked)
        self.baselines = baselines(series, asked)
        self.begun = programme_start(series, asked)
        self.start, self.end = windows(series, self.aims, self.begun)
        self.longer = (self.aims.start < asked.start) | (self.aims.end > asked.end)
        self.measured, self.begin_owed = self._compared()

    def _compared(self) -> tuple[Numbers, Days]:
        """Return what is compared with the target, and the first day of which no value tells."""
        series, found, asked = self.series, self.found, self.asked
        summed = self.longer & (series.flow | (series.in_year & ~self.aims.one_year))
        since = self.tiles.since(self.start)
        whole = since.told == found.told
        measured = np.where(summed & ~whole, np.nan, np.where(summed, since.value, found.value))
        said_why = self.answered() & ~found.known
        after = np.where(said_why, asked.end, np.where(found.known, found.told, NEVER)) + 1
        behind_a_gap = summed & ~whole & found.known
        first = np.where(behind_a_gap, np.maximum(since.told + 1, self.start), np.maximum(after, asked.start))
        return measured, np.where(found.known | said_why, first, np.maximum(first, self._told_in_parts()))

    def _told_in_parts(self) -> Days:
        """Return the first day not told by the parts of the time asked, for rates: they never add up, but they are there.

        A target of the whole time still waits for the rate of the whole when every part has told its own.
        """
        series, asked = self.series, self.asked
        rates = series.level & (series.of_definition("accumulation") == "flow")
        rates &= ~series.of_definition("computed").astype(bool)
        told = Tiles(series, asked.end, rates).since(np.full(len(series), asked.start)).told
        return np.where((told == NEVER) | ((told >= asked.end) & self.aims.known), NEVER, told + 1)

    def answered(self) -> Mask:
        """Return which cells have a value, or a word why there is none: a text, too few for a rate, hidden, no use."""
        found = self.found
        without = self.series.level & np.isin(found.status, STATED)
        return found.known | np.isin(found.status, ANSWERED) | without

    def cumulative(self) -> Numbers:
        """Return the running value: within the programme, since its start, or within the year, as it accumulates."""
        series, found = self.series, self.found
        first = np.where(self.begun == NEVER, self.tiles.first_day(), self.begun)
        since = self.tiles.since(first)
        # A sum that holds a hidden number gives it away to whoever knows the rest.
        shown = (since.told == found.told) & (found.status != "suppressed")
        flow = np.where(series.flow & shown, since.value, np.nan)
        return np.where(series.in_year | series.since_start, found.value, flow)

    def told(self) -> Days:
        """Return the day each value tells of; the day asked on, or the end of the time, where there is none."""
        return np.where(np.isnan(self.measured), np.minimum(self.series.today, self.end), self.found.told)

    def elapsed(self) -> Numbers:
        """Return the share of the target's time that had passed on that day."""
        return np.clip((self.told() - self.start + 1) / (self.end - self.start + 1), 0.0, 1.0)

    def expected(self) -> Expected:
        """Return what the season lets expect of cells measured against a whole year."""
        series = self.series
        year = (first_of_year(self.start) == self.start) & (year_of(self.end + 1) == year_of(self.start) + 1)
        year &= first_of_year(self.end + 1) == self.end + 1
        asked = (series.in_year | series.flow) & year & self.aims.known & ~np.isnan(self.measured)
        return seasonal(series, asked & (self.found.told < self.end), year_of(self.start), self.found.told)

    def dues(self) -> Dues:
        """Return what is owed."""
        return dues(self.series, self.asked, self.begin_owed, self.answered(), self.aims.known)

    def shown(self) -> Days:
        """Return the cells that belong into the table, in its order."""
        series, asked = self.series, self.asked
        inside = (series.actual.start >= asked.start) & (series.actual.end <= asked.end)
        stated = self._has(series.actual.those(inside)) | self.found.known
        begun = self._has(series.every.those(series.every.start <= asked.end))
        whole = (series.cells[["dimension", "direction", "counterpart"]] == ALL).all(axis=1).to_numpy(dtype=bool)
        # What is counted and is not there has nothing to be counted on.
        reported = ~series.of_definition("computed").astype(bool)
        usual = stated | self.aims.known | self._has(self.baselines) | (begun & whole & reported)
        # Of what is reported once a year, a quarter has a row only if somebody says something about the quarter.
        months = np.array([MONTHS[str(word)] for word in series.of_definition("frequency")], dtype=np.int64)
        rare = stated | (self.aims.known & ~self.longer)
        return _in_order(series, np.flatnonzero(np.where(months > asked.months, rare, usual)))

    def _has(self, points: Points) -> Mask:
        found = np.zeros(len(self.series), dtype=bool)
        found[points.cell] = True
        return found

    def table(self, rules: Mapping[str, StatusRule]) -> pd.DataFrame:
        """Return the table."""
        at = self.shown()
        columns = self._scope() | self._numbers() | self._words() | self._time()
        frame = pd.DataFrame({name: cells[at] for name, cells in columns.items()})
        judged = _judged(frame, rules)
        every = frame.assign(**judged).assign(period=self.asked.text, comment=self._comments()[at])
        return every[list(TRACKED_COLUMNS)].astype({name: "str" for name in TRACKED_COLUMNS if name not in _FLOATS})

    def _comments(self) -> Words:
        """Return what was written beside a value or a target of the period, whoever's number is in force: the latest word."""
        said = self.series.comments
        found = np.full(len(self.series), "", dtype=object)
        if said.empty:
            return found
        written = said[said["period"] == self.asked.text].drop_duplicates(list(CELL_COLUMNS), keep="last")
        at = self.series.cells.reset_index(names="_at").merge(written, on=list(CELL_COLUMNS))
        found[at["_at"].to_numpy(dtype=np.int64)] = at["comment"].to_numpy(dtype=object)
        return found

    def _scope(self) -> dict[str, Words]:
        fields = ("level", "unit", "owner_role", "direction", "accumulation", "band_low", "band_high")
        of_cells = {name: self.series.cells[name].to_numpy(dtype=object) for name in CELL_COLUMNS}
        of_definitions = {f"_{name}": self.series.of_definition(name) for name in fields}
        units = np.array([judged_unit(each) for each in self.series.definitions] or [""], dtype=object)
        return of_cells | of_definitions | {"_judged": units[self.series.which]}

    def _numbers(self) -> dict[str, Numbers]:
        baseline = np.full(len(self.series), np.nan)
        baseline[self.baselines.cell] = self.baselines.value
        return {
            "baseline": baseline,
            "target_initial": self.aims.initial,
            "target_revised": self.aims.revised,
            "target": self.aims.in_force,
            "actual": self.found.value,
            "numerator": self.found.numerator,
            "denominator": self.found.denominator,
            "cumulative": self.cumulative(),
            "measured": self.measured,
        }

    def _words(self) -> dict[str, Words]:
        baseline = np.full(len(self.series), -1)
        baseline[self.baselines.cell] = self.baselines.row
        row = self.found.row
        return {
            "baseline_period": self._text("period", baseline),
            "target_period": self._text("period", self.aims.row),
            "value_status": self.found.status,
            **{name: self._text(name, row) for name in ("edition", "source", "as_of")},
        }

    def _time(self) -> dict[str, Words | Numbers]:
        owed, season = self.dues(), self.expected()
        told = np.where(self.found.row >= 0, self.found.told, NEVER)
        return {
            "due_on": owed.due_on,
            "owed": owed.owed,
            "days_late": owed.days_late,
            "_due": owed.past,
            "elapsed": self.elapsed(),
            "season": season.share,
            "season_years": season.years,
            "told_on": np.array(iso(told), dtype=object),
        }

    def _text(self, column: str, row: Days) -> Words:
        return np.append(self.series.words(column), "")[row]


_FLOATS: Final = frozenset(
    {
        *("baseline", "target_initial", "target_revised", "target", "actual", "numerator", "denominator", "cumulative"),
        *("measured", "achievement", "achievement_initial", "progress", "expected", "pace", "days_late", "elapsed"),
        "season",
    }
)


def _judged(frame: pd.DataFrame, rules: Mapping[str, StatusRule]) -> dict[str, pd.Series]:
    """Return the columns that the status and its figures fill."""
    cases = pd.DataFrame(
        {
            "indicator": frame["indicator"],
            "unit": frame["_judged"],
            "actual": frame["measured"],
            "expected": frame["season"],
            "due": frame["_due"],
            **{name: frame[f"_{name}"] for name in ("direction", "accumulation", "band_low", "band_high")},
            **{name: frame[name] for name in ("baseline", "target", "elapsed", "value_status")},
        }
    )
    found = standings(cases, rules)
    initial = achievements(frame["measured"].to_numpy(float), frame["target_initial"].to_numpy(float))
    found["achievement_initial"] = np.where(frame["value_status"] == "not_applicable", np.nan, initial)
    # Three steps up a scale are not three quarters of four.
    told = (frame["_judged"] == "TEXT").to_numpy(dtype=bool)
    for name in ("achievement", "achievement_initial", "progress", "expected", "pace"):
        found[name] = found[name].mask(told)
    of_definitions = {name: frame[f"_{name}"] for name in ("level", "unit", "owner_role")}
    return {str(name): found[name] for name in found} | of_definitions


def _without_hidden(found: Reached) -> Reached:
    hidden = found.status == "suppressed"
    numbers = {name: np.where(hidden, np.nan, getattr(found, name)) for name in ("value", "numerator", "denominator")}
    return Reached(**{**vars(found), **numbers})


def _in_order(series: Series, at: Days) -> Days:
    """Return cells in the order of their definitions, then of their scope, totals first."""
    ranks = [series.which[at]]
    for name in ("programme", "scheme", "territory", "direction", "counterpart", "dimension", "category"):
        words = series.cells[name].to_numpy(dtype=object)[at]
        ranks.append(pd.factorize(np.where(words == ALL, "", words), sort=True)[0])
    return np.asarray(at[np.lexsort(ranks[::-1])])
