"""The editions or phases of a programme side by side: planned and done, published and counted, all bars on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any, Final

from crossmobility.i18n import Language
from crossmobility.reference import ProgrammeEdition
from crossmobility.reference.programme_rows import Number
from crossmobility.render.formats import figure, known, period_label, text
from crossmobility.render.programmes_facts import Together, country_lines, not_named
from crossmobility.render.programmes_numbers import Line, lines_of, stated
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import (
    HEADS,
    WAYS,
    Bar,
    capital,
    cited,
    head,
    joined,
    label,
    largest,
    note,
    nothing,
    rate,
    section,
    table,
    way_cell,
    way_head,
)
from crossmobility.render.trend import lines
from crossmobility.render.words import Words

BOTH_WAYS: Final = frozenset({"PAIRED", "TWO_WAY"})
MOST_OPEN: Final = 3
"""Editions whose notes stand open below the table; more are folded."""


def editions(page: ProgrammesPage) -> str:
    """Return one row an edition: leaving and arriving from one axis, in all, and its pairs. Empty for what has no editions."""
    if page.subject.kind != "programme":
        return ""
    t, words = page.words.t, page.words
    phases = page.subject.design == "ECOSYSTEM"
    title = t("Phases side by side") if phases else t("Editions side by side, planned and done")
    if page.editions.empty:
        return section("editions", title, nothing(words))
    look = _Look.of(page)
    bodies = "".join(_body(row, look) for row in lines(page.editions))
    heads = head(t("Edition")) + (head("", "cm-pv-kind") if look.drawn else "") + _way_heads(look)
    heads += head(t("Complete pairs"), "cm-number") if look.pairs else ""
    drawn = table(title, heads, bodies, css="cm-pv-editions" if look.totals else "cm-pv-editions cm-pv-slim")
    outlined = any(known(one) for row in lines(page.editions) for line in lines_of(row) for one in _planned_of(line))
    said = [
        t("All bars on one scale.") if look.drawn else "",
        t("Outline: planned.") if outlined else "",
        t("Counted: records of people who arrived; planned: all records of the edition.") if look.counted else "",
    ]
    return section("editions", title, drawn + note(*said) + _notes(page))


@dataclass(frozen=True)
class _Look:
    """What the rows of one table share."""

    page: ProgrammesPage
    ways: Sequence[str]
    scale: float
    pairs: Mapping[str, tuple[float, float]]
    counted: bool
    totals: bool

    @classmethod
    def of(cls, page: ProgrammesPage) -> _Look:
        every = [line for row in lines(page.editions) for line in lines_of(row)]
        used = {way for line in every for way in WAYS if line.done.get(way, nan) > 0 or line.planned.get(way, nan) > 0}
        if used & {"in", "out"} and page.subject.design in BOTH_WAYS:
            used |= {"in", "out"}
        ways = [way for way in WAYS if way in used]
        numbers = [number for line in every for number in (*_planned_of(line), line.total, *line.done.values())]
        alone = len(ways) == 1 and all(_same(line, ways[0]) for line in every)
        pairs = {row.cohort: (row.complete, row.pairs) for row in lines(page.pairings)} if len(page.pairings) else {}
        counted = any(not line.published for line in every)
        return cls(page, ways, largest(numbers), pairs, counted, totals=not alone and bool(largest(numbers)))

    @property
    def words(self) -> Words:
        return self.page.words

    @property
    def language(self) -> Language:
        return self.page.words.language

    @property
    def two_sided(self) -> bool:
        return "in" in self.ways and "out" in self.ways

    @property
    def drawn(self) -> bool:
        return bool(self.ways) or self.totals


def _planned_of(line: Line) -> list[float]:
    return [line.planned_total, *line.planned.values()]


def _same(line: Line, way: str) -> bool:
    """Say whether the total repeats the only way: then it needs no column of its own."""
    return not known(line.total) or line.total == line.done.get(way, nan)


def _way_heads(look: _Look) -> str:
    heads = "".join(way_head(way, look.words, two_sided=look.two_sided) for way in look.ways)
    return heads + (
        f'<th scope="col" class="cm-pv-way cm-pv-all">{text(look.words.t("In all"))}</th>' if look.totals else ""
    )


def _body(row: Any, look: _Look) -> str:
    found = lines_of(row)
    first, *rest = [_line(line, row, look) for line in found]
    named = f'<th scope="rowgroup" rowspan="{len(found)}">{_named(row, look)}</th>'
    pairs = _pairs(row.edition, len(found), look)
    return f"<tbody><tr>{named}{first}{pairs}</tr>{''.join(f'<tr>{line}</tr>' for line in rest)}</tbody>"


def _entry(row: Any, page: ProgrammesPage) -> ProgrammeEdition | None:
    if row.source == "counted":
        return None
    return next((entry for entry in page.entries if entry.edition == row.edition), None)


def _named(row: Any, look: _Look) -> str:
    language, t = look.language, look.words.t
    name = (row.label_fr if language == "fr" else row.label_en) or row.edition
    when = period_label(row.period, language) if row.period else t("period not published")
    entry = _entry(row, look.page)
    said = f"<small>{text(capital(when))}</small>" if when != name else ""
    return f"<b>{text(name)}</b>{said}{_places(entry, look.page) if entry else ''}"


def _places(entry: ProgrammeEdition, page: ProgrammesPage) -> str:
    """Return the countries of an edition: how many its source counts, and their names by direction."""
    words, t = page.words, page.words.t
    rows = [row for row in page.countries if row.edition == entry.edition or _same_time(row, entry)]
    if not rows:
        return f"<small>{text(not_named(entry.countries, words))}</small>" if entry.countries else ""
    count = t.plural("{count} country", "{count} countries", entry.countries) if entry.countries else ""
    said = country_lines(Together(entry.edition, None, None, rows), words, places=False)
    if page.subject.design == "SOUTH_SOUTH" and entry.countries == len({row.country for row in rows}) + 1:
        said.append(text(t("and {country}, the hub", country=words.country(page.subject.reference))))
    return "".join(f"<small>{line}</small>" for line in (text(count), *said) if line)


def _same_time(row: Any, entry: ProgrammeEdition) -> bool:
    """Say whether a country without an edition was there during exactly this one."""
    if row.edition or row.valid_from is None or row.valid_to is None or entry.kind not in ("edition", "phase"):
        return False
    return entry.period == f"{row.valid_from.isoformat()}/{row.valid_to.isoformat()}"


def _line(line: Line, row: Any, look: _Look) -> str:
    if not look.drawn:
        return ""
    words, entry = look.words, _entry(row, look.page) if line.published else None
    kind = _kind(line, entry, look)
    if not line.says_something:
        return kind + _unsplit(words.t("no number published"), look) + ("<td></td>" if look.totals and look.ways else "")
    sides = [*line.done.values(), *line.planned.values()]
    if look.ways and not any(map(known, sides)):
        cells = [_unsplit(words.t("ways not published"), look)]
    else:
        cells = [_side(way, line, entry, look) for way in look.ways]
    if look.totals:
        cells.append(_total(line, entry, look))
    return kind + "".join(cells)


def _unsplit(said: str, look: _Look) -> str:
    """Return one cell in place of the ways, which are not known."""
    middle = " cm-pv-unsplit" if look.two_sided else ""
    return f'<td class="cm-pv-unknown{middle}" colspan="{max(1, len(look.ways))}">{text(said)}</td>'


def _kind(line: Line, entry: ProgrammeEdition | None, look: _Look) -> str:
    """Return where a line comes from: the certainty of its source, or the records."""
    t = look.words.t
    if line.published:
        name = label("certainty", entry.certainty, look.language) if entry else t("Published")
        return f'<td class="cm-pv-kind">{text(name)}</td>'
    made_up = f"<small>{text(t('synthetic'))}</small>" if look.page.dataset.synthetic else ""
    return f'<td class="cm-pv-kind cm-pv-counted">{text(t("Counted"))}{made_up}</td>'


def _side(way: str, line: Line, entry: ProgrammeEdition | None, look: _Look) -> str:
    if not look.totals and len(look.ways) == 1:
        return _total(line, entry, look, way)  # the only way is all there is
    done, planned = line.done.get(way, nan), line.planned.get(way, nan)
    name: dict[str, Number] = {"out": "done_out", "in": "done_in"}
    written = stated(entry, name[way], done, look.words) if way in name and known(done) else ""
    bar = Bar(done, planned, written, _against(done, planned, entry, look.words, share=False))
    title = HEADS[way].in_language(look.language)
    return way_cell(way, title, bar, look.scale, look.words, two_sided=look.two_sided)


def _total(line: Line, entry: ProgrammeEdition | None, look: _Look, way: str = "all") -> str:
    words, t = look.words, look.words.t
    title = HEADS[way].in_language(look.language) if way in HEADS else t("In all")
    running = t.plural("{count} still running", "{count} still running", line.running) if line.running else ""
    untold = t("result not published") if line.published and not known(line.total) else ""
    below = joined([_against(line.total, line.planned_total, entry, words, share=True), running, untold])
    written = stated(entry, "done", line.total, words) if known(line.total) else ""
    bar = Bar(line.total, line.planned_total, written, below)
    return way_cell(way, title, bar, look.scale, words)


def _against(done: float, planned: float, entry: ProgrammeEdition | None, words: Words, *, share: bool) -> str:
    """Return what was planned in words, how sure it is, and how much of it was done."""
    if not known(planned):
        return ""
    t = words.t
    unsure = entry is not None and entry.planned_certainty not in ("", "published")
    certainty = label("certainty", entry.planned_certainty, words.language).lower() if entry and unsure else ""
    said = t("of {count} planned", count=planned) if known(done) else t("{count} planned", count=planned)
    said += f" ({certainty})" if certainty else ""
    return joined([said, rate(done, planned, words) if share else ""])


def _pairs(edition: str, rows: int, look: _Look) -> str:
    if not look.pairs:
        return ""
    name = text(look.words.t("Complete pairs"))
    if edition not in look.pairs:
        return f'<td class="cm-number" rowspan="{rows}" data-label="{name}"></td>'
    complete, every = look.pairs[edition]
    said = look.words.t("{part} of {whole}", part=figure(complete, look.language), whole=figure(every, look.language))
    return f'<td class="cm-number" rowspan="{rows}" data-label="{name}">{text(said)}</td>'


def _notes(page: ProgrammesPage) -> str:
    """Return what the sources say of each edition, folded where there are many."""
    words, t = page.words, page.words.t
    entries = [entry for entry in page.entries if entry.kind in ("edition", "phase")]
    if not entries:
        return ""
    said = "".join(
        f"<dt>{text(entry.label(words.language))}</dt><dd>{text(entry.note(words.language))} {_sources(entry, words)}</dd>"
        for entry in entries
    )
    opened = " open" if len(entries) <= MOST_OPEN else ""
    summary = text(t("What the sources say of each edition"))
    return (
        f'<details class="cm-more" data-keep="editions-{text(page.subject.code)}"{opened}><summary>{summary}</summary>'
        f'<dl class="cm-pv-notes">{said}</dl></details>'
    )


def _sources(entry: ProgrammeEdition, words: Words) -> str:
    planned = ""
    if entry.planned_citation and entry.planned_citation != entry.citation:
        planned = f" {text(words.t('Planned, after'))} {cited(entry.planned_citation)}"
    return cited(entry.citation) + planned
