"""Figures: the tidy tables pages read, and how a notebook finds them.

This module is what every viewer's kernel imports: no geopandas, no intake. Building in memory is imported only when asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Final

import pandas as pd

from crossmobility.domain.indicators.definitions import Definition, StatusRule, definitions_of, status_rules_of
from crossmobility.domain.splits import SPLIT_DIMENSIONS
from crossmobility.errors import BadRelease
from crossmobility.i18n import message
from crossmobility.reference import Programme, ProgrammeCountry, ProgrammeEdition
from crossmobility.release.dataset_info import DatasetInfo, as_mapping, from_mapping
from crossmobility.release.folders import bundled_names, dataset_folders
from crossmobility.release.manifest import tables_of
from crossmobility.release.programme_tables import (
    programme_countries_in,
    programme_editions_in,
    programme_rows,
    programmes_in,
)
from crossmobility.release.suggestions import unknown
from crossmobility.release.summary import Summary, summary_of
from crossmobility.release.tables import (
    COUNTED_TABLES,
    activity_rows,
    agreement_rows,
    definition_rows,
    flow_rows,
    organisation_rows,
    pairing_rows,
    split_rows,
    stage_rows,
    status_rule_rows,
    value_rows,
)
from crossmobility.release.watch import release_folder

__all__ = [
    "DatasetInfo",
    "Figures",
    "as_mapping",
    "bundled_names",
    "dataset_folders",
    "flow_rows",
    "open_figures",
    "read_release",
]

IN_MEMORY: Final = "in memory"


@dataclass(frozen=True, eq=False)
class Figures:
    """Tables of one audience, one or several datasets side by side; datasets are compared, never added.

    Attributes
    ----------
    flows : DataFrame
        One row per statement of a source (``FLOW_COLUMNS``). Empty ``placements`` = unknown, and ``status`` says why.
    datasets : tuple of DatasetInfo
        In the order they were given; the first one is what pages open on.
    statements : DataFrame
        Published statements that are no counts, shown in words.
    splits : DataFrame
        Placements once more, split by one dimension at a time (``SPLIT_COLUMNS``, text as categories): ask
        :meth:`splits_of`. Published counts are not split.
    agreements : DataFrame
        One row an agreed band of reciprocity (``AGREEMENT_COLUMNS``).
    pairings : DataFrame
        One row a programme and edition that works in pairs of volunteers (``PAIRING_COLUMNS``).
    stages : DataFrame
        How far placements came, by month of their planned start and edition (``STAGE_COLUMNS``, text as categories): ask
        :meth:`stages_of`.
    organisations : DataFrame
        One row a role, scope and year (``ORGANISATION_COLUMNS``, text as categories): ask :meth:`organisations_of`.
    activities : DataFrame
        Grants, trainings and events by programme, kind, country and year (``ACTIVITY_COLUMNS``).
    indicator_values : DataFrame
        One row a value of an indicator, observed or counted, each edition apart (``VALUE_COLUMNS``, text as categories): ask
        :meth:`values_of`.
    definitions, status_rules : DataFrame
        What each indicator is, and the thresholds of its status, as text with a ``dataset`` column: ask
        :meth:`definitions_of` and :meth:`rules_of`.
    programmes, programme_countries, programme_editions : DataFrame
        What each dataset adds to the programmes of the workbook, as text (``PROGRAMME_TABLES``): ask :meth:`programmes_of`,
        :meth:`programme_countries_of` and :meth:`programme_editions_of`.
    audience : str
        For whom the figures were built.
    edition : str
        Fingerprint of the release, or "in memory".
    """

    flows: pd.DataFrame
    datasets: tuple[DatasetInfo, ...]
    statements: pd.DataFrame = field(default_factory=pd.DataFrame)
    audience: str = "management"
    edition: str = IN_MEMORY
    splits: pd.DataFrame = field(default_factory=lambda: split_rows(pd.DataFrame()))
    agreements: pd.DataFrame = field(default_factory=lambda: agreement_rows(pd.DataFrame()))
    pairings: pd.DataFrame = field(default_factory=lambda: pairing_rows(pd.DataFrame()))
    stages: pd.DataFrame = field(default_factory=lambda: stage_rows(pd.DataFrame()))
    organisations: pd.DataFrame = field(default_factory=lambda: organisation_rows(pd.DataFrame()))
    activities: pd.DataFrame = field(default_factory=lambda: activity_rows(pd.DataFrame()))
    indicator_values: pd.DataFrame = field(default_factory=lambda: value_rows(pd.DataFrame()))
    definitions: pd.DataFrame = field(default_factory=lambda: definition_rows(pd.DataFrame()))
    status_rules: pd.DataFrame = field(default_factory=lambda: status_rule_rows(pd.DataFrame()))
    programmes: pd.DataFrame = field(default_factory=lambda: programme_rows("programmes", pd.DataFrame()))
    programme_countries: pd.DataFrame = field(default_factory=lambda: programme_rows("programme_countries", pd.DataFrame()))
    programme_editions: pd.DataFrame = field(default_factory=lambda: programme_rows("programme_editions", pd.DataFrame()))

    def dataset(self, name: str) -> DatasetInfo:
        """Return what is known of a dataset; an unknown name is a :class:`BadRequest`."""
        for dataset in self.datasets:
            if dataset.name == name:
                return dataset
        raise unknown(message("There is no dataset “{name}”.", name=name), name, [each.name for each in self.datasets])

    def rows(self, dataset: str) -> pd.DataFrame:
        """Return the flow rows of one dataset: one row per statement, the same columns as ``flows``."""
        wanted = self.dataset(dataset).name
        if len(self.datasets) == 1:
            return self.flows
        return self.flows[self.flows["dataset"] == wanted].reset_index(drop=True)

    def splits_of(self, dataset: str, dimension: str) -> pd.DataFrame:
        """Return the placements of one dataset split by one dimension.

        Parameters
        ----------
        dimension : str
            One of :data:`~crossmobility.domain.splits.SPLIT_DIMENSIONS`.

        Returns
        -------
        DataFrame
            One row per cell and category that counts anybody (``SPLIT_COLUMNS``); the text columns are Python text, of which
            equal words are the same object. Without rows for a dataset without placements.

        Raises
        ------
        BadRequest
            An unknown dataset or dimension.
        """
        if dimension not in SPLIT_DIMENSIONS:
            raise unknown(message("Flows cannot be split by {key}.", key=dimension), dimension, SPLIT_DIMENSIONS)
        rows = self._of(self.splits, dataset)
        return _as_text(rows[(rows["dimension"] == dimension).to_numpy(dtype=bool)])

    def agreements_of(self, dataset: str) -> pd.DataFrame:
        """Return the agreements of one dataset: one row an agreed band (``AGREEMENT_COLUMNS``)."""
        return self._of(self.agreements, dataset).reset_index(drop=True)

    def pairings_of(self, dataset: str) -> pd.DataFrame:
        """Return one row per programme and edition of one dataset that works in pairs (``PAIRING_COLUMNS``)."""
        return self._of(self.pairings, dataset).reset_index(drop=True)

    def stages_of(self, dataset: str) -> pd.DataFrame:
        """Return how far the placements of one dataset came (``STAGE_COLUMNS``), text as Python text."""
        return _as_text(self._of(self.stages, dataset))

    def organisations_of(self, dataset: str) -> pd.DataFrame:
        """Return the organisations of one dataset by role, scope and year (``ORGANISATION_COLUMNS``), text as Python text."""
        return _as_text(self._of(self.organisations, dataset))

    def activities_of(self, dataset: str) -> pd.DataFrame:
        """Return the grants, trainings and events of one dataset (``ACTIVITY_COLUMNS``)."""
        return self._of(self.activities, dataset).reset_index(drop=True)

    def values_of(self, dataset: str) -> pd.DataFrame:
        """Return the values of the indicators of one dataset (``VALUE_COLUMNS``), text as Python text."""
        return _as_text(self._of(self.indicator_values, dataset))

    def definitions_of(self, dataset: str) -> Mapping[str, Definition]:
        """Return what each indicator of one dataset is, by its code, in the order of the catalogue."""
        return definitions_of(self._of(self.definitions, dataset))

    def rules_of(self, dataset: str) -> Mapping[str, StatusRule]:
        """Return the thresholds of the status in one dataset: by indicator, ``_T`` for all others."""
        return status_rules_of(self._of(self.status_rules, dataset))

    def programmes_of(self, dataset: str) -> Mapping[str, Programme]:
        """Return every programme one dataset knows, by its code: those of the workbook, then its own."""
        return programmes_in(self._of(self.programmes, dataset))

    def programme_countries_of(self, dataset: str) -> tuple[ProgrammeCountry, ...]:
        """Return the countries of programmes one dataset knows: those of the workbook, then its own."""
        return programme_countries_in(self._of(self.programme_countries, dataset))

    def programme_editions_of(self, dataset: str) -> tuple[ProgrammeEdition, ...]:
        """Return the editions of programmes one dataset knows: those of the workbook, then its own."""
        return programme_editions_in(self._of(self.programme_editions, dataset))

    def _of(self, table: pd.DataFrame, dataset: str) -> pd.DataFrame:
        return table[(table["dataset"] == self.dataset(dataset).name).to_numpy(dtype=bool)]

    def only(self, names: Iterable[str]) -> Figures:
        """Return the figures of the named datasets, in that order."""
        wanted = tuple(self.dataset(name) for name in names)
        kept = [each.name for each in wanted]

        def those(table: pd.DataFrame) -> pd.DataFrame:
            return table[table["dataset"].isin(kept)].reset_index(drop=True) if "dataset" in table else table

        return replace(
            self,
            flows=those(self.flows),
            datasets=wanted,
            statements=those(self.statements),
            splits=split_rows(those(self.splits)),
            agreements=those(self.agreements),
            pairings=those(self.pairings),
            stages=stage_rows(those(self.stages)),
            organisations=organisation_rows(those(self.organisations)),
            activities=those(self.activities),
            indicator_values=value_rows(those(self.indicator_values)),
            definitions=those(self.definitions),
            status_rules=those(self.status_rules),
            programmes=those(self.programmes),
            programme_countries=those(self.programme_countries),
            programme_editions=those(self.programme_editions),
        )

    def summary(self) -> Summary:
        """Return a small table, one row per dataset, that reads and compares the same everywhere."""
        return summary_of(self.flows, self.datasets)


def _as_text(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.reset_index(drop=True)
    return rows.astype({name: object for name in rows if isinstance(rows[name].dtype, pd.CategoricalDtype)})


def read_release(folder: Path) -> Figures:
    """Read a release, every table verified against its manifest.

    Raises
    ------
    BadRelease
        The release is missing, unfinished, altered, or of another version of the workbook.
    """
    manifest, tables = tables_of(folder)
    known = {each.name for each in fields(DatasetInfo)}
    columns = {name: tuple(table.columns) for name, table in tables.items()}
    whole = "flows" in tables and all(columns.get(name) == asked for name, asked in COUNTED_TABLES.items())
    if not whole or any(set(dataset) != known for dataset in manifest.datasets):
        raise BadRelease(
            message("The release in {folder} was written in another format.", folder=folder),
            message("Build the release again with “crossmobility build”."),
        )
    datasets = tuple(from_mapping(dataset) for dataset in manifest.datasets)
    return Figures(
        flows=flow_rows(tables["flows"]),
        datasets=datasets,
        statements=tables.get("statements", pd.DataFrame()),
        audience=manifest.audience,
        edition=manifest.edition,
        splits=split_rows(tables["splits"]),
        agreements=agreement_rows(tables["agreements"]),
        pairings=pairing_rows(tables["pairings"]),
        stages=stage_rows(tables["stages"]),
        organisations=organisation_rows(tables["organisations"]),
        activities=activity_rows(tables["activities"]),
        indicator_values=value_rows(tables["indicator_values"]),
        definitions=definition_rows(tables["definitions"]),
        status_rules=status_rule_rows(tables["status_rules"]),
        programmes=programme_rows("programmes", tables["programmes"]),
        programme_countries=programme_rows("programme_countries", tables["programme_countries"]),
        programme_editions=programme_rows("programme_editions", tables["programme_editions"]),
    )


def open_figures(*names: str) -> Figures:
    """Return the figures a notebook shows.

    When ``CROSSMOBILITY_RELEASE`` is set, that release and nothing else; otherwise the bundled datasets (or those named:
    ``"published"``, ``"sample"``, ``"local"``) built in memory. A name is never a path.
    """
    release = release_folder()
    if release is not None:
        figures = read_release(release)
        return figures.only(names) if names else figures
    from crossmobility.release.build import built

    available = dataset_folders()
    absent = [name for name in names if name not in available]
    if absent:
        raise unknown(message("There is no dataset “{name}”.", name=absent[0]), absent[0], list(available))
    return built([available[name] for name in names or bundled_names()]).figures
