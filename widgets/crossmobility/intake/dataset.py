"""A dataset folder taken in: every table, corrections applied, references checked, rules obeyed, every line accounted for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

import pandas as pd

from crossmobility import reference
from crossmobility.errors import CrossMobilityError
from crossmobility.intake.columns import empty_column
from crossmobility.intake.corrections import CORRECTIONS, Corrections
from crossmobility.intake.drafts import Draft, drafted
from crossmobility.intake.keys import KEY_SEPARATOR, check_foreign_keys, check_keys, key_text
from crossmobility.intake.outcome import Intake
from crossmobility.intake.rulebook import Setting
from crossmobility.intake.rules import PLACEMENTS, check_records
from crossmobility.intake.rules_indicators import INDICATORS, OBSERVATIONS, check_observations, programme_dates
from crossmobility.intake.rules_programmes import EDITIONS, PROGRAMMES, check_editions, check_programmes
from crossmobility.intake.sources import FLOW_COUNTS, Dataset, Source, dataset_in, sources_in
from crossmobility.intake.stack import Stack
from crossmobility.intake.tables import Table, table
from crossmobility.intake.vocabulary import Vocabulary
from crossmobility.reference import Break, Indicator, Programme, ProgrammeCountry, ProgrammeEdition, Scheme

Progress = Callable[[Source, int], None]
Row = TypeVar("Row", Break, Indicator, Programme, Scheme)
ORGANISATIONS: Final = "organisations"
COUNTRIES: Final = "programme_countries"
# Reference tables a dataset may add to, in the order in which they refer to each other.
EXTENSIONS: Final = ("schemes", PROGRAMMES, COUNTRIES, EDITIONS, "breaks", INDICATORS, "status_rules")


@dataclass(frozen=True)
class DatasetIntake:
    """All files of a dataset, taken in together.

    Attributes
    ----------
    as_of
        The day for which the rules were checked (ISO date); empty when nobody said.
    intakes
        One per file that could be read, in the order of :func:`~crossmobility.intake.sources.sources_in`.
    unread
        The files that could not be read at all, each with the error that says why.
    """

    dataset: Dataset
    as_of: str
    intakes: tuple[Intake, ...]
    unread: tuple[tuple[Path, CrossMobilityError], ...] = ()

    def records(self, name: str) -> pd.DataFrame:
        """Return the accepted rows of a table, from all its files; see :attr:`Intake.accepted` for the types.

        One row per record; a table the dataset does not have is a frame of its columns without rows.
        """
        found = [intake.accepted for intake in self.intakes if intake.source.table == name]
        if len(found) == 1:
            return found[0]
        if not found:
            return _empty(table(name))
        return pd.concat(found, ignore_index=True)

    @property
    def is_clean(self) -> bool:
        """Return whether every file could be read, nothing was rejected and every expectation holds."""
        return not self.unread and all(intake.is_clean for intake in self.intakes)


def take_in_dataset(
    folder: Path, *, as_of: str | None = None, progress: Progress | None = None, strict: bool = False
) -> DatasetIntake:
    """Read and check every table of a dataset folder together.

    Parameters
    ----------
    folder
        The dataset: its tables, ``dataset.toml``, ``corrections.csv``, and rows it adds to reference tables.
    as_of
        The day the figures hold for (ISO date). Rules are checked for the later of this day and the one in
        ``dataset.toml``: to look back at an earlier day makes no record wrong. Without either, rules that depend on a day
        are not checked, and a finding says so.
    progress
        Called with a source and the number of its lines read so far, now and then.
    strict
        Reject rows whose country is only "to confirm".

    Raises
    ------
    BadSource
        When the folder or a description cannot be used. Files that cannot be read are in ``unread``; bad rows in
        their intakes.
    """
    dataset = dataset_in(folder)
    day = max(as_of or "", dataset.as_of)
    reading = _Reading(sources_in(folder), progress, strict)
    corrections = Corrections(reading.stack(CORRECTIONS))
    vocabulary = _extended(reading)
    reading.read_rest(vocabulary, corrections)
    corrections.close()
    _check(reading, vocabulary, day)
    return DatasetIntake(dataset, day, reading.closed(), tuple(reading.unread))


class _Reading:
    """The files of a folder, each read once, when its turn has come."""

    def __init__(self, sources: Sequence[Source], progress: Progress | None, strict: bool) -> None:
        self.sources = sources
        self.unread: list[tuple[Path, CrossMobilityError]] = []
        self._drafts: dict[int, Draft] = {}
        self._stacks: dict[str, Stack] = {}
        self._progress = progress
        self._strict = strict

    def stack(self, name: str, **options: Any) -> Stack | None:
        """Read the files of one table, and check their keys; None when there is none that can be read."""
        for number, source in enumerate(self.sources):
            if source.table != name or number in self._drafts:
                continue
            try:
                self._drafts[number] = drafted(source, self._told(source), strict=self._strict, **options)
            except CrossMobilityError as error:
                self.unread.append((source.file, error))
        drafts = [draft for _, draft in sorted(self._drafts.items()) if draft.source.table == name]
        if not drafts:
            return None
        if name not in self._stacks:
            self._stacks[name] = Stack(drafts)
            if name not in (FLOW_COUNTS, CORRECTIONS):
                check_keys(self._stacks[name], _taken(name))
        return self._stacks[name]

    def read_rest(self, vocabulary: Vocabulary, corrections: Corrections) -> None:
        for name in dict.fromkeys(source.table for source in self.sources):
            if name not in self._stacks:
                self.stack(name, vocabulary=vocabulary, corrections=corrections)

    @property
    def stacks(self) -> Mapping[str, Stack]:
        return self._stacks

    def closed(self) -> tuple[Intake, ...]:
        self._stacks.clear()
        # One draft is let go before the next is closed: a large table must not stand in memory twice.
        return tuple(self._drafts.pop(number).closed() for number in sorted(self._drafts))

    def _told(self, source: Source) -> Callable[[int], None] | None:
        progress = self._progress
        return None if progress is None else lambda lines: progress(source, lines)


def _check(reading: _Reading, vocabulary: Vocabulary, day: str) -> None:
    known = _known_keys(reading, vocabulary)
    for stack in (each for name, each in reading.stacks.items() if name != PROGRAMMES):
        unknown = {key.table for key in stack.table.foreign_keys} - known.keys()
        check_foreign_keys(stack, known, unknown_tables=unknown)
    placements, organisations = reading.stacks.get(PLACEMENTS), reading.stacks.get(ORGANISATIONS)
    if placements is not None:
        held = organisations.rows[organisations.good] if organisations else None
        as_of = pd.Timestamp(day) if day else None
        check_records(placements, Setting(vocabulary, as_of, held, whole=True))
    observations, places = reading.stacks.get(OBSERVATIONS), reading.stacks.get(COUNTRIES)
    if observations is not None:
        dates = programme_dates(places.rows[places.good]) if places else {}
        check_observations(observations, vocabulary.indicators, dates)


def _known_keys(reading: _Reading, vocabulary: Vocabulary) -> dict[str, Collection[str]]:
    known: dict[str, Collection[str]] = {
        "countries": reference.countries(),
        "schemes": vocabulary.schemes,
        PROGRAMMES: vocabulary.programmes,
    }
    for name, stack in reading.stacks.items():
        if name not in known and len(stack.table.primary_key) == 1:
            known[name] = set(key_text(stack.rows[stack.good], stack.table.primary_key))
    return known


def _extended(reading: _Reading) -> Vocabulary:
    """Return the reference tables with what the dataset adds to them."""
    vocabulary = Vocabulary()
    for name in EXTENSIONS:
        stack = reading.stack(name, vocabulary=vocabulary)
        if stack is None:
            continue
        if name == INDICATORS:
            check_records(stack, Setting(vocabulary))
        elif name == PROGRAMMES:
            # At once: a programme that is refused here must name no placement.
            known = {"countries": reference.countries(), "schemes": vocabulary.schemes}
            check_foreign_keys(stack, known, unknown_tables=())
            check_programmes(stack)
        elif name == EDITIONS:
            check_editions(stack)
        rows = stack.rows[stack.good]
        if name == "schemes":
            more = {**vocabulary.schemes, **{one.scheme: one for one in _rows_of(rows, Scheme)}}
            vocabulary = replace(vocabulary, schemes=MappingProxyType(more))
        elif name == PROGRAMMES:
            added = {one.programme_id: one for one in _rows_of(rows, Programme)}
            vocabulary = replace(vocabulary, programmes=MappingProxyType({**vocabulary.programmes, **added}))
        elif name == "breaks":
            vocabulary = replace(vocabulary, breaks=(*vocabulary.breaks, *_rows_of(rows, Break)))
        elif name == INDICATORS:
            own = {one.indicator_id: one for one in _rows_of(rows, Indicator)}
            vocabulary = replace(vocabulary, indicators=MappingProxyType({**vocabulary.indicators, **own}))
    return vocabulary


def _rows_of(rows: pd.DataFrame, kind: type[Row]) -> list[Row]:
    types = {field.name: str(field.type) for field in fields(kind)}
    return [
        kind(**{name: _plain(value, types[name]) for name, value in zip(types, cells, strict=True)})
        for cells in rows[list(types)].itertuples(index=False, name=None)
    ]


def _plain(value: object, kind: str) -> Any:
    if kind.startswith("tuple"):
        return tuple(part for part in str(value).split(";") if part)
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, float):
        if kind == "str":
            return "" if value != value else f"{value:g}"
        return None if value != value else int(value)
    return None if value is pd.NaT else value


def _taken(name: str) -> Collection[str]:
    """Return the keys a reference table already has, which no dataset may use again."""
    if name == "schemes":
        return reference.schemes()
    if name == PROGRAMMES:
        return reference.programmes()
    if name == COUNTRIES:
        return {_key(name, one) for one in reference.programme_countries()}
    if name == EDITIONS:
        return {_key(name, one) for one in reference.programme_editions()}
    if name == "breaks":
        return {one.break_id for one in reference.breaks()}
    if name == INDICATORS:
        return reference.indicators()
    if name == "status_rules":
        return reference.status_rules()
    return ()


def _key(name: str, entry: ProgrammeCountry | ProgrammeEdition) -> str:
    """Return the key of a row of a reference table as :func:`key_text` writes it."""
    values = (getattr(entry, column) for column in table(name).primary_key)
    return KEY_SEPARATOR.join("" if value is None else str(value) for value in values)


def _empty(of_table: Table) -> pd.DataFrame:
    columns = {field.name: empty_column(field) for field in of_table.fields}
    return pd.DataFrame({**columns, "line": pd.Series(dtype="int64")})
