"""Building figures: dataset folders in, every file accounted for, tidy tables out.

Datasets stand side by side. Nothing is added across them, and nothing is dated by the clock. Placements are counted into
flows; beside them a dataset may have counts of what is planned, which are another kind and never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from crossmobility.domain.flows import resolved_totals
from crossmobility.errors import BadRequest, BadSource
from crossmobility.i18n import Language, message, plural_message
from crossmobility.intake.dataset import DatasetIntake, Progress, take_in_dataset
from crossmobility.intake.outcome import Intake
from crossmobility.intake.sources import Dataset, dataset_in
from crossmobility.release.counted import PLACEMENTS, Counted, counted
from crossmobility.release.dataset_info import DatasetInfo, as_mapping
from crossmobility.release.figures import Figures
from crossmobility.release.indicator_tables import indicator_tables, status_rule_table
from crossmobility.release.programme_tables import PROGRAMME_TABLES, names_in, programme_rows
from crossmobility.release.storage import stored
from crossmobility.release.suggestions import unknown
from crossmobility.release.tables import (
    COUNTED_TABLES,
    agreement_rows,
    definition_rows,
    flow_rows,
    organisation_rows,
    split_rows,
    stage_rows,
    status_rule_rows,
    value_rows,
)

__all__ = ["AUDIENCES", "Build", "Progress", "built", "write_release"]

Audience = Literal["officer", "management", "public"]
AUDIENCES: Final[tuple[Audience, ...]] = ("officer", "management", "public")
NOT_SPLIT: Final = ("sector", "sex", "age_band", "duration_band")
"""Dimensions a table of flow counts never has: all its rows are ``_T`` in them."""
FLOW_COUNTS: Final = "flow_counts"
STATEMENTS: Final = "published_statements"
AGREEMENTS: Final = "agreements"
STATEMENT_COLUMNS: Final = (
    "statement_id",
    "about",
    "period",
    "scheme",
    "programme",
    "text_fr",
    "text_en",
    "certainty",
    "citation",
)


@dataclass(frozen=True, eq=False)
class Build:
    """Figures, and how every file that went into them was read."""

    figures: Figures
    intakes: tuple[Intake, ...]

    @property
    def clean(self) -> bool:
        """Whether no row was rejected and every expectation of the source descriptions holds."""
        return all(intake.is_clean for intake in self.intakes)


def built(
    folders: Sequence[Path],
    *,
    as_of: str | None = None,
    audience: str = "management",
    progress: Progress | None = None,
) -> Build:
    """Read dataset folders into figures.

    Parameters
    ----------
    folders : sequence of Path
        One dataset each, named by the folder. Two of the same name are an error.
    as_of : str, optional
        The day the figures hold for (ISO date). Overrides ``dataset.toml``; without either there is no build.
    audience : str
        officer and management are built alike; public is refused until disclosure rules exist.

    Raises
    ------
    BadRequest
        No folder, a repeated dataset, no ``as_of``, the audience public.
    UnreadableFile, BadSource
        A file that cannot be read at all, or is described wrongly. Bad rows stop nothing: they are in ``intakes``.
    """
    _check_audience(audience)
    _check_names(folders)
    parts = [_part(folder, as_of, progress) for folder in folders]
    figures = Figures(
        flows=pd.concat([part.flows for part in parts], ignore_index=True),
        datasets=tuple(part.info for part in parts),
        statements=pd.concat([part.statements for part in parts], ignore_index=True),
        audience=audience,
        splits=split_rows(*(part.counted.splits for part in parts)),
        agreements=pd.concat([part.agreements for part in parts], ignore_index=True),
        pairings=pd.concat([part.counted.pairings for part in parts], ignore_index=True),
        stages=stage_rows(*(part.counted.stages for part in parts)),
        organisations=organisation_rows(*(part.counted.organisations for part in parts)),
        activities=pd.concat([part.counted.activities for part in parts], ignore_index=True),
        indicator_values=value_rows(*(part.values for part in parts)),
        definitions=pd.concat([part.definitions for part in parts], ignore_index=True),
        status_rules=pd.concat([part.status_rules for part in parts], ignore_index=True),
        programmes=pd.concat([part.own["programmes"] for part in parts], ignore_index=True),
        programme_countries=pd.concat([part.own["programme_countries"] for part in parts], ignore_index=True),
        programme_editions=pd.concat([part.own["programme_editions"] for part in parts], ignore_index=True),
    )
    return Build(figures, tuple(intake for part in parts for intake in part.intakes))


def write_release(figures: Figures, folder: Path) -> Path:
    """Make ``figures`` the current release of ``folder``; readers see the old one or the new one, never a mixture."""
    stored(
        folder,
        {name: getattr(figures, name) for name in ("flows", "statements", *COUNTED_TABLES)},
        audience=figures.audience,
        datasets=[as_mapping(dataset) for dataset in figures.datasets],
    )
    return folder


@dataclass(frozen=True, eq=False)
class _Part:
    info: DatasetInfo
    flows: pd.DataFrame
    statements: pd.DataFrame
    counted: Counted
    agreements: pd.DataFrame
    values: pd.DataFrame
    definitions: pd.DataFrame
    status_rules: pd.DataFrame
    own: Mapping[str, pd.DataFrame]
    intakes: tuple[Intake, ...]


def _part(folder: Path, as_of: str | None, progress: Progress | None) -> _Part:
    dataset = dataset_in(folder)
    day = as_of or dataset.as_of
    if not day:
        raise _undated(dataset)
    taken = take_in_dataset(folder, as_of=day, progress=progress)
    _check_read(taken)
    dataset = replace(dataset, as_of=day)
    flows = _flows(dataset.name, taken)
    if _tables(taken, PLACEMENTS):
        _check_apart(flows, dataset)
    found = counted(dataset, taken)
    values, definitions = indicator_tables(
        taken, as_of=date.fromisoformat(day), dataset=dataset.name, reference_country=dataset.reference_country
    )
    return _Part(
        info=_info(dataset, taken),
        flows=pd.concat([found.flows, flows], ignore_index=True),
        statements=_statements(dataset.name, taken),
        counted=found,
        agreements=_agreements(dataset.name, taken.records(AGREEMENTS)),
        values=values,
        definitions=definition_rows(definitions.assign(dataset=dataset.name)),
        status_rules=status_rule_rows(status_rule_table(taken).assign(dataset=dataset.name)),
        own={name: programme_rows(name, taken.records(name).assign(dataset=dataset.name)) for name in PROGRAMME_TABLES},
        intakes=taken.intakes,
    )


def _check_read(taken: DatasetIntake) -> None:
    for _, error in taken.unread:
        raise error
    if not taken.intakes:
        raise BadRequest(
            message("There is no table in {folder}.", folder=taken.dataset.folder),
            message("Put a CSV or XLSX file there, and a NAME.source.toml beside it that says what its columns mean."),
        )


def _tables(taken: DatasetIntake, name: str) -> list[Intake]:
    return [intake for intake in taken.intakes if intake.source.table == name]


def _flows(dataset: str, taken: DatasetIntake) -> pd.DataFrame:
    """Return the flow rows of a dataset's flow counts: totals beside their parts become the parts and one remainder."""
    if not _tables(taken, FLOW_COUNTS):
        return flow_rows(pd.DataFrame())
    every = taken.records(FLOW_COUNTS).drop(columns="line", errors="ignore")
    constants = {"dataset": dataset, **dict.fromkeys(NOT_SPLIT, "_T")}
    return flow_rows(resolved_totals(every.assign(**constants)))


