"""Names of countries to codes, and what to say about those that are none, or more than one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crossmobility.domain.findings import Severity
from crossmobility.i18n import Language, Message, message
from crossmobility.intake.cell import Cell
from crossmobility.intake.names import ALL_COUNTRIES, OTHER, Resolution
from crossmobility.intake.tables import Field
from crossmobility.reference import country_name

SHOWN: Final = 80


@dataclass(frozen=True)
class CountryNames(Message):
    """The names of some countries, for use inside a sentence."""

    codes: tuple[str, ...] = ()

    def in_language(self, language: Language) -> str:
        """Return the names in ``language``, with commas between them."""
        return ", ".join(country_name(code, language) for code in self.codes)


def country_cell(found: Resolution, field: Field, *, strict: bool) -> Cell:
    """Read what a name was resolved to; ``strict`` turns what is "to confirm" into an error."""
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
