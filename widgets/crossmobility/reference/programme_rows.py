"""What sources publish of programmes and schemes: countries, editions, rules, steps of hosting, national schemes.

An empty cell is what no source states. Nothing here is worked out from other numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from crossmobility.i18n import Language, message
from crossmobility.reference.csv_rows import BadCell

Number = Literal[
    "planned",
    "planned_out",
    "planned_in",
    "done",
    "done_out",
    "done_in",
    "organisations",
    "countries",
    "applications",
    "fund_eur",
    "grants",
    "grant_eur",
    "attended",
    "on_site",
    "online",
]
PLANNED: Final[tuple[Number, ...]] = ("planned", "planned_out", "planned_in")


@dataclass(frozen=True)
class ProgrammeCountry:
    """One country of a programme, in one direction and, where sources say so, one edition.

    ``direction`` is IN, OUT or BOTH seen from the reference country of the programme, LOCAL for its own people, who do
    not travel. ``target_places`` is None where no number of places is published.
    """

    programme_id: str
    country: str
    direction: str
    valid_from: date | None
    valid_to: date | None
    target_places: int | None
    edition: str
    note_fr: str
    note_en: str
    certainty: str
    citation: str

    def note(self, language: Language) -> str:
        """Return what must be known to read the row, in ``language``."""
        return self.note_fr if language == "fr" else self.note_en


@dataclass(frozen=True)
class ProgrammeEdition:
    """One edition, phase, fund or event of a programme, with the numbers its sources publish.

    ``out`` and ``in`` are seen from the reference country of the programme. A number is None where it is not published;
    ``more_than`` names those which the source gives as “more than”. The planned numbers have a certainty and a source of
    their own. ``period`` is empty where no source dates the edition.
    """

    programme_id: str
    edition: str
    kind: str
    label_fr: str
    label_en: str
    period: str
    planned: int | None
    planned_out: int | None
    planned_in: int | None
    done: int | None
    done_out: int | None
    done_in: int | None
    organisations: int | None
    countries: int | None
    applications: int | None
    fund_eur: int | None
    grants: int | None
    grant_eur: int | None
    attended: int | None
    on_site: int | None
    online: int | None
    more_than: tuple[str, ...]
    note_fr: str
    note_en: str
    certainty: str
    citation: str
    planned_certainty: str
    planned_citation: str

    def label(self, language: Language) -> str:
        """Return the name for readers, in ``language``."""
        return self.label_fr if language == "fr" else self.label_en

    def note(self, language: Language) -> str:
        """Return what must be known to read the numbers, in ``language``."""
        return self.note_fr if language == "fr" else self.note_en

    def number(self, name: Number) -> int | None:
        """Return a number by the name of its column; None where it is not published."""
        value: int | None = getattr(self, name)
        return value


@dataclass(frozen=True)
class SchemeRule:
    """One rule of a scheme, as a source states it.

    ``valid_from`` is the date of the law, decree or order, None where the source gives none; ``checked_on`` the day
    somebody compared the row with the text in force, None when nobody did.
    """

    scheme: str
    rule: str
    text_fr: str
    text_en: str
    valid_from: date | None
    checked_on: date | None
    certainty: str
    citation: str

    def text(self, language: Language) -> str:
        """Return the rule in words, in ``language``."""
        return self.text_fr if language == "fr" else self.text_en


@dataclass(frozen=True)
class HostingStep:
    """One step to host somebody in France by a legal route.

    Its date is counted from ``trigger``: ``offset_months`` and ``offset_days`` after it, negative before. A step with
    neither has no published date. ``certainty`` is ``ours`` for what this workbook adds to the rules it found.
    """

    route: str
    step: int
    name_fr: str
    name_en: str
    what_fr: str
    what_en: str
    trigger: str
    offset_months: int | None
    offset_days: int | None
    kind: str
    certainty: str
    citation: str

    @property
    def is_dated(self) -> bool:
        """Whether a date can be counted from the trigger."""
        return self.offset_months is not None or self.offset_days is not None

    def name(self, language: Language) -> str:
        """Return the step in a few words, in ``language``."""
        return self.name_fr if language == "fr" else self.name_en

    def what(self, language: Language) -> str:
        """Return what is to be done, in ``language``."""
        return self.what_fr if language == "fr" else self.what_en


@dataclass(frozen=True)
class NationalScheme:
    """The body of a national volunteering scheme, and how many volunteers it deployed where a source says so."""

    country: str
    body: str
    period: str
    volunteers: int | None
    note_fr: str
    note_en: str
    certainty: str
    citation: str

    def note(self, language: Language) -> str:
        """Return what must be known to read the row, in ``language``."""
        return self.note_fr if language == "fr" else self.note_en


def check_edition(entry: ProgrammeEdition) -> None:
    """Refuse “more than” of a number that is not there, and planned numbers without their source, or the reverse."""
    strange = [name for name in entry.more_than if getattr(entry, name, None) is None]
    if strange:
        raise BadCell(message("“{value}” is no value for {column}", value=", ".join(strange), column="more_than"))
    if any(entry.number(name) is not None for name in PLANNED) != bool(entry.planned_citation):
        raise BadCell(
            message("“{value}” is no value for {column}", value=entry.planned_citation, column="planned_citation")
        )


def check_step(entry: HostingStep) -> None:
    """Refuse a date for a step without one, and a step with a date that says it has none."""
    if entry.is_dated == (entry.kind == "step"):
        raise BadCell(message("“{value}” is no value for {column}", value=entry.kind, column="kind"))
