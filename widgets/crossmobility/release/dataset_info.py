"""What is known of a dataset beside its tables: its title, its day, what its readers must be told, what it adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from crossmobility.i18n import Language

FLAGS: Final = ("synthetic", "complete")
PROGRAMMES: Final = "programmes"


@dataclass(frozen=True)
class DatasetInfo:
    """What a page says about a dataset. ``as_of`` is an ISO date: what the figures say is true on that day.

    ``complete``: the flows were counted from placements, all of which are there, so an absent corridor is zero, not unknown.
    ``programmes``: code, name in French and name in English of the programmes it adds to those of the workbook.
    """

    name: str
    title_fr: str
    title_en: str
    as_of: str
    synthetic: bool = False
    licence: str = ""
    citation: str = ""
    reference_country: str = "FRA"
    period_note_fr: str = ""
    period_note_en: str = ""
    note_fr: str = ""
    note_en: str = ""
    complete: bool = False
    programmes: tuple[tuple[str, str, str], ...] = ()

    def title(self, language: Language) -> str:
        """Return the title in ``language``, in the other one when there is only that, else the name."""
        return (self.title_fr or self.title_en if language == "fr" else self.title_en or self.title_fr) or self.name

    def period_note(self, language: Language) -> str:
        """Return what a period of this dataset means when it is not a calendar year."""
        return self.period_note_fr if language == "fr" else self.period_note_en

    def note(self, language: Language) -> str:
        """Return what a reader must know about this dataset."""
        return self.note_fr if language == "fr" else self.note_en


def as_mapping(dataset: DatasetInfo) -> dict[str, object]:
    """Return a dataset's description as the manifest keeps it."""
    return asdict(dataset)


def from_mapping(content: Mapping[str, object]) -> DatasetInfo:
    """Return a dataset's description as a manifest kept it."""
    texts = {key: str(value) for key, value in content.items() if key not in (*FLAGS, PROGRAMMES)}
    named = content[PROGRAMMES]
    return DatasetInfo(
        **texts,
        synthetic=bool(content["synthetic"]),
        complete=bool(content["complete"]),
        programmes=tuple(_names(entry) for entry in named) if isinstance(named, Iterable) else (),
    )


def _names(entry: Iterable[object]) -> tuple[str, str, str]:
    code, french, english = map(str, entry)
    return code, french, english
