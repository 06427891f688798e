"""Building figures: dataset folders in, every file accounted for, tidy tables out.

Datasets stand side by side. Nothing is added across them, and nothing is dated by the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from crossmobility.domain.flows import resolved_totals
from crossmobility.errors import BadRequest, BadSource
from crossmobility.i18n import message
from crossmobility.intake.accounts import Intake, take_in
from crossmobility.intake.sources import Dataset, Source, dataset_in, sources_in
from crossmobility.release.figures import DatasetInfo, Figures, as_mapping, flow_rows
from crossmobility.release.storage import stored
from crossmobility.release.suggestions import unknown

Audience = Literal["officer", "management", "public"]
AUDIENCES: Final[tuple[Audience, ...]] = ("officer", "management", "public")
NOT_SPLIT: Final = ("sector", "sex", "age_band", "duration_band")
"""Dimensions a table of flow counts never has: all its rows are ``_T`` in them."""
FLOW_COUNTS: Final = "flow_counts"
STATEMENTS: Final = "published_statements"
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

Progress = Callable[[Source, int], None]


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
    flows = pd.concat([part.flows for part in parts], ignore_index=True)
    statements = pd.concat([part.statements for part in parts], ignore_index=True)
    figures = Figures(flows, tuple(part.info for part in parts), statements, audience)
    return Build(figures, tuple(intake for part in parts for intake in part.intakes))


def write_release(figures: Figures, folder: Path) -> Path:
    """Make ``figures`` the current release of ``folder``; readers see the old one or the new one, never a mixture."""
    stored(
        folder,
        {"flows": figures.flows, "statements": figures.statements},
        audience=figures.audience,
        datasets=[as_mapping(dataset) for dataset in figures.datasets],
    )
    return folder


@dataclass(frozen=True, eq=False)
class _Part:
    info: DatasetInfo
    flows: pd.DataFrame
    statements: pd.DataFrame
    intakes: tuple[Intake, ...]


def _part(folder: Path, as_of: str | None, progress: Progress | None) -> _Part:
    dataset = dataset_in(folder)
    day = as_of or dataset.as_of
    if not day:
        raise _undated(dataset)
    intakes = [take_in(source, _told(progress, source)) for source in _sources(folder)]
    counts = [intake.accepted for intake in intakes if intake.source.table == FLOW_COUNTS]
    stated = [intake.accepted for intake in intakes if intake.source.table == STATEMENTS]
    return _Part(
        _info(replace(dataset, as_of=day), [intake.source for intake in intakes]),
        _flows(dataset.name, counts),
        _statements(dataset.name, stated),
        tuple(intakes),
    )


def _flows(dataset: str, counts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the flow rows of one dataset: totals beside their parts become the parts and one remainder."""
    if not counts:
        return flow_rows(pd.DataFrame())
    every = pd.concat(counts, ignore_index=True).drop(columns="line", errors="ignore")
    constants = {"dataset": dataset, **dict.fromkeys(NOT_SPLIT, "_T")}
    return flow_rows(resolved_totals(every.assign(**constants)))


def _statements(dataset: str, stated: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return published statements that are no counts: one row per statement, all columns text."""
    every = pd.concat([pd.DataFrame(columns=STATEMENT_COLUMNS), *stated], ignore_index=True)
    texts = every.drop(columns="line", errors="ignore").astype("str").fillna("")
    return texts.assign(dataset=pd.Series(dataset, index=texts.index, dtype="str"))


def _sources(folder: Path) -> tuple[Source, ...]:
    sources = sources_in(folder)
    if not sources:
        raise BadRequest(
            message("There is no table in {folder}.", folder=folder),
            message("Put a CSV or XLSX file there, and a NAME.source.toml beside it that says what its columns mean."),
        )
    return sources


def _info(dataset: Dataset, sources: Iterable[Source]) -> DatasetInfo:
    used = list(sources)
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
        note_fr=dataset.note_fr,
        note_en=dataset.note_en,
    )


def _joined(texts: Iterable[str]) -> str:
    return " ; ".join(dict.fromkeys(text for text in texts if text))


def _told(progress: Progress | None, source: Source) -> Callable[[int], None] | None:
    if progress is None:
        return None
    return lambda lines: progress(source, lines)


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
