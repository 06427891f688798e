"""Tables as declared in ``data/schema``: one Table Schema per table drives readers, checks and documentation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from crossmobility.errors import BadReference, BadSource
from crossmobility.i18n import Language, Message, message
from crossmobility.intake.names import normalised
from crossmobility.reference import data_folder

FieldType = Literal["string", "number", "integer", "date"]
SUFFIX: Final = ".schema.json"


@dataclass(frozen=True)
class Field:
    """One column of a table: what it holds and what it may hold.

    ``code_list`` names the list its values come from (``countries``, ``schemes``, ``periods``), ``whole`` says that a
    number counts things, ``default`` fills a column that a file does not have.
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
    whole: bool = False
    code_list: str = ""
    default: str = ""
    aliases: tuple[str, ...] = ()

    def title(self, language: Language) -> str:
        """Return the heading of the column in ``language``."""
        return self.title_fr if language == "fr" else self.title_en


@dataclass(frozen=True)
class Table:
    """One declared table."""

    name: str
    title_fr: str
    title_en: str
    fields: tuple[Field, ...]

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
        fields = tuple(_field(entry) for entry in declared["fields"])
        return Table(declared["name"], declared["title_fr"], declared["title"], fields)
    except (ValueError, KeyError, TypeError) as error:
        raise BadReference(
            message("{file} is not a Table Schema of ours: {reason}.", file=file.name, reason=repr(error))
        ) from error


def _field(entry: dict[str, object]) -> Field:
    rules = entry.get("constraints", {})
    if not isinstance(rules, dict):
        raise TypeError(f"constraints of {entry['name']}")
    kind = next((known for known in get_args(FieldType) if known == entry["type"]), None)
    if kind is None:
        raise ValueError(f"type of {entry['name']}")
    minimum = rules.get("minimum")
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
        whole=bool(entry.get("whole", False)) or kind == "integer",
        code_list=str(entry.get("codeList", "")),
        default=str(entry.get("default", "")),
        aliases=tuple(str(alias) for alias in aliases) if isinstance(aliases, list) else (),
    )
