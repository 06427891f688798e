"""The records of one dataset, for the desk and for reports: single placements, never shown where dashboards are served."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from crossmobility.errors import BadRequest, BadSource
from crossmobility.i18n import Language, message
from crossmobility.intake.dataset import DatasetIntake, take_in_dataset
from crossmobility.intake.sources import Dataset, dataset_in
from crossmobility.reference import programmes
from crossmobility.release.figures import dataset_folders
from crossmobility.release.suggestions import unknown
from crossmobility.release.watch import RELEASE_VARIABLE, release_folder


@dataclass(frozen=True, eq=False)
class Records:
    """The accepted rows of one dataset, table by table; a table it does not have is a frame of its columns without rows.

    Attributes
    ----------
    dataset
        Its name: ``sample``, ``local``, ``published``.
    as_of
        ISO date: what the records say is true on that day.
    placements, organisations, observations, activities, agreements
        One row per accepted record, typed as :attr:`~crossmobility.intake.outcome.Intake.accepted` says. Do not change them
        in place: they are shared by all who hold these records.
    programmes
        The programmes this dataset adds to those of the workbook.
    findings, rejected
        How many findings the check of its files made, how many of its rows are in none of the frames.
    """

    dataset: str
    title_fr: str
    title_en: str
    as_of: str
    synthetic: bool
    reference_country: str
    placements: pd.DataFrame
    organisations: pd.DataFrame
    observations: pd.DataFrame
    activities: pd.DataFrame
    agreements: pd.DataFrame
    programmes: pd.DataFrame
    findings: int
    rejected: int

    def title(self, language: Language) -> str:
        """Return the title of the dataset in ``language``."""
        return self.title_fr if language == "fr" else self.title_en

    def programme_names(self, language: Language) -> dict[str, str]:
        """Return the names of all programmes by code: those of the workbook, then those the dataset adds."""
        added = zip(self.programmes["programme_id"], self.programmes[f"name_{language}"], strict=True)
        return {code: one.name(language) for code, one in programmes().items()} | {
            str(code): str(name) for code, name in added
        }


def open_records(dataset: str = "sample") -> Records:
    """Return the records of one dataset of this checkout, as its check accepts them.

    Parameters
    ----------
    dataset : str
        ``"sample"``, ``"local"`` or ``"published"``: a name, never a path.

    Raises
    ------
    BadRequest
        ``CROSSMOBILITY_RELEASE`` is set, so this process serves dashboards; or there is no such dataset.
    BadSource, UnreadableFile
        The dataset says no day, or a file of it cannot be read at all. Bad rows never raise: they are counted.
    """
    if release_folder() is not None:
        raise BadRequest(
            message(
                "Records of single placements are not shown where dashboards are served ({variable} is set).",
                variable=RELEASE_VARIABLE,
            ),
            message("Open the notebooks of the desk in JupyterLab: run “make lab” without that variable."),
        )
    folders = dataset_folders()
    if dataset not in folders:
        raise unknown(message("There is no dataset “{name}”.", name=dataset), dataset, list(folders))
    described = dataset_in(folders[dataset])
    if not described.as_of:
        raise _undated(described)
    taken = take_in_dataset(folders[dataset])
    for _, error in taken.unread:
        raise error
    return _records(dataset, taken)


def _records(name: str, taken: DatasetIntake) -> Records:
    described = taken.dataset
    return Records(
        dataset=name,
        title_fr=described.title_fr,
        title_en=described.title_en,
        as_of=taken.as_of,
        synthetic=described.synthetic,
        reference_country=described.reference_country,
        placements=taken.records("placements"),
        organisations=taken.records("organisations"),
        observations=taken.records("observations"),
        activities=taken.records("activities"),
        agreements=taken.records("agreements"),
        programmes=taken.records("programmes"),
        findings=sum(len(intake.findings) for intake in taken.intakes),
        rejected=sum(intake.account.rejected for intake in taken.intakes),
    )


def _undated(dataset: Dataset) -> BadSource:
    return BadSource(
        message("The dataset {folder} does not say for which day its figures hold.", folder=dataset.folder),
        message('Write a line as_of = "2025-12-31" (your own date) into the file dataset.toml in it.'),
    )
