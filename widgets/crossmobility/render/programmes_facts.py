"""Who a programme is, from its sources: what it is for, who runs and funds it, since when, and with which countries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from crossmobility.i18n import Message, message
from crossmobility.reference import Programme, ProgrammeCountry
from crossmobility.render.formats import day, period_label, text
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import capital, cited, label, section
from crossmobility.render.sdg import goal_chip
from crossmobility.render.words import Words

ONE_WAY: Final[Mapping[str, Message]] = {"IN": message("only arriving"), "OUT": message("only leaving")}
MOST_GROUPS: Final = 3
"""Editions whose countries stand open; of more, the latest only."""
SIGNS: Final[Mapping[str, str]] = {"BOTH": "⇄", "OUT": "→", "IN": "←", "LOCAL": "●"}
"""The direction of a country, seen from the reference country: the shape beside its word."""


@dataclass(frozen=True)
class Together:
    """The countries of one edition, or of one span of time where no source says which edition: code and direction."""

    edition: str
    first: date | None
    last: date | None
    rows: Sequence[ProgrammeCountry]

    @property
    def directions(self) -> Mapping[str, str]:
        """The direction of each country; one that is named both ways in two rows is in both."""
        found: dict[str, str] = {}
        for row in self.rows:
            other = found.setdefault(row.country, row.direction)
            if other != row.direction:
                found[row.country] = "BOTH"
        return found

    @property
    def notes(self) -> Sequence[tuple[str, str]]:
        """What must be known to read it, in French and English, each once."""
        return list(dict.fromkeys((row.note_fr, row.note_en) for row in self.rows if row.note_en or row.note_fr))


def facts(page: ProgrammesPage) -> str:
    """Return what the sources say of the programme; what they do not say is said to be unpublished. Empty for others."""
    programme = page.programme
    if page.subject.kind != "programme" or programme is None:
        return ""
    t, words = page.words.t, page.words
    purpose = text(programme.purpose(words.language) or t("Purpose: not published."))
    lines = "".join(f"<dt>{text(name)}</dt><dd>{said or _absent(words)}</dd>" for name, said in _lines(programme, page))
    parts = f'<dl class="cm-pv-facts">{lines}</dl><div>{_countries(page)}{cited(programme.citation)}</div>'
    inside = f'<p class="cm-pv-purpose">{purpose}</p><div class="cm-pv-two">{parts}</div>'
    return section("facts", t("The programme and its sources"), inside)


def together(countries: Sequence[ProgrammeCountry]) -> list[Together]:
    """Put the countries that belong to one edition, or to one span of time, together, in the order of the table."""
    groups: dict[tuple[str, date | None, date | None], list[ProgrammeCountry]] = {}
    for row in countries:
        groups.setdefault((row.edition, row.valid_from, row.valid_to), []).append(row)
    return [Together(*key, rows) for key, rows in groups.items()]


def country_lines(group: Together, words: Words, *, places: bool = True) -> list[str]:
    """Return the countries by direction as HTML, those both ways first, with the places planned where they are published."""
    named: dict[str, list[str]] = {}
    published = {row.country: row.target_places for row in group.rows if places and row.target_places is not None}
    for code, direction in group.directions.items():
        planned = (
            words.t.plural("{count} place planned", "{count} places planned", published[code]) if code in published else ""
        )
        named.setdefault(direction, []).append(words.country(code) + (f" ({planned})" if planned else ""))
    return [
        f'<span class="cm-pv-sign cm-{direction.lower()}" aria-hidden="true">{SIGNS[direction]}</span> '
        + text(
            words.t(
                "{direction}: {countries}",
                direction=direction_name(direction, words),
                countries=", ".join(named[direction]),
            )
        )
        for direction in SIGNS
        if direction in named
    ]


def direction_name(direction: str, words: Words) -> str:
    """Return the direction of a country in words; one way says that it is the only one."""
    only = ONE_WAY.get(direction)
    return only.in_language(words.language) if only else label("direction", direction, words.language).lower()


def _lines(programme: Programme, page: ProgrammesPage) -> list[tuple[str, str]]:
    words, t, language = page.words, page.words.t, page.words.language
    hub = words.country(programme.reference_country)
    return [
        (t("Design"), text(label("design", programme.design, language))),
        (t("In and out seen from"), text(hub)),
        (t("Run by"), text(programme.lead(language))),
        (t("Funded or supported by"), "<br>".join(text(one) for one in programme.funders(language))),
        (t("Began"), text(capital(period_label(programme.started, language)) if programme.started else "")),
        (t("Ended on"), text(capital(period_label(programme.ended, language)) if programme.ended else "")),
        (t("Usual scheme"), text(words.scheme(programme.default_scheme)) if programme.default_scheme else ""),
        (t("Goals of its own"), "".join(goal_chip(int(goal), words, covered=True) for goal in programme.sdg_focus)),
    ]


def _absent(words: Words) -> str:
    return f'<span class="cm-pv-absent">{text(words.t("not published"))}</span>'


def _countries(page: ProgrammesPage) -> str:
    """Return the countries; of many editions the latest one, the others folded: the table of editions has them too."""
    words, t = page.words, page.words.t
    title = f'<h3 class="cm-h3">{text(t("Countries"))}</h3>'
    groups = together(page.countries)
    if not groups:
        unnamed = [entry.countries for entry in page.entries if entry.countries and entry.kind in ("edition", "phase")]
        said = not_named(unnamed[-1], words) if unnamed else ""
        return f'{title}<dl class="cm-pv-countries"><dd>{text(said) or _absent(words)}</dd></dl>'
    latest = max(groups, key=lambda group: group.first or date.min)
    shown = groups if len(groups) <= MOST_GROUPS else [latest]
    rest = [group for group in groups if group not in shown]
    drawn = "".join(_group(group, page) for group in shown)
    return f'{title}<dl class="cm-pv-countries">{drawn}</dl>{_folded(rest, page)}'


def _folded(rest: Sequence[Together], page: ProgrammesPage) -> str:
    if not rest:
        return ""
    drawn = "".join(_group(group, page) for group in rest)
    summary = text(page.words.t("Countries of the other editions"))
    return (
        f'<details class="cm-more" data-keep="countries-{text(page.subject.code)}"><summary>{summary}</summary>'
        f'<dl class="cm-pv-countries">{drawn}</dl></details>'
    )


def not_named(count: int, words: Words) -> str:
    """Say that a source counts countries without naming any."""
    return words.t("{count} of {count} countries not named", count=count)


def _group(group: Together, page: ProgrammesPage) -> str:
    words = page.words
    entry = next((one for one in page.entries if one.edition == group.edition), None)
    name = entry.label(words.language) if entry else group.edition
    when = span(group.first, group.last, words)
    head = " · ".join(part for part in (name, when) if part) or words.t("Edition not stated")
    said = "".join(f"<dd>{line}</dd>" for line in country_lines(group, words))
    notes = [french if words.language == "fr" else english for french, english in group.notes]
    below = "".join(f'<dd class="cm-note">{text(one)}</dd>' for one in notes if one)
    return f"<dt>{text(head)}</dt>{said}{below}"


def span(first: date | None, last: date | None, words: Words) -> str:
    """Write when countries belonged to a programme: from and to, since, or nothing; months where only whole ones are meant."""
    if first is None:
        return words.t("until {day}", day=day(last, words.language)) if last else ""
    if last is not None:
        return capital(period_label(f"{first.isoformat()}/{last.isoformat()}", words.language))
    if first.day == 1:
        return words.t("since {month}", month=period_label(f"{first:%Y-%m}", words.language))
    return words.t("since {day}", day=day(first, words.language))
