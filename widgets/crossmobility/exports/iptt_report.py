"""What a workbook of the tracking table is made of: the tables, the words, and what every sheet says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.definitions import Definition, StatusRule
from crossmobility.exports.iptt_words import capital
from crossmobility.exports.sheets import BAND, GREY, PALE, Look, Pen, set_up_print
from crossmobility.i18n import Language, Translator, translator
from crossmobility.render.formats import day
from crossmobility.render.indicators_words import category_name, dimension_name, when_text
from crossmobility.render.words import AddedNames, Words

HEADING: Final = Look(bold=True, fill=BAND, wrap=True)
TITLE: Final = Look(bold=True, size=15, line=False)
PLAIN: Final = Look(line=False)
NOTE: Final = Look(colour=GREY, italic=True, line=False)
WARNING: Final = Look(bold=True, fill="FBF0D9", line=False)
SECTION: Final = Look(bold=True, size=11, fill=PALE)
SCOPES: Final = ("scheme", "territory", "direction", "counterpart")


@dataclass(frozen=True, eq=False)
class Report:
    """The tables of one workbook and how it names itself."""

    tracked: pd.DataFrame
    definitions: Mapping[str, Definition]
    rules: Mapping[str, StatusRule]
    title: str
    language: Language
    as_of: date
    dataset_title: str
    synthetic: bool
    history: pd.DataFrame | None
    programmes: AddedNames = ()

    @property
    def t(self) -> Translator:
        """The translator of the workbook."""
        return translator(self.language)

    @property
    def words(self) -> Words:
        """The names of schemes, programmes and countries."""
        return Words(self.language, self.programmes)

    @property
    def dated(self) -> str:
        """The day on which the figures stand."""
        return self.t("Data as of {day}", day=day(self.as_of, self.language))

    @property
    def invented(self) -> str:
        """The sentence that says that nobody real is counted."""
        return self.t("Synthetic demonstration data: no figure here describes real people.")

    def scope(self, *, dated: bool = True) -> str:
        """Return what the table is about: its period, programme and scheme, and territory or direction where one is chosen.

        Without its period where a sheet has many (``dated`` false).
        """
        periods = [when_text(text, self.language) for text in self.values_of("period")] if dated else []
        parts = [self._listed(self.t("Period"), periods)]
        programmes = self.values_of("programme")
        parts.append(self._listed(self.t("Programme"), [self.words.programme(code) for code in programmes]))
        for name in SCOPES:
            named = [category_name(name, code, self.language) for code in self.values_of(name)]
            parts.append(self._listed(dimension_name(name, self.language), named))
        if not programmes and not self.values_of("scheme"):
            parts.append(self.t("all schemes"))
        return " · ".join(capital(part) for part in parts if part)

    def values_of(self, column: str) -> list[str]:
        """Return the distinct codes of a column of the table but for "all together", in their order."""
        if column not in self.tracked:
            return []
        return [code for code in self.tracked[column].astype("str").unique().tolist() if code not in (ALL, "")]

    def varies(self, column: str) -> bool:
        """Say whether the rows of the table differ in a column."""
        return column in self.tracked and self.tracked[column].nunique() > 1

    def in_history(self) -> str:
        """Return the code of the indicator that the history is about; empty when nothing says which."""
        told = (
            [] if self.history is None or "indicator" not in self.history else self.history["indicator"].unique().tolist()
        )
        codes = [str(code) for code in told] or self.values_of("indicator")
        return codes[0] if len(codes) == 1 else ""

    def name(self, indicator: str) -> str:
        """Return the name of an indicator, its code when it has no definition."""
        return self.definitions[indicator].name(self.language) if indicator in self.definitions else indicator

    def opening(self, pen: Pen, heading: str, *lines: str) -> int:
        """Write what a sheet begins with: its heading, lines below it, and that data are synthetic. Return the next row."""
        pen.write(1, 1, heading, TITLE)
        row = 2
        for line in (each for each in lines if each):
            pen.write(row, 1, line, PLAIN)
            row += 1
        if self.synthetic:
            pen.row(row, [self.invented], WARNING)
            row += 1
        return row

    def closing(self, pen: Pen, heading_row: int = 0) -> None:
        """Say how a sheet prints: across, one page wide, its heading on every page, the document and the page below."""
        set_up_print(
            pen.sheet,
            left=f"{self.title} · {self.dataset_title}",
            centre=self.t("synthetic data") if self.synthetic else self.dated,
            page=self.t("Page {number} of {count}", number="{number}", count="{count}"),
            heading=heading_row,
        )

    def _listed(self, name: str, values: list[str]) -> str:
        return self.t("{name}: {values}", name=name, values=self.words.listed(values)) if values else ""


def figure(cell: object) -> float | None:
    """Return a number of a table as a cell: whole where it is whole, nothing where it is not known.

    Examples
    --------
    >>> figure(12.0), figure(0.5), figure(float("nan")), figure(None)
    (12, 0.5, None, None)
    """
    if not isinstance(cell, int | float) or cell != cell:
        return None
    return int(cell) if float(cell).is_integer() else float(cell)
