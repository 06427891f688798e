"""The map of the programmes page: the corridors of a programme, scheme or country, and every country it names."""

from __future__ import annotations

from crossmobility.domain.selection import Corridor
from crossmobility.reference import countries
from crossmobility.render.formats import counted, known, measure_name, period_label
from crossmobility.render.map import MOST_DRAWN, Flow, Node, Scene
from crossmobility.render.programmes_page import ProgrammesPage


def scene(page: ProgrammesPage) -> Scene:
    """Return what the map shows: corridors by volume; a country that is named without a number has a broken circle."""
    selection, words, places = page.selection, page.words, countries()
    when = when_text(page)
    flows = [
        Flow(
            origin,
            destination,
            volume,
            _side(origin, destination, page),
            _sentence((origin, destination), volume, when, page),
        )
        for origin, destination, volume in _corridors(page)
        if known(volume) and volume > 0
    ][:MOST_DRAWN]
    nodes = {
        code: Node(code, words.country(code), total, _node_sentence(code, total, when, page))
        for code, total in _totals(page).items()
        if code in places
    }
    return Scene(
        flows,
        nodes,
        page.subject.reference,
        page.largest,
        measure_name(selection.measure).in_language(words.language),
        selection.corridor,
        period=when,
        places=places,
    )


def map_label(page: ProgrammesPage) -> str:
    """Return what the map is, for those who cannot see it."""
    return page.words.t(
        "Map of {subject}, {period}: {count} corridors. The same figures stand in the tables below it.",
        subject=subject_name(page),
        period=when_text(page),
        count=len(page.corridors),
    )


def subject_name(page: ProgrammesPage) -> str:
    """Return the name of whom the page is about."""
    words, subject = page.words, page.subject
    named = {"programme": words.programme, "scheme": words.scheme, "country": words.country}
    return named[subject.kind](subject.code) if subject.kind in named else words.t("all programmes")


def when_text(page: ProgrammesPage) -> str:
    """Return the period shown, "all years" without one."""
    period = page.selection.period
    return period_label(period, page.words.language) if period else page.words.t("all years")


def _corridors(page: ProgrammesPage) -> list[tuple[str, str, float]]:
    """Return origin, destination and volume of each corridor, largest first; NaN where no number is published."""
    if page.corridors.empty:
        return []
    columns = (page.corridors[name].tolist() for name in ("origin", "destination", "volume"))
    return [(str(origin), str(destination), float(volume)) for origin, destination, volume in zip(*columns, strict=True)]


def _side(origin: str, destination: str, page: ProgrammesPage) -> str:
    reference = page.subject.reference
    return "in" if destination == reference else "out" if origin == reference else "between"


def _sentence(corridor: Corridor, volume: float, when: str, page: ProgrammesPage) -> str:
    words = page.words
    return words.t(
        "{corridor}, {period}: {count} ({basis})",
        corridor=words.corridor(corridor),
        period=when,
        count=counted(volume, "placements"),
        basis=words.basis(page.basis),
    )


def _totals(page: ProgrammesPage) -> dict[str, float | None]:
    """Return what each circle counts, both ways together; None for a country named without a number."""
    absent = 0.0 if page.dataset.complete else None
    sums: dict[str, float | None] = {page.subject.reference: absent}
    for origin, destination, volume in _corridors(page):
        for code in (origin, destination):
            if known(volume):
                sums[code] = (sums.get(code) or 0.0) + volume
            else:
                sums.setdefault(code, None)
    for entry in page.countries:
        sums.setdefault(entry.country, absent)
    return sums


def _node_sentence(code: str, total: float | None, when: str, page: ProgrammesPage) -> str:
    words = page.words
    count = words.t("no number published") if total is None else counted(total, "placements")
    return words.t("{country}, {period}: {count}", country=words.country(code), period=when, count=count)
