"""TOML descriptions read key by key: each mistake is named with its file, its line and the nearest known key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from crossmobility.errors import BadSource
from crossmobility.i18n import Message, message
from crossmobility.intake.tables import did_you_mean

Value = TypeVar("Value", str, bool, int, float)

KINDS: dict[type, Message] = {
    str: message("a text between quotation marks"),
    bool: message("true or false"),
    int: message("a whole number"),
    float: message("a number"),
    dict: message("a table"),
    list: message("a list"),
}


@dataclass(frozen=True)
class Section:
    """One table of a TOML file, with the way back to its place in the text."""

    file: Path
    text: str
    path: str
    entries: Mapping[str, object]

    def allow(self, known: Iterable[str]) -> None:
        """Refuse keys that mean nothing to us: a misspelt key would otherwise be obeyed by nobody."""
        names = list(known)
        for key in self.entries:
            if key not in names:
                raise self.wrong(
                    key,
                    message("“{key}” is not a key of {section}.", key=key, section=self.title),
                    did_you_mean(key, names),
                )

    @property
    def title(self) -> Message:
        """Return how a sentence names this part of the file."""
        return message("[{path}]", path=self.path) if self.path else message("the top of the file")

    def value(self, key: str, default: Value) -> Value:
        """Return one value of the type of ``default``, which stands for an absent key."""
        found = self.entries.get(key, default)
        if type(found) is not type(default):
            raise self.wrong(key, message("{key} must be {kind}.", key=key, kind=KINDS[type(default)]))
        return found

    def number(self, key: str) -> float:
        """Return a number, 0 when absent; a whole number will do."""
        found = self.entries.get(key, 0)
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise self.wrong(key, message("{key} must be {kind}.", key=key, kind=KINDS[float]))
        return float(found)

    def texts(self, key: str) -> dict[str, str]:
        """Return a table of texts; numbers count as their text, so that ``2020 = "2020"`` and ``x = 5`` both work."""
        section = self.section(key)
        return {name: section.as_text(name) for name in section.entries}

    def as_text(self, key: str) -> str:
        """Return a text or a number as text."""
        found = self.entries[key]
        if isinstance(found, bool) or not isinstance(found, str | int | float):
            raise self.wrong(key, message("{key} must be {kind}.", key=key, kind=KINDS[str]))
        return str(found)

    def text_list(self, key: str) -> tuple[str, ...]:
        """Return a text, or a list of texts, as texts."""
        found = self.entries[key]
        values = found if isinstance(found, list) else [found]
        if not values or any(isinstance(one, bool) or not isinstance(one, str | int | float) for one in values):
            raise self.wrong(key, message("{key} must be a text or a list of texts.", key=key))
        return tuple(str(one) for one in values)

    def section(self, key: str) -> Section:
        """Return a table inside this one, empty when absent."""
        found = self.entries.get(key, {})
        if not isinstance(found, dict):
            raise self.wrong(key, message("{key} must be {kind}.", key=key, kind=KINDS[dict]))
        return Section(self.file, self.text, f"{self.path}.{key}" if self.path else key, found)

    def sections(self, key: str) -> tuple[Section, ...]:
        """Return the ``[[key]]`` tables, in their order."""
        found = self.entries.get(key, [])
        if not isinstance(found, list) or any(not isinstance(one, dict) for one in found):
            raise self.wrong(key, message("Write {key} as [[{key}]], one block for each.", key=key))
        return tuple(Section(self.file, self.text, f"[{key}] {number}", one) for number, one in enumerate(found, start=1))

    def wrong(self, key: str, problem: Message, hint: Message | None = None) -> BadSource:
        """Return the error about ``key``, with its line where it can be found."""
        line = self._line(key)
        if line:
            return BadSource(
                message("{file}, line {line}: {problem}", file=self.file.name, line=str(line), problem=problem), hint
            )
        return BadSource(message("{file}: {problem}", file=self.file.name, problem=problem), hint)

    def _line(self, key: str) -> int:
        """Return the line of ``key``: inside its own table when that can be seen, else 0."""
        header = re.compile(r"\s*\[+\s*(?P<path>[^\]]+?)\s*\]+")
        wanted = re.compile(rf"""\s*(?:\[+\s*)?(?:[\w.-]+\.)?["']?{re.escape(key)}["']?\s*[=\].]""")
        block = re.match(r"\[(?P<name>\w+)\] (?P<number>\d+)", self.path)
        here, seen = "", 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            heading = header.match(line)
            if heading:
                here = heading["path"].replace('"', "")
                seen += bool(block) and here == block["name"] if block else 0
                if here == (f"{self.path}.{key}" if self.path else key):
                    return number
            elif wanted.match(line) and (
                here == self.path or (block and here == block["name"] and seen == int(block["number"]))
            ):
                return number
        return 0


def description(file: Path) -> Section:
    """Return the whole of a TOML file; :class:`BadSource` when it is missing or is not TOML."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadSource(
            message("{file} does not exist.", file=str(file)), message("Check the name and the folder.")
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadSource(
            message("{file} cannot be read: {reason}.", file=str(file), reason=str(error)),
            message("Save it as text in UTF-8."),
        ) from error
    try:
        return Section(file, text, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadSource(
            message("{file} is not valid TOML: {reason}.", file=file.name, reason=str(error)),
            message("Texts stand between straight quotation marks, and each key stands once."),
        ) from error
