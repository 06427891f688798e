"""Values and definitions of a dataset's indicators: what was observed and what is counted on its records, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd

from crossmobility import reference
from crossmobility.domain.indicators.definitions import DEFINITION_COLUMNS, definitions_of
from crossmobility.domain.indicators.measures_scopes import ProgrammeLike
from crossmobility.domain.indicators.observed import observed_values, values_of
from crossmobility.domain.indicators.values import indicator_values
from crossmobility.intake.dataset import DatasetIntake
from crossmobility.release.programme_tables import programme_rows, programmes_in

RECORDS: Final = ("placements", "activities", "observations")


def indicator_tables(
    taken: DatasetIntake, *, as_of: date, dataset: str, reference_country: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the values of a dataset's indicators, and the definitions they rest on.

    Parameters
    ----------
    taken
        The dataset, as it was taken in.
    as_of
        The day for which records are counted. Observations of all days are there: whoever asks says what was known.

    Returns
    -------
    tuple of DataFrame
        Values (``VALUE_COLUMNS``): observations first, each edition a row, then what is counted on records. Definitions
        (``DEFINITION_COLUMNS``): those of the workbook, then those the dataset adds.
    """
    frame = _definitions(taken)
    definitions = definitions_of(frame)
    programmes = _programmes(taken)
    records = {name: taken.records(name) for name in RECORDS}
    observed = observed_values(
        records["observations"], definitions, dataset=dataset, reference=reference_country, programmes=programmes
    )
    computed = indicator_values(
        records,
        definitions,
        as_of=as_of,
        dataset=dataset,
        reference=reference_country,
        programmes=programmes,
        families=families_in(taken),
        oda=[code for code, country in reference.countries().items() if country.is_oda],
    )
    return values_of(observed, computed), frame


def status_rule_table(taken: DatasetIntake) -> pd.DataFrame:
    """Return the thresholds of the status: those of the workbook, then those the dataset adds for its own indicators."""
    ours = reference.status_rule_frame()
    theirs = taken.records("status_rules")
    return pd.concat([ours, theirs[~theirs["indicator_id"].isin(ours["indicator_id"])]], ignore_index=True)


def families_in(taken: DatasetIntake) -> Mapping[str, str]:
    """Return the family of each scheme a dataset knows: those of the workbook, then its own."""
    rows = taken.records("schemes")
    added = {str(code): str(family) for code, family in zip(rows["scheme"], rows["family"], strict=True)}
    return {**{code: scheme.family for code, scheme in reference.schemes().items()}, **added}


def _definitions(taken: DatasetIntake) -> pd.DataFrame:
    ours = reference.indicator_frame()
    theirs = taken.records("indicators")
    added = theirs.loc[~theirs["indicator_id"].isin(ours["indicator_id"]), list(DEFINITION_COLUMNS)]
    if added.empty:
        return ours
    return pd.concat([ours, added.astype(ours.dtypes.to_dict())], ignore_index=True)


def _programmes(taken: DatasetIntake) -> Mapping[str, ProgrammeLike]:
    return programmes_in(programme_rows("programmes", taken.records("programmes")))
