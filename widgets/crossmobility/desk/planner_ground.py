"""What a plan of the next cohort stands on: the records of a dataset, counted once for as long as its page is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from crossmobility.desk.records import Records
from crossmobility.domain.indicators.definitions import definitions_of
from crossmobility.domain.indicators.observed import observed_values
from crossmobility.domain.placements import flow_cells
from crossmobility.domain.plans import Copy, Ground, Known, copy_of_year, targets_in
from crossmobility.domain.splits import split_cells
from crossmobility.intake.rules_schemes import FRANCE, INCOMING
from crossmobility.reference import countries, indicator_frame, schemes
from crossmobility.release.tables import agreement_rows

SOUTH_SOUTH = ("VSI_SS",)


@dataclass(frozen=True, eq=False)
class Standing:
    """The records of a dataset as the planner reads them.

    Attributes
    ----------
    year
        The calendar year that is planned: the one after the day of the data.
    flows, sexes, agreements, targets
        See :class:`~crossmobility.domain.plans.Ground`.
    copy
        The last complete year.
    known
        The codes a line may hold.
    recorded
        Placements planned for ``year`` that have not begun and were not given up, between two countries.
    """

    as_of: date
    year: int
    reference: str
    families: Mapping[str, str]
    flows: pd.DataFrame
    sexes: pd.DataFrame
    agreements: pd.DataFrame
    targets: pd.DataFrame
    copy: Copy
    known: Known
    recorded: int

    @property
    def months(self) -> list[str]:
        """The months of the planned year."""
        return [f"{self.year}-{month:02d}" for month in range(1, 13)]

    def of(self, window: int) -> Ground:
        """Return the ground of a plan that is looked at together with the years before it, ``window`` in all."""
        return Ground(
            reference=self.reference,
            years=tuple(str(year) for year in range(self.year - window + 1, self.year + 1)),
            families=self.families,
            agreements=self.agreements,
            south=frozenset(code for code, country in countries().items() if country.is_oda),
            sexes=self.sexes,
            targets=self.targets,
        )


def standing(records: Records) -> Standing:
    """Count the records of a dataset for its planner; the last complete year is that of its day only on 31 December."""
    as_of = date.fromisoformat(records.as_of)
    year = as_of.year + 1
    complete = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    splits = split_cells(records.placements, as_of=as_of, dataset=records.dataset)
    observed = observed_values(
        records.observations,
        definitions_of(indicator_frame()),
        dataset=records.dataset,
        reference=records.reference_country,
    )
    return Standing(
        as_of=as_of,
        year=year,
        reference=records.reference_country,
        families={code: scheme.family for code, scheme in schemes().items()},
        flows=flow_cells(records.placements, as_of=as_of, dataset=records.dataset),
        sexes=splits[splits["dimension"] == "sex"],
        agreements=_agreements(records),
        targets=targets_in(observed, as_of),
        copy=copy_of_year(records.placements, complete, into=year, as_of=as_of),
        known=Known(
            countries=countries(),
            schemes=schemes(),
            programmes=[*records.programme_names("en")],
            incoming=INCOMING,
            apart=SOUTH_SOUTH,
            home=FRANCE,
        ),
        recorded=_recorded(records.placements, year),
    )


def _agreements(records: Records) -> pd.DataFrame:
    agreed = records.agreements
    days = {name: agreed[name].dt.strftime("%Y-%m-%d").fillna("") for name in ("valid_from", "valid_to")}
    synthetic = str(records.synthetic).lower()
    return agreement_rows(agreed.assign(dataset=records.dataset, synthetic=synthetic, **days))


def _recorded(placements: pd.DataFrame, year: int) -> int:
    waiting = placements["start_on"].isna() & placements["closed_before_start_on"].isna()
    waiting &= placements["planned_start_on"].dt.year == year
    return int((waiting & (placements["origin"] != placements["destination"])).sum())
