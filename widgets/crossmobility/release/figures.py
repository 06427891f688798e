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
from crossmobility.domain.flows import FLOW_COLUMNS
from crossmobility.errors import BadRelease, BadRequest
from crossmobility.i18n import Language, message
from crossmobility.release.manifest import tables_of
from crossmobility.release.suggestions import unknown
from crossmobility.release.summary import Summary, summary_of
from crossmobility.release.watch import release_folder

IN_MEMORY: Final = "in memory"
NUMBERS: Final = ("placements", "volunteer_months", "countries", "rank")
"""The columns of ``flows`` that hold numbers; the others hold text, empty where the source says nothing."""
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

    def only(self, names: Iterable[str]) -> Figures:
        """Return the figures of the named datasets, in that order."""
        wanted = tuple(self.dataset(name) for name in names)
        kept = [each.name for each in wanted]
        statements = self.statements
        if "dataset" in statements:
            statements = statements[statements["dataset"].isin(kept)].reset_index(drop=True)
        flows = self.flows[self.flows["dataset"].isin(kept)].reset_index(drop=True)
        return replace(self, flows=flows, datasets=wanted, statements=statements)

    def summary(self) -> Summary:
        """Return a small table, one row per dataset, that reads and compares the same everywhere."""
        return summary_of(self.flows, self.datasets)


def flow_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` with exactly ``FLOW_COLUMNS``: text columns as text (never missing), numbers as float64.

    One function for what is built in memory and what is written, so a page cannot tell them apart.
    """
    columns: dict[str, pd.Series[str] | pd.Series[float]] = {}
    for column in FLOW_COLUMNS:
        values = rows[column] if column in rows else pd.Series("", index=rows.index)
        if column in NUMBERS:
            columns[column] = pd.to_numeric(values, errors="raise").astype("float64")
        else:
            columns[column] = values.astype("str").fillna("")
    return pd.DataFrame(columns).reset_index(drop=True)


def read_release(folder: Path) -> Figures:
    """Read a release, every table verified against its manifest.

    Raises
    ------
    BadRelease
        The release is missing, unfinished, altered, or of another version of the workbook.
    """
    manifest, tables = tables_of(folder)
    known = {each.name for each in fields(DatasetInfo)}
    if "flows" not in tables or any(set(dataset) != known for dataset in manifest.datasets):
        raise BadRelease(
            message("The release in {folder} was written in another format.", folder=folder),
            message("Build the release again with “crossmobility build”."),
        )
    datasets = tuple(_dataset_info(dataset) for dataset in manifest.datasets)
    return Figures(
        flow_rows(tables["flows"]),
        datasets,
        tables.get("statements", pd.DataFrame()),
        manifest.audience,
        manifest.edition,
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
