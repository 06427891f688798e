"""One cell of text to one value: numbers, days, codes, countries, periods; or the rule it breaks, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from crossmobility.domain.periods import period
from crossmobility.errors import BadRequest
from crossmobility.i18n import Message, message
from crossmobility.intake.cell import Cell
from crossmobility.intake.country_cells import country_cell
from crossmobility.intake.names import ALL_COUNTRIES, Resolution, normalised, resolved
from crossmobility.intake.source import ReadOptions
from crossmobility.intake.tables import Field, did_you_mean
from crossmobility.intake.vocabulary import Labels, Vocabulary

# Above this no count of people is meant, and a float would no longer hold it exactly.
LARGEST: Final = 1e12
SHOWN: Final = 80
SPACES: Final = "[ \u00a0\u202f]"
GROUPED: Final = re.compile(rf"[+-]?\d{{1,3}}(?:{SPACES}\d{{3}})+(?=$|[.,])")
YES: Final = "true vrai oui yes 1 x"
NO: Final = "false faux non no 0"
# No placement of ours is older; a year beyond is a slip of the keyboard.
FIRST_YEAR, LAST_YEAR = 1900, 2100
# Spreadsheets keep days as numbers: 1 January 1950 to 31 December 2099.
DAY_NUMBERS: Final = range(18_264, 73_051)
DAY_ZERO: Final = date(1899, 12, 30)
# Numbers that have a rule of their own in the catalogue of rules.
BOUND_RULES: Final = {"satisfaction_volunteer": "V17", "satisfaction_host": "V17", "cost_eur": "V20"}
NUMBERS: Final = {mark: re.compile(rf"[+-]?(?:\d+(?:\{mark}\d*)?|\{mark}\d+)") for mark in (".", ",")}


def read_cells(
    field: Field,
    texts: Sequence[str],
    options: ReadOptions,
    vocabulary: Vocabulary | None = None,
    *,
    strict: bool = False,
) -> list[Cell]:
    """Read the distinct texts of one column, spaces around them removed.

    Returns
    -------
    list of Cell
        One per text, in their order. An empty text is an empty value, or breaks ``F-REQUIRED``. Numbers are floats;
        an unknown number is NaN. ``strict`` turns what is "to confirm" into an error.
    """
    parts = [_parts(text, field) for text in texts]
    names = resolved(part for one in parts for part in one if part) if field.code_list == "countries" else {}
    read = _reader(field, options, names, vocabulary or Vocabulary(), strict)
    empty = Cell(float("nan")) if field.type in ("number", "integer") else Cell("")
    if field.required:
        empty = Cell(
            "", "F-REQUIRED", "error", message("The cell is empty. Every row needs “{column}”.", column=field.name)
        )
    if field.separator:
        return [_listed([read(part) for part in one], field) if one else empty for one in parts]
    return [read(text) if text else empty for text in texts]


def _parts(text: str, field: Field) -> list[str]:
    if not field.separator:
        return [text]
    return [part.strip() for part in text.split(field.separator) if part.strip()]


def _listed(cells: Sequence[Cell], field: Field) -> Cell:
    """Return several values of one cell as one: what is wrong with the first wrong one, else all of them."""
    value = field.separator.join(str(cell.value) for cell in cells)
    said = next((cell for cell in cells if cell.is_error), next((cell for cell in cells if cell.rule), None))
    return Cell(value, said.rule, said.severity, said.message) if said else Cell(value)


def _reader(
    field: Field, options: ReadOptions, names: dict[str, Resolution], vocabulary: Vocabulary, strict: bool
) -> Callable[[str], Cell]:
    if field.code_list == "countries":
        return lambda text: country_cell(names[text], field, strict=strict)
    if field.code_list == "periods":
        return _period
    if field.type == "boolean":
        return lambda text: _yes_or_no(text, field)
    labels = vocabulary.labels(field.code_list) if field.code_list else {}
    if field.type in ("number", "integer"):
        return lambda text: _number(labels.get(normalised(text), text) if labels else text, field, options)
    if field.type == "date":
        return lambda text: _day(text, options.date_format)
    if field.code_list == "schemes":
        return lambda text: _code(text, (*vocabulary.schemes, ALL_COUNTRIES), labels, field)
    if field.enum:
        return lambda text: _code(text, field.enum, labels, field)
    if labels:
        # Which codes there are is a matter between tables (V1); here only names become codes.
        return lambda text: Cell(labels.get(normalised(text), text))
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
    outside = _outside(text, value, field)
    if outside is not None:
        return outside
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


def _outside(text: str, value: float, field: Field) -> Cell | None:
    """Return the error of a number outside its column's bounds."""
    low, high = field.minimum, field.maximum
    if low is not None and high is not None and not low <= value <= high:
        what = message(
            "“{value}” is not between {low} and {high}. Correct it, or leave the cell empty if it is unknown.",
            value=text,
            low=low,
            high=high,
        )
        return _error(BOUND_RULES.get(field.name, "F-RANGE"), what)
    if low is not None and value < low:
        if field.name in BOUND_RULES:
            what = message("“{value}” is below 0: a cost is 0 or more. Correct it, or leave it empty.", value=text)
        elif low == 0:
            what = message(
                "“{value}” is negative: a count is 0 or more. Correct it, or leave the row out with a reason.", value=text
            )
        else:
            what = message("“{value}” is below {minimum}. Correct it.", value=text, minimum=low)
        return _error(BOUND_RULES.get(field.name, "F-NEGATIVE"), what)
    if high is not None and value > high:
        return _error("F-RANGE", message("“{value}” is above {maximum}. Correct it.", value=text, maximum=high))
    return None


