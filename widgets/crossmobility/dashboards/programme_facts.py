"""The tables behind the programmes page: of one programme, scheme or country, or of all programmes."""

from __future__ import annotations

from functools import lru_cache
from math import isnan
from typing import Any

import pandas as pd

from crossmobility.dashboards.manager import Manager
from crossmobility.dashboards.places import country_answers
from crossmobility.dashboards.shared import Shelf, quick
from crossmobility.domain.breaks import Marked, breaks_in
from crossmobility.domain.counting import count_once
from crossmobility.domain.countries import ALL
from crossmobility.domain.flows import corridors, selected
from crossmobility.domain.indicators.tracking import TRACKED_COLUMNS, tracked
from crossmobility.domain.offers import BASES
from crossmobility.domain.periods import every_period
from crossmobility.domain.programmes.activities import reach
from crossmobility.domain.programmes.compared import compared, wholes
from crossmobility.domain.programmes.course import course, small_multiples
from crossmobility.domain.programmes.editions import editions
from crossmobility.domain.programmes.goals import goals
from crossmobility.domain.programmes.stages import funnel
from crossmobility.domain.totals import totals
from crossmobility.reference import breaks
from crossmobility.render.programmes_page import Subject


class ProgrammeFacts:
    """Works out what the page shows of a subject in a period; what several pages share is kept."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._figures = figures = shelf.figures
        self.programmes = lru_cache(maxsize=None)(figures.programmes_of)
        self._manager = Manager(shelf)
        self._splits = lru_cache(maxsize=None)(lambda name, dimension: quick(figures.splits_of(name, dimension)))
        self._all_compared = lru_cache(maxsize=None)(self._all_compared_of)
        self._lasting = lru_cache(maxsize=32)(self._lasting_of)
        # What the language does not change is kept.
        self.of = lru_cache(maxsize=64)(self._of)

    def _of(self, dataset: str, period: str, subject: Subject, years: tuple[str, ...]) -> dict[str, Any]:
        """Return the fields of :class:`ProgrammesPage` that depend on a subject and a period, not on the language."""
        lasting = self._lasting(dataset, subject, years)
        on_basis = _on(lasting["flows"], lasting["basis"])
        here = count_once(selected(on_basis, families=self._shelf.families, period=period or None))
        year = period or self._year(dataset, subject, years)
        found = corridors(here).rename(columns={"placements": "volume"})
        return {
            **lasting,
            "rows": here,
            "corridors": found,
            "totals": totals(here, subject.reference, absent_is_zero=self._shelf.info(dataset).complete),
            "largest": _largest(on_basis, period),
            "year": year,
            "programmes": self.programmes(dataset),
            "definitions": self._shelf.definitions(dataset),
            "tracked": self._tracked(dataset, subject, year),
            **self._of_subject(dataset, period, subject, year),
        }

    def _lasting_of(self, dataset: str, subject: Subject, years: tuple[str, ...]) -> dict[str, Any]:
        """Return what is the same in every period, so that it stays while the years play."""
        flows, until = self._flows(dataset, subject), self._shelf.complete_to(dataset)
        basis = self._basis(flows, dataset)
        on_basis = _on(flows, basis)
        found: dict[str, Any] = {
            "flows": flows,
            "basis": basis,
            "course": course(on_basis, subject.reference, years, complete_to=until),
            "marks": self._marks(dataset, flows, subject, years),
        }
        if subject.kind == "all":
            found["multiples"] = small_multiples(on_basis, self.programmes(dataset), years, complete_to=until)
        return found

    def _flows(self, dataset: str, subject: Subject) -> pd.DataFrame:
        """Return the flow rows of a subject, all periods and bases, planned ones too."""
        rows = self._shelf.rows(dataset)
        if subject.kind == "all":
            return rows[rows["programme"].isin(self.programmes(dataset))]
        if subject.kind == "country":
            return selected(rows, families=self._shelf.families, kind=None, countries=[subject.code])
        return self._mine(rows, subject)

    def _basis(self, flows: pd.DataFrame, dataset: str) -> str:
        if self._shelf.info(dataset).complete:
            return "started"
        stated = set(flows["basis"].unique())
        return next((basis for basis in BASES if basis in stated), "not_stated")

    def _year(self, dataset: str, subject: Subject, years: tuple[str, ...]) -> str:
        """Return the latest year in which anybody of the subject started or an activity took place, else the latest."""
        flows = self._flows(dataset, subject)
        started = flows[flows["placements"].gt(0) & (flows["basis"] == self._basis(flows, dataset))]
        stated = set(started["period"])
        if subject.kind == "programme":
            activities = self._figures.activities_of(dataset)
            stated |= set(activities.loc[activities["programme"] == subject.code, "period"])
        return next((year for year in reversed(years) if year in stated), years[-1] if years else "")

    def _of_subject(self, dataset: str, period: str, subject: Subject, year: str) -> dict[str, Any]:
        kind = subject.kind
        if kind == "country":
            answers = country_answers(self._shelf, dataset, subject.code, subject.reference, year, self._splits)
            return {"answers": answers}
        scope = self._scope_tables(dataset, period, subject)
        if kind == "all":
            named = () if self._shelf.info(dataset).complete else self._figures.programme_countries_of(dataset)
            answers = self._manager.answers(dataset, year)
            return {**scope, "countries": named, "answers": answers}
        return {**scope, **self._programme(dataset, subject), "compared": self._compared(dataset, subject)}

    def _scope_tables(self, dataset: str, period: str, subject: Subject) -> dict[str, Any]:
        """Return the funnel, the goals, the organisations and the activities of a programme, a scheme or all of them."""
        stages = self._mine(self._shelf.stages(dataset), subject)
        splits = self._mine(self._splits(dataset, "sdg"), subject)
        basis = "active" if period else "started"  # people active in several years count once
        chosen_rows = splits[(splits["basis"] == basis) & ((splits["period"] == period) if period else True)]
        organisations = self._shelf.organisations(dataset)
        programme = subject.code if subject.kind == "programme" else ALL
        scheme = subject.code if subject.kind == "scheme" else ALL
        here = (organisations["place"] == ALL) & (organisations["programme"] == programme)
        activities = self._figures.activities_of(dataset)
        activities = activities[activities["programme"] == programme] if programme != ALL else activities
        return {
            "funnel": funnel(stages[stages["period"] == period] if period else stages, subject.reference),
            "goals": goals(chosen_rows, subject.reference),
            "organisations": organisations[here & (organisations["scheme"] == scheme)].reset_index(drop=True),
            "reach": reach(activities),
        }

    def _programme(self, dataset: str, subject: Subject) -> dict[str, Any]:
        """Return what only a programme has: its editions, its pairs, its countries."""
        if subject.kind != "programme":
            return {}
        entries = [each for each in self._figures.programme_editions_of(dataset) if each.programme_id == subject.code]
        named = [each for each in self._figures.programme_countries_of(dataset) if each.programme_id == subject.code]
        stages = self._mine(self._shelf.stages(dataset), subject)
        pairings = self._figures.pairings_of(dataset)
        return {
            "programme": self.programmes(dataset)[subject.code],
            "entries": entries,
            "countries": named,
            "editions": editions(entries, stages, subject.reference),
            "pairings": pairings[pairings["programme"] == subject.code].reset_index(drop=True),
        }

    def _compared(self, dataset: str, subject: Subject) -> pd.DataFrame:
        """Return published figures of the subject, beside what this dataset counts where it holds every placement."""
        table = self._all_compared(dataset)
        if table.empty:
            return table
        mine = self._mine(table, subject)
        return mine.sort_values(["period", "together"], ascending=[True, False], kind="stable", ignore_index=True)

    def _all_compared_of(self, dataset: str) -> pd.DataFrame:
        """Return every published figure beside what this dataset counts; figures of one statement, also together."""
        info = self._shelf.info(dataset)
        published = [self._shelf.rows(each.name) for each in self._figures.datasets if not each.complete]
        if not published:
            return pd.DataFrame()
        counted = self._shelf.rows(dataset)
        counted = counted[counted["kind"] == "actual"] if info.complete else counted.iloc[0:0]
        parts = compared(pd.concat(published, ignore_index=True), counted, synthetic=info.synthetic)
        return pd.concat([parts.assign(together=False), wholes(parts).assign(together=True)], ignore_index=True)

    def _tracked(self, dataset: str, subject: Subject, year: str) -> pd.DataFrame:
        if subject.kind in ("country", "all") or not year:
            return pd.DataFrame(columns=list(TRACKED_COLUMNS))
        programme = subject.code if subject.kind == "programme" else ALL
        scheme = subject.code if subject.kind == "scheme" else ALL
        values = self._shelf.values(dataset)
        mine = (values["programme"] == programme) & (values["scheme"] == scheme)
        return tracked(
            values[mine & (values["counterpart"] == ALL) & (values["territory"] == ALL) & (values["direction"] == ALL)],
            self._shelf.definitions(dataset),
            self._shelf.rules(dataset),
            as_of=self._shelf.day(dataset),
            period=year,
            programme=programme,
            scheme=scheme,
        )

    def _mine(self, table: pd.DataFrame, subject: Subject) -> pd.DataFrame:
        """Return the rows of a programme or scheme; all of them for all programmes.

        A code that is a scheme and a family (VSI) means the family, as everywhere.
        """
        if subject.kind == "scheme":
            families = self._shelf.families
            schemes = [code for code, family in families.items() if family == subject.code] or [subject.code]
            return table[table["scheme"].isin(schemes)]
        return table[table["programme"] == subject.code] if subject.kind == "programme" else table

    def _marks(self, dataset: str, flows: pd.DataFrame, subject: Subject, years: tuple[str, ...]) -> list[Marked]:
        """Return the breaks that touch the subject: the countries it moves people between or names, its schemes."""
        named = self._figures.programme_countries_of(dataset) if subject.kind == "programme" else ()
        places = {*flows["origin"], *flows["destination"]}
        places |= {entry.country for entry in named if entry.programme_id == subject.code}
        if subject.kind == "country":
            places = {subject.code}
        codes = {str(code) for code in flows["scheme"].unique()}
        codes |= {self._shelf.families.get(code, code) for code in codes}
        return breaks_in(breaks(), every_period(list(years)), countries=places, schemes=codes)


def _on(flows: pd.DataFrame, basis: str) -> pd.DataFrame:
    return flows[(flows["basis"] == basis) & (flows["kind"] == "actual")]


def _largest(rows: pd.DataFrame, period: str) -> float:
    """Return the largest corridor of any year, so that years compare; of all years together, their sum."""
    found = rows.groupby(["origin", "destination"] + (["period"] if period else []), observed=True)["placements"].sum()
    largest = float(found.max()) if len(found) else 0.0
    return 0.0 if isnan(largest) else largest
