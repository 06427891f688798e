"""The summary a notebook prints first: which figures, how many, from when, from whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final, Protocol

import pandas as pd

from crossmobility.domain.periods import periods_of
from crossmobility.i18n import LANGUAGES, Language, Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

TOGETHER_OR_OTHER: Final = ("_T", "_O")
SOURCES_SHOWN: Final = 6


class Described(Protocol):
    """What the summary needs to know of a dataset."""

    @property
    def name(self) -> str: ...
    @property
    def as_of(self) -> str: ...
    @property
    def synthetic(self) -> bool: ...
    def title(self, language: Language) -> str: ...


@dataclass(frozen=True)
class SummaryRow:
    """One dataset. ``corridors`` counts ordered pairs of countries with a number; ``rows`` counts statements."""

    name: str
    titles: tuple[str, ...]
    as_of: str
    synthetic: bool
    rows: int
    corridors: int
    periods: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """One row per dataset, in both languages; the same text for the same figures, so nbval can compare it."""

    rows: tuple[SummaryRow, ...]

    def __repr__(self) -> str:
        return "\n".join(
            f"{row.name}: {' / '.join(row.titles)}; as of {row.as_of}; {row.rows} rows, {row.corridors} corridors; "
            f"periods {row.periods}; sources {', '.join(row.sources)}"
            for row in self.rows
        )

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{_both(text)}</th>' for text in _HEADINGS)
        body = "".join(f"<tr>{_cells(row)}</tr>" for row in self.rows)
        return f'<table class="cm-summary"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


_HEADINGS: Final = (
    message("Dataset"),
    message("As of"),
    message("Rows"),
    message("Corridors"),
    message("Periods"),
    message("Sources"),
)


def summary_of(flows: pd.DataFrame, datasets: Sequence[Described]) -> Summary:
    """Summarise ``flows`` (FLOW_COLUMNS): one row per dataset, in the order of ``datasets``."""
    parts: Mapping[object, pd.DataFrame] = dict(iter(flows.groupby("dataset", sort=False)))
    return Summary(tuple(_row(dataset, parts.get(dataset.name, flows.iloc[:0])) for dataset in datasets))


def _row(dataset: Described, rows: pd.DataFrame) -> SummaryRow:
    counted = rows[rows["placements"].notna()]
    between = counted[~counted["origin"].isin(TOGETHER_OR_OTHER) & ~counted["destination"].isin(TOGETHER_OR_OTHER)]
    titles = tuple(dict.fromkeys(dataset.title(language) for language in LANGUAGES))
    dated = [period for period in periods_of(rows) if period]
    return SummaryRow(
        dataset.name,
        titles,
        dataset.as_of,
        dataset.synthetic,
        len(rows),
        len(between[["origin", "destination"]].drop_duplicates()),
        " – ".join(dict.fromkeys([dated[0], dated[-1]])) if dated else "—",
        tuple(sorted(source for source in rows["source"].unique() if source)),
    )


def _both(heading: Message) -> str:
    """Return a heading in both languages, once when they agree."""
    words = dict.fromkeys(heading.in_language(language) for language in LANGUAGES)
    return escape(" / ".join(words))


def _cells(row: SummaryRow) -> str:
    title = escape(" / ".join(row.titles))
    if row.synthetic:
        title += f" <em>({_both(message('synthetic data'))})</em>"
    shown = ", ".join(row.sources[:SOURCES_SHOWN]) + (" …" if len(row.sources) > SOURCES_SHOWN else "")
    texts = (title, escape(row.as_of), str(row.rows), str(row.corridors), escape(row.periods), escape(shown))
    return "".join(f"<td>{text}</td>" for text in texts)
