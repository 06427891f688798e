"""Reading a command line in the reader's language: argparse, whose own English sentences never reach anybody."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final, NoReturn

from crossmobility.errors import BadRequest
from crossmobility.i18n import LANGUAGES, Language, Translator, language_from, message, system_language
from crossmobility.release.suggestions import unknown

SEE_HELP: Final = message("“crossmobility --help” and “crossmobility COMMAND --help” list what can be asked.")


class Parser(argparse.ArgumentParser):
    """An argument parser that says what it has to say through the catalogues and raises instead of leaving."""

    def __init__(self, *, translate: Translator, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self.t = t = translate
        self.options = self.add_argument_group(t("options"))
        self.options.add_argument("-h", "--help", action="help", help=t("show this help and stop"))
        self.options.add_argument(
            "--lang",
            metavar="|".join(LANGUAGES),
            default=argparse.SUPPRESS,
            type=one_of(LANGUAGES, "--lang"),
            help=t("language of messages and tables (otherwise that of the system)"),
        )

    def format_usage(self) -> str:
        return self._usage_first(self._get_formatter()).format_help()

    def format_help(self) -> str:
        formatter = self._usage_first(self._get_formatter())
        formatter.add_text(self.description)
        for group in sorted(self._action_groups, key=lambda each: each is self.options):
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def _usage_first(self, formatter: argparse.HelpFormatter) -> argparse.HelpFormatter:
        # argparse offers no other way to put "usage:" in another language.
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups, self.t("usage:") + " ")
        return formatter

    def error(self, message: str) -> NoReturn:
        """Turn an argparse complaint into our error; the option it names is all we keep of its English."""
        raise BadRequest(_complaint(message), SEE_HELP)


def _complaint(text: str) -> Any:
    option = text.removeprefix("argument ").split(":", 1)[0] if text.startswith("argument ") else ""
    if option and "expected" in text:
        return message("{option} needs a value.", option=option)
    if option:
        return message("{option} cannot have this value: {text}", option=option, text=text.split(":", 1)[1].strip())
    return message("This command cannot be read: {text}", text=text)


def one_of(known: Iterable[str], option: str) -> Callable[[str], str]:
    """Return a reader of an argument that must be one of ``known``; anything else gets a suggestion."""
    allowed = tuple(known)

    def chosen(text: str) -> str:
        if text not in allowed:
            raise unknown(message("{option} cannot be “{value}”.", option=option, value=text), text, allowed)
        return text

    return chosen


def some_of(known: Iterable[str], option: str) -> Callable[[str], tuple[str, ...]]:
    """Return a reader of a comma-separated list whose members must be among ``known``."""
    single = one_of(known, option)

    def chosen(text: str) -> tuple[str, ...]:
        members = tuple(dict.fromkeys(single(part.strip()) for part in text.split(",") if part.strip()))
        if not members:
            raise BadRequest(message("{option} needs a value.", option=option))
        return members

    return chosen


def whole_number(option: str, low: int, high: int) -> Callable[[str], int]:
    """Return a reader of a whole number between ``low`` and ``high``."""

    def chosen(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise BadRequest(
                message(
                    "{option} must be a whole number from {low} to {high}, not “{value}”.",
                    option=option,
                    low=str(low),
                    high=str(high),
                    value=text,
                )
            )
        return int(text)

    return chosen


def iso_day(option: str) -> Callable[[str], str]:
    """Return a reader of a calendar day written ``2025-12-31``."""

    def chosen(text: str) -> str:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise BadRequest(
                message("{option} must be a date, not “{value}”.", option=option, value=text),
                message("Write year, month and day: 2025-12-31."),
            ) from None

    return chosen


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language a command line asks for, wherever ``--lang`` stands, else the system's.

    Needed before anything is parsed: the help and the complaints are in that language too.
    """
    asked: str | None = None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        elif argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
    return language_from(asked, system_language())