def _agreements(dataset: str, agreed: pd.DataFrame) -> pd.DataFrame:
    """Return a dataset's agreements as Figures hold them: days as ISO text, empty where an agreement has no end."""
    days = {name: agreed[name].dt.strftime("%Y-%m-%d") for name in ("valid_from", "valid_to")}
    synthetic = agreed["is_synthetic"].map({True: "true", False: "false"})
    return agreement_rows(agreed.assign(dataset=dataset, synthetic=synthetic, **days))


def _check_apart(counts: pd.DataFrame, dataset: Dataset) -> None:
    """Refuse published counts of what happened beside placements: they would count the same people a second time."""
    if (counts["kind"] == "actual").any():
        raise BadSource(
            message("The dataset {folder} holds placements and flow counts of the same kind.", folder=dataset.folder),
            message(
                "Put the flow counts in a folder of their own: datasets are compared, never added. Beside placements there may "
                "be counts of what is planned (kind: planned)."
            ),
        )


def _statements(dataset: str, taken: DatasetIntake) -> pd.DataFrame:
    """Return published statements that are no counts: one row per statement, all columns text."""
    stated = [intake.accepted for intake in _tables(taken, STATEMENTS)]
    every = pd.concat([pd.DataFrame(columns=STATEMENT_COLUMNS), *stated], ignore_index=True)
    texts = every.drop(columns="line", errors="ignore").astype("str").fillna("")
    return texts.assign(dataset=pd.Series(dataset, index=texts.index, dtype="str"))