def _yes_or_no(text: str, field: Field) -> Cell:
    word = text.casefold()
    if word in YES.split():
        return Cell(True)
    if word in NO.split():
        return Cell(False)
    what = message(
        "“{value}” is neither yes nor no. Write true or false, yes or no, 1 or 0; nothing where “{column}” is unknown.",
        value=text[:SHOWN],
        column=field.name,
    )
    return _error("F-BOOLEAN", what)


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
            found = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            return _error("F-DATE", message("“{value}” has a year that cannot be meant. Correct it.", value=text))
        return Cell(found.isoformat())
    return _error("F-DATE", _no_day(text, date_format))


def _no_day(text: str, date_format: str) -> Message:
    if text.isascii() and text.isdigit() and int(text[:9]) in DAY_NUMBERS:
        return message(
            "“{value}” is a number; a spreadsheet may mean the day {day}. Give the column a date format in the "
            "spreadsheet, and save the file again.",
            value=text,
            day=(DAY_ZERO + timedelta(days=int(text))).isoformat(),
        )
    if text.startswith("="):
        return message(
            "The formula “{value}” was never calculated. Open the file, let it calculate, and save it.", value=text[:SHOWN]
        )
    if date_format == "%Y-%m-%d" and _is_day(text, "%d/%m/%Y"):
        return message(
            "“{value}” is not a date written as 2024-12-31. If day, month and year stand in this order, write date_format "
            '= "%d/%m/%Y" under [read].',
            value=text,
        )
    return message(
        "“{value}” is not a date written as {form}. Correct it, or give date_format under [read].",
        value=text[:SHOWN],
        form=date_format,
    )


def _is_day(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)
    except ValueError:
        return False
    return True


def _period(text: str) -> Cell:
    try:
        return Cell(period(text).text)
    except BadRequest as error:
        what = message("{problem} {hint}", problem=error.problem, hint=error.hint) if error.hint else error.problem
        return _error("F-PERIOD", what)


def _code(text: str, known: Sequence[str], labels: Labels, field: Field) -> Cell:
    same = [code for code in known if code == text] or [code for code in known if code.casefold() == text.casefold()]
    if same:
        return Cell(same[0])
    meant = labels.get(normalised(text), "")
    if meant in known:
        return Cell(meant)
    what = message(
        "“{value}” is not a code of “{column}”. {hint} Or translate it under [values.{column}].",
        value=text[:SHOWN],
        column=field.name,
        hint=did_you_mean(text, known),
    )
    return _error("F-CODE", what)
