"""What a dataset's placements and activities are counted into: flows, and every table that stands beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from crossmobility.domain.pairings import pairings
from crossmobility.domain.placements import flow_cells
from crossmobility.domain.programmes.activities import activity_cells
from crossmobility.domain.programmes.organisations import organisation_cells
from crossmobility.domain.programmes.stages import stage_cells
from crossmobility.domain.splits import split_cells
from crossmobility.intake.dataset import DatasetIntake
from crossmobility.intake.sources import Dataset
from crossmobility.release.indicator_tables import families_in
from crossmobility.release.tables import activity_rows, flow_rows, organisation_rows, pairing_rows, stage_rows

PLACEMENTS: Final = "placements"
ACTIVITIES: Final = "activities"


@dataclass(frozen=True, eq=False)
class Counted:
    """The tables of Figures that are counted on records: see :class:`~crossmobility.release.figures.Figures`."""

    flows: pd.DataFrame
    splits: pd.DataFrame
    pairings: pd.DataFrame
    stages: pd.DataFrame
    organisations: pd.DataFrame
    activities: pd.DataFrame


def counted(dataset: Dataset, taken: DatasetIntake) -> Counted:
    """Count the records of a dataset as they stand on its day; tables without rows where it has no records."""
    as_of, name = date.fromisoformat(dataset.as_of), dataset.name
    placements = taken.records(PLACEMENTS)
    source = dataset.title_en or dataset.title_fr
    return Counted(
        flows=flow_rows(flow_cells(placements, as_of=as_of, dataset=name, source=source, citation=dataset.citation)),
        splits=split_cells(placements, as_of=as_of, dataset=name),
        pairings=pairing_rows(pairings(placements, as_of, name)),
        stages=stage_rows(stage_cells(placements, as_of=as_of, dataset=name)),
        organisations=organisation_rows(organisation_cells(placements, families_in(taken), as_of=as_of, dataset=name)),
        activities=activity_rows(activity_cells(taken.records(ACTIVITIES), as_of=as_of, dataset=name)),
    )
