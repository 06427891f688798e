"""The next cohort as a page reads it: the lines of a plan, what is supposed to happen to it, and what it would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, Protocol

from crossmobility.domain.findings import Finding
from crossmobility.domain.plans import NO_PROGRAMME, Checked, Copy, Effect, Line, WhatIf
from crossmobility.i18n import Language, Message, Translator
from crossmobility.reference import schemes
from crossmobility.render.words import Words

FIELDS: Final = ("origin", "destination", "scheme", "programme_id", "period", "duration_months", "places", "women")
"""What is asked of a line, in the order in which it is asked."""
Begun = Literal["copy", "empty", "file"]
"""What the plan began with."""


class LinesOf(Protocol):
    """What became of the physical lines of a file."""

    @property
    def lines(self) -> int: ...
    @property
    def header(self) -> int: ...
    @property
    def accepted(self) -> int: ...
    @property
    def rejected(self) -> int: ...
    @property
    def blank(self) -> int: ...


@dataclass(frozen=True)
class Asked:
    """What is supposed to happen, as it stands in the controls; empty and 0: nothing.

    ``window`` is how many years up to the planned one are looked at, "1" or "3".
    """

    corridor: str = ""
    closed_from: str = ""
    family: str = ""
    frozen_from: str = ""
    months: int = 0
    postponed: bool = True
    window: str = "3"


@dataclass(frozen=True, eq=False)
class PlannerPage:
    """One state of the page.

    Attributes
    ----------
    title, as_of, synthetic, reference
        Of the dataset: its title in the language of the page, its day, whether it is invented, its reference country.
    year
        The calendar year that is planned.
    lines
        Every line of the plan as it stands in its fields, right or wrong.
    checked
        The plan of those that count, and what is wrong with the others.
    effect
        What the plan would change.
    copy
        The last complete year, which a plan may begin with.
    recorded
        Placements the records plan for the year already: they are not added to the plan.
    draft
        The fields of the line to be added.
    scenarios, name, who, opened, notes
        Files that can be opened; what stands in the fields; the scenario that is open, and what its comments say.
    account, unread
        What became of the lines of the file that was opened, and the lines of it that could not be read.
    said, failed
        What was done last, and whether it went wrong.
    programmes
        Names of programmes by code, in the language of the page.
    drawn
        How often the fields were written anew.
    """

    language: Language
    title: str
    as_of: date
    synthetic: bool
    reference: str
    year: int
    lines: Sequence[Line]
    checked: Checked
    effect: Effect
    copy: Copy
    what_if: WhatIf = field(default_factory=WhatIf)
    asked: Asked = field(default_factory=Asked)
    begun: Begun = "copy"
    recorded: int = 0
    draft: Mapping[str, str] = field(default_factory=dict)
    scenarios: Sequence[str] = ()
    name: str = ""
    who: str = ""
    opened: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    account: LinesOf | None = None
    unread: Sequence[Finding] = ()
    said: Sequence[Message] = ()
    failed: bool = False
    programmes: Mapping[str, str] = field(default_factory=dict)
    drawn: int = 0

    @property
    def words(self) -> Words:
        """The words of the page."""
        return Words(self.language)

    @property
    def t(self) -> Translator:
        """The translator of the page's language."""
        return self.words.t

    @property
    def months(self) -> list[str]:
        """The months of the planned year."""
        return [f"{self.year}-{month:02d}" for month in range(1, 13)]

    def programme(self, code: str) -> str:
        """Return the name of a programme, its code when it has none."""
        return self.programmes.get(code) or code

    def scheme(self, code: str) -> str:
        """Return the short name of a scheme: of the code VSI that of the scheme, which is also a family."""
        found = schemes().get(code)
        return found.short(self.language) if found is not None else code

    def kind(self, line: Line) -> str:
        """Return scheme and programme of a line: "VSI, incoming · WECCEE"."""
        names = [self.scheme(line.cell("scheme"))]
        if line.cell("programme_id") not in ("", NO_PROGRAMME):
            names.append(self.programme(line.cell("programme_id")))
        return " · ".join(names)

    def way(self, line: Line) -> str:
        """Return "Senegal → France"; a code nobody knows stays as it is."""
        return self.words.corridor((line.cell("origin"), line.cell("destination")))

    @property
    def before_label(self) -> str:
        """What "before" is: what has started in the years looked at."""
        first, last = self.effect.years[0], self.effect.years[-1]
        if first == last:
            return self.t("Started in {year} so far", year=last)
        return self.t("Started {first}–{last} so far", first=first, last=last)
