"""One file checked for an officer: read as it seems to be written, with everything her page says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from crossmobility.csv_text import csv_text
from crossmobility.domain.accepted import Accepted, accepted_summary
from crossmobility.errors import BadRequest, CrossMobilityError, UnreadableFile
from crossmobility.i18n import Language, Message, message, translator
from crossmobility.intake.accounts import Intake, take_in
from crossmobility.intake.choices import choices
from crossmobility.intake.first_look import FirstLook, dataset_tables, first_look
from crossmobility.intake.local_folder import InUse, local_folder
from crossmobility.intake.rules import EVERY_RULE
from crossmobility.intake.source import DESCRIPTION_SUFFIX, ReadOptions, Source
from crossmobility.intake.sources import source_for
from crossmobility.intake.tables import did_you_mean, table
from crossmobility.intake.written import FINDING_COLUMNS
from crossmobility.reference import data_folder
from crossmobility.render.check_view import CheckPage, Filters, Question
from crossmobility.render.controls import Option
from crossmobility.render.formats import day
from crossmobility.render.rule_names import RULE_NAMES

Progress = Callable[[int], None]
DELIMITERS: Final = {";": message("semicolon"), "\t": message("tab"), "|": message("vertical bar")}


@dataclass(frozen=True, eq=False)
class Checked:
    """A file taken in, the look that was taken at it first (None when it is described), and what it holds."""

    intake: Intake
    look: FirstLook | None
    accepted: Accepted

    @property
    def source(self) -> Source:
        """The file and how it was read."""
        return self.intake.source


def example_file() -> Path:
    """Return the invented file that shows what a check says."""
    return data_folder() / "reference" / "examples" / "flow_counts_example.csv"


def look_at(file: Path, read_as: str = "") -> FirstLook | None:
    """Return what an undescribed file seems to be, nothing when it is described."""
    described = not read_as and file.with_name(f"{file.stem}{DESCRIPTION_SUFFIX}").exists()
    if described or read_as.endswith(DESCRIPTION_SUFFIX):
        return None
    return _look(file, read_as, file.stat().st_mtime_ns if file.is_file() else 0)


def checked(
    file: Path,
    read_as: str = "",
    progress: Progress | None = None,
    as_of: str = "",
    meanings: Mapping[str, str] = MappingProxyType({}),
) -> Checked:
    """Read and check one file.

    Parameters
    ----------
    file
        The file.
    read_as
        A table, or the name of a description in ``data/local``; when empty, the description beside the file, else the
        table its name or its headings say.
    progress
        Called with the number of lines read so far, now and then.
    as_of
        The day the records tell about (ISO date); when empty, rules that need it are not applied.
    meanings
        What columns of ours are that no heading means; see :meth:`FirstLook.source`.

    Raises
    ------
    CrossMobilityError
        The file as a whole, or its description, cannot be used. Bad rows never raise.
    """
    look = look_at(file, read_as)
    if look is not None:
        source = look.source(file, meanings)
    elif read_as.endswith(DESCRIPTION_SUFFIX):
        if read_as not in descriptions():
            raise BadRequest(
                message("There is no description “{name}” in data/local.", name=read_as),
                did_you_mean(read_as, descriptions()),
            )
        source = source_for(file, local_folder() / read_as)
    else:
        source = source_for(file)
    intake = take_in(source, progress, as_of=as_of or None)
    return Checked(intake, look, accepted_summary(source.table, intake.accepted))


def descriptions() -> tuple[str, ...]:
    """Return the names of the descriptions in ``data/local``."""
    return tuple(sorted(file.name for file in local_folder().glob(f"*{DESCRIPTION_SUFFIX}")))


@lru_cache(maxsize=4)
def _look(file: Path, read_as: str, written: int) -> FirstLook:  # noqa: ARG001 -- a file written anew is looked at anew
    return first_look(file, read_as)


def ways_to_read(language: Language) -> list[Option]:
    """Return the tables and descriptions a file can be read as; the first choice leaves it to the file."""
    t = translator(language)
    tables = [Option(name, _title(name, language), t("Tables")) for name in dataset_tables()]
    described = [Option(name, name, t("Descriptions")) for name in descriptions()]
    return [Option("", t("Automatic")), *tables, *described]


def questions(look: FirstLook | None, language: Language) -> list[Question]:
    """Return one question for each column of ours that no heading of the file means, with what may answer it."""
    if look is None:
        return []
    t = translator(language)
    found = []
    for name in look.missing:
        field = table(look.table).field(name)
        headings = [Option(f":{heading}", heading, t("Column of the file")) for heading in look.unknown]
        codes = choices(field, language)
        always = [Option(f"={code}", label, t("The same on every row")) for code, label in codes.items()]
        found.append(Question(name, field.title(language), [Option("", t("Choose…")), *headings, *always]))
    return found


def page_of(done: Checked, name: str, language: Language, filters: Filters | None = None) -> CheckPage:
    """Return what the page says of a checked file; ``name`` is empty for the example."""
    intake = done.intake
    of_table = table(intake.source.table)
    look = done.look
    return CheckPage(
        language=language,
        file=name,
        table=_title(of_table.name, language),
        columns={field.name: field.title(language) for field in of_table.fields},
        account=intake.account,
        meets_expectations=intake.meets_expectations,
        findings=intake.findings,
        accepted=done.accepted,
        read_as=_read_as(look.read, intake.source.file) if look else _described(intake.source),
        headings=_headings(look, intake.source) if look else (),
        reasons=intake.reasons,
        rule_words={**RULE_NAMES, **{one.code: one.sentence for one in EVERY_RULE if one.code not in RULE_NAMES}},
        stages=choices(of_table.field("status"), language) if "status" in of_table.columns else {},
        rules=Counter(str(rule) for rule in intake.rejected["rule"]).most_common() if len(intake.rejected) else (),
        filters=filters or Filters(),
    )


def findings_csv(done: Checked, language: Language) -> str:
    """Return all findings as a CSV document, as ``check --out`` writes them."""
    rows = (
        [
            one.severity,
            one.rule,
            one.table,
            Path(one.file).name,
            one.sheet,
            "" if one.line is None else one.line,
            one.column,
            one.value,
            one.message.in_language(language),
        ]
        for one in done.intake.findings
    )
    return csv_text(FINDING_COLUMNS, rows)


def rejected_csv(done: Checked, language: Language) -> str:
    """Return the rejected rows as a CSV document: the headings they came with, then line, rule and message."""
    frame = done.intake.rejected
    rows = (
        [cell.in_language(language) if isinstance(cell, Message) else cell for cell in row]
        for row in frame.itertuples(index=False, name=None)
    )
    return csv_text([str(column) for column in frame.columns], rows)


def said_of_use(in_use: InUse | None, language: Language) -> list[Message]:
    """Return what was done when a file was taken into use, nothing when none was."""
    if in_use is None:
        return []
    said = [message("data/local/{name} is part of your dataset.", name=in_use.name)]
    if in_use.put_aside:
        said.append(message("The earlier file of that name is kept as data/local/{name}.", name=in_use.put_aside))
    if in_use.described:
        description = f"{Path(in_use.name).stem}{DESCRIPTION_SUFFIX}"
        said.append(message("How it is read is written beside it, in {name}.", name=description))
    return [*said, message("The data speak of {day} (dataset.toml).", day=day(in_use.as_of, language))]


def moved(done: Checked, file: Path) -> Checked:
    """Return the same check for a file that was moved since."""
    return replace(done, intake=replace(done.intake, source=replace(done.source, file=file)))


def told(error: Exception) -> CrossMobilityError:
    """Return any failure as a sentence with a remedy."""
    if isinstance(error, CrossMobilityError):
        return error
    reason = error.strerror if isinstance(error, OSError) and error.strerror else f"{type(error).__name__}: {error}"
    return UnreadableFile(
        message("Something went wrong that should not have: {reason}.", reason=reason),
        message("Check the rights and the free space in data/local, save the file anew as CSV UTF-8, and try again."),
    )


def _title(name: str, language: Language) -> str:
    of_table = table(name)
    return of_table.title_fr if language == "fr" else of_table.title_en


def _headings(look: FirstLook, source: Source) -> list[tuple[str, str]]:
    said = {heading: ours for ours, heading in (source.columns or {}).items()}
    return [*look.recognised, *((heading, said.get(heading, "")) for heading in look.unknown)]


def _described(source: Source) -> tuple[Message, ...]:
    return (message("the description {file}", file=source.toml.name),) if source.toml else ()


def _read_as(read: ReadOptions, file: Path) -> tuple[Message, ...]:
    """Say how the text of an undescribed file was read, so that a wrong guess is seen."""
    if file.suffix.lower() == ".xlsx":
        return (message("the first visible sheet of the workbook"),)
    encoding = "UTF-8" if read.encoding == ReadOptions().encoding else read.encoding
    said = [
        message("cells separated by a {mark}", mark=DELIMITERS.get(read.delimiter, message("comma"))),
        message("encoding {name}", name=encoding),
        message("decimal comma") if read.decimal == "," else message("decimal point"),
    ]
    written = {"%d": message("day"), "%m": message("month"), "%Y": message("year")}
    if read.date_format != ReadOptions().date_format:
        first, second = (written[read.date_format[place : place + 2]] for place in (0, 3))
        said.append(message("dates as {first}, {second}, year", first=first, second=second))
    return tuple(said)
