"""The programmes page as text: the sections that a programme of its design, a scheme, a country or all of them need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from crossmobility.domain.periods import every_period
from crossmobility.render.breaks import break_list
from crossmobility.render.formats import text
from crossmobility.render.page_parts import map_notes, page_head, source_list
from crossmobility.render.programmes_compare import multiples
from crossmobility.render.programmes_controls import controls
from crossmobility.render.programmes_country import country
from crossmobility.render.programmes_director import director
from crossmobility.render.programmes_download import download_rows
from crossmobility.render.programmes_editions import editions
from crossmobility.render.programmes_facts import facts
from crossmobility.render.programmes_funnel import funnel
from crossmobility.render.programmes_goals import goals
from crossmobility.render.programmes_headline import headline, line
from crossmobility.render.programmes_indicators import indicators
from crossmobility.render.programmes_national import national
from crossmobility.render.programmes_organisations import organisations
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_pairs import pairs
from crossmobility.render.programmes_published import published
from crossmobility.render.programmes_reach import reach
from crossmobility.render.programmes_rules import rules
from crossmobility.render.programmes_scene import map_label, scene
from crossmobility.render.programmes_side import side

__all__ = ["body", "controls", "download_rows", "foot", "head", "map_label", "question", "scene", "side"]

Section = Callable[[ProgrammesPage], str]
MOVING: Final[tuple[Section, ...]] = (
    facts,
    editions,
    pairs,
    funnel,
    goals,
    indicators,
    organisations,
    reach,
    published,
    national,
)
"""A programme that moves people: who it is, then its editions."""
BY_DESIGN: Final[Mapping[str, tuple[Section, ...]]] = {
    "ECOSYSTEM": (facts, reach, editions, indicators, funnel, goals, organisations, published),
    "SOUTH_SOUTH": (facts, editions, funnel, goals, indicators, organisations, reach, published, national),
}
BY_KIND: Final[Mapping[str, tuple[Section, ...]]] = {
    "all": (multiples, director),
    "scheme": (rules, funnel, goals, indicators, organisations, published, national),
    "country": (country,),
}


def question(page: ProgrammesPage) -> str:
    """Return the question the page answers: its title."""
    return headline(page)


def head(page: ProgrammesPage) -> str:
    """Return the question and the line that states whom, when, on which basis and from which data."""
    return page_head(headline(page), line(page), page.dataset, page.words, balance=True)


def body(page: ProgrammesPage) -> str:
    """Return the sections of the subject, in the order its design asks for; a section without sense for it is left out."""
    subject = page.subject
    sections = BY_KIND.get(subject.kind) or BY_DESIGN.get(subject.design, MOVING)
    return "".join(section(page) for section in sections)


def foot(page: ProgrammesPage) -> str:
    """Return the figures to download, the breaks of the years shown, and the sources."""
    words = page.words
    axis = every_period([item for item in page.offer.periods if item])
    listed = break_list(page.marks, axis, words)
    cited = [] if page.programme is None else page.programme.citation.split("; ")
    cited += [entry.citation for entry in page.entries]
    cited += [str(item) for item in page.rows["citation"]] if len(page.rows) else []
    save = f'<button type="button" class="cm-quiet" data-download="figures">{text(words.t("Download these figures (CSV)"))}</button>'
    return (
        save
        + (f'<section class="cm-breaks">{listed}</section>' if listed else "")
        + source_list(
            cited,
            page.dataset,
            words,
            more=lambda rest: words.t.plural(
                "{count} more source beside its figure", "{count} more sources beside their figures", rest
            ),
            notes=map_notes(words, complete=page.dataset.complete),
        )
    )