def _info(dataset: Dataset, taken: DatasetIntake) -> DatasetInfo:
    used = [intake.source for intake in taken.intakes]
    placed = _tables(taken, PLACEMENTS)
    return DatasetInfo(
        name=dataset.name,
        title_fr=dataset.title_fr,
        title_en=dataset.title_en,
        as_of=dataset.as_of,
        synthetic=dataset.synthetic,
        licence=dataset.licence or _joined(source.licence for source in used),
        citation=dataset.citation or _joined(source.citation for source in used),
        reference_country=dataset.reference_country,
        period_note_fr=_joined(source.period_note("fr") for source in used),
        period_note_en=_joined(source.period_note("en") for source in used),
        note_fr=_noted(dataset.note_fr, placed, "fr"),
        note_en=_noted(dataset.note_en, placed, "en"),
        complete=bool(placed),
        programmes=names_in(programme_rows("programmes", taken.records("programmes"))),
    )


def _noted(note: str, placed: Iterable[Intake], language: Language) -> str:
    """Return a dataset's note and, when placements were rejected, that they are missing from every figure."""
    rejected = sum(len(intake.rejected) for intake in placed)
    missing = plural_message(
        "{count} placement was rejected when the file was read and is in no figure.",
        "{count} placements were rejected when the file was read and are in no figure.",
        rejected,
    )
    return " ".join(filter(None, [note, missing.in_language(language) if rejected else ""]))


def _joined(texts: Iterable[str]) -> str:
    return " ; ".join(dict.fromkeys(text for text in texts if text))


def _check_audience(audience: str) -> None:
    if audience not in AUDIENCES:
        raise unknown(message("There is no audience “{name}”.", name=audience), audience, AUDIENCES)
    if audience == "public":
        raise BadRequest(
            message("Figures cannot be built for the public yet: the rules that hide small numbers do not exist."),
            message("Build for officers or for management, and keep the result inside the organisation."),
        )


def _check_names(folders: Sequence[Path]) -> None:
    if not folders:
        raise BadRequest(message("Which dataset?"), message("Name a folder with --data."))
    names: dict[str, Path] = {}
    for folder in folders:
        name = folder.resolve().name
        if name in names:
            raise BadRequest(
                message(
                    "Two datasets are called “{name}”: {first} and {second}.",
                    name=name,
                    first=names[name],
                    second=folder,
                ),
                message("A dataset is named by its folder: give each folder once, or rename one."),
            )
        names[name] = folder


def _undated(dataset: Dataset) -> BadSource:
    lines = f'title_fr = "{dataset.title_fr}"  title_en = "{dataset.title_en}"  as_of = "2025-12-31"'
    return BadSource(
        message("The dataset {folder} does not say for which day its figures hold.", folder=dataset.folder),
        message(
            "Write a file dataset.toml in it with three lines (your own date): {lines}; or give the date with --as-of.",
            lines=lines,
        ),
    )
