"""Tables as declared in ``data/schema``: one Table Schema per table drives readers, checks and documentation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, get_args

from crossmobility.errors import BadReference, BadSource
from crossmobility.i18n import Language, Message, message
from crossmobility.intake.names import normalised
from crossmobility.reference import data_folder

FieldType = Literal["string", "number", "integer", "date", "boolean"]
Role = Literal["records", "corrections", "figures", "reference"]
T = TypeVar("T")

SUFFIX: Final = ".schema.json"


@dataclass(frozen=True)
class Field:
    """One column of a table: what it holds and what it may hold.

    ``code_list`` names the list its values come from: a list of ``data/reference/code_lists.csv``, or ``countries``,
    ``schemes``, ``programmes``, ``periods``. ``whole`` says that a number counts things, ``default`` fills a column that a
    file does not have, ``separator`` stands between the values of a cell that holds several (empty: one value a cell). ``example`` is a
    value as our files hold it; the examples of a table's columns fit together in one row.
    """

    name: str
    type: FieldType
    title_fr: str
    title_en: str
    description_fr: str
    description_en: str
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    code_list: str = ""
    default: str = ""
    separator: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()

    def title(self, language: Language) -> str:
        """Return the heading of the column in ``language``."""
        return self.title_fr if language == "fr" else self.title_en

    def description(self, language: Language) -> str:
        """Return what the column holds, in ``language``."""
        return self.description_fr if language == "fr" else self.description_en


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values name rows of another table; ``outside`` are the values that name none, on purpose."""

    column: str
    table: str
    target: str
    outside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One declared table: what a row is, its columns, the columns that name a row, and what it refers to.

    ``role``: records about people and what is done with them, corrections of them, published figures, or reference.
    """

    name: str
    title_fr: str
    title_en: str
    fields: tuple[Field, ...]
    description_fr: str = ""
    description_en: str = ""
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    role: Role = "reference"

    @property
    def is_record(self) -> bool:
        """Return whether the table is one of the records of a dataset, filled in by officers and partners."""
        return self.role == "records"

    def outside(self, column: str) -> tuple[str, ...]:
        """Return the values of ``column`` that name no row of the table it refers to, on purpose, such as NONE."""
        return tuple(value for key in self.foreign_keys if key.column == column for value in key.outside)

    def title(self, language: Language) -> str:
        """Return the name of the table for people, in ``language``."""
        return self.title_fr if language == "fr" else self.title_en

    def description(self, language: Language) -> str:
        """Return what one row of the table is, in ``language``."""
        return self.description_fr if language == "fr" else self.description_en

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the column names in their declared order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """Return the column called ``name``; :class:`BadSource` when the table has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise BadSource(
            message("Table {table} has no column “{column}”.", table=self.name, column=name),
            did_you_mean(name, self.columns),
        )

    def field_of_heading(self, heading: str) -> Field | None:
        """Return the column that a heading of a file means: our name, or one of its headings in French or English."""
        wanted = normalised(heading)
        for field in self.fields:
            if wanted in {normalised(name) for name in (field.name, field.title_fr, field.title_en, *field.aliases)}:
                return field
        return None


def table(name: str) -> Table:
    """Return the declared table ``name``; :class:`BadSource` when there is none."""
    return _table(data_folder() / "schema", name)


def table_names() -> tuple[str, ...]:
    """Return the names of all declared tables, sorted."""
    return tuple(sorted(file.name.removesuffix(SUFFIX) for file in (data_folder() / "schema").glob(f"*{SUFFIX}")))


def did_you_mean(wanted: str, known: Iterable[str]) -> Message:
    """Return a hint: the nearest known name, or all of them."""
    names = list(known)
    by_lower = {name.casefold(): name for name in names}
    close = get_close_matches(wanted.casefold(), list(by_lower), n=1)
    if close:
        return message("Did you mean “{name}”?", name=by_lower[close[0]])
    return message("Known names: {names}.", names=", ".join(names))


@cache
def _table(folder: Path, name: str) -> Table:
    file = folder / f"{name}{SUFFIX}"
    if name not in table_names():
        raise BadSource(message("There is no table “{table}”.", table=name), did_you_mean(name, table_names()))
    try:
        declared = json.loads(file.read_text(encoding="utf-8"))
        return _declared(declared)
    except (ValueError, KeyError, TypeError) as error:
        raise BadReference(
            message("{file} is not a Table Schema of ours: {reason}.", file=file.name, reason=repr(error))
        ) from error


def _declared(schema: dict[str, Any]) -> Table:
    declared = Table(
        name=schema["name"],
        title_fr=schema["title_fr"],
        title_en=schema["title"],
        fields=tuple(_field(entry) for entry in schema["fields"]),
        description_fr=schema["description_fr"],
        description_en=schema["description"],
        primary_key=tuple(schema["primaryKey"]),
        foreign_keys=tuple(_foreign_key(entry) for entry in schema.get("foreignKeys", ())),
        role=_one_of(get_args(Role), schema["role"]),
    )
    strange = ({*declared.primary_key} | {key.column for key in declared.foreign_keys}) - {*declared.columns}
    if strange:
        raise ValueError(f"keys name columns that are not declared: {sorted(strange)}")
    return declared


def _one_of(known: tuple[T, ...], value: object) -> T:
    for one in known:
        if one == value:
            return one
    raise ValueError(f"{value!r} is none of {known}")


def _foreign_key(entry: dict[str, Any]) -> ForeignKey:
    (column,) = entry["fields"]
    (target,) = entry["reference"]["fields"]
    return ForeignKey(column, entry["reference"]["resource"], target, tuple(entry.get("outside", ())))


def _field(entry: dict[str, object]) -> Field:
    rules = entry.get("constraints", {})
    if not isinstance(rules, dict):
        raise TypeError(f"constraints of {entry['name']}")
    kind: FieldType = _one_of(get_args(FieldType), entry["type"])
    minimum, maximum = rules.get("minimum"), rules.get("maximum")
    aliases = entry.get("aliases", [])
    return Field(
        name=str(entry["name"]),
        type=kind,
        title_fr=str(entry["title_fr"]),
        title_en=str(entry["title"]),
        description_fr=str(entry["description_fr"]),
        description_en=str(entry["description"]),
        required=bool(rules.get("required", False)),
        unique=bool(rules.get("unique", False)),
        enum=tuple(rules.get("enum", ())),
        minimum=None if minimum is None else float(minimum),
        maximum=None if maximum is None else float(maximum),
        whole=bool(entry.get("whole", False)) or kind == "integer",
        code_list=str(entry.get("codeList", "")),
        default=str(entry.get("default", "")),
        separator=str(entry.get("separator", "")),
        example=str(entry.get("example", "")),
        aliases=tuple(str(alias) for alias in aliases) if isinstance(aliases, list) else (),
    )
