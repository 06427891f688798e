"""One cell of text to one value: numbers, days, codes, countries, periods; or the rule it breaks, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from crossmobility.domain.findings import Severity
from crossmobility.domain.periods import period
from crossmobility.errors import BadRequest
from crossmobility.i18n import Language, Message, message
from crossmobility.intake.names import ALL_COUNTRIES, OTHER, Resolution, resolved
from crossmobility.intake.source import ReadOptions
from crossmobility.intake.tables import Field, did_you_mean
from crossmobility.reference import country_name, schemes

# Above this no count of people is meant, and a float would no longer hold it exactly.
LARGEST: Final = 1e12
SHOWN: Final = 80
SPACES: Final = "[ \u00a0\u202f]"
GROUPED: Final = re.compile(rf"[+-]?\d{{1,3}}(?:{SPACES}\d{{3}})+(?=$|[.,])")
NUMBERS: Final = {mark: re.compile(rf"[+-]?(?:\d+(?:\{mark}\d*)?|\{mark}\d+)") for mark in (".", ",")}


@dataclass(frozen=True)
class Cell:
    """What a text is read as. ``rule`` is empty when nothing is to be said; an error has no value to use."""

    value: str | float
    rule: str = ""
    severity: Severity = "error"
    message: Message | None = None

    @property
    def is_error(self) -> bool:
        """Return whether the row must be rejected."""
        return bool(self.rule) and self.severity == "error"


@dataclass(frozen=True)
class CountryNames(Message):
    """The names of some countries, for use inside a sentence."""

    codes: tuple[str, ...] = ()

    def in_language(self, language: Language) -> str:
        """Return the names in ``language``, with commas between them."""
        return ", ".join(country_name(code, language) for code in self.codes)


def read_cells(field: Field, texts: Sequence[str], options: ReadOptions, *, strict: bool = False) -> list[Cell]:
    """Read the distinct texts of one column, spaces around them removed.

    Returns
    -------
    list of Cell
        One per text, in their order. An empty text is an empty value, or breaks ``F-REQUIRED``. Numbers are floats;
        an unknown number is NaN. ``strict`` turns what is "to confirm" into an error.
    """
    names = resolved(text for text in texts if text) if field.code_list == "countries" else {}
    read = _reader(field, options, names, strict)
    empty = Cell(float("nan")) if field.type in ("number", "integer") else Cell("")
    if field.required:
        empty = Cell(
            "", "F-REQUIRED", "error", message("The cell is empty. Every row needs “{column}”.", column=field.name)
        )
    return [read(text) if text else empty for text in texts]


def _reader(field: Field, options: ReadOptions, names: dict[str, Resolution], strict: bool) -> Callable[[str], Cell]:
    if field.code_list == "countries":
        return lambda text: _country(names[text], field, strict)
    if field.code_list == "periods":
        return _period
    if field.code_list == "schemes":
        known = (*schemes(), ALL_COUNTRIES)
        return lambda text: _code(text, known, field)
    if field.enum:
        return lambda text: _code(text, field.enum, field)
    if field.type in ("number", "integer"):
        return lambda text: _number(text, field, options)
    if field.type == "date":
        return lambda text: _day(text, options.date_format)
    return Cell


def _error(rule: str, text: Message) -> Cell:
    return Cell("", rule, "error", text)


def _number(text: str, field: Field, options: ReadOptions) -> Cell:
    plain = re.sub(SPACES, "", text) if GROUPED.match(text) else text
    if not NUMBERS[options.decimal].fullmatch(plain):
        return _error("F-NUMBER", _no_number(text, plain, options.decimal))
    value = float(plain.replace(",", "."))
    if abs(value) > LARGEST:
        return _error("F-NUMBER", message("“{value}” is too large to be a count. Check the column.", value=text[:SHOWN]))
    if field.minimum is not None and value < field.minimum:
        what = message("“{value}” is below {minimum}. Correct it.", value=text, minimum=field.minimum)
        if field.minimum == 0:
            what = message(
                "“{value}” is negative: a count is 0 or more. Correct it, or leave the row out with a reason.", value=text
            )
        return _error("F-NEGATIVE", what)
    if field.whole and (options.whole or field.type == "integer") and not value.is_integer():
        what = message("“{value}” is not a whole number. Correct it.", value=text)
        if field.type == "number":
            what = message(
                "“{value}” is not a whole number. Correct it, or write whole = false under [read] if the source gives "
                "estimates.",
                value=text,
            )
        return _error("F-FRACTION", what)
    return Cell(value)


def _no_number(text: str, plain: str, decimal: str) -> Message:
    other = "," if decimal == "." else "."
    if NUMBERS[other].fullmatch(plain):
        return message(
            "“{value}” can be read in two ways. If “{mark}” is the decimal mark of the file, write "
            'decimal = "{mark}" under [read]; if it groups thousands, remove it.',
            value=text,
            mark=other,
        )
    if text.startswith("="):
        return message(
            "The formula “{value}” was never calculated. Open the file, let it calculate, and save it.", value=text[:SHOWN]
        )
    return message(
        "“{value}” is not a number. Write digits only, and nothing where the number is unknown.", value=text[:SHOWN]
    )


def _day(text: str, date_format: str) -> Cell:
    for form in dict.fromkeys((date_format, "%Y-%m-%d")):
        try:
            return Cell(datetime.strptime(text, form).date().isoformat())
        except ValueError:
            continue
    what = message(
        "“{value}” is not a date written as {form}. Correct it, or give date_format under [read].",
        value=text[:SHOWN],
        form=date_format,
    )
    return _error("F-DATE", what)


def _period(text: str) -> Cell:
    try:
        return Cell(period(text).text)
    except BadRequest as error:
        what = message("{problem} {hint}", problem=error.problem, hint=error.hint) if error.hint else error.problem
        return _error("F-PERIOD", what)


def _code(text: str, known: Sequence[str], field: Field) -> Cell:
    same = [code for code in known if code == text] or [code for code in known if code.casefold() == text.casefold()]
    if same:
        return Cell(same[0])
    what = message(
        "“{value}” is not a code of “{column}”. {hint} Or translate it under [values.{column}].",
        value=text[:SHOWN],
        column=field.name,
        hint=did_you_mean(text, known),
    )
    return _error("F-CODE", what)


def _country(found: Resolution, field: Field, strict: bool) -> Cell:
    if found.certainty == "exact":
        return Cell(found.code)
    value, column = found.name, field.name
    if found.code:
        severity: Severity = "error" if strict else "warning"
        country = CountryNames("", codes=(found.code,))
        if found.certainty == "ambiguous":
            text = message(
                "“{value}” can mean more than one country; it was read as {country}. Write the code {code} in the file, "
                "or under [values.{column}].",
                value=value,
                country=country,
                code=found.code,
                column=column,
            )
            return Cell(found.code, "F-COUNTRY-AMBIGUOUS", severity, text)
        text = message(
            '“{value}” was read as {country}: please confirm it with "{value}" = "{code}" under [values.{column}], or '
            "correct it.",
            value=value,
            country=country,
            code=found.code,
            column=column,
        )
        return Cell(found.code, "F-COUNTRY-CONFIRM", severity, text)
    return Cell("", *_no_country(found, column))


def _no_country(found: Resolution, column: str) -> tuple[str, Severity, Message]:
    value = found.name
    near = CountryNames("", codes=found.candidates)
    if found.certainty in ("total", "region"):
        return (
            "F-TOTAL-ROW",
            "error",
            message(
                "“{value}” is a total or a region, not a country. Leave the row out with a [[leave_out]], or write "
                '"{value}" = "{all}" (all countries together) or "{other}" (not one country) under [values.{column}].',
                value=value,
                all=ALL_COUNTRIES,
                other=OTHER,
                column=column,
            ),
        )
    if found.certainty in ("unknown", "former", "several"):
        texts = {
            "unknown": message("“{value}” says that the country is other or unknown.", value=value),
            "former": message("“{value}” stands for more than one country of today.", value=value),
            "several": message("“{value}” names several countries together: {near}.", value=value, near=near),
        }
        hint = message(
            'Write "{value}" = "{other}" (other, or not one country) under [values.{column}].',
            value=value,
            other=OTHER,
            column=column,
        )
        return "F-COUNTRY", "error", message("{problem} {hint}", problem=texts[found.certainty], hint=hint)
    if found.certainty == "ambiguous":
        return (
            "F-COUNTRY-AMBIGUOUS",
            "error",
            message(
                "“{value}” can mean more than one country, or none. Write the three-letter code in the file, or "
                "under [values.{column}].",
                value=value,
                column=column,
            ),
        )
    hint = message("Correct it, or write its three-letter code under [values.{column}].", column=column)
    if found.candidates:
        return (
            "F-COUNTRY",
            "error",
            message(
                "“{value}” is not a country we know for certain (near: {near}). {hint}",
                value=value[:SHOWN],
                near=near,
                hint=hint,
            ),
        )
    return "F-COUNTRY", "error", message("“{value}” is not a country we know. {hint}", value=value[:SHOWN], hint=hint)
