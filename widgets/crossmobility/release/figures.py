"""Figures: the tidy tables pages read, and how a notebook finds them.

This module is what every viewer's kernel imports: no geopandas, no intake. Building in memory is imported only when asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Final

import pandas as pd

from crossmobility import reference
from crossmobility.domain.indicators.definitions import Definition, StatusRule, definitions_of, status_rules_of
from crossmobility.domain.splits import DIMENSIONS
from crossmobility.errors import BadRelease, BadRequest
from crossmobility.i18n import Language, message
from crossmobility.release.manifest import tables_of
from crossmobility.release.suggestions import unknown
from crossmobility.release.summary import Summary, summary_of
from crossmobility.release.tables import (
    COUNTED_TABLES,
    agreement_rows,
    definition_rows,
    flow_rows,
    pairing_rows,
    split_rows,
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
FLAGS: Final = ("synthetic", "complete")
BUNDLED: Final = ("reference/published", "sample")
OWN: Final = ("local",)


@dataclass(frozen=True)
class DatasetInfo:
    """What a page says about a dataset. ``as_of`` is an ISO date: what the figures say is true on that day.

    ``complete``: the flows were counted from placements, all of which are there, so an absent corridor is zero, not unknown.
    """

    name: str
    title_fr: str
    title_en: str
    as_of: str
    synthetic: bool = False
    licence: str = ""
    citation: str = ""
    reference_country: str = "FRA"
    period_note_fr: str = ""
    period_note_en: str = ""
    note_fr: str = ""
    note_en: str = ""
    complete: bool = False

    def title(self, language: Language) -> str:
        """Return the title in ``language``, in the other one when there is only that, else the name."""
        return (self.title_fr or self.title_en if language == "fr" else self.title_en or self.title_fr) or self.name

    def period_note(self, language: Language) -> str:
        """Return what a period of this dataset means when it is not a calendar year."""
        return self.period_note_fr if language == "fr" else self.period_note_en

    def note(self, language: Language) -> str:
        """Return what a reader must know about this dataset."""
        return self.note_fr if language == "fr" else self.note_en


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
    indicator_values : DataFrame
        One row a value of an indicator, observed or counted, each edition apart (``VALUE_COLUMNS``, text as categories): ask
        :meth:`values_of`.
    definitions, status_rules : DataFrame
        What each indicator is, and the thresholds of its status, as text with a ``dataset`` column: ask
        :meth:`definitions_of` and :meth:`rules_of`.
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
    indicator_values: pd.DataFrame = field(default_factory=lambda: value_rows(pd.DataFrame()))
    definitions: pd.DataFrame = field(default_factory=lambda: definition_rows(pd.DataFrame()))
    status_rules: pd.DataFrame = field(default_factory=lambda: status_rule_rows(pd.DataFrame()))

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
            One of :data:`~crossmobility.domain.splits.DIMENSIONS`.

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
        if dimension not in DIMENSIONS:
            raise unknown(message("Flows cannot be split by {key}.", key=dimension), dimension, DIMENSIONS)
        rows = self._of(self.splits, dataset)
        return _as_text(rows[(rows["dimension"] == dimension).to_numpy(dtype=bool)])

    def agreements_of(self, dataset: str) -> pd.DataFrame:
        """Return the agreements of one dataset: one row an agreed band (``AGREEMENT_COLUMNS``)."""
        return self._of(self.agreements, dataset).reset_index(drop=True)

    def pairings_of(self, dataset: str) -> pd.DataFrame:
        """Return one row per programme and edition of one dataset that works in pairs (``PAIRING_COLUMNS``)."""
        return self._of(self.pairings, dataset).reset_index(drop=True)

    def values_of(self, dataset: str) -> pd.DataFrame:
        """Return the values of the indicators of one dataset (``VALUE_COLUMNS``), text as Python text."""
        return _as_text(self._of(self.indicator_values, dataset))

    def definitions_of(self, dataset: str) -> Mapping[str, Definition]:
        """Return what each indicator of one dataset is, by its code, in the order of the catalogue."""
        return definitions_of(self._of(self.definitions, dataset))

    def rules_of(self, dataset: str) -> Mapping[str, StatusRule]:
        """Return the thresholds of the status in one dataset: by indicator, ``_T`` for all others."""
        return status_rules_of(self._of(self.status_rules, dataset))

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
            indicator_values=value_rows(those(self.indicator_values)),
            definitions=those(self.definitions),
            status_rules=those(self.status_rules),
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
    datasets = tuple(_dataset_info(dataset) for dataset in manifest.datasets)
    return Figures(
        flows=flow_rows(tables["flows"]),
        datasets=datasets,
        statements=tables.get("statements", pd.DataFrame()),
        audience=manifest.audience,
        edition=manifest.edition,
        splits=split_rows(tables["splits"]),
        agreements=agreement_rows(tables["agreements"]),
        pairings=pairing_rows(tables["pairings"]),
        indicator_values=value_rows(tables["indicator_values"]),
        definitions=definition_rows(tables["definitions"]),
        status_rules=status_rule_rows(tables["status_rules"]),
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


def dataset_folders() -> Mapping[str, Path]:
    """Return the dataset folders of this checkout that exist, by name: the bundled ones, then the user's own."""
    places = {Path(place).name: reference.data_folder() / place for place in (*BUNDLED, *OWN)}
    return {name: folder for name, folder in places.items() if folder.is_dir()}


def bundled_names() -> tuple[str, ...]:
    """Return the names of the datasets that come with the workbook."""
    bundled = [Path(place).name for place in BUNDLED]
    names = tuple(name for name in dataset_folders() if name in bundled)
    if not names:
        raise BadRequest(
            message("The bundled datasets are not in {folder}.", folder=reference.data_folder()),
            message("Set CROSSMOBILITY_DATA to the folder “data” of the workbook."),
        )
    return names


def as_mapping(dataset: DatasetInfo) -> dict[str, object]:
    """Return a dataset's description as the manifest keeps it."""
    return asdict(dataset)


def _dataset_info(content: Mapping[str, object]) -> DatasetInfo:
    texts = {key: str(value) for key, value in content.items() if key not in FLAGS}
    return DatasetInfo(**texts, synthetic=bool(content["synthetic"]), complete=bool(content["complete"]))
